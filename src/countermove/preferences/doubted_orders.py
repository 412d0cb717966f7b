"""Rankings in which the order of some states isn't known, and weights within bounds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import combinations, islice
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
class Knot:
    """States whose order isn't known, or not of all pairs of them."""

    doubt: Doubt
    states: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class DoubtedRanking(_WithoutValues):
    """A ranking in which the order of some states isn't known, ties included."""

    base: Ranks
    """As written: an unknown group tied, an unknown pair in the order written."""
    groups: tuple[Knot, ...] = ()
    pairs: tuple[Knot, ...] = ()
    """Of two states each, neighbours in the ranking."""

    @property
    def has_completions(self) -> bool:  # type: ignore[override]
        """Whether the order of any states is unknown."""
        return bool(self.groups or self.pairs)

    @cached_property
    def _group(self) -> NDArray[np.int64]:
        """For each state which group it stands in; -1 for none."""
        group = np.full(len(self.base), -1)
        for k, knot in enumerate(self.groups):
            group[list(knot.states)] = k
        return group

    def _possible(self, targets: Where, state: Where) -> Possible:
        there, here = self._group[targets], self._group[state]
        unknown = np.asarray((there == here) & (there >= 0) & (targets != state))
        for pair in self.pairs:
            one, other = pair.states
            unknown = unknown | ((targets == one) & (state == other))
            unknown = unknown | ((targets == other) & (state == one))
        than, own = self.base[targets], self.base[state]
        return unknown | (than > own), unknown | (than == own), unknown | (than < own)

    @cached_property
    def _knots(self) -> tuple[Knot, ...]:
        """The groups, and what the pairs hang together in."""
        knots: list[Knot] = []
        for pair in self.pairs:
            states, doubt = set(pair.states), pair.doubt
            for knot in [knot for knot in knots if states & set(knot.states)]:
                knots.remove(knot)
                states, doubt = states | set(knot.states), knot.doubt
            knots.append(Knot(doubt, tuple(sorted(states))))
        return (*self.groups, *knots)

    def unknown(self, most: int) -> dict[Doubt, int] | None:
        """Return how many orders there are of what is unknown, ties included."""
        found: dict[Doubt, int] = {}
        for knot in self._knots:
            count = sum(1 for _ in islice(self._orders(list(knot.states)), most + 1))
            if count > most:
                return None
            found[knot.doubt] = count
        return found

    def ranks(self, chosen: Chosen) -> Ranks:
        """Return the ranking with unknown orders as written, or as chosen."""
        orders = {}
        for knot in self._knots:
            if which := chosen.get(knot.doubt.id, 0):
                orders[knot] = self._numbered[knot][which]
        return self._ranked(orders)

    @cached_property
    def _numbered(self) -> dict[Knot, list[list[list[int]]]]:
        """The orders of each knot, that as written first."""
        found = {}
        for knot in self._knots:
            tiers: dict[int, list[int]] = {}
            for state in sorted(knot.states, key=lambda s: -int(self.base[s])):
                tiers.setdefault(int(self.base[state]), []).append(state)
            written = list(tiers.values())
            orders = self._orders(list(knot.states))
            found[knot] = [written, *(order for order in orders if order != written)]
        return found

    def _orders(self, states: list[int]) -> Iterator[list[list[int]]]:
        """Give all orders of some states that what is known leaves, as tiers, best first."""
        if not states:
            yield []
            return
        best = self._best(states)
        for size in range(1, len(best) + 1):
            for tier in combinations(best, size):
                for order in self._orders([state for state in states if state not in tier]):
                    yield [list(tier), *order]

    def _best(self, states: list[int]) -> list[int]:
        at = np.array(states)
        better, equal, worse = self._possible(at, at[:, None])
        surely = better & ~equal & ~worse
        return [int(state) for state in at[~surely.any(axis=1)]]

    def anyhow(self, luck: np.random.Generator) -> Ranks:
        """Return a random order of what is unknown."""
        return self._ranked({knot: self._random(list(knot.states), luck) for knot in self._knots})

    def _random(self, states: list[int], luck: np.random.Generator) -> list[list[int]]:
        order = []
        while states:
            best = self._best(states)
            tier = [s for s in best if luck.random() < 0.5] or [best[luck.integers(len(best))]]
            order.append(tier)
            states = [state for state in states if state not in tier]
        return order

    def _ranked(self, orders: dict[Knot, list[list[int]]]) -> Ranks:
        scores = self.base.astype(np.int64) * (len(self.base) + 1)
        for knot, order in orders.items():
            top = int(scores[list(knot.states)].max())
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

    def unknown(self, most: int) -> dict[Doubt, int] | None:
        """Return that there is but one ranking, or else None: nobody has counted them."""
        return None if self.has_completions else {}

    def anyhow(self, luck: np.random.Generator) -> Ranks:
        """Return the ranking of weights anywhere within their bounds, often at an end of them."""
        parts = luck.integers(0, 9, len(self.low)).astype(self.low.dtype)
        parts = np.where(luck.random(len(parts)) < 0.3, np.where(parts < 5, 0, 8), parts)
        return dense((self.low * (8 - parts) + self.high * parts) @ self.truths)
