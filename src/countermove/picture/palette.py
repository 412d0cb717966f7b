"""All colours of pictures: by role, and of each party the colour and the line style.

Eight colours that readers with any kind of colour vision can tell apart, on white and on black with
a contrast of at least 4.5 to 1, so that text may have them too; and eight line styles, so that
nothing rests on colour alone, nor on what a grey print leaves of it. For pages the same stand in
``web/static/party.css``, and are dark ones there, too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

Role = Literal["ink", "soft", "edge", "paper", "good", "bad", "shade", "solid", "on-solid"]
"""What something is painted for. A shade is a ground on which ink can still be read; on what is
solid, words are painted on-solid."""

Paint = Role | int
"""A role, or the seat of a party: its place in the model, from 0."""

ROLES: Mapping[Role, str] = {
    "ink": "#1b1f24",
    "soft": "#57606a",
    "edge": "#7a828b",
    "paper": "#fff",
    "good": "#116329",
    "bad": "#a40e26",
    # Ink that the paper is seen through, so that it suits any paper.
    "shade": "#1b1f24",
    "solid": "#1b1f24",
    "on-solid": "#fff",
}
SHADE = 0.08

PARTIES = (
    "#2f62e8",
    "#7f2400",
    "#26825f",
    "#6a0a66",
    "#946200",
    "#3a1aae",
    "#0d6c8c",
    "#8a4030",
)
DASHES: tuple[tuple[float, ...], ...] = (
    (),
    (9, 4),
    (2, 4),
    (12, 4, 2, 4),
    (16, 6),
    (6, 3, 2, 3, 2, 3),
    (5, 5),
    (14, 3, 5, 3),
)
COLOURS = len(PARTIES)


def hue(paint: Paint) -> str:
    """Return a colour for light paper."""
    return PARTIES[paint % COLOURS] if isinstance(paint, int) else ROLES[paint]


def dash(place: int) -> tuple[float, ...]:
    """Return the line style of a party: lengths of strokes and gaps."""
    return DASHES[_line(place)]


def colour(place: int) -> str:
    """Return the class of a party's colour on a page."""
    return f"party-{place % COLOURS + 1}"


def line_style(place: int) -> str:
    """Return the class of a party's line style on a page."""
    return f"line-{_line(place) + 1}"


def _line(place: int) -> int:
    return (place + place // COLOURS) % COLOURS


def seats(colours: Sequence[int]) -> str:
    """Return the classes of a page on which the parties have other colours than those of places."""
    others = [(place, colour) for place, colour in enumerate(colours) if place != colour]
    if len(colours) > COLOURS:
        return ""
    return " ".join(f"seat-{place + 1}-{colour + 1}" for place, colour in others)
