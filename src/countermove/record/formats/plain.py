"""Plain text."""

from __future__ import annotations

from countermove.errors import FileError
from countermove.record.document_format import DocumentFormat, Particulars
from countermove.record.furniture import blanked, furniture
from countermove.record.headings import day_of_issue

_OTHERS = {b"%PDF": ".pdf", b"PK\x03\x04": ".docx"}  # how files begin that are no text


def _text(data: bytes, name: str) -> str:
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        text = data.decode("utf-16", "replace")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("cp1252", "replace")
    if "\0" in text:
        kind = next((kind for begins, kind in _OTHERS.items() if data.startswith(begins)), None)
        advice = f"Let its name end in {kind}." if kind else "Is it the right file?"
        advice = f"It has characters that no text has. {advice}"
        raise FileError.of(name, "this file isn't text.", advice)
    return text


def _particulars(data: bytes, text: str) -> Particulars:
    aside = furniture(text)
    return Particulars(None, day_of_issue(blanked(text, aside)), aside)


FORMAT = DocumentFormat("a text", (".txt", ".md", ".text"), _text, _particulars)
