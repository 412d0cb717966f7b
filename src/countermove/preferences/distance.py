"""How far one ranking is from another: how many pairs of states are judged differently."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from countermove.preferences.levels import Ranks


@dataclass(frozen=True, slots=True)
class PairChange:
    """A pair of states that two rankings judge differently.

    Parameters
    ----------
    first, second : int
        The positions of the states, the lower first.
    before, after : int
        1 where the first state is the better of the two, -1 where the second is, 0 where they
        are equally good.
    """

    first: int
    second: int
    before: int
    after: int


def distance(before: Ranks, after: Ranks) -> int:
    """Return how many pairs of states two rankings with ties judge differently.

    >>> from countermove import build, load
    >>> model = build(load("prisoners-dilemma"))
    >>> ranks = [model.levels(dm) for dm in model.decision_makers]
    >>> [own.tolist() for own in ranks], distance(*ranks)
    ([[1, 0, 3, 2], [1, 3, 0, 2]], 5)
    """
    # A metric; without ties so many neighbours are swapped to turn one ranking into the other, as
    # Kendall (1938, A new measure of rank correlation, Biometrika 30(1/2), 81-93) counts them.
    return sum(int(np.count_nonzero(old != new)) for _, old, new in _judged(before, after))


def changed_pairs(before: Ranks, after: Ranks) -> Iterator[PairChange]:
    """Give the pairs of states that two rankings judge differently, in ascending order.

    >>> list(changed_pairs(np.array([0, 1, 2]), np.array([1, 1, 2])))
    [PairChange(first=0, second=1, before=-1, after=0)]
    """
    for first, old, new in _judged(before, after):
        for k in np.flatnonzero(old != new):
            yield PairChange(first, first + 1 + int(k), int(old[k]), int(new[k]))


def _judged(
    before: Ranks, after: Ranks
) -> Iterator[tuple[int, NDArray[np.int64], NDArray[np.int64]]]:
    """Give for each state how it compares with those behind it, in both rankings."""
    old, new = before.astype(np.int64), after.astype(np.int64)
    for first in range(len(old)):
        behind = slice(first + 1, None)
        yield first, np.sign(old[first] - old[behind]), np.sign(new[first] - new[behind])
