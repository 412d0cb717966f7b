"""What comes out of the cases that have too many outcomes to list."""

from __future__ import annotations

import tomllib
from contextlib import suppress
from typing import Any

import pytest

from countermove.analysis.open_solution import OpenSolution
from countermove.analysis.open_solving import solve_open
from countermove.building import build
from countermove.cli.app import main
from countermove.errors import TooLargeError
from countermove.files.gallery import case_path, unlisted_cases
from countermove.files.model_file import load, loads
from countermove.model.checks import problems_of
from countermove.model.scenarios import apply_scenario
from countermove.open_model import is_beyond_listing, open_model
from countermove.record.proving import proofs
from countermove.stability.registry import find_concepts

MEMBERS = "talks-2025-members"
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


class DecidedError(Exception):
    """Every claim is decided."""


def solved(scenario: str, seconds: float) -> OpenSolution:
    """Solve until all claims are decided; what else holds under SEQ and SSEQ is left open."""
    found: list[OpenSolution] = []

    def note(solution: OpenSolution) -> None:
        found.append(solution)
        if all(None not in answer.holds.values() for answer in solution.claims):
            raise DecidedError

    conflict, name = load(MEMBERS), scenario or None
    with suppress(DecidedError):
        solve_open(conflict, scenario=name, seconds=seconds, so_far=note)
    return found[-1]


@pytest.mark.parametrize("scenario", scenarios(MEMBERS))
def test_what_holds_is_counted_and_claims_hold_where_expected(scenario: str) -> None:
    """The base and one scenario are decided; of the others, which take longer, what soon is."""
    is_decided = scenario in {"", "no-backing"}
    solution = solved(scenario, float("inf") if is_decided else 0.5)
    (count,) = (c for c in expected(MEMBERS)["unlisted"]["counts"] if c["scenario"] == scenario)
    for code, holding in solution.holding.items():
        least, most = holding.between
        assert least <= count[code] <= most
    rows = [row for row in expected(MEMBERS)["claims"] if row["scenario"] == scenario]
    for answer, row in zip(solution.claims, rows, strict=True):
        assert answer.claim == row["claim"]
        for code, holds in answer.holds.items():
            assert holds is (code in row["holds"]) or (holds is None and not is_decided)


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
    happens = set(unlisted_cases()[MEMBERS].happens)
    assert happens == {"holds-only-with-foresight", "holds-by-fear-alone", "cannot-be-undone"}
    (base,) = (c for c in expected(MEMBERS)["unlisted"]["counts"] if not c["scenario"])
    # What holds under one of these holds under the next, so that more is some that doesn't before.
    assert base["NASH"] < base["SEQ"] < base["GMR"]
    moves = [o.moves for p in load(MEMBERS).decision_makers.values() for o in p.options.values()]
    assert "take" in moves


def test_its_file_is_exported(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", MEMBERS, "--to", "toml"]) == 0
    assert loads(capsys.readouterr().out).digest == load(MEMBERS).digest
    assert main(["export", MEMBERS, "--to", "json", "--scenario", "no-backing"]) == 0
    assert apply_scenario(load(MEMBERS), "no-backing").digest == digest_of_json(capsys)


@pytest.mark.parametrize("asked", ["export -t graphml", "draw grid", "compare", "needed", "report"])
def test_what_lists_its_outcomes_is_refused_in_words(
    capsys: pytest.CaptureFixture[str], asked: str
) -> None:
    command, *more = asked.split()
    assert main([command, MEMBERS, *more]) == 1
    told = capsys.readouterr()
    assert not told.out
    assert "listing its outcomes copes with 63" in told.err
    assert "'countermove solve' and 'countermove explain' need no list" in told.err


def digest_of_json(capsys: pytest.CaptureFixture[str]) -> str:
    return loads(capsys.readouterr().out, "json").digest
