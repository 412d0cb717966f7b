"""All rankings with ties of a few states, and how far apart they are: brute force for tests."""

from __future__ import annotations

from functools import cache
from itertools import combinations, product

import numpy as np
from numpy.typing import NDArray


@cache
def weak_orders(states: int) -> NDArray[np.intp]:
    """Return the ranks of all rankings with ties: 1, 3, 13, 75, 541 for 1, 2, … states."""
    return np.array(
        [
            ranks
            for ranks in product(range(states), repeat=states)
            if set(ranks) == set(range(max(ranks) + 1))
        ]
    )


def judged_differently(one: NDArray[np.intp], other: NDArray[np.intp]) -> int:
    """Count the pairs that are better, equal or worse in one ranking and not so in another."""

    def judged(ranks: NDArray[np.intp], a: int, b: int) -> int:
        return int(ranks[a] > ranks[b]) - int(ranks[a] < ranks[b])

    return sum(
        judged(one, a, b) != judged(other, a, b) for a, b in combinations(range(len(one)), 2)
    )
