"""Verdicts: true when stable, and said in one line."""

from __future__ import annotations

from dataclasses import replace

import countermove
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
    assert repr(verdict(DETERRED)) == "<SEQ: stable for one; 1 improvement>"
    assert repr(verdict(FREE, FREE)) == "<SEQ: not stable for one; 2 improvements>"


def test_no_position_is_shown() -> None:
    solution = countermove.solve(countermove.load("elmira"))
    verdict = solution.verdict(3, "uniroyal", "GMR")
    assert repr(verdict) == "<GMR: [3] accept is not stable for Uniroyal; 1 improvement>"
    bare = replace(verdict, model=None)
    assert bare == verdict
    assert repr(bare).startswith("<GMR: not stable for uniroyal; ")
    (one,) = solution.verdict(1, "local", "SEQ").responses
    assert repr(one).startswith("<<move of 'local'>, deterred ")
    assert repr(one.improvement) == "<move of 'local'>"
    assert "=" not in repr(solution.model)
