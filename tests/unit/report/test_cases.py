"""The search among the cases: what is asked for is found, and what happens is so by definition."""

from __future__ import annotations

import pytest

from countermove.analysis.solving import solve
from countermove.errors import UnknownNameError
from countermove.files.gallery import lessons
from countermove.files.model_file import load
from countermove.model.conflict import Conflict
from countermove.report.cases import FACTS, cases
from models import conflict_of, two_by_two
from reference import CODES, Reference


def test_all_are_listed_in_the_order_of_learning() -> None:
    assert [case.name for case in cases()] == list(lessons())
    assert cases().among_games == len(cases(games=True)) == 144


def test_words_are_looked_for_in_all_that_is_said() -> None:
    # How a word begins is enough; within a word, as in “driver”, nothing is found.
    assert [case.name for case in cases("RIVER")] == ["milk-river"]
    assert [case.name for case in cases("RIVER")] == [case.name for case in cases("river")]
    assert {"milk-river"} == {case.name for case in cases("rivers montana")}
    # What a party can do, and what a case teaches.
    assert "talks-2025" in {case.name for case in cases("security guarantees")}
    assert "elmira-graph" in {case.name for case in cases("graph form")}
    assert not cases("nobody says this").cases


def test_parties_and_options_are_counted() -> None:
    found = cases(parties=3, options=5)
    assert {(case.decision_makers, case.options) for case in found} == {(3, 5)}
    assert not cases(parties=0).cases
    assert cases(parties=2).among_games == 144
    assert cases(parties=3).among_games == 0


def test_all_that_is_asked_is_so() -> None:
    one, other = "holds-only-with-foresight", "nothing-holds-at-once"
    both = {case.name for case in cases(happens=[one, other])}
    assert both == {c.name for c in cases(happens=one)} & {c.name for c in cases(happens=other)}
    assert "cuban-missile-crisis" in both


def test_the_games_that_are_so_are_counted_where_the_gallery_is_searched() -> None:
    for fact in FACTS:
        assert cases(happens=fact).among_games == len(cases(happens=fact, games=True))


def test_what_may_happen_is_named_where_something_else_is_asked_for() -> None:
    with pytest.raises(UnknownNameError, match="Did you mean 'a-trap-holds'"):
        cases(happens="trap-holds")


def test_what_happens_in_the_games_is_so_by_definition() -> None:
    """Worked out from the ranks, cell by cell, by the reference of the concepts."""
    for case in cases(games=True):
        model = solve(load(case.name)).model
        reference = Reference(model)
        holds = {
            code: {
                s for s in range(4) if all(reference.stable(code, d, s) for d in ("row", "column"))
            }
            for code in CODES
        }
        row, column = (model.levels(dm, "the test") for dm in ("row", "column"))
        trap = any(((row > row[s]) & (column > column[s])).any() for s in holds["NASH"])
        assert expected(holds, trap) == set(case.happens), case.name


def expected(holds: dict[str, set[int]], trap: bool) -> set[str]:
    found = {
        "holds-only-with-foresight": holds["SEQ"] - holds["NASH"],
        "holds-by-fear-alone": holds["GMR"] - holds["NASH"] - holds["SEQ"],
        "nothing-holds-at-once": not holds["NASH"],
        "one-outcome-holds": all(len(states) == 1 for states in holds.values()),
        "a-trap-holds": trap,
    }
    return {fact for fact, is_so in found.items() if is_so}


def facts_of(conflict: Conflict) -> set[str]:
    solution = solve(conflict)
    return {key for key, fact in FACTS.items() if fact.is_so(solution)}


def test_the_status_quo_lasts_where_it_holds_with_foresight() -> None:
    prisoners = two_by_two([1, 3, 0, 2], [1, 0, 3, 2])
    assert "status-quo-lasts" not in facts_of(prisoners)
    lasting = prisoners.model_copy(update={"status_quo": ("a", "b")})
    assert "status-quo-lasts" in facts_of(lasting)
    left = prisoners.model_copy(update={"status_quo": ("a",)})
    assert "status-quo-lasts" not in facts_of(left)


def test_a_move_that_cannot_be_taken_back() -> None:
    graph = {
        "decision_makers": {"a": {"name": "A"}},
        "states": {"s": "S", "t": "T"},
        "preferences": {"a": {"ranking": ["s", "t"]}},
    }
    assert "cannot-be-undone" in facts_of(conflict_of(**graph, moves={"a": [["s", "t"]]}))
    both_ways = conflict_of(**graph, moves={"a": [["s", "t"], ["t", "s"]]})
    assert "cannot-be-undone" not in facts_of(both_ways)


def test_a_doubt_is_found_in_the_model_as_it_was_written() -> None:
    assert {case.name for case in cases(happens="in-doubt")} >= {"talks-2025"}


def test_sizes_are_those_of_the_model() -> None:
    sizes = {case.name: (case.decision_makers, case.options, case.states) for case in cases()}
    assert sizes["milk-river"] == (4, 4, 36)
    assert sizes["elmira-graph"] == (3, 0, 9)
