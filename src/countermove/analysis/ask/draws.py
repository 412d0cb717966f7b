"""Readings drawn at random, many at once: they choose what is asked, and show what is open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from countermove.graph.lists import Mask
from countermove.model.doubts import Doubt
from countermove.preferences.doubted import Doubted
from countermove.preferences.doubted_orders import DoubtedRanking
from countermove.preferences.doubted_statements import DoubtedStatements, OrderInDoubt, WishInDoubt

Rankings = NDArray[np.int64]
"""By draw and state: whole numbers, of which only the order counts."""

# Numbers of bits that a ranking by statements fits into.
_MOST_WISHES = 60


@dataclass(frozen=True, eq=False)
class DrawnStatements:
    """Readings of prioritised statements: which count, which way, and in which order."""

    own: DoubtedStatements
    counts: Mask
    """By draw and wish."""
    turned: Mask
    place: NDArray[np.intp]
    """By draw and wish; the most important has the least."""

    @classmethod
    def of(cls, own: DoubtedStatements, luck: np.random.Generator, count: int) -> DrawnStatements:
        """Draw so many readings, as likely as they are; orders are alike."""
        wishes = list(_wishes(own))
        values: dict[str, NDArray[np.intp]] = {}

        def drawn(doubt: Doubt | None, key: str) -> Mask:
            if doubt is None:
                return np.zeros(count, dtype=bool)
            if doubt.id not in values:
                likely = np.array([float(value.likely) for value in doubt.values])
                values[doubt.id] = luck.choice(len(likely), count, p=likely / likely.sum())
            keys = np.array([value.key == key for value in doubt.values])
            return np.asarray(keys[values[doubt.id]])

        shape = (count, len(wishes))
        counts, turned, place = np.ones(shape, bool), np.zeros(shape, bool), np.zeros(shape)
        for k, (at, in_order, wish) in enumerate(wishes):
            counts[:, k] = ~drawn(wish.cares, "no")
            turned[:, k] = drawn(wish.way, "opposite")
            place[:, k] = at + (luck.random(count) if in_order else 0)
        return cls(own, counts, turned, place.argsort(axis=1).argsort(axis=1))

    @cached_property
    def rankings(self) -> Rankings:
        """The rankings, which whole numbers make."""
        truths = np.array([wish.truth for _, _, wish in _wishes(self.own)], dtype=np.int64)
        truths = truths.reshape(self.place.shape[1], self.own.count)
        weight = np.where(self.counts, 1 << (self.place.shape[1] - 1 - self.place), 0)
        found = (weight * ~self.turned) @ truths + (weight * self.turned) @ (1 - truths)
        return np.asarray(found, dtype=np.int64)

    @property
    def outcomes(self) -> Mapping[tuple[str, str], NDArray[np.intp]]:
        """By kind of question and id of a doubt which answer is right in each draw.

        Whether it cares and which way is one question; an order is asked for what comes first of
        what it cares about, and -1 says nothing does.
        """
        found: dict[tuple[str, str], NDArray[np.intp]] = {}
        number = 0
        for item in self.own.items:
            some = [one for _, one in item.wishes] if isinstance(item, OrderInDoubt) else [item]
            columns = np.arange(number, number + len(some))
            number += len(some)
            for k, wish in zip(columns, some, strict=True):
                for doubt in (wish.cares, wish.way):
                    if doubt is not None:
                        found["wish", doubt.id] = self.counts[:, k] * (1 + self.turned[:, k])
            if isinstance(item, OrderInDoubt):
                place = np.where(self.counts[:, columns], self.place[:, columns], _MOST_WISHES + 1)
                first = np.where(self.counts[:, columns].any(axis=1), place.argmin(axis=1), -1)
                found["first", item.order.id] = first
        return found


def _wishes(own: DoubtedStatements) -> Iterator[tuple[int, bool, WishInDoubt]]:
    """Give all wishes, each with the place of its entry, and whether that is an order."""
    for at, item in enumerate(own.items):
        if isinstance(item, OrderInDoubt):
            yield from ((at, True, wish) for _, wish in item.wishes)
        else:
            yield at, False, item


def drawn(
    owns: Sequence[Doubted], luck: np.random.Generator, keys: Sequence[NDArray[np.float64]]
) -> tuple[list[Rankings], Mapping[int, DrawnStatements]]:
    """Draw rankings of all parties; by party how statements were drawn, where it has them."""
    rankings: list[Rankings] = []
    statements: dict[int, DrawnStatements] = {}
    for i, (own, own_keys) in enumerate(zip(owns, keys, strict=True)):
        if isinstance(own, DoubtedRanking):
            rankings.append(own.completed(own_keys))
        elif isinstance(own, DoubtedStatements) and sum(1 for _ in _wishes(own)) <= _MOST_WISHES:
            statements[i] = DrawnStatements.of(own, luck, len(own_keys))
            rankings.append(statements[i].rankings)
        else:
            rankings.append(np.array([_anyhow(own, luck) for _ in own_keys], dtype=np.int64))
    return rankings, statements


def _anyhow(own: Doubted, luck: np.random.Generator) -> NDArray[np.integer]:
    chosen = {}
    for doubt in own.doubts:
        likely = np.array([float(value.likely) for value in doubt.values])
        chosen[doubt.id] = int(luck.choice(len(likely), p=likely / likely.sum()))
    return own.given(chosen).anyhow(luck)


def left_open(truths: Mask, answer: NDArray[np.intp]) -> float:
    """Return how uncertain answers are in expectation once a question is answered: p(1 - p)."""
    total = 0.0
    for value in np.unique(answer):
        part = truths[:, answer == value]
        share = part.mean(axis=1)
        total += part.shape[1] / truths.shape[1] * float((share * (1 - share)).sum())
    return total
