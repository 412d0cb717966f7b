"""How far apart two rankings are."""

from __future__ import annotations

from collections import deque
from itertools import permutations

import numpy as np
import pytest

from countermove.preferences.distance import changed_pairs, distance
from weak_orders import judged_differently, weak_orders

Ranking = tuple[int, ...]


def swaps_from(start: Ranking) -> dict[Ranking, int]:
    """Give for every ranking without ties how many swaps of neighbours it takes: by search."""
    found, waiting = {start: 0}, deque([start])
    while waiting:
        ranking = waiting.popleft()
        for k in range(len(ranking) - 1):
            other = (*ranking[:k], ranking[k + 1], ranking[k], *ranking[k + 2 :])
            if other not in found:
                found[other] = found[ranking] + 1
                waiting.append(other)
    return found


def ranks_of(ranking: Ranking) -> np.ndarray:
    """Give ranks from states listed worst first."""
    return np.argsort(np.array(ranking))


def test_the_numbers_of_rankings_with_ties_are_those_of_fubini() -> None:
    assert [len(weak_orders(n)) for n in range(1, 6)] == [1, 3, 13, 75, 541]


def test_between_rankings_without_ties_it_is_the_fewest_swaps_of_neighbours() -> None:
    start = (2, 0, 1, 4, 3)
    swaps = swaps_from(start)
    assert len(swaps) == 120
    for ranking in permutations(range(5)):
        assert distance(ranks_of(start), ranks_of(ranking)) == swaps[ranking]


@pytest.mark.parametrize("states", [1, 2, 3, 4])
def test_it_counts_the_pairs_that_are_judged_differently(states: int) -> None:
    orders = weak_orders(states)
    for one in orders:
        for other in orders:
            assert distance(one, other) == judged_differently(one, other)


def test_it_is_a_metric() -> None:
    orders = weak_orders(4)
    apart = np.array([[distance(one, other) for other in orders] for one in orders])
    assert (apart == apart.T).all()
    assert ((apart == 0) == np.eye(len(orders), dtype=bool)).all()
    for through in range(len(orders)):
        assert (apart <= apart[:, [through]] + apart[[through], :]).all()


def test_ranks_without_a_sign_are_compared_as_numbers() -> None:
    small = np.array([0, 3, 1], dtype=np.uint16)
    assert distance(small, np.array([1, 0, 1], dtype=np.uint32)) == 3


def test_the_pairs_say_how_they_were_and_are_judged() -> None:
    pairs = list(changed_pairs(np.array([2, 1, 0]), np.array([0, 0, 1])))
    assert [(p.first, p.second, p.before, p.after) for p in pairs] == [
        (0, 1, 1, 0),
        (0, 2, 1, -1),
        (1, 2, 1, -1),
    ]
