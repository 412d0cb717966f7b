"""Unilateral moves: where one decision maker can lead the conflict by itself.

Three forms with the same question. :class:`FibreMoves` is the option form: a decision maker moves
among the states that differ only in its own options (one *fibre*), one-way options going only
their way; several options may change in one move, and states between need not be feasible.
:class:`JoinedMoves` is the same where states may stand for several choices. :class:`ArcMoves`
lists the moves one by one, for graph form, and where they are listed beside options.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import or_
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from countermove.graph.blocks import Blocks
from countermove.graph.choices import Choices, Codes
from countermove.graph.lists import Lists, Values
from countermove.graph.neighbours import (
    ArcNeighbours,
    FibreNeighbours,
    JoinedNeighbours,
    Neighbours,
)
from countermove.graph.region import Positions
from countermove.graph.states import States
from countermove.graph.weighted_moves import WeightedArcs, WeightedFibres, WeightedMoves
from countermove.memory import refuse_states_beyond_memory

_PAIRS_AT_ONCE = 1 << 17
_ALL_OF_A_BLOCK = 2


class Moves(ABC):
    """The unilateral moves of one decision maker."""

    is_transitive: ClassVar[bool]

    @property
    def by_options(self) -> FibreMoves | None:
        """The moves between single choices that they are made of; None where moves are listed."""
        return None

    @abstractmethod
    def reachable(self, state: int) -> Positions:
        """Return the states that one move leads to from `state`, ascending."""

    def afresh(self) -> Callable[[int], Sequence[int]]:
        """Return what gives where one move leads, but not a second time for the same state."""
        left: set[int] = set()

        def targets(state: int) -> Sequence[int]:
            if state in left:
                return ()
            left.add(state)
            return list(map(int, self.reachable(state)))

        return targets

    def among(self, state: int, others: Positions) -> Positions:
        """Return to which of some states, ascending, one move leads."""
        return np.intersect1d(self.reachable(state), others, assume_unique=True)

    def near(self, state: int, most: int) -> Positions:
        """Return where moves lead; of more than so many those that change at most two options."""
        return self.reachable(state)

    @abstractmethod
    def listed(self) -> ArcMoves:
        """List the moves one by one."""

    @property
    def blocks(self) -> Blocks:
        """The states by their moves; in option form a state is among its own targets."""
        return self.listed().blocks

    @abstractmethod
    def neighbours(self, ranks: Values) -> Neighbours:
        """Return what answers for the least and greatest value that a move leads to."""

    def weighted(self, ranks: Values) -> WeightedMoves:
        """Return what answers for many states at once, each with a weight."""
        return self.listed().weighted(ranks)


@dataclass(frozen=True, eq=False)
class ArcMoves(Moves):
    """Moves listed one by one: the targets of each state, ascending."""

    is_transitive: ClassVar[bool] = False

    lists: Lists

    def reachable(self, state: int) -> Positions:
        """Return the states that one move leads to from `state`, ascending."""
        return self.lists[state]

    def listed(self) -> ArcMoves:
        """Return them as they are."""
        return self

    def pairs(self) -> NDArray[np.intp]:
        """Return the moves as pairs (from, to), ascending."""
        return np.column_stack([self.lists.rows(), self.lists.entries])

    @cached_property
    def blocks(self) -> Blocks:
        """Each state by itself."""
        return Blocks(np.arange(len(self.lists.sizes)), self.lists)

    def neighbours(self, ranks: Values) -> Neighbours:
        """Return what answers for the least and greatest value that a move leads to."""
        return ArcNeighbours.of(self.lists, ranks)

    def weighted(self, ranks: Values) -> WeightedMoves:
        """Return what answers for many states at once, each with a weight."""
        improves = ranks[self.lists.entries] > np.repeat(ranks, self.lists.sizes)
        return WeightedArcs(self.lists, improves)

    @classmethod
    def of_pairs(cls, pairs: NDArray[np.intp], states: int) -> ArcMoves:
        """Build from pairs (from, to), in any order, repeated or not."""
        return cls.of_keys(_distinct(pairs[:, 0] * states + pairs[:, 1]), states)

    @classmethod
    def of_keys(cls, keys: Positions, states: int) -> ArcMoves:
        """Build from the numbers ``from * states + to``, ascending and distinct."""
        firsts = np.arange(states + 1) * states
        offsets = np.searchsorted(keys, firsts)
        return cls(Lists(offsets, keys - np.repeat(firsts[:-1], np.diff(offsets))))


@dataclass(frozen=True, eq=False)
class FibreMoves(Moves):
    """Moves of a decision maker among the states that differ only in its own options."""

    is_transitive: ClassVar[bool] = True

    choices: Choices
    both: int
    take: int
    drop: int

    @classmethod
    def together(cls, choices: Choices, moves: Iterable[FibreMoves]) -> FibreMoves:
        """Return the moves of a group that changes its options as one would."""
        bits = [(0, 0, 0), *((own.both, own.take, own.drop) for own in moves)]
        return cls(choices, *(reduce(or_, part) for part in zip(*bits, strict=True)))

    @property
    def by_options(self) -> FibreMoves:
        """The moves themselves: each choice is a state."""
        return self

    def afresh(self) -> Callable[[int], Sequence[int]]:
        """Return what gives where one move leads, but not what two states alike led to before."""
        of, rows = self.blocks.of, self.blocks.targets
        left: dict[int, set[int]] = {}

        def targets(state: int) -> Sequence[int]:
            # Two states of a block lead to all of it and onward: a third leads to nothing else.
            block = int(of[state])
            seen = left.setdefault(block, set())
            if state in seen or len(seen) == _ALL_OF_A_BLOCK:
                return ()
            seen.add(state)
            return [target for target in sorted(rows[block].tolist()) if target != state]

        return targets

    @property
    def fibre(self) -> Positions:
        """The fibre of each state, numbered from 0."""
        others = (1 << self.choices.bits) - 1 & ~(self.both | self.take | self.drop)
        if self.choices.is_all:
            return _gathered(self.choices.codes(), others).astype(np.intp)
        kept = self.choices.codes() & self.choices.dtype.type(others)
        return np.asarray(np.unique(kept, return_inverse=True)[1])

    @property
    def progress(self) -> NDArray[np.uint64]:
        """How far each state has gone on the one-way options, in bits that moves only add."""
        one_way = np.uint64(self.take | self.drop)
        return (self.choices.codes().astype(np.uint64) ^ np.uint64(self.drop)) & one_way

    def reachable(self, state: int) -> Positions:
        """Return the states that one move leads to from `state`, ascending."""
        code = self.choices.code(state)
        targets = self.choices.around(code, self.free(code))
        return np.asarray(targets[targets != state])

    def free(self, code: int) -> int:
        """Return the options, as bits, that can be changed in a choice."""
        return self.both | (self.take & ~code) | (self.drop & code)

    def among(self, state: int, others: Positions) -> Positions:
        """Return to which of some states, ascending, one move leads; without listing all."""
        code = self.choices.code(state)
        changed = self.choices.at(others) ^ self.choices.dtype.type(code)
        kept = self.choices.dtype.type((1 << self.choices.bits) - 1 & ~self.free(code))
        return np.asarray(others[(changed != 0) & (changed & kept == 0)])

    def near(self, state: int, most: int) -> Positions:
        """Return where moves lead; of more than so many those that change at most two options."""
        code = self.choices.code(state)
        free = self.free(code)
        if 1 << min(free.bit_count(), 63) <= most:
            return self.reachable(state)
        bits = [1 << bit for bit in range(self.choices.bits) if free >> bit & 1]
        pairs = [self.choices.around(code, a | b) for a in bits for b in bits if a < b]
        found = np.unique(np.concatenate(pairs))
        return np.asarray(found[found != state])

    @cached_property
    def blocks(self) -> Blocks:
        """The states by fibre and by how far they have gone."""
        return Blocks.by(self.fibre, self.progress)

    def listed(self) -> ArcMoves:
        """List the moves one by one."""
        each = self.blocks.targets.at(self.blocks.of)
        pairs = np.column_stack([each.rows(), each.entries])
        return ArcMoves.of_pairs(pairs[pairs[:, 0] != pairs[:, 1]], len(self.blocks.of))

    def neighbours(self, ranks: Values) -> Neighbours:
        """Return what answers for the least and greatest value that a move leads to."""
        return FibreNeighbours.of(self.blocks, ranks)

    def weighted(self, ranks: Values) -> WeightedMoves:
        """Return what answers for many states at once, each with a weight."""
        return WeightedFibres(FibreNeighbours.of(self.blocks, ranks), ranks)


@dataclass(frozen=True, eq=False)
class JoinedMoves(Moves):
    """Moves between states by the choices that they stand for, of which there may be several.

    Staying is none of them, as it is among those of :class:`FibreMoves`: that would let others move
    twice in a row, which matters where two of their moves aren't one.
    """

    is_transitive: ClassVar[bool] = False

    states: States
    single: FibreMoves

    @property
    def by_options(self) -> FibreMoves:
        """The moves between the single choices."""
        return self.single

    def reachable(self, state: int) -> Positions:
        """Return the states that one move leads to from `state`, ascending."""
        member_of = self.states.member_of
        if member_of is None:
            return self.single.reachable(state)
        origins = self.states.joined.get(state)
        if origins is None:
            origins = self.states.first[state : state + 1]
        met = np.zeros(len(self.states), dtype=bool)
        for origin in origins.tolist():
            met[member_of[self.single.reachable(origin)]] = True
        met[state] = False
        return np.flatnonzero(met)

    def listed(self) -> ArcMoves:
        """List the moves one by one, if there is memory for so many."""
        return self._listed

    @cached_property
    def _listed(self) -> ArcMoves:
        most = self.single.blocks.count()
        coalesced = "coalesced " if self.states.is_coalesced else ""
        what = f"listing up to {most:,} moves between {coalesced}outcomes"
        refuse_states_beyond_memory(24 * most, what, len(self.states))
        return _Arcs(self).listed()

    def neighbours(self, ranks: Values) -> Neighbours:
        """Return what answers for the least and greatest value that a move leads to."""
        return JoinedNeighbours.of(self.single.blocks, self.states.state_of_each, ranks)

    def weighted(self, ranks: Values) -> WeightedMoves:
        """Return what answers for many states at once, each with a weight."""
        joined = self.states.is_coalesced
        return super().weighted(ranks) if joined else self.single.weighted(ranks)


class _Arcs:
    """Lists the moves between states by the choices that they stand for."""

    # The choices are sorted by fibre and in each fibre by state: where a choice leads is then a
    # stretch of them, less those that one-way options rule out.

    def __init__(self, moves: JoinedMoves) -> None:
        single = moves.single
        self._states = moves.states
        self._state = moves.states.state_of_each
        self._fibre = single.fibre
        self._progress = single.progress if single.take | single.drop else None
        self._order = np.lexsort((self._state, self._fibre))
        self._ends = np.cumsum(np.bincount(self._fibre))
        self._sizes = np.bincount(self._fibre)

    def listed(self) -> ArcMoves:
        """List the moves: one state leads to another when one of its choices does."""
        count = np.zeros(len(self._states) + 1, dtype=np.intp)
        found: list[Positions] = []
        start = 0
        # The states that stand for one choice, as far as the next that stands for several.
        for joined in [*self._states.joined, len(self._states)]:
            for origins in self._parts(self._states.first[start:joined]):
                row, target = self._reached(origins)
                new = np.ones(len(row), dtype=bool)
                new[1:] = (row[1:] != row[:-1]) | (target[1:] != target[:-1])
                count[self._state[origins] + 1] = np.bincount(row[new], minlength=len(origins))
                found.append(target[new])
            if joined < len(self._states):
                met = np.zeros(len(self._states), dtype=bool)
                for origins in self._parts(self._states.joined[joined]):
                    met[self._reached(origins)[1]] = True
                found.append(np.flatnonzero(met))
                count[joined + 1] = len(found[-1])
            start = joined + 1
        return ArcMoves(Lists(np.cumsum(count), np.concatenate(found)))

    def _parts(self, origins: Positions) -> list[Positions]:
        """Split choices into parts, so that no part has too many moves."""
        pairs = int(self._sizes[self._fibre[origins]].sum())
        return np.array_split(origins, 1 + pairs // _PAIRS_AT_ONCE)

    def _reached(self, origins: Positions) -> tuple[Positions, Positions]:
        """Return where some choices lead: which of them to which state, ascending for each."""
        fibre = self._fibre[origins]
        sizes = self._sizes[fibre]
        row = np.repeat(np.arange(len(origins)), sizes)
        place = np.arange(len(row)) + np.repeat(self._ends[fibre] - np.cumsum(sizes), sizes)
        choice = self._order[place]
        target = self._state[choice].astype(np.intp)
        leads = target != self._state[origins][row]
        if self._progress is not None:
            gone = self._progress[origins][row]
            leads &= (self._progress[choice] & gone) == gone
        return row[leads], target[leads]


def _gathered(codes: Codes, bits: int) -> Codes:
    """Take some bits out of numbers and close the gaps."""
    found, place = np.zeros_like(codes), 0
    kind = codes.dtype.type
    while bits:
        # A run of neighbouring bits at a time.
        start = (bits & -bits).bit_length() - 1
        length = (~(bits >> start) & (bits >> start) + 1).bit_length() - 1
        found |= (codes >> kind(start) & kind((1 << length) - 1)) << kind(place)
        bits &= ~(((1 << length) - 1) << start)
        place += length
    return found


def _distinct(keys: Positions) -> Positions:
    """Return the distinct numbers, ascending; by sorting, which is faster than hashing them."""
    ordered = np.sort(keys)
    first = np.ones(len(ordered), dtype=bool)
    first[1:] = ordered[1:] != ordered[:-1]
    return np.asarray(ordered[first])
