"""PDF, by the library pypdfium2; what is only a picture of text can't be read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from threading import Lock
from typing import Any

from countermove.errors import FileError, missing_extra
from countermove.record.attribution import Span
from countermove.record.document_format import DocumentFormat, Particulars
from countermove.record.folding import fold
from countermove.record.furniture import SENTENCE
from countermove.record.headings import day_of_issue

MOST_PAGES = 2_000

_one_at_a_time = Lock()  # the library isn't made for several threads
_HEADS = 2  # lines at either end of a page
_LONGEST_HEAD = 100


def _opened(data: bytes, name: str) -> Any:
    try:
        import pypdfium2
    except ImportError as error:
        raise missing_extra("read", "Reading a PDF") from error
    try:
        pdf = pypdfium2.PdfDocument(data)
        pages = len(pdf)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise FileError.of(
                name,
                "this PDF is encrypted, and can't be read without its password.",
                "Open it with the password, and print it to a PDF without one.",
            ) from None
        raise FileError.of(
            name, "this is no PDF, or a broken one.", "Is it the right file, saved as a whole?"
        ) from None
    if pages > MOST_PAGES:
        pdf.close()
        raise FileError.of(
            name,
            f"this PDF has {pages:,} pages; up to {MOST_PAGES:,} are read.",
            "Print the pages that you quote to a PDF of their own.",
        )
    return pdf


def _pages(data: bytes, name: str) -> tuple[str, list[str]]:
    """Return the title that a PDF says it has, and the texts of its pages."""
    with _one_at_a_time:
        pdf = _opened(data, name)
        try:
            title = str(pdf.get_metadata_dict().get("Title") or "").strip()
            pages = [_page(pdf, number) for number in range(len(pdf))]
        finally:
            pdf.close()
    return title, [page for page in pages if page]


def _text(data: bytes, name: str) -> str:
    _, pages = _pages(data, name)
    if not any(pages):
        raise FileError.of(
            name,
            "this PDF has no text: its pages are pictures, as of a scan.",
            "Countermove doesn't recognise letters. Let a program for that (OCR) add the text.",
        )
    return "\n".join(pages)


def _page(pdf: Any, number: int) -> str:
    """Return the text of a page, by lines; none where the page is broken."""
    import pypdfium2

    try:
        page = pdf[number]
        text = page.get_textpage()
        said = text.get_text_bounded()
        text.close()
        page.close()
    except pypdfium2.PdfiumError:
        return ""
    return "\n".join(
        line.rstrip() for line in str(said).replace("\r", "\n").splitlines() if line.strip()
    )


def _particulars(data: bytes, text: str) -> Particulars:
    title, pages = _pages(data, "")
    # What programs write there is often the name of some file.
    stands = bool(title) and fold(title, "case").text.strip() in fold(text[:2_000], "case").text
    return Particulars(title if stands else None, day_of_issue(text), tuple(_running(pages)))


def _running(pages: Sequence[str]) -> Iterator[Span]:
    """Give the first and last lines of pages that others have too, but for numbers."""
    ends = [_ends(page) for page in pages]
    often = Counter(key for keys in ends for key in {key for _, key in keys})
    start = 0
    for page, lines in zip(pages, ends, strict=True):
        for (a, b), key in lines:
            if often[key] >= max(2, len(pages) / 3) or not re.search("[^\\W#]", key):
                yield start + a, start + b
        start += len(page) + 1


def _ends(page: str) -> list[tuple[Span, str]]:
    """Return the first and the last lines of a page, and how they read without numbers."""
    lines = [match.span() for match in re.finditer(r"[^\n]+", page)]
    ends = sorted({*lines[:_HEADS], *lines[-_HEADS:]})
    short = [(a, b) for a, b in ends if b - a <= _LONGEST_HEAD and not SENTENCE.search(page[a:b])]
    return [((a, b), re.sub(r"\d+", "#", page[a:b])) for a, b in short]


FORMAT = DocumentFormat("a PDF", (".pdf",), _text, _particulars)
