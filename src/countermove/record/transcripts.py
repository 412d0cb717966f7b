"""Transcripts: paragraphs that begin with the name of a speaker, in capitals, and a colon."""

from __future__ import annotations

import re
from collections.abc import Iterator

from countermove.record.attribution import Span
from countermove.record.wrapping import paragraphs

_LABEL = re.compile(
    r"(?:(?:Q|A|MR|MRS|MS|DR|SEN|REP|GOV|PRESIDENT|SECRETARY|THE CHAIR(?:MAN|WOMAN)?)\.?\s+)?"
    r"[A-Z][A-Z’'\-]+(?:\s+[A-Z][A-Z.’'\-]+){0,3}(?=\s*:)"
)
_FEWEST = 3
"""So many speeches a transcript has: fewer are headings, or notes."""


def transcript(text: str) -> list[tuple[Span, Span]]:
    r"""Return the speeches of a transcript, each by its speaker and its words; none of other texts.

    >>> text = "HOLT: We wait.\nRUIZ: For what?\nHOLT: For rain.\nThey left."
    >>> [(text[a:b], text[c:d]) for (a, b), (c, d) in transcript(text)]
    [('HOLT', 'We wait.'), ('RUIZ', 'For what?'), ('HOLT', 'For rain.')]
    """
    labelled = list(_labelled(text))
    if len(labelled) < _FEWEST:
        return []
    return [(label, words) for label, words in labelled if words[0] < words[1]]


def _labelled(text: str) -> Iterator[tuple[Span, Span]]:
    """Give the paragraphs with a label: this, and the words after its colon."""
    for (_, line_end), told in paragraphs(text):
        line = text[told:line_end].rstrip()
        end = told + len(line)
        label = _LABEL.match(text, end - len(line.lstrip()), end)
        if label:
            colon = text.index(":", label.end())
            yield label.span(), (end - len(text[colon + 1 : end].lstrip()), end)
