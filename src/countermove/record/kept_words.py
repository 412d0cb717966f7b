"""The words worth keeping of what somebody says: those in the marks, or from the speaker on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from countermove.record.attribution import Attribution, Span
from countermove.record.grounding import whose

if TYPE_CHECKING:
    from countermove.record.documents import Document

_LONGEST = 400
"""So long may be what is kept of reported words, the speaker included."""

_OPENING, _CLOSING = '“„«"', '”»"'


def kept_words(document: Document, says: Attribution) -> tuple[Span, ...]:
    """Return where the words to keep stand: a report isn't understood without who made it.

    >>> from countermove.record.documents import read_bytes
    >>> from countermove.record.attributing import attributions
    >>> report = read_bytes("r.txt", "“We wait,” said Ruiz. She blamed the town.".encode())
    >>> kept = [kept_words(report, says) for says in attributions(report.text)]
    >>> [report.text[a:b] for ((a, b),) in kept]
    ['We wait', 'She blamed the town']
    """
    if whose(document, says.content) == "own":
        spans = [_unmarked(document.text, span) for span in says.content]
    else:
        spans = [_from_speaker(says)]
    return tuple((start, end) for start, end in spans if start < end)


def _from_speaker(says: Attribution) -> Span:
    """Return the stretch from the speaker to the end of what is reported."""
    start, end = says.content[0][0], says.content[-1][1]
    for span in (says.cue, says.mention):
        if span and max(end, span[1]) - min(start, span[0]) <= max(_LONGEST, end - start):
            start, end = min(start, span[0]), max(end, span[1])
    return start, end


def _unmarked(text: str, span: Span) -> Span:
    """Leave the marks around a quotation out, and the comma before the last."""
    start, end = span
    while start < end:
        inside = text[start:end]
        if inside[0].isspace() or (inside[0] in _OPENING and not _any(_CLOSING, inside[1:-1])):
            start += 1
        elif (
            inside[-1].isspace()
            or inside[-1] == ","
            or (inside[-1] in _CLOSING and not _any(_OPENING, inside[:-1]))
        ):
            end -= 1
        else:
            break
    return start, end


def _any(marks: str, text: str) -> bool:
    return any(mark in text for mark in marks)
