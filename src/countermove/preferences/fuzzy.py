"""Fuzzy preference: a move tempts where it is surely enough better (Bashar, Kilgour, Hipel 2012).

With r(q, s) the degree to which q is preferred to s, r(q, s) + r(s, q) = 1, the relative certainty
of q over s is r(q, s) - r(s, q). What has at least the threshold tempts, and nothing else; all that
doesn't tempt deters.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from countermove.preferences.pairwise import PairwisePreference, Row
from countermove.preferences.ways import PreferenceWay

Exact = NDArray[Any]
"""Fractions: numbers at a threshold must not be rounded."""


def by_certainty(
    count: int, certainty: Callable[[int], Exact], threshold: Fraction, way: PreferenceWay
) -> PairwisePreference:
    """Return the relations of a fuzzy preference, by how certainly states are better than one."""
    beyond = "at-threshold-tempts" in way.variants

    def judge(state: int) -> Row:
        certain = certainty(state)
        tempts = np.asarray(certain > threshold if beyond else certain >= threshold, dtype=bool)
        # No state is better than itself, whatever the threshold.
        tempts[state] = False
        prefers = np.asarray(certain == 1, dtype=bool)
        is_open = np.asarray((abs(certain) < 1) & (certain != 0), dtype=bool)
        return Row(tempts, ~tempts, tempts, prefers, is_open)

    return PairwisePreference.of(count, judge)
