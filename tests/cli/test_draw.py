"""The command draw: what is written where, and what it refuses."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from pypdf import PdfReader

from countermove.analysis.solving import solve
from countermove.files.model_file import load
from countermove.files.writing import to_toml

Command = Callable[..., Any]


def test_a_figure_is_written_to_the_standard_output_or_a_file(
    command: Command, tmp_path: Path
) -> None:
    shown = command("draw", "elmira", "option-table")
    assert (shown.code, shown.err) == (0, "")
    drawing = solve(load("elmira")).draw.option_table()
    assert shown.out == drawing.to_svg()
    done = command("draw", "elmira", "option-table", "-o", "x.svg")
    assert (done.code, done.out) == (0, "Wrote x.svg.\n")
    assert (tmp_path / "x.svg").read_text("utf-8") == shown.out
    again = command("draw", "elmira", "option-table", "-o", "x.svg")
    assert (again.code, again.out) == (1, "")
    assert "overwrite it with --force" in again.err
    assert command("draw", "elmira", "option-table", "-o", "x.svg", "--force").code == 0


def test_parameters_of_the_figure_and_of_the_solution_are_options(command: Command) -> None:
    told = command("draw", "talks-2025", "option-table", "--outcome", "36", "--concept", "SEQ")
    text = "".join(ElementTree.fromstring(told.out).itertext())
    assert "1 of 36 outcomes." in text
    assert "Holds under SEQ." in text


def test_that_no_font_has_some_letters_is_told(command: Command, tmp_path: Path) -> None:
    model = load("chicken").model_copy(update={"title": "Chicken \U000f0000"})
    (tmp_path / "x.toml").write_text(to_toml(model), "utf-8")
    done = command("draw", "x.toml", "option-table", "-o", "x.png")
    assert (done.code, done.out) == (0, "Wrote x.png.\n")
    assert "given by its number in Unicode" in done.err


def test_in_a_report_figures_have_room_for_letters_by_number(
    command: Command, tmp_path: Path
) -> None:
    title = "Chicken \U000f0000 and \U000f0001"
    model = load("chicken").model_copy(update={"title": title})
    (tmp_path / "x.toml").write_text(to_toml(model), "utf-8")
    assert command("report", "x.toml", "--part", "wants", "-o", "x.pdf").code == 0
    text = "".join(page.extract_text() for page in PdfReader(tmp_path / "x.pdf").pages)
    whole = text.replace("\u200b", "").replace("\n", "")
    assert whole.count("Chicken [F0000] and [F0001]") == 4  # title, figure, caption, head


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("option-table", "-o", "x.gif"), "'.gif' is none of them"),
        (("option-table", "-o", "x.png", "--format", "svg"), "the name ends in '.png'"),
        (("option-table", "--width", "20"), "--width is for PNG"),
        (("option-table", "--format", "png", "--width", "99"), "from 100 to 20,000 pixels"),
        (("painting",), "painting"),
        (("option-table", "--outcome", "99"), "99"),
    ],
)
def test_what_cannot_be_drawn_is_refused_in_words(
    command: Command, tmp_path: Path, arguments: tuple[str, ...], says: str
) -> None:
    done = command("draw", "elmira", *arguments)
    assert done.code in {1, 2}
    assert done.out == ""
    assert says in done.err
    assert "Traceback" not in done.err
    assert not list(tmp_path.iterdir())
