"""What an edit turned round in the answer: numbers of what can be, none of what is gone."""

from __future__ import annotations

import itertools
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


TWO = """
format = "countermove/1"
title = "Two"
[decision_makers.a]
name = "A"
options = {{ x = "X" }}
[decision_makers.b]
name = "B"
options = {{ y = "Y" }}
[preferences.a]
statements = ["{a}"]
[preferences.b]
statements = ["{b}"]
"""
WISHES = ("x", "y", "not y", "x and y", "x iff y", "not x iff y")
SOLVED = {
    key: solve(loads(TWO.format(a=key[0], b=key[1]))) for key in itertools.product(WISHES, WISHES)
}


@pytest.mark.parametrize("than", ["", "in the model itself"])
def test_each_outcome_is_told_once_by_what_it_held_under_and_holds_under(than: str) -> None:
    """To hold at all, or no longer, is told apart from holding under more, fewer or others."""
    there = than or "before"
    heads = {
        "come": ("Hold", f"here and not {than}") if than else ("Now hold", ""),
        "cease": ("Hold", f"{than} and not here") if than else ("No longer hold", ""),
    }
    told = set()
    for before, after in itertools.product(SOLVED.values(), SOLVED.values()):
        expected: dict[str, list[int]] = {}
        for number in range(1, 5):
            was, now = (
                {code for code in one.codes if number - 1 in one.holding[code]}
                for one in (before, after)
            )
            if was != now:
                kind = "other"
                kind = "more" if was < now else "fewer" if now < was else kind
                kind = "come" if not was else "cease" if not now else kind
                expected.setdefault(kind, []).append(number)
        order = ("come", "cease", "more", "fewer", "other")
        said = what_turned(before, after, than)
        wanted = [(kind, expected[kind]) for kind in order if kind in expected]
        if not wanted:
            assert said == (f"The answer is as {than or 'it was'}.",)
        for line, (kind, numbers) in zip(said, wanted, strict=bool(wanted)):
            head, _, rest = line.partition(": ")
            verb, where = heads.get(kind, (f"Under {kind} concepts than {there}", ""))
            verb += "s" if kind in heads and len(numbers) == 1 else ""
            assert head == f"{verb} {where}".strip()
            named = [int(number) for number in re.findall(r"\[(\d+)\]", rest)]
            more = re.search(r", and (\d+) more\.$", rest)
            assert named == numbers[: len(named)]
            assert len(named) + (int(more[1]) if more else 0) == len(numbers)
            told.add(kind)
    assert told == {"come", "cease", "more", "fewer", "other"}
