"""Relations that are worked out pair by pair and kept as bits: the kinds of the papers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Generic, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from countermove.graph.lists import Lists, Mask, Sets
from countermove.graph.region import Positions
from countermove.preferences.pair_values import PairValues
from countermove.preferences.relations import Judged, Relations, Truth

T = TypeVar("T")
Truths = TypeVar("Truths")

Flags = NDArray[Any]
"""Of all states beside some of them, whether something is so: not 0 where it is."""

_BLOCK = 512


class Row(NamedTuple, Generic[Truths]):
    """What is judged of one state beside another, or of all states beside some of them."""

    tempts: Truths
    deters: Truths
    credible: Truths
    better: Truths
    unknown: Truths | None = None


Words = Callable[[int, int, str, str], str]
"""Says how one state stands to another, and calls it and whose preference it is as it is told."""


def _nothing(target: int, state: int, that: str, who: str) -> str:
    return ""


@dataclass(frozen=True, eq=False)
class PairwisePreference(Relations):
    """A preference of which every pair is judged by itself.

    For each state that others are held beside it has those for which something is so.
    """

    tempting: Sets
    deterring: Sets
    believed: Sets
    preferred: Sets
    left_open: Sets | None
    words: Words = _nothing

    @classmethod
    def of(
        cls, count: int, judge: Callable[[slice], Row[Flags]], words: Words = _nothing
    ) -> PairwisePreference:
        """Judge all pairs of so many states, by what is judged of all states beside some."""
        blocks = [slice(k, min(k + _BLOCK, count)) for k in range(0, count, _BLOCK)]
        rows: list[Sets | None] = [None] * len(Row._fields)
        for block in blocks:
            for k, truth in enumerate(judge(block)):
                if truth is None:
                    continue
                if (sets := rows[k]) is None:
                    sets = rows[k] = np.empty((count, -(-count // 8)), dtype=np.uint8)
                sets[block] = np.packbits(truth, axis=1, bitorder="little")
        tempting, deterring, believed, preferred, left_open = rows
        assert tempting is not None
        assert deterring is not None
        assert believed is not None
        assert preferred is not None
        return cls(tempting, deterring, believed, preferred, left_open, words)

    @classmethod
    def by(
        cls, pairs: PairValues[T], judge: Callable[[T], Row[bool]], words: Words
    ) -> PairwisePreference:
        """Judge all pairs by how the second stands beside the first."""
        judged = np.array([judge(value) for value in pairs.values], dtype=np.uint8)
        bits = np.arange(judged.shape[1])
        flags = (judged << bits).sum(axis=1, dtype=np.uint8)

        def judge_beside(states: slice) -> Row[Flags]:
            beside = flags[pairs.beside(states)]
            return Row(*(beside & 1 << bit for bit in bits.tolist()))

        return cls.of(len(pairs.class_of), judge_beside, words)

    def without_return(self) -> PairwisePreference:
        """Return the same where no state deters from leaving itself."""
        deterring = self.deterring.copy()
        for state in range(len(deterring)):
            deterring[state, state >> 3] &= ~(1 << (state & 7)) & 255
        return replace(self, deterring=deterring)

    def said(self, target: int, state: int, that: str, who: str = "it") -> str:
        """Say how a target stands to a state."""
        return self.words(target, state, that, who)

    def tempts(self, targets: Positions, state: int) -> Mask:
        """Say which targets tempt away from a state."""
        return _bits(self.tempting, state, targets)

    def deters(self, targets: Positions, state: int) -> Mask:
        """Say which targets deter from leaving a state."""
        return _bits(self.deterring, state, targets)

    def credible(self, targets: Positions, state: int) -> Mask:
        """Say to which targets others believe it willing to move."""
        return _bits(self.believed, state, targets)

    def judged(self, relation: Judged, moves: Lists) -> Mask:
        """Say of all moves whether they are so judged from where they begin."""
        rows = {"tempts": self.tempting, "deters": self.deterring, "credible": self.believed}
        return _bits(rows[relation], moves.rows(), moves.entries)

    def deterring_sets(self, count: int) -> Sets:
        """Return for each state all those that deter from leaving it."""
        return self.deterring

    def better(self, targets: Positions, state: int) -> NDArray[np.int8]:
        """Say which targets it prefers to a state, as far as is known."""
        return self._truths(state, targets, targets, state)

    def worse(self, targets: Positions, state: int) -> NDArray[np.int8]:
        """Say which targets it likes less than a state, as far as is known."""
        return self._truths(targets, state, targets, state)

    def _truths(
        self, rows: Positions | int, columns: Positions | int, targets: Positions, state: int
    ) -> NDArray[np.int8]:
        found = _bits(self.preferred, rows, columns).astype(np.int8)
        if self.left_open is not None:
            found[_bits(self.left_open, state, targets)] = Truth.UNKNOWN
        return found


def pair_bytes(states: int, decision_makers: int) -> int:
    """Say how much memory it takes, at the most, to judge all pairs of states for everybody."""
    # Five bits for each pair and decision maker; and while one is worked on the values of pairs.
    return states**2 * (5 * decision_makers + 24) // 8


def _bits(bitmap: Sets, rows: Positions | int, columns: Positions | int) -> Mask:
    found = bitmap[rows, np.right_shift(columns, 3)] >> np.bitwise_and(columns, 7)
    return np.asarray(found & 1, dtype=bool)
