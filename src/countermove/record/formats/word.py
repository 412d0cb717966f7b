"""Documents for Word (DOCX), by the standard library: paragraphs, tables, notes."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Literal
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser

from countermove.errors import FileError
from countermove.packages import BROKEN, check_package
from countermove.record.document_format import DocumentFormat, Particulars
from countermove.record.headings import day_of_issue
from countermove.record.small_digits import small

MOST_TEXT = 16 * 2**20
"""So many bytes a part with text may have, unpacked."""

MOST_ELEMENTS = 600_000
"""So many elements a part may have."""

_BODY, _REFERENCES = "word/document.xml", "_rels/.rels"
_NOTES = ("word/footnotes.xml", "word/endnotes.xml")
_ABOUT = "docProps/core.xml"
_WRITTEN = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}
_SMALL: dict[str, Literal["above", "below"]] = {"superscript": "above", "subscript": "below"}
# What was deleted, what a field is made of, and what stands twice for older programs.
_NOT_SHOWN = frozenset({"del", "moveFrom", "instrText", "delText", "Fallback", "pPr", "sectPr"})


class _Limited(TreeBuilder):
    """Refuses what could unfold: such files have no use for entities, nor for so many elements."""

    def __init__(self) -> None:
        super().__init__()
        self._left = MOST_ELEMENTS

    def start(self, tag: str, attrs: dict[str, str]) -> Element:
        """Begin an element."""
        self._left -= 1
        if self._left < 0:
            raise _TooLargeError
        return super().start(tag, attrs)

    def doctype(self, *_: object) -> None:
        """Refuse a declaration."""
        raise ParseError("a document type")


class _TooLargeError(Exception):
    """A part is larger than any text needs."""


def _parts(data: bytes, name: str) -> tuple[Element, dict[str, Element]]:
    """Return the body of a file, and all its parts that have text, by name."""
    broken = FileError.of(
        name,
        "this is no document for Word (.docx), or a broken one.",
        "Save it anew in your word processor, as .docx.",
    )
    check_package(data, name, "document", "quotation", broken)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = set(package.namelist())
            body = _body(package) if _REFERENCES in names else _BODY
            parts = {
                part: _part(package, part) for part in (body, *_NOTES, _ABOUT) if part in names
            }
    except _TooLargeError:
        what = f"a part of this document has more than {MOST_ELEMENTS:,} elements"
        raise FileError.of(
            name,
            f"{what} or {MOST_TEXT // 2**20} MiB.",
            "Keep the pages that you quote in a file of their own.",
        ) from None
    except (*BROKEN, ParseError) as error:
        raise broken from error
    if body not in parts:
        raise broken
    return parts[body], parts


def _part(package: zipfile.ZipFile, name: str) -> Element:
    if package.getinfo(name).file_size > MOST_TEXT:
        raise _TooLargeError
    parser = XMLParser(target=_Limited())
    parser.feed(package.read(name))
    return parser.close()


def _body(package: zipfile.ZipFile) -> str:
    """Return which part is the document; others of such a name are seen nowhere."""
    for reference in _part(package, _REFERENCES):
        if reference.get("Type", "").endswith("/officeDocument"):
            return reference.get("Target", "").lstrip("/")
    return _BODY


def _text(data: bytes, name: str) -> str:
    body, parts = _parts(data, name)
    roots = [body, *(parts[note] for note in _NOTES if note in parts)]
    pieces = [piece for root in roots for piece in _seen(root)]
    return re.sub(r"[ \t]*\n\s*", "\n", "".join(pieces)).strip()


def _seen(root: Element) -> Iterator[str]:
    """Give what is seen, in order; a line for each paragraph."""
    # Not by recursion: a file may be as deep as it likes.
    ahead: list[Element | str] = [root]
    while ahead:
        element = ahead.pop()
        if isinstance(element, str):
            yield element
            continue
        kind = _local(element)
        if kind in _NOT_SHOWN or (kind == "r" and _is_hidden(element)):
            continue
        if kind == "r" and (where := _small(element)):
            ahead += reversed(
                [small(c.text or "", where) if _local(c) == "t" else c for c in element]
            )
        elif kind == "t":
            yield element.text or ""
        elif kind in _WRITTEN:
            yield _WRITTEN[kind]
        else:
            if kind == "p":  # one may stand in another, in a frame
                yield "\n"
                ahead.append("\n")
            ahead += reversed(element)


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _is_hidden(run: Element) -> bool:
    for properties in run:
        if _local(properties) == "rPr":
            for part in properties:
                if _local(part) == "vanish":
                    return _value(part) not in {"0", "false", "off"}
    return False


def _small(run: Element) -> Literal["above", "below"] | None:
    """Return whether a run stands above or below the line."""
    for properties in run:
        for part in properties if _local(properties) == "rPr" else ():
            if _local(part) == "vertAlign":
                return _SMALL.get(_value(part))
    return None


def _value(element: Element) -> str:
    return next((v for key, v in element.attrib.items() if key.rpartition("}")[2] == "val"), "")


def _particulars(data: bytes, text: str) -> Particulars:
    body, parts = _parts(data, "")
    title = next(
        (part.text for part in parts.get(_ABOUT, ()) if _local(part) == "title" and part.text), None
    )
    return Particulars(title or _titled(body), day_of_issue(text), ())


def _titled(body: Element) -> str | None:
    """Return the paragraph that is set as the title, where there is one."""
    for paragraph in body.iter():
        if _local(paragraph) == "p" and any(
            _local(style) == "pStyle" and _value(style).lower() == "title"
            for properties in paragraph
            if _local(properties) == "pPr"
            for style in properties
        ):
            return "".join(_seen(paragraph)).strip() or None
    return None


FORMAT = DocumentFormat("a document for Word", (".docx",), _text, _particulars)
