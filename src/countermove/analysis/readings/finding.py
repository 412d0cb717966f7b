"""What is found out about all readings: in which something is so, and how that was decided."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

import numpy as np

from countermove.analysis.readings.answer import AnswerAcross, Turn
from countermove.compiled import kernels
from countermove.graph.bits import Bits
from countermove.graph.lists import Mask
from countermove.graph.region import Region
from countermove.graph_model import GraphModel
from countermove.model.doubts import Doubt
from countermove.model.parts import Claim
from countermove.preferences.doubted import Doubted
from countermove.stability.engines.choose import choose
from countermove.stability.engines.estimate import estimate
from countermove.stability.registry import SolutionConcept

How = Literal["decomposed", "by classes", "enumerated", "bounded", "sampled", "stopped"]
"""How something was decided: exactly by party, by classes of readings or one reading after another,
by bounds alone, or with the help of readings drawn at random; not at all where it was stopped."""

Holds = Literal["all", "some", "none", "open"]
"""In which readings: open where that isn't known."""

MOST_SECONDS = 10.0
"""So long joint readings are gone through, as estimated."""

# Seconds for each joint reading that is solved with many others, and for each state and party in
# it; so many times that where nothing is compiled.
_EACH, _EACH_STATE, _NOT_COMPILED = 3e-6, 40e-9, 15
# Seconds to rank the states in a reading, and for each of them.
_RANKING, _RANKING_STATE = 60e-6, 20e-9


@dataclass(frozen=True, eq=False)
class StandingOfStates:
    """In which readings states hold, or are stable for somebody, under one concept.

    Parameters
    ----------
    all, some, open : Region
        The states of which that is so in all readings, in some but not all, and of which it isn't
        known. Of the others it is so in none.
    """

    all: Region
    some: Region
    open: Region
    _likelihood: Callable[[int], Fraction | None]

    def holds(self, state: int) -> Holds:
        """Say in which readings it is so of the state at a position."""
        named: tuple[tuple[Holds, Region], ...] = (
            ("all", self.all),
            ("some", self.some),
            ("open", self.open),
        )
        return next((name for name, states in named if state in states), "none")

    def likelihood(self, state: int) -> Fraction | None:
        """Return how likely it is so of the state at a position; None where nobody knows."""
        return self._likelihood(state)


@dataclass(frozen=True)
class Decided:
    """In which readings an answer holds, and what that hangs on, as far as it is known."""

    holds: Holds
    how: How
    likelihood: Fraction | None = None
    between: tuple[float, float] | None = None
    answer: AnswerAcross | None = None


@dataclass(frozen=True, eq=False)
class Asked:
    """Whether a claim holds, by the place of a concept; or of what is stable for a party alone."""

    concept: int
    details: Claim
    satisfying: Region
    party: int | None = None

    @classmethod
    def state(cls, concept: int, state: int, count: int, party: int | None) -> Asked:
        """Ask whether a state holds, or is stable for a party."""
        details = Claim(says="It holds", possible="true")
        return cls(concept, details, Bits.at(np.array([state]), count), party)


@dataclass(frozen=True)
class Hinges:
    """On which doubts an answer hangs, by their ids, as far as that is known."""

    matter: frozenset[str] = frozenset()
    """Two readings that differ in nothing else show it."""
    idle: frozenset[str] = frozenset()
    """They are proved to turn nothing."""
    is_all: bool = False
    """Whether that is all there are."""


class Finding(ABC):
    """Answers under some concepts."""

    how: How
    doubts: Mapping[str, Doubt]
    """By id."""

    @abstractmethod
    def states(self, c: int, party: int | None = None) -> StandingOfStates:
        """Say of the states in which readings they hold, or are stable for a party."""

    @abstractmethod
    def claim(self, asked: Asked) -> Decided:
        """Say in which readings a claim holds."""

    @abstractmethod
    def turns(self, asked: Asked, as_written: bool, found: Decided) -> tuple[Turn, ...] | None:
        """Return the smallest sets of doubts that turn a claim; None where none was found."""

    @abstractmethod
    def hinges(self, asked: Asked, found: Decided) -> Hinges:
        """Say on which doubts an answer that isn't the same in all readings hangs."""

    @abstractmethod
    def readings(self, asked: Asked, value: bool, found: Decided) -> Iterable[Turn]:
        """Give readings in which a claim holds, or doesn't: first what is nearest to as written."""


@dataclass(frozen=True, eq=False)
class Unanswered(Finding):
    """No answers: it was stopped before."""

    model: GraphModel
    doubts: Mapping[str, Doubt]
    how: How = "stopped"

    def states(self, c: int, party: int | None = None) -> StandingOfStates:
        """Say that nothing is known."""
        every = np.ones(len(self.model.states), bool)
        return standing_of(~every, ~every, every, unknown_likelihood)

    def claim(self, asked: Asked) -> Decided:
        """Say that it isn't known."""
        return Decided("open", self.how)

    def turns(self, asked: Asked, as_written: bool, found: Decided) -> tuple[Turn, ...] | None:
        """Return none."""
        return None

    def hinges(self, asked: Asked, found: Decided) -> Hinges:
        """Say nothing."""
        return Hinges()

    def readings(self, asked: Asked, value: bool, found: Decided) -> Iterable[Turn]:
        """Give none."""
        return ()


def unknown_likelihood(state: int) -> Fraction | None:
    """Say of no state how likely it is."""
    return None


def shared_by(owns: Sequence[Doubted]) -> tuple[Doubt, ...]:
    """Return the doubts that more than one party has."""
    seen: dict[str, int] = {}
    for own in owns:
        for doubt in own.doubts:
            seen[doubt.id] = seen.get(doubt.id, 0) + 1
    every = {doubt.id: doubt for own in owns for doubt in own.doubts}
    return tuple(doubt for doubt in every.values() if seen[doubt.id] > 1)


def seconds_each(model: GraphModel, concepts: Sequence[SolutionConcept]) -> float:
    """Estimate how long a joint reading takes."""
    if all(concept.is_sanctioned for concept in concepts):
        slow = 1 if kernels() else _NOT_COMPILED
        return _EACH + _EACH_STATE * len(model.states) * len(model.decision_makers) * slow
    asked = tuple(concepts)
    return 1e-3 + estimate(model, asked, choose("auto", asked, model)).seconds


def seconds_to_rank(model: GraphModel) -> float:
    """Estimate how long it takes to rank all states in one reading of one party."""
    return _RANKING + _RANKING_STATE * len(model.states)


def standing_of(
    in_all: Mask, in_some: Mask, is_open: Mask, likelihood: Callable[[int], Fraction | None]
) -> StandingOfStates:
    """Put together what is known of each state."""
    return StandingOfStates(Bits.of(in_all), Bits.of(in_some), Bits.of(is_open), likelihood)
