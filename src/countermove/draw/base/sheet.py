"""What stands around a figure: title and notes above, a legend below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from countermove.graph_model import GraphModel
from countermove.picture.drawing import Drawing, Group, Label, Shape, scaled
from countermove.picture.widths import width_of, wrapped
from countermove.report.parameters import Parameter
from countermove.report.reading_used import reading_sentence

NARROWEST = 480
"""A sheet has so much room for texts, however small what is on it is."""

COLUMN = 520
"""So wide is a figure for one column of a page."""

Room = Annotated[
    int | None,
    Parameter(
        "Room",
        "So many pixels wide, about: 520 for a column of a paper, 1000 for a slide.",
        ("--room",),
        least=320,
        most=4_000,
    ),
]

MARGIN = 20
_TITLE, _NOTE, _LINE, _AIR, _SIGN, _APART = 17, 12, 17, 14, 34, 18


@dataclass(frozen=True, slots=True)
class Sign:
    """What a sign in a figure means: shapes, 34 pixels wide around the height 0, and words."""

    shapes: tuple[Shape, ...]
    text: str


def sheet(
    model: GraphModel,
    what: str,
    says: str,
    body: Sequence[Shape],
    size: tuple[float, float],
    *,
    notes: Sequence[str] = (),
    legend: Sequence[Sign] = (),
    scale: float = 1,
) -> Drawing:
    """Put shapes that take some room on a sheet, with the title of the model.

    What stands around them is so many times as large as usual. `what` says what it is, as in
    ``Graph``; that stands in the title that isn't seen.
    """
    width, height = size[0] / scale, size[1] / scale
    room = max(width, NARROWEST)
    shapes: list[Shape] = []
    y = float(MARGIN)
    for line in wrapped(model.conflict.title, room, _TITLE, bold=True, most=3):
        y += _TITLE * 1.25
        shapes.append(Label(MARGIN, y - 4, line, _TITLE, bold=True))
    for line in (one for note in (*about(model), *notes) for one in wrapped(note, room, _NOTE)):
        y += _LINE
        shapes.append(Label(MARGIN, y, line, _NOTE, "soft"))
    y += _AIR
    place = Group(tuple(body), scale * (MARGIN + (room - width) / 2), scale * y)
    y += height + _AIR
    below, deep = _legend(legend, room)
    shapes += [Group(below, MARGIN, y)] if below else []
    y += deep
    title = f"{what}{'' if what.endswith('?') else ':'} {model.conflict.title}"
    end = room + 2 * MARGIN, y + MARGIN - _AIR / 2
    return Drawing(title, says, scale * end[0], scale * end[1], (place, *scaled(shapes, scale)))


def about(model: GraphModel) -> list[str]:
    """Say of which reading an answer is, where it is of one; of a scenario the title says it."""
    return list(filter(None, [reading_sentence(model)]))


def _legend(signs: Sequence[Sign], room: float) -> tuple[tuple[Shape, ...], float]:
    """Put signs into rows; a text that is wider than all the room goes on below."""
    shapes: list[Shape] = []
    x, y = 0.0, _LINE / 2
    for sign in signs:
        lines = wrapped(sign.text, room - _SIGN - 8, _NOTE)
        wide = _SIGN + 8 + max(width_of(line, _NOTE) for line in lines)
        if x and x + wide > room:
            x, y = 0.0, y + _LINE + 3
        shapes.append(Group(sign.shapes, x, y))
        for k, line in enumerate(lines):
            shapes.append(Label(x + _SIGN + 8, y + 4 + k * _LINE, line, _NOTE))
        x += wide + _APART
        if len(lines) > 1:
            x, y = 0.0, y + _LINE * len(lines) + 3
    return tuple(shapes), y + _LINE if signs else 0
