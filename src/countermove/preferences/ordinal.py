"""Ordinal preferences: prioritised statements, rankings and weights, all as ranks of states."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from countermove.errors import ModelError, Path, Problem, listed
from countermove.graph.rules import Truth
from countermove.graph.states import States
from countermove.model.parts import Preference, StateReference

Ranks = NDArray[np.int64]

_BITS_AT_ONCE = 30


@dataclass(frozen=True, eq=False)
class OrdinalPreference:
    """A complete, transitive preference over the states, ties allowed.

    Parameters
    ----------
    ranks : ndarray of int64, shape (states,)
        Higher is better, equal is indifferent; 0 is the worst.
    """

    ranks: Ranks

    def tempts(self, targets: NDArray[np.intp], state: int) -> Truth:
        """Say which targets are better than a state, and so tempt the decision maker away."""
        return np.asarray(self.ranks[targets] > self.ranks[state])

    def deters(self, targets: NDArray[np.intp], state: int) -> Truth:
        """Say which targets are not better than a state, and so deter it from leaving."""
        return np.asarray(self.ranks[targets] <= self.ranks[state])

    def credible(self, targets: NDArray[np.intp], state: int) -> Truth:
        """Say which of its moves others believe it willing to make: its improvements."""
        return self.tempts(targets, state)


def ordinal_preference(states: States, preference: Preference, path: Path) -> OrdinalPreference:
    """Rank the states by what the analyst wrote down.

    Parameters
    ----------
    states : States
        The feasible states.
    preference : Preference
        Statements, a ranking or weights.
    path : tuple
        Where the preference stands in the model, for errors.

    Returns
    -------
    OrdinalPreference

    Raises
    ------
    ModelError
        If a ranking misses or repeats a state or names one that isn't there, or a statement
        holds in part of a coalesced state.
    """
    if preference.statements is not None:
        places = [((*path, "statements", k), s.holds) for k, s in enumerate(preference.statements)]
        return OrdinalPreference(lexicographic_ranks(_all_holding(states, places), len(states)))
    if preference.weights is not None:
        return OrdinalPreference(_weighed(states, preference.weights.items(), path))
    return OrdinalPreference(_ranked(states, preference.ranking or (), (*path, "ranking")))


def _all_holding(states: States, places: Iterable[tuple[Path, str]]) -> list[Truth]:
    truths: list[Truth] = []
    problems: list[Problem] = []
    for path, statement in places:
        try:
            truths.append(states.holding(statement, path))
        except ModelError as error:
            problems += error.problems
    if problems:
        raise ModelError(*problems)
    return truths


def lexicographic_ranks(truths: Iterable[Truth], count: int) -> Ranks:
    """Rank states by the statements that hold in them, the first statement weighing most.

    Exact for any number of statements: ranks are renumbered before they could overflow.

    >>> lexicographic_ranks([np.array([True, True, False]), np.array([False, True, True])], 3)
    array([1, 2, 0])
    """
    ranks = np.zeros(count, dtype=np.int64)
    for done, truth in enumerate(truths, start=1):
        ranks = ranks * 2 + truth
        if done % _BITS_AT_ONCE == 0:
            ranks = _renumbered(ranks)
    return _renumbered(ranks)


def _renumbered(scores: NDArray[Any]) -> Ranks:
    return np.unique(scores, return_inverse=True)[1].astype(np.int64)


def _weighed(states: States, weights: Iterable[tuple[str, int | Decimal]], path: Path) -> Ranks:
    weights = list(weights)
    # Over a common denominator the weights are whole numbers, and their sums exact.
    # Fractions, because the arithmetic of Decimal rounds to 28 digits.
    exactly = [(name, Fraction(weight)) for name, weight in weights]
    common = math.lcm(*(weight.denominator for _, weight in exactly))
    whole = [(name, int(weight * common)) for name, weight in exactly]
    exact = object if sum(abs(w) for _, w in whole) >= 1 << 62 else np.int64
    scores: NDArray[Any] = np.zeros(len(states), dtype=exact)
    holding = _all_holding(states, [((*path, "weights", name), name) for name, _ in whole])
    for truth, (_, weight) in zip(holding, whole, strict=True):
        scores = scores + truth.astype(exact) * weight
    return _renumbered(scores)


def _ranked(
    states: States, ranking: Iterable[StateReference | tuple[StateReference, ...]], path: Path
) -> Ranks:
    problems: list[Problem] = []
    ranks = np.full(len(states), -1, dtype=np.int64)
    first_place: dict[int, tuple[int, Path]] = {}
    best_first = list(ranking)
    for position, entry in enumerate(best_first):
        tied = entry if isinstance(entry, tuple) else (entry,)
        for k, reference in enumerate(tied):
            here: Path = (*path, position, k) if isinstance(entry, tuple) else (*path, position)
            found, problem = states.read(reference)
            if problem:
                problems.append(Problem(problem.what, here, problem.advice))
            for state in found:
                if state in first_place:
                    problems.append(_repeated(states, state, first_place[state][0], position, here))
                else:
                    first_place[state] = (position, here)
                    ranks[state] = len(best_first) - position
    missing = np.flatnonzero(ranks < 0)
    if missing.size and not problems:
        names = listed(_named(states, int(state)) for state in missing)
        count = "a state" if missing.size == 1 else f"{missing.size} states"
        what = f"the ranking misses {count}: {names}."
        problems.append(Problem(what, path, "Every feasible state must be in it exactly once."))
    if problems:
        raise ModelError(*states.conflict.locate(*problems))
    return _renumbered(ranks)


def _named(states: States, state: int) -> str:
    label, pattern = states.label(state), states.pattern(state)
    return f"{label} ({pattern})" if pattern else label


def _repeated(states: States, state: int, first: int, again: int, path: Path) -> Problem:
    name = _named(states, state)
    if first == again:
        return Problem(f"the ranking repeats state {name} in one tie.", path, "Remove it once.")
    return Problem(
        f"the ranking repeats state {name}: it is at position {first + 1} and again at "
        f"position {again + 1}, better and worse than what stands between (a preference cycle).",
        path,
        "Every feasible state must be in it exactly once.",
    )
