"""The individual stability table: each letter by definition, E as it was printed."""

from __future__ import annotations

import json
from functools import cache

import pytest
from hypothesis import given

from countermove.analysis.individual import LETTERS, IndividualStability
from countermove.analysis.solving import solve
from countermove.files.model_file import load
from countermove.graph_model import GraphModel
from latex_reading import read as read_latex
from models import graph_models, option_models
from reference import CODES, Reference


@cache
def elmira() -> IndividualStability:
    return solve(load("elmira"), [*CODES, "SIM"]).individual()


def test_the_prisoners_dilemma_has_the_letters_of_textbooks() -> None:
    """To confess is rational; who is betrayed is rational; silence is sequentially sanctioned."""
    found = solve(load("prisoners-dilemma"), ["NASH", "SEQ"]).individual()
    rows = {row[1]: row[3:] for row in found.table().rows}
    # NASH for the first, the second and all; the same under SEQ.
    assert rows == {
        "NN": ("r", "r", "E", "r", "r", "E"),
        "YN": ("u", "r", "", "u", "r", ""),
        "NY": ("r", "u", "", "r", "u", ""),
        "YY": ("u", "u", "", "s", "s", "E"),
    }


@pytest.mark.parametrize("code", ["NASH", "GMR", "SMR", "SEQ", "SIM"])
def test_elmira_has_an_e_where_the_guide_prints_one(code: str) -> None:
    """Kinsara (2014), Fig. 29: of the columns that can be read, 7 to 12, four hold throughout."""
    table = elmira().table()
    at = table.columns.index(f"{code} for all")
    held = {row[0] for row in table.rows if row[at] == "E"}
    assert held & set(range(7, 13)) == {7, 10, 11, 12}


def test_the_status_quo_of_elmira_is_left_by_local_government_alone() -> None:
    """The same guide: from state 1 the only improvement is that of Local Government, to 7."""
    parties = ("moe", "uniroyal", "local")
    assert [elmira().letter(1, dm, "NASH") for dm in parties] == ["r", "r", "u"]
    assert [elmira().letter(1, dm, "GMR") for dm in parties] == ["r", "r", "s"]


def check_letters(model: GraphModel) -> None:
    found, reference = solve(model).individual(), Reference(model)
    for state in range(len(model.states)):
        name = model.states.number(state)
        for dm in model.decision_makers:
            tempted = len(model.improvements(dm, state)) > 0
            for code in CODES:
                stable = reference.stable(code, dm, state)
                letter = "u" if not stable else "s" if tempted else "r"
                assert found.letter(name, dm, code) == letter


@given(option_models(most_options=4))
def test_letters_are_those_of_the_definitions(model: GraphModel) -> None:
    check_letters(model)


@given(graph_models())
def test_letters_are_those_of_the_definitions_in_graph_form(model: GraphModel) -> None:
    check_letters(model)


def test_on_paper_options_are_rows_with_parties_below() -> None:
    (part,) = read_latex(elmira().to_latex())
    assert part.head == ["option", *(f"[{k}]" for k in range(1, 13))]
    assert len(part.rows) == 5 + 6 * (3 + 1)
    assert part.rows[5] == ["NASH for Ministry of the Environment", *"rrrrrrrrrrrr"]
    assert elmira().to_latex().count("\\midrule") == 3 + 6
    assert all(f"{letter} = {says}" in elmira().to_latex() for letter, says in LETTERS.items())


def test_r_is_known_where_nash_was_not_asked_for() -> None:
    alone = solve(load("elmira"), "SEQ").individual()
    for state in range(1, 13):
        for dm in ("moe", "uniroyal", "local"):
            assert alone.letter(state, dm, "SEQ") == elmira().letter(state, dm, "SEQ")


def test_as_data_it_says_the_same() -> None:
    data = json.loads(elmira().to_json())
    assert data["letters"] == LETTERS
    first = data["stability"][0]
    assert first["state"] == 1
    assert first["for"]["GMR"] == {"moe": "r", "uniroyal": "r", "local": "s"}
    assert first["equilibrium"] == ["GMR", "SMR"]


def test_what_is_weakly_stable_is_never_rational() -> None:
    """A state that nothing tempts away from is strongly stable."""
    weak = solve(load("prisoners-dilemma"), ["GMR"], strength="weak").individual()
    assert {cell for row in weak.table().rows for cell in row[3:5]} <= {"s", "–"}
