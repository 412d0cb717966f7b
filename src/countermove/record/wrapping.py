"""Lines that end because the page does, not the paragraph: in plain texts, minutes and PDFs."""

from __future__ import annotations

import re
from itertools import pairwise

_BLOCK = re.compile(r"[^\S\n]*\S[^\n]*(?:\n[^\S\n]*\S[^\n]*)+")
_ENDS = re.compile(r"[.!?:…][”\"’')\]]*\s*\Z")
_NARROWEST, _WIDEST = 24, 130
_FULL = 0.85
"""A line is full if the next word would have made it longer than this share of the longest."""


def unwrapped(text: str) -> str:
    r"""Join the lines of paragraphs that are set in lines: every character keeps its place.

    >>> unwrapped("She said: “No plan will hold that we have\nnot signed.”\n\nThe end.")
    'She said: “No plan will hold that we have not signed.”\n\nThe end.'
    >>> unwrapped("The talks of today have ended.\nThe parties will meet again.")
    'The talks of today have ended.\nThe parties will meet again.'
    """
    return _BLOCK.sub(lambda block: _joined(block.group()), text)


def _joined(block: str) -> str:
    lines = block.split("\n")
    width = max(map(len, lines))
    if not _NARROWEST <= width <= _WIDEST:
        return block
    full = [
        len(line.rstrip()) + 1 + len(after.split(None, 1)[0]) > _FULL * width
        for line, after in pairwise(lines)
    ]
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
