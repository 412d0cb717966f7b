"""Rows of a figure: panels beside each other, in each row as wide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from countermove.picture.drawing import Box, Label, Shape, Stroke
from countermove.picture.palette import Paint
from countermove.picture.panels import SMALL, Panel, below, text
from countermove.picture.widths import width_of

_PADDING, _BAR, _BEHIND = 5.0, 16.0, 6.0


def rows(lines: Sequence[Sequence[Panel]], head: Sequence[Panel] = ()) -> Panel:
    """Put lines of panels below each other, every second on a shade, each piece in the middle.

    >>> rows([[Panel(50, 10), Panel(20, 30)]]).height
    40.0
    """
    told = [_line(panels, shaded=number % 2 == 0) for number, panels in enumerate(lines)]
    return below([*([_line(head, shaded=False)] if head else []), *told])


def _line(panels: Sequence[Panel], *, shaded: bool) -> Panel:
    high = max(piece.height for piece in panels) + 2 * _PADDING
    wide = sum(piece.width for piece in panels)
    shapes: list[Shape] = [Box(0, 0, wide, high, "shade", None, round=0)] if shaded else []
    x = 0.0
    for piece in panels:
        shapes.append(piece.at(x, (high - piece.height) / 2))
        x += piece.width
    return Panel(wide, high, tuple(shapes))


def centred(inside: Panel, width: float) -> Panel:
    """Put a panel in the middle of a width."""
    return Panel(width, inside.height, (inside.at((width - inside.width) / 2, 0),))


def in_middle(words: str, width: float, *, size: float = SMALL, paint: Paint = "ink") -> Panel:
    """Write a short text in the middle of a width, bold."""
    at = Label(width / 2, size, words, size, paint, bold=True, anchor="middle")
    return Panel(width, size * 1.3, (at,))


def squares(filled: Sequence[bool], side: float, gap: float, *, across: bool) -> Panel:
    """Draw a square for each of some things, filled where it is so."""
    places = [(k * (side + gap), so) for k, so in enumerate(filled)]
    shapes = tuple(
        Box(
            at if across else 0,
            0 if across else at,
            side,
            side,
            "ink" if so else None,
            "ink",
            thick=1.2,
            round=0,
        )
        for at, so in places
    )
    long = len(filled) * (side + gap) - gap
    return Panel(long if across else side, side if across else long, shapes)


@dataclass(frozen=True, slots=True)
class Bar:
    """A number as a bar, in outline as far as it may come, and what is written behind it."""

    value: float
    says: str
    at_most: float = 0


def bars(numbers: Sequence[Bar], most: float, width: float) -> list[Panel]:
    """Draw bars of one scale, on which the most that there can be fits beside what is written."""
    words = max((width_of(one.says, SMALL) for one in numbers), default=0)
    each = (width - words - _BEHIND - 2) / max(most, 1e-9)
    return [_bar(one, each, width) for one in numbers]


def _bar(one: Bar, each: float, width: float) -> Panel:
    said = text(one.says, width_of(one.says, SMALL) + 2, size=SMALL)
    shapes: list[Shape] = [Stroke(((0, 0), (0, _BAR)), "ink")]
    if one.at_most > one.value:
        shapes.append(Box(0, 0, one.at_most * each, _BAR, None, "ink", 1.2, 0))
    if one.value:
        shapes.append(Box(0, 0, one.value * each, _BAR, "ink", None, round=0))
    end = max(one.value, one.at_most) * each + _BEHIND
    return Panel(width, _BAR, (*shapes, said.at(end, (_BAR - said.height) / 2)))
