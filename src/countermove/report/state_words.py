"""The outcomes that can be in words, what the options are, and how each party ranks them."""

from __future__ import annotations

from itertools import islice

from countermove.model.ranking_text import written
from countermove.report.article import Block, Grid, Line, Prose, Section
from countermove.report.assumptions import direction_note
from countermove.report.phrases import mark_of, numbered, status_quo_note
from countermove.report.shown import SHORT, Shown
from countermove.report.states import StateList

MOST_LISTED = 100
"""So many outcomes are listed where not all are asked for, and no ranking of more."""

OPTIONS = "Options, in the order of the patterns of Y (taken) and N (not taken)"
RANKINGS = "Rankings, best first; between outcomes in { } a party is indifferent"


def states_section(result: StateList, shown: Shown = SHORT) -> Section:
    """List the outcomes, the options and the rankings of a model."""
    model = result.model
    first = list(islice(result.positions(), shown.of(len(result), MOST_LISTED)))
    lines = []
    for state in first:
        number, text = numbered(model, state)
        pattern = model.states.pattern(state)
        text += status_quo_note(model, state)
        lines.append(Line(text, (pattern,) if pattern else (), number))
    heads = () if model.conflict.is_graph_form else ("pattern",)
    blocks: list[Block] = [Grid("Outcomes", heads, tuple(lines), of=len(result))]
    if not model.conflict.is_graph_form:
        parties = model.conflict.decision_makers.values()
        options = ((party, *option) for party in parties for option in party.options.items())
        lines = [Line(f"{o.text}{direction_note(o)}", (p.name,), name) for p, name, o in options]
        blocks.append(Grid(OPTIONS, ("party",), tuple(lines)))
    if len(first) == len(result):
        blocks.append(Prose(f"{RANKINGS}:"))
        for dm in model.decision_makers:
            blocks.append(Prose(" ".join(ranking_in_marks(result, dm)), model.name(dm)))
    return Section("What can be, and how does each party rank it?", tuple(blocks))


def ranking_in_marks(result: StateList, dm: str) -> list[str]:
    """Write a party's ranking by the marks of the outcomes, group by group."""
    model = result.model
    if dm in model.unordered:
        return ["no complete order"]
    groups = [[mark_of(model, state) for state in group] for group in result.ranking(dm)]
    items = [written(tuple(group) if len(group) > 1 else group[0]) for group in groups]
    return [*(f"{item} >" for item in items[:-1]), *items[-1:]]
