"""Where groups lead: the legal sequences of a group, for many sets of states at once.

Many sets are kept together as an array of bytes with a row for each state: bit by bit, in which of
the sets the state is. A step of a decision maker then is an *or* of rows, for all sets at once.

In option form the step of a decision maker leads from a state to itself as well. That shortens no
sequence and is harmless wherever it is asked where a group leads: the start is never an
improvement on itself, nor a deterrent where it is one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from itertools import count
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from countermove.graph.choices import Positions
from countermove.graph.moves import ArcMoves, FibreMoves, JoinedMoves
from countermove.graph.neighbours import (
    FibreNeighbours,
    Lists,
    Neighbours,
    Values,
    neighbours,
)
from countermove.graph.sequences import Move, Path
from countermove.graph_model import GraphModel

_SHORT = 64
_KEPT = 64

Sets = NDArray[np.uint8]
Mask = NDArray[np.bool_]


class _Step(Protocol):
    def ahead(self, sets: Sets) -> Sets:
        """Return where one move leads from the states of each set."""

    def back(self, sets: Sets) -> Sets:
        """Return from where one move leads into each set."""


class GroupReach:
    """Where the groups of one model lead."""

    def __init__(self, model: GraphModel) -> None:
        self.model = model
        self._steps: dict[tuple[str, ...], _Step] = {}
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
        return self._closure([step.ahead for step in self._steps_of(group)], sets)

    def back(self, group: Sequence[str], sets: Sets) -> Sets:
        """Return from where the legal sequences of a group lead into each set."""
        return self._closure([step.back for step in self._steps_of(group)], sets)

    def ends(self, group: Sequence[str], start: int) -> Mask:
        """Say of every state whether the legal sequences of a group lead to it from one state."""
        if self.is_free and group:
            moves = self._moves(tuple(group))
            found = np.zeros(len(self.model.states), dtype=bool)
            found[moves.reachable(start)] = True
            return found
        sets = np.zeros((len(self.model.states), 1), dtype=np.uint8)
        sets[start] = 1
        return self.ahead(group, sets)[:, 0].astype(bool)

    def _closure(self, steps: list[Callable[[Sets], Sets]], sets: Sets) -> Sets:
        if len(steps) == 1:
            return steps[0](sets)
        if self.is_transitive:
            return _swept(steps, sets)
        # A sequence may go on with anybody but the last mover: kept apart by last mover.
        last = [step(sets) for step in steps]
        unsettled = [True] * len(steps)
        while any(unsettled):
            for k, step in enumerate(steps):
                if not unsettled[k]:
                    continue
                unsettled[k] = False
                others = np.bitwise_or.reduce([last[i] for i in range(len(steps)) if i != k])
                found = last[k] | step(others)
                if not np.array_equal(found, last[k]):
                    last[k] = found
                    unsettled = [u or i != k for i, u in enumerate(unsettled)]
        return np.asarray(np.bitwise_or.reduce([np.zeros_like(sets), *last]))

    def around(self, group: Sequence[str]) -> list[Neighbours]:
        """Return the neighbours of those who move when a group replies."""
        return [self._neighbours(movers) for movers in self._movers(group)]

    def _movers(self, group: Sequence[str]) -> list[tuple[str, ...]]:
        if self.is_free:
            return [tuple(group)] if group else []
        return [(dm,) for dm in group]

    def _steps_of(self, group: Sequence[str]) -> list[_Step]:
        return [self._step(movers) for movers in self._movers(group)]

    def _step(self, movers: tuple[str, ...]) -> _Step:
        if movers not in self._steps:
            self._steps[movers] = self._made_step(movers)
        return self._steps[movers]

    def _made_step(self, movers: tuple[str, ...]) -> _Step:
        moves = self._moves(movers)
        if isinstance(moves, FibreMoves):
            around = self._neighbours(movers)
            assert isinstance(around, FibreNeighbours)
            return _FibreStep(around)
        listed = moves.arcs() if isinstance(moves, JoinedMoves) else moves
        return _ArcStep(listed)

    def _neighbours(self, movers: tuple[str, ...]) -> Neighbours:
        if movers not in self._around:
            self._around[movers] = neighbours(self._moves(movers), self._ranks(movers[0]))
        return self._around[movers]

    def _ranks(self, dm: str) -> Values:
        return self.model.levels(dm, "coalitions").astype(np.int64)

    def _moves(self, movers: tuple[str, ...]) -> FibreMoves | JoinedMoves | ArcMoves:
        moves = [self.model.moves_of[dm] for dm in movers]
        first = moves[0]
        assert isinstance(first, FibreMoves | JoinedMoves | ArcMoves)
        if len(moves) == 1:
            return first
        bits = [0, 0, 0]
        for own in moves:
            assert isinstance(own, FibreMoves)
            for k, part in enumerate((own.both, own.take, own.drop)):
                bits[k] |= part
        return FibreMoves(self.model.states.choices, *bits)

    def forget(self) -> None:
        """Give back the memory of the steps of groups, where there are many."""
        if len(self._steps) + len(self._around) > _KEPT:
            self._steps = {k: step for k, step in self._steps.items() if len(k) == 1}
            self._around = {k: around for k, around in self._around.items() if len(k) == 1}

    def shortest(self, group: Sequence[str], start: int, ends: Mask) -> Path | None:
        """Return a shortest legal sequence of a group from a state to one of some others."""
        states = len(self.model.states)
        ends = ends.copy()
        ends[start] = False
        steps = {dm: self._step((dm,)) for dm in group}
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
                found = _one(step.ahead, origins) & (after[dm] == 0)
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
            origins = _one(self._step((mover,)).back, target)
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


class _ArcStep:
    def __init__(self, moves: ArcMoves) -> None:
        to = Lists(moves.offsets, moves.targets)
        self.back = _Unions(to)
        self.ahead = _Unions(to.reversed(len(moves.offsets) - 1))


class _FibreStep:
    def __init__(self, around: FibreNeighbours) -> None:
        self._block_of = around.block_of
        self._blocks = _Unions(Lists(around.starts, around.order))
        self._to = _Unions(around.blocks_onward)
        self._from = _Unions(around.blocks_onward.reversed(len(around.starts) - 1))

    def ahead(self, sets: Sets) -> Sets:
        return np.asarray(self._from(self._blocks(sets))[self._block_of])

    def back(self, sets: Sets) -> Sets:
        return np.asarray(self._to(self._blocks(sets))[self._block_of])


class _Unions:
    """The unions of the sets at the positions of some lists, one for each list.

    Short lists are taken one position at a time, those of all lists together: NumPy's reduceat is
    slow over rows.
    """

    def __init__(self, lists: Lists) -> None:
        self._lists = lists
        sizes = np.diff(lists.offsets)
        self._rounds: list[tuple[Positions, Positions]] | None = None
        if sizes.max(initial=0) <= _SHORT:
            self._rounds = []
            for k in range(int(sizes.max(initial=0))):
                rows = np.flatnonzero(sizes > k)
                self._rounds.append((rows, lists.entries[lists.offsets[rows] + k]))

    def __call__(self, sets: Sets) -> Sets:
        found = np.zeros((len(self._lists.offsets) - 1, sets.shape[1]), dtype=np.uint8)
        if self._rounds is None:
            filled = np.flatnonzero(np.diff(self._lists.offsets))
            starts = self._lists.offsets[filled]
            found[filled] = np.bitwise_or.reduceat(sets[self._lists.entries], starts, axis=0)
            return found
        for rows, positions in self._rounds:
            if len(rows) == len(found):
                found |= sets[positions]
            else:
                found[rows] |= sets[positions]
        return found


def _swept(steps: list[Callable[[Sets], Sets]], sets: Sets) -> Sets:
    reached, still = sets, 0
    while still < len(steps):
        for step in steps:
            found = reached | step(reached)
            still = 0 if not np.array_equal(found, reached) else still + 1
            reached = found
            if still >= len(steps):
                break
    return reached


def _one(step: Callable[[Sets], Sets], mask: Mask) -> Mask:
    return np.asarray(step(mask.astype(np.uint8)[:, None])[:, 0].astype(bool))


def packed(rows: Mask) -> Sets:
    """Keep sets that are given as rows together."""
    return np.packbits(rows.T, axis=1, bitorder="little")


def unpacked(sets: Sets, count: int) -> Mask:
    """Give each of the first sets as a row."""
    return np.unpackbits(sets, axis=1, count=count, bitorder="little").T.astype(bool)
