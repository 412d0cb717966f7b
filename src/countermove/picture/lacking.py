"""Letters that no font has, in pictures: their numbers stand in the room that their texts have."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from countermove.picture.drawing import Drawing, Group, Label, Shape
from countermove.picture.widths import cut, width_of
from countermove.texts import by_number, one_line

_SMALLEST = 0.6  # so much of their size letters keep; what has no room then is cut


def with_numbers(drawing: Drawing, lacking: frozenset[str]) -> Drawing:
    """Return a drawing with letters by their numbers, each text no wider than it was.

    >>> drawn = Drawing("A", "", 99, 20, (Label(9, 9, "Talks 中"), Label(9, 19, "so")))
    >>> [(shape.text, round(shape.size)) for shape in with_numbers(drawn, frozenset("中")).shapes]
    [('Talks [4E2D]', 8), ('so', 13)]
    """
    return replace(drawing, shapes=_shapes(drawing.shapes, lacking)) if lacking else drawing


def _shapes(shapes: Iterable[Shape], lacking: frozenset[str]) -> tuple[Shape, ...]:
    return tuple(_shape(shape, lacking) for shape in shapes)


def _shape(shape: Shape, lacking: frozenset[str]) -> Shape:
    if isinstance(shape, Group):
        return replace(shape, shapes=_shapes(shape.shapes, lacking))
    if not isinstance(shape, Label) or lacking.isdisjoint(shape.text):
        return shape
    before = one_line(shape.text)
    text = "".join(by_number(c) if c in lacking else c for c in before)
    room = width_of(before, shape.size, bold=shape.bold)
    wide = width_of(text, shape.size, bold=shape.bold)
    size = shape.size * min(1.0, max(_SMALLEST, room / wide if wide else 1.0))
    return replace(shape, text=cut(text, room, size, bold=shape.bold), size=size)
