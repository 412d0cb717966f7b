"""Sets of states as packed bits, one for each state."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Self, TypeVar, overload

import numpy as np
from numpy.typing import NDArray

from countermove.graph.region import Positions, Region

_AT_ONCE = 1 << 16
_POSITION = np.dtype(np.intp)

Whole = TypeVar("Whole", bound=np.integer[Any])


@dataclass(frozen=True, eq=False, repr=False, slots=True)
class Bits(Region):
    """A set of states, or of choices: for each whether it is in the set, as packed bits.

    >>> some = Bits.of(np.array([True, False, True]))
    >>> some.count(), (~some).positions().tolist(), 2 in some
    (2, [1], True)
    """

    packed: NDArray[np.uint8]
    size: int

    def __post_init__(self) -> None:
        """Keep the set from being changed."""
        self.packed.flags.writeable = False

    @classmethod
    def of(cls, mask: NDArray[np.bool_]) -> Bits:
        """Pack an array of truth values."""
        return cls(np.packbits(mask, bitorder="little"), len(mask))

    @classmethod
    def all_or_none(cls, size: int, value: bool) -> Bits:
        """Return the set of all states, or the empty one."""
        return cls(
            _trimmed(np.full(-(-size // 8), 255 if value else 0, dtype=np.uint8), size), size
        )

    @classmethod
    def at(cls, positions: Positions, size: int) -> Bits:
        """Return the set of the states at some positions."""
        mask = np.zeros(size, dtype=bool)
        mask[positions] = True
        return cls.of(mask)

    def __and__(self, other: Self) -> Self:
        return type(self)(self.packed & other.packed, self.size)

    def __or__(self, other: Self) -> Self:
        return type(self)(self.packed | other.packed, self.size)

    def __xor__(self, other: Self) -> Self:
        return type(self)(self.packed ^ other.packed, self.size)

    def __invert__(self) -> Self:
        return type(self)(_trimmed(~self.packed, self.size), self.size)

    def __contains__(self, state: int) -> bool:
        return 0 <= state < self.size and bool(self.packed[state >> 3] >> (state & 7) & 1)

    def among(self, states: Positions) -> NDArray[np.bool_]:
        """Say which of some states are in the set."""
        bits = self.packed[states >> 3] >> (states & 7).astype(np.uint8)
        return np.asarray(bits & 1, dtype=np.bool_)

    def only(self, state: int) -> Self:
        """Return the set that holds one state, whether or not it is in this one."""
        packed = np.zeros_like(self.packed)
        packed[state >> 3] = 1 << (state & 7)
        return type(self)(packed, self.size)

    def count(self) -> int:
        """Count the states in the set."""
        return int(np.bitwise_count(self.packed).sum())

    def any(self) -> bool:
        """Say whether some state is in the set."""
        return bool(self.packed.any())

    def mask(self) -> NDArray[np.bool_]:
        """Return the truth values, a byte for each state."""
        return np.unpackbits(self.packed, count=self.size, bitorder="little").view(np.bool_)

    @overload
    def positions(self) -> Positions: ...

    @overload
    def positions(self, dtype: np.dtype[Whole]) -> NDArray[Whole]: ...

    def positions(self, dtype: np.dtype[Any] = _POSITION) -> NDArray[Any]:
        """Return the positions of the states in the set, ascending."""
        found, filled = np.empty(self.count(), dtype), 0
        for part in self.parts():
            found[filled : filled + len(part)] = part
            filled += len(part)
        return found

    def parts(self) -> Iterator[Positions]:
        """Give the positions of the states in the set, ascending, some at a time."""
        for start in range(0, len(self.packed), _AT_ONCE):
            part = self.packed[start : start + _AT_ONCE]
            if part.any():
                yield np.flatnonzero(np.unpackbits(part, bitorder="little")) + start * 8


def _trimmed(packed: NDArray[np.uint8], size: int) -> NDArray[np.uint8]:
    """Clear the bits after the last state."""
    if size % 8:
        packed[-1] &= (1 << size % 8) - 1
    return packed
