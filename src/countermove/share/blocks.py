"""Sections as data, for the script of a page: paragraphs, headings and tables, each text once."""

from __future__ import annotations

from typing import Any

from countermove.report.article import Cell, Grid, Heading, Line, Mark, Prose, Section, written
from countermove.share.texts import Texts

MARKS = [[mark.value, mark.said, mark.name.lower()] for mark in Mark]
"""The signs of cells: what is seen, what is said, and the class; a cell has the place of one."""

_PLACES = {mark: place for place, mark in enumerate(Mark)}


def blocks_data(section: Section, texts: Texts) -> list[Any]:
    """Return what a section says; of texts where they are."""
    return [data for block in section.in_words if (data := _block(block, texts))]


def _block(block: Any, texts: Texts) -> list[Any]:
    match block:
        case Prose(text, lead, quiet):
            return ["prose", lead, texts.place(text), int(quiet)]
        case Heading(text):
            return ["heading", texts.place(text)]
        case Grid(heading, columns, lines):
            rows = [_line(line, texts) for line in lines]
            left_out = [texts.place(block.left_out)] if block.left_out else []
            return ["grid", texts.place(heading), columns, rows, left_out]
    return []  # the record, which the page has


def _line(line: Line, texts: Texts) -> list[Any]:
    lead = _cell(line.lead) if line.lead else ""
    stories = [texts.place(text) for text in (line.story, line.further) if text]
    state = "" if line.state is None else str(line.state)
    return [lead, texts.place(line.text + line.note), list(map(_cell, line.cells)), stories, state]


def _cell(cell: Cell) -> int | str:
    return _PLACES[cell] if isinstance(cell, Mark) else written(cell)
