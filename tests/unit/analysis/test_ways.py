"""The papers' ways of preferences as they are asked for: what is read, refused and said."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from countermove.analysis.compare import compare
from countermove.analysis.differences import differences
from countermove.analysis.solving import solve
from countermove.building import build
from countermove.errors import CountermoveError
from countermove.model.conflict import Conflict
from countermove.questions.base.whole import report
from countermove.questions.compare import CompareQuestion
from countermove.questions.solve import SolveQuestion
from countermove.report.article import Grid, Mark, Prose
from countermove.report.claims import claims_in_full
from countermove.report.explain import explain
from countermove.report.states import StateList
from countermove.report.ways import printed_section, way_sentences
from countermove.stability.witness import faults
from models import conflict_of

ROOT = Path(__file__).parents[3]


def doubtful(**more: Any) -> Conflict:
    """Two parties: one may care about b, of the other there are two readings."""
    data: dict[str, Any] = {
        "decision_makers": {
            "us": {"name": "US", "options": {"a": "Do a", "b": "Do b"}},
            "eu": {"name": "EU", "options": {"c": "Do c"}},
        },
        "preferences": {
            "us": {
                "statements": [
                    {"holds": "a and not c", "strongly": True},
                    {"holds": "b", "perhaps": True, "likely": "3/4"},
                    "c",
                ]
            },
            "eu": {
                "readings": [
                    {"says": "x", "likely": "3/5", "statements": ["a iff c"]},
                    {"says": "y", "statements": ["c", "b"]},
                ]
            },
        },
    }
    return conflict_of(**(data | more))


def test_unknown_is_what_readings_judge_otherwise() -> None:
    model = solve(doubtful(), unknown="a").model
    states = model.states
    at = {pattern: states.find(pattern) for pattern in ("NNN", "NYN", "YNN", "YYN", "YYY")}
    assert model.better("us", at["YNN"], at["NNN"]) is True
    assert model.better("us", at["NYN"], at["NNN"]) is None
    assert model.better("eu", at["YYY"], at["YYN"]) is True


def test_probabilities_are_the_likelihoods_of_readings() -> None:
    conflict = doubtful()
    code = ["NASH"]
    # US prefers b with a probability of 3/4: more than 1 - alpha from alpha = 1/4 on.
    for alpha, is_stable in (("1/4", True), ("0.26", False)):
        found = solve(conflict, code, probabilistic=True, thresholds={"alpha": alpha})
        assert found.is_stable("YNN", "us", "NASH") is is_stable
    for threshold, is_stable in (("0.75", False), ("0.76", True)):
        found = solve(conflict, code, fuzzy=True, thresholds=[f"threshold={threshold}"])
        assert found.is_stable("YNN", "us", "NASH") is is_stable


def test_weak_is_what_is_general_and_not_strong() -> None:
    general, strong, weak = (
        solve(doubtful(), strength=how) for how in ("general", "strong", "weak")
    )
    for code in general.codes:
        for dm in general.model.decision_makers:
            one, other, left = (
                set(found.stable[code][dm].positions().tolist())
                for found in (general, strong, weak)
            )
            assert left == one - other
        assert set(weak.positions(code)) == set(general.positions(code)) - set(
            strong.positions(code)
        )
    assert weak.positions("GMR")
    with pytest.raises(CountermoveError, match="no witness"):
        weak.verdict("NNN", "us", "GMR")
    with pytest.raises(CountermoveError, match="no claim is answered by it"):
        claims_in_full(compare(doubtful(), strength="weak"))


def test_scores_are_not_lexicographic() -> None:
    """With marks 0 1 1 0 what satisfies the last three is better than the first and the last."""
    conflict = conflict_of(
        decision_makers={"p": {"name": "P", "options": {name: name for name in "abcd"}}},
        preferences={
            "p": {
                "statements": [
                    "a",
                    {"holds": "b", "strongly": True},
                    {"holds": "c", "degree": 2},
                    "d",
                ]
            }
        },
    )
    for variants, is_better in (((), False), (("scores",), True)):
        model = solve(conflict, "NASH", strength="general", variants=variants).model
        states = model.states
        assert model.better("p", states.find("NYYY"), states.find("YNNY")) is is_better


def test_a_matrix_is_solved_as_it_is_and_has_no_ranking() -> None:
    matrix = [["1/2", 0.8], [0.2, "1/2"]]
    data: dict[str, Any] = {
        "decision_makers": {"p": {"name": "P", "options": {"a": "Do a"}}},
        "preferences": {"p": {"fuzzy": matrix, "threshold": 0.6}},
    }
    assert solve(conflict_of(**data)).to_dict()["equilibria"]["NASH"] == [1]
    with pytest.raises(CountermoveError, match="complete order"):
        solve(conflict_of(**data), unknown="a")
    data["preferences"] = {"p": {"probability": [[0, 0.7], [0.2, 0]]}}
    assert solve(conflict_of(**data)).to_dict()["equilibria"]["NASH"] == [1]
    with pytest.raises(CountermoveError, match="complete order"):
        build(conflict_of(**data)).need_levels("this")


@pytest.mark.parametrize(
    ("matrix", "says"),
    [
        ({"fuzzy": [["1/2", 0.8], [0.3, "1/2"]]}, "which don't make 1"),
        ({"fuzzy": [["1/2"]]}, "1 rows, and there are 2"),
        ({"probability": [[0, 0.8], [0.3, 0]]}, "more than 1"),
        ({"probability": [[0, 0.8], [0]]}, "isn't square"),
    ],
)
def test_a_matrix_that_is_none_is_refused(matrix: Any, says: str) -> None:
    conflict = conflict_of(
        decision_makers={"p": {"name": "P", "options": {"a": "Do a"}}}, preferences={"p": matrix}
    )
    with pytest.raises(CountermoveError, match=says):
        build(conflict)


@pytest.mark.parametrize(
    ("way", "says"),
    [
        ({"unknown": "e"}, "extension"),
        ({"strength": "great"}, "strength"),
        ({"fuzzy": True, "unknown": "a"}, "at once"),
        ({"variants": "start"}, "no way"),
        ({"unknown": "a", "variants": "reversed"}, "‘reversed’ says nothing in this"),
        ({"fuzzy": True, "thresholds": {"alpha": 0.3}}, "‘alpha’ says nothing in this"),
        ({"strength": 2, "variants": ["return-void", "return-escapes"]}, "two variants"),
        ({"fuzzy": True, "variants": "end"}, "variant"),
        ({"fuzzy": True, "thresholds": {"threshold": 0}}, "no threshold"),
        ({"probabilistic": True, "thresholds": ["alpha=2"]}, "no threshold"),
        ({"probabilistic": True, "thresholds": ["delta=1"]}, "threshold"),
    ],
)
def test_what_is_no_way_is_refused(way: dict[str, Any], says: str) -> None:
    with pytest.raises(CountermoveError, match=says):
        solve(doubtful(), **way)


def test_words_never_call_worse_what_is_unknown() -> None:
    told = explain(doubtful(), "YYN", unknown="a").text
    assert "whether it prefers that isn't known" in told
    assert "leads to [2] a: it prefers" not in told
    told = explain(doubtful(), "YYN", unknown="d", concept="SEQ", decision_maker="us").text
    assert "tempts" in told
    told = explain(doubtful(), "NNN", strength="strong").text
    assert "it greatly prefers that" in told
    told = explain(doubtful(), "YNN", probabilistic=True, decision_maker="us").text
    assert "it prefers that with a probability of 3/4" in told or "0.75" in told


def test_an_answer_names_its_way() -> None:
    solution = SolveQuestion(unknown="a", variants=("start",)).run(doubtful())
    assert solution.to_dict()["model"]["way"] == {
        "unknown": "a",
        "variants": ["start"],
    }
    article = SolveQuestion(unknown="a").article(doubtful(), solution)
    assert "Preferences: unknown preference, extension a." in (article.made or "")


def test_the_truth_table_of_the_docs_is_that_of_the_case() -> None:
    cases = json.loads((ROOT / "tests/papers/kinds_of_preference.json").read_text("utf-8"))
    runs = next(case for case in cases if case["id"] == "gadget")["runs"]
    table, credible = (run["expect"] for run in runs)
    signs = {"better": ">", "as good": "=", "worse": "<", "greatly worse": "<<", "unknown": "U"}
    page = (ROOT / "docs/explanation/readings-and-kinds.md").read_text("utf-8")
    rows = re.findall(r"\| ([\w ]+) \| ([\w ]+) \| ([uS]{4}) \| ([uS]{4}) \|", page)
    shown = {f"{signs[move]} {signs[reply]}": left + right for move, reply, left, right in rows}
    assert shown == {key: table[key] for key in shown}
    assert len(shown) == 10
    # Under SEQ, as the page says it.
    for key, row in credible.items():
        move, reply, own = key.split()
        assert row == table[f"{move} {reply if own in {'>>', '>', 'U'} else '>'}"]
    assert {row for key, row in table.items() if key[0] in "=<"} == {"SSSSSSSS"}


def test_compare_and_report_take_a_way_and_name_it() -> None:
    scenarios = {"less": {"title": "Less", "rules": {"infeasible": ["b"]}}}
    conflict = doubtful(scenarios=scenarios, claims={"x": {"says": "X", "possible": "a"}})
    way = {"unknown": "d", "strength": "general"}
    compared = compare(conflict, **way)
    for scenario, found in compared:
        assert (
            found.to_dict()["equilibria"]
            == (solve(conflict, scenario=scenario, **way).to_dict()["equilibria"])
        )
    assert compared.to_dict()["model"]["way"] == way
    changed = differences(conflict, scenario="less", **way)
    assert changed.after.model.way == compared.solutions[1].model.way
    question = CompareQuestion(scenarios=("less",), unknown="d", strength="general")
    first = question.answer(conflict).article.sections[0].blocks[0]
    assert isinstance(first, Prose)
    assert first.text.startswith("Hybrid preference, extension d, general: it stays when unsure")
    article = report(conflict, ["holds"], **way)
    (told,) = (one for one in article.sections if "hybrid" in one.question)
    grids = [block for block in told.blocks if isinstance(block, Grid)]
    heads = ("Nash_d", "GSEQ_d", "GSSEQ_d", "GGMR_d", "GSMR_d")
    assert [grid.heading for grid in grids if grid.columns == heads] == [
        "Stable for US",
        "Stable for EU",
        "Equilibria",
    ]
    assert not any(
        one.question.startswith("What holds by") for one in report(conflict, ["holds"]).sections
    )


def test_tables_as_papers_print_them_say_for_whom_each_is_stable() -> None:
    solution = solve(doubtful(), unknown="b")
    printed = printed_section(solution)
    assert printed is not None
    *by_party, equilibria = printed.blocks
    for dm, grid in zip(("us", "eu"), by_party, strict=True):
        assert isinstance(grid, Grid)
        for line in grid.lines:
            stable = [solution.is_stable(line.state or 0, dm, code) for code in solution.codes]
            assert line.cells == tuple(map(Mark.standing, stable))
    assert isinstance(equilibria, Grid)
    for line in equilibria.lines:
        holds = [solution.is_equilibrium(line.state or 0, code) for code in solution.codes]
        assert line.cells == tuple(map(Mark.standing, holds))
    assert printed_section(solve(doubtful())) is None


@pytest.mark.parametrize(
    ("way", "codes"),
    [
        ({"unknown": "a"}, "Nash_a SEQ_a SSEQ_a GMR_a SMR_a"),
        ({"strength": "general"}, "Nash GSEQ GSSEQ GGMR GSMR"),
        ({"strength": "strong"}, "Nash SEQ_strong SSEQ_strong SGMR SSMR"),
        ({"strength": "weak"}, "Nash WSEQ WSSEQ WGMR WSMR"),
        ({"strength": 3}, "Nash SEQ(3) SSEQ(3) GMR(3) SMR(3)"),
        ({"unknown": "c", "strength": "strong"}, "Nash_c SEQ_strong_c SSEQ_strong_c SGMR_c SSMR_c"),
        ({"fuzzy": True}, "FR FSEQ FSSEQ FGMR FSMR"),
        ({"probabilistic": True}, "α-Nash (α,β,γ)-SEQ (α,β,γ)-SSEQ (α,β)-MR (α,β)-SMR"),
        ({"attitudes": True}, "RNash RSEQ RSSEQ RGMR RSMR"),
    ],
)
def test_codes_are_those_of_the_papers(way: dict[str, Any], codes: str) -> None:
    solution = solve(doubtful(), **way)
    written = solution.to_dict()["codes_of_papers"]
    assert list(written) == ["NASH", "SEQ", "SSEQ", "GMR", "SMR"]
    assert " ".join(written.values()) == codes
    every = StateList(solution.model, solution).table().columns
    for head in written.values():
        assert head in solution.table().columns
        assert {f"{head} for us", f"{head} for eu"} < set(every)


def test_what_an_extension_does_not_say_of_the_readings_stands_beside_it() -> None:
    def beside(**way: Any) -> list[str]:
        solution = solve(doubtful(), **way)
        told = list(way_sentences(solution.model, solution.concepts))[1:]
        return [text for text in told if not text.startswith("A gain, below")]

    assert ["isn't what holds in all readings" in text for text in beside(unknown="a")] == [True]
    assert ["holds in no reading" in text for text in beside(unknown="d")] == [True]
    for extension in "bc":
        assert not beside(unknown=extension)
    assert not beside(unknown="a", concepts=["NASH", "GMR", "SMR"])
    assert not beside(unknown="a", variants="sure-replies")


def test_the_thresholds_that_count_are_said_for_whom_they_do() -> None:
    def told(**way: Any) -> str:
        solution = solve(thresholded, ["NASH"], **way)
        return list(way_sentences(solution.model, solution.concepts))[1]

    even = [["1/2"] * 8] * 8
    preferences = {"us": {"fuzzy": even, "threshold": 0.3}, "eu": {"statements": ["c"]}}
    thresholded = doubtful(preferences=preferences)
    assert told(fuzzy=True) == "With γ = 0.3 for US; γ = 0.5 for EU."
    assert told(fuzzy=True, thresholds={"threshold": "1/3"}) == "With γ = 1/3."
    solution = solve(thresholded, ["NASH"])
    assert list(way_sentences(solution.model, solution.concepts)) == [
        "US has a fuzzy preference, with γ = 0.3: a move tempts, and is believed, where it is "
        "surely enough better."
    ]
    thresholded = doubtful()
    assert told(probabilistic=True, thresholds=["beta=0.7"]) == "With α = 0.5, β = 0.7, γ = 0.5."


def test_what_is_weakly_stable_is_told_by_general_and_by_strong_preference() -> None:
    solution = solve(doubtful(), strength="weak")
    told = set()
    for state in range(1, 9):
        found = explain(doubtful(), state, strength="weak")
        assert found.strong is not None
        pairs = zip(found, found.strong, strict=True)
        for general, strong in ((one.verdict, other.verdict) for one, other in pairs):
            who = (state, general.decision_maker, general.concept)
            assert solution.is_stable(*who) == (general.is_stable and not strong.is_stable)
            assert faults(found.model, general) == faults(found.strong.model, strong) == []
        again = explain(solution.model, state, strength=None)
        assert again.to_dict() == found.to_dict()
        assert len(found.to_dict()["strong"]) == len(found) == len(found.strong)
        for code in solution.codes:
            outcome = found.outcome(code)
            assert outcome.endswith(": weakly.") == solution.is_equilibrium(state, code)
            told.add(outcome.partition(" ")[2])
            if outcome.endswith(": weakly."):
                assert any("By strong" in text for text in found.paragraphs(code))
    assert "it holds, and strongly, so that it isn't weak." in told
    assert any(re.fullmatch(r"it holds, and not strongly for .*: weakly\.", text) for text in told)
