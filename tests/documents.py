"""What an article says, text by text, to be looked for in documents that are read back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from countermove import load
from countermove.questions.base.whole import report
from countermove.report.article import (
    Article,
    Grid,
    Heading,
    Line,
    Mark,
    Notes,
    Prose,
    Section,
    written,
)


@cache
def report_on_talks() -> Article:
    """Return a report with a first page, tables, and the record, which notes name."""
    parts = ("short", "parties", "rules", "wants", "holds", "claims", "worth", "needed")
    return report(load("talks-2025"), parts)


def told(article: Article) -> Iterator[str]:
    """Give all texts of an article, and the cells of its tables."""
    for section in article.sections:
        yield section.question
        for block in section.in_words:
            match block:
                case Prose():
                    yield from (block.lead, block.text)
                case Heading():
                    yield block.text
                case Notes():
                    yield from (note.text for note in block.notes)
                case Grid():
                    yield from (block.heading, *block.columns)
                    for line in block.lines:
                        yield from (line.text, line.note, line.story, line.further)
                        yield from map(written, line.cells)


def saying(text: str) -> Article:
    """Return an article that says a text wherever it can."""
    grid = Grid(text, (text, "n"), (Line(text, (text, Mark.HOLDS), text, story=text, note=text),))
    section = Section(text, (Prose(text, lead=text), Heading(text), grid))
    return Article(load("chicken").model_copy(update={"title": text}), None, (section,), text)


def squeezed(text: str) -> str:
    """Leave out what a line's end may change."""
    return re.sub(r"[\s\u200b-]+", "", text)
