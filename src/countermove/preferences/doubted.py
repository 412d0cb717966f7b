"""Preferences with doubts: a family of readings, each of them a complete order of the states.

What can be said of all readings at once is said in closed form, whatever their number.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from countermove.graph.lists import Mask
from countermove.model.doubts import Doubt
from countermove.preferences.levels import Ranks

Chosen = Mapping[str, int]
"""By the id of a doubt which of its values; a doubt that isn't named is as written."""

Where = NDArray[np.integer[Any]]
"""Positions of states, of any shape: what is asked of two of them is broadcast."""

Possible = tuple[Mask, Mask, Mask]
"""Where it may be better, equal and worse."""


class Doubted(ABC):
    """One party's preference with its doubts, over the states.

    A value of likelihood 0 is none of the readings.
    """

    doubts: tuple[Doubt, ...]
    """Those that have values: all but unknown orders of states and weights within bounds."""

    coupled: tuple[Doubt, ...] = ()
    """Those without which no single reading is the kindest: whole readings, what is doubted twice
    for the same reason."""

    has_completions: bool = False
    """Whether there are unknown orders or bounds, too: readings without number or likelihood."""

    @abstractmethod
    def given(self, chosen: Chosen) -> Doubted:
        """Return what is left where some doubts are resolved."""

    @abstractmethod
    def ranks(self, chosen: Chosen) -> Ranks:
        """Return one reading."""

    @abstractmethod
    def _possible(self, targets: Where, state: Where) -> Possible:
        """Say what may be, where no doubt is coupled."""

    def unknown(self, most: int) -> dict[Doubt, int] | None:
        """Return how many orders there are of what no doubt with values says; None for too many.

        `ranks` takes them by number, too; the first is as written.
        """
        return {}

    def anyhow(self, luck: np.random.Generator) -> Ranks:
        """Return one reading where every doubt with values is resolved, each with some chance."""
        return self.ranks({})

    def extreme(self, state: int, *, kindly: bool) -> Chosen | None:
        """Return the reading that is kindest, or harshest, to a state; None where no values do."""
        return None if self.doubts or self.has_completions else {}

    def idle(self) -> frozenset[str]:
        """Return the doubts by id that are proved to change no ranking, whatever else is so."""
        return frozenset(doubt.id for doubt in self.doubts if len(likely_values(doubt)) < 2)

    def possible(self, targets: Where, state: Where | int) -> Possible:
        """Say which targets may be better than a state, equal to it, worse: in some reading."""
        at = np.asarray(state)
        every = [part._possible(targets, at) for part, _ in self.parts()]
        better, equal, worse = (np.logical_or.reduce([one[k] for one in every]) for k in range(3))
        return better, equal, worse

    def above(self, state: Where | int, every: Where, *, kindly: bool) -> Mask:
        """Return which states are above one in its kindest, or harshest, reading.

        There is one such reading for each state, whatever the number of readings: a state is above
        in the kindest only if it is in all, and in the harshest if it is in any.
        """
        better, equal, worse = self._possible(every, np.asarray(state))
        return ~(equal | worse) if kindly else better

    def parts(self) -> Iterator[tuple[Doubted, Fraction]]:
        """Give what is left for all values of the coupled doubts, with their likelihood."""
        for chosen, likely in resolutions(self.coupled):
            part = self.given(chosen)
            if part.coupled:
                yield from ((inner, likely * own) for inner, own in part.parts())
            else:
                yield part, likely


def resolutions(doubts: Iterable[Doubt]) -> Iterator[tuple[dict[str, int], Fraction]]:
    """Give the ways to resolve doubts that are possible, each with its likelihood."""
    doubts = tuple(doubts)
    for values in product(*map(likely_values, doubts)):
        likely = Fraction(1)
        for doubt, value in zip(doubts, values, strict=True):
            likely *= doubt.values[value].likely
        yield dict(zip((doubt.id for doubt in doubts), values, strict=True)), likely


def likely_values(doubt: Doubt) -> list[int]:
    """Return which values of a doubt are possible: as written first, if it is."""
    return [k for k, value in enumerate(doubt.values) if value.likely]
