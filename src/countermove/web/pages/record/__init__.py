"""The record: documents, who says what in them, and what of the model rests on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from countermove.editing.model_folder import document_suffixes
from countermove.errors import Problem
from countermove.record.source_words import WHOSE
from countermove.report.on_record import unsupported
from countermove.web.draft import text
from countermove.web.forms import number
from countermove.web.page import ModelPage
from countermove.web.pages.answer import KINDS
from countermove.web.pages.record.edits import ACTIONS, WHOLE
from countermove.web.pages.record.heard import ShownAttribution
from countermove.web.pages.record.layout import Layer, page_of, pages, paragraphs
from countermove.web.pages.record.offers import (
    NEW,
    colour_of,
    new_parties,
    offers,
    party_named,
    party_of,
)
from countermove.web.pages.record.reading import (
    OpenDocument,
    document_of,
    documents,
    shown_key,
)
from countermove.web.sources import said_at
from countermove.web.studio import Studio

__all__ = ["ACTIONS", "WHOLE", "variables"]


def variables(page: ModelPage, studio: Studio) -> dict[str, Any]:
    """Return what the page shows: a document, who says what in it, and the sources of the model."""
    data = page.snapshot.data
    known = documents(data)
    key = shown_key(data, page.part)
    read = document_of(studio, page.name, data, key) if key else None
    taken = {text(data, "documents", one, "file") for one in known}
    proofs = {one.id: one for one in read.quoting} if isinstance(read, OpenDocument) else {}
    places = {source: place for place, source in enumerate(proofs)}
    colours = {
        key: colour_of(data, party_named(data, source.role, source.who))
        for key, source in page.sources.items()
    }
    found: dict[str, Any] = {
        "undoes": studio.marks.done_last(page.name, page.snapshot.revision),
        "proofs": proofs,
        # Those of the document that is shown come first, in its order.
        "shown_sources": sorted(page.sources.values(), key=lambda s: places.get(s.id, len(places))),
        "source_colours": colours,
        "documents": known,
        "key": key,
        "read": read if isinstance(read, OpenDocument) else None,
        "unread": read if isinstance(read, Problem) else None,
        "beside": [one.name for one in studio.folder.documents() if one.name not in taken],
        "suffixes": ",".join(document_suffixes()),
        "largest": studio.settings.largest_body,
        "unsupported": [
            (path, said_at(data, path, page.in_words), is_noted)
            for path, is_noted in unsupported(data)
        ],
        "kinds": tuple(KINDS.items()),
    }
    if isinstance(read, OpenDocument):
        found |= _laid_out(page, read, colours)
    return found


def _laid_out(
    page: ModelPage, read: OpenDocument, source_colours: Mapping[str, str]
) -> dict[str, Any]:
    """Return a page of a document, and the statements on it."""
    made = pages(read.text)
    shown = _page_shown(page, read, len(made))
    here = made[shown - 1]
    start, end = here[0][0], here[-1][1]
    on_page = [one for one in read.found if start <= one.span[0] < end]
    data = page.snapshot.data
    near = [one for one in read.found if one.span[0] < end and start < one.span[1]]
    whose = {one.key: party_of(data, one) for one in near}
    colours = {key: colour_of(data, party) for key, party in whose.items()}
    layers = [
        *(Layer(span, "furniture") for span in read.furniture),
        *_told(near, colours),
        *_quoted(read, source_colours),
    ]
    here_only = [one for one in layers if one.span[0] < end and start < one.span[1]]
    first = next((one for one in on_page if one.is_open), next(iter(on_page), None))
    return {
        "statements": on_page,
        "first_open": first.key if first else "",
        "colours": colours,
        "offers": {one.key: list(offers(data, one)) for one in on_page},
        "whose": whose,
        "named": new_parties(data, read.heard.parties),
        "new_parties": new_parties(data, (*read.heard.parties, *read.heard.acting)),
        "NEW": NEW,
        "WHOSE": WHOSE,
        "looked": sum(not one.is_open for one in read.found),
        "shown_page": shown,
        "all_pages": len(made),
        "open_on": _next_open(read, end),
        "paragraphs": paragraphs(read.text, here, here_only),
    }


def _page_shown(page: ModelPage, read: OpenDocument, last: int) -> int:
    """Return the page that is asked for: by its number, or by a source or place on it."""
    written = page.query.get("page", "")
    if written.isdecimal() and len(written) < 9:
        return min(max(1, number(written)), last)
    source = page.query.get("source", "")
    quotation = next((q.quotation for q in read.quoting if q.id == source), None)
    if quotation is not None:
        return page_of(read.text, quotation.start)
    first = next((one for one in read.found if one.is_open), None)
    return page_of(read.text, first.span[0]) if first else 1


def _next_open(read: OpenDocument, end: int) -> int:
    """Return the page of the next statement that nobody looked at, behind this page; or 0."""
    is_open = [one for one in read.found if one.is_open]
    found = next((one for one in is_open if one.span[0] >= end), None)
    return page_of(read.text, found.span[0]) if found else 0


def _told(near: Iterable[ShownAttribution], colours: Mapping[str, str]) -> Iterator[Layer]:
    """Give where somebody says something."""
    for one in near:
        state = "dismissed" if one.is_dismissed else f"open {colours[one.key]}"
        for span in one.kept:
            yield Layer(span, f"told {'taken' if one.source else state}".strip(), one.key)


def _quoted(read: OpenDocument, colours: Mapping[str, str]) -> Iterator[Layer]:
    """Give what is quoted, and what stands where quoted words don't."""
    for one in read.quoting:
        for span in one.quotation.spans if one.quotation else ():
            yield Layer(span, f"quoted {colours[one.id]}".strip(), source=one.id)
        if one.nearest:
            yield Layer((one.nearest.start, one.nearest.end), "lost", source=one.id)
