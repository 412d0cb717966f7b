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

from countermove.errors import ModelError, Path, Problem
from countermove.graph.bits import Bits
from countermove.graph.states import States
from countermove.model.preference import Preference
from countermove.preferences.pairwise import PairwisePreference, Row
from countermove.preferences.registry import preference_kind
from countermove.preferences.ways import AS_RANKED, HALF, PreferenceWay, number

Exact = NDArray[Any]
"""Fractions: numbers at a threshold must not be rounded."""


@preference_kind("fuzzy")
def fuzzy_preference(
    states: States,
    preference: Preference,
    path: Path,
    only: Bits | None = None,
    way: PreferenceWay = AS_RANKED,
) -> PairwisePreference:
    """Read how certainly each state is preferred to each other."""
    degrees = matrix_of(states, preference, path)
    threshold = way.threshold("threshold", preference.threshold)
    return by_certainty(
        len(states), lambda state: degrees[:, state] - degrees[state], threshold, way
    )


def matrix_of(states: States, preference: Preference, path: Path) -> Exact:
    """Return the matrix of a preference as exact numbers: first which is preferred, then to which.

    On its diagonal is what makes no difference, whatever is written there.
    """
    rows, key = getattr(preference, preference.kind), preference.kind
    # That it is square, and what two that face each other add up to, is checked before.
    if len(rows) != len(states):
        what = f"the matrix has {len(rows)} rows, and there are {len(states)} outcomes."
        advice = "Give a row for each outcome, and a number for each."
        raise ModelError(*states.conflict.locate(Problem(what, (*path, key), advice)))
    found = np.array([[Fraction(value) for value in row] for row in rows], dtype=object)
    np.fill_diagonal(found, HALF if key == "fuzzy" else Fraction(0))
    return found


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

    def words(target: int, state: int, that: str, who: str) -> str:
        return f"{who} prefers {that} to the degree {number((certainty(state)[target] + 1) / 2)}"

    return PairwisePreference.of(count, judge, words)
