"""Verdicts: true when stable, and said in one line."""

from __future__ import annotations

from dataclasses import replace

import countermove
from countermove.graph.sequences import Move
from countermove.stability.play import CREDIBLE_REPLY, LineOfPlay, Play
from countermove.stability.verdict import Verdict


def verdict(*lines: LineOfPlay) -> Verdict:
    return Verdict("SEQ", "one", 3, lines)


REPLY = LineOfPlay((Move("two", 1, 0),), Play(0, better=False))
DETERRED = LineOfPlay((Move("one", 3, 1),), Play(1, False, CREDIBLE_REPLY, (), (REPLY,)))
FREE = LineOfPlay((Move("one", 3, 2),), Play(2, True, CREDIBLE_REPLY))


def test_a_state_is_stable_when_every_improvement_is_deterred() -> None:
    assert verdict().is_stable
    assert verdict(DETERRED, DETERRED).is_stable
    assert not verdict(DETERRED, FREE).is_stable
    assert not verdict(FREE, DETERRED).is_stable
    assert bool(verdict(DETERRED))
    assert not bool(verdict(FREE))
    assert DETERRED.is_deterred
    assert not FREE.is_deterred
    assert DETERRED.answer == REPLY.moves
    assert FREE.answer == ()


def test_in_one_line() -> None:
    assert repr(verdict(DETERRED)) == "<SEQ: stable for one; 1 improvement>"
    assert repr(verdict(FREE, FREE)) == "<SEQ: not stable for one; 2 improvements>"


def test_no_position_is_shown() -> None:
    solution = countermove.solve(countermove.load("elmira"))
    verdict = solution.verdict(3, "uniroyal", "GMR")
    assert repr(verdict) == "<GMR: [3] accept is not stable for Uniroyal; 1 improvement>"
    bare = replace(verdict, model=None)
    assert bare == verdict
    assert repr(bare).startswith("<GMR: not stable for uniroyal; ")
    (one,) = solution.verdict(1, "local", "SEQ").lines
    assert repr(one).startswith("<<move of 'local'>, ")
    assert repr(one.first) == "<move of 'local'>"
    assert "=" not in repr(solution.model)
