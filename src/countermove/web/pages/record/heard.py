"""Who says what in a document, as it is shown: found once, whatever becomes of it afterwards."""

from __future__ import annotations

import datetime
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from countermove.record.attributing import attributions
from countermove.record.attribution import Attribution, Span
from countermove.record.candidates import Candidate, candidates
from countermove.record.documents import Document
from countermove.record.furniture import blanked
from countermove.record.grounding import as_read
from countermove.record.parties import Parties

_FAR = 200
"""So many characters may lie between a speaker and what is reported, to be kept with it."""


@dataclass(frozen=True, slots=True)
class ShownAttribution:
    """What somebody says in a document."""

    attribution: Attribution
    number: int
    kept: tuple[Span, ...]
    quote: tuple[str, ...]
    candidates: tuple[Candidate, ...]
    stands_for: tuple[str, ...]  # the parties, as the document has them
    is_dismissed: bool = False
    source: str = ""  # that it was taken as

    @property
    def span(self) -> Span:
        """Where it stands."""
        return self.kept[0][0], self.kept[-1][1]

    @property
    def words(self) -> str:
        """Its words, in one line."""
        return " … ".join(self.quote)

    @property
    def key(self) -> str:
        """By what scripts know it."""
        return f"{self.span[0]}-{self.span[1]}"

    @property
    def is_open(self) -> bool:
        """Whether nobody has looked at it yet."""
        return not (self.source or self.is_dismissed)


@dataclass(frozen=True)
class Heard:
    """Who says what in a document, and what is named in it."""

    shown: tuple[ShownAttribution, ...]
    speakers: tuple[tuple[str, str], ...]  # and as what, those who speak most first
    parties: tuple[str, ...]  # who speaks, who is only spoken of, who is to do something
    starts: tuple[int, ...]
    longest: int
    places: Mapping[Span, int]

    def over(self, span: Span) -> Iterator[int]:
        """Give the places in the order of what somebody says in a passage, or in a part of it."""
        first = bisect_left(self.starts, span[0] - self.longest)
        for place in range(first, bisect_left(self.starts, span[1])):
            if any(a < span[1] and span[0] < b for a, b in self.shown[place].kept):
                yield place


@lru_cache(maxsize=8)
def heard(document: Document, furniture: tuple[Span, ...], issued: datetime.date | None) -> Heard:
    """Return who says what in a document, but for what isn't the report."""
    body = blanked(document.text, furniture)
    found = attributions(body, issued)
    named = Parties(body)
    offered: defaultdict[int, list[Candidate]] = defaultdict(list)
    for one in candidates(body, found, named):
        offered[one.attribution].append(one)
    made = [
        ShownAttribution(
            one,
            0,
            kept,
            tuple(as_read(body[a:b]) for a, b in kept),
            tuple(offered[place]),
            named.of(one.speaker, one.role),
        )
        for place, one in enumerate(found)
        if (kept := tuple(kept_words(body, one)))
    ]
    made.sort(key=lambda one: one.span)
    shown = tuple(
        ShownAttribution(m.attribution, number, m.kept, m.quote, m.candidates, m.stands_for)
        for number, m in enumerate(made, 1)
    )
    acting = (one.party for own in offered.values() for one in own if one.party)
    return Heard(
        shown,
        tuple(_speakers(found)),
        tuple(dict.fromkeys((*(party.name for party in named.told(found)), *acting))),
        tuple(one.span[0] for one in shown),
        max((one.span[1] - one.span[0] for one in shown), default=0),
        {one.span: place for place, one in enumerate(shown)},
    )


def _speakers(found: tuple[Attribution, ...]) -> Iterator[tuple[str, str]]:
    counts = Counter(one.speaker for one in found if one.speaker)
    roles = {one.speaker: one.role for one in reversed(found) if one.role}
    for who, _ in counts.most_common():
        yield who, roles.get(who) or ""


def kept_words(text: str, one: Attribution) -> list[Span]:
    """Return which words of what somebody says are worth keeping.

    Of direct speech those between the marks; of reported speech all from its speaker on, since what
    was said begins in the verb: “accused the town of taking the water first”.
    """
    spans = [_trimmed(text, span) for span in one.content]
    first = one.content[0][0]
    is_direct = text[first : first + 1] in "“\"‘'«" or text[max(0, first - 1) : first] in '“"«'
    if one.mention and one.cue and not is_direct and one.mention[0] < first:
        between = text[one.mention[0] : first]
        if "\n" not in between and len(between) < _FAR:
            spans[0] = one.mention[0], spans[0][1]
    return [span for span in spans if span[0] < span[1]]


def _trimmed(text: str, span: Span) -> Span:
    """Leave out the marks and the spaces around."""
    words = text[span[0] : span[1]]
    start = len(words) - len(words.lstrip("“”\"‘’'«» \t\r\n"))
    end = len(words.rstrip('“”"‘«» \t\r\n,'))
    return span[0] + start, max(span[0] + start, span[0] + end)
