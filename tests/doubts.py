"""Random preferences with doubts, and all their readings written out, for comparison."""

from __future__ import annotations

import random
from collections.abc import Iterator
from fractions import Fraction
from itertools import permutations, product
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from countermove.model.doubts import Doubt, DoubtValue
from countermove.preferences.doubted import Doubted, likely_values
from countermove.preferences.doubted_orders import DoubtedRanking, DoubtedWeights
from countermove.preferences.doubted_readings import DoubtedReadings
from countermove.preferences.doubted_statements import DoubtedStatements, OrderInDoubt, WishInDoubt
from countermove.preferences.known_order import Compared
from countermove.preferences.levels import Ranks, dense

LIKELY = (0, 1, *[Fraction(k, 10) for k in range(1, 10)], Fraction(1, 3))


class Doubts:
    """Makes preferences with doubts over some states, all of them of one party."""

    def __init__(
        self, luck: random.Random, count: int, party: str = "a", *, most_degree: int = 1
    ) -> None:
        self.luck, self.count, self.party = luck, count, party
        self.most_degree = most_degree
        self._made = 0

    def truth(self) -> NDArray[np.bool_]:
        """Give where some statement holds."""
        return np.array([self.luck.random() < 0.5 for _ in range(self.count)])

    def doubt(self, kind: Any, keys: tuple[str, ...]) -> Doubt:
        """Give a doubt with two or more values, some of which may be impossible."""
        self._made += 1
        if kind != "order" and len(keys) == 2:
            first = Fraction(self.luck.choice(LIKELY))
            likely = [first, 1 - first]
        else:
            likely = [Fraction(1, len(keys))] * len(keys)
        values = tuple(map(DoubtValue, keys, likely))
        name = f"{self.party}.{self._made}"
        return Doubt(name, kind, (("preferences", self.party, self._made),), values)

    def wish(self) -> WishInDoubt:
        """Give a wish that may be in doubt."""
        cares = way = None
        if self.luck.random() < 0.5:
            keys = ("yes", "no") if self.luck.random() < 0.7 else ("no", "yes")
            cares = self.doubt("cares", keys)
        if self.luck.random() < 0.4:
            way = self.doubt("way", ("as-written", "opposite"))
        return WishInDoubt(self.truth(), cares, way, self.luck.randint(1, self.most_degree))

    def statements(self, most: int = 4) -> DoubtedStatements:
        """Give prioritised statements."""
        items: list[WishInDoubt | OrderInDoubt] = []
        for _ in range(self.luck.randint(1, most)):
            if self.luck.random() < 0.25:
                wishes = [self.wish() for _ in range(self.luck.randint(2, 3))]
                every = permutations(range(1, len(wishes) + 1))
                order = self.doubt("order", tuple(",".join(map(str, one)) for one in every))
                items.append(OrderInDoubt(tuple(enumerate(wishes)), order))
            else:
                items.append(self.wish())
        return DoubtedStatements(tuple(items), self.count, self._all(items))

    def _all(self, items: list[WishInDoubt | OrderInDoubt]) -> tuple[Doubt, ...]:
        found: list[Doubt | None] = []
        for item in items:
            if isinstance(item, OrderInDoubt):
                found.append(item.order)
                found += [doubt for _, wish in item.wishes for doubt in (wish.cares, wish.way)]
            else:
                found += [item.cares, item.way]
        return tuple(doubt for doubt in found if doubt is not None)

    def shared(self) -> DoubtedStatements:
        """Give statements, two of which are in doubt for the same reason."""
        doubt = self.doubt("cares", ("yes", "no"))
        own = self.statements(2)
        items = [*own.items, WishInDoubt(self.truth(), doubt), WishInDoubt(self.truth(), doubt)]
        self.luck.shuffle(items)
        return DoubtedStatements(tuple(items), self.count, (*own.doubts, doubt), (doubt,))

    def unknown(self, kind: Literal["group", "pair"] = "group") -> Doubt:
        """Give the doubt that is an unknown order of states."""
        self._made += 1
        place = ("preferences", self.party, self._made)
        return Doubt(f"{self.party}.{self._made}", kind, (place,))

    def ranking(self) -> DoubtedRanking:
        """Give a ranking with an unknown group, or none, of which something may be known."""
        base = dense(np.array([self.luck.randrange(3) for _ in range(self.count)]))
        states = np.flatnonzero(base == self.luck.randrange(3)).tolist()
        if len(states) < 2:
            return DoubtedRanking(base)
        known, scores = [], base.astype(int) * 10
        if self.luck.random() < 0.5:
            first, second = self.luck.sample(states, 2)
            known.append(Compared(self.party, first, second, self.luck.choice((1, 0))))
            scores[second] -= known[0].which
        return DoubtedRanking.of(dense(scores), [(self.unknown(), states)], known=known)

    def weights(self) -> DoubtedWeights:
        """Give weights within bounds."""
        truths = np.array([self.truth() for _ in range(self.luck.randint(1, 4))]).astype(int)
        low = np.array([self.luck.randint(-4, 4) for _ in truths])
        return DoubtedWeights(truths, low, low + [self.luck.randint(0, 4) for _ in truths])

    def readings(self) -> DoubtedReadings:
        """Give readings side by side."""
        which = self.doubt("reading", ("1", "2"))
        return DoubtedReadings(which, (self.statements(2), self.statements(2)))

    def countable(self) -> Doubted:
        """Give a preference all of whose readings can be counted."""
        return self.luck.choice([self.statements, self.shared, self.readings])()


def readings(own: Doubted) -> Iterator[tuple[dict[str, int], Ranks, Fraction]]:
    """Give all readings of a preference, one by one, with likelihoods."""
    for values in product(*map(likely_values, own.doubts)):
        chosen = {doubt.id: value for doubt, value in zip(own.doubts, values, strict=True)}
        likely = Fraction(1)
        for doubt, value in zip(own.doubts, values, strict=True):
            likely *= doubt.values[value].likely
        yield chosen, plain_ranks(own, chosen), likely


def plain_ranks(own: Doubted, chosen: dict[str, int]) -> Ranks:
    """Rank the states in one reading as the definition says, one by one."""
    if isinstance(own, DoubtedReadings):
        return plain_ranks(own.readings[chosen[own.which.id]], chosen)
    assert isinstance(own, DoubtedStatements)

    def key(doubt: Doubt | None) -> str | None:
        return None if doubt is None else doubt.values[chosen[doubt.id]].key

    truths = []
    for item in own.items:
        if isinstance(item, OrderInDoubt):
            at = [int(place) - 1 for place in (key(item.order) or "").split(",")]
            truths += [dict(item.wishes)[k] for k in at]
        else:
            truths.append(item)
    counting = [wish for wish in truths if key(wish.cares) != "no"]
    scores = [
        tuple(bool(wish.truth[s]) ^ (key(wish.way) == "opposite") for wish in counting)
        for s in range(own.count)
    ]
    levels = sorted(set(scores))
    return np.array([levels.index(score) for score in scores])


def orders(own: Doubted) -> list[Ranks]:
    """Give all orders of what is unknown in a preference without other doubts."""
    sizes = own.unknown(10_000)
    assert sizes is not None
    ids = [doubt.id for doubt in sizes]
    every = product(*map(range, sizes.values()))
    return [own.ranks(dict(zip(ids, values, strict=True))) for values in every]
