"""The ranking that follows from a preference, as the page draws it: from the best to the worst."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from countermove.analysis.equilibria import Solution
from countermove.graph_model import GraphModel
from countermove.report.phrases import numbered
from countermove.report.states import StateList
from countermove.web.live_answer import under
from countermove.web.strips import Cell, strip_of

MOST_SHOWN = 60
"""So many outcomes are drawn; of more the best, the worst and those that matter."""

_WORST_SHOWN = 12
_HOLDING_SHOWN = 20


@dataclass(frozen=True, slots=True)
class RankedOutcome:
    """An outcome of a ranking."""

    lead: str
    text: str
    strip: tuple[tuple[Cell, ...], ...]
    holds: str = ""
    start: bool = False


@dataclass(frozen=True, slots=True)
class Level:
    """Outcomes that a party finds equally good."""

    place: int
    size: int
    outcomes: tuple[RankedOutcome, ...]
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class Ranked:
    """A ranking as it is drawn."""

    levels: tuple[Level, ...]
    outcomes: int
    places: int
    skipped: int
    left_out: int


def outcome(model: GraphModel, state: int, holds: str = "", start: bool = False) -> RankedOutcome:
    """Return an outcome as it is drawn."""
    strip = strip_of(model.conflict, model.states.pattern(state))
    return RankedOutcome(*numbered(model, state), strip, holds, start)


def ranked(solution: Solution, decision_maker: str) -> Ranked:
    """Return the ranking of a decision maker as it is drawn."""
    model = solution.model
    order = list(StateList(model).ranking(decision_maker))
    chosen = _chosen(order, solution)
    levels: list[Level] = []
    skipped = 0
    for place, states in enumerate(order, start=1):
        drawn = [state for state in states if state in chosen]
        if not drawn:
            skipped += len(states)
            continue
        outcomes = tuple(
            outcome(model, state, _holds(solution, state), state == model.states.status_quo)
            for state in drawn
        )
        levels.append(Level(place, len(states), outcomes, skipped))
        skipped = 0
    total = len(model.states)
    return Ranked(tuple(levels), total, len(order), skipped, total - len(chosen))


def _chosen(order: Sequence[Sequence[int]], solution: Solution) -> set[int]:
    """Choose what is drawn: all, or the best, the worst, the status quo and what holds."""
    flat = [state for states in order for state in states]
    if len(flat) <= MOST_SHOWN:
        return set(flat)
    chosen = {found.position for found in solution.strongest(_HOLDING_SHOWN)}
    if (status_quo := solution.model.states.status_quo) is not None:
        chosen.add(status_quo)
    chosen.update(flat[-_WORST_SHOWN:])
    return _filled(chosen, flat)


def _filled(chosen: set[int], best_first: Iterable[int]) -> set[int]:
    for state in best_first:
        if len(chosen) >= MOST_SHOWN:
            break
        chosen.add(state)
    return chosen


def _holds(solution: Solution, state: int) -> str:
    codes = [code for code, found in solution.holding.items() if state in found]
    return under(codes, solution) if codes else ""
