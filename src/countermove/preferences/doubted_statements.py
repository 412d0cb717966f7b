"""Prioritised statements in doubt: whether they count, which way, in what order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from countermove.graph.bits import Bits
from countermove.graph.lists import Mask
from countermove.model.doubts import Doubt
from countermove.preferences.doubted import Chosen, Doubted, Possible, Where, likely_values
from countermove.preferences.levels import Ranks, dense, lexicographic_ranks

# So many states are few.
_FEW = 1 << 12


def _likely(doubt: Doubt | None, key: str) -> Fraction:
    """Return how likely one value of a doubt is; without doubt, that it is as written."""
    if doubt is None:
        return Fraction(key in ("yes", "as-written"))
    return next(value.likely for value in doubt.values if value.key == key)


def _key(doubt: Doubt, chosen: Chosen) -> str:
    return doubt.values[chosen.get(doubt.id, 0)].key


@dataclass(frozen=True, eq=False)
class WishInDoubt:
    """Where a statement holds, whether it counts, and which way."""

    truth: Mask
    cares: Doubt | None = None
    way: Doubt | None = None
    degree: int = 1
    """By how many degrees states differ where it decides."""

    def given(self, chosen: Chosen) -> WishInDoubt | None:
        """Return it with doubts resolved; None where it doesn't count."""
        wish = self
        if wish.cares is not None and wish.cares.id in chosen:
            if wish.cares.values[chosen[wish.cares.id]].key == "no":
                return None
            wish = replace(wish, cares=None)
        if wish.way is not None and wish.way.id in chosen:
            opposite = wish.way.values[chosen[wish.way.id]].key == "opposite"
            wish = replace(wish, way=None, truth=~wish.truth if opposite else wish.truth)
        return wish

    def in_reading(self, chosen: Chosen) -> Mask | None:
        """Return where it holds in one reading; None where it doesn't count."""
        if self.cares is not None and _key(self.cares, chosen) == "no":
            return None
        opposite = self.way is not None and _key(self.way, chosen) == "opposite"
        return ~self.truth if opposite else self.truth

    def counts(self) -> Fraction:
        """Return how likely it is that it counts."""
        return _likely(self.cares, "yes")

    def as_written(self) -> Fraction:
        """Return how likely it is that it counts as written, if it counts."""
        return _likely(self.way, "as-written")


def _likeliest(doubt: Doubt, key: str) -> int:
    """Return which value of a doubt has a key, or another one where that isn't possible."""
    values = likely_values(doubt)
    return next((k for k in values if doubt.values[k].key == key), values[0])


def _tells(truth: Mask, alike: NDArray[np.int64]) -> bool:
    """Say whether a statement tells any states apart that have the same number.

    >>> _tells(np.array([True, False, False]), np.array([0, 1, 1]))
    False
    """
    some = np.zeros(int(alike.max(initial=-1)) + 1, dtype=bool)
    some[alike[truth]] = True
    return bool(some[alike[~truth]].any())


@dataclass(frozen=True, eq=False)
class OrderInDoubt:
    """Wishes whose order isn't known, each with its place as written."""

    wishes: tuple[tuple[int, WishInDoubt], ...]
    order: Doubt

    def given(self, chosen: Chosen) -> Iterator[WishInDoubt | OrderInDoubt]:
        """Give what is left with doubts resolved."""
        left = {place: new for place, old in self.wishes if (new := old.given(chosen)) is not None}
        if self.order.id not in chosen:
            yield OrderInDoubt(tuple(left.items()), self.order)
            return
        places = (int(place) - 1 for place in _key(self.order, chosen).split(","))
        yield from (left[place] for place in places if place in left)

    def in_reading(self, chosen: Chosen) -> list[WishInDoubt]:
        """Return the wishes in one order."""
        wishes = dict(self.wishes)
        if not self.order.values:
            return list(wishes.values())
        places = (int(place) - 1 for place in _key(self.order, chosen).split(","))
        return [wishes[place] for place in places if place in wishes]


@dataclass(frozen=True, eq=False)
class DoubtedStatements(Doubted):
    """Prioritised statements, most important first."""

    items: tuple[WishInDoubt | OrderInDoubt, ...]
    count: int
    doubts: tuple[Doubt, ...]
    coupled: tuple[Doubt, ...] = ()

    @property
    def has_completions(self) -> bool:  # type: ignore[override]
        """Whether an order has so many ways that they have no likelihood."""
        return any(isinstance(item, OrderInDoubt) and not item.order.values for item in self.items)

    def unknown(self, most: int) -> dict[Doubt, int] | None:
        """Return that there is nothing but doubts with values, or else None: they are too many."""
        return None if self.has_completions else {}

    def anyhow(self, luck: np.random.Generator) -> Ranks:
        """Return the ranking of any order of what has none, all else as written."""
        items: list[WishInDoubt | OrderInDoubt] = []
        for item in self.items:
            if isinstance(item, OrderInDoubt) and not item.order.values:
                items += [item.wishes[k][1] for k in luck.permutation(len(item.wishes))]
            else:
                items.append(item)
        return replace(self, items=tuple(items)).ranks({})

    def given(self, chosen: Chosen) -> DoubtedStatements:
        """Return what is left where some doubts are resolved."""
        left: list[WishInDoubt | OrderInDoubt] = []
        for item in self.items:
            if isinstance(item, OrderInDoubt):
                left += item.given(chosen)
            elif (wish := item.given(chosen)) is not None:
                left.append(wish)
        doubts, coupled = (
            tuple(doubt for doubt in some if doubt.id not in chosen)
            for some in (self.doubts, self.coupled)
        )
        return DoubtedStatements(tuple(left), self.count, doubts, coupled)

    def together(self) -> list[list[WishInDoubt]]:
        """Return the wishes, those together whose order isn't known."""
        return [
            [wish for _, wish in item.wishes] if isinstance(item, OrderInDoubt) else [item]
            for item in self.items
        ]

    def in_reading(self, chosen: Chosen) -> list[tuple[Mask, int]]:
        """Return where what counts in one reading holds, and its degree."""
        found = []
        for item in self.items:
            for wish in (item,) if isinstance(item, WishInDoubt) else item.in_reading(chosen):
                if (truth := wish.in_reading(chosen)) is not None:
                    found.append((truth, wish.degree))
        return found

    def ranks(self, chosen: Chosen) -> Ranks:
        """Return one reading."""
        truths = [truth for truth, _ in self.in_reading(chosen)]
        if self.count > _FEW:
            return lexicographic_ranks([Bits.of(truth) for truth in truths], self.count)
        # Many readings of few states are ranked sooner by sorting than by marking in a table.
        if not truths:
            return dense(np.zeros(self.count, np.uint16))
        codes = np.packbits(np.array(truths), axis=0).T
        whole = np.ascontiguousarray(codes).view(f"S{codes.shape[1]}").reshape(-1)
        return np.unique(whole, return_inverse=True)[1].astype(np.uint16)

    def extreme(self, state: int, *, kindly: bool) -> Chosen | None:
        """Keep what a state meets, turn all so that it does, put that first; or the opposite."""
        if self.coupled or self.has_completions:
            return None
        chosen: dict[str, int] = {}
        for item in self.items:
            favours = {}
            for place, wish in item.wishes if isinstance(item, OrderInDoubt) else ((0, item),):
                is_met = bool(wish.truth[state])
                if wish.way is not None:
                    way = _likeliest(wish.way, "as-written" if is_met == kindly else "opposite")
                    chosen[wish.way.id] = way
                    is_met ^= wish.way.values[way].key == "opposite"
                if wish.cares is not None:
                    cares = _likeliest(wish.cares, "yes" if is_met == kindly else "no")
                    chosen[wish.cares.id] = cares
                favours[place] = is_met == kindly
            if isinstance(item, OrderInDoubt):
                places = map(int, item.order.values[0].key.split(","))
                order = sorted(places, key=lambda place: not favours.get(place - 1, False))
                chosen[item.order.id] = _likeliest(item.order, ",".join(map(str, order)))
        return chosen

    def idle(self) -> frozenset[str]:
        """Return those that never decide: what surely comes before tells all apart that they do."""
        telling: set[str] = set()
        # States have the same number that nothing before surely tells apart.
        alike = np.zeros(self.count, dtype=np.int64)
        for item in self.items:
            inside = item.wishes if isinstance(item, OrderInDoubt) else ((0, item),)
            some = [wish for _, wish in inside if wish.counts() and _tells(wish.truth, alike)]
            if isinstance(item, OrderInDoubt) and len(some) > 1:
                telling.add(item.order.id)
            telling |= {d.id for wish in some for d in (wish.cares, wish.way) if d is not None}
            for wish in some:
                if wish.counts() == 1:
                    alike = np.unique(2 * alike + wish.truth, return_inverse=True)[1].reshape(-1)
        ids = frozenset(doubt.id for doubt in self.doubts)
        return super().idle() | (ids - telling)

    def _possible(self, targets: Where, state: Where) -> Possible:
        shape = np.broadcast_shapes(targets.shape, state.shape)
        better, worse = np.zeros(shape, dtype=bool), np.zeros(shape, dtype=bool)
        # Where nothing before surely tells the two apart.
        alike = np.ones(shape, dtype=bool)
        for wishes in self.together():
            decided = np.zeros(shape, dtype=bool)
            for wish in wishes:
                if not wish.counts():
                    continue
                there, here = wish.truth[targets], wish.truth[state]
                gained, lost = alike & there & ~here, alike & ~there & here
                if wish.as_written():
                    better, worse = better | gained, worse | lost
                if wish.as_written() < 1:
                    better, worse = better | lost, worse | gained
                if wish.counts() == 1:
                    decided |= gained | lost
            alike &= ~decided
        return better, alike, worse
