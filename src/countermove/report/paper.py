"""What fits on a sheet of paper: tables in parts, long words in pieces, and what signs mean."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from countermove.picture.drawing import Drawing
from countermove.picture.widths import FONT
from countermove.report.article import (
    Article,
    Cell,
    Grid,
    Line,
    Mark,
    Note,
    Section,
    Starred,
    written,
)
from countermove.texts import visible

# In characters: on a sheet of paper there is room for some 90 of them beside each other.
_ROOM_FOR_CELLS = 54
_LONGEST_WORD = 24
_FEW, _LINE_OF_A_HEAD = 3, 14
"""Where columns are few, their heads stand in lines of so many letters."""

_SECTIONS = 6
"""What has more than these has a table of contents."""

_WHOLE = 900
"""A row of more letters may stand on two pages."""

# In points, with room for what is said below it; those of a pixel, and of letters that are read.
_PAGE = (455.0, 630.0)
_TURNED = (690.0, 390.0)
_POINT = 0.75
_READ_WELL, _READ = 6.0, 4.5


def in_parts(grid: Grid) -> list[Grid]:
    """Split a table that is too wide for a sheet of paper; stories stand in the last part."""
    parts: list[list[int]] = [[]]
    room = _ROOM_FOR_CELLS
    for number in range(len(grid.columns)):
        needed = 2 + column_width(grid, number)
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


def column_width(grid: Grid, number: int) -> int:
    """Return how many characters wide a column of cells has to be."""
    head = grid.columns[number]
    whole = min(len(head), _LINE_OF_A_HEAD) if len(grid.columns) <= _FEW else 0
    return max(whole, *map(_longest_word, (head, *(line.cells[number] for line in grid.lines))))


def pieces(text: str) -> Iterator[list[str]]:
    """Give the words of a text, and what is between them, broken where longer than any word is.

    >>> list(pieces("one " + "x" * 30))
    [['one'], [' '], ['xxxxxxxxxxxxxxxxxxxxxxxx', 'xxxxxx']]
    """
    for word in re.split(r"(\s+)", visible(text)):
        yield re.findall(f".{{1,{_LONGEST_WORD}}}", word, re.DOTALL)


@dataclass(frozen=True, slots=True)
class PlaceOnPage:
    """How wide a drawing is on a page, in points, and whether that page is turned."""

    width: float
    is_turned: bool = False

    @classmethod
    def of(cls, drawing: Drawing, *, can_turn: bool = True) -> PlaceOnPage | None:
        """Find its place, where its letters can be read; nothing where there is none.

        >>> PlaceOnPage.of(Drawing("Small", "", 400, 300, ()))
        PlaceOnPage(width=300.0, is_turned=False)
        >>> PlaceOnPage.of(Drawing("Broad", "", 1400, 300, ()))
        PlaceOnPage(width=690.0, is_turned=True)
        >>> PlaceOnPage.of(Drawing("Vast", "", 9000, 300, ()))
        """
        upright, turned = (
            min(_POINT, width / drawing.width, height / drawing.height)
            for width, height in (_PAGE, _TURNED)
        )
        is_read = upright * FONT >= _READ_WELL or not can_turn
        scale = upright if is_read else max(upright, turned)
        if scale * FONT < _READ:
            return None
        return cls(drawing.width * scale, scale > upright)


def opening(article: Article) -> list[str]:
    """Return the paragraphs below the title: what it is about, and in what reading."""
    scenario = f"Scenario: {article.scenario}" if article.scenario else ""
    return [text for text in (scenario, article.reading, article.summary) if text]


def stays_whole(line: Line) -> bool:
    """Say whether a row stands on one page, as it isn't long."""
    return len(line.text) + len(line.note) + len(line.story) + len(line.further) <= _WHOLE


def signs(article: Article) -> str:
    """Say what the signs mean that stand in the tables of an article."""
    grids = [b for s in article.sections for b in s.in_words if isinstance(b, Grid)]
    cells = {cell for grid in grids for line in grid.lines for cell in (line.lead, *line.cells)}
    marks = {cell.mark if isinstance(cell, Starred) else cell for cell in cells}
    told = [f"{mark.value} {mark.said}" for mark in Mark if mark in marks]
    return f"In the tables: {', '.join(told)}." if told else ""


class Order(NamedTuple):
    """In which order a document is laid out: what stands before its contents, and the rest."""

    before: tuple[Section, ...]
    after: tuple[Section, ...]
    has_contents: bool

    @classmethod
    def of(cls, article: Article) -> Order:
        """Put a first page that is understood by itself before the contents."""
        sections = article.sections
        count = int(bool(sections) and sections[0].is_page)
        return cls(sections[:count], sections[count:], len(sections) > _SECTIONS)


@dataclass(frozen=True, slots=True)
class Mention:
    """Where a text rests on a piece of the record."""

    note: Note
    is_first: bool


class Mentions:
    """What of the record an article has named so far, as it is written from first to last."""

    def __init__(self, article: Article) -> None:
        self.notes = article.notes
        self._article, self._named = article, set[str]()
        self._has_room = True

    def begin(self, section: Section) -> None:
        """Begin a section: a page that is understood by itself has no room at its foot."""
        self._has_room = not section.is_page

    def split(self, text: str, *, is_head: bool = False) -> Iterator[str | Mention]:
        """Split a text into words and mentions; at its first, a note is told where it can be."""
        can_be_first = self._has_room and not is_head
        for part in self._article.noted(text):
            if isinstance(part, str):
                yield part
                continue
            for note in part:
                yield Mention(note, can_be_first and note.source not in self._named)
                self._named |= {note.source} if can_be_first else set()


def _longest_word(cell: Cell) -> int:
    if isinstance(cell, Mark | Starred):
        return 2
    return max((min(len(word), _LONGEST_WORD) for word in written(cell).split()), default=0)
