"""What a notebook shows of an object is what the command says that asks for the same."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

import countermove
from countermove.questions import follow_ups

Command = Callable[..., Any]

CASE = "talks-2025"
TALKS = countermove.load(CASE)
SOLUTION = countermove.solve(TALKS)

SHOWN: dict[str, Callable[[], Any]] = {
    "solve": lambda: SOLUTION,
    "explain 36": lambda: countermove.explain(TALKS, 36),
    "states": lambda: SOLUTION.model,
    "compare --concept SEQ": lambda: countermove.compare(TALKS, concepts="SEQ"),
    "check": lambda: countermove.check(CASE),
    "ask --concept SEQ": lambda: countermove.ask(TALKS, concepts="SEQ"),
    "cases --parties 3": lambda: countermove.cases(parties=3),
    "coalitions": lambda: countermove.coalitions(SOLUTION),
    "deal table/NYYN": lambda: countermove.deal(TALKS, "table/NYYN"),
    "evolve": lambda: countermove.evolve(SOLUTION),
    "goals 35 --steps 1 --no-rankings": lambda: countermove.goals(
        TALKS, 35, steps=1, rankings=False
    ),
    "judgements": lambda: countermove.judgements(TALKS),
    "needed deal": lambda: countermove.needed(SOLUTION, "deal"),
    "programs": lambda: countermove.programs(TALKS),
    "radius --concept NASH": lambda: countermove.radius(TALKS, concepts="NASH"),
    "sample --within 1 --samples 20": lambda: countermove.sample(TALKS, within=1, samples=20),
    "views": lambda: countermove.views(TALKS),
    "worth": lambda: countermove.worth(SOLUTION),
    "concepts": countermove.concepts,
}
"""Of a command what asks for the same in Python."""


def text_of(thing: Any) -> str:
    """Return what can be read of what a notebook shows."""
    written = re.sub(r"<style>.*?</style>", "", thing._repr_html_()).replace("<wbr>", "")
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", written)).split())


def pieces(out: str) -> Iterator[str]:
    """Give what a page of the terminal says, cell by cell, but for what one may type next."""
    lines = out.splitlines()
    for line, after in zip(lines, [*lines[1:], ""], strict=True):
        if not any(one.lstrip().startswith(("countermove ", "--")) for one in (line, after)):
            told = line.split(" Another reading: ")[0].removesuffix(" See them with --all.").strip()
            told = told.replace("): does not hold", ") does not hold")
            told = re.sub(r"\d+ / +[-\d]+ / +\d+$|: add --games.$|parties / .*", "", told)
            yield from re.split(r"\s{2,}| ?[✓✗~●○◐⊖·…–] ?|: \+|[a-z]+/[YN]{4} ", told)


@pytest.mark.parametrize("typed", SHOWN)
def test_a_notebook_shows_what_the_terminal_says(command: Command, typed: str) -> None:
    name, *options = typed.split()
    model = [] if name in ("cases", "concepts") else [CASE]
    said = [piece for piece in pieces(command(name, *model, *options, columns=300).out) if piece]
    assert len(said) > 5
    text = text_of(SHOWN[typed]())
    left_out = [piece for piece in said if len(piece) > 3 and " ".join(piece.split()) not in text]
    assert not left_out


def test_every_follow_up_question_is_looked_at() -> None:
    assert set(follow_ups()) <= {typed.split()[0] for typed in SHOWN}
