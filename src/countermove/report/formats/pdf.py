"""PDF: an article set for paper, tagged for those who hear it (PDF/UA-1), by Typst."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache
from importlib.resources import files
from typing import Any

from countermove.picture.drawing import Drawing
from countermove.picture.svg import svg
from countermove.report.article import (
    Article,
    Cell,
    Grid,
    Heading,
    Line,
    Mark,
    Notes,
    Picture,
    Prose,
    Section,
    Starred,
    Words,
    written,
)
from countermove.report.paper import (
    Mentions,
    Order,
    PlaceOnPage,
    column_width,
    in_parts,
    opening,
    pieces,
    signs,
    stays_whole,
)
from countermove.report.rendering import Rendering
from countermove.report.typesetting import BREAK, Fonts, lacking
from countermove.texts import one_line

_EM_A_LETTER = 0.56


def to_pdf(article: Article) -> bytes:
    """Write an article as a PDF; the same article is the same bytes."""
    from typst import TypstError

    content = _Content(article)
    texts = [json.dumps(content.data, ensure_ascii=False), *map(svg, content.drawings)]
    *first, last = Fonts.to_try("".join(texts))
    for fonts in first:
        with suppress(TypstError):
            return _written(content, fonts)
    return _written(content, last)


def _written(content: _Content, fonts: Fonts) -> bytes:
    data = content.data
    if fonts.lacking:
        data = _told(data, fonts.numbered) | {"lacking": _LACKING}
    drawings = [fonts.drawn(drawing) for drawing in content.drawings]
    return fonts.pdf(_template(), article=json.dumps(data | {"drawings": drawings}))


_LACKING = (
    "No font here has some of the letters: each is given by its number in Unicode, as in [4E2D]. "
    "Install a font that has them, and write the document again."
)


class _Content:
    """What the template lays out, as data."""

    def __init__(self, article: Article) -> None:
        self._mentions, self.drawings = Mentions(article), list[Drawing]()
        order = Order.of(article)
        laid_out = {
            "title": article.conflict.title,
            "size": article.size,
            "said": opening(article),
            "signs": signs(article),
            "before": [self._section(section) for section in order.before],
            "has-contents": order.has_contents,
            "after": [self._section(section) for section in order.after],
            "made": article.made,
            "lacking": "",
        }
        self.data: dict[str, Any] = _told(laid_out, _breakable) | {
            "name": one_line(article.conflict.title) or "–",
            "summary": one_line(article.summary),
        }

    def _section(self, section: Section) -> dict[str, Any]:
        self._mentions.begin(section)
        blocks = [one for block in section.blocks for one in self._blocks(block)]
        return {"question": section.question, "is-page": section.is_page, "blocks": blocks}

    def _blocks(self, block: Words | Picture) -> Iterator[dict[str, Any]]:
        match block:
            case Prose():
                text = self._noted(block.text)
                yield {"kind": "prose", "text": text, "lead": block.lead, "quiet": block.quiet}
            case Picture():
                yield from self._picture(block)
            case Heading():
                yield {"kind": "heading", "text": block.text}
            case Notes():
                number = {note.source: str(note.number) for note in self._mentions.notes.values()}
                for note in block.notes:
                    lead = number.get(note.source, f"[{note.source}]")
                    yield {"kind": "note", "lead": lead, "text": note.text}
            case Grid():
                parts = in_parts(block)
                for part in parts:
                    yield {
                        "kind": "grid",
                        "heading": self._noted(part.heading, is_head=True),
                        "columns": part.columns,
                        "widths": [_width(part, number) for number in range(len(part.columns))],
                        "lines": [self._line(line) for line in part.lines],
                        "left-out": part.left_out if part is parts[-1] else "",
                    }

    def _picture(self, picture: Picture) -> Iterator[dict[str, Any]]:
        drawing = picture.drawn
        place = PlaceOnPage.of(drawing)
        if place is None:
            for prose in picture.words:
                yield from self._blocks(prose)
            return
        self.drawings.append(drawing)
        yield {
            "kind": "picture",
            "number": len(self.drawings) - 1,
            "says": drawing.says,
            "caption": picture.caption,
            "width": round(place.width, 2),
            "turned": place.is_turned,
        }

    def _line(self, line: Line) -> dict[str, Any]:
        text, told = f"{line.text}{line.note}", [t for t in (line.story, line.further) if t]
        return {
            "lead": _cell(line.lead or line.called),
            "text": self._noted(text),
            "told": [self._noted(one) for one in told],
            "cells": [_cell(cell) for cell in line.cells],
            "breaks": not stays_whole(line),
        }

    def _noted(self, text: str, *, is_head: bool = False) -> list[Any]:
        """Split a text into words and what it rests on: at the foot of a page, then by number."""
        return [
            part
            if isinstance(part, str)
            else {"note": str(part.note.number), "text": part.note.text if part.is_first else ""}
            for part in self._mentions.split(text, is_head=is_head)
        ]


def _cell(cell: Cell) -> dict[str, str] | str:
    if isinstance(cell, Mark | Starred):
        mark = cell.mark if isinstance(cell, Starred) else cell
        return {"look": mark.name.lower(), "sign": written(cell)}
    return written(cell)


def _width(grid: Grid, number: int) -> float:
    return max(2.0, round(_EM_A_LETTER * column_width(grid, number) + 1.0, 2))


def _told(content: Any, change: Callable[[str], str]) -> Any:
    """Return content with every text changed."""
    if isinstance(content, str):
        return change(content)
    if isinstance(content, dict):
        return {key: _told(value, change) for key, value in content.items()}
    if isinstance(content, list | tuple):
        return [_told(value, change) for value in content]
    return content


def _breakable(text: str) -> str:
    return "".join(BREAK.join(word) for word in pieces(text))


@cache
def _template() -> bytes:
    return files("countermove").joinpath("report/templates/article.typ").read_bytes()


RENDERING = Rendering(
    name="pdf",
    words="a PDF",
    suffixes=(".pdf",),
    media="application/pdf",
    write=to_pdf,
    library="typst",
    lacking=lacking,
)
