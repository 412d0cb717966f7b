"""By how many degrees states differ, read off a preference as it is written."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from countermove.errors import Path
from countermove.graph.bits import Bits
from countermove.graph.states import States
from countermove.model.preference import Preference, Statement, UnknownOrder, Wants
from countermove.model.ranking_text import REST, is_mark
from countermove.preferences.degrees import (
    Degrees,
    ranked_degrees,
    scored_degrees,
    scores_of,
    stated_degrees,
)
from countermove.preferences.levels import Ranks
from countermove.preferences.ordinal import compared, known_order, ordinal_preference, together


def degrees_of(
    states: States, preference: Preference, path: Path, *, by_scores: bool
) -> Callable[[int], Degrees]:
    """Return by how many degrees each state is better than one, in a preference without doubts."""
    ranks = ordinal_preference(states, preference, path).ranks
    if preference.wishes is not None:
        marks = [_mark(wish) for wish in preference.wishes]
        if max(marks, default=1) > 1:
            truths = [_mask(states.holding(wish.holds)) for wish in preference.wishes]
            if by_scores:
                return scored_degrees(scores_of(truths, marks, len(states)), len(marks))
            return stated_degrees(truths, marks, len(states))
    return ranked_degrees(ranks, _steps(states, preference, ranks))


def has_degrees(preference: Wants) -> bool:
    """Say whether anything is marked as more than better."""
    marked = any(_mark(wish) > 1 for wish in preference.wishes or ())
    return marked or any(map(is_mark, preference.ranking or ()))


def _mark(wish: Statement) -> int:
    return wish.degree or (2 if wish.strongly else 1)


def _mask(truth: Bits) -> np.ndarray:
    return truth.mask()


def _steps(states: States, preference: Preference, ranks: Ranks) -> list[int]:
    """Return the steps from each level of a ranking to the next better one, from the worst."""
    count = int(ranks.max())
    if not any(is_mark(entry) for entry in preference.ranking or ()):
        return [1] * count
    levels = [entry for entry in preference.ranking or () if not is_mark(entry)]
    # All that is named has a level of its own; what is left may be nothing.
    has_rest = len(levels) == count + 1
    steps: list[int] = []
    step = 1
    for entry in preference.ranking or ():
        if is_mark(entry):
            step = max(step, len(str(entry)))
        elif entry != REST or has_rest:
            steps.append(step)
            step = 1
    return steps[:0:-1]


def unknown_pairs(states: States, preference: Preference) -> np.ndarray:
    """Return of which pairs of states a ranking leaves open which is better, as a matrix."""
    found = np.zeros((len(states), len(states)), dtype=bool)
    groups = [
        entry.unknown for entry in preference.ranking or () if isinstance(entry, UnknownOrder)
    ]
    for group in (*groups, *preference.unknown):
        members = together(states, group, preference.ranking or ())
        found[np.ix_(members, members)] = True
    if preference.known:
        some, order = known_order(compared(states, preference.known, ("known",)))
        found[np.ix_(some, some)] &= order.open()
    np.fill_diagonal(found, False)
    return found
