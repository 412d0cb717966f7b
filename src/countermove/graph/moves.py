"""Unilateral moves: where one decision maker can lead the conflict by itself.

Two forms with the same questions. :class:`FibreMoves` is the option form: a decision maker moves
among the states that differ only in its own options (one *fibre*), one-way options going only
their way; several options may change in one move, and states between need not be feasible.
:class:`ArcMoves` lists the moves one by one, for graph form and coalesced states.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from countermove.graph.rules import Codes
from countermove.graph.states import States

Positions = NDArray[np.intp]

_PAIRS_AT_ONCE = 1 << 22


class Moves(Protocol):
    """The unilateral moves of one decision maker."""

    def reachable(self, state: int) -> Positions:
        """Return the states that one move leads to from `state`, ascending."""


@dataclass(frozen=True, eq=False)
class ArcMoves:
    """Moves listed one by one.

    Parameters
    ----------
    offsets : ndarray of int, shape (states + 1,)
        The moves from state ``s`` are ``targets[offsets[s]:offsets[s + 1]]``.
    targets : ndarray of int, shape (moves,)
        Where each move leads, ascending for each state.
    """

    offsets: Positions
    targets: Positions

    def reachable(self, state: int) -> Positions:
        """Return the states that one move leads to from `state`, ascending."""
        return self.targets[self.offsets[state] : self.offsets[state + 1]]

    @classmethod
    def of_pairs(cls, pairs: NDArray[np.intp], states: int) -> ArcMoves:
        """Build from pairs (from, to), in any order, repeated or not."""
        keys = _distinct(pairs[:, 0] * states + pairs[:, 1])
        origins = keys // max(states, 1)
        offsets = np.searchsorted(origins, np.arange(states + 1))
        return cls(offsets.astype(np.intp), (keys - origins * states).astype(np.intp))


@dataclass(frozen=True, eq=False)
class FibreMoves:
    """Moves of a decision maker among the states that differ only in its own options.

    Parameters
    ----------
    codes : ndarray of uint64, shape (states,)
        The states as binary numbers.
    both, take, drop : int
        Its options, as bits, that may be changed both ways, only from no to yes, only from yes
        to no. Options that may not be changed are in none of the three.
    """

    codes: Codes
    both: int
    take: int
    drop: int

    @cached_property
    def fibre(self) -> Positions:
        """The fibre of each state, numbered from 0."""
        own = np.uint64(self.both | self.take | self.drop)
        fibre: Positions = np.unique(self.codes & ~own, return_inverse=True)[1]
        return fibre

    @cached_property
    def progress(self) -> Codes:
        """How far each state has gone on the one-way options.

        A move may add bits to this number and never takes one away.
        """
        one_way = np.uint64(self.take | self.drop)
        return (self.codes ^ np.uint64(self.drop)) & one_way

    @cached_property
    def _sorted(self) -> tuple[Positions, Positions]:
        order = np.argsort(self.fibre, kind="stable")
        return order, np.searchsorted(self.fibre[order], np.arange(int(self.fibre.max()) + 2))

    def reachable(self, state: int) -> Positions:
        """Return the states that one move leads to from `state`, ascending."""
        order, starts = self._sorted
        fibre = self.fibre[state]
        peers = order[starts[fibre] : starts[fibre + 1]]
        gone = self.progress[state]
        open_to = ((self.progress[peers] & gone) == gone) & (peers != state)
        targets: Positions = peers[open_to]
        return targets


def _distinct(keys: Positions) -> Positions:
    """Return the distinct numbers, ascending; by sorting, which is faster than hashing them."""
    ordered = np.sort(keys)
    first = np.ones(len(ordered), dtype=bool)
    first[1:] = ordered[1:] != ordered[:-1]
    return np.asarray(ordered[first])


def option_moves(states: States, decision_maker: str) -> FibreMoves:
    """Return a decision maker's moves between the single choices of a model in option form."""
    bits = {"both": 0, "take": 0, "drop": 0, "fixed": 0}
    for bit, (full, option) in enumerate(states.vocabulary.options.items()):
        if full.partition(".")[0] == decision_maker:
            bits[option.moves] |= 1 << bit
    return FibreMoves(states.codes, bits["both"], bits["take"], bits["drop"])


def unilateral_moves(states: States, decision_maker: str) -> Moves:
    """Return the unilateral moves of a decision maker.

    Parameters
    ----------
    states : States
        The feasible states.
    decision_maker : str
        Its id.

    Returns
    -------
    FibreMoves or ArcMoves
        For coalesced states, a move leads from one to another when it does so for some of the
        choices that they stand for.
    """
    conflict = states.conflict
    if conflict.is_graph_form:
        position = {state: k for k, state in enumerate(conflict.states)}
        listed = conflict.moves.get(decision_maker, ())
        pairs = np.array([[position[a], position[b]] for a, b in listed], dtype=np.intp)
        return ArcMoves.of_pairs(pairs.reshape(-1, 2), len(states))
    single = option_moves(states, decision_maker)
    if not states.is_coalesced:
        return single
    return ArcMoves.of_pairs(_joined(states, single), len(states))


def _joined(states: States, single: FibreMoves) -> NDArray[np.intp]:
    """Return the moves between coalesced states as pairs, each found at least once."""
    count, found = len(states), np.empty(0, dtype=np.intp)
    for origins in np.array_split(np.arange(len(states.codes)), _parts(single)):
        reached = [single.reachable(choice) for choice in origins.tolist()]
        sources = np.repeat(states.member_of[origins], [len(targets) for targets in reached])
        targets = states.member_of[np.concatenate([np.empty(0, np.intp), *reached])]
        new = (sources * count + targets)[sources != targets]
        found = _distinct(np.concatenate([found, new]))
    return np.stack([found // count, found % count], axis=1)


def _parts(single: FibreMoves) -> int:
    """Return into how many parts to split the choices, so that no part has too many moves."""
    return 1 + int((np.bincount(single.fibre) ** 2).sum()) // _PAIRS_AT_ONCE
