"""The report as a LaTeX document: sound, whole, and compiled where a LaTeX is installed."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from countermove.latex import latex
from countermove.picture.drawing import Box, Curve, Dot, Drawing, Group, Label, Stroke
from countermove.report.article import Article, Grid, Picture, Prose, Section, written
from countermove.report.formats.tex import to_tex
from documents import report_on_talks, saying, told
from latex_reading import check_nesting, engine, overfull_document


@pytest.fixture(scope="module")
def article() -> Article:
    whole = report_on_talks()
    shapes = (
        Label(9, 20, "A & B", bold=True, anchor="middle", turn=90),
        Box(5, 5, 90, 40, fill="shade", dash=(9, 4)),
        Stroke(((0, 0), (9, 9), (0, 9)), closed=True, fill="good"),
        Group((Curve(((0, 0), (5, 0), (5, 9), (9, 9)), paint=1), Dot(9, 9, 3)), x=50, y=20),
    )
    drawn = Drawing("A < drawing", "There is a dot.", 200, 90, shapes)
    picture = Section("A picture?", (Picture(drawn, (Prose("In words."),)),))
    return replace(whole, sections=(whole.sections[0], picture, *whole.sections[1:]))


def test_it_is_whole_and_sound(article: Article) -> None:
    text = to_tex(article)
    check_nesting(text)
    assert "\n\n" not in "".join(
        re.findall(r"\\begin{longtable}.*?\\end{longtable}", text, re.DOTALL)
    )
    # Without the picture, and the record with its numbers.
    without = replace(article, sections=(article.sections[0], *article.sections[2:-1]))
    said = " ".join(to_tex(without).split())
    for one in told(without):
        assert " ".join(latex(one).split()) in said, one


def test_every_row_is_in_it_cell_by_cell(article: Article) -> None:
    text = to_tex(article)
    grids = [b for s in article.sections for b in s.blocks if isinstance(b, Grid)]
    rows = [[latex(written(cell)) for cell in line.cells] for g in grids for line in g.lines]
    assert sum(map(bool, rows)) > 30

    def stands(cells: list[str]) -> bool:
        return f" & {' & '.join(cells)} \\\\\n" in text

    for row in filter(None, rows):
        # A table that is too wide stands in parts, one below the other.
        assert stands(row) or any(stands(row[:k]) and stands(row[k:]) for k in range(1, len(row)))


def test_a_note_stands_where_it_is_first_named_and_numbers_lead_to_the_record(
    article: Article,
) -> None:
    text = to_tex(article)
    marks = re.findall(r"\\footnote\[(\d+)\]", text)
    assert len(marks) == len(set(marks)) > 3
    targets = set(re.findall(r"\\hypertarget\{(note-\d+)\}", text))
    assert {f"note-{mark}" for mark in marks} <= targets
    assert set(re.findall(r"\\hyperlink\{(note-\d+)\}", text)) <= targets


def test_a_picture_is_drawn_by_the_document(article: Article) -> None:
    text = to_tex(article)
    start, end = text.index(r"\begin{figure}"), text.index(r"\end{figure}")
    figure = text[start:end]
    assert r"{A \& B};" in figure
    assert "rotate=-90" in figure
    assert "dash pattern=on 6.75pt off 3pt" in figure
    assert "(0,0) -- (9,9) -- (0,9) -- cycle;" in figure
    assert "(50,20) .. controls (55,20) and (55,29) .. (59,29);" in figure
    assert "(59,29) circle[radius=2.25pt];" in figure
    assert r"\caption{A \textless{} drawing.}" in figure
    assert "In words." not in text


def test_letters_without_a_font_have_their_numbers_where_they_would_be_an_error() -> None:
    text = to_tex(saying("中 é ✓ \u200b"))
    declared = re.findall(r"\\DeclareUnicodeCharacter\{(\w+)\}\{(.*?)\}", text)
    assert declared == [("200B", ""), ("4E2D", "[4E2D]")]


@pytest.mark.skipif(engine() is None, reason="no LaTeX is installed: nothing could be compiled")
def test_no_box_is_overfull_where_it_is_compiled(tmp_path: Path, article: Article) -> None:
    assert not overfull_document(to_tex(article), tmp_path)
