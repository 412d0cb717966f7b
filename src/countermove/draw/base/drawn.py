"""The figures of a solution as Python has them: ``solution.draw.graph()``."""

from __future__ import annotations

from collections.abc import Callable
from inspect import Parameter, Signature

from countermove.analysis.equilibria import Solution
from countermove.draw import figures, find
from countermove.draw.base.figure import Figure
from countermove.errors import ArgumentError
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
    fields = fields_of(figure)
    names = [field.name for field in fields]

    def draw(*given: object, **said: object) -> Drawing:
        first = dict(zip(names[:1], given, strict=False))
        if len(given) > len(first) or first.keys() & said:
            raise ArgumentError(
                f"the figure {figure.name} takes no more than one argument without a name.",
                advice=f"Name the others: {figure.id}({', '.join(f'{one}=…' for one in names)}).",
            )
        return figure.asked(**first, **said).drawing(solution)

    told = "".join(f"\n{one.name}\n    {one.says.description}" for one in fields)
    draw.__name__ = draw.__qualname__ = figure.id
    draw.__doc__ = f"{figure.shows}\n\nParameters\n----------{told}" if told else figure.shows
    draw.__signature__ = Signature(  # type: ignore[attr-defined]
        [
            Parameter(
                one.name,
                Parameter.KEYWORD_ONLY if k else Parameter.POSITIONAL_OR_KEYWORD,
                default=one.default,
            )
            for k, one in enumerate(fields)
        ]
    )
    return draw
