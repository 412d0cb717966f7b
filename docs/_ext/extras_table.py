"""The optional parts of the package, as pyproject.toml has them, for the page on installing."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import ExtensionMetadata

_PYPROJECT = Path(__file__).parent.parent.parent / "pyproject.toml"

# Every extra has a line here: one that is new stops the build until it has.
_FOR = {
    "web": "The app in the browser: `countermove serve`",
    "sat": "`radius`, and in `goals` the least change of rankings",
    "symbolic": "Models with too many outcomes to list",
    "report": "Reports as PDF and for Word",
    "plot": "Figures as PNG and PDF; as SVG they need nothing",
    "read": "Of pages of the web only the report, and PDF; text, HTML and Word need nothing",
    "mcp": "The server for assistants: `countermove mcp`",
    "table": "Models from and to workbooks (`.xlsx`)",
    "frame": "Results as data frames of pandas in Python (`to_frame`)",
    "polars": "The same for polars (`to_polars`)",
    "networkx": "A model's graph as a network (`to_networkx`)",
    "dist": "Sweeps on a cluster: `countermove sweep --cluster`",
    "test": "For developers: the tests",
    "lint": "For developers: style, types, the direction of imports",
    "docs": "For developers: this documentation",
    "bench": "For developers: measuring time and memory",
    "mutants": "For developers: whether a test notices a changed program",
    "fuzz": "For developers: broken files for the loader",
    "publish": "For developers: building and checking what is published",
    "dev": "For developers: most of it at once",
}


def table() -> str:
    """Return the extras as a table in Markdown: what each is for, and what it brings along."""
    extras = tomllib.loads(_PYPROJECT.read_text("utf-8"))["project"]["optional-dependencies"]
    if set(extras) != set(_FOR):
        raise KeyError(f"extras and what they are for differ: {set(extras) ^ set(_FOR)}")
    lines = ["| extra | what for | what it brings along |", "|---|---|---|"]
    lines += [f"| `{name}` | {what} | {_brought(extras[name])} |" for name, what in _FOR.items()]
    return "\n".join(lines)


def _brought(requirements: list[str]) -> str:
    """Name the packages, and the extras that are part of this one."""
    found = []
    for requirement in requirements:
        name = re.match(r"[\w.-]+(\[[^\]]*\])?", requirement)
        assert name is not None
        own = re.fullmatch(r"countermove\[(.*)\]", name[0])
        found.append(", ".join(f"`{x}`" for x in own[1].split(",")) if own else name[0])
    return ", ".join(found)


class Extras(SphinxDirective):
    """The table."""

    def run(self) -> list[nodes.Node]:
        self.env.note_dependency(str(_PYPROJECT))
        self.env.note_dependency(__file__)
        return self.parse_text_to_nodes(table())


def setup(app: Sphinx) -> ExtensionMetadata:
    app.add_directive("extras", Extras)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
