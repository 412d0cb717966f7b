"""What is in doubt about the preferences of a model, and what draws them accordingly."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from countermove.analysis.sample.draws import Draws
from countermove.analysis.sample.extensions import Extensions, closed
from countermove.analysis.sample.nearby import Nearby, largest_distance
from countermove.arguments import integer, several
from countermove.errors import ModelError, UnknownNameError, suggestion
from countermove.graph_model import GraphModel
from countermove.model.numbers import finite
from countermove.model.values import StateReference
from countermove.preferences.levels import lexicographic_ranks

Known = Sequence[tuple[StateReference, StateReference]]
"""Pairs of states, the better first: all that is known of a preference."""

Unordered = Sequence[str]
"""Statements, as written, whose order is unknown."""

Unknown = Literal["ties"] | Mapping[str, Known | Unordered]

Ranks = NDArray[np.int16]

# So many digits are enough, and an exponent would make any number of them.
_DISTANCE = re.compile(r"(?:(\d{1,18})|(\d{0,18}\.\d{1,18}|\d{1,18}/0*[1-9]\d{0,17}))\s*(%)?")


class Drawer(Protocol):
    """Draws one decision maker's ranks."""

    def draw(self, draws: Draws, lanes: int, alive: Callable[[], object]) -> Ranks:
        """Return ranks by ranking and state."""


class _Nearby:
    def __init__(self, model: GraphModel, dm: str, distance: int) -> None:
        self._nearby = Nearby(model.levels(dm, "the sample"), distance)

    def draw(self, draws: Draws, lanes: int, alive: Callable[[], object]) -> Ranks:
        alive()
        return self._nearby.draw(draws, lanes)


class _Reordered:
    """Puts some statements into every order, among the places that they have, equally often."""

    def __init__(self, model: GraphModel, dm: str, wanted: Sequence[str]) -> None:
        self._states, self._path = model.states, ("preferences", dm)
        statements = [s.holds for s in model.conflict.preferences[dm].wishes or ()]
        for text in wanted:
            if text not in statements:
                advice = suggestion(text, statements, "Its statements are")
                raise UnknownNameError(f"'{dm}' has no statement '{text}'.", advice=advice)
        self._places = [k for k, text in enumerate(statements) if text in wanted]
        self._holding = [model.states.holding(text) for text in statements]
        self._known: dict[bytes, NDArray[Any]] = {}

    def draw(self, draws: Draws, lanes: int, alive: Callable[[], object]) -> Ranks:
        alive()
        orders = draws.orders(lanes, len(self._places)).astype(np.int16)
        return np.stack([self._ranks(order) for order in orders])

    def _ranks(self, order: NDArray[np.int16]) -> NDArray[Any]:
        key = order.tobytes()
        if key not in self._known:
            holding = list(self._holding)
            for place, other in zip(self._places, order.tolist(), strict=True):
                holding[place] = self._holding[self._places[other]]
            ranks = lexicographic_ranks(holding, len(self._states))
            self._known[key] = ranks.astype(np.int16)
        return self._known[key]


def read_distance(text: str) -> int | Fraction:
    """Read how far rankings may be, as people write it: a number of pairs, or a share of them.

    >>> read_distance("3"), read_distance("10%"), read_distance("0.1")
    (3, Fraction(1, 10), Fraction(1, 10))
    """
    advice = "Give a number of pairs, as in 3, or a share of them, as in 10% or 0.1."
    if not (found := _DISTANCE.fullmatch(text.strip())):
        raise UnknownNameError(f"no distance '{text}'.", advice=advice)
    pairs, share, percent = found.groups()
    if pairs and not percent:
        return int(pairs)
    distance = Fraction(pairs or share) / (100 if percent else 1)
    if distance > 1:
        raise UnknownNameError(f"'{text}' is more than all pairs.", advice=advice)
    return distance


def distances(model: GraphModel, makers: Iterable[str], within: float | Fraction) -> dict[str, int]:
    """Return how far the rankings drawn may be from each decision maker's own.

    >>> from countermove import build, load
    >>> model = build(load("prisoners-dilemma"))
    >>> distances(model, ["first"], 2), distances(model, ["first"], 0.5)
    ({'first': 2}, {'first': 3})
    """
    largest = {dm: largest_distance(model.levels(dm, "the sample")) for dm in makers}
    if (pairs := integer(within)) is not None and pairs >= 0:
        return {dm: min(pairs, most) for dm, most in largest.items()}
    if pairs is None and 0 <= (share := Fraction(finite(within, "within"))) <= 1:
        return {dm: int(share * most) for dm, most in largest.items()}
    advice = "It is a whole number of pairs of outcomes, or a share of them between 0 and 1."
    raise UnknownNameError(f"no distance '{within}'.", advice=advice)


def known_orders(
    model: GraphModel, drawing: Mapping[str, Drawer], unknown: Unknown | None
) -> dict[str, NDArray[np.bool_]] | None:
    """Return which states are known to be better than which, for each who is in doubt.

    None where what is in doubt isn't just the order of states that aren't known to be better or
    worse: where all near rankings are possible, or some orders of statements.
    """
    if unknown == "ties":
        every = {dm: model.levels(dm, "the sample") for dm in drawing}
        return {dm: ranks[:, np.newaxis] > ranks for dm, ranks in every.items()}
    found = {dm: own.better for dm, own in drawing.items() if isinstance(own, Extensions)}
    return found if isinstance(unknown, Mapping) and len(found) == len(drawing) else None


def _are_statements(what: Any) -> bool:
    listed = isinstance(what, Sequence) and not isinstance(what, str)
    return listed and bool(what) and all(isinstance(one, str) for one in what)


def drawers(
    model: GraphModel,
    makers: Sequence[str],
    within: Mapping[str, int] | None,
    unknown: Unknown | None,
) -> dict[str, Drawer]:
    """Return what draws the ranks of each decision maker who is in doubt."""
    if within is not None:
        return {dm: _Nearby(model, dm, within[dm]) for dm in makers}
    if unknown == "ties":
        return {dm: _Nearby(model, dm, 0) for dm in makers}
    assert isinstance(unknown, Mapping)
    found: dict[str, Drawer] = {}
    for reference, what in unknown.items():
        dm = model.find_decision_maker(reference)
        if dm in found:
            raise UnknownNameError(f"what is known of '{dm}' is given twice.")
        if _are_statements(what):
            found[dm] = _Reordered(model, dm, [str(one) for one in what])
        else:
            found[dm] = Extensions(_relation(model, dm, what))
    return found


def _relation(model: GraphModel, dm: str, pairs: Any) -> NDArray[np.bool_]:
    """Return which states are known to be better than which, by all that follows."""
    states = model.states
    better = np.zeros((len(states), len(states)), dtype=bool)
    for given in several(pairs):
        pair = several(given)
        if isinstance(given, str) or len(pair) != 2:
            raise UnknownNameError(
                f"what is known of '{dm}' can't be read: {given!r}.",
                advice="Give pairs of outcomes, the better first, or statements whose order is "
                "unknown.",
            )
        better[states.find(pair[0]), states.find(pair[1])] = True
    better = closed(better)
    if (circular := np.flatnonzero(better.diagonal())).size:
        names = " and ".join(states.label(k) for k in circular[:2].tolist())
        raise ModelError(
            f"what is known of '{dm}' contradicts itself: it puts outcomes above themselves, "
            f"such as {names}.",
            advice="Remove one of the pairs of the circle.",
        )
    return better
