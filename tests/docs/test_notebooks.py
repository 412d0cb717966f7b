"""The tutorial notebooks run from start to end, what they say is so, and every answer is shown."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from nbclient import NotebookClient
from nbformat import NotebookNode, v4

from doc_scripts import script

notebooks = script("notebooks")
NAMES = notebooks.names()


@pytest.fixture(scope="module")
def run() -> dict[str, list[NotebookNode]]:
    """Run all notebooks one after the other, each as if alone, in a kernel that starts once."""
    books = {name: notebooks.notebook(name).cells for name in NAMES}
    cells: list[NotebookNode] = []
    for name in NAMES:
        cells += [v4.new_code_cell("%reset -f"), *books[name]]
    NotebookClient(v4.new_notebook(cells=cells), kernel_name="python3", timeout=60).execute()
    return books


def ends_in_value(source: str) -> bool:
    last = ast.parse(source).body[-1]
    return isinstance(last, ast.Expr) and not ast.unparse(last).startswith("print(")


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_runs_and_shows_its_answers(
    run: dict[str, list[NotebookNode]], name: str
) -> None:
    code = [cell for cell in run[name] if cell.cell_type == "code"]
    assert any(notebooks.is_check(cell) for cell in code)
    for cell in code:
        shown = [out.data for out in cell.outputs if out.output_type == "execute_result"]
        assert len(shown) == ends_in_value(cell.source)
        for data in shown:
            # Of what is shown in HTML the plain text is a line; data frames are pandas' own.
            html = data.get("text/html", "")
            assert "countermove" not in html or "\n" not in data["text/plain"]
    assert any('class="countermove"' in str(cell.outputs) for cell in code)


def test_readers_get_no_checks_and_the_same_file_each_time(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    for folder in (first, second):
        notebooks.write_all(folder)
    assert sorted(path.stem for path in first.iterdir()) == NAMES
    for path in first.iterdir():
        assert path.read_bytes() == (second / path.name).read_bytes()
        assert "assert" not in path.read_text("utf-8")
