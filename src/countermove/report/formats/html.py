"""HTML: an article as a page that stands by itself and prints well, or as a piece of another."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

from countermove.draw.tree import tree_svg
from countermove.report.article import (
    Article,
    Cell,
    Grid,
    Mark,
    Picture,
    Section,
    Starred,
    written,
)
from countermove.report.rendering import Rendering
from countermove.texts import visible

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

# In characters: on a sheet of paper there is room for some 90 of them beside each other.
_ROOM_FOR_CELLS = 54
_LONGEST_WORD = 24


def to_html(article: Article) -> str:
    """Write an article as one page of HTML, without scripts and without anything to fetch."""
    return _templates().get_template("article.html").render(article=article)


def sections_html(sections: Iterable[Section], level: int = 2, prefix: str = "q") -> str:
    """Write sections as a piece of HTML to be put into a page."""
    module: Any = _templates().get_template("sections.html").module
    return str(module.written(tuple(sections), level, prefix)).lstrip()


def _in_parts(grid: Grid) -> list[Grid]:
    """Split a table that is too wide for a sheet of paper; stories stand in the last part."""
    parts: list[list[int]] = [[]]
    room = _ROOM_FOR_CELLS
    for number, head in enumerate(grid.columns):
        cells = [line.cells[number] for line in grid.lines]
        needed = 2 + max(map(_longest_word, (head, *cells)))
        if parts[-1] and needed > room:
            parts.append([])
            room = _ROOM_FOR_CELLS
        parts[-1].append(number)
        room -= needed
    return [
        replace(
            grid,
            columns=tuple(grid.columns[number] for number in part),
            lines=tuple(
                replace(
                    line,
                    cells=tuple(line.cells[number] for number in part),
                    story=line.story if part is parts[-1] else "",
                    further=line.further if part is parts[-1] else "",
                )
                for line in grid.lines
            ),
        )
        for part in parts
    ]


def _longest_word(cell: Cell) -> int:
    if isinstance(cell, Mark | Starred):
        return 2
    return max((min(len(word), _LONGEST_WORD) for word in written(cell).split()), default=0)


def _breakable(text: str) -> Markup:
    """Let words be broken that are longer than any is, and no others."""
    from markupsafe import Markup, escape

    return Markup("").join(
        Markup("<wbr>").join(map(escape, re.findall(f".{{1,{_LONGEST_WORD}}}", word, re.DOTALL)))
        for word in re.split(r"(\s+)", visible(text))
    )


@cache
def _templates() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        finalize=lambda value: visible(value) if type(value) is str else value,
        loader=PackageLoader("countermove", "report/templates"),
    )
    environment.filters["written"] = written
    environment.filters["breakable"] = _breakable
    environment.filters["in_parts"] = _in_parts
    environment.tests["mark"] = lambda value: isinstance(value, Mark)
    environment.tests["starred"] = lambda value: isinstance(value, Starred)
    environment.globals["tree_svg"] = tree_svg
    environment.tests["picture"] = lambda value: isinstance(value, Picture)
    environment.tests["grid"] = lambda value: isinstance(value, Grid)
    return environment


RENDERING = Rendering(
    name="html",
    words="a page (HTML)",
    suffixes=(".html", ".htm"),
    media="text/html",
    write=lambda article: to_html(article).encode(),
)
