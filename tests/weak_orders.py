"""All rankings with ties of a few states, and how far apart they are: brute force for tests."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import combinations, product

import numpy as np
from numpy.typing import NDArray

from countermove.analysis.many import solve_many
from countermove.graph_model import GraphModel
from reference import CODES

Truth = NDArray[np.bool_]


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


class EveryRanking:
    """What holds under every ranking that some decision makers could have.

    Parameters
    ----------
    model : GraphModel
        The model, with few states.
    among : sequence of str
        Whose ranking may be any.
    """

    def __init__(self, model: GraphModel, among: Sequence[str]) -> None:
        orders = weak_orders(len(model.states))
        today = {dm: p.ranks.astype(int) for dm, p in model.preferences.items()}
        chosen = list(product(range(len(orders)), repeat=len(among)))
        profiles = np.array(
            [
                [
                    orders[choice[among.index(dm)]] if dm in among else today[dm]
                    for dm in model.decision_makers
                ]
                for choice in chosen
            ]
        )
        apart = {dm: [judged_differently(order, today[dm]) for order in orders] for dm in among}
        self.cost = np.array(
            [sum(apart[dm][k] for dm, k in zip(among, c, strict=True)) for c in chosen]
        )
        many = solve_many(model, profiles, CODES, keep="equilibria")
        assert many.equilibrium_bits is not None
        bits = np.unpackbits(many.equilibrium_bits, axis=2, bitorder="little").astype(bool)
        self.holding = {code: bits[:, c, : len(model.states)] for c, code in enumerate(many.codes)}

    def least(self, fitting: Truth) -> int | None:
        return int(self.cost[fitting].min()) if fitting.any() else None
