"""What a notebook shows: tables and sentences, aligned at the left, safe against any name."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest

import countermove
from countermove.table import MOST_IN_NOTEBOOK, Table
from models import conflict_of, graph_conflict

NAME = "<script>alert(1)</script>"
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
    assert "<script" not in written
    for cell in re.findall(r"<t[hd]\b[^>]*>", written):
        assert "text-align: left" in cell
    return html.unescape(" ".join(re.sub(r"<[^>]*>", " ", written).split()))


def test_a_model_shows_parties_options_and_wishes() -> None:
    text = shown(countermove.load("talks-2025"))
    assert "concede: Concede borders and NATO membership before the talks only taken" in text
    assert "1. deal" in text
    assert "United States" in text
    built = shown(countermove.build(countermove.load("talks-2025")))
    assert "Talks on Ukraine, February 2025: 36 outcomes" in built


def test_a_model_in_graph_form_shows_moves_and_rankings() -> None:
    text = shown(graph_conflict(2, {"a": {0: [1]}, "b": {}}, {"a": [0, 1], "b": [0, 0]}))
    assert "A s0 to s1 1. s1" in text
    assert "s0 = s1" in text


def test_a_solution_shows_claims_first_then_what_holds() -> None:
    solution = countermove.solve(countermove.load("talks-2025"))
    text = shown(solution)
    assert text.index("A deal made behind Europe's back will not work") < text.index("Equilibria")
    assert shown(solution.claims) in text
    nothing = countermove.solve(countermove.load("talks-2025"), "NASH")
    assert "bilateral" in shown(nothing)


def test_an_explanation_shows_its_sentences() -> None:
    explanation = countermove.explain(countermove.load("talks-2025"), 36, concept="SEQ")
    text = shown(explanation)
    for paragraph in explanation.text.split("\n\n"):
        assert " ".join(paragraph.split()) in text


def test_a_state_and_the_concepts_are_shown() -> None:
    (equilibrium, *_) = countermove.solve(countermove.load("talks-2025"))
    assert "bilateral" in shown(equilibrium.state)
    assert "Sequential stability" in shown(countermove.concepts())


def test_no_name_does_anything_in_a_notebook() -> None:
    solution = countermove.solve(HOSTILE)
    things = (HOSTILE, solution.model, solution, solution.claims, countermove.explain(HOSTILE, 1))
    for thing in (*things, next(iter(solution)).state):
        assert NAME in shown(thing)


@pytest.mark.parametrize("rows", [1, MOST_IN_NOTEBOOK, 5000])
def test_a_long_table_is_shown_in_part(rows: int) -> None:
    text = shown(Table("t", ("a",), tuple((f"row{k}",) for k in range(rows))))
    assert text.count("row") == min(rows, MOST_IN_NOTEBOOK)
    assert ("and 4,900 more" in text) == (rows == 5000)
