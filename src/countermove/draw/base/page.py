"""Figures that are written from the top down: their width, their heading, what isn't drawn."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from countermove.analysis.ask.what_to_ask import WhatToAsk
from countermove.analysis.equilibria import Solution
from countermove.draw.base.sheet import MARGIN, NARROWEST, Sign, sheet
from countermove.picture.drawing import Drawing
from countermove.picture.panels import Panel, below, text
from countermove.report.ways import way_sentences
from countermove.texts import counted

_WIDE, _HEADING, _GAP = 960.0, 14.0, 12.0


def width_in(room: int | None) -> float:
    """Return how wide what stands on a sheet is that takes some room; without one, a slide's."""
    return _WIDE if room is None else max(float(NARROWEST), room - 2.0 * MARGIN)


def is_slim(width: float) -> bool:
    """Say whether there is room for one column only."""
    return width < _WIDE * 0.7


def on_page(
    answered: Solution | WhatToAsk,
    asks: str,
    says: Iterable[str],
    panels: Iterable[Panel],
    *,
    width: float,
    legend: Sequence[Sign] = (),
) -> Drawing:
    """Put panels below each other on a sheet, and above them the question that they answer."""
    head = text(asks, width, size=_HEADING, bold=True, most=3)
    body = below([head, *(piece for piece in panels if piece.height)], _GAP)
    told = " ".join(filter(None, says))
    notes = tuple(way_sentences(answered.model, answered.concepts))
    size = (max(width, body.width), body.height)
    return sheet(answered.model, asks, told, body.shapes, size, notes=notes, legend=legend)


def not_drawn(count: int, one: str, many: str | None = None) -> str:
    """Say how many things aren't drawn; nothing where all are."""
    if not count:
        return ""
    more = counted(count, f"more {one}", f"more {many or f'{one}s'}")
    return f"{more} {'is' if count == 1 else 'are'}n't drawn."
