"""What holds of every figure: it has a title and a text alternative, and all can be read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import cache
from itertools import combinations
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings

from countermove.analysis.equilibria import Solution
from countermove.analysis.solving import solve
from countermove.draw import figures
from countermove.draw.base.figure import Figure
from countermove.draw.base.sheet import COLUMN
from countermove.errors import ArgumentError, CountermoveError
from countermove.files.model_file import load
from countermove.model.conflict import Conflict
from countermove.picture.drawing import Box, Drawing, Label
from countermove.picture.widths import width_of
from countermove.report.parameters import fields_of
from strategies import conflicts

LONG = "A very long text " * 18
HOSTILE = {
    "format": "countermove/1",
    "title": f'<b>"Who & what"</b> \u202e {LONG}',
    "status_quo": [],
    "decision_makers": {
        "one": {"name": LONG, "options": {"a": LONG, "b": "W" * 300}},
        "two": {"name": "東京都" * 30, "options": {"c": "שלום " * 40, "d": "$x_1$ & <i>"}},
    },
    "preferences": {"one": {"statements": ["a", "not d"]}, "two": {"statements": ["d", "a or b"]}},
    "claims": {"it": {"says": f"<script>{LONG}", "possible": "a and d"}},
}
MODELS = ("talks-2025", "prisoners-dilemma", "elmira-graph", "hostile")


@cache
def solved(name: str) -> Solution:
    return solve(Conflict.model_validate(HOSTILE) if name == "hostile" else load(name))


@cache
def drawn(figure: str, name: str) -> Drawing | None:
    try:
        return figures()[figure]().drawing(solved(name))
    except CountermoveError:
        return None  # there is nothing to draw


def check_texts(drawing: Drawing) -> None:
    """Check that every text is in the frame, and off each other."""
    placed = list(boxes(drawing))
    for label, (left, top, right, bottom) in placed:
        inside = left >= 0 and top >= 0 and right <= drawing.width and bottom <= drawing.height
        assert inside, (label, drawing.width, drawing.height)
    for (one, a), (other, b) in combinations(placed, 2):
        apart = a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]
        assert apart, (one, other)


def check_boxes(drawing: Drawing) -> None:
    """Check that boxes are off each other, or one in another."""
    drawn = [(s, x, y) for s, x, y in drawing.each() if isinstance(s, Box)]
    placed = [(x + s.x, y + s.y, x + s.x + s.width, y + s.y + s.height) for s, x, y in drawn]
    for a, b in combinations(placed, 2):
        apart = a[2] <= b[0] + 0.5 or b[2] <= a[0] + 0.5 or a[3] <= b[1] + 0.5 or b[3] <= a[1] + 0.5
        assert apart or _is_in(a, b) or _is_in(b, a), (a, b)


def _is_in(a: Sequence[float], b: Sequence[float]) -> bool:
    return all(a[k] >= b[k] - 1.5 for k in (0, 1)) and all(a[k] <= b[k] + 1.5 for k in (2, 3))


def boxes(drawing: Drawing) -> Iterator[tuple[Label, tuple[float, float, float, float]]]:
    """Give every text that isn't turned, and what it takes of the sheet."""
    for shape, x, y in drawing.each():
        if isinstance(shape, Label) and shape.text and not shape.turn:
            # Widths are reckoned rather more than less.
            wide = 0.96 * width_of(shape.text, shape.size, bold=shape.bold)
            back = {"start": 0, "middle": wide / 2, "end": wide}[shape.anchor]
            left, base = x + shape.x - back, y + shape.y
            yield shape, (left, base - 0.75 * shape.size, left + wide, base + 0.2 * shape.size)


EVERY = [(figure, name) for figure in figures() for name in MODELS]


@pytest.mark.parametrize("figure", figures())
def test_there_is_a_model_of_which_it_is_drawn(figure: str) -> None:
    assert any(drawn(figure, name) for name in MODELS)


@pytest.mark.parametrize(("figure", "name"), EVERY)
def test_texts_are_in_the_frame_and_off_each_other(figure: str, name: str) -> None:
    if drawing := drawn(figure, name):
        check_texts(drawing)
        check_boxes(drawing)


def with_room() -> list[type[Figure]]:
    every = figures().values()
    return [one for one in every if "room" in {field.name for field in fields_of(one)}]


@pytest.mark.parametrize("figure", with_room(), ids=lambda one: one.name)
def test_for_one_column_of_a_page_texts_are_as_free(figure: type[Figure]) -> None:
    for name in ("talks-2025", "hostile"):
        try:
            drawing = figure(room=COLUMN).drawing(solved(name))
        except CountermoveError:
            continue
        check_texts(drawing)
        check_boxes(drawing)
        assert round(drawing.width) <= 520


@settings(max_examples=4)
@given(conflicts())
def test_every_figure_of_random_models_can_be_read(conflict: Conflict) -> None:
    try:
        solution = solve(conflict)
    except CountermoveError:
        return
    for figure in figures().values():
        with suppress(CountermoveError):
            drawing = figure().drawing(solution)
            check_texts(drawing)
            check_boxes(drawing)
            assert drawing.says
            ElementTree.fromstring(drawing.to_svg())


@pytest.mark.parametrize(("figure", "name"), EVERY)
def test_it_says_in_words_what_it_shows(figure: str, name: str) -> None:
    if drawing := drawn(figure, name):
        title = solved(name).model.conflict.title
        assert drawing.title.endswith(title)
        assert drawing.title != title
        assert len(drawing.says) > 20
        assert drawing.says.endswith((".", "”"))
        if name == "hostile":
            assert drawing == figures()[figure]().drawing(solved(name))


def test_a_parameter_is_the_same_in_every_figure_that_has_it() -> None:
    known = {}
    for figure in figures().values():
        assert figure.shows.endswith(".")
        for field in fields_of(figure):
            assert known.setdefault(field.name, field) == field or (
                known[field.name].says is field.says and known[field.name].default == field.default
            )
    # In the terminal no two are called alike.
    typed = [option for field in known.values() for option in field.says.options]
    assert len(typed) == len(set(typed))


def test_a_drawer_has_each_figure_with_its_parameters() -> None:
    solution = solved("prisoners-dilemma")
    assert dir(solution.draw) == sorted(figure.id for figure in figures().values())
    assert "option_table" in repr(solution.draw)
    one = solution.draw.option_table(states="NN")
    assert one.title == "Option table: Prisoner's dilemma"
    assert "1 of 4 outcomes" in one.says
    # What a figure is of, needs no name.
    assert solution.draw.option_table("NN") == one
    for wrong in (lambda: solution.draw.why(1, 2), lambda: solution.draw.why(1, states=2)):
        with pytest.raises(ArgumentError, match="no more than one argument without a name"):
            wrong()
    with pytest.raises(CountermoveError, match="no parameter 'color'"):
        solution.draw.option_table(color="red")
    with pytest.raises(AttributeError, match="there are: "):
        solution.draw.painting()
