"""Verdicts: true when stable, and said in one line."""

from __future__ import annotations

from countermove.graph.sequences import Move
from countermove.stability.verdict import Response, Verdict


def verdict(*responses: Response) -> Verdict:
    return Verdict("SEQ", "one", 3, responses)


DETERRED = Response(Move("one", 3, 1), (Move("two", 1, 0),))
FREE = Response(Move("one", 3, 2), None)


def test_a_state_is_stable_when_every_improvement_is_deterred() -> None:
    assert verdict().is_stable
    assert verdict(DETERRED, DETERRED).is_stable
    assert not verdict(DETERRED, FREE).is_stable
    assert not verdict(FREE, DETERRED).is_stable
    assert bool(verdict(DETERRED))
    assert not bool(verdict(FREE))
    assert DETERRED.is_deterred
    assert not FREE.is_deterred


def test_in_one_line() -> None:
    assert repr(verdict(DETERRED)) == "<SEQ: position 3 is stable for one, 1 improvements>"
    assert repr(verdict(FREE, FREE)) == "<SEQ: position 3 is not stable for one, 2 improvements>"
