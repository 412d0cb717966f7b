"""One decision maker's moves from many states at once: which states they lead to, how often.

A search through the moves of a model asks one question again and again: some states have weights;
which weights arrive where, when one decision maker moves from each of them? With weights 1 that
says what can be reached, with numbers of sequences it counts them. Moves that are listed are gone
through. In option form they are never listed: sums over a decision maker's sorted fibres answer in
time linear in the states of the fibres touched.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from countermove.graph.lists import Lists, Mask, Values
from countermove.graph.neighbours import FibreNeighbours
from countermove.graph.region import Positions

Weights = NDArray[Any]
"""Whole numbers: as int64, or as Python's where they may become larger."""

Which = Literal["any", "improving", "other"]
"""Which moves count: any of them, the improvements, or those that aren't improvements."""


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


@dataclass(frozen=True, eq=False)
class WeightedArcs:
    """Moves that are listed one by one, of which it is said which are improvements."""

    moves: Lists
    improves: Mask

    @cached_property
    def _ahead(self) -> dict[Which, Lists]:
        return {
            "any": self.moves,
            "improving": self.moves.chosen(self.improves),
            "other": self.moves.chosen(~self.improves),
        }

    @cached_property
    def _back(self) -> dict[Which, Lists]:
        states = len(self.moves.sizes)
        return {which: lists.reversed(states) for which, lists in self._ahead.items()}

    def arriving(
        self, origins: Positions, weights: Weights, which: Which
    ) -> tuple[Positions, Weights]:
        """Return the states that one move leads to, ascending, and the weights arriving there."""
        moves = self._ahead[which].at(origins)
        return summed(moves.entries, weights[moves.rows()])

    def origins(self, target: int, which: Which) -> Positions:
        """Return the states from which one move leads to a state, ascending."""
        return np.sort(self._back[which][target])


@dataclass(frozen=True, eq=False)
class WeightedFibres:
    """Moves in option form, by sorted blocks."""

    around: FibreNeighbours
    ranks: Values

    @cached_property
    def _climbing(self) -> Values:
        """A number for each state, ascending by block and in each from worst to best."""
        return np.asarray(self.around.blocks.of * self.around.levels + self.ranks)

    def arriving(
        self, origins: Positions, weights: Weights, which: Which
    ) -> tuple[Positions, Weights]:
        """Return the states that one move leads to, ascending, and the weights arriving there."""
        around, blocks = self.around, self.around.blocks
        order = np.argsort(self._climbing[origins], kind="stable")
        keys = self._climbing[origins[order]]
        before = np.concatenate([np.zeros(1, weights.dtype), np.cumsum(weights[order])])
        used, first = np.unique(blocks.of[origins[order]], return_index=True)
        ends = np.append(first[1:], len(origins))
        # Each of these blocks with each that its states can move into, and the states of those.
        into = blocks.onward.at(used)
        states = around.sorted.at(into.entries)
        row, targets = np.repeat(into.rows(), states.sizes), states.entries
        if which == "any":
            sums = before[ends[row]] - before[first[row]]
        else:
            worse = np.searchsorted(keys, used[row] * around.levels + self.ranks[targets])
            sums = before[worse] - before[first[row]]
            if which == "other":
                sums = before[ends[row]] - before[worse]
        targets, sums = summed(targets, sums)
        if which != "improving":
            # A block leads into itself, so each of the origins is there: it isn't to stay.
            sums[np.searchsorted(targets, origins)] -= weights
        arrived = sums > 0
        return targets[arrived], sums[arrived]

    def origins(self, target: int, which: Which) -> Positions:
        """Return the states from which one move leads to a state, ascending."""
        blocks = self.around.blocks
        states = self.around.sorted.at(blocks.behind[int(blocks.of[target])]).entries
        origins = np.sort(states[states != target])
        if which == "any":
            return origins
        better = self.ranks[target] > self.ranks[origins]
        return np.asarray(origins[better if which == "improving" else ~better])


WeightedMoves = WeightedArcs | WeightedFibres
"""The moves of one decision maker, from many states at once."""
