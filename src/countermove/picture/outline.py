"""What follows on what: boxes below each other, joined by arrows, each with what leads to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from countermove.picture.drawing import Box, Shape, Stroke
from countermove.picture.palette import Paint
from countermove.picture.panels import Panel, arrow, below, boxed, text
from countermove.picture.widths import FONT

PLAIN = Box(0, 0, 0, 0)
"""A box that looks as most do."""

_INDENT, _GAP, _BESIDE, _HANG, _PADDING = 20.0, 12.0, 28.0, 13.0, 7.0
_LEAST_ARROW, _AROUND = 34.0, 6.0
_NARROWEST, _WIDEST = 420.0, 660.0
_ARROW = Stroke((), "ink")
_TRUNK = Stroke((), "edge", 1.5)


@dataclass(frozen=True, slots=True)
class Caption:
    """A text in a box or beside an arrow."""

    text: str
    paint: Paint = "ink"
    bold: bool = False
    size: float = FONT
    most: int = 6


@dataclass(frozen=True, slots=True)
class OutlineBox:
    """A box, the arrow that leads to it with what is said beside it, and what follows."""

    says: tuple[Caption, ...]
    box: Box = PLAIN
    arrow: Stroke = _ARROW
    beside: tuple[Caption, ...] = ()
    then: tuple[OutlineBox, ...] = ()


def outline(root: OutlineBox, width: float) -> Panel:
    """Lay out what follows on a beginning; what follows at once stands in columns if there's room.

    One column is only as wide as lines are easily read.

    >>> one = OutlineBox((Caption("There"),))
    >>> outline(OutlineBox((Caption("Here"),), then=(one,)), 300).width
    300.0
    """
    count = min(len(root.then), max(1, int(width // _NARROWEST)))
    if count < 2:
        return _grown(root, min(width, _WIDEST))
    top = _box(root, width)
    room = (width - 2 * _GAP * (count - 1)) / count
    shapes = list(top.shapes)
    height = top.height
    for k, some in enumerate(_shares([_branch(one, room - _INDENT) for one in root.then], count)):
        column = _hanging(some, room)
        shapes.append(column.at(k * (room + 2 * _GAP), top.height))
        height = max(height, top.height + column.height)
    return Panel(width, height, tuple(shapes))


def _grown(step: OutlineBox, width: float) -> Panel:
    """Lay out a box and what follows on it: one thing straight below, several indented."""
    box = _box(step, width)
    if not step.then:
        return box
    if len(step.then) == 1:
        return below([box, _branch(step.then[0], width)])
    return below([box, _hanging([_branch(one, width - _INDENT) for one in step.then], width)])


def _hanging(branches: Sequence[Panel], width: float) -> Panel:
    """Let branches hang on one line at their left."""
    shapes: list[Shape] = []
    y = begins = 0.0
    for branch in branches:
        y += _GAP
        points = ((_HANG, begins), (_HANG, y), (_INDENT + _HANG, y))
        shapes += [replace(_TRUNK, points=points), branch.at(_INDENT, y)]
        begins, y = y, y + branch.height
    return Panel(width, y, tuple(shapes))


def _branch(step: OutlineBox, width: float) -> Panel:
    """Lay out an arrow with what is said beside it, and below it the box and what follows."""
    said = below(texts(step.beside, width - _BESIDE))
    high = max(said.height + 2 * _AROUND, _LEAST_ARROW)
    line = replace(step.arrow, points=((_HANG, 0.0), (_HANG, high)))
    grown = _grown(step, width)
    label = said.at(_BESIDE, (high - said.height) / 2)
    return Panel(width, high + grown.height, (*arrow(line), label, grown.at(0, high)))


def _shares(branches: Sequence[Panel], count: int) -> list[list[Panel]]:
    """Part branches into columns, in their order, none much higher than another."""
    total = sum(branch.height + _GAP for branch in branches)
    shares: list[list[Panel]] = [[]]
    high = 0.0
    for left, branch in zip(range(len(branches), 0, -1), branches, strict=True):
        is_full = high + branch.height / 2 > total / count
        if shares[-1] and len(shares) < count and (is_full or left <= count - len(shares)):
            shares.append([])
            high = 0
        shares[-1].append(branch)
        high += branch.height + _GAP
    return shares


def _box(step: OutlineBox, width: float) -> Panel:
    inside = below(texts(step.says, width - 2 * _PADDING), 2)
    return boxed(inside, replace(step.box, width=width), _PADDING)


def texts(said: Sequence[Caption], room: float) -> list[Panel]:
    """Write texts, each as it is to look."""
    return [
        text(one.text, room, size=one.size, paint=one.paint, bold=one.bold, most=one.most)
        for one in said
    ]
