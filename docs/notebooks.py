"""The tutorial notebooks: pages of Markdown whose Python cells are run, and the same as .ipynb.

`python docs/notebooks.py FOLDER` writes them there for Jupyter, VS Code and others. Cells with the
tag *check* are for the tests: they hold what the text says, and readers don't see them.
"""

from __future__ import annotations

import sys
from pathlib import Path

import jupytext
import nbformat
from nbformat import NotebookNode

FOLDER = Path(__file__).parent / "tutorials" / "notebooks"
_KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


def names() -> list[str]:
    """Return what the notebooks are called."""
    return sorted(page.stem for page in FOLDER.glob("*.md") if page.stem != "index")


def notebook(name: str) -> NotebookNode:
    """Read a notebook with the cells that check what it says."""
    book = jupytext.reads((FOLDER / f"{name}.md").read_text("utf-8"), fmt="md")
    book.metadata = NotebookNode(kernelspec=_KERNEL)
    for number, cell in enumerate(book.cells):
        cell.id = f"{name}-{number}"  # the same each time
    return book


def is_check(cell: NotebookNode) -> bool:
    """Say whether a cell is for the tests only."""
    return "check" in cell.metadata.get("tags", ())


def for_readers(name: str) -> NotebookNode:
    """Read a notebook as readers get it."""
    book = notebook(name)
    book.cells = [cell for cell in book.cells if not is_check(cell)]
    return book


def write_all(folder: Path) -> None:
    """Write all notebooks into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in names():
        nbformat.write(for_readers(name), folder / f"{name}.ipynb")


if __name__ == "__main__":
    write_all(Path(sys.argv[1]))
