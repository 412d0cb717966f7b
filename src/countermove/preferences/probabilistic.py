"""Probabilistic preference: what tempts, deters and is believed is probable enough.

With P(q, s) the probability that q is preferred to s, a move to q tempts away from s where P(q, s)
is more than 1 - alpha, q deters where P(q, s) is at most 1 - beta, and others are believed to move
where it is more than gamma (Rêgo and dos Santos 2015).
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from countermove.graph.lists import Mask
from countermove.preferences.fuzzy import Exact
from countermove.preferences.pairwise import PairwisePreference, Row
from countermove.preferences.ways import PreferenceWay


def by_probability(
    count: int,
    better: Callable[[int], Exact],
    worse: Callable[[int], Exact],
    thresholds: tuple[Fraction, Fraction, Fraction],
    way: PreferenceWay,
) -> PairwisePreference:
    """Return the relations of a preference by how probably states are better, and worse."""
    alpha, beta, gamma = thresholds
    tempted, deterred, believed = (
        f"at-threshold-{what}" in way.variants for what in ("tempts", "deters", "believed")
    )
    from_other_side = "reversed" in way.variants

    def judge(state: int) -> Row:
        gains, loses = better(state), worse(state)
        if from_other_side:
            deters = _beyond(loses, beta, or_at=not deterred)
        else:
            deters = ~_beyond(gains, 1 - beta, or_at=deterred)
        prefers = np.asarray(gains == 1, dtype=bool)
        sure = prefers | np.asarray((loses == 1) | ((gains == 0) & (loses == 0)), dtype=bool)
        return Row(
            _beyond(gains, 1 - alpha, or_at=tempted),
            deters,
            _beyond(gains, gamma, or_at=believed),
            prefers,
            ~sure,
        )

    return PairwisePreference.of(count, judge)


def _beyond(numbers: NDArray[Any], threshold: Fraction, *, or_at: bool) -> Mask:
    return np.asarray(numbers >= threshold if or_at else numbers > threshold, dtype=bool)
