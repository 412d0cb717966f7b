"""By how many degrees states differ, and how likely one is better, in all readings at once.

No reading is looked at by itself: of each two states it follows in one pass down the statements.
A statement on which they don't differ is skipped; one that may not count adds what it would decide
and goes on; of several in any order each may be the first.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial, reduce
from itertools import islice
from typing import Any, Protocol

import numpy as np

from countermove.errors import TooLargeError
from countermove.graph.region import Positions
from countermove.model.preference import Wants
from countermove.model.ranking_text import is_mark
from countermove.preferences.degrees import Degree, ranked_degrees, scored_degrees, scores_of
from countermove.preferences.doubted import Doubted, resolutions
from countermove.preferences.doubted_as_written import degree_of
from countermove.preferences.doubted_orders import DoubtedRanking
from countermove.preferences.doubted_statements import DoubtedStatements, WishInDoubt
from countermove.preferences.fuzzy import Chances
from countermove.preferences.pair_values import (
    PairValues,
    by_levels,
    by_statements,
    by_truth,
    joined,
)

MOST_READINGS = 1 << 12
"""Of so many readings at most each is looked at, where that can't be done for all at once."""


def has_degrees(preference: Wants) -> bool:
    """Say whether anything is marked as more than better."""
    marked = any(degree_of(wish) > 1 for wish in preference.wishes or ())
    return marked or any(map(is_mark, preference.ranking or ()))


# -- degrees --------------------------------------------------------------------------------------


def compared(
    own: Doubted, at: Positions, *, graded: bool, by_scores: bool = False
) -> PairValues[Degree]:
    """Say of some states by how many degrees each is better, beside each; None where that differs.

    It may differ between readings; without grades only in which of the two is better.
    """
    return reduce(
        partial(joined, join=_agreed),
        (_degrees(part, at, graded, by_scores) for part, _ in _parts(own)),
    )


def _agreed(one: Degree, other: Degree) -> Degree:
    return one if one == other else None


def _parts(own: Doubted) -> list[tuple[Doubted, Fraction]]:
    parts = list(islice(own.parts(), MOST_READINGS + 1))
    if len(parts) > MOST_READINGS:
        raise TooLargeError(
            f"doubts that stand in several places give more than {MOST_READINGS:,} readings.",
            advice="Leave out doubts that turn nothing.",
        )
    return parts


def _degrees(own: Doubted, at: Positions, graded: bool, by_scores: bool) -> PairValues[Degree]:
    if isinstance(own, DoubtedStatements):
        if graded and by_scores:
            return _by_scores(own, at)
        return _by_wishes(own, at, _Degrees(graded), 0)
    steps = own.steps if graded and isinstance(own, DoubtedRanking) else ()
    found: PairValues[Degree] = _ranked(own, at, steps)
    if not isinstance(own, DoubtedRanking) or own.left_open is None:
        return found
    return joined(found, by_truth(own.left_open()[np.ix_(at, at)]), _known)


def _ranked(own: Doubted, at: Positions, steps: Sequence[int] = ()) -> PairValues[int]:
    """Compare by the one order that there is, what is unknown as written."""
    ranks = own.ranks({})
    degrees = ranked_degrees(ranks, steps or [1] * int(ranks.max()))
    return by_levels(ranks[at], lambda k: degrees(int(at[k]))[at])


def _known(degree: int | None, is_unknown: bool) -> Degree:
    return None if is_unknown else degree


class _Deciding(Protocol):
    """How wishes whose order isn't known decide together, and what comes after them."""

    def begun(self, rest: Any) -> Any:
        """Begin with what comes after all of them."""

    def joined(self, sign: int, wish: WishInDoubt, value: Any) -> Any:
        """Add a wish in which two states differ."""

    def ended(self, value: Any) -> Any:
        """Return what they and what comes after them decide."""


def _by_wishes(
    own: DoubtedStatements, at: Positions, deciding: _Deciding, alike: Hashable
) -> PairValues[Any]:
    def decide(wish: WishInDoubt, is_last: bool, is_first: bool, sign: int, value: Any) -> Any:
        value = deciding.begun(value) if is_last else value
        value = deciding.joined(sign, wish, value) if sign else value
        return deciding.ended(value) if is_first else value

    statements = []
    for wishes in own.together():
        # Those that surely don't count decide nothing.
        counting = [wish for wish in wishes if wish.counts()]
        for k, wish in enumerate(counting):
            does = partial(decide, wish, k == len(counting) - 1, k == 0)
            statements.append((wish.truth[at], does))
    return by_statements(len(at), statements, alike)


@dataclass(frozen=True)
class _Degrees:
    """By how many degrees states may differ, and whether what comes after may decide."""

    graded: bool

    def begun(self, rest: Degree) -> tuple[frozenset[Degree], Degree, bool]:
        return frozenset(), rest, True

    def joined(
        self, sign: int, wish: WishInDoubt, value: tuple[frozenset[Degree], Degree, bool]
    ) -> tuple[frozenset[Degree], Degree, bool]:
        possible, rest, goes_on = value
        degree = sign * (wish.degree if self.graded else 1)
        written = wish.as_written()
        ways = [way for way, may in ((degree, written > 0), (-degree, written < 1)) if may]
        return possible.union(ways), rest, goes_on and wish.counts() < 1

    def ended(self, value: tuple[frozenset[Degree], Degree, bool]) -> Degree:
        possible, rest, goes_on = value
        every = possible | {rest} if goes_on else possible
        return next(iter(every)) if len(every) == 1 else None


def _by_scores(own: DoubtedStatements, at: Positions) -> PairValues[Degree]:
    """Compare by the rule of a published program, in each reading by itself."""
    chosen = [values for values, _ in islice(resolutions(own.doubts), MOST_READINGS + 1)]
    if own.has_completions or len(chosen) > MOST_READINGS:
        raise TooLargeError(
            f"by scores at most {MOST_READINGS:,} readings can be compared, and there are more.",
            advice="Leave out doubts that turn nothing, or the variant ‘scores’.",
        )
    each: list[PairValues[Degree]] = []
    for values in chosen:
        counting = own.in_reading(values)
        truths = [truth[at] for truth, _ in counting]
        scores = scores_of(truths, [degree for _, degree in counting], len(at))
        degrees = scored_degrees(scores, len(counting))
        each.append(by_levels(np.array(scores, dtype=object), degrees))
    return reduce(partial(joined, join=_agreed), each)


# -- likelihoods ----------------------------------------------------------------------------------


def leaves_open(own: Doubted) -> bool:
    """Say whether of any two states it isn't known which is better, and not how likely either."""
    parts = (part for part, _ in own.parts() if isinstance(part, DoubtedRanking))
    return any(part.left_open is not None and part.left_open().any() for part in parts)


def likely(own: Doubted, at: Positions) -> PairValues[Chances]:
    """Say of some states how likely each is better, and how likely worse, beside each."""
    each = []
    for part, share in _parts(own):
        found = _likely(part, at)
        weighed = [Chances(better * share, worse * share) for better, worse in found.values]
        each.append(replace(found, values=weighed))
    return reduce(partial(joined, join=_together), each)


def _together(one: Chances, other: Chances) -> Chances:
    return Chances(one.better + other.better, one.worse + other.worse)


def _likely(own: Doubted, at: Positions) -> PairValues[Chances]:
    nothing = Fraction(0)
    if isinstance(own, DoubtedStatements):
        return _by_wishes(own, at, _Likely(), Chances(nothing, nothing))
    found = _ranked(own, at)
    sure = [Chances(Fraction(sign > 0), Fraction(sign < 0)) for sign in found.values]
    return PairValues(found.class_of, found.places, sure)


Counting = tuple[tuple[Fraction, Fraction], ...]
"""For each number of differing wishes, from 0 on, how likely so many count, and that times how many
of them are expected to be in favour."""


class _Likely:
    """How likely so many wishes count, and are in favour: each of these may come first, alike."""

    def begun(self, rest: Chances) -> tuple[Counting, Chances]:
        return ((Fraction(1), Fraction(0)),), rest

    def joined(
        self, sign: int, wish: WishInDoubt, value: tuple[Counting, Chances]
    ) -> tuple[Counting, Chances]:
        counting, rest = value
        counts, written = wish.counts(), wish.as_written()
        favour = written if sign > 0 else 1 - written
        nothing = (Fraction(0), Fraction(0))
        found = [
            (
                share * (1 - counts) + before * counts,
                expected * (1 - counts) + (already + before * favour) * counts,
            )
            for (share, expected), (before, already) in zip(
                (*counting, nothing), (nothing, *counting), strict=True
            )
        ]
        return tuple(found), rest

    def ended(self, value: tuple[Counting, Chances]) -> Chances:
        ((goes_on, _), *counting), rest = value
        better = sum((expected / k for k, (_, expected) in enumerate(counting, 1)), Fraction(0))
        worse = sum((share for share, _ in counting), -better)
        return Chances(better + goes_on * rest.better, worse + goes_on * rest.worse)
