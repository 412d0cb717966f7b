"""For whom outcomes are stable, and how, in words and letters as papers print them."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice

import numpy as np

from countermove.analysis.equilibria import Solution
from countermove.analysis.state_lists import one_by_one
from countermove.graph.region import Positions
from countermove.report.article import Grid, Line, Prose, Section
from countermove.report.phrases import numbered, status_quo_note
from countermove.report.shown import SHORT, Shown

_SHOWN = 16
"""Of so many outcomes it is told, where not all are asked for."""


def individual_section(solution: Solution, shown: Shown = SHORT) -> Section:
    """Say party by party which outcomes are stable for it, and how; then which hold."""
    model, found = solution.model, solution.individual()
    every = len(model.states)
    states = np.array([*islice(one_by_one(model.states), shown.of(every, _SHOWN))], dtype=np.intp)

    def grid(heading: str, letters: Callable[[str, Positions], list[str]]) -> Grid:
        columns = [letters(code, states) for code in solution.codes]
        lines = (
            Line(text, cells, lead, note=status_quo_note(model, state), state=number)
            for state, *cells_of in zip(states.tolist(), *columns, strict=True)
            for (lead, text), cells in [(numbered(model, state), tuple(cells_of))]
            for number in [model.states.number(state)]
        )
        return Grid(heading, solution.printed_codes, tuple(lines), of=every)

    def of_one(dm: str) -> Grid:
        heading = f"Stable for {model.name(dm)}"
        return grid(heading, lambda code, some: found.letters(code, dm, some))

    grids = map(of_one, model.decision_makers)
    legend = tuple(Prose(says, letter) for letter, says in found.meanings.items())
    return Section(
        "For whom outcomes are stable, as papers print it",
        (*grids, grid("Stable for all", found.equilibria), *legend),
    )
