"""What comes out of the cases that have too many outcomes to list."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from typing import Any

import pytest

from countermove.analysis.open_solution import OpenSolution
from countermove.analysis.open_solving import solve_open
from countermove.building import build
from countermove.errors import TooLargeError
from countermove.files.gallery import case_path, unlisted_cases
from countermove.files.model_file import load
from countermove.model.checks import problems_of
from countermove.open_model import is_beyond_listing, open_model
from countermove.record.proving import proofs
from countermove.stability.registry import find_concepts

MEMBERS = "talks-2025-members"
AT_ONCE = ("NASH", "GMR", "SMR")
STANDARD = {concept.code for concept in find_concepts()}


def expected(case: str) -> dict[str, Any]:
    with (case_path(case).parent / "expected.toml").open("rb") as file:  # type: ignore[attr-defined]
        return tomllib.load(file)


def scenarios(case: str) -> list[str]:
    return ["", *load(case).scenarios]


@pytest.mark.parametrize("case", unlisted_cases())
def test_a_case_is_without_mistakes_and_too_large_to_list(case: str) -> None:
    conflict = load(case)
    assert problems_of(conflict) == ()
    assert set(expected(case)) == {"place", "teaches", "claims", "unlisted"}
    assert 30 <= len(expected(case)["teaches"]) <= 130
    assert all(proof.quotation for proof in proofs(conflict).values())
    assert is_beyond_listing(conflict)
    with pytest.raises(TooLargeError):
        build(conflict)
    assert open_model(conflict).states.count == unlisted_cases()[case].states
    told = {(row["scenario"], row["claim"]) for row in expected(case)["claims"]}
    assert told == {(s, claim) for s in scenarios(case) for claim in conflict.claims}
    counted = expected(case)["unlisted"]["counts"]
    assert [row["scenario"] for row in counted] == scenarios(case)
    assert all(set(row) == {"scenario", *STANDARD} for row in counted)


@pytest.mark.parametrize("scenario", scenarios(MEMBERS))
def test_what_holds_is_counted_and_claims_hold_where_expected(scenario: str) -> None:
    """Of what is found at once the sets, too; of SEQ and SSEQ what the numbers allow."""
    solution = decided(scenario)
    (count,) = (c for c in expected(MEMBERS)["unlisted"]["counts"] if c["scenario"] == scenario)
    for code, holding in solution.holding.items():
        least, most = holding.between
        assert least <= count[code] <= most
        assert holding.is_exact or code not in AT_ONCE
    for row in expected(MEMBERS)["claims"]:
        if row["scenario"] == scenario:
            (answer,) = (a for a in solution.claims if a.claim == row["claim"])
            assert None not in answer.holds.values()
            assert {code for code, holds in answer.holds.items() if holds} == set(row["holds"])


def decided(scenario: str) -> OpenSolution:
    """Solve until all claims are decided, and leave it open what else holds under SEQ and SSEQ."""
    found: list[OpenSolution] = []

    def is_undecided(_: object) -> bool:
        holds = (answer.holds.values() for answer in found[-1].claims) if found else ()
        return not found or any(None in each for each in holds)

    return solve_open(
        load(MEMBERS),
        scenario=scenario or None,
        seconds=float("inf"),
        follow=is_undecided,
        so_far=found.append,
    )


def test_the_nine_claims_of_the_talks_are_answered_as_with_one_europe() -> None:
    """In the base, and where Ukraine takes any terms, of which both cases ask."""
    one, many = expected("talks-2025")["claims"], expected(MEMBERS)["claims"]
    shared = [scenario for scenario in scenarios(MEMBERS) if scenario in scenarios("talks-2025")]
    assert shared == ["", "any-terms"]
    assert set(load("talks-2025").claims) <= set(load(MEMBERS).claims)
    for row in one:
        if row["scenario"] in shared:
            assert row in many


def test_what_happens_in_it_is_so() -> None:
    solution = solve_open(load(MEMBERS), ["NASH", "GMR", "SEQ"], seconds=0.1)
    holding: Mapping[str, Any] = solution.holding
    happens = set(unlisted_cases()[MEMBERS].happens)
    assert happens == {"holds-only-with-foresight", "holds-by-fear-alone", "cannot-be-undone"}
    assert holding["SEQ"].least - holding["NASH"].most
    assert holding["GMR"].least - holding["SEQ"].most
    moves = [o.moves for p in load(MEMBERS).decision_makers.values() for o in p.options.values()]
    assert "take" in moves
