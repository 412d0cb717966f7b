"""On what the answers of published cases rest, and what can't be tried."""

from __future__ import annotations

import pytest

from countermove.analysis.judgements.judgements import Effect, Judgements, judgements
from countermove.analysis.judgements.variations import variations
from countermove.analysis.solving import solve
from countermove.building import build
from countermove.errors import StoppedError, UnknownNameError
from countermove.files.model_file import load
from countermove.model.conflict import Conflict
from countermove.progress import Progress
from countermove.report.article import Prose
from countermove.report.judgements import judgements_section, section_for_report, variation_phrase
from countermove.stability.engines import many
from models import conflict_of, graph_conflict, option_conflict, two_by_two


@pytest.fixture(scope="module")
def talks() -> Judgements:
    return judgements(load("talks-2025"))


def effect_of(judged: Judgements, path: tuple[object, ...], change: str) -> Effect:
    (found,) = (e for e in judged if (e.variation.path, e.variation.change) == (path, change))
    return found


def test_the_warning_rests_on_europes_first_statement(talks: Judgements) -> None:
    first = ("preferences", "europe", "statements", 0)
    effect = effect_of(talks, first, "dropped")
    assert effect.variation.about == ("guarantee implies terms is table",)
    assert effect.variation.record == ("brekelmans", "backs", "joint")
    turn = effect.turns["backs"]
    assert (turn.before, turn.after) == ("holds", "fails")
    assert set(turn.lost) == set(talks.solution.codes)
    # Question 5 of the case: the bilateral deal becomes an equilibrium under all five.
    assert all("bilateral/YYYY" in effect.appears[code] for code in talks.solution.codes)


def test_a_dropped_statement_does_what_the_scenario_does(talks: Judgements) -> None:
    scenario = solve(load("talks-2025"), scenario="guarantee-anyway")
    effect = effect_of(talks, ("preferences", "europe", "statements", 0), "dropped")
    holds = {answer.claim: dict(answer.holds) for answer in scenario.claims}
    for answer in talks.solution.claims:
        turn = effect.turns.get(answer.claim)
        flipped = set(turn.gained + turn.lost) if turn else set()
        for code in talks.solution.codes:
            assert holds[answer.claim][code] == (answer.holds[code] != (code in flipped))


def test_what_turns_verdicts_comes_first(talks: Judgements) -> None:
    verdicts = [effect.verdicts for effect in talks]
    assert verdicts == sorted(verdicts, reverse=True)
    assert verdicts[0] == 5
    assert not talks.untried


def test_a_revocable_concession_turns_nothing(talks: Judgements) -> None:
    path = ("decision_makers", "us", "options", "concede", "moves")
    effect = effect_of(talks, path, "both ways")
    assert not effect.turns
    changed = {code: set(states) for code, states in effect.appears.items()}
    assert changed == {"GMR": {"table/YNNY", "table/YNYY"}, "SMR": {"table/YNNY", "table/YNYY"}}
    assert dict(effect.disappears) == {"GMR": ("bilateral/YNNN",), "SMR": ("bilateral/YNNN",)}


def test_a_lifted_rule_that_a_ranking_forbids_is_told() -> None:
    judged = judgements(load("elmira"))
    (untried,) = judged.untried
    assert untried is judged.effects[-1]
    assert untried.variation.path == ("rules", "exactly_one", 0)
    assert untried.problem.startswith("the ranking misses 20 outcomes")
    data = judged.to_dict()["changes"][-1]
    assert data["problem"] == untried.problem
    text = " ".join(str(block) for block in judgements_section(judged).blocks)
    assert "1 change leaves a model that can't be solved: Without the rule: exactly one of" in text


def test_labels_of_a_published_case_dont_forbid_to_lift_a_rule() -> None:
    assert not judgements(load("cuban-missile-crisis")).untried


def test_a_rule_that_a_coalesced_claim_needs_is_told() -> None:
    conflict = conflict_of(
        decision_makers={"a": {"name": "A", "options": {"x": "X", "y": "Y", "z": "Z"}}},
        rules={"infeasible": ["x and y and not z"], "coalesce": ["y"]},
        preferences={"a": {"statements": ["y"]}},
        claims={"c": {"says": "C", "possible": "x implies z"}},
    )
    judged = judgements(conflict, ["NASH"])
    (untried,) = judged.untried
    assert untried.variation.path == ("rules", "infeasible", 0)
    assert "neither true nor false in the coalesced outcome" in untried.problem


def test_what_alone_is_feasible_is_lifted_as_one_rule() -> None:
    data = two_by_two([0, 1, 2, 3], [3, 2, 1, 0]).to_dict() | {"rules": {"feasible": ["YN", "NY"]}}
    data["preferences"] = {dm: {"statements": ["a"]} for dm in ("row", "column")}
    model = build(Conflict.model_validate(data))
    (lifted,) = (one for one in variations(model) if one.path[0] == "rules")
    assert lifted.path == ("rules", "feasible")
    assert len(build(lifted.conflict).states) == 4
    assert variation_phrase(model, lifted) == (
        "Without the rule: only outcomes with “a and not b” or “not a and b” can be"
    )


def test_moves_of_graph_form_are_removed_and_made_reversible() -> None:
    conflict = graph_conflict(3, {"a": {0: [1, 2], 1: [0]}}, {"a": [0, 1, 2]})
    judged = judgements(conflict, ["NASH"])
    moves = [e.variation for e in judged if e.variation.path[0] == "moves"]
    assert sorted((v.change, v.about) for v in moves) == [
        ("made reversible", ("s0", "s2")),
        ("removed", ("s0", "s1")),
        ("removed", ("s0", "s2")),
        ("removed", ("s1", "s0")),
    ]
    alone = next(
        e for e in judged if (e.variation.change, e.variation.about) == ("removed", ("s1", "s0"))
    )
    assert (alone.appears, alone.disappears) == ({}, {})


def test_ties_are_split_state_by_state() -> None:
    conflict = option_conflict({"a": ["x", "y"]}, a=[1, 1, 1, 0])
    judged = judgements(conflict, ["NASH"])
    split = [e.variation for e in judged if e.variation.change in ("raised", "lowered")]
    written = {tuple(v.preference.ranking or ()) for v in split if v.preference}
    assert len(split) == len(written) == 6
    assert (("1",), ("2", "3"), ("4",)) in written
    assert (("2", "3"), ("1",), ("4",)) in written


def test_what_cannot_be_solved_at_once_is_solved_one_by_one(
    monkeypatch: pytest.MonkeyPatch, talks: Judgements
) -> None:
    monkeypatch.setattr(many, "MOST_MOVES", 1)
    again = judgements(load("talks-2025"))
    assert [e.variation.path for e in again] == [e.variation.path for e in talks]
    assert [dict(e.turns) for e in again] == [dict(e.turns) for e in talks]


def test_stopped_before_anything_was_found_it_says_so() -> None:
    with pytest.raises(StoppedError):
        judgements(load("talks-2025"), follow=lambda _: False)


def test_it_answers_for_a_scenario_and_a_built_model() -> None:
    conflict = load("talks-2025")
    judged = judgements(conflict, ["SEQ"], scenario="any-terms")
    assert judged.solution.model.scenario == "any-terms"
    same = judgements(build(conflict, "any-terms"), ["SEQ"])
    assert same.to_dict()["changes"] == judged.to_dict()["changes"]


def test_words(talks: Judgements) -> None:
    model = talks.solution.model
    phrases = {variation_phrase(model, e.variation) for e in talks}
    assert len(phrases) == len(talks)
    first = "“Provide security guarantees only if Terms on offer: of all four”"
    assert f"Europe: {first}, its first wish, dropped" in phrases
    assert "Without the rule: “Settle on the terms and not offer” can't be" in phrases
    assert (
        "United States: could also take back the concession on borders and NATO membership"
        in phrases
    )
    with pytest.raises(UnknownNameError, match="Did you mean 'backs'"):
        judgements_section(talks, claim="bakcs")


@pytest.mark.parametrize("case", ["sustainable-development", "elmira-graph", "chicken"])
def test_every_case_can_be_told(case: str) -> None:
    judged = judgements(load(case))
    for effect in judged:
        assert variation_phrase(judged.solution.model, effect.variation)
    section = section_for_report(judged.solution)
    assert section is not None


def test_a_model_without_claims_is_judged_by_its_outcomes() -> None:
    judged = judgements(option_conflict({"a": ["x"], "b": ["y"]}, a=[0, 1, 2, 3], b=[0, 1, 3, 2]))
    section = judgements_section(judged)
    assert "The model has no claims." in str(section.blocks[0])
    assert section.further == ()


def test_data_and_table(talks: Judgements) -> None:
    data = talks.to_dict()
    assert len(data["changes"]) == len(talks.table().rows) == len(talks) == 62
    entry = next(c for c in data["changes"] if c["judgement"] == "preferences.europe.statements[0]")
    assert entry["claims"]["backs"]["after"] == "fails"
    assert talks.table().columns[:3] == ("judgement", "says", "change")


def test_it_says_beforehand_what_it_takes() -> None:
    told: list[Progress] = []
    found = judgements(load("prisoners-dilemma"), follow=told.append)
    built = [progress for progress in told if not progress.concepts]
    first, *later = told[len(built) :]
    assert first.expected == f"{len(found)} changes in 4 outcomes: less than a second"
    assert first.share == 0
    assert not any(progress.expected for progress in (*built, *later))


def test_stopped_it_gives_what_was_tried_and_counts_the_rest() -> None:
    shares: list[float] = []

    def follow(progress: Progress) -> bool:
        shares.append(progress.share)
        return progress.share < 0.8

    whole = judgements(load("talks-2025"))
    part = judgements(load("talks-2025"), follow=follow)
    assert 0 < len(part) < len(whole)
    assert len(part) + part.left == len(whole)
    assert shares == sorted(shares)
    assert not part.provenance.complete
    assert part.to_dict()["left"] == part.left
    known = {(*e.variation.path, e.variation.change, e.variation.about): e for e in whole}
    for effect in part:
        variation = effect.variation
        assert effect.turns == known[*variation.path, variation.change, variation.about].turns
    (said, *_) = [b.text for b in judgements_section(part).blocks if isinstance(b, Prose)]
    assert said.startswith("Not every judgement of the model was changed, one at a time: ")
