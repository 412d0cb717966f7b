"""Fuzzy preference: a move tempts where it is surely enough better (Bashar, Kilgour, Hipel 2012).

With r(q, s) the degree to which q is preferred to s, r(q, s) + r(s, q) = 1, the relative certainty
of q over s is r(q, s) - r(s, q). What has at least the threshold tempts, and nothing else; all that
doesn't tempt deters.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

import numpy as np

from countermove.errors import ModelError, Path, Problem
from countermove.graph.bits import Bits
from countermove.graph.region import Positions
from countermove.graph.states import States
from countermove.model.preference import Preference
from countermove.preferences.pair_values import Compare, PairValues, by_pairs, joined
from countermove.preferences.pairwise import PairwisePreference, Row
from countermove.preferences.registry import preference_kind
from countermove.preferences.ways import AS_RANKED, HALF, PreferenceWay, number


class Chances(NamedTuple):
    """How likely, or to which degree, one state is better than another, and worse.

    Exactly: numbers at a threshold must not be rounded.
    """

    better: Fraction
    worse: Fraction


@preference_kind("fuzzy")
def fuzzy_preference(
    states: States,
    preference: Preference,
    path: Path,
    only: Bits | None = None,
    way: PreferenceWay = AS_RANKED,
) -> PairwisePreference:
    """Read how certainly each state is preferred to each other."""
    threshold = way.threshold("threshold", preference.threshold)
    return by_certainty(len(states), matrix_of(states, preference, path), threshold, way)


def matrix_of(states: States, preference: Preference, path: Path) -> Compare[Chances]:
    """Return what a matrix says of two states: first is which is preferred, then to which.

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

    def compare(at: Positions) -> PairValues[Chances]:
        among = found[np.ix_(at, at)]
        return joined(by_pairs(among.T), by_pairs(among), Chances)

    return compare


def by_certainty(
    count: int, compare: Compare[Chances], threshold: Fraction, way: PreferenceWay
) -> PairwisePreference:
    """Return the relations of a fuzzy preference, by the degrees to which states are preferred."""
    beyond = "at-threshold-tempts" in way.variants

    def judge(chances: Chances) -> Row[bool]:
        certain = chances.better - chances.worse
        tempts = certain > threshold if beyond else certain >= threshold
        return Row(tempts, not tempts, tempts, certain == 1, certain not in (-1, 0, 1))

    def words(target: int, state: int, that: str, who: str) -> str:
        chances = compare(np.array([state, target])).value(0, 1)
        degree = (chances.better - chances.worse + 1) / 2
        return f"{who} prefers {that} to the degree {number(degree)}"

    found = PairwisePreference.by(compare(np.arange(count)), judge, words)
    # No state is better than itself, whatever the threshold.
    itself = np.packbits(np.eye(count, dtype=bool), axis=1, bitorder="little")
    return replace(
        found,
        tempting=found.tempting & ~itself,
        deterring=found.deterring | itself,
        believed=found.believed & ~itself,
    )
