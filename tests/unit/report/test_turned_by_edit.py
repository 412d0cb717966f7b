"""What an edit turned round in the answer: numbers of what can be, none of what is gone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from countermove.analysis.solving import solve
from countermove.files.model_file import loads
from countermove.report.turned_by_edit import what_turned

NILE = (Path(__file__).parent.parent.parent / "cli" / "nile.toml").read_text("utf-8")


def turned(*edits: tuple[str, str]) -> tuple[str, ...]:
    text = NILE
    for old, new in edits:
        assert old in text
        text = text.replace(old, new)
    return what_turned(solve(loads(NILE)), solve(loads(text)))


def test_what_is_ruled_out_is_counted_and_has_no_number() -> None:
    *_, last = turned(
        (', "strike and offer"]\nat', ', "strike and offer", "council and join"]\nat')
    )
    assert last == "40 outcomes are ruled out now; 13 of them held."
    held = [found.state.taken for found in solve(loads(NILE))]
    assert sum("council" in taken and "join" in taken for taken in held) == 13


def test_what_comes_with_a_new_option_is_new() -> None:
    side = 'join = "Side with Egypt"'
    (said,) = turned((side, f'{side}\nmediate = "Mediate"'))
    assert said.startswith(
        "160 outcomes are new; 45 of them hold: [60] Fill the dam; Sign an agreement; Mediate, ["
    )


def test_what_goes_with_an_option_is_gone() -> None:
    aid = 'suspend = "Suspend aid to Ethiopia"\n'
    rest = (('at_most_one = [["suspend", "offer"]]', ""), ("suspend", "offer"))
    said = " ".join(turned((aid, ""), *rest))
    assert "outcomes are gone now; " in said


def test_a_renamed_option_turns_nothing() -> None:
    assert turned(("council", "un")) == ("The answer is as it was.",)


def test_an_option_that_is_said_anew_turns_nothing() -> None:
    """The app makes ids of words: both change at once."""
    aid = ('suspend = "Suspend aid to Ethiopia"', 'stop = "Stop all aid"')
    assert turned(aid, ("suspend", "stop")) == ("The answer is as it was.",)


def test_outcomes_that_stay_have_the_numbers_of_now() -> None:
    """With a rule that takes away the second outcome, the numbers of all after it change."""
    text = NILE.replace('infeasible = ["', 'infeasible = ["join and offer", "')
    solution = solve(
        loads(text.replace('"not strike", "agreement", "not join', '"join", "not join'))
    )
    said = " ".join(what_turned(solve(loads(NILE)), solution))
    assert "[" in said
    for number, text in re.findall(r"\[(\d+)\] ([^\[.]+?)(?:, |\.|$)", said):
        states = solution.model.states
        assert states.said(states.find(number)) == text


@pytest.mark.parametrize("held", [True, False])
def test_one_outcome_is_told_in_the_singular(*, held: bool) -> None:
    model = 'format = "countermove/1"\ntitle = "T"\n[decision_makers.a]\nname = "A"\n'
    model += 'options = { x = "X" }\n'
    wants = f"[preferences.a]\nstatements = ['{'not ' if held else ''}x']\n"
    rules = "[rules]\ninfeasible = ['not x']\n"
    said = what_turned(solve(loads(model + wants)), solve(loads(model + rules + wants)))
    did = "it held" if held else "it did not hold"
    assert said[-1] == f"1 outcome is ruled out now; {did}."
