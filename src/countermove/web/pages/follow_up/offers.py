"""What a model offers to be chosen in the form of a question."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import islice

from countermove.analysis.coalitions.concepts import COALITIONAL_CONCEPTS
from countermove.analysis.equilibria import Solution
from countermove.model.conflict import Conflict
from countermove.questions import follow_ups
from countermove.report.phrases import mark_of, numbered
from countermove.stability.registry import applicable_concepts
from countermove.web.page import ModelPage

MOST_OFFERED = 300
"""So many outcomes are proposed at most: beyond that one types."""

_MOST_GOALS = 12


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that can be chosen."""

    value: str
    words: str


def offered(page: ModelPage, kind: str) -> tuple[Offer, ...]:
    """Return what a model has of a kind."""
    if kind == "states":
        return _states(page)
    conflict = page.live.conflict
    return _OFFERED[kind](conflict) if conflict is not None and kind in _OFFERED else ()


def goals(page: ModelPage) -> tuple[Offer, ...]:
    """Return what could be a goal because it doesn't hold: first what the parties spoke of."""
    solution = page.live.solution
    if solution is None or page.live.stale:
        return ()
    found = [
        Offer(answer.details.statement, f"{answer.details.says} ({answer.details.statement})")
        for answer in solution.claims
        if answer.details.kind != "never" and answer.verdict != "holds"
    ]
    found += [
        Offer(mark_of(solution.model, state), " ".join(numbered(solution.model, state)))
        for state in islice(_not_holding(solution), _MOST_GOALS)
    ]
    return tuple({offer.value: offer for offer in found}.values())


def _not_holding(solution: Solution) -> list[int]:
    states, holding = solution.model.states, solution.holding_somehow
    every = range(min(len(states), MOST_OFFERED))
    return [state for state in states.in_order(list(every)) if state not in holding]


def _states(page: ModelPage) -> tuple[Offer, ...]:
    model = page.live.model
    if model is None or len(model.states) > MOST_OFFERED:
        return ()
    order = model.states.in_order(list(range(len(model.states))))
    return tuple(Offer(mark_of(model, state), numbered(model, state)[1]) for state in order)


def _scenarios(conflict: Conflict) -> Mapping[str, str]:
    return {name: scenario.title for name, scenario in conflict.scenarios.items()}


def _concepts(conflict: Conflict) -> Mapping[str, str]:
    return {c.code: f"{c.code}: {c.name}" for c in applicable_concepts(conflict)}


def _claims(conflict: Conflict) -> Mapping[str, str]:
    return {name: claim.says for name, claim in conflict.claims.items()}


def _parties(conflict: Conflict) -> Mapping[str, str]:
    return {name: party.name for name, party in conflict.decision_makers.items()}


def _from(
    found: Callable[[Conflict], Mapping[str, str]],
) -> Callable[[Conflict], tuple[Offer, ...]]:
    return lambda conflict: tuple(Offer(*pair) for pair in found(conflict).items())


_OFFERED: dict[str, Callable[[Conflict], tuple[Offer, ...]]] = {
    "scenarios": _from(_scenarios),
    "concepts": _from(_concepts),
    "coalitional": _from(lambda _: {c.code: f"{c.code}: {c.name}" for c in COALITIONAL_CONCEPTS}),
    "claims": _from(_claims),
    "parties": _from(_parties),
    "reports": _from(lambda _: {name: one.asks for name, one in follow_ups().items()}),
}
