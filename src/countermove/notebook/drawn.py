"""The figure that goes with what an object says in a notebook, where the model is small."""

from __future__ import annotations

import contextlib
from functools import singledispatch
from typing import Any

from countermove.analysis.equilibria import Solution
from countermove.analysis.evolve.result import Evolution
from countermove.analysis.solving import solve
from countermove.draw import find
from countermove.errors import CountermoveError
from countermove.graph_model import GraphModel
from countermove.picture.drawing import Drawing
from countermove.report.explain import Explanation

_MOST_IN_GRAPH = 16
"""The graph of more outcomes isn't read at a glance, and is drawn when it is asked for."""
_MOST_STATES = 1 << 10
"""Of larger models there is a figure when it is asked for."""


@singledispatch
def drawn(thing: Any) -> Drawing | None:
    """Draw what goes with an object; nothing where no figure does."""
    return None


@drawn.register
def _(solution: Solution) -> Drawing | None:
    return _figure("graph", solution) if len(solution.model.states) <= _MOST_IN_GRAPH else None


@drawn.register
def _(explanation: Explanation) -> Drawing | None:
    model = explanation.model
    said = {"states": model.states.label(explanation.state)}
    parties = explanation.decision_makers
    return _figure("why", model, explanation.codes, **said, parties=parties)


@drawn.register
def _(evolution: Evolution) -> Drawing | None:
    label = evolution.model.states.label
    said: dict[str, Any] = {"start": label(evolution.start)}
    if evolution.asked_for != "equilibria":
        said["states"] = [target.state.label for target in evolution]
    return _figure("evolution", evolution.model, evolution.codes, **said)


def _figure(
    name: str, of: Solution | GraphModel, codes: tuple[str, ...] = (), **said: Any
) -> Drawing | None:
    """Draw a figure of a solution, or of a model that is solved for it."""
    model = of.model if isinstance(of, Solution) else of
    if len(model.states) > _MOST_STATES:
        return None
    with contextlib.suppress(CountermoveError):  # there is nothing to be drawn
        solution = of if isinstance(of, Solution) else solve(of, codes or None)
        return find(name).asked(**said).drawing(solution)
    return None
