"""The option table, as papers print it: outcomes as columns, options and concepts as rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import Any

from countermove.analysis.equilibria import Solution
from countermove.analysis.state_lists import cell_of, firmest, one_by_one
from countermove.graph.region import Region
from countermove.graph_model import GraphModel
from countermove.model.parts import Option
from countermove.picture.palette import colour
from countermove.report.amounts import counted
from countermove.report.answer import holding_notes
from countermove.report.article import Cell, Mark
from countermove.report.leading import REACHED, ways_legend, ways_to
from countermove.report.phrases import mark_of, numbered, quoted, sentence
from countermove.stability.saying import does

FIRST = 12
"""So many outcomes are shown at first: the firmest, or all where there are no more."""

MOST = 256
"""So many are shown at most."""

WHICH = ("", "holding", "all")
"""Which outcomes are shown: the firmest, those that hold, or all that can be."""

# Longer names of outcomes stand on end; longer levels are broken.
_LONGEST_LEVEL = 7


def option_table(
    solution: Solution, asks: str, *, which: str = "", where: str = "", by_party: bool = False
) -> dict[str, Any]:
    """Make the option table of a solution; the question `asks` tells what leads to an outcome."""
    model = solution.model
    chosen, says = _where(solution, where) if where else _chosen(solution, which)
    columns = [
        {
            "number": model.states.number(state),
            "mark": mark_of(model, state),
            "text": numbered(model, state)[1],
            "is_status_quo": state == model.states.status_quo,
        }
        for state in chosen
    ]
    ways = ways_to(solution, chosen)
    marks = max((len(mark_of(model, state)) for state in chosen), default=0)
    is_turned = marks > _LONGEST_LEVEL
    options = model.states.vocabulary.options.values()
    levels = max((len(text) for option in options for text in _levels(option)), default=0)
    letters = max(0 if is_turned else marks, min(levels, _LONGEST_LEVEL))
    return {
        "columns": columns,
        "groups": [
            *_parties(model, chosen),
            *_concepts(solution, chosen, by_party=by_party),
            *_reached(ways),
        ],
        "notes": _notes(solution, ways, asks),
        "says": says,
        "is_ranked": len(model.unordered) < len(model.decision_makers),
        "further": [] if where else list(_further(solution, which, len(columns))),
        "letters": letters,
        "is_turned": is_turned,
    }


def _levels(option: Option) -> list[str]:
    """Return what an option can be, as cells say it; nothing for what is done or not."""
    return [cell_of(option, level) for level in option.levels]


def _where(solution: Solution, where: str) -> tuple[list[int], str]:
    """Return the outcomes in which a statement is true, and say which they are."""
    states = solution.model.states
    among = states.holding(where)
    chosen, count = _firmest(solution, among, MOST), among.count()
    told = quoted(solution.model, where)
    what = counted(count, "outcome") if len(chosen) == count else _the_firmest(chosen, count)
    return chosen, f"{sentence(what)} in which {told} is true, of {len(states):,} that can be."


def _chosen(solution: Solution, which: str) -> tuple[list[int], str]:
    """Return the outcomes to show, the firmest first, and say which they are."""
    states, some = solution.model.states, solution.holding_somehow
    holding, most = some.count(), MOST if which else FIRST
    if which == "all" or len(states) <= FIRST or not holding:
        chosen = _firmest(solution, some | ~some, most)
        hold = f"{holding:,} of them hold{'s' if holding == 1 else ''}"
        if holding == len(states):
            hold = "all of them hold"
        if len(chosen) < len(states):
            return chosen, f"{sentence(_the_firmest(chosen, len(states)))}; {hold}."
        return chosen, f"All {counted(len(states), 'outcome')}, the firmest first; {hold}."
    chosen = _firmest(solution, some, most)
    of = f" that hold{'s' if holding == 1 else ''}, of {len(states):,} that can be"
    if len(chosen) < holding:
        says = f"{_the_firmest(chosen, holding)}{of}"
    else:
        says = f"the {counted(holding, 'outcome')}{of}, the firmest first"
    start = states.status_quo
    if start is not None and start not in some:
        chosen.append(start)
        says += "; last the status quo, which doesn't hold"
    return chosen, f"{sentence(says)}."


def _the_firmest(chosen: Sequence[int], of: int) -> str:
    return f"the {len(chosen):,} firmest of {counted(of, 'outcome')}"


def _further(solution: Solution, which: str, shown: int) -> Iterator[tuple[str, str]]:
    """Give which other outcomes can be shown, with the words that ask for them."""
    holding, every = len(solution), len(solution.model.states)
    if which:
        yield "", "Only the firmest"
    if which != "holding" and FIRST < holding < every:
        yield "holding", f"{_up_to(holding)} that hold"
    if which != "all" and shown < every:
        yield "all", f"{_up_to(every)} that can be"


def _up_to(count: int) -> str:
    return f"All {count:,}" if count <= MOST else f"{MOST:,} of the {count:,}"


def _firmest(solution: Solution, among: Region, most: int) -> list[int]:
    """Return some outcomes, those that hold under most concepts first, and else by number."""
    states = solution.model.states
    held = [found & among for found in solution.holding.values()]
    others = one_by_one(states, among & ~solution.holding_somehow)
    return list(islice(chain(firmest(states, held), others), most))


def _parties(model: GraphModel, chosen: Sequence[int]) -> Iterator[list[dict[str, Any]]]:
    each = [model.states.values(state) for state in chosen]
    vocabulary = model.states.vocabulary
    for place, dm in enumerate(model.decision_makers):
        whose = {"party": dm, "colour": colour(place)}
        places = [""] * len(chosen)
        if (ranks := model.levels_or_none(dm)) is not None:
            best = int(ranks.max())
            places = [str(best - int(ranks[state]) + 1) for state in chosen]
        yield [
            _row("party", model.name(dm), places, **whose),
            *(
                _row(
                    "option",
                    vocabulary.called[name],
                    [cell_of(option, values[at]) for values in each],
                    hint=option.text,
                    levels=_levels(option),
                    **whose,
                )
                for at, (name, option) in enumerate(vocabulary.options.items())
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
        count = solution.holding[code].count()
        row = _row("concept", code, cells, code=code, words=words, count=count, concept=concept)
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


def _reached(ways: Sequence[Cell]) -> Iterator[list[dict[str, Any]]]:
    """Give the row that says what leads to each outcome, where that is worth saying."""
    if ways:
        cells = [way.value if isinstance(way, Mark) else str(way) for way in ways]
        yield [_row("reached", REACHED, cells)]


def _notes(solution: Solution, ways: Sequence[Cell], asks: str) -> list[str]:
    """Say what is to be known of what holds: what leads there, and how preferences count."""
    legend = ways_legend(solution, ways, asks)
    return [
        *([f"{sentence(legend.text).rstrip('.')}."] if legend else []),
        *holding_notes(solution),
    ]


def _row(kind: str, text: str, cells: Sequence[str], **more: Any) -> dict[str, Any]:
    empty = dict.fromkeys(("party", "colour", "code", "count", "concept", "hint", "levels"), "")
    return {"kind": kind, "text": text, "cells": cells} | empty | more
