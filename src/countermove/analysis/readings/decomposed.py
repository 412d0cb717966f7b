"""What holds in every joint reading, exactly and with likelihoods, where readings can be listed."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from countermove.analysis.readings.answer import AnswerAcross
from countermove.analysis.readings.axes import Axis, Rankings, Weights
from countermove.analysis.readings.blocks import BlockOfReadings
from countermove.analysis.readings.folding import States, Table, folded, merged

# So large a table of an answer is made.
_MOST_CELLS = 1 << 24


_Told = tuple[tuple[int, int], ...]


@dataclass(frozen=True, eq=False)
class Decomposed:
    """The stable states of all parties under some concepts, block by block."""

    axes: tuple[Axis, ...]
    """Of the doubts that several parties share, and of each party."""
    listed: tuple[tuple[Rankings, ...], ...]
    """By cell of the shared doubts and by party."""
    blocks: tuple[BlockOfReadings, ...]
    count: int
    """How many states there are."""

    @property
    def is_weighed(self) -> bool:
        """Whether there are likelihoods: no unknown orders."""
        return not any(axis.orders for axis in self.axes)

    def answer(
        self,
        c: int,
        holds: Callable[[States], bool],
        among: States | None = None,
        party: int | None = None,
    ) -> AnswerAcross | None:
        """Answer a question about the states that hold under a concept, in all readings.

        Only those `among` some states are told apart; about those that are stable for a `party`.
        None where the table would be too large.
        """
        everything = (1 << self.count) - 1 if among is None else among
        cache: dict[tuple[tuple[States, ...], ...], tuple[list[list[int]], Table]] = {}
        answered: list[tuple[list[list[int]], Table]] = []
        for sets in self._sets[c]:
            own = tuple(
                tuple((one if party in (None, i) else everything) & everything for one in some)
                for i, some in enumerate(sets)
            )
            if own not in cache:
                cache[own] = folded(own, holds, everything)
            answered.append(cache[own])
        # Claims and concepts that differ have the same answer more often than not.
        told = tuple(
            (*map(tuple, classes), small.shape, small.tobytes()) for classes, small in answered
        )
        if told not in self._joint:
            self._joint[told] = self._joined(answered)
        return self._joint[told]

    @cached_property
    def _joint(self) -> dict[tuple[tuple[Any, ...], ...], AnswerAcross | None]:
        return {}

    @cached_property
    def _sets(self) -> list[list[list[list[States]]]]:
        """By concept, block, party and ranking the states that are stable, as numbers."""
        concepts = self.blocks[0].stable[0].shape[1]
        return [
            [
                [[int.from_bytes(row.tobytes(), "little") for row in own[:, c]] for own in b.stable]
                for b in self.blocks
            ]
            for c in range(concepts)
        ]

    def _joined(self, answered: Sequence[tuple[list[list[int]], Table]]) -> AnswerAcross | None:
        """Put the answers of all blocks together."""
        parties = len(self.axes) - 1
        # What tells a ranking apart: in which blocks it is, and its class in each of them.
        told: list[list[list[list[tuple[int, int]]]]] = [
            [[[] for _ in here[i].ranks] for here in self.listed] for i in range(parties)
        ]
        for b, (block, (classes, _)) in enumerate(zip(self.blocks, answered, strict=True)):
            for i in range(parties):
                for ranking, kind in zip(block.own[i], classes[i], strict=True):
                    told[i][block.shared][ranking].append((b, kind))
        of_cells, kinds = [], []
        for i in range(parties):
            by_shared = [
                _numbered([tuple(one) for one in told[i][v]]) for v in range(len(self.listed))
            ]
            each = np.stack(
                [of[here[i].of] for (of, _), here in zip(by_shared, self.listed, strict=True)]
            )
            joint, cells = np.unique(each, axis=1, return_inverse=True)
            of_cells.append(cells.reshape(-1))
            kinds.append(
                [[by_shared[v][1][k] for k in joint[v].tolist()] for v in range(len(self.listed))]
            )
        shape = (len(self.listed), *(len(own[0]) for own in kinds))
        if math.prod(shape) > _MOST_CELLS:
            return None
        table = np.zeros(shape, dtype=bool)
        # By party, for each block: which classes are in it, and which class of the block each is.
        inside: list[dict[int, list[tuple[int, int]]]] = []
        for own in kinds:
            where: dict[int, list[tuple[int, int]]] = {}
            for per_shared in own:
                for k, one in enumerate(per_shared):
                    for b, kind in one:
                        where.setdefault(b, []).append((k, kind))
            inside.append(where)
        for b, (block, (_, small)) in enumerate(zip(self.blocks, answered, strict=True)):
            pairs = [where.get(b, []) for where in inside]
            at = np.ix_([block.shared], *([k for k, _ in own] for own in pairs))
            table[at] = small[np.ix_(*([kind for _, kind in own] for own in pairs))][None]
        new, table = merged(table)
        shared = new[0]
        return AnswerAcross(
            self.axes,
            (shared, *(own[of] for own, of in zip(new[1:], of_cells, strict=True))),
            table,
        )

    def outcomes(self, c: int) -> Spread:
        """Return for every state in which readings it holds, and is stable for each party."""
        parties, size = len(self.axes) - 1, self.count
        total = math.prod(axis.total for axis in self.axes)
        dtype = np.int64 if total < 1 << 62 and self.is_weighed else object
        holds, each = np.zeros(size, dtype), np.zeros((parties, size), dtype)
        in_all, in_some = np.ones(size, bool), np.zeros(size, bool)
        all_for, some_for = np.ones((parties, size), bool), np.zeros((parties, size), bool)
        for block in self.blocks:
            here = self.listed[block.shared]
            counts, sums = [], []
            every, any_ = np.ones(size, bool), np.ones(size, bool)
            for i in range(parties):
                masks = _masks(block.stable[i][:, c], size)
                weights = here[i].weighed(self.axes[i + 1])[list(block.own[i])].astype(dtype)
                counts.append(weights @ masks.astype(dtype))
                sums.append(weights.sum())
                all_for[i] &= masks.all(axis=0)
                some_for[i] |= masks.any(axis=0)
                every &= masks.all(axis=0)
                any_ &= masks.any(axis=0)
            in_all &= every
            in_some |= any_
            if self.is_weighed:
                share = self.axes[0].weights.astype(dtype)[block.shared]
                holds += share * math.prod(counts[1:], start=counts[0])
                for i in range(parties):
                    others = math.prod(sums[:i] + sums[i + 1 :])
                    each[i] += share * counts[i] * others
        if not self.is_weighed:
            return Spread(in_all, in_some, all_for, some_for)
        return Spread(in_all, in_some, all_for, some_for, holds, each, total)


@dataclass(frozen=True, eq=False)
class Spread:
    """In which readings each state holds and is stable, under one concept."""

    in_all: NDArray[np.bool_]
    in_some: NDArray[np.bool_]
    all_for: NDArray[np.bool_]
    """By party and state."""
    some_for: NDArray[np.bool_]
    holds: Weights | None = None
    each: Weights | None = None
    total: int = 1

    def likelihood(self, state: int, party: int | None = None) -> Fraction | None:
        """Return how likely a state holds, or is stable for a party; None for unknown orders."""
        counts = self.holds if party is None else None if self.each is None else self.each[party]
        return None if counts is None else Fraction(int(counts[state]), self.total)


def _numbered(
    told: Sequence[tuple[tuple[int, int], ...]],
) -> tuple[NDArray[np.intp], list[tuple[tuple[int, int], ...]]]:
    number: dict[tuple[tuple[int, int], ...], int] = {}
    of = np.array([number.setdefault(one, len(number)) for one in told], dtype=np.intp)
    return of, list(number)


def _masks(packed: NDArray[np.uint8], size: int) -> NDArray[np.bool_]:
    return np.unpackbits(packed, axis=1, count=size, bitorder="little").view(np.bool_)
