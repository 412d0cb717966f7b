"""The figures of a model: one module each, called as the figure is.

A module has all that is special about its figure: what it shows, what may be said along with it,
and how it is drawn. The command ``draw``, ``solution.draw``, the documentation and the tests of
all figures are made from them. To add one, write one file here:

    @figure(shows="What is on it, in a sentence.", examples=("draw talks-2025 ladder -o x.svg",))
    class LadderFigure(Figure):
        party: Party = None      # what may be said along with it: fields as those of questions

        def drawing(self, solution: Solution, follow: Follow | None = None) -> Drawing:
            ...

In a file ``ladder.py`` that is ``countermove draw MODEL ladder`` and ``solution.draw.ladder()``
(in the terminal ``option_table`` is *option-table*). A parameter that another figure has, too, is
the same there: same words, type and default; shared ones are in ``report/parameters.py``. What is
drawn is made of the shapes of ``picture/drawing.py``; ``base/sheet.py`` puts the title of the
model, notes and a legend around it; ``says`` are the sentences of the report. Where there is
nothing to draw, `draw_nothing` says so as an error. What follows on a question is found from the
solution, as the question finds it. Texts keep inside the frame and off each other:
``picture/widths.py`` says how wide they are, and ``tests/laws/test_figures.py`` looks.
"""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module

from countermove.draw.base.figure import FOUND, Figure
from countermove.errors import unknown


@cache
def figures() -> dict[str, type[Figure]]:
    """Return all figures by name, in the order in which they are listed."""
    for module in pkgutil.iter_modules(__path__):
        if not module.ispkg:
            import_module(f"{__name__}.{module.name}")
    return {found.name: found for found in sorted(FOUND, key=lambda one: (one.place, one.name))}


def find(name: str) -> type[Figure]:
    """Return the figure of a name; underscores are hyphens."""
    name = name.replace("_", "-")
    if name not in figures():
        raise unknown("figure", name, list(figures()), "The figures are")
    return figures()[name]
