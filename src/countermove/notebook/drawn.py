"""The figures that go with what an object says in a notebook, where the model is small."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from functools import singledispatch
from typing import Any

from countermove.analysis.ask.what_to_ask import WhatToAsk
from countermove.analysis.compare import Comparison
from countermove.analysis.equilibria import Solution
from countermove.analysis.evolve.result import Evolution
from countermove.analysis.judgements.judgements import Judgements
from countermove.analysis.solving import solve
from countermove.building import build
from countermove.draw import find
from countermove.draw.ask import AskFigure
from countermove.draw.grid import GridFigure
from countermove.draw.rests_on import RestsOnFigure
from countermove.errors import CountermoveError
from countermove.graph_model import GraphModel
from countermove.model.conflict import Conflict
from countermove.picture.drawing import Drawing
from countermove.report.explain import Explanation

_MOST_IN_GRAPH = 16
"""The graph of more outcomes isn't read at a glance, and is drawn when it is asked for."""
_MOST_STATES = 1 << 10
"""Of larger models there is a figure when it is asked for."""
_MOST_JUDGED = 64
"""What a model rests on is found for as many outcomes while somebody waits for the model."""


def drawn(thing: Any) -> tuple[Drawing, ...]:
    """Draw what goes with an object, nothing where no figure does or there is nothing to draw."""
    figures = []
    for draw in _figures(thing):
        with contextlib.suppress(CountermoveError):
            figures.append(draw())
    return tuple(figures)


Draws = Iterator[Callable[[], Drawing]]


@singledispatch
def _figures(thing: Any) -> Draws:
    """Give what draws the figures of an object."""
    yield from ()


@_figures.register
def _(solution: Solution) -> Draws:
    if len(solution.model.states) <= _MOST_IN_GRAPH:
        yield lambda: find("graph").asked().drawing(solution)


@_figures.register
def _(explanation: Explanation) -> Draws:
    model = explanation.model
    said = {"states": model.states.label(explanation.state)}
    yield from _figure("why", model, explanation.codes, **said, parties=explanation.decision_makers)


@_figures.register
def _(evolution: Evolution) -> Draws:
    label = evolution.model.states.label
    said: dict[str, Any] = {"start": label(evolution.start)}
    if evolution.asked_for != "equilibria":
        said["states"] = [target.state.label for target in evolution]
    yield from _figure("evolution", evolution.model, evolution.codes, **said)


@_figures.register
def _(compared: Comparison) -> Draws:
    if max(len(solution.model.states) for solution in compared.solutions) <= _MOST_STATES:
        yield lambda: GridFigure().of(compared)


@_figures.register
def _(judged: Judgements) -> Draws:
    if _is_small(judged.model):
        yield lambda: RestsOnFigure().of(judged)


@_figures.register
def _(result: WhatToAsk) -> Draws:
    if result.asked and _is_small(result.model):  # the order of asking is drawn where it is told
        yield lambda: AskFigure().of(result)


@_figures.register
def _(model: GraphModel) -> Draws:
    yield from _figure("rankings", model)


@_figures.register
def _(conflict: Conflict) -> Draws:
    if not conflict.sources:
        return
    with contextlib.suppress(CountermoveError):  # it has mistakes, which are told in words
        model = build(conflict)
        if len(model.states) <= _MOST_JUDGED:
            yield from _figure("record", model)


def _is_small(model: GraphModel) -> bool:
    return len(model.states) <= _MOST_STATES


def _figure(name: str, model: GraphModel, codes: tuple[str, ...] = (), **said: Any) -> Draws:
    """Give what draws a figure of a model, which is solved for it."""
    if _is_small(model):
        yield lambda: find(name).asked(**said).drawing(solve(model, codes or None))
