"""What stands between quotation marks in a text."""

from __future__ import annotations

import re

from countermove.record.attribution import Span

_MARK = re.compile(r"[“”„«»\"]|``|''|(?<!\w)[‘'](?=\w)|(?<=[\w.,!?…])[’'](?!\w)|\n[^\S\n]*\n|\n")
_NEXT = re.compile(r"[“”„«»]|\n[^\S\n]*\n")
_LONGEST = 2_000  # characters that one paragraph of a quotation may have
_OPENS, _CLOSES = {"“", "„", "``", "«", "‘"}, {"”", "''", "»", "’"}


def within_marks(text: str) -> list[Span]:
    """Return the stretches between quotation marks, without the marks.

    A quotation ends with its paragraph at the latest; that of a paragraph which goes on in the
    next isn't closed. Single marks count where they aren't within double ones.

    >>> text = "“We wait,” he said. 'Not I.'"
    >>> [text[a:b] for a, b in within_marks(text)]
    ['We wait,', 'Not I.']
    """
    spans: list[Span] = []
    opened, single, closes = -1, False, -1
    for match in _MARK.finditer(text):
        mark, place = match[0], match.start()
        if mark[0] == "\n":
            if opened >= 0 and closes < place and not single:
                closes = _closing(text, match.end())
            if opened >= 0 and (single or (closes < place and not _is_wrapped(text, match))):
                if not single:  # goes on in the next paragraph, or somebody forgot the mark
                    spans.append((opened, place))
                opened = -1
            continue
        is_single = mark in {"‘", "’", "'"}
        if opened >= 0 and is_single and not single:
            continue
        if mark in _OPENS:
            opens = True
        elif mark in _CLOSES and not (mark == "’" and opened < 0):
            opens = False
        else:
            opens = opened < 0 and text[match.end() : match.end() + 1].strip() != ""
        if opens:
            opened, single = match.end(), is_single
        elif opened >= 0:
            spans.append((opened, place))
            opened = -1
    if opened >= 0 and not single:
        spans.append((opened, len(text)))
    return [(a, b) for a, b in spans if a < b]


def _closing(text: str, start: int) -> int:
    """Return where a quotation is closed that is open at the end of a line; -1 where it isn't."""
    match = _NEXT.search(text, start, start + _LONGEST)
    return match.start() if match and match[0] in _CLOSES else -1


def _is_wrapped(text: str, line_end: re.Match[str]) -> bool:
    """Say whether a line ends within a sentence that goes on in the next line."""
    if line_end[0] != "\n":
        return False
    before, after = text[: line_end.start()][-1:], text[line_end.end() : line_end.end() + 1]
    return bool(before) and before not in '.!?:…”"' and after.strip() not in {"", "“", '"'}
