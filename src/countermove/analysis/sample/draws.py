"""Random numbers that are the same everywhere, and choices among whole numbers that are exact.

Only the raw 64-bit words of NumPy's Philox generator are used, whose sequence NumPy promises never
to change; what is made of them is made here, by whole numbers alone. A word is taken as the first
binary digits of a number between 0 and 1; where they don't decide a choice, further words do.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Words = NDArray[np.uint64]
Order = NDArray[np.intp]

GENERATOR = "Philox"
_BITS = 64
_HIGHEST = (1 << _BITS) - 1


class Draws:
    """A sequence of random words, given by a seed and a place.

    >>> Draws(1, 0).words(2).tolist()
    [3913060013971590327, 15144682768195723541]
    """

    def __init__(self, seed: int, *place: int) -> None:
        self._bits = np.random.Philox(np.random.SeedSequence(seed, spawn_key=place))

    def words(self, *shape: int) -> Words:
        """Return the next words."""
        count = int(np.prod(shape))
        return np.asarray(self._bits.random_raw(count), dtype=np.uint64).reshape(shape)

    def orders(self, lanes: int, size: int) -> Order:
        """Return random orders of some things, each order equally likely, one in each row.

        Things are put in the order of random words. Where two words of a row are equal the row is
        drawn again, so that no order is favoured.
        """
        words = self.words(lanes, size)
        while True:
            order = np.argsort(words, axis=1)
            ordered = np.take_along_axis(words, order, axis=1)
            again = np.flatnonzero(np.any(ordered[:, 1:] == ordered[:, :-1], axis=1))
            if not again.size:
                return order
            words[again] = self.words(len(again), size)

    def below(self, total: int, word: int) -> int:
        """Return a number from 0 to below a total, all equally likely, that begins with a word."""
        drawn, bits = word, _BITS
        while (low := drawn * total >> bits) != ((drawn + 1) * total - 1) >> bits:
            drawn, bits = drawn << _BITS | int(self.words(1)[0]), bits + _BITS
        return low


def threshold(part: int, total: int) -> int:
    """Return the word below which a number is surely drawn among the first `part` of `total`.

    Above it the number surely isn't; a word that is equal doesn't decide.

    >>> threshold(1, 2) == 1 << 63
    True
    """
    return min((part << _BITS) // total, _HIGHEST)


def thresholds(parts: NDArray[Any], totals: NDArray[Any]) -> Words:
    """Return the thresholds of many parts of totals, Python's whole numbers."""
    flat = zip(parts.ravel().tolist(), totals.ravel().tolist(), strict=True)
    found = [threshold(part, total) for part, total in flat]
    return np.array(found, dtype=np.uint64).reshape(parts.shape)
