"""What is worth a second look in what isn't known of what the parties want."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

import numpy as np
from numpy.typing import NDArray

from countermove.errors import Path, Problem
from countermove.graph.lists import Mask
from countermove.graph.states import States
from countermove.model.conflict import Conflict
from countermove.model.doubts import Doubt, doubts_of, each_doubt, every_way, in_reading
from countermove.model.numbers import Number
from countermove.model.preference import AnyOrder, Preference, Statement, UnknownOrder, Wants
from countermove.model.statement_words import statement_words
from countermove.preferences.levels import Ranks
from countermove.preferences.ordinal import named, ordinal_preference, together

_MOST_STATES = 1 << 14
_MOST_IN_A_CIRCLE = 1 << 9
"""Up to so many states it is looked at each doubt, and for circles in a matrix."""

Placed = tuple[Path, Statement, Mask]
"""A statement, where it stands, and in which states it holds."""

_NO_DIFFERENCE = "That makes no difference then: leave it out, or write what is meant."


def doubt_advice(states: States) -> Iterator[Problem]:
    """Find doubts that can't matter, readings that are alike, and preferences in a circle."""
    conflict = states.conflict
    for dm, towards in conflict.attitudes.items():
        if (how := towards.get(dm, "friendly")) != "friendly":
            what = f"{conflict.decision_makers[dm].name} is {how} to itself."
            yield Problem(what, ("attitudes", dm, dm), "Leave it out, if that isn't meant.")
    if len(states) > _MOST_STATES:
        return
    for _, path, wants in every_way(conflict):
        name = conflict.decision_makers[str(path[path.index("preferences") + 1])].name
        yield from _in_way(states, path, wants, name)
        if isinstance(wants, Preference):
            yield from _circle(states, path, wants, name)
    yield from _alike(states)


def _in_way(states: States, path: Path, wants: Wants, name: str) -> Iterator[Problem]:
    if any(_in_doubt(item) for item in wants.statements or ()):
        yield from _statements(states, path, wants.statements or (), name)
    for k, entry in enumerate(wants.ranking or ()):
        if not isinstance(entry, UnknownOrder):
            continue
        if len(together(states, entry.unknown, wants.ranking or ())) < 2:
            what = f"of one outcome alone the order can't be unknown, as is said of {name}."
            yield Problem(what, (*path, "ranking", k), "Write it alone, or add another.")
    for option, weight in (wants.weights or {}).items():
        if isinstance(weight, tuple):
            yield from _bounds(states, (*path, "weights", option), weight)


def _quoted(states: States, statement: str) -> str:
    return f"“{statement_words(states.vocabulary, statement)}”"


def _in_doubt(item: Statement | AnyOrder) -> bool:
    return isinstance(item, AnyOrder) or bool(item.perhaps or item.either_way)


def _bounds(states: States, path: Path, weight: tuple[Number, Number]) -> Iterator[Problem]:
    holding = states.holding(str(path[-1]), path)
    if weight[0] == weight[1]:
        what = f"both bounds of the weight of {_quoted(states, str(path[-1]))} are {weight[0]}."
        yield Problem(what, path, f"Write {weight[0]} alone, or another bound.")
    elif not holding.any() or holding.all():
        which = "every outcome has" if holding.all() else "no outcome has"
        what = f"{which} {_quoted(states, str(path[-1]))}, whose weight isn't known."
        yield Problem(what, path, _NO_DIFFERENCE)


# -- statements ------------------------------------------------------------------------------------


def _statements(
    states: States, path: Path, items: Sequence[Statement | AnyOrder], name: str
) -> Iterator[Problem]:
    """Look at statements in their order; what surely stands above tells some states apart."""
    alike = np.zeros(len(states), dtype=np.int64)
    for k, item in enumerate(items):
        here = (*path, "statements", k)
        wishes = list(_placed(states, here, item))
        for place, wish, truth in wishes:
            if wish.perhaps or wish.either_way:
                said = f"{_quoted(states, wish.holds)} is in doubt, and"
                yield from _that_matters_not(alike, place, wish, truth, said)
        if isinstance(item, AnyOrder) and not _is_order_open(alike, wishes):
            what = f"no two of these ever pull {name} different ways, so their order is one."
            yield Problem(what, here, "Write one below the other.")
        for _, wish, truth in wishes:
            if not wish.perhaps:
                alike = np.unique(alike * 2 + truth, return_inverse=True)[1]


def _placed(states: States, here: Path, item: Statement | AnyOrder) -> Iterator[Placed]:
    if isinstance(item, Statement):
        yield here, item, states.holding(item.holds, here).mask()
        return
    for k, wish in enumerate(item.any_order):
        place = (*here, "any_order", k)
        yield place, wish, states.holding(wish.holds, place).mask()


def _that_matters_not(
    alike: NDArray[np.int64], place: Path, wish: Statement, truth: Mask, said: str
) -> Iterator[Problem]:
    if truth.all() or not truth.any():
        which = "every outcome" if truth.all() else "no outcome"
        yield Problem(f"{said} {which} satisfies it.", place, _NO_DIFFERENCE)
    elif len(np.unique(alike * 2 + truth)) == len(np.unique(alike)):
        what = f"{said} decides nothing: what stands above does already."
        yield Problem(what, place, "Leave it out, or move it up.")
    elif not wish.either_way and wish.likely in (0, 1):
        so = "is cared about for certain" if wish.likely else "certainly isn't cared about"
        yield Problem(
            f"{said} {so} (likely = {wish.likely}).",
            place,
            "Give another likelihood, or write it without doubt.",
        )


def _is_order_open(alike: NDArray[np.int64], wishes: Sequence[Placed]) -> bool:
    """Say whether two statements speak for one each of two states, or it matters how strongly."""
    return any(
        np.intersect1d(alike[one & ~other], alike[other & ~one]).size > 0
        for (_, _, one), (_, _, other) in combinations(wishes, 2)
    ) or any(wish.strongly or wish.degree for _, wish, _ in wishes)


# -- readings --------------------------------------------------------------------------------------


def _alike(states: States) -> Iterator[Problem]:
    """Find readings of one party that rank all outcomes alike."""
    conflict = states.conflict
    inside = [place for doubt in each_doubt(conflict) for place in doubt.places]
    for doubt in doubts_of(conflict):
        for place in doubt.places if doubt.kind == "reading" else ():
            name = conflict.decision_makers[str(place[1])].name
            first: dict[bytes, int] = {}
            for k in range(len(doubt.values)):
                if any(one[: len(place) + 1] == (*place, k) for one in inside):
                    continue  # it is several
                ranks = _ranks(states, conflict, doubt, k, place[:2])
                before = first.setdefault(ranks.tobytes(), k)
                if before != k:
                    what = f"readings {before + 1} and {k + 1} of {name} rank all outcomes alike."
                    yield Problem(what, (*place, k), "Say how they differ, or remove one of them.")


def _ranks(states: States, conflict: Conflict, doubt: Doubt, value: int, path: Path) -> Ranks:
    resolved = in_reading(conflict, {doubt.id: value}).preferences[str(path[1])]
    return ordinal_preference(states, resolved, path).ranks


# -- matrices --------------------------------------------------------------------------------------


def _circle(states: States, path: Path, preference: Preference, name: str) -> Iterator[Problem]:
    """Find outcomes of which each is preferred to the next, and the last to the first."""
    matrix = preference.fuzzy or preference.probability
    if matrix is None or len(matrix) > _MOST_IN_A_CIRCLE:
        return
    shares = np.array([list(map(float, row)) for row in matrix])
    if (circle := _shortest_circle(shares > shares.T)) is not None:
        steps = [f"{named(states, a)} to {named(states, b)}" for a, b in pairwise(circle)]
        what = f"{name} prefers {', '.join(steps[:-1])}, and {steps[-1]}: that goes in a circle."
        yield Problem(what, (*path, preference.kind), "Look at these numbers, if it isn't meant.")


def _shortest_circle(better: Mask) -> list[int] | None:
    """Return the states of a shortest circle, the first again at the end.

    >>> _shortest_circle(np.array([[0, 1, 0], [0, 0, 1], [1, 0, 0]], dtype=bool))
    [0, 1, 2, 0]
    """
    left = np.arange(len(better))
    while (inner := better[np.ix_(left, left)]).size:
        on_the_way = inner.any(axis=0) & inner.any(axis=1)
        if on_the_way.all():
            break
        left = left[on_the_way]
    counts = inner.astype(np.float32)
    reached, length = counts, 1
    while reached.any():
        if (starts := np.flatnonzero(np.diagonal(reached))).size:
            return [int(left[state]) for state in _walked(inner, int(starts[0]), length)]
        reached, length = ((reached @ counts) > 0).astype(np.float32), length + 1
    return None


def _walked(better: Mask, start: int, length: int) -> list[int]:
    """Return a walk of so many steps that ends where it begins."""
    ends = [np.eye(1, len(better), start, dtype=np.float32)[0] > 0]
    for _ in range(length):
        ends.append((better[:, ends[-1]]).any(axis=1))
    walk = [start]
    for left in range(length - 1, -1, -1):
        walk.append(int(np.flatnonzero(better[walk[-1]] & ends[left])[0]))
    return walk
