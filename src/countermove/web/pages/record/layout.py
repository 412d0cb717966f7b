"""How the text of a document is laid out: pages of paragraphs, of pieces that are marked alike."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from markupsafe import Markup, escape

from countermove.record.attribution import Span
from countermove.web.rendering import seen

PAGE = 12_000
"""About so many characters stand on a page."""

_LONGEST_LINE = 120  # of a text that was set in lines
_FULL = 0.75  # of the usual length: a shorter line ends a paragraph


@dataclass(frozen=True, slots=True)
class Layer:
    """A stretch of a document that is shown in some way, and by what scripts know it."""

    span: Span
    css: str = ""
    statement: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class TextPiece:
    """A stretch of a document that is shown alike."""

    start: int
    text: str
    css: str
    statement: str
    source: str

    @property
    def html(self) -> Markup:
        """Its text: as many characters in the browser as in the document."""
        # A browser would read a carriage return as a line end.
        return Markup(escape(seen(self.text))).replace("\r", Markup("&#13;"))


@lru_cache(maxsize=8)
def pages(text: str) -> tuple[tuple[Span, ...], ...]:
    """Part a text into pages, and these into paragraphs: where each begins and ends."""
    made: list[tuple[Span, ...]] = []
    page: list[Span] = []
    size = 0
    for start, end in _paragraphs(text):
        if page and size + end - start > PAGE:
            made.append(tuple(page))
            page, size = [], 0
        page.append((start, end))
        size += end - start
    return (*made, tuple(page)) if page else tuple(made)


def page_of(text: str, place: int) -> int:
    """Return the number of the page, from 1, on which a place stands."""
    made = pages(text)
    found = sum(page[0][0] <= place for page in made)
    return max(1, found)


def _paragraphs(text: str) -> Iterator[Span]:
    """Give the paragraphs: lines, or lines that were broken where one was full, together."""
    lines = [match.span() for match in re.finditer(r"[^\r\n]+", text) if match[0].strip()]
    lengths = sorted(end - start for start, end in lines)
    usual = lengths[len(lengths) * 9 // 10] if lengths else 0
    is_set_in_lines = usual <= _LONGEST_LINE
    begun: int | None = None
    for k, (start, end) in enumerate(lines):
        begun = start if begun is None else begun
        is_full = is_set_in_lines and end - start >= _FULL * usual
        goes_on = is_full and k + 1 < len(lines) and text.count("\n", end, lines[k + 1][0]) < 2
        if not goes_on or end - begun >= PAGE:
            yield from _cut(text, begun, end)
            begun = None


def _cut(text: str, start: int, end: int) -> Iterator[Span]:
    """Cut what is longer than a page, between words where there are any."""
    while end - start > PAGE:
        space = text.rfind(" ", start + PAGE // 2, start + PAGE)
        middle = space + 1 if space > 0 else start + PAGE
        yield start, middle
        start = middle
    yield start, end


def paragraphs(
    text: str, spans: Sequence[Span], layers: Sequence[Layer]
) -> list[tuple[bool, list[TextPiece]]]:
    """Lay out the paragraphs of a page: whether each is furniture throughout, and its pieces."""
    return [_paragraph(text, span, layers) for span in spans]


def _paragraph(text: str, span: Span, layers: Sequence[Layer]) -> tuple[bool, list[TextPiece]]:
    here = [one for one in layers if one.span[0] < span[1] and span[0] < one.span[1]]
    cuts = {*span}
    for one in here:
        cuts |= {max(span[0], one.span[0]), min(span[1], one.span[1])}
    ends = sorted(cuts)
    pieces = [_piece(text, start, end, here) for start, end in pairwise(ends)]
    return all("furniture" in piece.css.split() for piece in pieces), pieces


def _piece(text: str, start: int, end: int, layers: Sequence[Layer]) -> TextPiece:
    over = [one for one in layers if one.span[0] <= start and end <= one.span[1]]
    return TextPiece(
        start,
        text[start:end],
        " ".join(dict.fromkeys(one.css for one in over if one.css)),
        next((one.statement for one in over if one.statement), ""),
        next((one.source for one in over if one.source), ""),
    )
