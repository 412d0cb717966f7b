"""Tables in every notation: nothing is lost, nothing breaks out."""

from __future__ import annotations

import csv
import html.parser
import io
import re
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermove.errors import MissingExtraError
from countermove.streams import Long
from countermove.table import Cell, Table
from countermove.texts import visible

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
    """Save for what steers a terminal, and for the apostrophe before what would be computed."""
    written = Table("t", ("a", "b"), tuple(rows)).to_csv()
    words: dict[Any, str] = {None: "", True: "yes", False: "no"}
    expected = [
        [
            words[cell]
            if cell is None or isinstance(cell, bool)
            else visible(cell)
            if isinstance(cell, str)
            else str(cell)
            for cell in row
        ]
        for row in rows
    ]
    found = list(csv.reader(io.StringIO(written, newline="")))[1:]
    assert [[cell.removeprefix("'") for cell in row] for row in found] == [
        [cell.removeprefix("'") for cell in row] for row in expected
    ]


@pytest.mark.parametrize(
    "text", ["=SUM(A1:A9)", "+1+1", "-NNY-", "@cmd", "\t=1", " =1", "\n=1", "＝1", "\x00=1"]
)
def test_no_cell_of_csv_is_a_formula(text: str) -> None:
    (_, (cell, _)) = csv.reader(io.StringIO(Table("t", ("a", "b"), ((text, 1),)).to_csv()))
    assert cell == f"'{visible(text)}"


@pytest.mark.parametrize("number", [-1, -2.5, "-1", "+2.5"])
def test_numbers_stay_numbers(number: Cell) -> None:
    assert Table("t", ("a",), ((number,),)).to_csv() == f"a\n{number}\n"


def test_numbers_of_any_size_are_written_in_full() -> None:
    number = 7 * 10**5000
    digits = f"7{'0' * 5000}"
    table = Table("t", ("a", "b"), ((number, "é\x1b"), (1, True)))
    assert table.to_csv() == f"a,b\n{digits},é\n1,yes\n"
    for text in (table.to_markdown(), table.to_html()):
        assert digits in text
    # On paper they are broken into lines and rows.
    assert "".join(re.findall("[70]+", table.to_latex().partition("midrule")[2])) == digits


def test_markdown() -> None:
    assert TABLE.to_markdown() == (
        "| state | NASH | note |\n"
        "|---|---|---|\n"
        '| 1 | ✓ | a "b", \\<c\\> \\& d\\|e\\\\f g\\_h \\#1 50% \\$x \\{y\\} \\~z ^w |\n'
        "| x | – |  |\n"
        "| 2.5 | ✓ |  |\n"
    )


def test_latex() -> None:
    assert TABLE.to_latex() == (
        "% Needs \\usepackage{booktabs,array,amssymb}.\n"
        "\\begin{table}[htbp]\n"
        "\\centering\\small\\setlength{\\tabcolsep}{4pt}\n"
        "\\caption{A \\& B}\n"
        "\\label{tab:a-b}\n"
        "\\begin{tabular}{lcl}\n"
        "\\toprule\n"
        "state & NASH & note \\\\\n"
        "\\midrule\n"
        "1 & \\checkmark{} & a ``b'', \\textless{}c\\textgreater{} \\& d\\textbar{}e"
        "\\textbackslash{}f g\\_h \\#1 50\\% \\$x \\{y\\} "
        "\\textasciitilde{}z \\textasciicircum{}w \\\\\n"
        "x & -- &  \\\\\n"
        "2.5 & \\checkmark{} &  \\\\\n"
        "\\bottomrule\n"
        "\\end{tabular}\n"
        "\\end{table}\n"
    )


def test_latex_of_sentences_is_as_wide_as_a_line() -> None:
    rows = (("x", "word " * 40, "other " * 20),)
    text = Table("t", ("a", "b", "c"), rows).to_latex()
    assert "\\begin{tabularx}{\\linewidth}{l>" in text
    widths = re.findall(r"hsize=(\d\.\d+)\\hsize\}X", text)
    assert sum(map(float, widths)) == len(widths) == 2
    assert text.count(r"\raggedright\arraybackslash") == 2


@pytest.mark.parametrize("columns", [2, 14, 60, 200])
def test_latex_of_many_columns_is_broken_into_parts(columns: int) -> None:
    heads = ("option", *(f"[{k}]" for k in range(1, columns)))
    text = Table("t", heads, (("a", *["Y"] * (columns - 1)),)).to_latex()
    parts = re.findall(r"toprule\n(.*) \\\\", text)
    found = [head for part in parts for head in part.split(" & ")[1:]]
    assert found == list(heads[1:])
    assert all(len(part.split(" & ")) <= 18 for part in parts)
    assert (len(parts) > 1) == (columns > 14)


def test_latex_longer_than_a_page_goes_on_the_next() -> None:
    rows = tuple((k, k % 2 == 0) for k in range(100))
    text = Table("t", ("a", "b"), rows).to_latex()
    assert "longtable}.\n{" in text.replace("usepackage{booktabs,array,amssymb,", "")
    assert text.count("\\endhead\n") == text.count("\\caption{t}\\label{tab:t}") == 1
    assert text.count(" \\\\\n") == 100 + 2


def test_latex_leaves_no_ligature_and_no_control() -> None:
    text = Table("t", ("a",), (("--NN?`\x1b\x85",),)).to_latex()
    assert "-{}-NN?\\textasciigrave{} \\\\" in text


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


KINDS = {
    "state": (3, None, -1),
    "NASH": (True, False, None),
    "sure": (True, False, True),
    "share": (0.5, 1, None),
    "text": ("a", None, "b"),
    "mixed": (1, "x", True),
    "flags": (True, 2, None),
    "large": (1 << 70, 1, None),
    "nothing": (None, None, None),
}
TYPED = Table("t", tuple(KINDS), tuple(zip(*KINDS.values(), strict=True)))


def test_each_column_of_a_frame_has_one_type() -> None:
    pandas = pytest.importorskip("pandas")
    frame = TYPED.to_frame()
    assert {name: str(dtype) for name, dtype in frame.dtypes.items()} == {
        "state": "Int64",
        "NASH": "boolean",
        "sure": "bool",
        "share": "float64",
        **dict.fromkeys(["text", "mixed", "flags", "large", "nothing"], "string"),
    }
    assert frame["state"].tolist() == [3, pandas.NA, -1]
    assert frame["mixed"].tolist() == ["1", "x", "yes"]
    assert frame["large"].tolist() == [str(1 << 70), "1", pandas.NA]
    assert frame.isna().sum().tolist() == [1, 1, 0, 1, 1, 0, 1, 1, 3]
    assert Table("t", ("a", "b"), ()).to_frame().shape == (0, 2)


def test_a_frame_of_polars_says_the_same() -> None:
    polars = pytest.importorskip("polars")
    frame = TYPED.to_polars()
    kinds = [polars.Int64, polars.Boolean, polars.Boolean, polars.Float64, *5 * [polars.String]]
    assert frame.dtypes == kinds
    assert frame["mixed"].to_list() == ["1", "x", "yes"]
    for name in ("state", "NASH", "sure", "share", "text"):
        assert tuple(frame[name]) == KINDS[name]
    assert Table("t", ("a", "a"), ((1, 2),)).to_polars().columns == ["a", "a (2)"]
    assert Table("t", ("a", "b"), ()).to_polars().shape == (0, 2)


@pytest.mark.parametrize(("library", "method"), [("pandas", "to_frame"), ("polars", "to_polars")])
def test_a_library_that_is_missing_is_named(
    monkeypatch: pytest.MonkeyPatch, library: str, method: str
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    extra = {"pandas": "frame"}.get(library, library)
    with pytest.raises(MissingExtraError, match=rf"pip install \"countermove\[{extra}\]"):
        getattr(TABLE, method)()


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


@pytest.mark.parametrize("first", ["[36] table, settle", "*", " [x]"])
def test_no_row_of_latex_begins_like_an_argument(first: str) -> None:
    r"""After ``\\`` and ``\midrule`` LaTeX takes ``[36]`` for a length and ``*`` for a flag."""
    lines = Table("t", (first, "b"), ((first, 1), ("x", 2))).to_latex().splitlines()
    first = first.strip()
    assert [line for line in lines if line.lstrip().startswith(("[", "*"))] == []
    assert lines.count(f"{{}}{first} & 1 \\\\") == 1
    assert "x & 2 \\\\" in lines
