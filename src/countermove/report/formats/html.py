"""HTML: an article as a page that stands by itself and prints well, or as a piece of another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from countermove.errors import shown_of
from countermove.picture.drawing import Drawing
from countermove.picture.svg import svg_in_page
from countermove.picture.tree import WIDTH
from countermove.report.article import (
    Article,
    Grid,
    Heading,
    Mark,
    Note,
    Notes,
    Picture,
    Prose,
    Section,
    Starred,
    Words,
    written,
)
from countermove.report.citing import Citing
from countermove.report.paper import in_parts, pieces, signs
from countermove.report.rendering import Rendering
from countermove.texts import visible

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

_ROWS = 7
"""So many rows of a table are in sight where the rest is folded."""

_SECTIONS = 2
"""And so many sections."""

ALL_OF_IT = "<!-- all of it -->"
"""Stands behind what isn't all there is, where the page that takes an answer links to all of it."""

Folding = Literal["", "tables", "all rows", "sections"]
"""What waits for a click: nothing; further tables and sections and long tables' rows; the same, but
for the rows; or every section, below a list of them."""


@dataclass(frozen=True, slots=True)
class _Group:
    """Blocks that are seen together; folded under a heading where they have one."""

    blocks: tuple[Words | Picture, ...]
    heading: str = ""
    size: str = ""


def to_html(article: Article) -> str:
    """Write an article as one page of HTML, without scripts and without anything to fetch."""
    return templates().get_template("article.html").render(article=article)


def sections_html(
    sections: Iterable[Section],
    level: int = 2,
    prefix: str = "q",
    folding: Folding = "",
    citing: Citing | None = None,
) -> str:
    """Write sections as a piece of HTML to be put into a page."""
    module: Any = templates().get_template("sections.html").module
    return str(module.written(tuple(sections), level, prefix, folding, citing)).lstrip()


def _grouped(section: Section, folding: Folding) -> list[_Group]:
    """Leave the sentences and the first table in sight, and fold the other tables."""
    if folding in ("", "sections"):
        return [_Group(section.blocks)]
    groups: list[_Group] = []
    for block in section.blocks:
        last = groups[-1] if groups else None
        has_shown = any(isinstance(b, Grid | Picture) for g in groups for b in g.blocks)
        if has_shown and isinstance(block, Grid | Picture):
            groups.append(_Group((block,), *_heading(block)))
        elif last and (not last.heading or (isinstance(block, Prose) and block.quiet)):
            groups[-1] = replace(last, blocks=(*last.blocks, block))
        else:
            groups.append(_Group((block,)))
    return groups


def _heading(block: Grid | Picture) -> tuple[str, str]:
    """Say below what a table or picture is folded, and how much is in it."""
    if isinstance(block, Picture):
        return block.drawn.title, "drawn"
    size = f"{len(block.lines):,}" + (f" of {block.of:,}" if block.left_out else "")
    return block.heading, size


def _in_sight(grid: Grid, folding: Folding) -> int:
    """Return how many rows of a table are in sight."""
    lines = len(grid.lines)
    return shown_of(lines, _ROWS) if folding == "tables" else lines


def _noted(text: str, article: Article | Citing | None, *, breakable: bool = False) -> Markup:
    """Write a text; where a document has the record as notes, with their numbers behind it."""
    from markupsafe import Markup, escape

    def plain(part: str) -> Markup:
        return _breakable(part) if breakable else escape(visible(part))

    def numbers(notes: tuple[Note, ...]) -> Markup:
        links = (f'<a href="#note-{one.number}">{one.number}</a>' for one in notes)
        return Markup("<sup>{}</sup>").format(Markup(",").join(map(Markup, links)))

    parts = article.noted(text) if article else (text,)
    return Markup("").join(plain(p) if isinstance(p, str) else numbers(p) for p in parts)


def _breakable(text: str) -> Markup:
    """Let words be broken that are longer than any is, and no others."""
    from markupsafe import Markup, escape

    return Markup("").join(Markup("<wbr>").join(map(escape, word)) for word in pieces(text))


def _drawn(drawing: Drawing) -> Markup:
    """Draw a picture in the page; one that is wider than it is scrolled."""
    from markupsafe import Markup

    return Markup(
        svg_in_page(
            drawing,
            f"drawing is-broad{' is-page' * _fits_sheet(drawing)}"
            if drawing.width > WIDTH + 2
            else "drawing",
        )
    )


def _fits_sheet(drawing: Drawing) -> bool:
    """Say whether a picture can be read when it is as wide as a sheet of paper."""
    return drawing.width <= WIDTH * 3 / 2


@cache
def templates() -> Environment:
    """Return the templates of articles, with what is written in them."""
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
    environment.filters["noted"] = _noted
    environment.filters["in_parts"] = in_parts
    environment.filters["grouped"] = _grouped
    environment.filters["in_sight"] = _in_sight
    environment.globals["ALL_OF_IT"] = ALL_OF_IT
    environment.globals["SECTIONS"] = _SECTIONS
    environment.tests["mark"] = lambda value: isinstance(value, Mark)
    environment.tests["starred"] = lambda value: isinstance(value, Starred)
    environment.filters["drawn"] = _drawn
    environment.filters["signs"] = signs
    environment.tests["document"] = lambda value: isinstance(value, Article)
    environment.tests["legible"] = _fits_sheet
    environment.tests["picture"] = lambda value: isinstance(value, Picture)
    environment.tests["grid"] = lambda value: isinstance(value, Grid)
    environment.tests["heading"] = lambda value: isinstance(value, Heading)
    environment.tests["notes"] = lambda value: isinstance(value, Notes)
    return environment


RENDERING = Rendering(
    name="html",
    words="a page (HTML)",
    suffixes=(".html", ".htm"),
    media="text/html",
    write=lambda article: to_html(article).encode(),
)
