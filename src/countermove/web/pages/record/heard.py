"""Who says what in a document, as it is shown: found once, whatever becomes of it afterwards."""

from __future__ import annotations

import datetime
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from countermove.errors import FileError, Problem
from countermove.record.attributing import attributions
from countermove.record.attribution import Attribution, Span
from countermove.record.candidates import Candidate, candidates
from countermove.record.documents import Document
from countermove.record.folding import as_read
from countermove.record.furniture import blanked
from countermove.record.kept_words import kept_words
from countermove.record.languages import refuse_other_languages
from countermove.record.parties import Parties


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
    parties: tuple[str, ...]  # who speaks, and who is only spoken of
    acting: tuple[str, ...]  # who does or wants something, parties or not
    starts: tuple[int, ...]
    longest: int
    places: Mapping[Span, int]
    refused: Problem | None = None  # where it isn't in a language that is read

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
    try:
        refuse_other_languages(body, document.name)
    except FileError as error:
        return Heard((), (), (), (), (), 0, {}, error.problems[0])
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
            tuple(as_read(document.text[a:b]) for a, b in kept),
            tuple(offered[place]),
            named.of(one.speaker, one.role),
        )
        for place, one in enumerate(found)
        if (kept := kept_words(document, one))
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
        tuple(party.name for party in named.told(found)),
        tuple(dict.fromkeys(acting)),
        tuple(one.span[0] for one in shown),
        max((one.span[1] - one.span[0] for one in shown), default=0),
        {one.span: place for place, one in enumerate(shown)},
    )


def _speakers(found: tuple[Attribution, ...]) -> Iterator[tuple[str, str]]:
    counts = Counter(one.speaker for one in found if one.speaker)
    roles = {one.speaker: one.role for one in reversed(found) if one.role}
    for who, _ in counts.most_common():
        yield who, roles.get(who) or ""
