"""A tree as a picture: boxes of text from left to right, what follows on each behind it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal

from countermove.texts import one_line

Look = Literal["plain", "strong", "good", "bad", "quiet"]

# Colours are those of the page that it stands in, else light ones.
_INK, _EDGE, _PAPER = "var(--ink, #1b1f24)", "var(--edge, #7a828b)", "var(--paper, #fff)"
_COLOURS: dict[Look, str] = {
    "plain": _INK,
    "strong": _INK,
    "good": "var(--good, #116329)",
    "bad": "var(--bad, #a40e26)",
    "quiet": "var(--soft, #57606a)",
}
# In pixels: as wide as the work in the app beside its live answer, while boxes aren't too narrow.
_WIDTH, _NARROWEST, _WIDEST = 704, 156, 300
_FONT, _LINE, _PADDING, _BETWEEN, _APART = 13, 17, 8, 26, 10
# Of one text so many lines are shown at most.
_MOST_LINES = 9

# How wide letters are in a wide font, in its size, and how much wider the bold ones.
_WIDTHS = {
    **dict.fromkeys(" .,:;'|!()[]-’‘/“”iljftrI", 0.45),
    **dict.fromkeys("mwMW@%—…✓✗", 1.0),
}
_UPPER, _OTHER, _BOLD = 0.76, 0.63, 1.1


@dataclass(frozen=True, slots=True)
class BoxText:
    """A text in a box."""

    text: str
    look: Look = "plain"


@dataclass(frozen=True, slots=True)
class Box:
    """A box of texts, and what follows on it."""

    words: tuple[BoxText, ...]
    then: tuple[Box, ...] = ()

    @property
    def depth(self) -> int:
        """How many boxes stand beside each other.

        >>> Box((), (Box(()), Box((), (Box(()),)))).depth
        3
        """
        return 1 + max((box.depth for box in self.then), default=0)


@dataclass(frozen=True, slots=True)
class Placed:
    """A box where it stands: its lines, and from which box it follows."""

    x: float
    y: float
    width: float
    height: float
    lines: tuple[BoxText, ...]
    whole: str
    after: Placed | None


def tree_svg(root: Box, says: str) -> str:
    """Draw a tree; what it shows is said to whoever can't see it."""
    boxes = placed(root)
    width = max(box.x + box.width for box in boxes) + 1
    height = max(box.y + box.height for box in boxes) + 1
    # One that is wider than the page is scrolled; others take the room that there is.
    look = "tree is-broad" if width > _WIDTH + 2 else "tree"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="{look}" role="img" '
        f'aria-label="{escape(one_line(says))}" width="{width:g}" height="{height:g}" '
        f'viewBox="0 0 {width:g} {height:g}" font-size="{_FONT}" '
        "font-family=\"system-ui, 'Segoe UI', 'DejaVu Sans', sans-serif\">",
        *(_link(box.after, box) for box in boxes if box.after is not None),
        *(_drawn(box) for box in boxes),
        "</svg>",
    ]
    return "".join(parts)


def placed(root: Box) -> list[Placed]:
    """Return the boxes of a tree where they stand: none overlaps another.

    >>> one, two = Box((BoxText("yes"),)), Box((BoxText("no"),))
    >>> [(box.x, box.y) for box in placed(Box((BoxText("Is it?"),), (one, two)))]
    [(1, 22.5), (327, 1.0), (327, 44.0)]
    """
    count = root.depth
    fair = (_WIDTH - (count - 1) * _BETWEEN) / count
    found: list[Placed] = []
    width = round(min(_WIDEST, max(_NARROWEST, fair)))
    _place(_Written.of(root, width), 1, 1, None, found)
    return found


@dataclass(frozen=True, slots=True)
class _Written:
    """A box with its lines, and how high it is, and with all that follows."""

    box: Box
    width: float
    lines: tuple[BoxText, ...]
    own: float
    room: float
    then: tuple[_Written, ...]

    @classmethod
    def of(cls, box: Box, width: float) -> _Written:
        """Write what stands in a box and in those that follow."""
        then = tuple(cls.of(one, width) for one in box.then)
        lines = _lines(box, width)
        own = len(lines) * _LINE + 2 * _PADDING
        return cls(box, width, lines, own, max(own, _high(then)), then)


def _high(some: Sequence[_Written]) -> float:
    """Return how high boxes below each other are, with all that follows on them."""
    return sum(one.room for one in some) + _APART * (len(some) - 1)


def _place(one: _Written, x: float, top: float, after: Placed | None, found: list[Placed]) -> None:
    """Put a box in the middle of the room that it takes with all that follows."""
    whole = "\n".join(one_line(words.text) for words in one.box.words)
    y = top + (one.room - one.own) / 2
    here = Placed(x, y, one.width, one.own, one.lines, whole, after)
    found.append(here)
    top += (one.room - _high(one.then)) / 2
    for next_ in one.then:
        _place(next_, x + one.width + _BETWEEN, top, here, found)
        top += next_.room + _APART


def _lines(box: Box, width: float) -> tuple[BoxText, ...]:
    room = (width - 2 * _PADDING) / _FONT
    return tuple(
        BoxText(line, words.look)
        for words in box.words
        for line in _shortened(list(wrapped(words.text, room, words.look == "strong")))
    )


def _shortened(lines: list[str]) -> list[str]:
    if len(lines) <= _MOST_LINES:
        return lines
    last = lines[_MOST_LINES - 1]
    return [*lines[: _MOST_LINES - 1], f"{last[:-2] if len(last) > 2 else ''}…"]


def wrapped(text: str, room: float, is_bold: bool = False) -> Iterator[str]:
    """Break a text into lines that have room, in sizes of its font; words where they are too long.

    >>> list(wrapped("Does Town care?", 6.5))
    ['Does Town', 'care?']
    >>> list(wrapped("Donaudampfschiff", 5))
    ['Donauda', 'mpfschif', 'f']
    """
    room /= _BOLD if is_bold else 1
    line, taken = "", 0.0
    for word in one_line(text).split():
        long = sum(map(_width, word))
        if line and taken + _width(" ") + long <= room:
            line, taken = f"{line} {word}", taken + _width(" ") + long
            continue
        if line:
            yield line
        line, taken = "", 0.0
        for letter in word:
            if line and taken + _width(letter) > room:
                yield line
                line, taken = "", 0.0
            line, taken = line + letter, taken + _width(letter)
    if line:
        yield line


def _width(letter: str) -> float:
    if letter in _WIDTHS:
        return _WIDTHS[letter]
    if unicodedata.east_asian_width(letter) in "WF":
        return 1.0
    return _UPPER if letter.isupper() else _OTHER


def _link(before: Placed, after: Placed) -> str:
    """Draw the line from a box to one that follows."""
    x, y = before.x + before.width, before.y + before.height / 2
    to_x, to_y = after.x, after.y + after.height / 2
    middle = (x + to_x) / 2
    return (
        f'<path d="M{x:g} {y:g}C{middle:g} {y:g} {middle:g} {to_y:g} {to_x:g} {to_y:g}" '
        f'fill="none" stroke="{_EDGE}" stroke-width="1.5"/>'
    )


def _drawn(box: Placed) -> str:
    parts = [
        f"<g><title>{escape(box.whole)}</title>"
        f'<rect x="{box.x:g}" y="{box.y:g}" width="{box.width:g}" height="{box.height:g}" '
        f'rx="6" fill="{_PAPER}" stroke="{_EDGE}"/>'
    ]
    for number, line in enumerate(box.lines, start=1):
        bold = ' font-weight="600"' if line.look == "strong" else ""
        parts.append(
            f'<text x="{box.x + _PADDING:g}" y="{box.y + _PADDING + number * _LINE - 4:g}"'
            f'{bold} fill="{_COLOURS[line.look]}">{escape(line.text)}</text>'
        )
    return "".join([*parts, "</g>"])
