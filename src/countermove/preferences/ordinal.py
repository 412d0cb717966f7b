"""Ordinal preferences: prioritised statements, rankings and weights, all as ranks of states."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from countermove.errors import ModelError, Path, Problem, collected, listed
from countermove.graph.bits import Bits
from countermove.graph.lists import Mask
from countermove.graph.region import Positions
from countermove.graph.states import States
from countermove.model.numbers import Number
from countermove.model.preference import Entry, Preference, UnknownOrder
from countermove.model.ranking_text import REST, is_mark
from countermove.preferences.levels import Ranks, dense, lexicographic_ranks, weighed_ranks
from countermove.preferences.registry import preference_kind
from countermove.preferences.relations import Relations

# So many states that a ranking repeats are named one by one.
_NAMED = 8

_OTHER_WORDS_FOR_REST = frozenset({"-", "–", "...", "…", "rest", "others", "the others", "*"})


@dataclass(frozen=True, eq=False)
class OrdinalPreference(Relations):
    """A complete, transitive preference over the states, ties allowed."""

    # Numbers without a sign: they are compared, and subtracted only as Python integers.
    ranks: Ranks

    def __post_init__(self) -> None:
        """Make the ranks narrow numbers without a sign, as the engines take them."""
        if self.ranks.dtype not in (np.uint16, np.uint32):
            object.__setattr__(self, "ranks", dense(self.ranks))

    def tempts(self, targets: Positions, state: int) -> Mask:
        """Say which targets are better than a state."""
        return np.asarray(self.ranks[targets] > self.ranks[state])

    def deters(self, targets: Positions, state: int) -> Mask:
        """Say which targets are not better than a state."""
        return np.asarray(self.ranks[targets] <= self.ranks[state])

    def better(self, targets: Positions, state: int) -> Mask:
        """Say which targets are better than a state: of none it is unknown."""
        return self.tempts(targets, state)

    def worse(self, targets: Positions, state: int) -> Mask:
        """Say which targets are worse than a state."""
        return np.asarray(self.ranks[targets] < self.ranks[state])

    @property
    def is_transitive(self) -> bool:
        """True, as it is an order."""
        return True

    @property
    def levels(self) -> Ranks:
        """The ranks."""
        return self.ranks

    def over(self, states: Positions) -> OrdinalPreference:
        """Return the same order over other states, each in the place of one of these."""
        return OrdinalPreference(dense(self.ranks[states]))


@preference_kind("statements", "ranking", "weights")
def ordinal_preference(
    states: States, preference: Preference, path: Path, only: Bits | None = None
) -> OrdinalPreference:
    """Rank the states by what the analyst wrote down."""
    if (wishes := preference.wishes) is not None:
        places = [((*path, "statements", k), s.holds) for k, s in enumerate(wishes)]
        return OrdinalPreference(lexicographic_ranks(_all_holding(states, places), len(states)))
    if (scores := preference.scores) is not None:
        return OrdinalPreference(_weighed(states, scores.items(), path))
    ranking = preference.ranking or ()
    return OrdinalPreference(ranked(states, ranking, (*path, "ranking"), only))


def _all_holding(states: States, places: Iterable[tuple[Path, str]]) -> list[Bits]:
    truths: list[Bits] = []
    problems: list[Problem] = []
    for path, statement in places:
        with collected(problems):
            truths.append(states.holding(statement, path))
    if problems:
        raise ModelError(*problems)
    return truths


def _weighed(states: States, weights: Iterable[tuple[str, Number]], path: Path) -> Ranks:
    weights = list(weights)
    # Over a common denominator the weights are whole numbers, and their sums exact.
    # Fractions, because the arithmetic of Decimal rounds to 28 digits.
    exactly = [(name, Fraction(weight)) for name, weight in weights]
    common = math.lcm(*(weight.denominator for _, weight in exactly))
    whole = [(name, int(weight * common)) for name, weight in exactly]
    holding = _all_holding(states, [((*path, "weights", name), name) for name, _ in whole])
    return weighed_ranks(holding, [weight for _, weight in whole], len(states))


def ranked(
    states: States,
    ranking: Iterable[Entry],
    path: Path,
    only: Bits | None,
) -> Ranks:
    """Rank the states by a ranking as written; what is in unknown order is tied."""
    problems: list[Problem] = []
    place = np.full(len(states), -1, dtype=np.int32)
    rest: int | None = None
    for position, entry in enumerate(ranking):
        if is_mark(entry):
            continue
        several = entry.unknown if isinstance(entry, UnknownOrder) else entry
        tied = several if isinstance(several, tuple) else (several,)
        for k, reference in enumerate(tied):
            here: Path = (*path, position, k) if isinstance(several, tuple) else (*path, position)
            if reference == REST:
                if rest is not None:
                    problems.append(Problem(f"'{REST}' stands here twice.", here, "Remove one."))
                rest = position
                continue
            found, problem = states.read(reference)
            if problem:
                advice = _meant(states, str(reference)) or problem.advice
                problems.append(Problem(problem.what, here, advice))
            twice = found[place[found] >= 0]
            problems += _repeated(states, twice, place, position, here)
            if twice.size:
                found = found[place[found] < 0]
            place[found] = position
    if rest is not None:
        place[place < 0] = rest
    missing = np.flatnonzero(place < 0 if only is None else (place < 0) & only.mask())
    if missing.size and not problems:
        names = listed((_named(states, int(state)) for state in missing), missing.size)
        count = "an outcome" if missing.size == 1 else f"{missing.size} outcomes"
        what = f"the ranking misses {count}: {names}."
        problems.append(Problem(what, path, "Every feasible outcome must be in it exactly once."))
    if problems:
        raise ModelError(*states.conflict.locate(*problems))
    return dense(-place)


def _meant(states: States, text: str) -> str | None:
    """Say what to write for what people write in rankings."""
    if text in _OTHER_WORDS_FOR_REST:
        return f"For all outcomes that aren't named, write '{REST}'."
    parts = text.replace(",", " ").split()
    if len(parts) > 1 and all(states.read(part)[1] is None for part in parts):
        tie, order = " ".join(parts), " > ".join(parts)
        return f"Write '{{{tie}}}' where they are equally good, '{order}' where the first is best."
    return None


def _named(states: States, state: int) -> str:
    label, pattern = states.label(state), states.pattern(state)
    return f"{label} ({pattern})" if pattern else label


def _repeated(
    states: States, twice: Positions, place: NDArray[np.int32], again: int, path: Path
) -> Iterator[Problem]:
    """Say which states a ranking repeats; of very many at one place only the first."""
    for state in twice[:_NAMED].tolist():
        name, first = _named(states, state), int(place[state])
        if first == again:
            what = f"the ranking repeats outcome {name} in one tie."
            yield Problem(what, path, "Remove it once.")
            continue
        between = ", better and worse than what stands between (a preference cycle)"
        yield Problem(
            f"the ranking repeats outcome {name}: it is at position {first + 1} and again at "
            f"position {again + 1}{between if again - first > 1 else ''}.",
            path,
            "Every feasible outcome must be in it exactly once.",
        )
    if len(twice) > _NAMED:
        yield Problem(
            f"the ranking repeats {len(twice) - _NAMED} outcomes more here.",
            path,
            "Every feasible outcome must be in it exactly once.",
        )
