"""PDF, by the library pypdfium2; what is only a picture of text can't be read."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from statistics import median
from threading import Lock
from typing import Any

from countermove.errors import FileError, missing_extra
from countermove.record.attribution import Span
from countermove.record.document_format import DocumentFormat, Particulars
from countermove.record.folding import fold
from countermove.record.furniture import SENTENCE
from countermove.record.headings import day_of_issue
from countermove.record.wrapping import unwrapped

MOST_PAGES = 2_000

_one_at_a_time = Lock()  # the library isn't made for several threads
_HEADS = 2  # lines at either end of a page
_LONGEST_HEAD = 100
_MARGIN = 0.08  # of the height of a page
_APART = 1.2  # so much farther apart than most lines are those of two paragraphs
_WIDEST_INDENT = 4  # sizes of its letters; what is farther off is another column
_LETTER = 0.4  # of the size of its line is a letter wide
_SAME = 4  # points that lines may begin apart which begin at the same place
_LARGER = 0.15  # and so much larger or smaller is a heading, or a note
# Notes at the foot of a page, and what refers to them in its text: numbers that are set small.
_NOTE = re.compile(r"^(?P<mark>\d{1,2})(?=[^\W\d_a-z][^\W\d_]*\s|[“\"])", re.MULTILINE)
_REFERENCE = re.compile(r"(?<=[^\W\d_]|[.,;:!?”\"’'»)\]])(?P<mark>\d{1,2})(?=\s|$)")
_SMALL = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True, slots=True)
class _Page:
    """The text of a page by lines, where paragraphs begin, and the lines that stand in margins."""

    text: str = ""
    begins: tuple[int, ...] = ()
    margins: tuple[Span, ...] = ()


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


def _pages(data: bytes, name: str) -> tuple[str, list[_Page]]:
    """Return the title that a PDF says it has, and the texts of its pages."""
    with _one_at_a_time:
        pdf = _opened(data, name)
        try:
            title = str(pdf.get_metadata_dict().get("Title") or "").strip()
            pages = [_page(pdf, number) for number in range(len(pdf))]
        finally:
            pdf.close()
    return title, [page for page in pages if page.text]


def _text(data: bytes, name: str) -> str:
    _, pages = _pages(data, name)
    if not any(pages):
        raise FileError.of(
            name,
            "this PDF has no text: its pages are pictures, as of a scan.",
            "Countermove doesn't recognise letters. Let a program for that (OCR) add the text.",
        )
    return "\n".join(_set(page, heads) for page, heads in zip(pages, _running(pages), strict=True))


def _set(paged: _Page, heads: Sequence[Span]) -> str:
    """Join the lines of the paragraphs of a page, and set small what is: places stay as they are.

    What the library leaves where a word is broken becomes a hyphen that nobody sees.
    """
    page = paged.text
    small = _marks(page)
    for start, end in small:
        page = page[:start] + page[start:end].translate(_SMALL) + page[end:]
    notes = (start for start, _ in small if page[start - 1 : start] in {"", "\n"})
    ends = sorted(
        {0, len(page), *(place for head in heads for place in head), *notes, *paged.begins}
    )
    return "".join(unwrapped(page[a:b]) for a, b in pairwise(ends)).replace("\x02", "\u00ad")


def _marks(page: str) -> list[Span]:
    """Return where the marks of notes stand, in the text and before the notes."""
    notes = {match["mark"]: match.span() for match in _NOTE.finditer(page)}
    return sorted(
        {
            span
            for match in _REFERENCE.finditer(page)
            if match["mark"] in notes and match.start() < notes[match["mark"]][0]
            for span in (match.span(), notes[match["mark"]])
        }
    )


def _page(pdf: Any, number: int) -> _Page:
    """Return the text of a page, by lines; none where the page is broken."""
    import pypdfium2

    try:
        page = pdf[number]
        text = page.get_textpage()
        said = str(text.get_text_bounded())
        lines = [match.span() for match in re.finditer(r"[^\r\n]*[^\s\x00](?<![\r\n])", said)]
        is_placed = len(said) == text.count_chars()
        boxes = _boxes(text, lines) if is_placed else []
        height = page.get_height()
        text.close()
        page.close()
    except pypdfium2.PdfiumError:
        return _Page()
    return _laid_out([said[a:b] for a, b in lines], boxes, height)


@dataclass(frozen=True, slots=True)
class _Boxes:
    """Where a line begins and ends on a page, from below."""

    left: float
    bottom: float
    top: float
    right: float  # where its last character ends, and its bottom: a broken word takes two lines
    last: float

    @property
    def size(self) -> float:
        return self.top - self.bottom

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


def _boxes(text: Any, lines: Sequence[Span]) -> list[_Boxes]:
    """Return where lines stand; nothing where the library doesn't know of one."""
    import pypdfium2

    boxes = []
    try:
        for start, end in lines:
            left, bottom, _, top = text.get_charbox(start, loose=True)
            _, last, right, _ = text.get_charbox(end - 1, loose=True)
            boxes.append(_Boxes(left, bottom, top, right, last))
    except pypdfium2.PdfiumError:
        return []
    return boxes


def _rights(boxes: Sequence[_Boxes]) -> Iterator[float]:
    """Give for each line where the longest ends of those in its column that begin where it does."""
    rights: defaultdict[int, float] = defaultdict(float)
    for box in boxes:
        if box.last < box.top:  # else it goes on at the top of the next column
            for place in range(round(box.left) - _SAME, round(box.left) + _SAME + 1):
                rights[place] = max(rights[place], box.right)
    return (rights[round(box.left)] for box in boxes)


def _laid_out(lines: Sequence[str], boxes: Sequence[_Boxes], height: float) -> _Page:
    """Tell paragraphs and margins of a page by where its lines stand."""
    starts = [0, *accumulate(len(line) + 1 for line in lines)]
    pitches = [a.last - b.bottom for a, b in pairwise(boxes) if a.last > b.bottom]
    usual = median(pitches) if pitches else 0.0
    sizes = median(box.size for box in boxes) if boxes else 0.0
    begins = [
        k
        for k, ((a, b), right) in enumerate(zip(pairwise(boxes), _rights(boxes), strict=False), 1)
        if a.last - b.bottom > _APART * usual
        or (b.size / 2 < b.left - a.left < _WIDEST_INDENT * b.size and a.last > b.bottom)
        or a.right + (len(lines[k].split()[0]) + 2) * _LETTER * b.size < right
        or abs(a.size - b.size) > _LARGER * a.size
    ]
    margins = [
        (starts[k], starts[k] + len(lines[k]))
        for k, is_apart in ((0, 1 in begins), (len(boxes) - 1, len(boxes) - 1 in begins))
        if is_apart
        and not height * _MARGIN < boxes[k].middle < height * (1 - _MARGIN)
        and boxes[k].size <= (1 + _LARGER) * sizes
        and len(lines[k]) <= _LONGEST_HEAD
        and not SENTENCE.search(lines[k])
    ]
    return _Page("\n".join(lines), tuple(starts[k] for k in begins), tuple(margins))


def _particulars(data: bytes, text: str) -> Particulars:
    title, pages = _pages(data, "")
    # What programs write there is often the name of some file.
    stands = bool(title) and fold(title, "case").text.strip() in fold(text[:2_000], "case").text
    return Particulars(title if stands else None, day_of_issue(text), tuple(_furniture(pages)))


def _furniture(pages: Sequence[_Page]) -> Iterator[Span]:
    """Give where in the text of all pages those lines stand that run on, and the marks of notes."""
    start = 0
    for page, heads in zip(pages, _running(pages), strict=True):
        for a, b in sorted({*heads, *_marks(page.text)}):
            yield start + a, start + b
        start += len(page.text) + 1


def _running(pages: Sequence[_Page]) -> Iterator[list[Span]]:
    """Give for each page its first and last lines that others have, or that are in a margin."""
    ends = [_ends(page.text) for page in pages]
    often = Counter(key for keys in ends for key in {key for _, key in keys})
    for page, lines in zip(pages, ends, strict=True):
        yield [
            span
            for span, key in lines
            if span in page.margins
            or often[key] >= max(2, len(pages) / 3)
            or not re.search("[^\\W#]", key)
        ]


def _ends(page: str) -> list[tuple[Span, str]]:
    """Return the first and the last lines of a page, and how they read without numbers."""
    lines = [match.span() for match in re.finditer(r"[^\n]+", page)]
    ends = sorted({*lines[:_HEADS], *lines[-_HEADS:]})
    short = [(a, b) for a, b in ends if b - a <= _LONGEST_HEAD and not SENTENCE.search(page[a:b])]
    return [((a, b), re.sub(r"\d+", "#", page[a:b])) for a, b in short]


FORMAT = DocumentFormat("a PDF", (".pdf",), _text, _particulars)
