"""What a notebook shows: tables and sentences, aligned at the left, safe against any name."""

from __future__ import annotations

import html
import html.parser
import re
from collections.abc import Callable
from typing import Any

import pytest

import countermove
from countermove import Problem
from countermove.draw import find
from countermove.notebook import drawn
from countermove.picture.drawing import Label
from countermove.picture.svg import svg_in_page
from countermove.table import MOST_IN_NOTEBOOK, Table
from models import conflict_of, graph_conflict

NAME = '"></svg></style></div><script>alert(1)</script>'
CONFLICT = countermove.load("talks-2025")
HOSTILE = conflict_of(
    title=NAME,
    status_quo=[],
    decision_makers={"a": {"name": NAME, "options": {"x": NAME, "y": {"text": "Y"}}}},
    preferences={"a": {"statements": ["x", "not y"]}},
    claims={"c": {"says": NAME, "possible": "x"}},
)


def shown(thing: Any) -> str:
    """Return the text of what a notebook shows, a blank between its parts."""
    written = thing._repr_html_()
    assert not re.search(r"<script|javascript:|\b(src|href)=|url\(", written)
    assert "text-align: left" in written
    text = re.sub(r"<style>.*?</style>", "", written).replace("<wbr>", "")
    return html.unescape(" ".join(re.sub(r"<[^>]*>", " ", text).split()))


def test_a_model_shows_parties_options_and_wishes() -> None:
    text = shown(countermove.load("talks-2025"))
    assert "concede: Concede borders and NATO membership before the talks only taken" in text
    assert "1. deal" in text
    assert "United States" in text
    built = shown(countermove.build(countermove.load("talks-2025")))
    assert "Talks on Ukraine, February 2025 4 parties · 5 options · 36 outcomes" in built


def test_a_model_in_graph_form_shows_moves_and_rankings() -> None:
    text = shown(graph_conflict(2, {"a": {0: [1]}, "b": {}}, {"a": [0, 1], "b": [0, 0]}))
    assert "A s0 to s1 best first: s1 > s0" in text
    assert "best first: {s0 s1}" in text


def test_a_solution_shows_claims_first_then_what_holds() -> None:
    solution = countermove.solve(countermove.load("talks-2025"))
    text = shown(solution)
    assert text.index("A deal made behind Europe's back will not work") < text.index("What holds?")
    assert all(answer.details.says in shown(solution.claims) for answer in solution.claims)
    nothing = countermove.solve(countermove.load("cuban-missile-crisis"), "NASH")
    assert "Nothing: from every outcome some party would leave" in shown(nothing)


def test_what_was_imported_shows_the_model_and_what_is_to_be_known() -> None:
    problem = Problem("something is wrong.", advice="Mend it.")
    imported = countermove.Imported(HOSTILE, ("Ties were <read> so.",), (problem,))
    text = shown(imported)
    for said in (NAME, "Ties were <read> so.", "something is wrong. Mend it."):
        assert said in text


def test_a_scenario_is_named() -> None:
    solution = countermove.solve(CONFLICT, "SEQ", scenario="any-terms")
    for thing in (solution, solution.model, countermove.explain(CONFLICT, 3, scenario="any-terms")):
        assert "Ukraine takes any terms that stop the war" in shown(thing)
        assert "Scenario: any-terms" in shown(thing)


def test_a_story_shows_its_sentences() -> None:
    for story in countermove.explain(countermove.load("talks-2025"), 36, concept="SEQ"):
        text = shown(story)
        for said in (story.summary, *story.paragraphs):
            assert " ".join(said.split()) in text


def test_nothing_is_shown_outside_the_frame_and_no_style_leaves_it() -> None:
    (style,) = re.findall(r"<style>(.*?)</style>", CONFLICT._repr_html_())
    for selectors in re.findall(r"([^{}]+){[^{}]*}", style):
        for selector in re.split(r",(?![^(]*\))", selectors):
            assert selector.strip().startswith(".countermove"), selector
    assert not re.search(r"(background|font)(-color|-family)?:", style)


WARD = countermove.load("night-ward")
FIGURES: dict[str, Callable[[], Any]] = {
    "record": lambda: WARD,
    "rankings": lambda: countermove.build(WARD),
    "why": lambda: countermove.explain(WARD, 1),
    "evolution": lambda: countermove.evolve(WARD),
    "grid": lambda: countermove.compare(WARD),
    "rests-on": lambda: countermove.judgements(WARD),
    "ask": lambda: countermove.ask(WARD),
}


@pytest.mark.parametrize("name", FIGURES)
def test_what_has_a_figure_shows_it_and_the_same_in_words(name: str) -> None:
    thing = FIGURES[name]()
    asked = find(name).asked(**({"states": "1"} if name == "why" else {}))
    written = svg_in_page(asked.drawing(countermove.solve(WARD)))
    assert "<desc>" in written
    assert written in thing._repr_html_()
    assert len(drawn.drawn(thing)) == 1


def test_what_has_nothing_to_be_drawn_has_no_figure() -> None:
    nowhere = conflict_of(
        decision_makers={"a": {"name": "A", "options": {"x": "X"}}},
        preferences={"a": {"statements": ["x"]}},
    )
    assert "<svg" in countermove.evolve(nowhere, start="N")._repr_html_()
    asked = (countermove.check, countermove.compare, countermove.ask)
    for thing in (nowhere, *(question(nowhere) for question in asked)):
        assert "<svg" not in thing._repr_html_()


def test_a_grid_has_the_scenarios_that_were_compared() -> None:
    (grid,) = drawn.drawn(countermove.compare(WARD, "court"))
    assert WARD.scenarios["court"].title in grid.says
    assert WARD.scenarios["advance"].title not in grid.says


def test_the_graph_of_a_small_model_is_drawn_with_what_holds() -> None:
    assert "<svg" in countermove.solve(countermove.load("elmira"))._repr_html_()
    assert "<svg" not in countermove.solve(CONFLICT)._repr_html_()


def test_of_large_models_no_figure_is_drawn_unasked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawn, "_MOST_STATES", 31)
    monkeypatch.setattr(drawn, "_MOST_JUDGED", 31)
    for make in FIGURES.values():
        assert drawn.drawn(make()) == ()


def test_a_figure_tells_the_ways_that_were_asked_for() -> None:
    found = countermove.evolve(CONFLICT, 36, start=9)
    (figure,) = re.findall("<svg.*?</svg>", found._repr_html_(), re.S)
    assert "[36] " in figure
    assert "[9] " in figure
    assert "[30] " not in figure


def test_two_outputs_on_a_page_have_their_own_anchors() -> None:
    shown_twice = [CONFLICT._repr_html_(), countermove.solve(CONFLICT)._repr_html_()]
    one, other = (set(re.findall(r' id="([^"]+)"', written)) for written in shown_twice)
    assert one
    assert other
    assert not one & other


def test_a_state_and_the_concepts_are_shown() -> None:
    (equilibrium, *_) = countermove.solve(countermove.load("talks-2025"))
    assert "terms is bilateral" in shown(equilibrium.state)
    assert "holds under NASH, SEQ, SSEQ, GMR and SMR" in shown(equilibrium)
    assert "terms is bilateral" in shown(equilibrium)
    known = countermove.concepts()
    for concept in known.values():
        assert f"An outcome holds if {concept.plain}." in shown(concept)
        assert shown(concept)[-200:] in shown(known)


class Frames(html.parser.HTMLParser):
    """Follows which elements are open, and how many stand at the outside."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.outside = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.outside += not self.open
        if tag not in ("wbr", "path", "rect", "circle"):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert self.open, "in a picture"

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_no_name_does_anything_in_a_notebook() -> None:
    solution = countermove.solve(HOSTILE)
    asked = ("coalitions", "evolve", "judgements", "programs", "views", "worth")
    for thing in (
        *(HOSTILE, solution.model, solution, solution.individual(), next(iter(solution)).state),
        *(countermove.explain(HOSTILE, state) for state in (1, 2)),
        *(getattr(countermove, name)(solution.model) for name in asked),
        *(countermove.compare(HOSTILE), countermove.check(HOSTILE)),
        countermove.differences(HOSTILE, CONFLICT),
    ):
        assert NAME in shown(thing)
        (reader := Frames()).feed(thing._repr_html_())
        assert (reader.open, reader.outside) == ([], 1), "it is one piece, and all in it is closed"
    assert NAME in shown(solution.claims)


@pytest.mark.parametrize("rows", [1, MOST_IN_NOTEBOOK, 5000])
def test_a_long_table_is_shown_in_part(rows: int) -> None:
    text = shown(Table("t", ("a",), tuple((f"row{k}",) for k in range(rows))))
    assert text.count("row") == min(rows, MOST_IN_NOTEBOOK)
    assert ("and 4,900 more" in text) == (rows == 5000)


def test_what_is_in_the_boxes_of_a_picture_is_read_on_the_ground_of_the_page() -> None:
    small = countermove.solve(countermove.load("prisoners-dilemma"))
    text = small._repr_html_()
    assert "--paper: transparent;" in text
    assert "--on-solid: currentColor;" in text
    for thing in (small, *(make() for make in FIGURES.values())):
        shapes = [shape for figure in drawn.drawn(thing) for shape, _, _ in figure.each()]
        assert shapes
        labels = [shape for shape in shapes if isinstance(shape, Label)]
        assert {label.paint for label in labels} <= {
            "ink",
            "soft",
            "good",
            "bad",
            "on-solid",
            *range(4),
        }
