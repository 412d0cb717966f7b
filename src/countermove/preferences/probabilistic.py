"""Probabilistic preference: what tempts, deters and is believed is probable enough.

With P(q, s) the probability that q is preferred to s, a move to q tempts away from s where P(q, s)
is more than 1 - alpha, q deters where P(q, s) is at most 1 - beta, and others are believed to move
where it is more than gamma (Rêgo and dos Santos 2015).
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from countermove.errors import Path
from countermove.graph.bits import Bits
from countermove.graph.states import States
from countermove.model.preference import Preference
from countermove.preferences.fuzzy import Chances, matrix_of
from countermove.preferences.pair_values import Compare
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
    return by_probability(len(states), probable, thresholds_of(preference, way), way)


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
    compare: Compare[Chances],
    thresholds: tuple[Fraction, Fraction, Fraction],
    way: PreferenceWay,
) -> PairwisePreference:
    """Return the relations of a preference by how probably states are better, and worse."""
    alpha, beta, gamma = thresholds
    tempted, deterred, believed = (
        f"at-threshold-{what}" in way.variants for what in ("tempts", "deters", "believed")
    )
    from_other_side = "reversed" in way.variants

    def judge(chances: Chances) -> Row[bool]:
        gains, loses = chances
        if from_other_side:
            deters = _beyond(loses, beta, or_at=not deterred)
        else:
            deters = not _beyond(gains, 1 - beta, or_at=deterred)
        return Row(
            _beyond(gains, 1 - alpha, or_at=tempted),
            deters,
            _beyond(gains, gamma, or_at=believed),
            gains == 1,
            not (1 in chances or gains == loses == 0),
        )

    def words(target: int, state: int, that: str, who: str) -> str:
        chances = compare(np.array([state, target])).value(0, 1)
        return f"{who} prefers {that} with a probability of {number(chances.better)}"

    return PairwisePreference.by(compare(np.arange(count)), judge, words)


def _beyond(number: Fraction, threshold: Fraction, *, or_at: bool) -> bool:
    return number >= threshold if or_at else number > threshold
