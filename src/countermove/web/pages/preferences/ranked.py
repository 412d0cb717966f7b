"""The ranking that follows from a preference, as the page draws it: from the best to the worst."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from countermove.analysis.equilibria import Solution
from countermove.report.states import StateList
from countermove.web.live_answer import under
from countermove.web.strips import drawn

MOST_SHOWN = 60
"""So many outcomes are drawn; of more the best, the worst and those that matter."""

_WORST_SHOWN = 12
_HOLDING_SHOWN = 20


def ranked(solution: Solution, decision_maker: str) -> dict[str, Any]:
    """Return the ranking of a decision maker as it is drawn."""
    model = solution.model
    order = list(StateList(model).ranking(decision_maker))
    chosen = _chosen(order, solution)
    levels = []
    skipped = 0
    for place, states in enumerate(order, start=1):
        outcomes = [_outcome(solution, state) for state in states if state in chosen]
        if not outcomes:
            skipped += len(states)
            continue
        level = {"place": place, "size": len(states), "outcomes": outcomes, "skipped": skipped}
        levels.append(level)
        skipped = 0
    total = len(model.states)
    return {
        "levels": levels,
        "outcomes": total,
        "places": len(order),
        "skipped": skipped,
        "left_out": total - len(chosen),
    }


def _outcome(solution: Solution, state: int) -> dict[str, Any]:
    codes = [code for code, found in solution.holding.items() if state in found]
    start = state == solution.model.states.status_quo
    holds = under(codes, solution) if codes else ""
    return drawn(solution.model, state) | {"holds": holds, "start": start}


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
