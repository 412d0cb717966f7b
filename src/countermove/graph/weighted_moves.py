"""One decision maker's step from many states at once: which states it leads to, and how often.

A search through the moves of a model asks one question again and again: some states have weights;
which weights arrive where, when one decision maker moves from each of them? With weights 1 that
says what can be reached, with numbers of sequences it counts them. Moves that are listed are gone
through. In option form they are never listed: sums over a decision maker's sorted fibres answer in
time linear in the states of the fibres touched.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from countermove.graph.moves import ArcMoves, FibreMoves, JoinedMoves, Moves
from countermove.graph.neighbours import FibreNeighbours, Lists
from countermove.memory import refuse_states_beyond_memory

Positions = NDArray[np.intp]
Ranks = NDArray[np.int64]

Weights = NDArray[Any]
"""Whole numbers: as int64, or as Python's where they may become larger."""

Which = Literal["any", "improving", "other"]
"""Which moves count: any of them, the improvements, or those that aren't improvements."""


class WeightedMoves(Protocol):
    """The moves of one decision maker, from many states at once."""

    def arriving(
        self, origins: Positions, weights: Weights, which: Which
    ) -> tuple[Positions, Weights]:
        """Return the states that one move leads to, ascending, and the weights arriving there."""

    def origins(self, target: int, which: Which) -> Positions:
        """Return the states from which one move leads to a state, ascending."""


def step(moves: Moves, ranks: Ranks, states: int) -> WeightedMoves:
    """Return the step by a decision maker's moves and ranks."""
    if isinstance(moves, FibreMoves):
        return FibreStep(moves, ranks)
    if isinstance(moves, JoinedMoves):
        sizes = np.bincount(moves.single.fibre)
        most = int((sizes * sizes).sum())
        what = f"listing up to {most:,} moves between coalesced states"
        refuse_states_beyond_memory(24 * most, what, states)
        moves = moves.arcs()
    assert isinstance(moves, ArcMoves)
    return ArcStep.of(moves, ranks)


def summed(states: Positions, weights: Weights) -> tuple[Positions, Weights]:
    """Return the distinct states, ascending, and for each the sum of its weights.

    >>> [found.tolist() for found in summed(np.array([4, 2, 4]), np.array([1, 5, 2]))]
    [[2, 4], [5, 3]]
    """
    if not len(states):
        return states, weights
    order = np.argsort(states, kind="stable")
    ordered = states[order]
    first = np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1]]))
    return ordered[first], np.add.reduceat(weights[order], first)


def _spread(starts: Positions, ends: Positions) -> tuple[Positions, Positions]:
    """Return all places from starts to before ends, each after the number of its stretch."""
    sizes = ends - starts
    row = np.repeat(np.arange(len(sizes)), sizes)
    return row, np.arange(len(row)) + np.repeat(starts - (np.cumsum(sizes) - sizes), sizes)


@dataclass(frozen=True, eq=False)
class ArcStep:
    """A step by moves that are listed one by one, of which it is said which are improvements."""

    moves: Lists
    improves: NDArray[np.bool_]

    @classmethod
    def of(cls, moves: ArcMoves, ranks: Ranks) -> ArcStep:
        """Make one of moves and ranks."""
        origins = np.repeat(np.arange(len(ranks)), np.diff(moves.offsets))
        return cls(Lists(moves.offsets, moves.targets), ranks[moves.targets] > ranks[origins])

    @cached_property
    def _ahead(self) -> dict[Which, Lists]:
        return {
            "any": self.moves,
            "improving": self.moves.chosen(self.improves),
            "other": self.moves.chosen(~self.improves),
        }

    @cached_property
    def _back(self) -> dict[Which, Lists]:
        states = len(self.moves.offsets) - 1
        return {which: lists.reversed(states) for which, lists in self._ahead.items()}

    def arriving(
        self, origins: Positions, weights: Weights, which: Which
    ) -> tuple[Positions, Weights]:
        """Return the states that one move leads to, ascending, and the weights arriving there."""
        moves = self._ahead[which]
        row, place = _spread(moves.offsets[origins], moves.offsets[origins + 1])
        return summed(moves.entries[place], weights[row])

    def origins(self, target: int, which: Which) -> Positions:
        """Return the states from which one move leads to a state, ascending."""
        return np.sort(self._back[which][target])


@dataclass(frozen=True, eq=False)
class FibreStep:
    """A step in option form, by the sorted blocks of :class:`FibreNeighbours`."""

    moves: FibreMoves
    ranks: Ranks

    @cached_property
    def _around(self) -> FibreNeighbours:
        return FibreNeighbours.of(self.moves, self.ranks)

    @cached_property
    def _climbing(self) -> Ranks:
        """A number for each state, ascending by block and in each from worst to best."""
        return np.asarray(self._around.block_of * self._around.levels + self.ranks)

    def arriving(
        self, origins: Positions, weights: Weights, which: Which
    ) -> tuple[Positions, Weights]:
        """Return the states that one move leads to, ascending, and the weights arriving there."""
        around = self._around
        order = np.argsort(self._climbing[origins], kind="stable")
        keys = self._climbing[origins[order]]
        before = np.concatenate([np.zeros(1, weights.dtype), np.cumsum(weights[order])])
        blocks, first = np.unique(around.block_of[origins[order]], return_index=True)
        ends = np.append(first[1:], len(origins))
        # Each of these blocks with each that its states can move into, and the states of those.
        onward = around.blocks_onward
        row, place = _spread(onward.offsets[blocks], onward.offsets[blocks + 1])
        into = onward.entries[place]
        pair, place = _spread(around.starts[into], around.starts[into + 1])
        targets, row = around.order[place], row[pair]
        if which == "any":
            sums = before[ends[row]] - before[first[row]]
        else:
            worse = np.searchsorted(keys, blocks[row] * around.levels + self.ranks[targets])
            sums = before[worse] - before[first[row]]
            if which == "other":
                sums = before[ends[row]] - before[worse]
        targets, sums = summed(targets, sums)
        if which != "improving":
            # A block leads into itself, so each of the origins is there: it isn't to stay.
            sums[np.searchsorted(targets, origins)] -= weights
        arrived = sums > 0
        return targets[arrived], sums[arrived]

    @cached_property
    def _back(self) -> FibreMoves:
        return FibreMoves(self.moves.choices, self.moves.both, self.moves.drop, self.moves.take)

    def origins(self, target: int, which: Which) -> Positions:
        """Return the states from which one move leads to a state, ascending."""
        origins = np.sort(self._back.reachable(target))
        if which == "any":
            return origins
        better = self.ranks[target] > self.ranks[origins]
        return np.asarray(origins[better if which == "improving" else ~better])
