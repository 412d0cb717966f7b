"""Whether words stand in a document: where, by whose words, and what stands there instead."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from textwrap import shorten
from typing import Any

from countermove.errors import Problem
from countermove.record.documents import Document, find
from countermove.record.grounding import (
    FAR,
    SHORTEST_PART,
    Quotation,
    apart,
    pieces,
    stretches,
    whose,
)
from countermove.record.nearest import Nearest, nearest
from countermove.report.amounts import counted
from countermove.result import Result
from countermove.table import Table
from countermove.texts import and_list, in_quotes

_LONGEST = 240
_MOST_PLACES = 5

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
        if where := apart(self.document, quotation.spans):
            yield f"They stand in several {where}: does one person say them all?"
        if quotation.goes_on:
            on = in_quotes(quotation.goes_on)
            yield f"The sentence goes on: {on}. Quote that, too, if it limits what is said before."
        if quotation.comes_after:
            before = in_quotes(quotation.comes_after)
            yield f"Before them stands {before}. Quote that, too, if it turns what is said after."
        if quotation.others:
            places = counted(quotation.others, "further place")
            yield f"The same words stand in {places}: {and_list(list(self._elsewhere()))}."

    def _elsewhere(self) -> Iterator[str]:
        """Say where else the words stand, and by which `near` that is meant."""
        here = self.quotation.start if self.quotation else 0
        starts = sorted(s[0][0] for _, s in stretches(self.document.passages, self.asked[0]))
        others = [start for start in starts if start != here]
        for place in others[:_MOST_PLACES]:
            yield f"line {self.document.line_and_column(place)[0]:,} (--near {place})"
        if len(others) > _MOST_PLACES:
            yield f"{len(others) - _MOST_PLACES:,} more"

    def problem(self) -> Problem:
        """Say that the words aren't there, and what stands there instead."""
        parts = [piece for part in self.asked for piece in pieces(part)]
        if not parts or not all(map(pieces, self.asked)):
            what = "no words are given to look for."
            return Problem(what, advice="Give some in quotation marks, as they stand there.")
        joined = [piece for part in self.asked if len(pieces(part)) > 1 for piece in pieces(part)]
        short = next((piece for piece in joined if len(piece.split()) < SHORTEST_PART), None)
        if short is not None:
            what = f"on either side of an ellipsis stand {SHORTEST_PART} words at least."
            return Problem(what, advice=f"Quote more than {in_quotes(short)}.")
        if len(parts) > 1 and all(find(self.document, part) is not None for part in parts):
            what = "these words are in it, but not in this order."
            advice = "Give them in the order in which they stand there"
            far = (
                f", each by itself where more than {FAR} characters are left out" if joined else ""
            )
            return Problem(what, advice=f"{advice}{far}.")
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
    instead = nearest(document, asked, near) if quotation is None else None
    return QuotationCheck(document, asked, quotation, instead)
