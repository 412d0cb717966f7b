"""Preferences with doubts, read from what the analyst wrote down."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import partial
from itertools import pairwise

import numpy as np

from countermove.errors import Path
from countermove.graph.lists import Mask
from countermove.graph.states import States
from countermove.model.doubts import Doubt, Kind
from countermove.model.preference import (
    AnyOrder,
    Entry,
    Preference,
    Statement,
    UnknownOrder,
    Wants,
)
from countermove.model.ranking_text import REST, is_mark
from countermove.preferences.doubted import Doubted
from countermove.preferences.doubted_orders import DoubtedRanking, DoubtedWeights
from countermove.preferences.doubted_readings import DoubtedReadings
from countermove.preferences.doubted_statements import (
    DoubtedStatements,
    OrderInDoubt,
    WishInDoubt,
)
from countermove.preferences.levels import Ranks
from countermove.preferences.ordinal import compared, known_order, ranked, together

_ABOUT: tuple[Kind, Kind] = ("cares", "way")


def doubted(
    states: States, preference: Preference, path: Path, doubts: Sequence[Doubt]
) -> Doubted | None:
    """Return a preference with its doubts; None where it is a matrix, which has no readings.

    It has been checked before: by building one reading of it.
    """
    at = {(place, doubt.kind): doubt for doubt in doubts for place in doubt.places}
    reader = _Finder(states, at)
    if preference.readings is not None:
        readings = tuple(
            reader.wants(reading, (*path, "readings", k))
            for k, reading in enumerate(preference.readings)
        )
        return DoubtedReadings(at[(*path, "readings"), "reading"], readings)
    if preference.kind in ("statements", "ranking", "weights"):
        return reader.wants(preference, path)
    return None


class _Finder:
    """Finds where statements hold, and the doubts about them."""

    def __init__(self, states: States, at: dict[tuple[Path, Kind], Doubt]) -> None:
        self._states, self._at = states, at

    def wants(self, wants: Wants, path: Path) -> Doubted:
        """Read one way of ranking the states."""
        if wants.statements is not None:
            items = tuple(self._items(wants, path))
            every = [doubt for item in items for doubt in _doubts_in(item)]
            # By their ids: an unknown order has very many values.
            doubts, counts = {one.id: one for one in every}, Counter(one.id for one in every)
            twice = tuple(doubt for key, doubt in doubts.items() if counts[key] > 1)
            return DoubtedStatements(items, len(self._states), tuple(doubts.values()), twice)
        if wants.weights is not None:
            return self._weights(wants, path)
        return self._ranking(wants, path)

    def _items(self, wants: Wants, path: Path) -> Iterator[WishInDoubt | OrderInDoubt]:
        for k, item in enumerate(wants.statements or ()):
            here = (*path, "statements", k)
            if isinstance(item, AnyOrder):
                wishes = (
                    (place, self._wish(one, (*here, "any_order", place)))
                    for place, one in enumerate(item.any_order)
                )
                yield OrderInDoubt(tuple(wishes), self._at[here, "order"])
            else:
                yield self._wish(item, here)

    def _wish(self, statement: Statement, here: Path) -> WishInDoubt:
        truth = self._truth(statement.holds, here)
        cares, way = (self._at.get((here, kind)) for kind in _ABOUT)
        return WishInDoubt(truth, cares, way, degree_of(statement))

    def _truth(self, text: str, path: Path) -> Mask:
        return self._states.holding(text, path).mask()

    def _ranking(self, wants: Wants, path: Path) -> DoubtedRanking:
        entries = wants.ranking or ()
        groups = []
        for k, entry in enumerate(entries):
            if isinstance(entry, UnknownOrder):
                some = together(self._states, entry.unknown, entries).tolist()
                groups.append((self._at[(*path, "ranking", k), "group"], some))
        pairs = []
        for k, pair in enumerate(wants.unknown):
            one, other = (int(self._states.read(end)[0][0]) for end in pair)
            pairs.append((self._at[(*path, "unknown", k), "pair"], (one, other)))
        at = (*path, "ranking")
        base = ranked(self._states, entries, at, None, wants.known)
        steps = _steps(entries, ranked(self._states, entries, at, None), base)
        known = compared(self._states, wants.known, (*path, "known"))
        left_open = partial(self._left_open, wants) if groups or pairs else None
        found = DoubtedRanking.of(base, groups, pairs, known)
        return replace(found, steps=steps, left_open=left_open)

    def _left_open(self, wants: Wants) -> Mask:
        entries = wants.ranking or ()
        found = np.zeros((len(self._states), len(self._states)), dtype=bool)
        groups = [entry.unknown for entry in entries if isinstance(entry, UnknownOrder)]
        for group in (*groups, *wants.unknown):
            members = together(self._states, group, entries)
            found[np.ix_(members, members)] = True
        if wants.known:
            some, order = known_order(compared(self._states, wants.known, ("known",)))
            found[np.ix_(some, some)] &= order.open()
        np.fill_diagonal(found, False)
        return found

    def _weights(self, wants: Wants, path: Path) -> DoubtedWeights:
        weights = dict(wants.weights or {})
        bounds = [w if isinstance(w, tuple) else (w, w) for w in weights.values()]
        exactly = [tuple(Fraction(end) for end in bound) for bound in bounds]
        common = math.lcm(*(end.denominator for bound in exactly for end in bound))
        ends = np.array([[int(end * common) for end in bound] for bound in exactly], dtype=object)
        ends = ends.reshape(len(weights), 2)
        if sum(abs(int(end)) for bound in ends for end in bound) < 1 << 58:
            ends = ends.astype(np.int64)
        truths = [self._truth(name, (*path, "weights", name)) for name in weights]
        holding = np.array(truths, dtype=ends.dtype).reshape(len(weights), len(self._states))
        return DoubtedWeights(holding, ends[:, 0], ends[:, 1])


def degree_of(wish: Statement) -> int:
    """Return by how many degrees states differ where a statement decides."""
    return wish.degree or (2 if wish.strongly else 1)


def _steps(entries: Sequence[Entry], ranks: Ranks, finer: Ranks) -> tuple[int, ...]:
    """Return the steps from each level to the next better one, from the worst.

    Between those levels that only what is known beyond the ranking tells apart it is one.
    """
    levels = [entry for entry in entries if not is_mark(entry)]
    # All that is named has a level of its own; what is left may be nothing.
    has_rest = len(levels) == int(ranks.max()) + 1
    steps: list[int] = []
    step = 1
    for entry in entries:
        if is_mark(entry):
            step = max(step, len(str(entry)))
        elif entry != REST or has_rest:
            steps.append(step)
            step = 1
    steps = steps[:0:-1]
    levels_of = np.zeros(int(finer.max()) + 1, dtype=np.intp)
    levels_of[finer] = ranks
    return tuple(steps[a] if a != b else 1 for a, b in pairwise(levels_of.tolist()))


def _doubts_in(item: WishInDoubt | OrderInDoubt) -> list[Doubt]:
    wishes = [wish for _, wish in item.wishes] if isinstance(item, OrderInDoubt) else [item]
    found = [item.order] if isinstance(item, OrderInDoubt) and item.order.values else []
    found += [doubt for wish in wishes for doubt in (wish.cares, wish.way) if doubt is not None]
    return found
