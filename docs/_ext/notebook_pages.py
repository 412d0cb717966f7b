"""Notebooks as pages: their cells are run when the documentation is built, and shown with output.

Each page has a link to the notebook itself, which is written beside it.
"""

from __future__ import annotations

import ast
import contextlib
import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

sys.path.insert(0, str(Path(__file__).parent.parent))

import notebooks

_AT = "tutorials/notebooks/"
_LINK = """\
```{{raw}} html
<p>This page is a notebook, for Jupyter, VS Code and others:
<a class="reference download" href="{name}.ipynb" download>{name}.ipynb</a></p>
```"""


def page(name: str) -> str:
    """Return the page of a notebook in Markdown."""
    first, *cells = notebooks.for_readers(name).cells
    title, _, text = first.source.partition("\n")
    known: dict[str, Any] = {}
    parts = [title, _LINK.format(name=name), text]
    for cell in cells:
        if cell.cell_type == "code":
            parts += [f"```python\n{cell.source}\n```", *_outputs(cell.source, known)]
        else:
            parts.append(cell.source)
    return "\n\n".join(parts) + "\n"


def _outputs(source: str, known: dict[str, Any]) -> Iterator[str]:
    """Run a cell; give what it prints and what its last line is, as a notebook shows them."""
    tree, last = ast.parse(source), None
    if isinstance(tree.body[-1], ast.Expr):
        last = ast.Expression(tree.body.pop().value)
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        exec(compile(tree, "cell", "exec"), known)
        value = None if last is None else eval(compile(last, "cell", "eval"), known)
    if printed.getvalue():
        yield _fenced("text", printed.getvalue().rstrip())
    if hasattr(value, "_repr_html_"):
        yield _fenced("{raw} html", f'<div class="output">{value._repr_html_()}</div>')
    elif hasattr(value, "_repr_svg_"):
        yield _fenced("{raw} html", f'<div class="output">{value._repr_svg_()}</div>')
    elif value is not None:
        yield _fenced("text", repr(value))


def _fenced(language: str, text: str) -> str:
    fence = "`" * 8
    return f"{fence}{language}\n{text}\n{fence}"


def _shown(app: Sphinx, docname: str, source: list[str]) -> None:
    if docname.startswith(_AT) and docname.removeprefix(_AT) in notebooks.names():
        source[0] = page(docname.removeprefix(_AT))


def _written(app: Sphinx, error: Exception | None) -> None:
    if error is None and app.builder.format == "html":
        notebooks.write_all(Path(app.outdir, _AT))


def setup(app: Sphinx) -> ExtensionMetadata:
    app.connect("source-read", _shown)
    app.connect("build-finished", _written)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
