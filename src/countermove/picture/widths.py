"""How wide texts are, rather more than less, and how they are broken and cut to fit.

No font is asked: pictures are shown with whatever font there is. Letters are as wide as those of
DejaVu Sans, the broadest of the usual ones.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from countermove.texts import by_number, one_line

FONT = 13
"""The size of letters where nothing is said of it, in pixels."""

_WIDTHS = {
    letter: width
    for width, letters in {
        0.28: "'ijl",
        0.34: " ,.’‘·IJ/:;\\|",
        0.4: "-()[]ftr!",
        0.52: '"*_`–sz“”?',
        0.59: "cLFkvxy",
        0.64: "PTYaoeESbdghnpqu$0123456789{}",
        0.7: "KAVBRXZC",
        0.79: "UHNDG&OQ",
        0.84: "w#+<=>^~✓✗×⊖→",
        1.0: "M●○◐%mW@—…",
    }.items()
    for letter in letters
}
_UPPER, _OTHER, _BROAD, _BOLD = 0.76, 0.64, 1.0, 1.17
_WITHOUT = frozenset(("Mn", "Me", "Cf"))
_NUMBERED: ContextVar[frozenset[str]] = ContextVar("_NUMBERED", default=frozenset())


def width_of(text: str, size: float = FONT, *, bold: bool = False) -> float:
    """Return about how wide a text is, in pixels.

    >>> width_of("Does Town care?", 10), round(width_of("東京", 10), 1)
    (88.2, 20.0)
    """
    return round(size * (_BOLD if bold else 1) * sum(map(_width, text)), 3)


@contextmanager
def room_for_numbers(lacking: frozenset[str]) -> Iterator[None]:
    """Let letters that no font has be as wide, while pictures are laid out, as their numbers.

    >>> with room_for_numbers(frozenset("東")):
    ...     width_of("東") == width_of("[6771]")
    True
    """
    token = _NUMBERED.set(lacking)
    try:
        yield
    finally:
        _NUMBERED.reset(token)


def _width(letter: str) -> float:
    if letter in _NUMBERED.get():
        return sum(map(_own_width, by_number(letter)))
    return _own_width(letter)


def _own_width(letter: str) -> float:
    if letter in _WIDTHS:
        return _WIDTHS[letter]
    if unicodedata.east_asian_width(letter) in "WF":
        return _BROAD
    if unicodedata.category(letter) in _WITHOUT:
        return 0.0
    return _UPPER if letter.isupper() else _OTHER


def cut(text: str, room: float, size: float = FONT, *, bold: bool = False) -> str:
    """Cut a text that is wider than there is room, with an ellipsis: after a word if there is one.

    >>> cut("Does Town care?", 90, 10), cut("Does Town care?", 60, 10)
    ('Does Town care?', 'Does…')
    """
    text = one_line(text)
    if width_of(text, size, bold=bold) <= room:
        return text
    kept = text
    while kept and width_of(kept + "…", size, bold=bold) > room:
        kept = kept[:-1]
    words, _, part = kept.rpartition(" ")
    return (words if len(words) > len(part) else kept).rstrip() + "…"


def wrapped(
    text: str, room: float, size: float = FONT, *, bold: bool = False, most: int = 0
) -> list[str]:
    """Break a text into lines for which there is room, words where they are too long.

    Of more lines than `most` the last is cut.

    >>> wrapped("Does Town care?", 62, 10)
    ['Does Town', 'care?']
    >>> wrapped("Donaudampfschiff", 50, 10)
    ['Donauda', 'mpfschiff']
    """
    lines = list(_broken(one_line(text), room / (size * (_BOLD if bold else 1))))
    if not most or len(lines) <= most:
        return lines
    rest = " ".join(lines[most - 1 :])
    return [*lines[: most - 1], cut(rest, room, size, bold=bold)]


def _broken(text: str, room: float) -> Iterator[str]:
    line, taken = "", 0.0
    for word in text.split():
        long = sum(map(_width, word))
        if line and taken + _width(" ") + long <= room:
            line, taken = f"{line} {word}", taken + _width(" ") + long
            continue
        if line:
            yield line
        line, taken = "", 0.0
        for letter in word:
            own = _width(letter)
            if line and own and taken + own > room:
                yield line
                line, taken = "", 0.0
            line, taken = line + letter, taken + own
    if line:
        yield line
