"""Goals: how they are read, what is refused, what is said when a limit is reached."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from typing import Any

import numpy as np
import pytest

from countermove.analysis.goals import rankings as ranking_search
from countermove.analysis.goals.counting import count_rankings
from countermove.analysis.goals.edits import StatementEdits
from countermove.analysis.goals.goals import Seeker, goals, read_goals
from countermove.analysis.goals.requirements import Clause, Requirement, minimal_sets
from countermove.analysis.goals.result import Goals
from countermove.analysis.goals.statements import StatementSearch
from countermove.analysis.solving import solve
from countermove.building import build
from countermove.errors import (
    ArgumentError,
    ConceptNotApplicableError,
    ModelError,
    StoppedError,
    TooLargeError,
    UnknownNameError,
)
from countermove.files.model_file import load
from countermove.progress import Progress
from countermove.stability.registry import find_concepts
from models import conflict_of, option_conflict


@pytest.fixture(scope="module")
def talks() -> Any:
    return build(load("talks-2025"))


# -- reading --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("goal", "numbers"),
    [
        (35, [35]),
        ("35", [35]),
        ("bilateral/YYYY", [35]),
        ("bilateral|table/YYYY", [35, 36]),
        ("bilateral/YYY-", [17, 35]),
        ("terms is bilateral and deal", [15, 17, 33, 35]),
    ],
)
def test_goals_are_states_patterns_or_statements(talks: Any, goal: Any, numbers: Any) -> None:
    (found,) = read_goals(talks, goal)
    assert [talks.states.number(state) for state in found.states] == numbers


@pytest.mark.parametrize(
    ("asked", "error", "message"),
    [
        ("dael", UnknownNameError, "Did you mean 'deal'"),
        (99, UnknownNameError, "numbered 1 to 36"),
        ("YY", UnknownNameError, "'YY' doesn't fit the options"),
        ("terms is bilateral and terms is table", UnknownNameError, "holds in no feasible outcome"),
        ("deal and", ModelError, "ends too early"),
        ([], UnknownNameError, "no goal was named"),
    ],
)
def test_what_is_no_goal_is_refused(talks: Any, asked: Any, error: Any, message: str) -> None:
    with pytest.raises(error, match=message):
        goals(talks, asked)


def test_numbers_that_make_no_sense_are_refused(talks: Any) -> None:
    with pytest.raises(ArgumentError, match="steps can't be -1"):
        goals(talks, 1, steps=-1)
    with pytest.raises(ArgumentError, match="ways can't be 0"):
        goals(talks, 1, ways=0)


def test_too_many_combinations_are_refused(talks: Any) -> None:
    with pytest.raises(TooLargeError, match="1,679,616 combinations"):
        goals(talks, ["true"] * 4)


def test_concepts_of_another_kind_are_refused(talks: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from countermove.analysis.goals import goals as seeking

    other = (replace(find_concepts("NASH")[0], code="ODD", turns=()),)
    monkeypatch.setattr(seeking, "find_concepts", lambda _: other)
    with pytest.raises(ConceptNotApplicableError, match=r"found for ODD\. It can for NASH, SEQ"):
        goals(talks, 1, "ODD")


def test_it_says_beforehand_what_it_takes(talks: Any) -> None:
    """How many ways are looked into, and how many changes of one step there are."""
    told: list[str] = []
    goals(talks, "deal", "NASH", steps=1, ways=3, follow=lambda p: told.append(p.expected))
    solving, seeking = filter(None, told)
    assert solving.startswith("Finding what holds in 36 outcomes")
    changes = sum(len(StatementEdits(talks, dm).of(1).edits) for dm in talks.decision_makers)
    assert seeking == (
        f"3 ways to reach it under 1 concept in 36 outcomes, up to {changes} changes of "
        "statements, 3 least changes of rankings: less than a second"
    )
    assert not any(told[told.index(seeking) + 1 :])


def test_it_can_be_stopped(talks: Any) -> None:
    with pytest.raises(StoppedError):
        goals(talks, 1, follow=lambda _: False)


def test_stopped_it_gives_what_was_found_and_rankings_come_last(talks: Any) -> None:
    """Quick answers under all concepts come first; the search for rankings asks between steps."""
    searching: list[str] = []

    def follow(progress: Progress) -> bool:
        searching.extend([progress.doing] if "rankings" in progress.doing else [])
        return len(searching) < 12

    part, whole = (
        goals(talks, 17, ["NASH", "SEQ"], follow=follow),
        goals(talks, 17, ["NASH", "SEQ"]),
    )
    assert part.codes == whole.codes
    assert part.was_stopped
    assert not part.provenance.complete
    for one, all_of_it in zip(part, whole, strict=True):
        assert one.least == all_of_it.least
        assert one.swaps in (None, all_of_it.swaps)
    assert [one.rankings for one in part][-1] is None

    def not_seq(progress: Progress) -> bool:
        return progress.decision_maker is not None or progress.concepts != ("SEQ",)

    first = goals(talks, 17, ["NASH", "SEQ"], follow=not_seq)
    assert first.codes == ("NASH",)


# -- answers --------------------------------------------------------------------------------------


def test_a_state_that_holds_needs_nothing(talks: Any) -> None:
    solution = solve(talks, "SEQ")
    state = solution.equilibria("SEQ")[0]
    (answer,) = goals(talks, state.number, "SEQ")
    assert answer.holds
    assert answer.least is None
    assert not answer.alone
    assert answer.missing == 0


def test_the_share_of_all_is_the_product_where_each_is_asked_apart(talks: Any) -> None:
    found = goals(talks, 35, ["NASH", "SEQ"])
    assert found.best("NASH").share == Fraction(1, 16)
    assert found.best("SEQ").share is None


def test_ways_are_ordered_by_how_little_they_take(talks: Any) -> None:
    found = goals(talks, "deal", "NASH")
    steps = [answer.least.steps for answer in found if answer.least]
    assert steps == sorted(steps, key=lambda k: (k is None, k))
    assert found.ways == len(found) == 8
    assert found.provenance.complete
    assert found.answer("NASH", 16).least is not None
    with pytest.raises(UnknownNameError, match="no answer for 1"):
        found.answer("NASH", 1)


def test_what_is_left_out_is_said(talks: Any) -> None:
    found = goals(talks, "deal", "NASH", ways=3, steps=1)
    assert (len(found), found.ways) == (3, 8)
    assert not found.provenance.complete


def test_one_state_for_two_goals_is_one_way(talks: Any) -> None:
    found = goals(talks, [35, "deal and terms is bilateral and guarantee"], "NASH", steps=0)
    assert [len(answer.states) for answer in found] == [1, 2]
    assert all(answer.least is not None and answer.least.tried == 0 for answer in found)


def test_the_scenario_is_what_is_asked_about() -> None:
    found = goals(load("talks-2025"), 35, "NASH", scenario="guarantee-anyway")
    assert found.model.scenario == "guarantee-anyway"
    assert found.best("NASH").holds


def test_preferences_that_are_no_statements_are_left_as_they_are() -> None:
    answer = goals(load("elmira-graph"), 1, "NASH").best("NASH")
    assert answer.least is not None
    assert not answer.least.changes
    assert not answer.alone


def test_the_answers_can_be_written(talks: Any) -> None:
    found = goals(talks, 35, ["NASH", "SMR"], steps=1)
    data = json.loads(found.to_json())
    assert data == found.to_dict()
    assert data["goals"] == [{"goal": "35", "states": [35]}]
    europe = data["answers"][0]["decision_makers"]["europe"]
    assert europe["requirements"][0]["minimal"] == {"sets": [[17]], "complete": True}
    assert europe["rankings"]["share"] == "1/2"
    assert data["answers"][0]["least"]["changes"][0]["steps"] == 1
    assert found.to_csv().splitlines()[1].startswith("35,NASH,no,1,14,yes,yes,yes,no,0.5")
    assert repr(found).endswith("'35'; steps needed: NASH 1, SMR 1>")


# -- rankings -------------------------------------------------------------------------------------


def changes_of_rankings(found: Goals) -> list[dict[str, Any]]:
    return [answer["ranking_change"] for answer in found.to_dict()["answers"]]


def test_the_least_change_of_rankings_is_written_for_all_and_for_one_alone(talks: Any) -> None:
    (data,) = changes_of_rankings(goals(talks, 36, "NASH", steps=0))
    assert (data["looked_for"], data["swaps"], list(data["changes"])) == (True, 3, ["us"])
    judged = data["changes"]["us"]["judged"]
    assert [(pair["state"], pair["than"], pair["after"]) for pair in judged] == CHANGE_OF_US
    own = {"swaps": 3, "changes": data["changes"]}
    assert data["alone"] == {"us": own, "russia": None, "ukraine": None, "europe": None}


CHANGE_OF_US = [(33, 35, "better"), (34, 35, "equal"), (35, 36, "equal")]


def test_what_holds_needs_no_change_of_rankings(talks: Any) -> None:
    found = goals(talks, 36, ["NASH", "SEQ"], steps=0)
    assert found.best("SEQ").swaps == 0
    assert "ranking_change" not in found.to_dict()["answers"][1]


def test_a_change_of_rankings_is_left_out_when_told_so(talks: Any) -> None:
    found = goals(talks, 35, "NASH", rankings=False)
    assert found.best("NASH").rankings is None
    assert found.best("NASH").swaps is None
    assert changes_of_rankings(found) == [{"looked_for": False, "why": "not asked for"}]
    assert found.provenance.complete


@pytest.mark.usefixtures("without_sat")
def test_without_the_extra_all_else_is_answered(talks: Any) -> None:
    found = goals(talks, 35, ["NASH", "SMR"], steps=1)
    assert found.best("NASH").least is not None
    assert changes_of_rankings(found) == [{"looked_for": False, "why": "extra missing"}] * 2
    assert not found.provenance.complete


def test_in_more_states_than_can_be_searched_all_else_is_answered(
    talks: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ranking_search, "MOST_STATES", 35)
    found = goals(talks, 35, "NASH", steps=1)
    assert found.best("NASH").least is not None
    assert changes_of_rankings(found) == [{"looked_for": False, "why": "too many states"}]
    assert not found.provenance.complete


def test_of_many_ways_only_the_closest_are_looked_into(talks: Any) -> None:
    found = goals(talks, "deal", "SEQ", steps=0)
    assert [answer.rankings is not None for answer in found] == [False] + [True] * 2 + [False] * 5
    assert found.best("SEQ").holds
    assert [answer.swaps for answer in found][:3] == [0, 6, 10]
    assert changes_of_rankings_of_open(found)[-1] == {
        "looked_for": False,
        "why": "others are closer",
    }
    assert not found.provenance.complete


def changes_of_rankings_of_open(found: Goals) -> list[dict[str, Any]]:
    return [a["ranking_change"] for a in found.to_dict()["answers"] if not a["holds"]]


# -- limits ---------------------------------------------------------------------------------------


def singles(*clauses: Any) -> list[list[frozenset[int]]]:
    return [[frozenset([x]) for x in clause] for clause in clauses]


def test_of_too_many_minimal_sets_the_smallest_are_given() -> None:
    clauses = singles(range(10), range(10, 20), range(20, 30))
    found = minimal_sets(clauses, most=50)
    assert len(found) == 50
    assert not found.complete
    assert all(len(some) == 3 for some in found)
    assert minimal_sets(clauses, most=1000).complete


def test_nothing_is_required_where_there_is_no_clause() -> None:
    assert list(minimal_sets([])) == [frozenset()]
    assert list(minimal_sets([[]])) == []


def entangled(states: int) -> Requirement:
    """Return demands that can't be counted: every two of many states, in another order."""
    luck = np.random.default_rng(1)
    pairs = list(combinations(range(1, states), 2))
    luck.shuffle(pairs)
    clauses = tuple(
        Clause(a, (frozenset([a]), frozenset([b, (a * b) % states or 1]))) for a, b in pairs
    )
    return Requirement("a", 0, "GMR", clauses, frozenset([0]))


def test_what_is_too_entangled_is_not_counted() -> None:
    assert count_rankings([entangled(9)], 9) is not None
    assert count_rankings([entangled(120)], 120) is None


def test_a_search_that_would_be_too_long_is_given_up(talks: Any) -> None:
    search = StatementSearch(talks, find_concepts(["SEQ"]), 2, most_ranks=20_000)
    found = search.least([5], "SEQ", ["us"])
    assert found.tried < 2


def test_edits_are_cut_where_there_are_too_many(talks: Any) -> None:
    edits = StatementEdits(talks, "us", most_ranks=36 * 20)
    assert not edits.of(1).complete
    assert not edits.of(2).complete
    assert len(edits.of(1).edits) <= 20
    assert StatementEdits(talks, "us").of(2).complete


def test_more_statements_than_a_word_has_bits_are_ranked_exactly() -> None:
    names = [f"o{k}" for k in range(4)]
    wishes = [f"{a} iff {b}" for a in names for b in names] * 6
    conflict = conflict_of(
        decision_makers={"a": {"name": "A", "options": {n: {"text": n} for n in names}}},
        preferences={"a": {"statements": [*wishes, *names]}},
    )
    model = build(conflict)
    edits = StatementEdits(model, "a")
    one = edits.of(1)
    for edit, ranks in list(zip(one.edits, edits.ranks(1), strict=True))[:10]:
        data = conflict.to_dict()
        data["preferences"]["a"] = {"statements": list(edit.statements)}
        again = build(conflict.model_validate(data))
        assert again.preferences["a"].ranks.tolist() == ranks.tolist()


def test_terms_that_a_coalesced_state_leaves_open_are_not_added() -> None:
    conflict = conflict_of(
        decision_makers={
            "a": {"name": "A", "options": {"x": "X", "y": "Y"}},
            "b": {"name": "B", "options": {"z": "Z"}},
        },
        rules={"coalesce": ["x"]},
        preferences={"a": {"statements": ["x"]}, "b": {"statements": ["not x"]}},
    )
    added = {s.statement for e in StatementEdits(build(conflict), "a").of(1).edits for s in e.steps}
    assert "x" in added
    assert "y" not in added


def test_a_seeker_keeps_what_it_has_solved(talks: Any) -> None:
    seeker = Seeker(solve(talks, ["NASH"]), 1)
    first = seeker.seek(read_goals(talks, 35), 1).best("NASH")
    again = seeker.seek(read_goals(talks, 35), 1).best("NASH")
    assert first.least == again.least


def test_decision_makers_without_moves_are_asked_nothing() -> None:
    conflict = option_conflict({"a": ["x"], "b": []}, a=[1, 0], b=[0, 1])
    answer = goals(conflict, 2, "NASH").best("NASH")
    _, b = answer.demands
    assert b.count is not None
    assert b.count.share == 1


def test_where_there_is_nothing_to_wish_for_there_is_an_answer() -> None:
    nothing = conflict_of(
        decision_makers={"a": {"name": "A", "options": {"x": "X"}}},
        preferences={"a": {"statements": []}},
        rules={"infeasible": ["x"]},
    )
    assert goals(nothing, "N", "NASH", steps=1).best("NASH").holds


def test_counts_of_thousands_of_digits_are_written() -> None:
    """The rankings of 2,048 states are so many that Python by itself doesn't write them."""
    conflict = conflict_of(
        decision_makers={
            "x": {"name": "X", "options": {o: o for o in "abcde"}},
            "y": {"name": "Y", "options": {o: o for o in "fghijk"}},
        },
        preferences={"x": {"statements": ["a"]}, "y": {"statements": ["f"]}},
    )
    found = goals(conflict, 1, "NASH", rankings=False, steps=0)
    count = next(iter(found)).demands[0].count
    assert count is not None
    assert len(repr(count)) < 100
    of = format(Decimal(count.all_strict), "f")
    assert len(of) > 4300
    assert f'"of": {of}' in found.to_json()
    assert found.to_csv().splitlines()[1] == "1,NASH,no,,,no,no,0.03125,0.015625"
