"""The least or greatest value among the states that a decision maker can move to, for all states.

Everything that the explicit engine does is made of these two questions. Moves listed one by one
answer them in time linear in the moves. In option form the moves are never listed: a decision
maker's fibres, sorted once by its preference, answer with a running minimum, in time linear in
the states however large the fibres are.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from countermove.graph.blocks import Blocks
from countermove.graph.lists import Lists, Values
from countermove.graph.region import Positions

Origins = Callable[[int], Positions]
"""Gives the states that can move to one, each of them only once."""


class Neighbours(ABC):
    """Asks about the states that one decision maker can move to."""

    @abstractmethod
    def least(self, values: Values, *, improving: bool, nothing: int) -> Values:
        """Return for each state the least value among its targets, `nothing` where it has none."""

    def most(self, values: Values, *, nothing: int) -> Values:
        """Return for each state the greatest value among its targets, or `nothing`."""
        return -self.least(-values, improving=False, nothing=-nothing)

    @abstractmethod
    def origins(self, *, improving: bool) -> Origins:
        """Return where moves come from, of all moves or of improvements."""


@dataclass(frozen=True, eq=False)
class ArcNeighbours(Neighbours):
    """Neighbours by moves that are listed one by one."""

    moves: Lists
    improvements: Lists

    @classmethod
    def of(cls, moves: Lists, ranks: Values) -> ArcNeighbours:
        """Sort out which moves are improvements."""
        return cls(moves, moves.chosen(ranks[moves.entries] > np.repeat(ranks, moves.sizes)))

    def least(self, values: Values, *, improving: bool, nothing: int) -> Values:
        """Return for each state the least value among its targets, `nothing` where it has none."""
        return (self.improvements if improving else self.moves).least(values, nothing)

    def origins(self, *, improving: bool) -> Origins:
        """Return where moves come from, of all moves or of improvements."""
        moves = self.improvements if improving else self.moves
        return _once(moves.reversed(len(moves.sizes)).__getitem__, len(moves.sizes))


@dataclass(frozen=True, eq=False)
class FibreNeighbours(Neighbours):
    """Neighbours in option form, by sorted blocks."""

    # In each block the states are sorted from best to worst, so that the improvements from a state
    # are a beginning of each of the blocks that it can move into.
    # A state counts among its own targets when values are taken over all moves. That is harmless
    # wherever the engine asks: it never makes an answer better than staying.

    blocks: Blocks
    below_best: Values
    levels: int
    order: Positions

    @classmethod
    def of(cls, blocks: Blocks, ranks: Values) -> FibreNeighbours:
        """Sort the blocks once."""
        below_best = int(ranks.max()) - ranks
        levels = int(below_best.max()) + 1
        order = np.argsort(blocks.of * levels + below_best, kind="stable")
        return cls(blocks, below_best, levels, order)

    @cached_property
    def sorted(self) -> Lists:
        """The states of each block, from best to worst."""
        return Lists(self.blocks.starts, self.order)

    @cached_property
    def keys(self) -> Values:
        """A number for each place in `order`, ascending: by block, then from best to worst."""
        return np.asarray((self.blocks.of * self.levels + self.below_best)[self.order])

    @cached_property
    def onward(self) -> Lists:
        """For each state the blocks that it can move into."""
        return self.blocks.onward.at(self.blocks.of)

    @cached_property
    def better(self) -> Lists:
        """For each state the places in `order` of its worst improvement in each such block."""
        block = self.onward.entries
        below_best = np.repeat(self.below_best, self.onward.sizes)
        ends = np.searchsorted(self.keys, block * self.levels + below_best) - 1
        return Lists(self.onward.offsets, ends).chosen(ends >= self.blocks.starts[block])

    def least(self, values: Values, *, improving: bool, nothing: int) -> Values:
        """Return for each state the least value among its targets, `nothing` where it has none."""
        ordered = values[self.order]
        if not improving:
            each = np.minimum.reduceat(ordered, self.blocks.starts[:-1])
            return self.blocks.onward.least(each, nothing)[self.blocks.of]
        # Lower every block below the one before it: then one running minimum serves them all.
        depth = self.blocks.of[self.order] * (int(values.max()) + 1)
        running = np.minimum.accumulate(ordered - depth) + depth
        return self.better.least(running, nothing)

    def origins(self, *, improving: bool) -> Origins:
        """Return where moves come from, of all moves or of improvements."""
        return _FibreOrigins(self, improving=improving).new


@dataclass(frozen=True, eq=False)
class JoinedNeighbours(Neighbours):
    """Neighbours where a state may stand for several choices."""

    choices: FibreNeighbours
    state_of: Positions
    members: Lists

    @classmethod
    def of(cls, blocks: Blocks, state_of: Positions, ranks: Values) -> JoinedNeighbours:
        """Sort the blocks of the choices once."""
        own = Lists(np.arange(len(state_of) + 1), state_of)
        around = FibreNeighbours.of(blocks, ranks[state_of])
        return cls(around, state_of, own.reversed(len(ranks)))

    def least(self, values: Values, *, improving: bool, nothing: int) -> Values:
        """Return for each state the least value among its targets, `nothing` where it has none."""
        of_choices = values[self.state_of]
        if improving:
            found = self.choices.least(of_choices, improving=True, nothing=nothing)
        else:
            found = self._least_elsewhere(of_choices, nothing)
        return self.members.least(found, nothing)

    def _least_elsewhere(self, values: Values, nothing: int) -> Values:
        """Return for each choice the least value among its targets that are other states."""
        # Moves need not be transitive here, so it would matter to stay where one is: then others
        # could not move twice in a row with that between. So of each block the least value is kept,
        # a state that has it, and the least of the other states.
        around, order, starts = self.choices, self.choices.order, self.choices.blocks.starts[:-1]
        block = around.blocks.of[order]
        ordered, state = values[order], self.state_of[order]
        least = np.minimum.reduceat(ordered, starts)
        having = np.where(ordered == least[block], state, len(values))
        holder = np.minimum.reduceat(having, starts)
        next_least = np.minimum.reduceat(np.where(state == holder[block], nothing, ordered), starts)
        onward = around.onward
        own = np.repeat(self.state_of, onward.sizes)
        is_own = holder[onward.entries] == own
        each = np.where(is_own, next_least[onward.entries], least[onward.entries])
        return np.asarray(np.minimum.reduceat(each, onward.offsets[:-1]))

    def origins(self, *, improving: bool) -> Origins:
        """Return where moves come from, of all moves or of improvements."""
        return _once(_JoinedOrigins(self, improving=improving).met, len(self.members.sizes))


def _once(origins: Origins, states: int) -> Origins:
    """Leave out those that were given before."""
    seen = np.zeros(states, dtype=bool)

    def new(target: int) -> Positions:
        found = origins(target)
        fresh = found[~seen[found]]
        seen[fresh] = True
        return fresh

    return new


class _FibreOrigins:
    """Origins in sorted blocks: those returned are always an end of each block."""

    def __init__(self, around: FibreNeighbours, *, improving: bool) -> None:
        self._around = around
        self._improving = improving
        self._seen_from = around.blocks.starts[1:].copy()

    def new(self, target: int) -> Positions:
        around, blocks = self._around, self._around.blocks
        found: list[Positions] = []
        for block in blocks.behind[int(blocks.of[target])]:
            first = int(blocks.starts[block])
            if self._improving:
                # The first state in the block that ranks below the target.
                below = block * around.levels + around.below_best[target] + 1
                first = max(first, int(np.searchsorted(around.keys, below)))
            end = int(self._seen_from[block])
            if first < end:
                found.append(around.order[first:end])
                self._seen_from[block] = first
        return np.concatenate(found) if found else np.empty(0, dtype=np.intp)


class _JoinedOrigins:
    """Origins where a state may stand for several choices."""

    # Of all moves, not only improvements, the first one into a block comes from all of its states
    # but the target itself: that one is left until another target is met.

    def __init__(self, around: JoinedNeighbours, *, improving: bool) -> None:
        self._around = around
        self._choices = _FibreOrigins(around.choices, improving=True) if improving else None
        self._blocks = around.choices.blocks
        self._left: dict[int, int | None] = {}

    def met(self, target: int) -> Positions:
        found: list[Positions] = [np.empty(0, dtype=np.intp)]
        for choice in self._around.members[target]:
            if self._choices is not None:
                found.append(self._around.state_of[self._choices.new(int(choice))])
                continue
            for block in self._blocks.behind[int(self._blocks.of[choice])].tolist():
                found.append(self._others(block, target))
        return np.unique(np.concatenate(found))

    def _others(self, block: int, target: int) -> Positions:
        """Return the states of a block that can move to the target and were not found there."""
        if block in self._left:
            left = self._left[block]
            if left is None or left == target:
                return np.empty(0, dtype=np.intp)
            self._left[block] = None
            return np.array([left], dtype=np.intp)
        states = self._around.state_of[self._blocks.members[block]]
        others = states[states != target]
        self._left[block] = target if len(others) < len(states) else None
        return np.asarray(others)
