"""Lines that end because the page does, not the paragraph: in plain texts, minutes and PDFs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from countermove.record.attribution import Span

# Begins with a line and gives nothing back: else a long line would be looked at from each place.
_BLOCK = re.compile(r"^[^\S\n]*+\S[^\n]*+(?:\n[^\S\n]*+\S[^\n]*+)+", re.MULTILINE)
_DATELINE = re.compile(
    r"(?:[A-Z][A-Z.’'\-]+(?:\s[A-Z][A-Z.’'\-]+){0,3}(?:,\s[^—–()]{2,30})?\s*)?"
    r"(?:\([A-Z][A-Za-z ]{1,12}\))?\s*(?:[—–]|--|-\s)\s*"
)
_PARAGRAPH = re.compile(r"[^\n]+")
_ENDS = re.compile(r"[.!?:…][”\"’')\]\s]*\Z")
_NARROWEST, _WIDEST = 24, 130
_FULL = 0.85
"""A line is full if with the next word it has more than this share of the longest beside it."""
_BESIDE = 3
"""So many lines on either side are beside it: a page may have columns and notes."""


def unwrapped(text: str) -> str:
    r"""Join the lines of paragraphs that are set in lines: every character keeps its place.

    >>> unwrapped("She said: “No plan will hold that we have\nnot signed.”\n\nThe end.")
    'She said: “No plan will hold that we have not signed.”\n\nThe end.'
    >>> unwrapped("The talks of today have ended.\nThe parties will meet again.")
    'The talks of today have ended.\nThe parties will meet again.'
    """
    return _BLOCK.sub(lambda block: _joined(block.group()), text)


def paragraphs(text: str) -> Iterator[tuple[Span, int]]:
    """Give the paragraphs that aren't empty, and where what they tell begins: after a dateline."""
    for paragraph in _PARAGRAPH.finditer(text):
        if not paragraph[0].isspace():
            dateline = _DATELINE.match(text, *paragraph.span())
            yield paragraph.span(), dateline.end() if dateline else paragraph.start()


def _joined(block: str) -> str:
    lines = block.split("\n")
    full = list(_full(lines))
    running = [
        not _ENDS.search(line) for line, is_full in zip(lines, full, strict=False) if is_full
    ]
    if 2 * sum(running) < len(running):  # each line is a paragraph
        return block
    pieces = [lines[0]]
    for is_full, line in zip(full, lines[1:], strict=True):
        if is_full and pieces[-1].endswith("\r"):
            pieces[-1] = f"{pieces[-1][:-1]} "
        pieces.append(f"{' ' if is_full else chr(10)}{line}")
    return "".join(pieces)


def _full(lines: Sequence[str]) -> Iterator[bool]:
    """Say of each line but the last whether it is as long as it may be."""
    # In PDFs a word that is broken at the end of a line has a mark there, and no line ends.
    parts = [[len(part) for part in line.rstrip().split("\x02")] for line in lines]
    widest = [max(sizes) for sizes in parts]
    for k, after in enumerate(lines[1:]):
        width = max(widest[max(0, k - _BESIDE) : k + _BESIDE + 1])
        word = len(after.split(None, 1)[0])
        yield _NARROWEST <= width <= _WIDEST and parts[k][-1] + 1 + word > _FULL * width
