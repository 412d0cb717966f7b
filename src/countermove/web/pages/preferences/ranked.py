"""The ranking that follows from a preference, as the page draws it: from the best to the worst."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from countermove.analysis.equilibria import Solution
from countermove.graph_model import GraphModel
from countermove.preferences.relations import Relations
from countermove.report.amounts import counted
from countermove.report.answer import under_foresight
from countermove.report.states import StateList
from countermove.web.strips import Strip, drawn, strip_of

MOST_SHOWN = 60
"""Of so many outcomes each place is shown; of more the first, the last and those that matter."""

_FIRST, _LAST, _FIRMEST = 6, 3, 20
_EACH = 4  # so many that tie are shown each; more in one line that opens
_FOLDED = 3  # of many outcomes so many are listed in that line
_MOST_TRUTHS = 100_000


def ranked(solution: Solution, decision_maker: str, *, all_places: bool = False) -> dict[str, Any]:
    """Return the ranking of a decision maker as it is drawn."""
    model = solution.model
    order = list(StateList(model).ranking(decision_maker))
    total = len(model.states)
    holding = solution.holding_somehow.mask()
    marked = _marked(solution, few=total > MOST_SHOWN)
    most = MOST_SHOWN if total <= MOST_SHOWN else _FOLDED
    levels = []
    skipped = skipped_places = 0
    for place, states in enumerate(order, start=1):
        is_end = place <= _FIRST or place > len(order) - _LAST
        if not (total <= MOST_SHOWN or all_places or is_end or marked.intersection(states)):
            skipped, skipped_places = skipped + len(states), skipped_places + 1
            continue
        each, rest = _folded(states, marked, model.states.status_quo)
        some = 0 if holding.all() else int(holding[rest].sum())
        level = {
            "place": place,
            "size": len(states),
            "outcomes": [_outcome(solution, state) for state in each],
            "folded": [_outcome(solution, state) for state in rest[:most]],
            "alike": _alike(model, rest),
            "more": len(rest),
            "holding": some,
            "says": _in_one_line(len(rest), some, after=bool(each)),
        }
        levels.append(level | {"skipped": skipped, "skipped_places": skipped_places})
        skipped = skipped_places = 0
    return {
        "levels": levels,
        "outcomes": total,
        "places": len(order),
        "hidden": len(order) - len(levels),
        "everything": bool(holding.all()),
        "calm": not model.unordered and not any(map(_tells, model.preferences.values())),
    }


def _tells(preference: Relations) -> bool:
    return preference.levels is None or bool(preference.levels.max())


def truths(solution: Solution, decision_maker: str, statements: Sequence[str]) -> str:
    """Return for each place, the best first, which statements are true at how many outcomes.

    Empty where these alone don't make the ranking, or where there are too many to be sent along.
    """
    model = solution.model
    order = list(StateList(model).ranking(decision_maker))
    first = [states[0] for states in order]
    if not statements or len(first) * len(statements) > _MOST_TRUTHS:
        return ""
    columns = [model.states.holding(text).mask()[first].tolist() for text in statements]
    places = ["".join("01"[true] for true in row) for row in zip(*columns, strict=True)]
    in_order = sorted(set(places), reverse=True)
    if places != in_order:
        return ""
    return " ".join(f"{bits}:{len(states)}" for bits, states in zip(places, order, strict=True))


def _marked(solution: Solution, *, few: bool) -> set[int]:
    """Return the outcomes that are shown wherever they stand: the status quo and what holds."""
    found = set()
    if not solution.holding_somehow.mask().all():
        found = {one.position for one in solution.strongest(_FIRMEST if few else MOST_SHOWN)}
    status_quo = solution.model.states.status_quo
    return found if status_quo is None else found | {int(status_quo)}


def _folded(
    states: Sequence[int], marked: set[int], status_quo: int | None
) -> tuple[list[int], list[int]]:
    """Part the outcomes at one place: those that are shown each, and those in one line."""
    if len(states) <= _EACH:
        return list(states), []
    each = [state for state in states if state in marked]
    if len(each) > _EACH:
        each = [state for state in states if state == status_quo]
    rest = [state for state in states if state not in each]
    return each, sorted(rest, key=lambda state: state not in marked)


def _in_one_line(count: int, holding: int, *, after: bool) -> str:
    """Say how many outcomes stand in one line, after others or alone, and how many hold."""
    if 0 < holding < count:
        number = f"and {count:,} more are" if after else f"{count:,}"
        return f"{number} equally good; {holding:,} hold{'s' if holding == 1 else ''}"
    return f"{f'and {count:,} more' if after else counted(count, 'outcome')}, equally good"


def _outcome(solution: Solution, state: int) -> dict[str, Any]:
    codes = [code for code, found in solution.holding.items() if state in found]
    start = state == solution.model.states.status_quo
    holds = under_foresight(solution, codes) if codes else ""
    return drawn(solution.model, state) | {"holds": holds, "start": start}


def _alike(model: GraphModel, states: Sequence[int]) -> Strip:
    """Return what is chosen in all of some outcomes; what differs is open."""
    if not states or model.conflict.is_graph_form:
        return []
    own = model.states
    codes = (
        np.concatenate([own.members(state) for state in states])
        if own.is_coalesced
        else own.choices.at(np.array(states))
    )
    return strip_of(model.conflict, own.values_among(codes))
