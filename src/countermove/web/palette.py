"""The colour and the line style of each decision maker, the same on every page.

Eight colours that readers with any kind of colour vision can tell apart, on white and on black with
a contrast of at least 4.5 to 1, so that text may have them too; and eight line styles, so that
nothing rests on colour alone. ``static/party.css`` is what :func:`stylesheet` writes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

COLOURS = (
    ("#2f62e8", "#5b9bff"),
    ("#7f2400", "#f5701e"),
    ("#26825f", "#93efa6"),
    ("#6a0a66", "#f745a8"),
    ("#946200", "#efb61c"),
    ("#3a1aae", "#abb6ff"),
    ("#0d6c8c", "#78eaf0"),
    ("#8a4030", "#fb9aa2"),
)
"""The colours, on light and on dark ground."""

DASHES = ("0", "9 4", "2 4", "12 4 2 4", "16 6", "6 3 2 3 2 3", "5 5", "14 3 5 3")
"""The line styles, as lengths of dashes and gaps; the first is a line without gaps."""


@dataclass(frozen=True, slots=True)
class PartyLook:
    """What a decision maker looks like."""

    colour: str
    line: str

    def __str__(self) -> str:
        """Write it as the classes of an element."""
        return f"{self.colour} {self.line}"


def look(place: int) -> PartyLook:
    """Return what a decision maker looks like, by its place in the model from 0."""
    colour = place % len(COLOURS)
    line = (place + place // len(COLOURS)) % len(DASHES)
    return PartyLook(f"party-{colour + 1}", f"line-{line + 1}")


def seats(colours: Sequence[int]) -> str:
    """Return the classes of a page on which the parties have other colours than those of places."""
    others = [(place, colour) for place, colour in enumerate(colours) if place != colour]
    if len(colours) > len(COLOURS):
        return ""
    return " ".join(f"seat-{place + 1}-{colour + 1}" for place, colour in others)


def stylesheet() -> str:
    """Write the style sheet that gives the classes their colours and line styles."""
    light = _properties("  ", 0)
    dark = _properties("  ", 1)
    every = range(1, len(COLOURS) + 1)
    dashes = "".join(f"  --line-{k}: {DASHES[k - 1]};\n" for k in every)
    classes = "".join(
        f".party-{k} {{\n  --party: var(--seat-{k}, var(--party-{k}));\n}}\n\n" for k in every
    )
    lines = "".join(
        f".line-{k} {{\n  --dash: var(--seat-line-{k}, var(--line-{k}));\n"
        "  stroke-dasharray: var(--dash);\n}\n\n"
        for k in every
    )
    moved = "".join(
        f".seat-{k}-{c} {{ --seat-{k}: var(--party-{c}); --seat-line-{k}: var(--line-{c}); }}\n"
        for k in every
        for c in every
        if k != c
    )
    preferred = _properties("    ", 1)
    return (
        "/* Written by countermove.web.palette: change it there. */\n\n"
        f":root {{\n{light}{dashes}}}\n\n"
        "@media screen and (prefers-color-scheme: dark) {\n"
        f"  :root:not([data-theme]) {{\n{preferred}  }}\n}}\n\n"
        f'[data-theme="dark"] {{\n{dark}}}\n\n{classes}{lines}{moved}'
    ).rstrip("\n") + "\n"


def _properties(indent: str, ground: int) -> str:
    return "".join(
        f"{indent}--party-{k}: {both[ground]};\n" for k, both in enumerate(COLOURS, start=1)
    )
