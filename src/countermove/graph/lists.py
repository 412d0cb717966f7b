"""Lists of positions, one for each row, and what is taken together over them.

Many sets are kept together as an array of bytes with a row for each position: bit by bit, in which
of the sets the position is. The union of the sets at some positions then is an *or* of rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from countermove.graph.region import Positions

Values = NDArray[np.int64]
Mask = NDArray[np.bool_]
Sets = NDArray[np.uint8]

# NumPy's reduceat is slow over rows: lists up to so long are taken one position at a time.
_SHORT = 64


@dataclass(frozen=True, eq=False)
class Lists:
    """For each row some positions: ``entries[offsets[row]:offsets[row + 1]]``."""

    offsets: Positions
    entries: Positions

    def __getitem__(self, row: int) -> Positions:
        return self.entries[self.offsets[row] : self.offsets[row + 1]]

    @cached_property
    def sizes(self) -> Positions:
        """How many positions each row has."""
        return np.diff(self.offsets)

    def rows(self) -> Positions:
        """Return the row of each entry."""
        return np.repeat(np.arange(len(self.sizes)), self.sizes)

    def least(self, values: Values, nothing: int) -> Values:
        """Return for each row the least value at its positions, or `nothing`."""
        result = np.full(len(self.sizes), nothing, dtype=np.int64)
        filled = np.flatnonzero(self.sizes)
        if filled.size:
            # reduceat reads on to the next start: rows without entries must not be in it.
            result[filled] = np.minimum.reduceat(values[self.entries], self.offsets[filled])
        return result

    def unions(self, sets: Sets) -> Sets:
        """Unite for each row the sets at its positions."""
        found = np.zeros((len(self.sizes), sets.shape[1]), dtype=np.uint8)
        if self._rounds is None:
            filled = np.flatnonzero(self.sizes)
            starts = self.offsets[filled]
            found[filled] = np.bitwise_or.reduceat(sets[self.entries], starts, axis=0)
            return found
        for rows, positions in self._rounds:
            if len(rows) == len(found):
                found |= sets[positions]
            else:
                found[rows] |= sets[positions]
        return found

    @cached_property
    def _rounds(self) -> list[tuple[Positions, Positions]] | None:
        """The first positions of all rows, the second ones, and so on; None for long rows."""
        longest = int(self.sizes.max(initial=0))
        if longest > _SHORT:
            return None
        each = (np.flatnonzero(self.sizes > k) for k in range(longest))
        return [(rows, self.entries[self.offsets[rows] + k]) for k, rows in enumerate(each)]

    def reversed(self, rows: int) -> Lists:
        """Return for each position the rows in which it stands."""
        order = np.argsort(self.entries, kind="stable")
        ends = np.searchsorted(self.entries[order], np.arange(rows + 1))
        return Lists(ends, self.rows()[order])

    def at(self, rows: Positions) -> Lists:
        """Return some of the rows, in their order.

        >>> Lists(np.array([0, 2, 3]), np.array([7, 8, 9])).at(np.array([1, 0, 1])).entries.tolist()
        [9, 7, 8, 9]
        """
        sizes = self.sizes[rows]
        offsets = np.concatenate([[0], np.cumsum(sizes)])
        shift = np.repeat(self.offsets[rows] - offsets[:-1], sizes)
        return Lists(offsets, self.entries[np.arange(offsets[-1]) + shift])

    def then(self, lists: Lists) -> Lists:
        """Put in the place of each position a list, that of the position's number."""
        each = lists.at(self.entries)
        return Lists(each.offsets[self.offsets], each.entries)

    def chosen(self, keep: Mask) -> Lists:
        """Keep some of the entries."""
        before = np.concatenate([[0], np.cumsum(keep)])
        return Lists(before[self.offsets], self.entries[keep])
