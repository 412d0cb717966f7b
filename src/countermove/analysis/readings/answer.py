"""One question answered in every reading: in how many it holds, and what that hangs on."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import product
from typing import Any

import numpy as np
from immutabledict import immutabledict
from numpy.typing import NDArray

from countermove.analysis.readings.axes import Axis
from countermove.analysis.readings.folding import Table
from countermove.model.doubts import Doubt

Turn = Mapping[str, int]
"""By the id of a doubt which of its values."""

Condition = Mapping[str, tuple[int, ...]]
"""By the id of a doubt some of its values: one of them, for each of the doubts."""

# So many ways to resolve the doubts that matter are looked through for conditions, and so many
# turns are listed.
_MOST_CELLS = 1 << 14
_MOST_TURNS = 1 << 8


@dataclass(frozen=True, eq=False)
class AnswerAcross:
    """The answer in every joint reading: by the classes of the cells of each axis."""

    axes: tuple[Axis, ...]
    classes: tuple[NDArray[np.intp], ...]
    """By axis the class of each cell; no two of them are alike in the table."""
    table: Table

    @property
    def in_all(self) -> bool:
        """Whether it holds in all readings."""
        return bool(self.table.all())

    @property
    def in_some(self) -> bool:
        """Whether it holds in some reading."""
        return bool(self.table.any())

    @cached_property
    def likelihood(self) -> Fraction | None:
        """How likely it is that it holds; None where that hangs on unknown orders."""
        if any(doubt in axis.orders for axis in self.axes for doubt in self._mattering(axis)):
            return None
        found: NDArray[Any] = self.table.astype(object)
        total = 1
        for axis, of in zip(reversed(self.axes), reversed(self.classes), strict=True):
            weights = np.zeros(found.shape[-1], dtype=object)
            np.add.at(weights, of, axis.weights.astype(object))
            found = np.asarray(found @ weights)
            # Orders that make no difference are counted as often as there are of them.
            total *= int(weights.sum())
        return Fraction(int(found), total)

    @cached_property
    def hangs_on(self) -> tuple[Doubt, ...]:
        """The doubts whose value matters at all."""
        return tuple(doubt for axis in self.axes for doubt in self._mattering(axis))

    def _mattering(self, axis: Axis) -> list[Doubt]:
        of = self.classes[self.axes.index(axis)].reshape(axis.shape)
        return [d for k, d in enumerate(axis.doubts) if (np.diff(of, axis=k) != 0).any()]

    def nearest(self, value: bool) -> tuple[Turn, ...]:
        """Return all smallest sets of doubts that, resolved otherwise than written, give an answer.

        Each with how they are resolved. None where no reading does.
        """
        if (self.table != value).all():
            return ()
        least = [
            np.array([axis.turned[of == k].min() for k in range(size)])
            for axis, of, size in zip(self.axes, self.classes, self.table.shape, strict=True)
        ]
        apart = np.zeros((), dtype=np.intp)
        for own in least:
            apart = np.add.outer(apart, own)
        nearest = apart[self.table == value].min()
        turns: list[Turn] = []
        for at in np.argwhere((self.table == value) & (apart == nearest)):
            cells = [
                np.flatnonzero((of == k) & (axis.turned == own[k]))
                for axis, of, own, k in zip(self.axes, self.classes, least, at, strict=True)
            ]
            for choice in product(*cells):
                turns.append(self._turn([int(cell) for cell in choice]))
                if len(turns) == _MOST_TURNS:
                    return tuple(turns)
        return tuple(turns)

    def _turn(self, cells: Sequence[int]) -> Turn:
        found = {}
        for axis, cell in zip(self.axes, cells, strict=True):
            at = np.unravel_index(int(cell), axis.shape) if axis.doubts else ()
            for doubt, values, k in zip(axis.doubts, axis.values, at, strict=True):
                if values[k]:
                    found[doubt.id] = values[k]
        return immutabledict(found)

    @cached_property
    def grid(self) -> tuple[tuple[Doubt, ...], list[tuple[int, ...]], Table] | None:
        """The doubts that matter, their values, and the answer by those; None for too many."""
        doubts, values, index = [], [], []
        for axis, of in zip(self.axes, self.classes, strict=True):
            mattering = self._mattering(axis)
            where = tuple(slice(None) if d in mattering else 0 for d in axis.doubts)
            index.append(of.reshape(axis.shape)[where])
            doubts += mattering
            of_doubt = dict(zip(axis.doubts, axis.values, strict=True))
            values += [of_doubt[doubt] for doubt in mattering]
        if math.prod(map(len, values)) > _MOST_CELLS:
            return None
        spread, before = [], 0
        for own in index:
            after = len(values) - before - own.ndim
            spread.append(own.reshape((1,) * before + own.shape + (1,) * after))
            before += own.ndim
        return tuple(doubts), values, self.table[tuple(np.broadcast_arrays(*spread))]

    def conditions(self, value: bool) -> tuple[Condition, ...] | None:
        """Return conditions of which at least one is met exactly where the answer is this one.

        None can be left out, and none be wider. None where too many doubts matter.
        """
        if self.grid is None:
            return None
        doubts, values, grid = self.grid
        primes = _cover(grid == value)
        return tuple(_condition(doubts, values, prime, grid.shape) for prime in primes)

    def common(self, value: bool) -> Condition:
        """Return what all readings in which the answer is this one have in common."""
        if self.grid is None:
            return immutabledict()
        doubts, values, grid = self.grid
        where = np.argwhere(grid == value)
        shared = [sorted(set(where[:, k].tolist())) for k in range(len(doubts))]
        return _condition(doubts, values, shared, grid.shape)


Cube = list[list[int]]


def _condition(
    doubts: Sequence[Doubt],
    values: Sequence[tuple[int, ...]],
    cube: Cube,
    shape: tuple[int, ...],
) -> Condition:
    return immutabledict(
        (doubt.id, tuple(own[k] for k in some))
        for doubt, own, some, count in zip(doubts, values, cube, shape, strict=True)
        if len(some) < count
    )


def _cover(wanted: Table) -> list[Cube]:
    """Return the fewest cubes that greedy search finds which cover what is wanted, and no more."""
    primes: list[tuple[Cube, Table]] = []
    left = wanted.copy()
    while left.any():
        cell = np.unravel_index(int(np.flatnonzero(left.reshape(-1))[0]), left.shape)
        cube = [[int(k)] for k in cell]
        for axis, count in enumerate(wanted.shape):
            for value in range(count):
                if value not in cube[axis]:
                    wider = [*cube[:axis], sorted([*cube[axis], value]), *cube[axis + 1 :]]
                    if wanted[np.ix_(*wider)].all():
                        cube = wider
        inside = np.zeros_like(wanted)
        inside[np.ix_(*cube)] = True
        left &= ~inside
        primes.append((cube, inside))
    for prime in list(primes):
        others = [inside for _, inside in primes if inside is not prime[1]]
        if others and (np.logical_or.reduce(others) | ~prime[1]).all():
            primes = [one for one in primes if one is not prime]
    return [cube for cube, _ in primes]
