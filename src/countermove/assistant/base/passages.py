"""Answers as an assistant gets them: the sentences and tables of the terminal, piece by piece."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator
from typing import Literal

from pydantic import BaseModel, Field

from countermove.report.article import (
    Cell,
    Grid,
    Heading,
    Line,
    Mark,
    Notes,
    Prose,
    Section,
    Starred,
    written,
)

_LONGEST, _LONGEST_HEAD = 600, 300
_MARKS = {mark.value: mark.said for mark in Mark}
_MARK = re.compile(rf"(?:^|(?<=[:;,] )|(?<= and ))[{re.escape(''.join(_MARKS))}](?= )")
_NUMBER = re.compile(r"\[(\d+)\]")

Kind = Literal["question", "heading", "table", "row", "sentence"]


class Passage(BaseModel):
    """A piece of an answer."""

    kind: Kind = "sentence"
    says: str
    cells: dict[str, str] = Field(
        default={}, description="Of a row: what stands in each column of its table."
    )
    state: int | None = Field(
        default=None, description="The number of the outcome that it is about, for other tools."
    )

    def as_text(self) -> str:
        """Write it as a line of Markdown; columns that say the same are named together."""
        match self.kind:
            case "question":
                return f"\n## {self.says}"
            case "heading" | "table":
                return f"\n### {self.says}"
            case "row":
                return f"- {self.says}{self._cells()}"
        return self.says

    def _cells(self) -> str:
        alike: dict[str, list[str]] = {}
        for column, said in self.cells.items():
            alike.setdefault(said, []).append(column)
        told = (f"{', '.join(columns)}: {said}" for said, columns in alike.items())
        return f" ({'; '.join(told)})" if alike else ""


def passages_of(sections: Iterable[Section], hint: str = "") -> Iterator[Passage]:
    """Give the pieces of an answer, none of them long; the hint says how to see all of a table."""
    for section in sections:
        if section.question:
            yield _head("question", section.question)
        for block in section.in_words:
            match block:
                case Prose():
                    text = _legend(block.text) if block.quiet else block.text
                    yield from _sentences(f"{_behind(block.lead)}{text}")
                case Heading():
                    yield _head("heading", block.text)
                case Notes():
                    for note in block.notes:
                        yield from _sentences(f"[{note.source}] {note.text}")
                case Grid():
                    yield from _grid(block, hint)


def _grid(grid: Grid, hint: str) -> Iterator[Passage]:
    yield _head("table", grid.heading)
    for line in grid.lines:
        said = zip(grid.columns, map(_said, line.cells), strict=True)
        cells = {column: text for column, text in said if text}
        text = f"{_lead(line)}{line.text}{line.note}"
        first, *rest = _short(text)
        yield Passage(kind="row", says=first, cells=cells, state=_state(line))
        yield from (Passage(says=part) for part in rest)
        for story in filter(None, (line.story, line.further)):
            yield from _sentences(story)
    if grid.left_out:
        yield Passage(says=f"{grid.left_out} {hint}".rstrip())


def _head(kind: Kind, text: str) -> Passage:
    return Passage(kind=kind, says=textwrap.shorten(text, _LONGEST_HEAD, placeholder=" …"))


def _sentences(text: str) -> Iterator[Passage]:
    yield from (Passage(says=part) for part in _short(text))


def _short(text: str) -> list[str]:
    """Split a text that is long at its spaces."""
    if len(text) <= _LONGEST:
        return [text]
    return textwrap.wrap(text, _LONGEST, break_on_hyphens=False)


def _lead(line: Line) -> str:
    return _behind(_said(line.lead or line.called))


def _behind(lead: str) -> str:
    """Write what stands before a text so that it isn't taken for its first word."""
    return f"{lead}{':' * lead[-1].isalnum()} " if lead else ""


def _said(cell: Cell) -> str:
    """Write a cell with the words that stand for marks where they can't be seen."""
    if isinstance(cell, Starred):
        return f"{cell.mark.said}*"
    return cell.said if isinstance(cell, Mark) else written(cell)


def _legend(text: str) -> str:
    """Let what says what marks mean say it of the words that stand for them here.

    >>> _legend("✓ under all of the concepts, ~ under some, ✗ under none")
    '“yes” under all of the concepts, “in part” under some, “not true” under none'
    """
    return _MARK.sub(lambda sign: f"“{_MARKS[sign[0]]}”", text)


def _state(line: Line) -> int | None:
    if line.state is not None:
        return line.state
    found = _NUMBER.fullmatch(line.lead) if isinstance(line.lead, str) else None
    return int(found[1]) if found else None
