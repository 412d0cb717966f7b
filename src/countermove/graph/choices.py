"""The feasible choices on all options of a model, as binary numbers in ascending order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from countermove.graph.bits import Bits
from countermove.graph.region import Positions

Codes = NDArray[np.unsignedinteger[Any]]
"""Choices on all options as binary numbers, the first option having the lowest bits."""


AT_ONCE = 1 << 16
"""How many choices to work on at a time, so that what is made on the way stays in the cache."""

# With so many bits left open, what matches is spelled out sooner than sieved.
_FEW_FREE = 6

# The columns of the first three bits where every choice is feasible: the same in every byte.
_PERIODS = (0b10101010, 0b11001100, 0b11110000)


@dataclass(frozen=True, eq=False, slots=True)
class Choices:
    """The feasible choices on some options, each a binary number, ascending.

    Where every choice is feasible nothing is stored: a choice is its own position.

    >>> some = Choices(2, np.array([0, 1, 3], dtype=np.uint32))
    >>> len(some), some.position(3), some.position(2), some.column(0).positions().tolist()
    (3, 2, None, [1, 2])
    >>> Choices(2).codes().tolist()
    [0, 1, 2, 3]
    """

    bits: int
    listed: Codes | None = None

    def __post_init__(self) -> None:
        """Keep the choices from being changed."""
        if self.listed is not None:
            assert self.listed.dtype == self.dtype
            self.listed.flags.writeable = False

    @property
    def is_all(self) -> bool:
        """Whether every choice is feasible."""
        return self.listed is None

    @property
    def dtype(self) -> np.dtype[np.unsignedinteger[Any]]:
        """The narrowest type of number that holds a choice."""
        return np.dtype(np.uint32) if self.bits <= 32 else np.dtype(np.uint64)

    def __len__(self) -> int:
        return 1 << self.bits if self.listed is None else len(self.listed)

    def codes(self, start: int = 0, stop: int | None = None) -> Codes:
        """Return the choices from one position to before another, by default all."""
        if self.listed is not None:
            return self.listed[start:stop]
        stop = len(self) if stop is None else min(stop, len(self))
        return cast("Codes", np.arange(start, stop, dtype=self.dtype))

    def parts(self) -> Iterator[Codes]:
        """Give all choices, some at a time."""
        return (self.codes(start, start + AT_ONCE) for start in range(0, len(self), AT_ONCE))

    def at(self, positions: Positions) -> Codes:
        """Return the choices at some positions."""
        if self.listed is not None:
            return self.listed[positions]
        return positions.astype(self.dtype)

    def code(self, position: int) -> int:
        """Return the choice at one position."""
        return position if self.listed is None else int(self.listed[position])

    def position(self, code: int) -> int | None:
        """Return where a choice stands, or None where it isn't feasible."""
        if self.listed is None:
            return code
        found = int(self.positions(np.array([code], dtype=self.dtype))[0])
        return None if found < 0 else found

    def positions(self, codes: Codes) -> Positions:
        """Return where some choices stand, -1 for what isn't feasible."""
        if self.listed is None:
            return codes.astype(np.intp)
        found = np.searchsorted(self.listed, codes)
        found[found == len(self)] = 0
        return np.where(self.listed[found] == codes, found, -1)

    def column(self, bit: int) -> Bits:
        """Return in which choices a bit is set."""
        if self.listed is not None:
            return self.matching(1 << bit, 1 << bit)
        size = len(self)
        if bit < len(_PERIODS):
            packed = np.full(-(-size // 8), _PERIODS[bit], dtype=np.uint8)
            if size < 8:
                packed &= np.uint8((1 << size) - 1)
        else:
            packed = np.zeros(size // 8, dtype=np.uint8)
            packed.reshape(-1, 2, 1 << bit - len(_PERIODS))[:, 1] = 255
        return Bits(packed, size)

    def matching(self, fixed: int, wanted: int) -> Bits:
        """Return which choices are as wanted on the bits that are fixed."""
        if self.listed is None:
            free = [bit for bit in range(self.bits) if not fixed >> bit & 1]
            if len(free) <= _FEW_FREE:
                return self._spelled_out(wanted & (1 << self.bits) - 1, free)
            found = Bits.all_or_none(len(self), True)
            for bit in range(self.bits):
                if fixed >> bit & 1:
                    column = self.column(bit)
                    found &= column if wanted >> bit & 1 else ~column
            return found
        kept, sought = self.dtype.type(fixed), self.dtype.type(wanted)
        # A multiple of eight at a time: every part but the last fills its bytes.
        packed = [np.packbits(part & kept == sought, bitorder="little") for part in self.parts()]
        return Bits(np.concatenate(packed) if packed else np.empty(0, np.uint8), len(self))

    def _spelled_out(self, code: int, free: list[int]) -> Bits:
        """Return the choices that are a given one but for a few bits, where all are feasible."""
        codes = np.array([code], dtype=np.intp)
        for bit in free:
            codes = np.concatenate([codes, codes | 1 << bit])
        packed = np.zeros(-(-len(self) // 8), dtype=np.uint8)
        np.bitwise_or.at(packed, codes >> 3, np.uint8(1) << (codes & 7).astype(np.uint8))
        return Bits(packed, len(self))

    def around(self, code: int, free: int) -> Positions:
        """Return where the choices stand that differ from one on free bits only, ascending."""
        if self.listed is not None and len(self) >> 4 < 1 << min(free.bit_count(), 63):
            # So many may differ that looking at every choice is quicker than looking them up.
            mask = (1 << self.bits) - 1 & ~free
            return self.matching(mask, code & mask).positions()
        sought: Codes = np.array([code & ~free], dtype=self.dtype)
        while free:
            lowest = free & -free
            sought = np.concatenate([sought, sought | self.dtype.type(lowest)])
            free ^= lowest
        found = self.positions(sought)
        return found if self.is_all else np.asarray(found[found >= 0])
