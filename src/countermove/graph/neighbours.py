"""The least or greatest value among the states that a decision maker can move to, for all states.

Everything that the explicit engine does is made of these two questions. Moves listed one by one
answer them in time linear in the moves. In option form the moves are never listed: a decision
maker's fibres, sorted once by its preference, answer with a running minimum, in time linear in
the states however large the fibres are.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from countermove.graph.moves import ArcMoves, FibreMoves, JoinedMoves, Moves

Values = NDArray[np.int64]
Positions = NDArray[np.intp]


class Neighbours(Protocol):
    """Asks about the states that one decision maker can move to."""

    def least(self, values: Values, *, improving: bool, nothing: int) -> Values:
        """Return for each state the least value among its targets, `nothing` where it has none."""

    def most(self, values: Values, *, nothing: int) -> Values:
        """Return for each state the greatest value among its targets, or `nothing`."""


def neighbours(moves: Moves, ranks: Values) -> Neighbours:
    """Return the neighbours by a decision maker's moves and ranks."""
    if isinstance(moves, FibreMoves):
        return FibreNeighbours.of(moves, ranks)
    if isinstance(moves, JoinedMoves):
        return JoinedNeighbours.of(moves, ranks)
    assert isinstance(moves, ArcMoves)
    return ArcNeighbours.of(moves, ranks)


@dataclass(frozen=True, eq=False)
class Lists:
    """For each row some positions: ``entries[offsets[row]:offsets[row + 1]]``."""

    offsets: Positions
    entries: Positions

    def reduce(self, operation: np.ufunc, values: Values, nothing: int) -> Values:
        """Combine for each row the values at its positions."""
        result = np.full(len(self.offsets) - 1, nothing, dtype=np.int64)
        filled = np.flatnonzero(self.offsets[1:] > self.offsets[:-1])
        if filled.size:
            # reduceat reads on to the next start: rows without entries must not be in it.
            result[filled] = operation.reduceat(values[self.entries], self.offsets[filled])
        return result

    def reversed(self, rows: int) -> Lists:
        """Return for each position the rows in which it stands."""
        order = np.argsort(self.entries, kind="stable")
        row = np.repeat(np.arange(len(self.offsets) - 1), np.diff(self.offsets))
        return Lists(np.searchsorted(self.entries[order], np.arange(rows + 1)), row[order])

    def __getitem__(self, row: int) -> Positions:
        """Return one row."""
        return self.entries[self.offsets[row] : self.offsets[row + 1]]

    def chosen(self, keep: NDArray[np.bool_]) -> Lists:
        """Keep some of the entries."""
        before = np.concatenate([[0], np.cumsum(keep)])
        return Lists(before[self.offsets], self.entries[keep])


@dataclass(frozen=True, eq=False)
class ArcNeighbours:
    """Neighbours by moves that are listed one by one."""

    moves: Lists
    improvements: Lists

    @classmethod
    def of(cls, moves: ArcMoves, ranks: Values) -> ArcNeighbours:
        """Sort out which moves are improvements."""
        lists = Lists(moves.offsets, moves.targets)
        origins = np.repeat(np.arange(len(ranks)), np.diff(moves.offsets))
        return cls(lists, lists.chosen(ranks[moves.targets] > ranks[origins]))

    def least(self, values: Values, *, improving: bool, nothing: int) -> Values:
        """Return for each state the least value among its targets, `nothing` where it has none."""
        lists = self.improvements if improving else self.moves
        return lists.reduce(np.minimum, values, nothing)

    def most(self, values: Values, *, nothing: int) -> Values:
        """Return for each state the greatest value among its targets, or `nothing`."""
        return self.moves.reduce(np.maximum, values, nothing)


@dataclass(frozen=True, eq=False)
class FibreNeighbours:
    """Neighbours in option form, by sorted blocks.

    A *block* holds the states of one fibre that have gone equally far on the decision maker's
    one-way options; without such options a block is a fibre. From a state every state of the
    blocks that are as far or further can be reached. In each block the states are sorted from
    best to worst, so that the improvements from a state are a beginning of each of those blocks.

    A state counts among its own targets when values are taken over all moves. That is harmless
    wherever the engine asks: it never makes an answer better than staying.
    """

    block_of: Positions
    below_best: Values
    levels: int
    order: Positions
    starts: Positions
    blocks_onward: Lists

    @classmethod
    def of(cls, moves: FibreMoves, ranks: Values) -> FibreNeighbours:
        """Sort the fibres once."""
        one_way, progress = np.unique(moves.progress, return_inverse=True)
        used, block_of = np.unique(moves.fibre * len(one_way) + progress, return_inverse=True)
        below_best = int(ranks.max()) - ranks
        levels = int(below_best.max()) + 1
        keys = block_of * levels + below_best
        order = np.argsort(keys, kind="stable")
        starts = np.searchsorted(keys[order], np.arange(len(used) + 1) * levels)
        onward = _onward_blocks(used // len(one_way), one_way[used % len(one_way)])
        return cls(block_of, below_best, levels, order, starts, onward)

    @cached_property
    def keys(self) -> Values:
        """A number for each place in `order`, ascending: by block, then from best to worst."""
        return np.asarray((self.block_of * self.levels + self.below_best)[self.order])

    @cached_property
    def onward(self) -> Lists:
        """For each state the blocks that it can move into."""
        counts = np.diff(self.blocks_onward.offsets)[self.block_of]
        offsets = np.concatenate([[0], np.cumsum(counts)])
        shift = np.repeat(self.blocks_onward.offsets[self.block_of] - offsets[:-1], counts)
        return Lists(offsets, self.blocks_onward.entries[np.arange(offsets[-1]) + shift])

    @cached_property
    def better(self) -> Lists:
        """For each state the places in `order` of its worst improvement in each such block."""
        owner = np.repeat(np.arange(len(self.block_of)), np.diff(self.onward.offsets))
        block = self.onward.entries
        ends = np.searchsorted(self.keys, block * self.levels + self.below_best[owner]) - 1
        return Lists(self.onward.offsets, ends).chosen(ends >= self.starts[block])

    def least(self, values: Values, *, improving: bool, nothing: int) -> Values:
        """Return for each state the least value among its targets, `nothing` where it has none."""
        ordered = values[self.order]
        if not improving:
            blocks = np.minimum.reduceat(ordered, self.starts[:-1])
            return self.onward.reduce(np.minimum, blocks, nothing)
        # Lower every block below the one before it: then one running minimum serves them all.
        depth = self.block_of[self.order] * (int(values.max()) + 1)
        running = np.minimum.accumulate(ordered - depth) + depth
        return self.better.reduce(np.minimum, running, nothing)

    def most(self, values: Values, *, nothing: int) -> Values:
        """Return for each state the greatest value among its targets, or `nothing`."""
        blocks = np.maximum.reduceat(values[self.order], self.starts[:-1])
        return self.onward.reduce(np.maximum, blocks, nothing)


@dataclass(frozen=True, eq=False)
class JoinedNeighbours:
    """Neighbours where a state may stand for several choices."""

    choices: FibreNeighbours
    state_of: Positions
    members: Lists

    @classmethod
    def of(cls, moves: JoinedMoves, ranks: Values) -> JoinedNeighbours:
        """Sort the fibres of the choices once."""
        assert moves.states.member_of is not None
        state_of = moves.states.member_of.astype(np.intp)
        own = Lists(np.arange(len(state_of) + 1), state_of)
        around = FibreNeighbours.of(moves.single, ranks[state_of])
        return cls(around, state_of, own.reversed(len(ranks)))

    def least(self, values: Values, *, improving: bool, nothing: int) -> Values:
        """Return for each state the least value among its targets, `nothing` where it has none."""
        of_choices = values[self.state_of]
        if improving:
            found = self.choices.least(of_choices, improving=True, nothing=nothing)
        else:
            found = self._least_elsewhere(of_choices, nothing)
        return self.members.reduce(np.minimum, found, nothing)

    def _least_elsewhere(self, values: Values, nothing: int) -> Values:
        """Return for each choice the least value among its targets that are other states.

        Moves need not be transitive here, so it would matter to stay where one is: then others
        could not move twice in a row with that between. So of each block the least value is kept,
        a state that has it, and the least of the other states.
        """
        around, order, starts = self.choices, self.choices.order, self.choices.starts[:-1]
        block = np.repeat(np.arange(len(starts)), np.diff(around.starts))
        ordered, state = values[order], self.state_of[order]
        least = np.minimum.reduceat(ordered, starts)
        having = np.where(ordered == least[block], state, len(values))
        holder = np.minimum.reduceat(having, starts)
        next_least = np.minimum.reduceat(np.where(state == holder[block], nothing, ordered), starts)
        onward = around.onward
        own = np.repeat(self.state_of, np.diff(onward.offsets))
        is_own = holder[onward.entries] == own
        each = np.where(is_own, next_least[onward.entries], least[onward.entries])
        return np.asarray(np.minimum.reduceat(each, onward.offsets[:-1]))

    def most(self, values: Values, *, nothing: int) -> Values:
        """Return for each state the greatest value among its targets, or `nothing`."""
        found = self.choices.most(values[self.state_of], nothing=nothing)
        return self.members.reduce(np.maximum, found, nothing)


def _onward_blocks(fibre: Positions, progress: NDArray[np.uint64]) -> Lists:
    """Return for each block the blocks of its fibre that are as far or further.

    Blocks are sorted by fibre and then by progress, so a block further on comes later.
    """
    origins, targets = [np.arange(len(fibre))], [np.arange(len(fibre))]
    distance = 1
    while distance < len(fibre):
        near = fibre[distance:] == fibre[:-distance]
        if not near.any():
            break
        earlier, later = progress[:-distance], progress[distance:]
        found = np.flatnonzero(near & ((later & earlier) == earlier))
        origins.append(found)
        targets.append(found + distance)
        distance += 1
    origin, target = np.concatenate(origins), np.concatenate(targets)
    order = np.argsort(origin, kind="stable")
    return Lists(np.searchsorted(origin[order], np.arange(len(fibre) + 1)), target[order])
