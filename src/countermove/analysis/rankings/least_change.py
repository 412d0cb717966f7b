"""The least change of rankings that makes states hold, or not hold."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from immutabledict import immutabledict

from countermove.analysis.rankings.conditions import Conditions, Searches
from countermove.analysis.rankings.encoding import RankingFormula
from countermove.analysis.rankings.maxsat import Ask
from countermove.errors import TooLargeError
from countermove.graph_model import GraphModel
from countermove.preferences.distance import PairChange, changed_pairs
from countermove.preferences.levels import Ranks, dense
from countermove.preferences.ordinal import OrdinalPreference
from countermove.stability.registry import SolutionConcept, find_concepts, sanctioned_only

MOST_STATES = 200
"""Rankings of more states are not changed: the search may take minutes."""

# Seconds for one change in a model of a hundred states; it grows with the pairs of them.
_ONE_CHANGE = 0.1

PERHAPS_LONGER = "some under SEQ and SSEQ perhaps much longer"
"""What isn't foreseen of how long it takes."""


def seconds_for(changes: int, states: int) -> float:
    """Return about how many seconds it takes to find so many least changes."""
    return changes * _ONE_CHANGE * (states / 100) ** 2


_JUDGED = {1: "better", 0: "equal", -1: "worse"}

Goal = tuple[int, str, bool]
"""A state's position, the code of a concept, and whether the state is to hold under it."""


@dataclass(frozen=True, eq=False)
class RankingChange:
    """Changed rankings, nearest to those of a model.

    Parameters
    ----------
    model : GraphModel
        The model as it is.
    ranks : mapping of str to ranks
        The new rankings, of those decision makers only whose ranking has changed.
    """

    model: GraphModel
    ranks: Mapping[str, Ranks]

    @cached_property
    def pairs(self) -> Mapping[str, tuple[PairChange, ...]]:
        """The pairs of states that are judged otherwise than today, by decision maker."""
        return immutabledict(
            {
                dm: tuple(changed_pairs(self.model.levels(dm, "the nearest ranking"), ranks))
                for dm, ranks in self.ranks.items()
            }
        )

    @cached_property
    def cost(self) -> int:
        """How many pairs are judged otherwise, all decision makers together."""
        return sum(len(pairs) for pairs in self.pairs.values())

    @cached_property
    def changed(self) -> GraphModel:
        """The model with the new rankings in place of the old."""
        return with_ranks(self.model, self.ranks)

    def to_dict(self) -> dict[str, Any]:
        """Return the new rankings as plain data by decision maker, states by printed numbers.

        Each is the new ranking, best first, states between which it is indifferent together, and
        the pairs that it judges otherwise.
        """
        states = self.model.states
        return {
            dm: {
                "ranking": [
                    [states.number(k) for k in states.in_order(np.flatnonzero(ranks == level))]
                    for level in range(int(ranks.max()), -1, -1)
                ],
                "judged": [
                    {
                        "state": states.number(pair.first),
                        "than": states.number(pair.second),
                        "before": _JUDGED[pair.before],
                        "after": _JUDGED[pair.after],
                    }
                    for pair in self.pairs[dm]
                ],
            }
            for dm, ranks in self.ranks.items()
        }

    def __repr__(self) -> str:
        """Say how much changes for whom."""
        parts = ", ".join(f"{dm} {len(pairs)}" for dm, pairs in self.pairs.items())
        return f"<RankingChange: {self.cost} pairs judged otherwise{parts and f' ({parts})'}>"


def with_ranks(model: GraphModel, ranks: Mapping[str, Ranks]) -> GraphModel:
    """Return a model with other rankings for some decision makers."""
    changed = {dm: OrdinalPreference(own) for dm, own in ranks.items()}
    return replace(model, preferences=model.preferences | changed)


def least_change(
    model: GraphModel,
    goals: Sequence[Goal],
    among: Iterable[str] | None = None,
    *,
    ask: Ask | None = None,
) -> RankingChange | None:
    r"""Find the rankings nearest to today's under which some states hold and others don't.

    They minimise :math:`\sum_i d(\succsim_i, \succsim'_i)`, which is NP-hard (Rêgo, Silva and
    Rodrigues 2021). Each answer is checked against the definitions.

    >>> from countermove import build, load
    >>> model = build(load("prisoners-dilemma"))
    >>> silent = model.states.find("YY")
    >>> least_change(model, [(silent, "NASH", True)])
    <RankingChange: 2 pairs judged otherwise (first 1, second 1)>
    >>> print(least_change(model, [(silent, "NASH", True)], among=["first"]))
    None
    """
    check_size(model)
    asked = [(state, of_family([code])[0], holds) for state, code, holds in goals]
    chosen = frozenset(
        model.decision_makers if among is None else map(model.find_decision_maker, among)
    )
    with NearestRankings(model, Searches(model, chosen), chosen, ask) as nearest:
        return nearest.meeting(lambda changed: unmet(changed, asked))


def check_size(model: GraphModel) -> None:
    """Refuse to look for rankings of too many states."""
    if len(model.states) > MOST_STATES:
        raise TooLargeError(
            f"the least change of a ranking can't be found for {len(model.states):,} outcomes.",
            advice=f"It can for up to {MOST_STATES}. Fix options that are not in question, "
            "or add rules.",
        )


def of_family(codes: str | Iterable[str] | None) -> tuple[SolutionConcept, ...]:
    """Return concepts, if each is a choice of replies and escape."""
    cannot = "the least change of a ranking can't be found for"
    return sanctioned_only(find_concepts(codes), cannot)


@dataclass(frozen=True, slots=True)
class Stable:
    """A demand: that a state is stable for a decision maker under a concept."""

    decision_maker: str
    state: int
    concept: SolutionConcept


@dataclass(frozen=True, slots=True)
class NoEquilibrium:
    """A demand: that a state is unstable for somebody, of those named, under a concept."""

    decision_makers: tuple[str, ...]
    state: int
    concept: SolutionConcept


@dataclass(frozen=True, slots=True)
class SomeEquilibrium:
    """A demand: that one of some states at least is an equilibrium under a concept."""

    states: tuple[int, ...]
    concept: SolutionConcept


Demand = Stable | NoEquilibrium | SomeEquilibrium


def unmet(model: GraphModel, goals: Iterable[tuple[int, SolutionConcept, bool]]) -> list[Demand]:
    """Return what the definitions find missing for some goals to be met in a model."""
    found: list[Demand] = []
    for state, concept, holds in goals:
        stable = {dm: concept.define(model, dm, state).is_stable for dm in model.decision_makers}
        if holds:
            found += [Stable(dm, state, concept) for dm, so in stable.items() if not so]
        elif all(stable.values()):
            found.append(NoEquilibrium(model.decision_makers, state, concept))
    return found


class NearestRankings(AbstractContextManager["NearestRankings"]):
    """Looks for the nearest rankings that meet demands, which may be added as one goes.

    Only what an answer fails to meet is written into the formula. That leaves the formula weaker
    than what is asked, so that the first answer that meets everything is a nearest one.
    """

    def __init__(
        self,
        model: GraphModel,
        searches: Searches,
        among: frozenset[str],
        ask: Ask | None = None,
    ) -> None:
        self._model = model
        self._formula = RankingFormula(
            {dm: model.levels(dm, "the nearest ranking") for dm in model.decision_makers},
            among,
            ask,
        )
        self._conditions = Conditions(self._formula, searches)
        self._demanded: set[Demand] = set()
        # The literals that states were chosen to be equilibria, where one of several has to be.
        self._chosen: dict[int, tuple[int, SolutionConcept]] = {}

    def __exit__(self, *_: object) -> None:
        """Let go of the solver."""
        self._formula.close()

    def demand(self, demand: Demand) -> None:
        """Write a demand into the formula, once."""
        if demand in self._demanded:
            return
        self._demanded.add(demand)
        if isinstance(demand, Stable):
            self._conditions.require_stable(demand.decision_maker, demand.state, demand.concept)
        elif isinstance(demand, SomeEquilibrium):
            names = {self._formula.new(): (state, demand.concept) for state in demand.states}
            self._chosen |= names
            self._formula.add(names)
        else:
            ways = [
                way
                for dm in demand.decision_makers
                for way in self._conditions.unstable(dm, demand.state, demand.concept)
            ]
            self._formula.add(ways)

    def meeting(
        self, missing: Callable[[GraphModel], Sequence[Demand]], below: int | None = None
    ) -> RankingChange | None:
        """Return the nearest rankings in which nothing is missing; None if there are none."""
        while (answer := self._formula.nearest(below)) is not None:
            ranks, holding = answer
            change = self._change(ranks)
            found = missing(change.changed)
            if not found:
                return change
            fresh = [demand for demand in found if demand not in self._demanded]
            for demand in fresh:
                self.demand(demand)
            fresh += self._explain(change.changed, holding)
            if not self._conditions.cut_circles(holding) and not fresh:
                raise AssertionError("an answer fits the formula and not the definitions")
        return None

    def _explain(self, changed: GraphModel, holding: frozenset[int]) -> list[Demand]:
        """Write what the states lack that an answer chose; return it."""
        found: list[Demand] = []
        for name, (state, concept) in self._chosen.items():
            if name not in holding:
                continue
            for demand in unmet(changed, [(state, concept, True)]):
                assert isinstance(demand, Stable)
                self._conditions.require_stable(demand.decision_maker, state, concept, name)
                found.append(demand)
        return found

    def _change(self, ranks: Mapping[str, Ranks]) -> RankingChange:
        changed = {
            dm: own
            for dm in self._model.decision_makers
            if ((own := dense(ranks[dm])) != self._model.levels(dm, "the nearest ranking")).any()
        }
        return RankingChange(self._model, immutabledict(changed))
