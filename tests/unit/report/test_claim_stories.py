"""What a claim's story says of a state is true of it."""

from __future__ import annotations

import re

import pytest

from countermove.analysis.solving import solve
from countermove.files.model_file import load, loads
from countermove.report.sentences import claim_story
from kinds_of_cases import LISTED

HOLDS = re.compile(r"\[(\d+)\] [^.]*? holds( without it)? under ([^.]*)\.")


@pytest.mark.parametrize("case", LISTED)
def test_a_state_holds_under_the_concepts_that_the_story_names(case: str) -> None:
    conflict = load(case)
    for scenario in (None, *conflict.scenarios):
        solution = solve(conflict, scenario=scenario)
        for answer in solution.claims:
            story = claim_story(solution, answer)
            assert story
            if not (told := HOLDS.match(story)):
                continue
            state, without, under = told.groups()
            named = solution.codes if under.startswith("all ") else re.findall("[A-Z]+", under)
            assert named
            for code in named:
                assert solution.is_equilibrium(state, code)
            position = solution.model.states.find(state)
            satisfies = position in solution.model.states.holding(answer.details.statement)
            assert satisfies == (without is None)


def test_what_always_holds_fails_by_an_exception() -> None:
    solution = solve(load("elmira-coalesced"))
    (answer,) = (a for a in solution.claims if a.details.kind == "always")
    assert answer.verdict == "depends"
    story = claim_story(solution, answer)
    assert story.startswith(
        "[1] Drag out the appeal holds without it under GMR and SMR. So does 1 more outcome."
    )


def test_the_story_is_told_of_the_state_that_holds_under_most_concepts() -> None:
    """Both confess under all concepts; both stay silent under four of them only."""
    text = """format = "countermove/1"
title = "Prisoner's dilemma"
[decision_makers.a]
name = "A"
[decision_makers.a.options]
x = "X"
[decision_makers.b]
name = "B"
[decision_makers.b.options]
y = "Y"
[preferences.a]
ranking = ["NY", "YY", "NN", "YN"]
[preferences.b]
ranking = ["YN", "YY", "NN", "NY"]
[claims.some]
says = "Both do the same"
possible = "x iff y"
"""
    solution = solve(loads(text))
    (answer,) = solution.claims
    story = claim_story(solution, answer)
    assert story == "[1] nothing done holds under all 5 concepts."
    only = solve(loads(text), ["SEQ"])
    assert claim_story(only, only.claims[0]).startswith("[1] nothing done holds under SEQ. So does")


def test_of_a_large_model_the_story_names_who_leaves(monkeypatch: pytest.MonkeyPatch) -> None:
    solution = solve(load("talks-2025"))
    monkeypatch.setattr("countermove.report.sentences.MOST_FOLLOWED", 10)
    assert claim_story(solution, solution.claims[0]) == (
        "No such outcome holds. Closest to holding: [35] Terms on offer: with Russia alone; "
        "Concede borders; Settle on the terms; Accept the terms; Provide security guarantees. "
        "Europe would leave it, and nothing that the others could then do deters it."
    )
