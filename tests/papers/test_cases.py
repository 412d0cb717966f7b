"""What was printed about each case comes out of its model: one test for each printed result."""

from __future__ import annotations

import tomllib
from fractions import Fraction
from functools import cache
from typing import Any

import pytest

from countermove.analysis.coalitions.coalitions import coalitions
from countermove.analysis.equilibria import Solution
from countermove.analysis.solving import solve
from countermove.analysis.views.views import views
from countermove.building import check
from countermove.files.gallery import case_path
from countermove.files.model_file import load
from countermove.record.proving import proofs
from countermove.stability.registry import concepts, find_concepts
from kinds_of_cases import LISTED

STANDARD = {concept.code for concept in find_concepts()}
CERTAINTIES = {"checked", "general knowledge", "regression data", "calculated"}
KEYS = {"concept", "way", "equilibria", "within", "source", "certainty", "note"}


@cache
def expected(case: str) -> dict[str, Any]:
    with (case_path(case).parent / "expected.toml").open("rb") as file:  # type: ignore[attr-defined]
        return tomllib.load(file)


@cache
def solution(case: str, scenario: str = "") -> Solution:
    return solve(load(case), scenario=scenario or None)


def rows(table: str, *names: str) -> list[Any]:
    """Return the rows of one table of every case, with an id made of some of their keys."""
    return [
        pytest.param(
            case, row, id="-".join([case, *(f"{row[n]}" or "base" for n in names), str(k)])
        )
        for case in LISTED
        for k, row in enumerate(expected(case).get(table, []))
    ]


def with_source(name: str) -> list[Any]:
    return [
        pytest.param(
            case,
            row,
            id="-".join(
                [case, row["concept"], *map(str, row.get("way", {}).values()), row["certainty"]]
            ).replace(" ", "_"),
        )
        for case in LISTED
        for row in expected(case)[name]
    ]


@pytest.mark.parametrize("case", LISTED)
def test_case_is_without_mistakes_and_every_concept_has_a_result(case: str) -> None:
    assert check(load(case)) == ()
    assert {row["concept"] for row in expected(case)["results"]} >= STANDARD
    kinds = {"results", "differs", "facts", "claims", "scenario_results"}
    kinds |= {"coalitional", "as_seen", "chances"}
    assert set(expected(case)) <= {"place", "teaches", *kinds}
    # What a case quotes stands in the documents beside it.
    assert all(proof.quotation for proof in proofs(load(case)).values())
    # One line for the index of the gallery.
    assert 30 <= len(expected(case)["teaches"]) <= 130


@pytest.mark.parametrize(("case", "row"), with_source("results"))
def test_equilibria_are_those_printed(case: str, row: dict[str, Any]) -> None:
    assert set(row) <= KEYS
    assert row["source"]
    assert row["certainty"] in CERTAINTIES
    solved = solve(load(case), row["concept"], **row.get("way", {}))
    found = [state.number for state in solved.equilibria(row["concept"])]
    readable = row.get("within", solution(case).model.states.numbers)
    assert [number for number in found if number in readable] == sorted(row["equilibria"])


@pytest.mark.parametrize(("case", "row"), rows("differs", "concept"))
def test_what_differs_is_explained_and_names_states_of_the_case(
    case: str, row: dict[str, Any]
) -> None:
    assert set(row) == {"concept", "printed", "why", "source"}
    assert row["why"]
    assert row["source"]
    if row["concept"].startswith("INVERSE"):
        return  # a count of rankings, tested below
    assert set(row["printed"]) <= set(solution(case).model.states.numbers)
    if row["concept"] in concepts():
        found = [s.number for s in solve(load(case), row["concept"]).equilibria(row["concept"])]
        assert found != row["printed"], "this doesn't differ: make it a result"


@pytest.mark.parametrize(("case", "row"), rows("facts", "scenario", "concept", "equilibrium"))
def test_published_facts(case: str, row: dict[str, Any]) -> None:
    found = solution(case, row["scenario"])
    taken = sorted(row["taken"])
    (state,) = [
        state
        for state in map(found.model.states.view, range(len(found.model.states)))
        if sorted(state.taken) == taken
    ]
    assert found.is_equilibrium(state.pattern, row["concept"]) is row["equilibrium"]


@pytest.mark.parametrize(("case", "row"), rows("claims", "scenario", "claim"))
def test_claims_hold_under_the_concepts_expected(case: str, row: dict[str, Any]) -> None:
    (answer,) = [
        answer for answer in solution(case, row["scenario"]).claims if answer.claim == row["claim"]
    ]
    assert {code for code, holds in answer.holds.items() if holds} == set(row["holds"])


@pytest.mark.parametrize(("case", "row"), rows("scenario_results", "scenario", "concept"))
def test_equilibria_of_scenarios(case: str, row: dict[str, Any]) -> None:
    found = solution(case, row["scenario"]).equilibria(row["concept"])
    assert sorted(state.pattern for state in found) == sorted(row["equilibria"])


@pytest.mark.parametrize(("case", "row"), rows("coalitional", "concept"))
def test_what_holds_against_parties_that_move_together(case: str, row: dict[str, Any]) -> None:
    found = coalitions(load(case), concepts=row["concept"])
    states = found.model.states
    holding = [n for n in states.numbers if found.holds(n, row["concept"])]
    assert holding == row["equilibria"]


@pytest.mark.parametrize(("case", "row"), rows("as_seen", "concept"))
def test_what_holds_as_the_parties_see_it(case: str, row: dict[str, Any]) -> None:
    found = views(load(case), row["concept"]).holding[row["concept"]].positions()
    assert (found + 1).tolist() == row["equilibria"]


@pytest.mark.parametrize(("case", "row"), rows("chances", "concept"))
def test_how_likely_the_states_are_to_hold(case: str, row: dict[str, Any]) -> None:
    across = solution(case).across
    assert across is not None
    found = [across.likelihood(n, row["concept"]) for n in solution(case).model.states.numbers]
    assert found == list(map(Fraction, row["of"]))


def test_every_scenario_and_claim_of_the_talks_has_an_expected_answer() -> None:
    talks, answers = load("talks-2025"), expected("talks-2025")
    scenarios = {"", *talks.scenarios}
    assert {(r["scenario"], r["claim"]) for r in answers["claims"]} == {
        (scenario, claim) for scenario in scenarios for claim in talks.claims
    }
    assert {(r["scenario"], r["concept"]) for r in answers["scenario_results"]} == {
        (scenario, code) for scenario in talks.scenarios for code in STANDARD
    }
