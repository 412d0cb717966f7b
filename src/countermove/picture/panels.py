"""Panels of a figure that stand below or beside each other, so that none covers another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from countermove.picture.drawing import Box, Group, Label, Point, Shape, Stroke
from countermove.picture.palette import Paint
from countermove.picture.widths import FONT, wrapped
from countermove.texts import one_line

MOST_LINES = 9
"""Of one text so many lines are shown at most."""

SMALL = 12.0
_LEADING, _FOOT = 1.32, 0.32
_HEAD = 7.0


@dataclass(frozen=True, slots=True)
class Panel:
    """Shapes with the room that they take."""

    width: float
    height: float
    shapes: tuple[Shape, ...] = ()

    def at(self, x: float, y: float) -> Group:
        """Return the shapes elsewhere."""
        return Group(self.shapes, x, y)


def below(panels: Iterable[Panel], gap: float = 0) -> Panel:
    """Put panels below each other.

    >>> below([Panel(3, 2), Panel(5, 4)], gap=1)
    Panel(width=5, height=7.0, shapes=(Group(shapes=(), x=0, y=0.0, says=''), \
Group(shapes=(), x=0, y=3.0, says='')))
    """
    shapes: list[Shape] = []
    y = width = 0.0
    for piece in panels:
        y += gap if shapes else 0
        shapes.append(piece.at(0, y))
        y, width = y + piece.height, max(width, piece.width)
    return Panel(width, y, tuple(shapes))


def beside(panels: Iterable[Panel], gap: float = 0, *, middle: bool = False) -> Panel:
    """Put panels beside each other, all at the top or each in the middle of the height."""
    some = list(panels)
    shapes: list[Shape] = []
    x, height = 0.0, max((piece.height for piece in some), default=0)
    for piece in some:
        x += gap if shapes else 0
        shapes.append(piece.at(x, (height - piece.height) / 2 if middle else 0))
        x += piece.width
    return Panel(x, height, tuple(shapes))


def text(
    words: str,
    room: float,
    *,
    size: float = FONT,
    paint: Paint = "ink",
    bold: bool = False,
    most: int = MOST_LINES,
) -> Panel:
    """Write a text in lines that have room; one that is cut can be read whole on pointing."""
    lines = wrapped(words, room, size, bold=bold, most=most)
    high = size * _LEADING
    shapes: tuple[Shape, ...] = tuple(
        Label(0, (k + 1) * high - size * _FOOT, line, size, paint, bold)
        for k, line in enumerate(lines)
    )
    if lines and lines[-1].endswith("…"):
        shapes = (Group(shapes, says=one_line(words)),)
    return Panel(room, high * len(lines), shapes)


def boxed(inside: Panel, look: Box, padding: float = 7) -> Panel:
    """Put a box around a panel, as large as it needs or as the box is, if that is more."""
    width = max(inside.width + 2 * padding, look.width)
    height = max(inside.height + 2 * padding, look.height)
    box = replace(look, width=width, height=height)
    return Panel(width, height, (box, inside.at(padding, padding)))


def arrow(line: Stroke) -> tuple[Shape, ...]:
    """Give a line with a head at its end."""
    *before, (x0, y0), (x, y) = line.points
    length = max(abs(x - x0) + abs(y - y0), 1e-9)
    dx, dy = (x - x0) / length * _HEAD, (y - y0) / length * _HEAD
    left: Point = (x - dx - dy * 0.6, y - dy + dx * 0.6)
    right: Point = (x - dx + dy * 0.6, y - dy - dx * 0.6)
    short = replace(line, points=(*before, (x0, y0), (x - dx / 2, y - dy / 2)))
    head = Stroke((left, (x, y), right), None, closed=True, fill=line.paint)
    return (short, head)


def quiet(words: str, width: float) -> Panel:
    """Write a note below a figure."""
    return text(words, width, size=SMALL, paint="soft")


def flowing(panels: Sequence[Panel], width: float, gap: float, between: float) -> Panel:
    """Put panels beside each other, and below where there is no more room.

    >>> flowing([Panel(30, 10)] * 3, 70, 5, 2).height
    22.0
    """
    lines: list[list[Panel]] = []
    left = 0.0
    for piece in panels:
        if not lines or piece.width > left:
            lines.append([])
            left = width
        lines[-1].append(piece)
        left -= piece.width + gap
    return below((beside(line, gap, middle=True) for line in lines), between)


def in_columns(panels: Sequence[Panel], count: int, apart: float, gap: float = 2) -> Panel:
    """Put panels in columns that are read one after the other."""
    high = -(-len(panels) // count)
    parts = (panels[k : k + high] for k in range(0, len(panels), high or 1))
    return beside((below(part, gap) for part in parts), apart)
