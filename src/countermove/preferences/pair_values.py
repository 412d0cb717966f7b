"""How each two of many states stand to one another, kept once for all that are alike."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from countermove.errors import TooLargeError
from countermove.graph.lists import Mask
from countermove.graph.region import Positions

T = TypeVar("T", bound=Hashable)
T_co = TypeVar("T_co", bound=Hashable, covariant=True)
U = TypeVar("U", bound=Hashable)
W = TypeVar("W", bound=Hashable)

Degrees = NDArray[np.integer[Any]]
"""By how many degrees states are better than one, below 0 worse."""

MOST_VALUES = 1 << 18

_BLOCK = 512


@dataclass(frozen=True, eq=False)
class PairValues(Generic[T_co]):
    """For each two states one of some values: how the second stands beside the first.

    States that stand alike to all are one class.
    """

    class_of: Positions
    places: NDArray[np.unsignedinteger[Any]]
    """By class of the first and of the second: the place of their value."""
    values: Sequence[T_co]

    def beside(self, states: slice) -> NDArray[np.unsignedinteger[Any]]:
        """Return how all states stand beside some: the places of the values."""
        return self.places[self.class_of[states]].take(self.class_of, axis=1)

    def value(self, first: int, second: int) -> T_co:
        """Return how the second stands beside the first."""
        return self.values[int(self.places[self.class_of[first], self.class_of[second]])]


Compare = Callable[[Positions], PairValues[T]]
"""Compares some of the states."""


Decide = Callable[[int, Any], Any]
"""Makes a value of a sign and of what less important statements say.

The sign is 1 where a statement holds in the second state only, -1 in the first only, else 0.
"""


class _Numbers(Generic[T]):
    """Numbers values as they come."""

    def __init__(self) -> None:
        self._known: dict[T, int] = {}

    def __call__(self, value: T) -> int:
        number = self._known.setdefault(value, len(self._known))
        if number == MOST_VALUES:
            raise TooLargeError(
                f"pairs of outcomes stand to one another in more than {MOST_VALUES:,} ways.",
                advice="Leave out doubts that turn nothing.",
            )
        return number

    def values(self) -> list[T]:
        return list(self._known)

    def empty(self, size: int) -> NDArray[np.unsignedinteger[Any]]:
        """Make room for pairs of so many classes."""
        return np.empty((size, size), np.min_scalar_type(max(0, len(self._known) - 1)))


def by_statements(
    count: int, statements: Sequence[tuple[Mask, Decide]], alike: Hashable
) -> PairValues[Any]:
    """Compare so many states by statements, the most important first, that may leave them alike.

    >>> def first(sign, rest):
    ...     return sign or rest
    >>> truths = np.array([True, True, False]), np.array([True, False, False])
    >>> found = by_statements(3, [(truth, first) for truth in truths], 0)
    >>> found.value(0, 1), found.value(2, 1), found.value(1, 1)
    (-1, 1, 0)
    """
    # From the last one on: with each more of them there are more classes, and what is known of
    # classes so far need not be looked at again.
    found = PairValues[Any](np.zeros(count, np.intp), np.zeros((1, 1), np.uint8), [alike])
    for truth, decide in reversed(statements):
        found = _refined(found, truth, decide)
    return found


def _refined(rest: PairValues[Any], truth: Mask, decide: Decide) -> PairValues[Any]:
    old = len(rest.places)
    classes, class_of = np.unique(truth * old + rest.class_of, return_inverse=True)
    before = classes % old
    begins = int(np.searchsorted(classes, old))
    spans = [span for span in (slice(0, begins), slice(begins, len(classes))) if before[span].size]
    numbers = _Numbers[Any]()
    signs = (0,) if len(spans) == 1 else (0, 1, -1)
    numbered = {s: [numbers(decide(s, value)) for value in rest.values] for s in signs}
    places = numbers.empty(len(classes))
    tables = {sign: np.array(table, dtype=places.dtype) for sign, table in numbered.items()}
    for i, rows in enumerate(spans):
        for part in _blocks(rows):
            among = rest.places[before[part]]
            for j, columns in enumerate(spans):
                places[part, columns] = tables[j - i][among.take(before[columns], axis=1)]
    return PairValues(class_of, places, numbers.values())


def _blocks(rows: slice) -> Iterator[slice]:
    for start in range(rows.start, rows.stop, _BLOCK):
        yield slice(start, min(start + _BLOCK, rows.stop))


def by_levels(levels: NDArray[Any], beside: Callable[[int], Degrees]) -> PairValues[int]:
    """Compare states by their levels, given by how many degrees all are better than one."""
    _, firsts, class_of = np.unique(levels, return_index=True, return_inverse=True)
    rows = np.array([beside(state)[firsts] for state in firsts.tolist()])
    values, places = np.unique(rows, return_inverse=True)
    dtype = np.min_scalar_type(max(0, len(values) - 1))
    return PairValues(class_of, places.reshape(rows.shape).astype(dtype), values.tolist())


def by_truth(truth: Mask) -> PairValues[bool]:
    """Compare states by what is true, by first and second."""
    return PairValues(np.arange(len(truth)), truth.astype(np.uint8), [False, True])


def by_pairs(values: NDArray[Any]) -> PairValues[Any]:
    """Compare states where each pair is judged by itself, by first and second."""
    numbers: _Numbers[Any] = _Numbers()
    found = [[numbers(value) for value in row] for row in values.tolist()]
    places = numbers.empty(len(found))
    places[:] = found
    return PairValues(np.arange(len(found)), places, numbers.values())


def joined(one: PairValues[T], other: PairValues[U], join: Callable[[T, U], W]) -> PairValues[W]:
    """Compare by two comparisons of the same states: what becomes of their two values."""
    pairs = one.class_of * len(other.places) + other.class_of
    classes, class_of = np.unique(pairs, return_inverse=True)
    first, second = np.divmod(classes, len(other.places))
    width = len(other.values)

    def found(rows: slice) -> NDArray[np.intp]:
        ones = one.places[first[rows]].take(first, axis=1)
        both: NDArray[np.intp] = np.multiply(ones, width, dtype=np.intp)
        both += other.places[second[rows]].take(second, axis=1)
        return both

    occurs = np.zeros(len(one.values) * width, dtype=bool)
    for rows in _blocks(slice(0, len(classes))):
        occurs[found(rows)] = True
    numbers = _Numbers[W]()
    table = np.zeros(len(occurs), dtype=np.intp)
    for k in np.flatnonzero(occurs).tolist():
        table[k] = numbers(join(one.values[k // width], other.values[k % width]))
    places = numbers.empty(len(classes))
    for rows in _blocks(slice(0, len(classes))):
        places[rows] = table[found(rows)]
    return PairValues(class_of, places, numbers.values())
