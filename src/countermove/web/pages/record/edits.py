"""From the forms of the page Record to edits: what is taken from a document."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from countermove.editing.applying import applied
from countermove.editing.edited_file import Snapshot
from countermove.editing.edits import read_edits
from countermove.editing.quotation_edits import requoted, words_taken
from countermove.editing.uses import taken_ids
from countermove.errors import CountermoveError, EditConflictError, Path, Problem
from countermove.model.ids import new_id
from countermove.record.attribution import Span
from countermove.record.days import day_told, names_day
from countermove.record.documents import find
from countermove.record.folding import as_read
from countermove.web.additions import check_addition
from countermove.web.draft import items, table, text
from countermove.web.forms import (
    Action,
    Form,
    PlainEdit,
    edits_from,
    number,
    sized,
    typed,
)
from countermove.web.page_routes import PageRequest, Whole
from countermove.web.pages.record.heard import ShownAttribution
from countermove.web.pages.record.making import MAKE, statement
from countermove.web.pages.record.offers import offers
from countermove.web.pages.record.reading import OpenDocument, document_of, shown_key
from countermove.web.sources import citations

_LONGEST_ID = 60
_WORD = re.compile(r"\w+(?:(?:[-‐‑'’]|(?<=\d)[.,:](?=\d))\w+)*")
_LONGEST_WORD = 80
_PARTICULARS = ("who", "role", "on")


def accept(asked: PageRequest, form: Form, seen: str) -> Snapshot:
    """Take a statement into the record, with who said it as the form has it; or what it offers."""
    now, read = _read(asked)
    found = _chosen(read, form)
    key, edits, said = found.source, list[PlainEdit](), ""
    if not key:
        if not typed(form.get("who", "")):
            advice = "Write a name, or what the document calls them: “an official”."
            raise CountermoveError("nobody is named who says it.", advice=advice)
        source = _source(read, found.quote, found.span, form)
        key, edit = _put_source(now.data, source)
        edits, said = [edit], f"Accept what {source['who']} says"
    else:
        _check_same_particulars(table(now.data, "sources", key), read, form)
    if "take" in form:
        wanted = number(form["take"])
        offer = next((one for one in offers(now.data, found) if one.number == wanted), None)
        if offer is None or not offer.is_ready:
            raise CountermoveError("this isn't offered any more.")
        value = offer.words if offer.kind == "option" else offer.statement
        made, said = MAKE[offer.kind](now.data, {"party": offer.party, "value": value}, key, "")
        edits += made
    return asked.document.edit(read_edits(edits), seen, said) if edits else now


def _check_same_particulars(source: Mapping[str, Any], read: OpenDocument, form: Form) -> None:
    """Refuse what another window says of a statement that is in the record otherwise by now."""
    kept = [text(source, key) for key in _PARTICULARS]
    said = _particulars(form, read.issued)
    if "who" in form and kept != [text(said, key) for key in _PARTICULARS]:
        told = ", ".join(filter(None, kept)) or "nobody"
        what = f"this statement is in the record by now, as said by {told}; nothing was changed."
        raise EditConflictError(Problem(what))


def dismiss(asked: PageRequest, form: Form, seen: str) -> Snapshot:
    """Dismiss a statement."""
    return _dismiss(asked, form, is_dismissed=True)


def bring_back(asked: PageRequest, form: Form, seen: str) -> Snapshot:
    """Bring a statement back that was dismissed."""
    return _dismiss(asked, form, is_dismissed=False)


def _dismiss(asked: PageRequest, form: Form, *, is_dismissed: bool) -> Snapshot:
    now, read = _read(asked)
    span = _chosen(read, form).span
    asked.studio.marks.dismiss(
        asked.name, read.document.sha256, span, now.revision, is_dismissed=is_dismissed
    )
    return now


def part(asked: PageRequest, form: Form, seen: str) -> Snapshot:
    """Say that a passage is the report, or isn't."""
    now, read = _read(asked)
    is_report = bool(form.get("is_report"))
    passage = _passage(read, form)
    asked.studio.marks.part(
        asked.name, read.document.sha256, passage, now.revision, is_report=is_report
    )
    return now


def undo(asked: PageRequest, form: Form, seen: str) -> Snapshot:
    """Take back what was done last: what was decided about a document, or else an edit."""
    now = asked.document.current()
    is_mark = now.revision == seen and asked.studio.marks.undo(asked.name, seen)
    return now if is_mark else asked.document.undo(seen)


def take_words(asked: PageRequest, form: Form, seen: str) -> Snapshot:
    """Let a source quote what stands in the document in place of words that don't."""
    _, read = _read(asked)
    key = form.get("source", "")
    if not any(one.id == key and one.quotation is None for one in read.quoting):
        raise CountermoveError("the words of this source aren't lost.")
    edits = words_taken(read.data, key, read.document)
    return asked.document.edit(edits, seen, "Take the document's words")


def quote(asked: PageRequest, form: Form, seen: str) -> Snapshot:
    """Let a source quote other words, as they are typed, a line for each passage."""
    now, key = asked.document.current(), form.get("source", "")
    words = [line.strip() for line in sized(form.get("value", "")).splitlines() if line.strip()]
    if not words:
        advice = "Write the document's words; or remove the source."
        raise CountermoveError("nothing is quoted.", advice=advice)
    of = text(now.data, "sources", key, "document")
    read = document_of(asked.studio, asked.name, now.data, of)
    document = read.document if isinstance(read, OpenDocument) else None
    return asked.document.edit(requoted(now.data, key, words, document), seen)


def as_it_is(asked: PageRequest, form: Form, seen: str) -> Snapshot:
    """Say that the file as it is now is the one that is quoted."""
    _, read = _read(asked)
    here = ["documents", read.id, "sha256"]
    edits = [{"do": "put", "at": here, "value": read.document.sha256}]
    return asked.document.edit(read_edits(edits), seen, "Quote the document as it is now")


def make(asked: PageRequest, form: Form, seen: str) -> Snapshot:
    """Make a part of the model of a passage; what it rests on is written with it."""
    now, read = _read(asked)
    what = form.get("what", "")
    if what not in MAKE:
        raise CountermoveError(f"nothing is made of a passage that is called '{what}'.")
    span = _passage(read, form)
    form = _with_speaker(read, span, form)
    if what in {"wish", "claim"}:
        form = {**form, "value": statement(now.reading.conflict, typed(form.get("value", "")))}
    key, new_source = _because(now.data, read, span, form)
    made, said = MAKE[what](now.data, form, key, read.text[span[0] : span[1]])
    edits = [*new_source, *made]
    if not edits:
        advice = "Its source is shown at the right."
        raise CountermoveError("these words are in the record already.", advice=advice)
    asked_for = read_edits(edits)
    check_addition(now, asked_for)
    return asked.document.edit(asked_for, seen, said)


WHOLE: dict[str, Whole] = {
    "accept": accept,
    "dismiss": dismiss,
    "bring-back": bring_back,
    "part": part,
    "take-words": take_words,
    "quote": quote,
    "as-it-is": as_it_is,
    "make": make,
    "undo": undo,
}


def remove(here: Path, form: Form, data: Mapping[str, Any]) -> list[PlainEdit]:
    """Remove a document or a source; nothing rests any longer on a source that is gone."""
    edits = list[PlainEdit]()
    if here[:-1] == ("sources",):
        for path in [path for path, source in citations(data) if source == here[-1]]:
            because: list[str | int] = [*path, "because"]
            left = [source for source in items(data, *because) if source != here[-1]]
            gone = {"do": "put", "at": json.dumps(because), "value": "", "optional": "1"}
            now = [{"do": "put", "at": because, "value": left}] if left else edits_from(gone, data)
            edits, data = edits + now, applied(data, read_edits(now))
    return [*edits, {"do": "remove", "at": list(here)}]


ACTIONS: dict[str, Action] = {"remove": remove}

# -- where it is from -----------------------------------------------------------------------------


def _read(asked: PageRequest) -> tuple[Snapshot, OpenDocument]:
    now = asked.document.current()
    if not now.is_well_formed:
        what = "the text of the file is broken, so that nothing can be taken into it."
        advice = "Mend the text, or go back to a version before."
        raise CountermoveError(what, advice=advice)
    read = document_of(asked.studio, asked.name, now.data, shown_key(now.data, asked.part))
    if isinstance(read, Problem):
        raise CountermoveError(read)
    return now, read


def _span(read: OpenDocument, form: Form) -> Span:
    start, end = number(form.get("start", "")), number(form.get("end", ""))
    if not 0 <= start < end <= len(read.text):
        raise CountermoveError(
            "there is no such passage.", advice="Mark it once more: the document has changed."
        )
    return start, end


def _passage(read: OpenDocument, form: Form) -> Span:
    """Return what was marked: whole words, without the spaces around them."""
    start, end = _span(read, form)
    words = read.text[start:end]
    if not words.strip():
        raise CountermoveError("nothing is marked.", advice="Mark some words of the document.")
    start, end = start + len(words) - len(words.lstrip()), start + len(words.rstrip())
    around = max(0, start - _LONGEST_WORD)
    for word in _WORD.finditer(read.text, around, end + _LONGEST_WORD):
        if word.start() < start < word.end():
            start = word.start()
        if word.start() < end < word.end():
            end = word.end()
    return start, end


def _chosen(read: OpenDocument, form: Form) -> ShownAttribution:
    place = read.heard.places.get(_span(read, form))
    if place is None:
        what = "this statement isn't found there any more."
        raise CountermoveError(what, advice="Look at the page as it is now.")
    return read.found[place]


def _particulars(form: Form, issued: datetime.date | None) -> dict[str, object]:
    """Return who said something, as what and when, as far as a form has it."""
    about = {key: typed(form.get(key, "")) for key in _PARTICULARS}
    said: dict[str, object] = {key: value for key, value in about.items() if value}
    if about["on"]:
        said["on"] = _day(about["on"], issued)
    return said


def _source(
    read: OpenDocument, quote: tuple[str, ...], span: Span, form: Form
) -> dict[str, object]:
    """Return a source that quotes a document."""
    source = _particulars(form, read.issued)
    source |= {"document": read.id, "quote": quote[0] if len(quote) == 1 else list(quote)}
    found = find(read.document, quote)
    if found is not None and found.others:
        source["near"] = span[0]
    return source


def _day(words: str, issued: datetime.date | None) -> datetime.date | str:
    """Return a day as it is typed: a date, or words that say one to whoever reads them later."""
    with suppress(ValueError):
        return datetime.date.fromisoformat(words)
    if not names_day(words) or any(character.isdigit() for character in words):
        return words
    if day := day_told(words, (0, len(words)), (), issued):
        return day
    what = f"‘{words}’ says no day to whoever reads it later."
    raise CountermoveError(what, advice="Write it as 2025-02-13, or as in “by 13 February 2025”.")


def _put_source(data: Mapping[str, Any], source: dict[str, object]) -> tuple[str, PlainEdit]:
    """Return the id of a new source, called after who said it, and the edit that writes it."""
    words = str(source.get("who") or source["quote"])
    key = new_id(words[:_LONGEST_ID], taken_ids(data, ("sources",)), "source")
    return key, {"do": "put", "at": ["sources", key], "value": source}


def _with_speaker(read: OpenDocument, span: Span, form: Form) -> Form:
    """Add who says what stands there, where a form doesn't say it."""
    around = read.around(span)
    if "who" in form or around is None:
        return form
    said = around.attribution
    day = said.day.isoformat() if said.day else ""
    return {**form, "who": said.speaker or "", "role": said.role or "", "on": day}


def _because(
    data: Mapping[str, Any], read: OpenDocument, span: Span, form: Form
) -> tuple[str, list[PlainEdit]]:
    """Return the source on which something rests: one that has the passage, or a new one."""
    place = read.heard.places.get(span)
    same = read.found[place] if place is not None else None
    known = same.source if same else read.quoted_at(span)
    if known or form.get("what") in {"party", "note"}:
        return known, []
    quote = same.quote if same else (as_read(read.text[span[0] : span[1]]).strip(' “”"'),)
    key, edit = _put_source(data, _source(read, quote, span, form))
    return key, [edit]
