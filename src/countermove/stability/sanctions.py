r"""The concepts in which others look for a reply that hurts: one definition, turn by turn.

A state :math:`s` is stable for :math:`i` when each improvement :math:`s_1 \in R_i^+(s)` is
deterred by some reply :math:`s_2` of the others that is not better for :math:`i` than :math:`s`.
The concepts differ in *which replies count* (any legal moves, or only the opponents' own
improvements) and in *whose turns follow*: whether :math:`i` may escape afterwards, whether the
others may close that way out, and so on:

============================  ===============  =================  ===================
replies that count            no escape        may escape         may be closed, ...
============================  ===============  =================  ===================
none                          NASH
the others' improvements      SEQ              SSEQ
any moves of the others       GMR              SMR                MR4, MR5, ...
============================  ===============  =================  ===================
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np

from countermove.graph.sequences import Move, arrivals
from countermove.graph_model import GraphModel
from countermove.stability.play import LineOfPlay, Play, Turn, Turns
from countermove.stability.verdict import Verdict


def sanctioned(model: GraphModel, concept: str, i: str, s: int, turns: Turns) -> Verdict:
    r"""Give the verdict of a concept whose turns are these, straight from the definition.

    .. math::

        \forall s_1 \in R_i^+(s)\ \exists s_2 \in R_{N \setminus i}(s_1):\quad
        s \succsim_i s_2
        \quad\text{and, with escape,}\quad \forall s_3 \in R_i(s_2): s \succsim_i s_3

    with :math:`R^+_{N \setminus i}` in place of :math:`R_{N \setminus i}` for credible replies;
    with further turns, :math:`s_3` may also be better and have a reply that isn't, and so on.
    """
    improvements = map(int, model.improvements(i, s))
    after = WhatFollows(model, i, s, turns)
    return Verdict(concept, i, s, tuple(after.improvement(s1) for s1 in improvements))


class WhatFollows:
    """What follows on the improvements of `i` from `s`, turn by turn; each play is found once."""

    def __init__(self, model: GraphModel, i: str, s: int, turns: Turns) -> None:
        self._model, self._i, self._s, self._turns = model, i, s, turns
        self._opponents = model.opponents(i)
        self._hurts = partial(model.deters, i, state=s)
        self._known: dict[tuple[int, int], Play] = {}

    def improvement(self, s1: int) -> LineOfPlay:
        """Return what follows on one improvement; a shortest reply that deters, if one does."""
        return LineOfPlay((Move(self._i, self._s, s1),), self._play(1, s1))

    def _play(self, turn: int, state: int) -> Play:
        """Return how it goes on after a move that by itself would do for whoever made it."""
        if (turn, state) not in self._known:
            if turn == len(self._turns):
                found = Play(state, self._turns[turn - 1].own)
            else:
                found = (self._own if self._turns[turn].own else self._others)(turn, state)
            self._known[turn, state] = found
        return self._known[turn, state]

    def _others(self, turn: int, state: int) -> Play:
        model, what = self._model, self._turns[turn]
        reached: list[int] = []
        lines: list[LineOfPlay] = []
        for ends, path in arrivals(self._opponents, state, self._replies(what)):
            hurting = dict(zip(ends, self._hurts_all(ends), strict=True))
            if state in hurting and hurting[state] and not model.way.start_counts:
                del hurting[state]  # what tempts doesn't deter by itself, where one state does both
            if model.way.return_is_void:
                hurting.pop(self._s, None)
            reached += hurting
            for end in (end for end, hurts in hurting.items() if hurts):
                line = LineOfPlay(path(end), self._play(turn + 1, end))
                if line.is_deterred:
                    return Play(state, False, what, (), (line,))
                lines.append(line)
        return Play(state, True, what, tuple(reached), tuple(lines))

    def _replies(self, what: Turn) -> Callable[[str, int], Sequence[int]]:
        model = self._model
        if what.gaining:
            return lambda mover, state: model.credible_moves(mover, state).tolist()
        afresh = {mover: model.moves_of[mover].afresh() for mover in self._opponents}
        return lambda mover, state: afresh[mover](state)

    def _hurts_all(self, ends: list[int]) -> list[bool]:
        return list(map(bool, self._model.preferences[self._i].deters(np.array(ends), self._s)))

    def _own(self, turn: int, state: int) -> Play:
        model, what = self._model, self._turns[turn]
        gaining = what.gaining or model.way.escapes_gain
        reached = (model.improvements if gaining else model.moves)(self._i, state).tolist()
        lines: list[LineOfPlay] = []
        for end in reached:
            if not self._hurts(end):
                line = LineOfPlay((Move(self._i, state, end),), self._play(turn + 1, end))
                if line.play.better:
                    return Play(state, True, what, (), (line,))
                lines.append(line)
        return Play(state, False, what, tuple(reached), tuple(lines))
