"""Answers across readings where those of each party can be listed: exact, with likelihoods."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from countermove.analysis.claims import claim_holds
from countermove.analysis.readings.answer import Turn
from countermove.analysis.readings.axes import Axis, Rankings
from countermove.analysis.readings.blocks import blocks_of, classes_of, count_of
from countermove.analysis.readings.decomposed import Decomposed, Spread
from countermove.analysis.readings.finding import (
    MOST_SECONDS,
    Decided,
    Finding,
    Holds,
    How,
    StandingOfStates,
    seconds_each,
    seconds_to_rank,
    shared_by,
    standing_of,
)
from countermove.graph.region import Region
from countermove.graph_model import GraphModel
from countermove.model.doubts import Doubt
from countermove.model.parts import Claim
from countermove.preferences.doubted import Doubted
from countermove.stability.registry import SolutionConcept

# Seconds for each block, and for each answer in it.
_BLOCK, _BLOCK_ANSWER = 60e-6, 60e-6


def exactly(
    model: GraphModel, concepts: Sequence[SolutionConcept], owns: Sequence[Doubted]
) -> Finding | None:
    """Answer exactly; None where that would take too long."""
    shared = Axis.of(shared_by(owns))
    each = seconds_to_rank(model)
    most = max(1, int(MOST_SECONDS / 2 / each))
    axes = [shared]
    for own in owns:
        orders = own.unknown(most)
        if orders is None:
            return None
        axes.append(Axis.of([d for d in own.doubts if d not in shared.doubts], orders))
    if shared.size * sum(axis.size for axis in axes[1:]) > most:
        return None
    listed, classes = [], []
    for cell in shared.cells():
        left = [own.given(cell) for own in owns]
        here = tuple(Rankings.along(axis, own) for axis, own in zip(axes[1:], left, strict=True))
        listed.append(here)
        classes.append(classes_of(model, concepts, here))
    answers = len(concepts) * (2 + len(model.conflict.claims))
    one = seconds_each(model, concepts)
    seconds = sum(
        count_of(own) * one
        + math.prod(max(of) + 1 for of in own) * (_BLOCK + _BLOCK_ANSWER * answers)
        for own in classes
    )
    if seconds > MOST_SECONDS:
        return None
    blocks = [
        block
        for v, (here, own) in enumerate(zip(listed, classes, strict=True))
        for block in blocks_of(model, concepts, v, here, own)
    ]
    found = Decomposed(tuple(axes), tuple(listed), tuple(blocks), len(model.states))
    return _Exact(model, found, _how(concepts))


def _how(concepts: Sequence[SolutionConcept]) -> How:
    if all(concept.is_settled_alone for concept in concepts):
        return "decomposed"
    return "by classes" if all(c.is_sanctioned for c in concepts) else "enumerated"


@dataclass(frozen=True, eq=False)
class _Exact(Finding):
    """Answers by listing the readings of each party."""

    model: GraphModel
    found: Decomposed
    how: How

    @cached_property
    def doubts(self) -> Mapping[str, Doubt]:  # type: ignore[override]
        """By id."""
        return {doubt.id: doubt for axis in self.found.axes for doubt in axis.doubts}

    @cached_property
    def _spreads(self) -> dict[int, Spread]:
        return {}

    def _spread(self, c: int) -> Spread:
        if c not in self._spreads:
            self._spreads[c] = self.found.outcomes(c)
        return self._spreads[c]

    def states(self, c: int, party: int | None = None) -> StandingOfStates:
        """Say of the states in which readings they hold, or are stable for a party."""
        spread = self._spread(c)
        in_all, in_some = spread.in_all, spread.in_some
        if party is not None:
            in_all, in_some = spread.all_for[party], spread.some_for[party]
        none = np.zeros_like(in_all)
        return standing_of(in_all, in_some & ~in_all, none, lambda s: spread.likelihood(s, party))

    def claim(self, c: int, details: Claim, satisfying: Region) -> Decided:
        """Say in which readings a claim holds."""
        wanted = _number(satisfying)

        def holds(held: int) -> bool:
            return claim_holds(details, held & wanted != 0, held & ~wanted != 0)

        answer = self.found.answer(c, holds, None if details.kind == "always" else wanted)
        if answer is None:
            return Decided("open", self.how)
        named: Holds = "all" if answer.in_all else "some" if answer.in_some else "none"
        return Decided(named, self.how, answer.likelihood, answer=answer)

    def turns(
        self, c: int, details: Claim, satisfying: Region, as_written: bool, found: Decided
    ) -> tuple[Turn, ...] | None:
        """Return the smallest sets of doubts that turn a claim."""
        return None if found.answer is None else found.answer.nearest_turns(as_written)


def _number(states: Region) -> int:
    packed = np.packbits(states.mask(), bitorder="little")
    return int.from_bytes(packed.tobytes(), "little")
