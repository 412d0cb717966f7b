"""Rankings in which the order of some states isn't known, and weights within bounds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations, islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from countermove.graph.lists import Mask
from countermove.model.doubts import Doubt
from countermove.preferences.doubted import Chosen, Doubted, Possible, Where
from countermove.preferences.known_order import Compared, KnownOrder
from countermove.preferences.levels import Ranks, dense


class _WithoutValues(Doubted):
    """What has no doubts that have values."""

    doubts: tuple[Doubt, ...] = ()

    def given(self, chosen: Chosen) -> Doubted:
        """Return the same: there is nothing to resolve."""
        return self


@dataclass(frozen=True, eq=False)
class Knot:
    """States whose order isn't known, or not of all pairs of them."""

    doubt: Doubt
    states: tuple[int, ...]
    order: KnownOrder | None = None
    """What is known of it, by the places in `states`; None for nothing."""

    @cached_property
    def tiers(self) -> list[list[int]]:
        """The places in `states`, those together that are surely equally good."""
        if self.order is None:
            return [[k] for k in range(len(self.states))]
        first = self.order.level.argmax(axis=1)
        return [np.flatnonzero(first == k).tolist() for k in np.unique(first)]

    def best(self, left: Sequence[int]) -> list[int]:
        """Return which of some tiers may be the best."""
        if self.order is None:
            return list(left)
        one = np.array([self.tiers[tier][0] for tier in left])
        held = self.order.above[np.ix_(one, one)].any(axis=0)
        return [tier for tier, is_held in zip(left, held, strict=True) if not is_held]

    def places(self, tiers: Sequence[int]) -> list[int]:
        """Return the states of some tiers."""
        return [self.states[place] for tier in tiers for place in self.tiers[tier]]


@dataclass(frozen=True, eq=False)
class DoubtedRanking(_WithoutValues):
    """A ranking in which the order of some states isn't known, ties included."""

    base: Ranks
    """As written: an unknown group tied but for what is known, an unknown pair in that order."""
    knots: tuple[Knot, ...] = ()
    known: tuple[Compared, ...] = ()
    """What is known of it, as it was said; all that follows stands in the knots."""
    steps: tuple[int, ...] = ()
    """By how many degrees each level is better than the one below, from the last but one on."""
    left_open: Callable[[], Mask] | None = None
    """Of which two states it is written that it isn't known, whatever the rest says of them."""

    @classmethod
    def of(
        cls,
        base: Ranks,
        groups: Iterable[tuple[Doubt, Sequence[int]]],
        pairs: Iterable[tuple[Doubt, tuple[int, int]]] = (),
        known: Iterable[Compared] = (),
    ) -> DoubtedRanking:
        """Make one of groups and pairs in unknown order, and of what is known of these.

        What follows from the rest isn't unknown: the first of three in a row is above the last.
        """
        parts = [_Part({doubt: set(some)}, set(some)) for doubt, some in groups]
        for doubt, (one, other) in pairs:
            low, high = sorted((base[one], base[other]))
            between = np.flatnonzero((base >= low) & (base <= high)).tolist()
            new = _Part({}, set(between), {(one, other)}, doubt)
            for part in [part for part in parts if part.states & new.states]:
                parts.remove(part)
                new = part.joined(new)
            parts.append(new)
        said = tuple(known)
        return cls(base, tuple(part.knot(base, said) for part in parts), said)

    @property
    def has_completions(self) -> bool:  # type: ignore[override]
        """Whether the order of any states is unknown."""
        return any(knot.order is None or knot.order.open().any() for knot in self.knots)

    @cached_property
    def _at(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """For each state in which knot it stands, -1 for none, and at which place."""
        knots, places = (np.full(len(self.base), -1) for _ in range(2))
        for k, knot in enumerate(self.knots):
            knots[list(knot.states)], places[list(knot.states)] = k, range(len(knot.states))
        return knots, places

    def _possible(self, targets: Where, state: Where) -> Possible:
        knots, places = self._at
        there, here = knots[targets], knots[state]
        unknown = np.asarray((there == here) & (there >= 0) & (targets != state))
        than, own = self.base[targets], self.base[state]
        for k, knot in enumerate(self.knots):
            if knot.order is not None:
                # Places elsewhere are told apart by `inside` alone.
                known = ~knot.order.open()
                inside = (there == k) & (here == k)
                at = np.where(inside, places[targets], 0), np.where(inside, places[state], 0)
                unknown = unknown & ~(inside & known[at])
        # What is known the base says, too.
        return unknown | (than > own), unknown | (than == own), unknown | (than < own)

    def unknown(self, most: int) -> dict[Doubt, int] | None:
        """Return how many orders there are of what is unknown, ties included."""
        found: dict[Doubt, int] = {}
        for knot in self.knots:
            count = sum(1 for _ in islice(_orders(knot, range(len(knot.tiers))), most + 1))
            if count > most:
                return None
            found[knot.doubt] = count
        return found

    def ranks(self, chosen: Chosen) -> Ranks:
        """Return the ranking with unknown orders as written, or as chosen."""
        orders = {}
        for knot in self.knots:
            if which := chosen.get(knot.doubt.id, 0):
                orders[knot] = self._numbered[knot][which]
        return self._ranked(orders)

    @cached_property
    def _numbered(self) -> dict[Knot, list[list[list[int]]]]:
        """The orders of each knot, as states, that as written first."""
        found = {}
        for knot in self.knots:
            orders = [[sorted(tier) for tier in order] for order in _all_orders(knot)]
            of = np.array(knot.states)
            levels = np.unique(self.base[of])[::-1]
            written = [sorted(of[self.base[of] == level].tolist()) for level in levels]
            found[knot] = [written, *(order for order in orders if order != written)]
        return found

    def completed(self, keys: NDArray[np.float64]) -> NDArray[np.int64]:
        """Return an order for each row of keys: where nothing is known, the least comes last."""
        scores = np.tile(self.base.astype(np.int64) * (len(self.base) + 1), (len(keys), 1))
        for knot in self.knots:
            at = list(knot.states)
            order = knot.order or KnownOrder.nothing(len(at))
            ranks = np.array(order.completed(keys[:, at])).astype(np.int64)
            scores[:, at] = scores[0, at].max() - (ranks.max(axis=1, keepdims=True) - ranks)
        return scores

    def anyhow(self, luck: np.random.Generator) -> Ranks:
        """Return a random order of what is unknown."""
        return self._ranked({knot: _random(knot, luck) for knot in self.knots})

    def _ranked(self, orders: dict[Knot, list[list[int]]]) -> Ranks:
        scores = self.base.astype(np.int64) * (len(self.base) + 1)
        for knot, order in orders.items():
            top = int(scores[list(knot.states)].max())
            for place, tier in enumerate(order):
                scores[tier] = top - place
        return dense(scores)


def _all_orders(knot: Knot) -> Iterator[list[list[int]]]:
    for order in _orders(knot, range(len(knot.tiers))):
        yield [knot.places(tier) for tier in order]


def _orders(knot: Knot, left: Sequence[int]) -> Iterator[list[tuple[int, ...]]]:
    """Give all orders of some tiers of a knot that what is known leaves, ties too, best first."""
    if not left:
        yield []
        return
    best = knot.best(left)
    for size in range(1, len(best) + 1):
        for together in combinations(best, size):
            for order in _orders(knot, [tier for tier in left if tier not in together]):
                yield [together, *order]


def _random(knot: Knot, luck: np.random.Generator) -> list[list[int]]:
    left, order = list(range(len(knot.tiers))), []
    while left:
        best = knot.best(left)
        some = [s for s in best if luck.random() < 0.5] or [best[luck.integers(len(best))]]
        order.append(knot.places(some))
        left = [tier for tier in left if tier not in some]
    return order


@dataclass(frozen=True)
class _Part:
    """States that hang together by what isn't known of their order."""

    groups: Mapping[Doubt, set[int]]
    states: set[int]
    pairs: set[tuple[int, int]] = field(default_factory=set)
    doubt: Doubt | None = None

    def joined(self, other: _Part) -> _Part:
        return _Part(
            {**self.groups, **other.groups},
            self.states | other.states,
            self.pairs | other.pairs,
            self.doubt or other.doubt,
        )

    def knot(self, base: Ranks, known: Sequence[Compared]) -> Knot:
        """Return what is known of these states, by what is written and all that follows."""
        states = tuple(sorted(self.states))
        doubt = self.doubt or next(iter(self.groups))
        place = {state: k for k, state in enumerate(states)}
        said = [one for one in known if one.first in place and one.second in place]
        if not said and not self.pairs:
            return Knot(doubt, tuple(next(iter(self.groups.values()))))
        ranks = base[list(states)].astype(np.int64)
        is_open = np.zeros((len(states), len(states)), dtype=bool)
        for group in self.groups.values():
            at = [place[state] for state in group]
            is_open[np.ix_(at, at)] = True
        for one, other in self.pairs:
            is_open[place[one], place[other]] = is_open[place[other], place[one]] = True
        above = (ranks[:, None] > ranks) & ~is_open
        level = (ranks[:, None] == ranks) & ~is_open
        for told in said:
            high, low = place[told.first], place[told.second]
            if told.which < 0:
                high, low = low, high
            (above if told.which else level)[high, low] = True
            level[low, high] |= not told.which
        return Knot(doubt, states, KnownOrder.following(above, level))


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
