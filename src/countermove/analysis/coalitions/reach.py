"""Where groups lead: the legal sequences of a group, for many sets of states at once.

In option form a move of a decision maker is taken to lead from a state to itself as well. That
shortens no sequence and is harmless wherever it is asked where a group leads: the start is never
an improvement on itself, nor a deterrent where it is one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from itertools import count

import numpy as np

from countermove.graph.lists import Mask, Sets
from countermove.graph.moves import FibreMoves, Moves
from countermove.graph.neighbours import Neighbours
from countermove.graph.region import Positions
from countermove.graph.sequences import Move, Path, closure
from countermove.graph_model import GraphModel

_KEPT = 64


class GroupReach:
    """Where the groups of one model lead."""

    def __init__(self, model: GraphModel) -> None:
        self.model = model
        self._moves: dict[tuple[str, ...], Moves] = {}
        self._around: dict[tuple[str, ...], Neighbours] = {}

    @cached_property
    def is_transitive(self) -> bool:
        """Whether two moves of one decision maker in a row are always one move as well."""
        return self.model.moves_are_transitive()

    @cached_property
    def is_free(self) -> bool:
        """Whether every choice on the options is a state: a group then moves as one would."""
        return self.is_transitive and self.model.states.choices.is_all

    def ahead(self, group: Sequence[str], sets: Sets) -> Sets:
        """Return where the legal sequences of a group lead from the states of each set."""
        steps = [self._of(movers).blocks.ahead for movers in self._movers(group)]
        return closure(sets, steps, np.bitwise_or, 0, is_transitive=self.is_transitive)

    def back(self, group: Sequence[str], sets: Sets) -> Sets:
        """Return from where the legal sequences of a group lead into each set."""
        steps = [self._of(movers).blocks.back for movers in self._movers(group)]
        return closure(sets, steps, np.bitwise_or, 0, is_transitive=self.is_transitive)

    def ends(self, group: Sequence[str], start: int) -> Mask:
        """Say of every state whether the legal sequences of a group lead to it from one state."""
        if self.is_free and group:
            found = np.zeros(len(self.model.states), dtype=bool)
            found[self._of(tuple(group)).reachable(start)] = True
            return found
        sets = np.zeros((len(self.model.states), 1), dtype=np.uint8)
        sets[start] = 1
        return self.ahead(group, sets)[:, 0].astype(bool)

    def around(self, group: Sequence[str]) -> list[Neighbours]:
        """Return the neighbours of those who move when a group replies."""
        # Which moves are improvements doesn't matter here.
        ranks = np.zeros(len(self.model.states), dtype=np.int64)
        for movers in self._movers(group):
            if movers not in self._around:
                self._around[movers] = self._of(movers).neighbours(ranks)
        return [self._around[movers] for movers in self._movers(group)]

    def _movers(self, group: Sequence[str]) -> list[tuple[str, ...]]:
        if self.is_free:
            return [tuple(group)] if group else []
        return [(dm,) for dm in group]

    def _of(self, movers: tuple[str, ...]) -> Moves:
        if movers not in self._moves:
            moves = [self.model.moves_of[dm] for dm in movers]
            by_options = [own for each in moves if (own := each.by_options)]
            together = FibreMoves.together(self.model.states.choices, by_options)
            self._moves[movers] = moves[0] if len(moves) == 1 else together
        return self._moves[movers]

    def forget(self) -> None:
        """Give back the memory of the moves of groups, where there are many."""
        if len(self._moves) + len(self._around) > _KEPT:
            self._moves = {k: moves for k, moves in self._moves.items() if len(k) == 1}
            self._around = {k: around for k, around in self._around.items() if len(k) == 1}

    def shortest(self, group: Sequence[str], start: int, ends: Mask) -> Path | None:
        """Return a shortest legal sequence of a group from a state to one of some others.

        As :func:`countermove.graph.reach.search`, but on sets and no further than need be: some
        ten times as fast where one sequence will do.
        """
        states = len(self.model.states)
        ends = ends.copy()
        ends[start] = False
        steps = {dm: self._of((dm,)) for dm in group}
        # By how many moves each state is reached at first with each as the last mover.
        after = {dm: np.zeros(states, dtype=np.int64) for dm in group}
        for moves in count(1):
            came = {dm: after[dm] == moves - 1 for dm in group} if moves > 1 else {}
            grown = False
            for dm, step in steps.items():
                origins = np.zeros(states, dtype=bool)
                if moves == 1:
                    origins[start] = True
                for other, mask in came.items():
                    if other != dm:
                        origins |= mask
                found = _one(step.blocks.ahead, origins) & (after[dm] == 0)
                after[dm][found] = moves
                grown = grown or bool(found.any())
            reached = [dm for dm in group if (ends & (after[dm] == moves)).any()]
            if reached:
                last = reached[-1]
                end = int(np.flatnonzero(ends & (after[last] == moves))[0])
                return self._walked_back(group, start, after, last, end)
            if not grown:
                return None
        raise AssertionError

    def _walked_back(
        self,
        group: Sequence[str],
        start: int,
        after: dict[str, Positions],
        mover: str,
        state: int,
    ) -> Path:
        path: list[Move] = []
        for moves in range(int(after[mover][state]), 0, -1):
            target = np.zeros(len(self.model.states), dtype=bool)
            target[state] = True
            origins = _one(self._of((mover,)).blocks.back, target)
            before: tuple[str, int] = (mover, start)
            if moves > 1:
                before = next(
                    (dm, int(found[0]))
                    for dm in reversed(group)
                    if dm != mover
                    and (found := np.flatnonzero(origins & (after[dm] == moves - 1))).size
                )
            path.append(Move(mover, before[1], state))
            mover, state = before
        return tuple(reversed(path))


def _one(step: Callable[[Sets], Sets], mask: Mask) -> Mask:
    return np.asarray(step(mask.astype(np.uint8)[:, None])[:, 0].astype(bool))


def packed(rows: Mask) -> Sets:
    """Keep sets that are given as rows together."""
    return np.packbits(rows.T, axis=1, bitorder="little")


def unpacked(sets: Sets, count: int) -> Mask:
    """Give each of the first sets as a row."""
    return np.unpackbits(sets, axis=1, count=count, bitorder="little").T.astype(bool)
