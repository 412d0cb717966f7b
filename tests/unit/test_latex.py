r"""Tables in LaTeX fit a page, whatever their size and whatever is in them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermove import latex
from countermove.analysis.solving import solve
from countermove.files.model_file import load
from countermove.report.states import StateList
from countermove.table import Table
from latex_reading import engine, overfull, plain, read

LONG_WORD = "https://example.org/" + "a_b%c/" * 60
SENTENCE = "A sentence of some length, with words of all lengths in it. " * 6


def wide() -> Table:
    heads = ("option", *(f"[{k}]" for k in range(1, 60)))
    rows = tuple((f"Option {k}: {SENTENCE[: 9 * k]}", *["Y"] * 59) for k in range(1, 8))
    return Table("Options & states", heads, rows, ruled=(3,))


TABLES = {
    "small": Table("Small", ("state", "NASH"), ((1, True), (2, False))),
    "wide": wide(),
    "sentences": Table("Sentences", ("a", "b", "c"), (("x", SENTENCE, SENTENCE), ("y", "z", ""))),
    "long": Table("Long", ("a", "b"), tuple((k, SENTENCE[: k % 90]) for k in range(150))),
    "long words": Table("Words", ("who", LONG_WORD), ((LONG_WORD, "x" * 300), ("漢字" * 200, "y"))),
    "taller than a page": Table("Tall", ("a", "b", "c"), (("x", SENTENCE * 40, SENTENCE),)),
    "sentences in many columns": Table(
        "Many", tuple(f"column {k}" for k in range(12)), ((SENTENCE,) * 12, ("x",) * 12)
    ),
    "capitals": Table("W", ("W" * 8, "M" * 10), (("W" * 40, "M" * 50), ("W W " * 40, "@" * 90))),
    "nothing": Table("Nothing", ("a", "b"), ()),
}
EVERY = pytest.mark.parametrize("name", TABLES)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ('"A" and ("B"), 5"', "``A'' and (``B''), 5''"),
        ("“‘Strike’ can last”", "``{}`Strike' can last''"),
        ("“It is ‘so’” it's", "``It is `so'{}'' it's"),
        ('so?“A” ""', "so?{}``A'' ``{}''"),
    ],
)
def test_quotes_open_and_close(text: str, written: str) -> None:
    assert latex.latex(text) == written


@EVERY
def test_a_table_is_sound_and_fits(name: str) -> None:
    assert read(TABLES[name].to_latex())


@EVERY
def test_nothing_of_a_table_is_left_out(name: str) -> None:
    table = TABLES[name]
    parts = read(table.to_latex())
    heads = [plain(latex.latex(column)) for column in table.columns]
    assert {plain(head) for part in parts for head in part.head} == set(heads)
    for part in parts:
        for at, head in enumerate(part.head):
            k = heads.index(plain(head))
            cells = [
                "✓" if row[k] is True else "–" if row[k] is False else str(row[k])
                for row in table.rows
            ]
            written = "".join(plain(latex.latex(cell)) for cell in cells)
            found = "".join(plain(row[at]) for row in part.rows)
            assert found.replace(" ", "") == written.replace(" ", "")


def test_what_is_broken_says_so_and_what_goes_on_too() -> None:
    text = TABLES["wide"].to_latex()
    assert text.count(r"\begin{longtable}") == text.count("goes on") > 1
    assert f"(in {text.count('begin{longtable}')} parts, one below the other)" in text
    parts = read(text)
    told = re.findall(r"\\multicolumn\{(\d+)\}\{l\}\{part (\d+) of (\d+)\}", text)
    assert [tuple(map(int, one)) for one in told] == [
        (len(part.head), k, len(parts)) for k, part in enumerate(parts[1:], 2)
    ]
    assert r"\addtocounter{table}{-1}" in text


def test_a_line_is_drawn_where_the_table_says() -> None:
    lines = Table("t", ("a",), ((1,), (2,), (3,)), ruled=(2,)).to_latex().splitlines()
    assert lines[lines.index(r"2 \\") + 1 :][:2] == [r"\midrule", r"3 \\"]


@given(
    st.lists(st.text(max_size=40), min_size=1, max_size=6),
    st.lists(st.one_of(st.text(max_size=300), st.integers(), st.booleans()), max_size=30),
)
def test_any_table_is_sound_and_fits(heads: list[str], cells: list[str | int]) -> None:
    count = len(heads)
    rows = tuple(tuple(cells[k : k + count]) for k in range(0, len(cells) - count + 1, count))
    read(Table("Any", tuple(heads), rows).to_latex())


# How wide the letters of Computer Modern are at 10 points, as its metrics say.
CMR10 = {
    2.78: "il!'.,:;[]",
    3.06: "fj",
    3.33: "-",
    3.61: "I",
    3.92: "rst()",
    4.44: "cez",
    5.0: "0123456789ago$*/",
    5.28: "kqvxy",
    5.56: "bdhnpuS",
    6.11: "Z",
    6.25: "L",
    6.53: "F",
    6.81: "EP",
    7.22: "wBCT",
    7.36: "R",
    7.5: "AHNUVXY",
    7.78: "DGKOQ&+=@",
    8.33: "m%#",
    9.17: "M",
    10.28: "W",
}


def test_estimates_are_not_less_than_the_letters_are_wide() -> None:
    for width, letters in CMR10.items():
        for letter in letters:
            assert width <= latex._points(letter) <= 1.3 * width, letter


@pytest.mark.skipif(engine() is None, reason="no LaTeX is installed: nothing could be compiled")
def test_no_box_is_overfull_where_it_is_compiled(tmp_path: Path) -> None:
    solution = solve(load("elmira"))
    real = {"states": StateList(solution.model, solution), "solution": solution}
    texts = {name: result.to_latex() for name, result in real.items()}
    texts |= {name: table.to_latex() for name, table in TABLES.items()}
    for name, text in texts.items():
        folder = tmp_path / name
        folder.mkdir()
        assert not overfull(text, folder), name
