r"""Rankings near to a given one, drawn uniformly.

How far a ranking without ties is from a given one is the number of pairs of states that the given
one orders and the other orders the other way round (Kendall's distance; pairs that are tied cost
nothing). With ties in blocks of sizes :math:`t_1, t_2, \dots`, best first, such a ranking is an
arrangement of the blocks' members and an order within each block, and the two are independent. In
the arrangement each member of block `b` has below it a number of members of better blocks,
:math:`0 \le c \le t_1 + \dots + t_{b-1}`: a partition into at most :math:`t_b` parts. The
distance is the sum of all parts, so that arrangements are counted and drawn part by part: without
ties the parts are the inversion table of a permutation.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from countermove.analysis.sample.draws import Draws, Order, Words, thresholds
from countermove.errors import TooLargeError

_MOST_COUNTS = 1 << 22
"""So many counts of arrangements are kept at most."""

Counts = NDArray[Any]
"""Whole numbers of any size, as Python objects."""


class Nearby:
    """Draws rankings without ties within a distance of a given one, each equally likely.

    >>> nearby = Nearby(np.array([2, 1, 0]), 1)
    >>> nearby.arrangements
    3
    >>> nearby.draw(Draws(5), 3).tolist()
    [[2, 0, 1], [2, 0, 1], [2, 1, 0]]
    """

    def __init__(self, ranks: NDArray[np.integer[Any]], distance: int) -> None:
        order = np.argsort(-ranks.astype(np.int64), kind="stable")
        _, sizes = np.unique(-ranks.astype(np.int64), return_counts=True)
        self._order: Order = order
        self._sizes: list[int] = sizes.tolist()
        self._better: list[int] = (np.cumsum(sizes) - sizes).tolist()
        self.distance = min(distance, largest_distance(ranks))
        if _counts(self._sizes, self._better, self.distance) > _MOST_COUNTS:
            most = _countable(self._sizes, self._better, self.distance)
            raise TooLargeError(
                f"rankings of {len(ranks):,} outcomes within {self.distance:,} changes of place "
                "are too many to be counted.",
                advice=f"Give a smaller distance, {most:,} at most.",
            )
        every = np.full(self.distance + 1, 1, dtype=object)
        # How many arrangements of the blocks so far have at most so many inversions.
        self._so_far: list[Counts] = [every]
        self._thresholds: list[Words] = []
        for size, better in zip(self._sizes, self._better, strict=True):
            counts = _partitions(self._so_far[-1], size, min(better, self.distance))
            self._so_far.append(counts[size, -1])
            self._thresholds.append(thresholds(counts[:, :-1], counts[:, 1:]))

    @property
    def arrangements(self) -> int:
        """In how many ways the blocks can be arranged within the distance."""
        return int(self._so_far[-1][-1])

    def draw(self, draws: Draws, lanes: int) -> NDArray[np.int16]:
        """Return ranks by ranking and state, higher is better."""
        order = np.broadcast_to(self._order, (lanes, len(self._order))).copy()
        for size, better in zip(self._sizes, self._better, strict=True):
            if size > 1:
                block = slice(better, better + size)
                within = draws.orders(lanes, size)
                order[:, block] = np.take_along_axis(order[:, block], within, axis=1)
        if self.distance:
            for b, parts in self._parts(draws, lanes):
                _insert(order, self._better[b], parts)
        return ranked(order)

    def _parts(self, draws: Draws, lanes: int) -> Iterator[tuple[int, NDArray[np.intp]]]:
        """Give for each block how many better states each member is put above, most first."""
        left = np.full(lanes, self.distance)
        found: list[tuple[int, NDArray[np.intp]]] = []
        # What a block takes depends on in how many ways the better ones can take the rest.
        for b in range(len(self._sizes) - 1, 0, -1):
            parts = np.zeros((lanes, self._sizes[b]), dtype=np.intp)
            most = np.minimum(left, min(self._better[b], self.distance))
            todo = np.full(lanes, self._sizes[b])
            while (active := np.flatnonzero((todo > 0) & (most > 0))).size:
                lower = self._is_lower(draws, b, todo[active], most[active], left[active])
                most[active[lower]] -= 1
                taking = active[~lower]
                parts[taking, self._sizes[b] - todo[taking]] = most[taking]
                todo[taking] -= 1
                left[taking] -= most[taking]
                most[taking] = np.minimum(most[taking], left[taking])
            found.append((b, parts))
        # Blocks are put in from the best on, each into what is there already.
        yield from reversed(found)

    def _is_lower(
        self,
        draws: Draws,
        b: int,
        todo: NDArray[np.intp],
        most: NDArray[np.intp],
        left: NDArray[np.intp],
    ) -> NDArray[np.bool_]:
        """Say in which lanes the largest of the parts to come is less than the most it can be."""
        words = draws.words(len(todo))
        bounds = self._thresholds[b][todo, most - 1, left]
        lower = words < bounds
        for k in np.flatnonzero(words == bounds).tolist():
            counts = _partitions(self._so_far[b], self._sizes[b], self._thresholds[b].shape[1])
            part, total = (int(counts[todo[k], most[k] - less, left[k]]) for less in (1, 0))
            lower[k] = draws.below(total, int(words[k])) < part
        return np.asarray(lower)


def largest_distance(ranks: NDArray[np.integer[Any]]) -> int:
    """Return how many pairs of states a ranking orders: no ranking is farther from it.

    >>> largest_distance(np.array([2, 1, 1, 0]))
    5
    """
    _, sizes = np.unique(ranks, return_counts=True)
    states = len(ranks)
    tied = sum(int(size) ** 2 for size in sizes)
    return (states * states - tied) // 2


def ranked(order: Order) -> NDArray[np.int16]:
    """Turn orders of states, the best first, into ranks by order and state."""
    lanes, states = order.shape
    ranks = np.empty((lanes, states), dtype=np.int16)
    falling = np.arange(states - 1, -1, -1, dtype=np.int16)
    np.put_along_axis(ranks, order, np.broadcast_to(falling, order.shape), axis=1)
    return ranks


def _partitions(before: Counts, size: int, most: int) -> Counts:
    """Count the ways to take at most some parts, and then what the better blocks take."""
    counts = np.empty((size + 1, most + 1, len(before)), dtype=object)
    counts[0] = before
    counts[:, 0] = before
    for parts in range(1, size + 1):
        for largest in range(1, most + 1):
            # The largest part is smaller, or it is taken and the others are no larger.
            counts[parts, largest] = counts[parts, largest - 1]
            counts[parts, largest, largest:] += counts[parts - 1, largest, :-largest]
    return counts


def _insert(order: Order, better: int, parts: NDArray[np.intp]) -> None:
    """Move the members of a block up, each above as many better states as its part says."""
    moved = np.flatnonzero(parts.any(axis=1))
    if not moved.size:
        return
    size = parts.shape[1]
    end = better + size
    places = better - parts[moved] + np.arange(size)
    is_new = np.zeros((len(moved), end), dtype=bool)
    np.put_along_axis(is_new, places, True, axis=1)
    old, new = order[moved, :better], order[moved, better:end]
    merged = np.empty_like(order[moved, :end])
    merged[is_new] = new.ravel()
    merged[~is_new] = old.ravel()
    order[moved, :end] = merged


def countable_distance(ranks: NDArray[np.integer[Any]]) -> int:
    """Return the largest distance within which the rankings near a given one can be counted.

    >>> countable_distance(np.array([2, 1, 1, 0]))
    5
    """
    _, sizes = np.unique(-ranks.astype(np.int64), return_counts=True)
    better = np.cumsum(sizes) - sizes
    return _countable(sizes.tolist(), better.tolist(), largest_distance(ranks))


def _countable(sizes: list[int], better: list[int], most: int) -> int:
    return bisect_right(range(1, most + 1), _MOST_COUNTS, key=partial(_counts, sizes, better))


def _counts(sizes: list[int], better: list[int], distance: int) -> int:
    blocks = zip(sizes, better, strict=True)
    return sum((size + 1) * (min(above, distance) + 1) for size, above in blocks) * (distance + 1)
