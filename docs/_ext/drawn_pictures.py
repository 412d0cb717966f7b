"""Figures in the pages, drawn by the program when the documentation is built.

The directive ``drawn`` takes what is typed behind ``countermove draw``, and that is run. The files
lie in ``docs/pictures/drawn``, which isn't kept; a figure that can't be drawn stops the build.
"""

from __future__ import annotations

import re
import shlex
from contextlib import redirect_stderr, redirect_stdout, suppress
from hashlib import sha256
from io import StringIO
from pathlib import Path
from xml.etree import ElementTree

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import ExtensionMetadata

from countermove.cli.app import main as countermove

_FOLDER = Path(__file__).parent.parent / "pictures" / "drawn"


def drawn(words: str) -> nodes.image:
    """Draw what is typed behind ``countermove draw`` into a file, and return it as a picture."""
    digest = sha256(words.encode()).hexdigest()[:8]
    file = f"{re.sub(r'[^a-z0-9]+', '-', words.lower()).strip('-')}-{digest}.svg"
    _FOLDER.mkdir(parents=True, exist_ok=True)
    path = _FOLDER / file
    path.unlink(missing_ok=True)
    with redirect_stdout(StringIO()) as told, redirect_stderr(told), suppress(SystemExit):
        countermove(["draw", *shlex.split(words), "--output", str(path)])
    if not path.exists():
        raise RuntimeError(told.getvalue())
    says = ElementTree.parse(path).findtext("{http://www.w3.org/2000/svg}desc")
    return nodes.image(uri=f"/pictures/drawn/{file}", alt=says)


class Drawn(SphinxDirective):
    """A figure, and below it what draws it."""

    required_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        words = self.arguments[0]
        command = nodes.literal("", f"countermove draw {words}")
        return [drawn(words), nodes.paragraph("", "Drawn by ", command)]


def setup(app: Sphinx) -> ExtensionMetadata:
    app.add_directive("drawn", Drawn)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
