"""The documents of a model as they are read: who says what in them, and what quotes them."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path as FilePath
from typing import Any

from countermove.errors import CountermoveError, Problem
from countermove.record.attributing import attributions
from countermove.record.attribution import Attribution, Span
from countermove.record.candidates import Candidate, candidates
from countermove.record.documents import Document, find, read
from countermove.record.furniture import blanked
from countermove.record.grounding import Nearest, Quotation, as_read, nearest, whose
from countermove.record.parties import Parties, Party
from countermove.web.draft import table, text
from countermove.web.record_marks import DocumentMarks
from countermove.web.sources import quoted
from countermove.web.studio import Studio


@dataclass(frozen=True)
class ShownAttribution:
    """What somebody says in a document, as the reader found it."""

    attribution: Attribution
    number: int
    kept: tuple[Span, ...]
    quote: tuple[str, ...]
    candidates: tuple[Candidate, ...]
    stands_for: tuple[str, ...]  # the parties, as the document has them
    is_dismissed: bool
    source: str  # that it was taken as; or none

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


@dataclass(frozen=True, slots=True)
class Quoting:
    """A source that quotes a document: whether its words stand there."""

    id: str
    quotation: Quotation | None
    nearest: Nearest | None
    whose: str


@dataclass(frozen=True)
class OpenDocument:
    """A document of a model, read."""

    id: str
    document: Document
    marks: DocumentMarks
    data: Mapping[str, Any]

    @property
    def text(self) -> str:
        """All that can be seen in it."""
        return self.document.text

    @cached_property
    def furniture(self) -> tuple[Span, ...]:
        """What isn't the report, as far as found and as said since."""
        return self.marks.furniture(self.document.furniture)

    @property
    def is_changed(self) -> bool:
        """Whether the file is another than the one that the model names."""
        kept = text(self.data, "documents", self.id, "sha256")
        return bool(kept) and kept.lower() != self.document.sha256

    @cached_property
    def quoting(self) -> tuple[Quoting, ...]:
        """The sources that quote it, in the order of the document; those with lost words first."""
        made = [
            _quoting(self.document, key, source)
            for key, source in table(self.data, "sources").items()
            if text(source, "document") == self.id and quoted(source)
        ]
        return tuple(sorted(made, key=lambda one: one.quotation.start if one.quotation else -1))

    @property
    def standing(self) -> int:
        """How many quotations still stand in it."""
        return sum(one.quotation is not None for one in self.quoting)

    @cached_property
    def issued(self) -> datetime.date | None:
        """The day on which it came out: as the model says, or the document."""
        try:
            return datetime.date.fromisoformat(text(self.data, "documents", self.id, "issued"))
        except ValueError:
            return self.document.issued

    @cached_property
    def found(self) -> tuple[ShownAttribution, ...]:
        """Who says what in it, in order."""
        made = self._heard
        return tuple(
            self._found(k, one, tuple(c for c in made.candidates if c.attribution == k))
            for k, one in enumerate(made.attributions)
        )

    @cached_property
    def _heard(self) -> Heard:
        return _heard(self.document, self.furniture, self.issued)

    @property
    def parties(self) -> tuple[Party, ...]:
        """Who speaks in it, and who is only spoken of."""
        return self._heard.told

    def _found(
        self, place: int, one: Attribution, candidates: tuple[Candidate, ...]
    ) -> ShownAttribution:
        spans = kept_words(self.text, one)
        taken = (
            quoting.id
            for quoting in self.quoting
            if quoting.quotation
            and any(a < d and c < b for a, b in quoting.quotation.spans for c, d in spans)
        )
        quote = tuple(as_read(self.text[a:b]) for a, b in spans)
        is_dismissed = (spans[0][0], spans[-1][1]) in self.marks.dismissed
        stands_for = self._heard.parties.of(one.speaker, one.role)
        return ShownAttribution(
            one,
            place + 1,
            tuple(spans),
            quote,
            candidates,
            stands_for,
            is_dismissed,
            next(taken, ""),
        )

    @cached_property
    def speakers(self) -> list[tuple[str, str]]:
        """Who speaks in it and as what, those who speak most first."""
        counts = Counter(one.attribution.speaker for one in self.found if one.attribution.speaker)
        roles = {
            one.attribution.speaker: one.attribution.role
            for one in reversed(self.found)
            if one.attribution.speaker and one.attribution.role
        }
        return [(who, roles.get(who) or "") for who, _ in counts.most_common()]

    def around(self, span: Span) -> ShownAttribution | None:
        """Return what somebody says at a place."""
        return next((f for f in self.found if f.span[0] < span[1] and span[0] < f.span[1]), None)

    def quoted_at(self, span: Span) -> str:
        """Return the source that has all of a passage already; or none."""
        for one in self.quoting:
            spans = one.quotation.spans if one.quotation else ()
            if any(a <= span[0] and span[1] <= b for a, b in spans):
                return one.id
        return ""


def kept_words(text: str, one: Attribution) -> list[Span]:
    """Return which words of a statement are worth keeping.

    Of direct speech those between the marks; of reported speech all from its speaker on, since what
    was said begins in the verb: “accused the town of taking the water first”.
    """
    spans = [_trimmed(text, span) for span in one.content]
    first = one.content[0][0]
    is_direct = text[first : first + 1] in "“\"‘'«" or text[max(0, first - 1) : first] in '“"«'
    if one.mention and one.cue and not is_direct and one.mention[0] < first:
        between = text[one.mention[0] : first]
        if "\n" not in between and len(between) < 200:
            spans[0] = one.mention[0], spans[0][1]
    return [span for span in spans if span[0] < span[1]] or [one.content[0]]


def _trimmed(text: str, span: Span) -> Span:
    """Leave out the marks and the spaces around."""
    words = text[span[0] : span[1]]
    start = len(words) - len(words.lstrip("“”\"‘’'«» \t\r\n"))
    end = len(words.rstrip('“”"‘«» \t\r\n,'))
    return span[0] + start, max(span[0] + start, span[0] + end)


def _quoting(document: Document, key: str, source: Any) -> Quoting:
    near = source.get("near") if isinstance(source, Mapping) else None
    return Quoting(key, *_proved(document, quoted(source), near if isinstance(near, int) else None))


@lru_cache(maxsize=1024)
def _proved(
    document: Document, words: tuple[str, ...], near: int | None
) -> tuple[Quotation | None, Nearest | None, str]:
    found = find(document, words, near)
    if found is None:
        return None, nearest(document, words), ""
    return found, None, whose(document, found.spans)


@lru_cache(maxsize=8)
def _document(path: FilePath, _: int, size: int) -> Document:
    return read(path)


@dataclass(frozen=True, slots=True)
class Heard:
    """What the reader found in a document: who says what, for whom, and what that may become."""

    attributions: tuple[Attribution, ...]
    parties: Parties
    told: tuple[Party, ...]
    candidates: tuple[Candidate, ...]


@lru_cache(maxsize=8)
def _heard(document: Document, furniture: tuple[Span, ...], issued: datetime.date | None) -> Heard:
    body = blanked(document.text, furniture)
    found = sorted(attributions(body, issued), key=lambda one: one.content[0])
    parties = Parties(body)
    return Heard(tuple(found), parties, parties.told(found), candidates(body, found, parties))


def document_of(
    studio: Studio, model: str, data: Mapping[str, Any], key: str
) -> OpenDocument | Problem:
    """Read a document that a model names, or say why it can't be."""
    try:
        path = studio.folder.document(text(data, "documents", key, "file"))
        stamp = path.stat()
        document = _document(path, stamp.st_mtime_ns, stamp.st_size)
    except CountermoveError as error:
        return error.problems[0]
    except OSError as error:
        return Problem(f"the document can't be read: {error.strerror}.")
    return OpenDocument(key, document, studio.marks.of(model, document.sha256), data)


def documents(data: Mapping[str, Any]) -> dict[str, str]:
    """Return the documents that a model names, with what each is called."""
    return {
        key: text(data, "documents", key, "title") or text(data, "documents", key, "file")
        for key in table(data, "documents")
    }


def shown_key(data: Mapping[str, Any], asked: str) -> str:
    """Return the document that is asked for; the first, where there is no such."""
    known = table(data, "documents")
    return asked if asked in known else next(iter(known), "")
