"""Where a package stands for each party: its place among the outcomes, and its wishes met."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from countermove.graph.region import Region
from countermove.graph_model import GraphModel
from countermove.model.numbers import Number


@dataclass(frozen=True, slots=True)
class WishAtStake:
    """A wish of a party, and whether a package meets it.

    Parameters
    ----------
    statement : str
        What it wants to hold.
    is_met : bool
        Whether it holds in the package.
    because : tuple of str
        The sources that the wish rests on; none where it is a judgement.
    weight : number or None
        What it counts, where wishes are weighed.
    """

    statement: str
    is_met: bool
    because: tuple[str, ...]
    weight: Number | None = None


@dataclass(frozen=True, slots=True)
class PartyPlace:
    """Where a package stands for one party.

    Parameters
    ----------
    decision_maker : str
        Its id.
    place : int or None
        Its place among the classes of equally good states, 1 being the best; None where the
        preference is no complete order.
    places : int or None
        How many such classes there are.
    better : int or None
        How many states are better.
    wishes : tuple of WishAtStake
        Its wishes, the most important first; none where it ranks the states otherwise.
    """

    decision_maker: str
    place: int | None
    places: int | None
    better: int | None
    wishes: tuple[WishAtStake, ...]

    @property
    def met(self) -> tuple[WishAtStake, ...]:
        """The wishes that the package meets."""
        return tuple(wish for wish in self.wishes if wish.is_met)

    @property
    def broken(self) -> tuple[WishAtStake, ...]:
        """The wishes that it breaks."""
        return tuple(wish for wish in self.wishes if not wish.is_met)


class PartyPlaces:
    """Where packages stand for the parties of one model; what is counted once is kept."""

    def __init__(self, model: GraphModel) -> None:
        self._model = model
        self._holding = cache(model.states.holding)
        self._above = cache(self._states_above)

    def of(self, dm: str, state: int) -> PartyPlace:
        """Return where a package stands for a party."""
        wishes, ranks = tuple(self._wishes(dm, state)), self._model.levels_or_none(dm)
        if ranks is None:
            return PartyPlace(dm, None, None, None, wishes)
        level, above = int(ranks[state]), self._above(dm)
        return PartyPlace(dm, len(above) - level, len(above), int(above[level]), wishes)

    def _states_above(self, dm: str) -> NDArray[np.intp]:
        """Count for each level of a party the states above it."""
        counts = np.bincount(self._model.levels(dm))
        return np.asarray(counts.sum() - np.cumsum(counts))

    def _wishes(self, dm: str, state: int) -> Iterator[WishAtStake]:
        preference = self._model.conflict.preferences[dm]
        for wish in preference.wishes or ():
            holds: Region = self._holding(wish.holds)
            yield WishAtStake(wish.holds, state in holds, wish.because or preference.because)
        for name, weight in (preference.scores or {}).items():
            is_wanted = weight > 0
            if weight:
                is_met = (state in self._holding(name)) == is_wanted
                statement, counts = (name, weight) if is_wanted else (f"not ({name})", -weight)
                yield WishAtStake(statement, is_met, preference.because, counts)
