"""Figures in the pages, drawn by the program when the documentation is built.

The directive ``drawn`` takes what is typed behind ``countermove draw``. The files lie in
``docs/pictures/drawn``, which isn't kept; a figure that can't be drawn stops the build.
"""

from __future__ import annotations

import re
import shlex
from hashlib import sha256
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import ExtensionMetadata

from countermove.analysis.solving import solve
from countermove.draw import find
from countermove.files.model_file import load
from countermove.picture.drawing import Drawing

_FOLDER = Path(__file__).parent.parent / "pictures" / "drawn"
_TAKES = {"--outcome": "states", "--party": "parties", "--claim": "claims"}


def picture(drawing: Drawing, name: str) -> nodes.image:
    """Write a figure into a file of its own, and return the picture on a page."""
    written = drawing.to_svg()
    digest = sha256(written.encode()).hexdigest()[:8]
    file = f"{re.sub(r'[^a-z0-9]+', '-', name.lower()).strip('-')}-{digest}.svg"
    _FOLDER.mkdir(parents=True, exist_ok=True)
    (_FOLDER / file).write_text(written, "utf-8")
    return nodes.image(uri=f"/pictures/drawn/{file}", alt=drawing.says)


def drawn(words: str) -> Drawing:
    """Draw what is typed behind ``countermove draw``: a model, a figure and what else it takes."""
    model, figure, *options = shlex.split(words)
    asked: dict[str, list[str]] = {}
    for option, value in zip(options[::2], options[1::2], strict=True):
        asked.setdefault(option, []).append(value)
    solution = solve(load(model), asked.pop("--concept", None))
    taken = {_TAKES[option]: tuple(values) for option, values in asked.items()}
    return find(figure).asked(**taken).drawing(solution)


class Drawn(SphinxDirective):
    """A figure, and below it what draws it."""

    required_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        words = self.arguments[0]
        command = nodes.literal("", f"countermove draw {words}")
        return [picture(drawn(words), words), nodes.paragraph("", "Drawn by ", command)]


def setup(app: Sphinx) -> ExtensionMetadata:
    app.add_directive("drawn", Drawn)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
