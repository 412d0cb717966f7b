"""Ordinal preferences: prioritised statements, rankings and weights, all as ranks of states."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from countermove.errors import ModelError, Path, Problem, collected, listed
from countermove.graph.bits import Bits
from countermove.graph.lists import Mask
from countermove.graph.region import Positions
from countermove.graph.states import States
from countermove.model.numbers import Number
from countermove.model.preference import Entry, KnownOrdering, Preference, UnknownOrder
from countermove.model.ranking_text import REST, is_mark, levels
from countermove.model.values import StateReference
from countermove.preferences.known_order import Compared, KnownOrder, clash
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
    return OrdinalPreference(ranked(states, ranking, (*path, "ranking"), only, preference.known))


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
    known: Sequence[KnownOrdering] = (),
) -> Ranks:
    """Rank the states by a ranking as written; what is in unknown order is tied.

    What is known beyond the ranking tells apart what it ties; the rest stands as high as it can.
    """
    problems: list[Problem] = []
    place = np.full(len(states), -1, dtype=np.int32)
    rest: int | None = None
    for position, entry in enumerate(ranking):
        if is_mark(entry):
            continue
        for here, reference in _tied(entry, (*path, position)):
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
        names = listed((named(states, int(state)) for state in missing), missing.size)
        count = "an outcome" if missing.size == 1 else f"{missing.size} outcomes"
        what = f"the ranking misses {count}: {names}."
        problems.append(Problem(what, path, "Every feasible outcome must be in it exactly once."))
    if problems:
        raise ModelError(*states.conflict.locate(*problems))
    if not known:
        return dense(-place)
    return _refined(states, dense(-place), known, (*path[:-1], "known"))


def _tied(entry: Entry, path: Path) -> list[tuple[Path, StateReference]]:
    """Return what stands together in a place of a ranking, each with its own."""
    if isinstance(entry, UnknownOrder):
        entry, path = entry.unknown, (*path, "unknown")
    if not isinstance(entry, tuple):
        return [(path, entry)]
    return [((*path, k), reference) for k, reference in enumerate(entry)]


def _refined(states: States, ranks: Ranks, known: Sequence[KnownOrdering], path: Path) -> Ranks:
    """Tell apart by what is known what a ranking ties; it has to be true together."""
    said = compared(states, known, path)
    for one in said:
        way = int(ranks[one.first]) - int(ranks[one.second])
        if way and np.sign(way) != one.which:
            both = named(states, one.first), named(states, one.second)
            what = f"the ranking has {both[0]} and {both[1]} otherwise."
            raise _at(states, Problem(what, (*path, one.place), _ONE_OF_THEM))
    for k, one in enumerate(said):
        if (clashing := clash(said[:k], one)) is not None:
            numbers = sorted({other.place + 1 for other in clashing} - {one.place + 1})
            with_ = f" with what is known in place {listed(map(str, numbers))}" if numbers else ""
            what = f"this can't be true together{with_}."
            raise _at(states, Problem(what, (*path, one.place), _ONE_OF_THEM))
    some, order = known_order([one for one in said if ranks[one.first] == ranks[one.second]])
    scores = ranks.astype(np.int64) * (len(some) + 1)
    scores[some] -= order.depths()
    return dense(scores)


def known_order(said: Sequence[Compared]) -> tuple[NDArray[np.intp], KnownOrder]:
    """Return the states of which something is known, and what follows of their order."""
    some = np.unique([state for one in said for state in (one.first, one.second)]).astype(np.intp)
    number = {state: k for k, state in enumerate(some.tolist())}
    above, level = (np.zeros((len(some), len(some)), dtype=bool) for _ in range(2))
    for one in said:
        high, low = (one.first, one.second) if one.which >= 0 else (one.second, one.first)
        (above if one.which else level)[number[high], number[low]] = True
        level[number[low], number[high]] |= not one.which
    return some, KnownOrder.following(above, level)


_ONE_OF_THEM = "Remove one of them, or mend it."


def _at(states: States, problem: Problem) -> ModelError:
    return ModelError(*states.conflict.locate(problem))


def compared(states: States, known: Sequence[KnownOrdering], path: Path) -> list[Compared]:
    """Return what is known beyond a ranking, two states at a time."""
    found: list[Compared] = []
    problems: list[Problem] = []
    for k, ordering in enumerate(known):
        above: Positions | None = None
        for entry in levels(ordering.order):
            if is_mark(entry):
                what = "what is known says what is better, and not by how much."
                problems.append(Problem(what, (*path, k), "Write '>'."))
                continue
            tied = entry if isinstance(entry, tuple) else (entry,)
            read = [states.read(reference) for reference in tied]
            for _, problem in read:
                if problem:
                    problems.append(Problem(problem.what, (*path, k), problem.advice))
            here = np.unique(np.concatenate([some for some, _ in read]))
            found += [Compared("", int(a), int(b), 0, k) for a, b in pairwise(here)]
            for high in () if above is None else above:
                found += [Compared("", int(high), int(low), 1, k) for low in here]
            above = here
    if problems:
        raise ModelError(*states.conflict.locate(*problems))
    return found


def together(
    states: States, group: Iterable[StateReference], ranking: Iterable[Entry]
) -> NDArray[np.intp]:
    """Return the states of a group in a ranking; the rest are those that it doesn't name."""
    some = list(group)
    found = [states.read(one)[0] for one in some if one != REST]
    if REST in some:
        named = [one.unknown if isinstance(one, UnknownOrder) else one for one in ranking]
        each = [one for entry in named for one in (entry if isinstance(entry, tuple) else (entry,))]
        read = [states.read(one)[0] for one in each if one != REST and not is_mark(one)]
        found.append(np.setdiff1d(np.arange(len(states)), np.concatenate([[], *read])))
    return np.unique(np.concatenate(found)).astype(np.intp)


def _meant(states: States, text: str) -> str | None:
    """Say what to write for what people write in rankings."""
    if text in _OTHER_WORDS_FOR_REST:
        return f"For all outcomes that aren't named, write '{REST}'."
    parts = text.replace(",", " ").split()
    if len(parts) > 1 and all(states.read(part)[1] is None for part in parts):
        tie, order = " ".join(parts), " > ".join(parts)
        return f"Write '{{{tie}}}' where they are equally good, '{order}' where the first is best."
    return None


def named(states: States, state: int) -> str:
    """Return a state by its label, and by its pattern where it has one."""
    label, pattern = states.label(state), states.pattern(state)
    return f"{label} ({pattern})" if pattern else label


def _repeated(
    states: States, twice: Positions, place: NDArray[np.int32], again: int, path: Path
) -> Iterator[Problem]:
    """Say which states a ranking repeats; of very many at one place only the first."""
    for state in twice[:_NAMED].tolist():
        name, first = named(states, state), int(place[state])
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
