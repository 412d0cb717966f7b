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

from countermove.errors import Path
from countermove.graph.bits import Bits
from countermove.graph.lists import Mask
from countermove.graph.states import States
from countermove.model.preference import Preference
from countermove.preferences.fuzzy import Exact, matrix_of
from countermove.preferences.pairwise import PairwisePreference, Row
from countermove.preferences.registry import preference_kind
from countermove.preferences.ways import AS_RANKED, PreferenceWay, number


@preference_kind("probability")
def probabilistic_preference(
    states: States,
    preference: Preference,
    path: Path,
    only: Bits | None = None,
    way: PreferenceWay = AS_RANKED,
) -> PairwisePreference:
    """Read how probably each state is preferred to each other."""
    probable = matrix_of(states, preference, path)
    return by_probability(
        len(states),
        lambda state: probable[:, state],
        lambda state: probable[state],
        thresholds_of(preference, way),
        way,
    )


def thresholds_of(
    preference: Preference, way: PreferenceWay
) -> tuple[Fraction, Fraction, Fraction]:
    """Return alpha, beta and gamma: as asked for, as written, or a half."""
    written = preference.thresholds
    alpha, beta, gamma = (
        way.threshold(name, getattr(written, name, None)) for name in ("alpha", "beta", "gamma")
    )
    return alpha, beta, gamma


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

    def words(target: int, state: int, that: str, who: str) -> str:
        return f"{who} prefers {that} with a probability of {number(better(state)[target])}"

    return PairwisePreference.of(count, judge, words)


def _beyond(numbers: NDArray[Any], threshold: Fraction, *, or_at: bool) -> Mask:
    return np.asarray(numbers >= threshold if or_at else numbers > threshold, dtype=bool)
