"""How a party answers a package: it stays or leaves, whereto, and what would then happen."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from countermove.analysis.claims import undeterred
from countermove.analysis.equilibria import Solution
from countermove.graph_model import GraphModel
from countermove.progress import Follow
from countermove.stability.engines.worth import worths
from countermove.stability.play import LineOfPlay
from countermove.stability.registry import SolutionConcept
from countermove.stability.sanctions import WhatFollows
from countermove.stability.verdict import Verdict


@dataclass(frozen=True, eq=False)
class Reaction:
    """How a party answers a package under one concept.

    Parameters
    ----------
    model : GraphModel
        The model.
    concept : SolutionConcept
        How far it looks ahead.
    decision_maker : str
        Its id.
    state : int
        The position of the package.
    stays : bool
        Whether it would stay.
    target : int or None
        Where it would go, of what nothing deters the best; if it stays, where it would rather go
        if nothing deterred it. None where nothing tempts it.
    """

    model: GraphModel = field(repr=False)
    concept: SolutionConcept = field(repr=False)
    decision_maker: str
    state: int = field(repr=False)
    stays: bool
    target: int | None = field(repr=False)

    @cached_property
    def line(self) -> LineOfPlay | None:
        """What would then happen; found when it is asked for. None where nothing tempts it.

        In large models it may take its time: all that the others could do is followed.
        """
        if self.target is None:
            return None
        if self.concept.is_sanctioned:
            after = WhatFollows(self.model, self.decision_maker, self.state, self.concept.turns)
            return after.improvement(self.target)
        return next(line for line in self.verdict.lines if line.play.state == self.target)

    @cached_property
    def verdict(self) -> Verdict:
        """The verdict with all that tempts it; found when it is asked for."""
        return self.concept.verdict(self.model, self.decision_maker, self.state)


class Reactions:
    """How parties answer packages in one solved model: looked up where preferences are orders."""

    def __init__(self, solution: Solution, follow: Follow | None = None) -> None:
        self._solution = solution
        self._model = solution.model
        self._worth = dict(worths(solution.model, solution.concepts, follow))

    def of(self, concept: SolutionConcept, dm: str, state: int) -> Reaction:
        """Return how a party answers a package under a concept."""
        stays = state in self._solution.stable[concept.code][dm]
        target = self._target(concept, dm, state, stays)
        return Reaction(self._model, concept, dm, state, stays, target)

    def _target(self, concept: SolutionConcept, dm: str, state: int, stays: bool) -> int | None:
        model, worth = self._model, self._worth.get((concept.code, dm))
        if worth is None:
            return self._by_definition(concept, dm, state, stays)
        tempting = model.improvements(dm, state)
        if not stays:
            ranks = model.levels(dm)
            tempting = tempting[worth[tempting] > ranks[state]]
        if not tempting.size:
            return None
        return int(tempting[np.argmax(model.liking(dm)[tempting])])

    def _by_definition(
        self, concept: SolutionConcept, dm: str, state: int, stays: bool
    ) -> int | None:
        verdict = concept.define(self._model, dm, state)
        if not stays:
            return undeterred(self._model, verdict).play.state
        liking, tempting = self._model.liking(dm), set(self._model.improvements(dm, state).tolist())
        ends = [line.play.state for line in verdict.lines if line.play.state in tempting]
        return max(ends, key=liking.__getitem__, default=None)
