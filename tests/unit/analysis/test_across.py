"""Answers across the readings: found when they are asked for, and kept when they are stopped."""

from __future__ import annotations

import json

import pytest

from countermove import loads, solve
from countermove.progress import Progress
from countermove.stability.engines import many

WRITTEN = """
format = "countermove/1"
title = "Doubtful"
[decision_makers.a]
name = "A"
options = { x = "X", y = "Y" }
[decision_makers.b]
name = "B"
options = { z = "Z" }
[preferences.a]
statements = [{ holds = "x", perhaps = true }, "not y"]
[preferences.b]
statements = [{ holds = "z iff x", either_way = true }]
[claims.all]
says = "It comes to X"
always = "x"
"""


def test_solving_looks_at_no_reading_but_the_one_as_written() -> None:
    solution = solve(loads(WRITTEN, "toml"))
    assert solution.seconds_for_across > 0
    told: list[Progress] = []
    found = solution.find_across(told.append)
    assert found is not None
    assert told[0].expected == "In which readings it holds: less than a second"
    assert solution.across is found
    assert solution.seconds_for_across == 0


def test_what_was_found_until_it_is_stopped_is_kept() -> None:
    solution = solve(loads(WRITTEN, "toml"))
    codes: list[str] = []

    def stop_later(progress: Progress) -> bool:
        codes.extend(progress.concepts if not progress.expected else ())
        return "SEQ" not in codes

    found = solution.find_across(stop_later)
    assert found is not None
    assert found is solution.across
    assert not found.provenance.complete
    assert found.provenance.why == (
        "NASH, GMR, SMR by the readings of each party alone; "
        "SEQ, SSEQ not at all, as it was stopped"
    )
    by_code = found.claims["all"]
    assert [one.holds for one in by_code.values()] == ["some", "open", "open", "some", "some"]
    assert found.states["SEQ"].open.count() == len(solution.model.states)


def test_readings_that_cannot_be_solved_side_by_side_are_solved_one_by_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    together = solve(loads(WRITTEN, "toml")).across
    monkeypatch.setattr(many, "MOST_MOVES", 1)
    alone = solve(loads(WRITTEN, "toml")).across
    assert together is not None
    assert alone is not None
    texts = [json.dumps(found.to_dict()["claims"]) for found in (together, alone)]
    assert texts[0] == texts[1]
    for code, states in together.states.items():
        assert alone.states[code].all == states.all
        assert alone.states[code].some == states.some
