"""The option table, as papers print it: outcomes as columns, options and concepts as rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import Any

from countermove.analysis.equilibria import Solution
from countermove.analysis.state_lists import firmest, one_by_one
from countermove.graph.region import Region
from countermove.graph_model import GraphModel
from countermove.report.amounts import counted
from countermove.report.phrases import mark_of, numbered
from countermove.report.shown import FULL, SHORT, Shown
from countermove.stability.saying import does
from countermove.web.palette import colour

FEW = 40
"""So many outcomes are shown all, whether they hold or not."""

FIRST = 80
"""So many are shown at first."""

MOST = 500
"""So many are shown at most."""

# Longer names of outcomes stand on end.
_LONGEST_LEVEL = 7


def option_table(
    solution: Solution,
    *,
    shown: Shown = SHORT,
    where: str = "",
    by_party: bool = False,
    most: int = FIRST,
) -> dict[str, Any]:
    """Make the option table of a solution: what is done in outcomes, their places, what holds."""
    model = solution.model
    chosen, says, more = _chosen(solution, shown, where, most)
    columns = [
        {
            "number": model.states.number(state),
            "mark": mark_of(model, state),
            "text": numbered(model, state)[1],
            "is_status_quo": state == model.states.status_quo,
        }
        for state in chosen
    ]
    letters = max((len(mark_of(model, state)) for state in chosen), default=0)
    return {
        "columns": columns,
        "groups": [*_parties(model, chosen), *_concepts(solution, chosen, by_party=by_party)],
        "says": says,
        "is_ranked": len(model.unordered) < len(model.decision_makers),
        "is_all": len(columns) == len(model.states),
        "more": more,
        "letters": letters,
        "is_turned": letters > _LONGEST_LEVEL,
    }


def _chosen(solution: Solution, shown: Shown, where: str, most: int) -> tuple[list[int], str, int]:
    """Return the outcomes to show, the firmest first, which they are, and how many more may be."""
    states = solution.model.states
    among: Region
    if where:
        among, what = states.holding(where), f"in which “{where}” is true"
    elif shown == FULL or len(states) <= FEW:
        among, what = solution.holding_somehow | ~solution.holding_somehow, ""
    else:
        among, what = solution.holding_somehow, "that hold under some concept"
    count = among.count()
    chosen = _firmest(solution, among, most)
    part = f"{len(chosen):,} of " if len(chosen) < count else ("All " if not what else "")
    says = f"{part}{counted(count, 'outcome')}"
    if what:
        says += f" {what}, of {counted(len(states), 'that can be', 'that can be')}"
    elif count:
        holding = len(solution)
        says += f"; {holding:,} of them hold{'s' if holding == 1 else ''}"
    if len(chosen) < count:
        says += ": the firmest. A statement finds others"
    return chosen, f"{says}.", min(count, MOST) - len(chosen)


def _firmest(solution: Solution, among: Region, most: int) -> list[int]:
    """Return some outcomes, those that hold under most concepts first, and else by number."""
    states = solution.model.states
    held = [found & among for found in solution.holding.values()]
    others = one_by_one(states, among & ~solution.holding_somehow)
    return list(islice(chain(firmest(states, held), others), most))


def _parties(model: GraphModel, chosen: Sequence[int]) -> Iterator[list[dict[str, Any]]]:
    patterns = [model.states.pattern(state) for state in chosen]
    options = list(model.states.vocabulary.options.items())
    for place, dm in enumerate(model.decision_makers):
        whose = {"party": dm, "colour": colour(place)}
        places = [""] * len(chosen)
        if (ranks := model.levels_or_none(dm)) is not None:
            best = int(ranks.max())
            places = [str(best - int(ranks[state]) + 1) for state in chosen]
        yield [
            _row("party", model.name(dm), places, **whose),
            *(
                _row("option", option.text, [pattern[bit] for pattern in patterns], **whose)
                for bit, (name, option) in enumerate(options)
                if name.startswith(f"{dm}.")
            ),
        ]


def _concepts(
    solution: Solution, chosen: Sequence[int], *, by_party: bool
) -> Iterator[list[dict[str, Any]]]:
    model = solution.model

    def said(found: Region) -> list[str]:
        return ["yes" if state in found else "no" for state in chosen]

    for concept in solution.concepts:
        code = concept.code
        cells = said(solution.holding[code])
        words = {"yes": "holds", "no": "does not hold"}
        row = _row("concept", code, cells, code=code, hint=concept.name, words=words)
        words = {"yes": does(concept.words, stable=True), "no": does(concept.words, stable=False)}
        stays = [
            _row(
                "stays",
                model.name(dm),
                said(solution.stable[code][dm]),
                party=dm,
                colour=colour(k),
                code=code,
                words=words,
            )
            for k, dm in enumerate(model.decision_makers)
        ]
        yield [row, *(stays if by_party else ())]


def _row(kind: str, text: str, cells: Sequence[str], **more: Any) -> dict[str, Any]:
    empty = dict.fromkeys(("party", "colour", "code", "hint"), "")
    return {"kind": kind, "text": text, "cells": cells} | empty | more
