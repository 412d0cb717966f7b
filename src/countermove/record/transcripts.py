"""Transcripts and minutes: paragraphs that begin with who speaks, in the forms in common use."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from countermove.record import words as w
from countermove.record.attribution import Span
from countermove.record.wrapping import paragraphs

_BLANK = r"[^\S\n]"
_TIME = rf"(?:[\[(]?\d{{1,2}}[:.]\d\d(?:[:.]\d\d)?[\])]?{_BLANK}+(?:[-–—]{_BLANK}+)?)?"  # 10:15
_TITLES = "Mr|Mrs|Ms|Miss|Dr|Sir|MR|MRS|MS|DR|SEN|REP|GOV|Q|A"
_TITLE = rf"(?P<title>(?:{_TITLES})(?:\.|(?={_BLANK})){_BLANK}+)"
_NAME = rf"(?P<name>[A-Z][\w’'\-]*(?:{_BLANK}+[A-Z][\w.’'\-]*){{0,4}})"
_ASIDE = rf"{_BLANK}*\((?P<aside>[^()\n]{{1,60}})\)"
_OF = rf"{_BLANK}+[-–—]{_BLANK}+(?P<of>[A-Z][^:\n]{{1,40}})"
_COLON = r"(?:\*\*|__|\])?(?P<mark>:)(?:\*\*|__)?"
_DASH = rf"(?P<dash>{_BLANK}[-–—]{{1,2}}{_BLANK})"
_LABEL = re.compile(
    rf"{_TIME}(?P<open>\*\*|__|\[)?(?:[Tt]he{_BLANK})?(?P<who>{_TITLE}?{_NAME})"
    rf"(?:{_ASIDE}|{_OF})?{_BLANK}*(?:{_COLON}|(?P<closed>\])|{_DASH})"
)
_CAPITALS = re.compile(r"[A-Z][A-Z.’'\- ]*[A-Z]")
_LISTED = re.compile(
    r"(?im)^[^\S\n]*\W{0,2}(?:present|attending|in attendance|attendance|participants"
    r"|those present)\b"
    r"[^\n]*(?:\n[^\n]*\([^\n]*)*"
)
_AFFILIATED = re.compile(r"(?<![\w’'\-])([A-Z][\w’'\-]{1,40})[^\S\n]*(?:\(([A-Z][^()\n]{1,60})\))")
_FEWEST = 3
"""So many speeches a transcript has: fewer are headings, or notes."""


@dataclass(frozen=True, slots=True)
class _Label:
    """Who speaks at the beginning of a paragraph, and what is said."""

    who: Span
    words: Span
    name: str  # the last word, as it is counted
    needs_repeat: bool
    dash: bool


def transcript(text: str) -> list[tuple[Span, Span]]:
    r"""Return the speeches of a transcript, each by its speaker and its words; none of other texts.

    What is no name by its form is one if it comes back.

    >>> text = "HOLT: We wait.\nMr Ruiz (Union): For what?\n[HOLT] For rain.\nThey left."
    >>> [(text[a:b], text[c:d]) for (a, b), (c, d) in transcript(text)]
    [('HOLT', 'We wait.'), ('Mr Ruiz', 'For what?'), ('HOLT', 'For rain.')]
    """
    labels = list(_labelled(text))
    times = Counter(label.name for label in labels)
    labels = [label for label in labels if times[label.name] > 1 or not label.needs_repeat]
    # The places of reports stand before a dash, too, but take no turns.
    if len(labels) < _FEWEST or (len({label.name for label in labels}) == 1 and labels[0].dash):
        return []
    return [(label.who, label.words) for label in labels if label.words[0] < label.words[1]]


def _labelled(text: str) -> Iterator[_Label]:
    """Give the paragraphs with a label: this, and the words after its mark."""
    for (start, line_end), _ in paragraphs(text):
        line = text[start:line_end].rstrip()
        end = start + len(line)
        label = _LABEL.match(text, end - len(line.lstrip()), end)
        if label is None or (label["closed"] and label["open"] != "["):
            continue
        words = label["name"].lower().replace("’", "'").split()
        in_capitals = _CAPITALS.fullmatch(label["name"]) is not None
        if any(len(word) > 1 and word.rstrip(".") in w.HEADINGS for word in words):
            continue
        if label["dash"] and not in_capitals:
            continue
        named = in_capitals or label["title"] or label["aside"] or label["of"]
        yield _Label(
            label.span("who"),
            (end - len(text[label.end() : end].lstrip()), end),
            words[-1],
            bool(label["dash"]) or not (named or words[-1] in w.CHAIRS),
            bool(label["dash"]),
        )


def affiliations(text: str) -> Mapping[str, str]:
    """Return for whom somebody is listed as present: by surname, in small letters.

    >>> affiliations("Present: Ms Ana Ruiz (Farmers' Union), Mr Tom Holt (Town)")
    {'ruiz': "Farmers' Union", 'holt': 'Town'}
    """
    found: dict[str, str] = {}
    for listed in _LISTED.finditer(text):
        for m in _AFFILIATED.finditer(listed.group()):
            found.setdefault(m[1].lower().replace("’", "'"), m[2])
    return found
