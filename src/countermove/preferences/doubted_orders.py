"""Rankings in which the order of some states isn't known, and weights within bounds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from countermove.graph.lists import Mask
from countermove.model.doubts import Doubt
from countermove.preferences.doubted import Chances, Chosen, Doubted, Possible, Where
from countermove.preferences.levels import Ranks, dense


class _WithoutValues(Doubted):
    """What has no doubts that have values."""

    doubts: tuple[Doubt, ...] = ()

    def given(self, chosen: Chosen) -> Doubted:
        """Return the same: there is nothing to resolve."""
        return self

    def _chances(self, targets: Where, state: int) -> tuple[Chances, Chances]:
        # Asked only where there are no completions: then one of the three is sure.
        better, equal, _ = self._possible(targets, np.asarray(state))
        return _fractions(better), _fractions(equal)


def _fractions(truth: Mask) -> Chances:
    return np.array([Fraction(int(one)) for one in truth.tolist()], dtype=object)


@dataclass(frozen=True, eq=False)
class DoubtedRanking(_WithoutValues):
    """A ranking in which the order of some states isn't known, ties included."""

    base: Ranks
    """As written: what is unknown tied, or, where a pair is, in the order written."""
    group: NDArray[np.int64]
    """For each state which unknown order it stands in; -1 for none."""
    pairs: Mask | None = None
    """By state and state: the pairs that are unknown beside those in groups."""

    @property
    def has_completions(self) -> bool:  # type: ignore[override]
        """Whether the order of any states is unknown."""
        return bool((self.group >= 0).any()) or self.pairs is not None

    def ranks(self, chosen: Chosen) -> Ranks:
        """Return the ranking as written."""
        return self.base

    def _unknown(self, targets: Where, state: Where) -> Mask:
        unknown = (self.group[targets] == self.group[state]) & (self.group[targets] >= 0)
        unknown = unknown & (targets != state)
        return np.asarray(unknown if self.pairs is None else unknown | self.pairs[targets, state])

    def _possible(self, targets: Where, state: Where) -> Possible:
        unknown = self._unknown(targets, state)
        there, here = self.base[targets], self.base[state]
        return unknown | (there > here), unknown | (there == here), unknown | (there < here)

    def completions(self, most: int) -> list[Ranks] | None:
        """Return all orders, ties included, of what is unknown; None where there are too many."""
        knots = list(self._knots())
        found: list[list[list[list[int]]]] = []
        size = 1
        for knot in knots:
            orders: list[list[list[int]]] = []
            for order in self._orders(knot):
                orders.append(order)
                if size * len(orders) > most:
                    return None
            found.append(orders)
            size *= len(orders)
        return [self._ranked(dict(enumerate(choice)), knots) for choice in product(*found)]

    def some_completion(self, luck: np.random.Generator) -> Ranks:
        """Return a random order of what is unknown."""
        knots = list(self._knots())
        return self._ranked({k: self._random(knot, luck) for k, knot in enumerate(knots)}, knots)

    def _knots(self) -> Iterator[list[int]]:
        """Give the sets of states that unknown orders hang together in."""
        for group in range(int(self.group.max(initial=-1)) + 1):
            yield np.flatnonzero(self.group == group).tolist()
        if self.pairs is not None:
            left = set(np.flatnonzero(self.pairs.any(axis=0)).tolist())
            while left:
                knot, near = set(), {left.pop()}
                while near:
                    knot |= near
                    near = {int(k) for s in near for k in np.flatnonzero(self.pairs[s])} - knot
                left -= knot
                yield sorted(knot)

    def _orders(self, states: list[int]) -> Iterator[list[list[int]]]:
        """Give all orders of some states that what is known leaves, as tiers, best first."""
        if not states:
            yield []
            return
        best = self._best(states)
        for size in range(1, len(best) + 1):
            for tier in combinations(best, size):
                left = [state for state in states if state not in tier]
                for order in self._orders(left):
                    yield [list(tier), *order]

    def _best(self, states: list[int]) -> list[int]:
        at = np.array(states)
        return [
            s
            for s in states
            if not (~self._possible(at, np.array(s))[2] & ~self._possible(at, np.array(s))[1]).any()
        ]

    def _random(self, states: list[int], luck: np.random.Generator) -> list[list[int]]:
        order = []
        while states:
            best = self._best(states)
            tier = [s for s in best if luck.random() < 0.5] or [best[luck.integers(len(best))]]
            order.append(tier)
            states = [state for state in states if state not in tier]
        return order

    def _ranked(self, orders: dict[int, list[list[int]]], knots: list[list[int]]) -> Ranks:
        scores = self.base.astype(np.int64) * (len(self.base) + 1)
        for k, order in orders.items():
            top = int(scores[knots[k]].max())
            for place, tier in enumerate(order):
                scores[tier] = top - place
        return dense(scores)


@dataclass(frozen=True, eq=False)
class DoubtedWeights(_WithoutValues):
    """Weights within bounds, over a common denominator whole numbers."""

    truths: NDArray[Any]
    """By weight and state whether it counts there, as whole numbers."""
    low: NDArray[Any]
    high: NDArray[Any]

    @property
    def has_completions(self) -> bool:  # type: ignore[override]
        """Whether any bounds differ."""
        return bool((self.low != self.high).any())

    def ranks(self, chosen: Chosen) -> Ranks:
        """Return the ranking where all weights are in the middle of their bounds."""
        return dense((self.low + self.high) @ self.truths)

    def _possible(self, targets: Where, state: Where) -> Possible:
        shape = np.broadcast_shapes(targets.shape, state.shape)
        most, least = (np.zeros(shape, dtype=self.low.dtype) for _ in range(2))
        for truth, low, high in zip(self.truths, self.low, self.high, strict=True):
            change = truth[targets] - truth[state]
            most += np.where(change > 0, high, low) * change
            least += np.where(change > 0, low, high) * change
        return most > 0, (least <= 0) & (most >= 0), least < 0

    def completions(self, most: int) -> list[Ranks] | None:
        """Return the ranking, if there is but one: how many there are isn't known otherwise."""
        return None if self.has_completions else [self.ranks({})]

    def some_completion(self, luck: np.random.Generator) -> Ranks:
        """Return the ranking of weights anywhere within their bounds, often at an end of them."""
        parts = luck.integers(0, 9, len(self.low)).astype(self.low.dtype)
        parts = np.where(luck.random(len(parts)) < 0.3, np.where(parts < 5, 0, 8), parts)
        return dense((self.low * (8 - parts) + self.high * parts) @ self.truths)
