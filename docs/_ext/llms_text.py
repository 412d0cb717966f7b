"""What an assistant reads first: ``llms.txt``, which pages there are and what each is about.

It is written when the pages are: each section with its pages, by their titles and first sentences.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.typing import ExtensionMetadata

_ABOUT = """\
# Countermove

> Countermove answers one question about a conflict or a negotiation: which outcomes hold, who can
> upset the others, with what countermove, and what would have to change? It implements the Graph
> Model for Conflict Resolution. Models are text files (TOML); it is used in the browser, in the
> terminal, from Python, and by assistants.

Countermove computes; it forecasts nothing and recommends nothing. Write what a document says as
sources with `quote`, in the document's own words, and let `countermove check` prove them; name the
sources behind each judgement with `because`. Never say that an outcome holds without having solved
the model.
"""


def text(env: BuildEnvironment) -> str:
    """Return the text: every section with its pages."""
    parts = [_ABOUT]
    for index in env.toctree_includes["index"]:
        lines = [f"## {_title(env, index)}", "", *_pages(env, index), ""]
        parts.append("\n".join(lines))
    return "\n".join(parts)


def _pages(env: BuildEnvironment, index: str) -> Iterator[str]:
    for page in env.toctree_includes.get(index, ()):
        about = _first_sentence(env, page)
        yield f"- [{_title(env, page)}]({page}.html)" + (f": {about}" if about else "")
        yield from _pages(env, page)


def _title(env: BuildEnvironment, page: str) -> str:
    return re.sub(r"[\[\]]", "", env.titles[page].astext())


def _first_sentence(env: BuildEnvironment, page: str) -> str:
    first = next(iter(env.get_doctree(page).findall(nodes.paragraph)), None)
    said = " ".join(first.astext().split()) if first else ""
    return re.split(r"(?<=[.!?:])\s+(?=[A-Z])", said)[0].rstrip(":")


def _write(app: Sphinx, failed: Exception | None) -> None:
    if failed is None and app.builder.format == "html":
        Path(app.outdir, "llms.txt").write_text(text(app.env), "utf-8")


def setup(app: Sphinx) -> ExtensionMetadata:
    app.connect("build-finished", _write)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
