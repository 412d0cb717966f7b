"""Tables in every notation: nothing is lost, nothing breaks out."""

from __future__ import annotations

import csv
import html.parser
import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermove.streams import Long
from countermove.table import Cell, Result, Table

NASTY = 'a "b", <c> & d|e\\f\ng_h #1 50% $x {y} ~z ^w'
TABLE = Table(
    "A & B", ("state", "NASH", "note"), ((1, True, NASTY), ("x", False, None), (2.5, True, ""))
)

cells = st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=20))


def test_csv() -> None:
    assert TABLE.to_csv() == (
        'state,NASH,note\n1,yes,"a ""b"", <c> & d|e\\f\ng_h #1 50% $x {y} ~z ^w"\nx,no,\n2.5,yes,\n'
    )


@given(st.lists(st.tuples(cells, cells), max_size=5))
def test_csv_is_read_back_as_it_was(rows: list[tuple[Cell, ...]]) -> None:
    written = Table("t", ("a", "b"), tuple(rows)).to_csv()
    words: dict[Any, str] = {None: "", True: "yes", False: "no"}
    expected = [
        [words[cell] if cell is None or isinstance(cell, bool) else str(cell) for cell in row]
        for row in rows
    ]
    assert list(csv.reader(io.StringIO(written, newline="")))[1:] == expected


def test_markdown() -> None:
    assert TABLE.to_markdown() == (
        "| state | NASH | note |\n"
        "|---|---|---|\n"
        '| 1 | ✓ | a "b", <c> & d\\|e\\\\f g_h #1 50% $x {y} ~z ^w |\n'
        "| x | – |  |\n"
        "| 2.5 | ✓ |  |\n"
    )


def test_latex() -> None:
    assert TABLE.to_latex() == (
        "\\begin{table}\n"
        "\\caption{A \\& B}\n"
        "\\begin{tabular}{lcc}\n"
        "\\toprule\n"
        "state & NASH & note \\\\\n"
        "\\midrule\n"
        '1 & \\checkmark{} & a "b", <c> \\& d|e\\textbackslash{}f\ng\\_h \\#1 50\\% \\$x \\{y\\} '
        "\\textasciitilde{}z \\textasciicircum{}w \\\\\n"
        "x & -- &  \\\\\n"
        "2.5 & \\checkmark{} &  \\\\\n"
        "\\bottomrule\n"
        "\\end{tabular}\n"
        "\\end{table}\n"
    )


class Reader(html.parser.HTMLParser):
    """Collects the texts of the cells, the tags and their attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.cells: list[str] = []
        self.tags: list[str] = []
        self.scopes: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.scopes += [value or "" for name, value in attrs if name == "scope"]
        if tag in ("td", "th", "caption"):
            self.cells.append("")

    def handle_data(self, data: str) -> None:
        if self.cells and data.strip():
            self.cells[-1] += data


def test_html() -> None:
    reader = Reader()
    reader.feed(TABLE.to_html())
    assert reader.cells == [
        "A & B",
        "state",
        "NASH",
        "note",
        *("1", "✓", NASTY),
        *("x", "–", ""),
        *("2.5", "✓", ""),
    ]
    assert reader.scopes == ["col"] * 3 + ["row"] * 3
    assert set(reader.tags) == {"table", "caption", "thead", "tbody", "tr", "th", "td"}


def test_html_of_a_table_without_rows() -> None:
    reader = Reader()
    reader.feed(Table("Empty", ("a",), ()).to_html())
    assert reader.cells == ["Empty", "a"]


def test_frame() -> None:
    pandas = pytest.importorskip("pandas")
    frame = TABLE.to_frame()
    assert list(frame.columns) == list(TABLE.columns)
    assert next(tuple(row) for row in frame.astype(object).to_numpy()) == TABLE.rows[0]
    assert pandas.isna(frame.loc[1, "note"])
    assert Table("t", ("a", "b"), ()).to_frame().shape == (0, 2)


def test_rows_may_be_made_when_they_are_gone_through() -> None:
    rows = TABLE.rows * 1000
    long = Table(TABLE.title, TABLE.columns, Long(len(rows), lambda: iter([rows[:7], rows[7:]])))
    whole = Table(TABLE.title, TABLE.columns, rows)
    pieces = list(long.csv_parts())
    assert "".join(pieces) == whole.to_csv() == long.to_csv()
    assert max(map(len, pieces)) < len(whole.to_csv()) / 2
    assert long.to_markdown() == whole.to_markdown()
    assert long.to_latex() == whole.to_latex()
    assert long.to_html() == whole.to_html()


class One(Result):
    def table(self) -> Table:
        return TABLE

    def to_dict(self) -> dict[str, Any]:
        return {"title": "ä"}


def test_results_are_written_by_their_table() -> None:
    result = One()
    assert result.to_csv() == TABLE.to_csv()
    assert result.to_markdown() == TABLE.to_markdown()
    assert result.to_latex() == TABLE.to_latex()
    assert "".join(result.csv_parts()) == TABLE.to_csv()
    assert "".join(result.json_parts()) == result.to_json()
    assert result._repr_html_() == TABLE.to_html()
    assert result.to_frame().equals(TABLE.to_frame())
    assert json.loads(result.to_json()) == {"title": "ä"}
    assert "ä" in result.to_json()
    assert result.to_json().endswith("}\n")


@pytest.mark.parametrize("first", ["[36] table, settle", "*", " [x]"])
def test_no_row_of_latex_begins_like_an_argument(first: str) -> None:
    r"""After ``\\`` and ``\midrule`` LaTeX takes ``[36]`` for a length and ``*`` for a flag."""
    lines = Table("t", (first, "b"), ((first, 1), ("x", 2))).to_latex().splitlines()
    assert [line for line in lines if line.lstrip().startswith(("[", "*"))] == []
    assert lines.count(f"{{}}{first} & 1 \\\\") == 1
    assert "x & 2 \\\\" in lines
