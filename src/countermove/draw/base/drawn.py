"""The figures of a solution as Python has them: ``solution.draw.graph()``."""

from __future__ import annotations

from collections.abc import Callable
from inspect import Parameter, Signature

from countermove.analysis.equilibria import Solution
from countermove.draw import figures, find
from countermove.draw.base.figure import Figure
from countermove.picture.drawing import Drawing
from countermove.report.parameters import fields_of


class Figures:
    """Draws the figures of a solution: each is a method, with its parameters as arguments."""

    def __init__(self, solution: Solution) -> None:
        self._solution = solution

    def __dir__(self) -> list[str]:
        """List the figures."""
        return [figure.id for figure in figures().values()]

    def __getattr__(self, name: str) -> Callable[..., Drawing]:
        """Return what draws a figure."""
        if name not in dir(self):
            raise AttributeError(f"no figure '{name}'; there are: {', '.join(dir(self))}")
        return _method(find(name), self._solution)

    def __repr__(self) -> str:
        """List the figures."""
        return f"<Figures: {', '.join(dir(self))}>"


def _method(figure: type[Figure], solution: Solution) -> Callable[..., Drawing]:
    def draw(**said: object) -> Drawing:
        return figure.asked(**said).drawing(solution)

    fields = fields_of(figure)
    told = "".join(f"\n{one.name}\n    {one.says.description}" for one in fields)
    draw.__name__ = draw.__qualname__ = figure.id
    draw.__doc__ = f"{figure.shows}\n\nParameters\n----------{told}" if told else figure.shows
    draw.__signature__ = Signature(  # type: ignore[attr-defined]
        [Parameter(one.name, Parameter.KEYWORD_ONLY, default=one.default) for one in fields]
    )
    return draw
