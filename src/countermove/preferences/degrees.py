"""Unknown preference, strength of preference, and both: what tempts and deters by degrees.

Of each pair of states it is known by how many degrees one is better, 0 where they are equally good,
or it isn't known:

==============  =====================  ==================================  ================
way             tempts                 deters                              believed
==============  =====================  ==================================  ================
extension a     better or unknown      no better                           better or unknown
extension b     better                 no better                           better or unknown
extension c     better or unknown      no better, or unknown               better or unknown
extension d     better                 no better, or unknown               better or unknown
general         better                 no better                           better
strong          better                 worse by two degrees or more        better
==============  =====================  ==================================  ================

Hybrid preference is an extension with a strength. Sources: Li, Hipel, Kilgour and Fang (2004) for
unknown preference, Hamouda, Kilgour and Hipel (2004, 2006) and Xu, Hipel and Kilgour (2009) for
strength, Xu, Hipel, Kilgour and Chen (2010) for both.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from countermove.graph.lists import Mask
from countermove.preferences.levels import Ranks
from countermove.preferences.pair_values import Compare, Degrees
from countermove.preferences.pairwise import PairwisePreference, Row
from countermove.preferences.ways import PreferenceWay

Degree = int | None
"""By how many degrees one state is better than another; None where that isn't known."""


def by_degrees(count: int, compare: Compare[Degree], way: PreferenceWay) -> PairwisePreference:
    """Return the relations of a preference by degrees."""
    leaves, held_back = way.unknown in ("a", "c"), way.unknown in ("c", "d")
    doubts_replies = "sure-replies" in way.variants

    def judge(degree: Degree) -> Row[bool]:
        if degree is None:
            return Row(leaves, held_back, not doubts_replies, False, True)
        better = degree > 0
        return Row(better, degree <= -way.level, better, better, False)

    def words(target: int, state: int, that: str, who: str) -> str:
        degree = compare(np.array([state, target])).value(0, 1)
        if degree is None:
            return f"whether {who} prefers {that} isn't known"
        return f"{who} greatly prefers {that}" if degree > 1 else ""

    return PairwisePreference.by(compare(np.arange(count)), judge, words)


def ranked_degrees(ranks: Ranks, steps: Sequence[int]) -> Callable[[int], Degrees]:
    """Give the degrees between ranked states: the greatest step that lies between two.

    The steps are those from each level to the next higher one, from the worst.

    >>> degrees = ranked_degrees(np.array([0, 1, 2], dtype=np.uint16), [1, 2])
    >>> degrees(0).tolist(), degrees(1).tolist(), degrees(2).tolist()
    ([0, 1, 2], [-1, 0, 2], [-2, -2, 0])
    """
    step = np.array(steps, dtype=np.int64)

    def degrees(state: int) -> Degrees:
        own = int(ranks[state])
        up = np.maximum.accumulate(step[own:])
        down = -np.maximum.accumulate(step[:own][::-1])[::-1]
        by_level: Degrees = np.concatenate([down, [0], up])[ranks]
        return by_level

    return degrees


def scores_of(truths: Sequence[Mask], marks: Sequence[int], count: int) -> list[int]:
    """Score states by statements some of which are marked: those and what is before weigh more.

    The rule of a published program: of k statements the j-th weighs 2^(k-j), and 2^k more for each
    marked one at its place or behind it.

    >>> every = [np.array([True, False, False]), np.array([False, True, False])]
    >>> scores_of(every, [1, 2], 3)
    [6, 5, 0]
    """
    weights = score_weights(marks)
    pairs = list(zip(truths, weights, strict=True))
    return [sum(weight for truth, weight in pairs if truth[state]) for state in range(count)]


def score_weights(marks: Sequence[int]) -> list[int]:
    """Return what statements weigh by that rule; marked are those of two degrees or more.

    >>> score_weights([1, 2, 2, 1])
    [40, 36, 18, 1]
    """
    k = len(marks)
    marked = [mark > 1 for mark in marks]
    return [(1 << (k - 1 - j)) + (sum(marked[j:]) << k) for j in range(k)]


def scored_degrees(scores: Sequence[int], count: int) -> Callable[[int], Degrees]:
    """Give the degrees by such scores of so many statements: 2 from a difference of 2^k on."""
    exact = np.array(scores, dtype=object)

    def degrees(state: int) -> Degrees:
        more = exact - exact[state]
        sign = np.sign(more).astype(np.int64)
        greatly = np.asarray(abs(more) >= 1 << count, dtype=bool)
        by: Degrees = sign * np.where(greatly, 2, 1)
        return by

    return degrees
