"""Footnotes of docstrings, numbered per page: docutils wants every name on a page only once."""

from __future__ import annotations

import re
from typing import Any

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata


def number_notes(*event: Any) -> None:
    """Give the notes of one docstring names of their own; autodoc calls this with its event."""
    name, lines = event[2], event[5]
    short = name.rpartition(".")[2]
    for k, line in enumerate(lines):
        cited = re.sub(r"\[(\d+)\]_", rf"[#{short}-\1]_", line)
        lines[k] = re.sub(r"^\.\. \[(\d+)\]", rf".. [#{short}-\1]", cited)


def setup(app: Sphinx) -> ExtensionMetadata:
    app.setup_extension("sphinx.ext.autodoc")
    app.connect("autodoc-process-docstring", number_notes, priority=100)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
