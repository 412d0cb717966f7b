"""Whether words stand in a document: where, by whose words, and what stands there instead."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from textwrap import shorten
from typing import Any

from countermove.errors import Problem
from countermove.record.documents import Document, find
from countermove.record.grounding import Nearest, Quotation, nearest, whose
from countermove.report.amounts import counted
from countermove.result import Result
from countermove.table import Table
from countermove.texts import in_quotes

_LONGEST = 240

RUNGS = {
    "exact": "They stand there letter by letter.",
    "spacing": "They stand there, but for white space and line ends.",
    "typography": "They stand there, but for how marks, dashes and letters are set.",
    "layout": "They stand there, but for a word that is broken at the end of a line.",
    "case": "They stand there, but for capital letters.",
    "parts": "They stand there in parts, in this order.",
}
"""What had to be forgiven, as a sentence."""

WHOSE = {
    "own": "By the marks around them, or the name before them, they are the speaker's own words.",
    "reported": "No marks are around them: they are the reporter's words.",
    "mixed": "Some of them are the speaker's, by marks or a name; the others the reporter's.",
}
"""Whose words they are, as a sentence."""


def nearest_sentence(document: Document, near: Nearest) -> str:
    """Say what stands in a document instead of words that don't."""
    line, _ = document.line_and_column(near.start)
    there = in_quotes(shorten(near.words, _LONGEST, placeholder=" …"))
    differs = f": {near.differs}" if near.differs else ", with other marks in it"
    return f"The nearest, in line {line}, is {there}{differs}."


@dataclass(frozen=True, eq=False, repr=False)
class QuotationCheck(Result):
    """Whether words stand in a document; it is true when they do.

    Parameters
    ----------
    document : Document
        Where they were looked for.
    asked : tuple of str
        The words, in one part or several.
    quotation : Quotation or None
        Where they stand; None where they don't.
    nearest : Nearest or None
        What stands there instead, where anything is like them.
    """

    format = "countermove-quotation/1"
    model = provenance = None
    concepts = ()

    document: Document
    asked: tuple[str, ...]
    quotation: Quotation | None
    nearest: Nearest | None

    def __bool__(self) -> bool:
        """Be true when the words stand there."""
        return self.quotation is not None

    def _brief(self) -> str:
        stand = f"stands there: {self.quotation.rung}" if self.quotation else "isn't there"
        return f"in {self.document.name}: {stand}"

    @property
    def whose(self) -> str | None:
        """Whose words they are: own, reported or mixed."""
        return whose(self.document, self.quotation.spans) if self.quotation else None

    def sentences(self) -> Iterator[str]:
        """Say what is known of words that stand there."""
        quotation = self.quotation
        if quotation is None:
            return
        yield RUNGS[quotation.rung]
        yield WHOSE[str(self.whose)]
        if quotation.goes_on:
            on = in_quotes(quotation.goes_on)
            yield f"The sentence goes on: {on}. Quote that, too, if it limits what is said before."
        if quotation.comes_after:
            before = in_quotes(quotation.comes_after)
            yield f"Before them stands {before}. Quote that, too, if it turns what is said after."
        if quotation.others:
            places = counted(quotation.others, "further place")
            yield f"The same words stand in {places}: near says which is meant."

    def problem(self) -> Problem:
        """Say that the words aren't there, and what stands there instead."""
        out_of_order = len(self.asked) > 1 and all(
            find(self.document, part) is not None for part in self.asked
        )
        if out_of_order:
            what = "these words are in it, but not in this order."
            return Problem(what, advice="Give them in the order in which they stand there.")
        if self.nearest is None:
            what = "these words aren't in it, and nothing is like them."
            return Problem(what, advice="Is it the right document?")
        instead = nearest_sentence(self.document, self.nearest)
        return Problem("these words aren't in it.", advice=instead)

    def table(self) -> Table:
        """Return the places as a table."""
        return Table(
            f"Words in {self.document.name}",
            ("line", "column", "start", "end", "words"),
            tuple(
                (part["line"], part["column"], part["start"], part["end"], part["words"])
                for part in self._parts()
            ),
        )

    def _parts(self) -> Iterator[dict[str, Any]]:
        for start, end in self.quotation.spans if self.quotation else ():
            yield self._stretch(start, end)

    def _stretch(self, start: int, end: int) -> dict[str, Any]:
        line, column = self.document.line_and_column(start)
        words = self.document.text[start:end]
        return {"start": start, "end": end, "line": line, "column": column, "words": words}

    def _content(self) -> dict[str, Any]:
        quotation, near = self.quotation, self.nearest
        instead = near and {**self._stretch(near.start, near.end), "differs": near.differs}
        return {
            "document": {"name": self.document.name, "sha256": self.document.sha256},
            "asked": list(self.asked),
            "stands": bool(self),
            "rung": quotation and quotation.rung,
            "whose": self.whose,
            "words": quotation and quotation.words,
            "parts": list(self._parts()),
            "others": quotation.others if quotation else 0,
            "goes_on": quotation.goes_on if quotation else "",
            "comes_after": quotation.comes_after if quotation else "",
            "nearest": instead,
        }


def check_quotation(
    document: Document, asked: tuple[str, ...], near: int | None = None
) -> QuotationCheck:
    """Look for words in a document, and for what stands there instead."""
    quotation = find(document, asked, near)
    instead = nearest(document, asked) if quotation is None else None
    return QuotationCheck(document, asked, quotation, instead)
