"""The readings of one party, one by one, and what is the same in them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from countermove.model.doubts import Doubt
from countermove.preferences.doubted import Doubted, likely_values
from countermove.preferences.levels import Ranks

Weights = NDArray[Any]
"""Whole numbers, of Python's where 64 bits might not do."""

_NARROW = 1 << 31


@dataclass(frozen=True, eq=False)
class Axis:
    """Some doubts, all ways to resolve which are gone through: the cells of a grid."""

    doubts: tuple[Doubt, ...]
    values: tuple[tuple[int, ...], ...]
    """For each doubt those of its values that are possible."""
    orders: tuple[Doubt, ...] = ()
    """Those among the doubts that are unknown orders: they have no likelihood."""

    @classmethod
    def of(cls, doubts: Sequence[Doubt], orders: Mapping[Doubt, int] | None = None) -> Axis:
        """Take all possible values of some doubts."""
        orders = orders or {}
        values = (*map(likely_values, doubts), *map(range, orders.values()))
        return cls((*doubts, *orders), tuple(map(tuple, values)), tuple(orders))

    @property
    def shape(self) -> tuple[int, ...]:
        """How many values each doubt has."""
        return tuple(map(len, self.values))

    @property
    def size(self) -> int:
        """How many cells there are."""
        return math.prod(self.shape)

    def cells(self) -> Iterator[dict[str, int]]:
        """Give every way to resolve the doubts."""
        ids = [doubt.id for doubt in self.doubts]
        return (dict(zip(ids, values, strict=True)) for values in product(*self.values))

    @cached_property
    def weights(self) -> Weights:
        """How likely each cell is, as a share of `total`; unknown orders count as one."""
        found = np.ones((), dtype=object)
        for doubt, values in zip(self.doubts, self.values, strict=True):
            own = [1] * len(values)
            if doubt not in self.orders:
                own = [int(doubt.values[k].likely * _common(doubt)) for k in values]
            found = np.multiply.outer(found, np.array(own, dtype=object))
        return found.reshape(-1).astype(np.int64 if self.total < _NARROW else object)

    @cached_property
    def total(self) -> int:
        """What the weights add up to, where there are no unknown orders."""
        return math.prod(_common(doubt) for doubt in self.doubts if doubt not in self.orders)

    @cached_property
    def turned(self) -> NDArray[np.intp]:
        """In each cell how many doubts are resolved otherwise than as written."""
        found = np.zeros((), dtype=np.intp)
        for values in self.values:
            found = np.add.outer(found, (np.array(values) > 0).astype(np.intp))
        return found.reshape(-1)


def _common(doubt: Doubt) -> int:
    return math.lcm(*(value.likely.denominator for value in doubt.values))


@dataclass(frozen=True, eq=False)
class Rankings:
    """The rankings of one party in all cells of its axis."""

    ranks: list[Ranks]
    """Those that differ."""
    of: NDArray[np.intp]
    """By cell which of them it is."""

    @classmethod
    def along(cls, axis: Axis, own: Doubted) -> Rankings:
        """Go through all cells."""
        number: dict[bytes, int] = {}
        ranks: list[Ranks] = []
        of: list[int] = []
        for chosen in axis.cells():
            found = own.ranks(chosen)
            if (k := number.setdefault(found.tobytes(), len(number))) == len(ranks):
                ranks.append(found)
            of.append(k)
        return cls(ranks, np.array(of, dtype=np.intp))

    def weighed(self, axis: Axis) -> Weights:
        """Return how likely each ranking is, as a share of the axis' total."""
        found = np.zeros(len(self.ranks), dtype=axis.weights.dtype)
        np.add.at(found, self.of, axis.weights)
        return found
