"""Small signs that figures share."""

from __future__ import annotations

from countermove.picture.drawing import Stroke


def flag(x: float, y: float) -> Stroke:
    """Draw the flag of the status quo, by its upper left corner."""
    points = ((x, y + 15), (x, y), (x + 11, y + 4), (x, y + 8))
    return Stroke(points, "ink", 1.6, fill="ink")
