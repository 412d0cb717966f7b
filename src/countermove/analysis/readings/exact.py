"""Answers across readings where those of each party can be listed: exact, with likelihoods."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial

import numpy as np

from countermove.analysis.claims import claim_holds
from countermove.analysis.readings.answer import Turn
from countermove.analysis.readings.axes import Axis, Rankings
from countermove.analysis.readings.blocks import BlockOfReadings, blocks_of, classes_of, count_of
from countermove.analysis.readings.decomposed import Decomposed, Spread
from countermove.analysis.readings.finding import (
    MOST_SECONDS,
    Asked,
    Decided,
    Finding,
    Hinges,
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
from countermove.preferences.doubted import Doubted
from countermove.progress import Follow, Progress, tell
from countermove.stability.registry import SolutionConcept

# Seconds for each block, and for each answer in it.
_BLOCK, _BLOCK_ANSWER = 60e-6, 60e-6

# What takes no longer than that is ranked to tell how long the rest takes.
_RANKED_AT_ONCE = 0.05

# After so many blocks it is told how far it is.
_TOLD_EVERY = 64


@dataclass(frozen=True, eq=False)
class Listing:
    """The readings of each party, to be gone through one by one."""

    model: GraphModel
    concepts: tuple[SolutionConcept, ...]
    owns: tuple[Doubted, ...]
    axes: tuple[Axis, ...]
    """Of the doubts that several parties share, and of each party."""

    @classmethod
    def of(
        cls, model: GraphModel, concepts: tuple[SolutionConcept, ...], owns: tuple[Doubted, ...]
    ) -> Listing | None:
        """Return them; None where to rank the states in all of them takes too long."""
        shared = Axis.of(shared_by(owns))
        most = max(1, int(MOST_SECONDS / 2 / seconds_to_rank(model)))
        axes = [shared]
        for own in owns:
            orders = own.unknown(most)
            if orders is None:
                return None
            axes.append(Axis.of([d for d in own.doubts if d not in shared.doubts], orders))
        found = cls(model, concepts, owns, tuple(axes))
        return found if found._count <= most else None

    @cached_property
    def _count(self) -> int:
        shared, *parties = self.axes
        return shared.size * sum(axis.size for axis in parties)

    @cached_property
    def _ranked(self) -> list[tuple[tuple[Rankings, ...], list[list[int]]]]:
        """By cell of the shared doubts the rankings of each party, and their classes."""
        found = []
        for cell in self.axes[0].cells():
            left = [own.given(cell) for own in self.owns]
            pairs = zip(self.axes[1:], left, strict=True)
            here = tuple(Rankings.along(axis, own) for axis, own in pairs)
            found.append((here, classes_of(self.model, self.concepts, here)))
        return found

    @cached_property
    def seconds(self) -> float:
        """About how long it takes, at most: where ranking takes a while, it isn't done for this."""
        ranking = self._count * seconds_to_rank(self.model)
        one = seconds_each(self.model, self.concepts)
        if ranking <= _RANKED_AT_ONCE:
            return ranking + self._seconds_to_solve
        shared, *parties = self.axes
        is_alone = all(concept.is_settled_alone for concept in self.concepts)
        joint = (sum if is_alone else math.prod)(axis.size for axis in parties)
        return ranking + min(MOST_SECONDS, shared.size * joint * one)

    @cached_property
    def _seconds_to_solve(self) -> float:
        answers = len(self.concepts) * (2 + len(self.model.conflict.claims))
        one = seconds_each(self.model, self.concepts)
        return sum(
            count_of(own) * one
            + math.prod(max(of) + 1 for of in own) * (_BLOCK + _BLOCK_ANSWER * answers)
            for _, own in self._ranked
        )

    def answered(self, follow: Follow | None = None) -> Finding | None:
        """Answer exactly; None where that would take too long."""
        if self._seconds_to_solve > MOST_SECONDS:
            return None
        codes = tuple(concept.code for concept in self.concepts)
        count = sum(math.prod(max(of) + 1 for of in own) for _, own in self._ranked)
        blocks: list[BlockOfReadings] = []
        for v, (here, own) in enumerate(self._ranked):
            for block in blocks_of(self.model, self.concepts, v, here, own):
                blocks.append(block)
                if len(blocks) % _TOLD_EVERY == 0:
                    tell(follow, Progress(len(blocks) / count, len(self.model.states), codes))
        listed = tuple(here for here, _ in self._ranked)
        found = Decomposed(self.axes, listed, tuple(blocks), len(self.model.states))
        return _Exact(self.model, found, _how(self.concepts))


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
        return standing_of(in_all, in_some & ~in_all, none, partial(spread.likelihood, party=party))

    def claim(self, asked: Asked) -> Decided:
        """Say in which readings a claim holds."""
        wanted, details = _number(asked.satisfying), asked.details

        def holds(held: int) -> bool:
            return claim_holds(details, held & wanted != 0, held & ~wanted != 0)

        among = None if details.kind == "always" else wanted
        answer = self.found.answer(asked.concept, holds, among, asked.party)
        if answer is None:
            return Decided("open", self.how)
        named: Holds = "all" if answer.in_all else "some" if answer.in_some else "none"
        return Decided(named, self.how, answer.likelihood, answer=answer)

    def turns(self, asked: Asked, as_written: bool, found: Decided) -> tuple[Turn, ...] | None:
        """Return the smallest sets of doubts that turn a claim."""
        return None if found.answer is None else found.answer.nearest(not as_written)

    def hinges(self, asked: Asked, found: Decided) -> Hinges:
        """Say on which doubts an answer hangs."""
        if found.answer is None:
            return Hinges()
        matter = frozenset(doubt.id for doubt in found.answer.hangs_on)
        return Hinges(matter, frozenset(self.doubts) - matter, is_all=True)

    def readings(self, asked: Asked, value: bool, found: Decided) -> Iterable[Turn]:
        """Give the nearest readings in which a claim holds, or doesn't."""
        return () if found.answer is None else found.answer.nearest(value)


def _number(states: Region) -> int:
    packed = np.packbits(states.mask(), bitorder="little")
    return int.from_bytes(packed.tobytes(), "little")
