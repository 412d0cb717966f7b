"""The documents of a model, read: what was decided about them, and the sources that quote them."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from countermove.errors import CountermoveError, Problem
from countermove.record.attribution import Span
from countermove.record.documents import Document
from countermove.record.grounding import Quotation
from countermove.record.nearest import Nearest
from countermove.record.proving import Whose, looked_for, read_once
from countermove.web.draft import table, text
from countermove.web.pages.record.heard import Heard, ShownAttribution, heard
from countermove.web.record_marks import DocumentMarks
from countermove.web.sources import quoted
from countermove.web.studio import Studio


@dataclass(frozen=True, slots=True)
class Quoting:
    """A source that quotes a document: whether its words stand there."""

    id: str
    quotation: Quotation | None
    nearest: Nearest | None
    whose: Whose | None
    place: tuple[int, int] | None


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
    def heard(self) -> Heard:
        """Who says what in it, whatever became of that."""
        return heard(self.document, self.furniture, self.issued)

    @cached_property
    def found(self) -> tuple[ShownAttribution, ...]:
        """Who says what in it, in order, and what became of that."""
        made = list(self.heard.shown)
        for span in self.marks.dismissed:
            if (place := self.heard.places.get(span)) is not None:
                made[place] = replace(made[place], is_dismissed=True)
        for one in reversed(self.quoting):
            for span in one.quotation.spans if one.quotation else ():
                for place in self.heard.over(span):
                    made[place] = replace(made[place], source=one.id)
        return tuple(made)

    def around(self, span: Span) -> ShownAttribution | None:
        """Return what somebody says at a place."""
        return next((self.found[place] for place in self.heard.over(span)), None)

    def quoted_at(self, span: Span) -> str:
        """Return the source that has all of a passage already; or none."""
        for one in self.quoting:
            spans = one.quotation.spans if one.quotation else ()
            if any(a <= span[0] and span[1] <= b for a, b in spans):
                return one.id
        return ""


def _quoting(document: Document, key: str, source: Any) -> Quoting:
    near = source.get("near") if isinstance(source, Mapping) else None
    found = looked_for(document, quoted(source), near if isinstance(near, int) else None)
    return Quoting(key, *found)


def document_of(
    studio: Studio, model: str, data: Mapping[str, Any], key: str
) -> OpenDocument | Problem:
    """Read a document that a model names, or say why it can't be."""
    try:
        path = studio.folder.document(text(data, "documents", key, "file"))
        document = read_once(path)
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
