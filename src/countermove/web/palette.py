"""The colour and the line style of each decision maker, the same on every page.

Eight colours that readers with any kind of colour vision can tell apart, on white and on black with
a contrast of at least 4.5 to 1, so that text may have them too; and eight line styles, so that
nothing rests on colour alone. They stand in ``static/party.css``.
"""

from __future__ import annotations

from collections.abc import Sequence

COLOURS = 8


def colour(place: int) -> str:
    """Return the class of a decision maker's colour, by its place in the model from 0."""
    return f"party-{place % COLOURS + 1}"


def line_style(place: int) -> str:
    """Return the class of a decision maker's line style."""
    return f"line-{(place + place // COLOURS) % COLOURS + 1}"


def seats(colours: Sequence[int]) -> str:
    """Return the classes of a page on which the parties have other colours than those of places."""
    others = [(place, colour) for place, colour in enumerate(colours) if place != colour]
    if len(colours) > COLOURS:
        return ""
    return " ".join(f"seat-{place + 1}-{colour + 1}" for place, colour in others)
