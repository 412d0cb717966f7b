"""What rests on what: boxes in columns, tied to those of the next column by curves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from countermove.picture.drawing import Box, Curve, Group, Shape
from countermove.picture.outline import PLAIN, Caption, texts
from countermove.picture.panels import SMALL, Panel, below, boxed, text

_GAP, _WIDEST_GAP, _PADDING, _HEAD = 6.0, 30.0, 5.0, 8.0
_BETWEEN = 0.12
"""Of the whole width so much lies between two columns."""

_ROUNDS = 6
_CURVE = Curve((), "edge", 1.3)


@dataclass(frozen=True, slots=True)
class TiedBox:
    """A box in a column, by a key of its own, and what is read of it whole."""

    key: str
    says: tuple[Caption, ...]
    box: Box = PLAIN
    whole: str = ""


@dataclass(frozen=True, slots=True)
class Tie:
    """A box and one of the next column that belong together."""

    left: str
    right: str
    look: Curve = _CURVE


@dataclass(frozen=True, slots=True)
class TiedColumn:
    """Boxes below a head, and how wide they are as a share of all columns."""

    head: str
    boxes: tuple[TiedBox, ...]
    share: float = 1


def tied(columns: Sequence[TiedColumn], ties: Sequence[Tie], width: float) -> Panel:
    """Lay out columns so that few ties cross, each in the middle of the height of the highest.

    >>> one, other = TiedBox("a", (Caption("A"),)), TiedBox("b", (Caption("B"),))
    >>> both = TiedColumn("From", (one,)), TiedColumn("To", (other,))
    >>> tied(both, [Tie("a", "b")], 400).width
    400
    """
    between = width * _BETWEEN
    shares = sum(column.share for column in columns)
    room = (width - between * (len(columns) - 1)) / shares
    widths = [room * column.share for column in columns]
    heads = [
        text(column.head, wide, size=SMALL, bold=True, most=2)
        for column, wide in zip(columns, widths, strict=True)
    ]
    top = max(head.height for head in heads) + _HEAD
    order = _untangled([[box.key for box in column.boxes] for column in columns], ties)
    drawn = [
        {box.key: _box(box, wide) for box in column.boxes}
        for column, wide in zip(columns, widths, strict=True)
    ]
    high = max(sum(box.height + _GAP for box in boxes.values()) - _GAP for boxes in drawn)
    places: dict[str, Box] = {}
    shapes: list[Shape] = []
    x = 0.0
    for keys, boxes, head, wide in zip(order, drawn, heads, widths, strict=True):
        shapes.append(head.at(x, 0))
        spare = high - sum(box.height for box in boxes.values())
        gap = min(_WIDEST_GAP, spare / max(len(keys) - 1, 1))
        y = top + (spare - gap * (len(keys) - 1)) / 2
        for key in keys:
            places[key] = Box(x, y, wide, boxes[key].height)
            shapes.append(boxes[key].at(x, y))
            y += boxes[key].height + gap
        x += wide + between
    curves = [_curve(tie, ties, places) for tie in ties]
    return Panel(width, top + high, (*curves, *shapes))


def _untangled(columns: list[list[str]], ties: Sequence[Tie]) -> list[list[str]]:
    """Order each column by where the boxes stand that its own are tied to, again and again."""
    neighbours: dict[str, list[str]] = {key: [] for column in columns for key in column}
    for tie in ties:
        neighbours[tie.left].append(tie.right)
        neighbours[tie.right].append(tie.left)
    for _ in range(_ROUNDS):
        for column in columns:
            place = {key: (k + 0.5) / len(some) for some in columns for k, key in enumerate(some)}

            def middle(key: str, place: Mapping[str, float] = place) -> float:
                others = [place[other] for other in neighbours[key]]
                return sum(others) / len(others) if others else 2 + place[key]

            column.sort(key=middle)
    return columns


def _box(tied: TiedBox, width: float) -> Panel:
    inside = below(texts(tied.says, width - 2 * _PADDING), 1)
    box = boxed(inside, replace(tied.box, width=width), _PADDING)
    return Panel(box.width, box.height, (Group(box.shapes, says=tied.whole),))


def _curve(tie: Tie, ties: Sequence[Tie], places: Mapping[str, Box]) -> Curve:
    """Draw a tie; those of one box leave it, and come to it, in the order of the others."""
    left, right = places[tie.left], places[tie.right]
    y = _port(left, [places[one.right].y for one in ties if one.left == tie.left], right.y)
    to_y = _port(right, [places[one.left].y for one in ties if one.right == tie.right], left.y)
    x, to_x = left.x + left.width, right.x
    middle = (x + to_x) / 2
    return replace(tie.look, points=((x, y), (middle, y), (middle, to_y), (to_x, to_y)))


def _port(box: Box, others: Sequence[float], own: float) -> float:
    place = sorted(others).index(own) + 1
    return box.y + box.height * place / (len(others) + 1)
