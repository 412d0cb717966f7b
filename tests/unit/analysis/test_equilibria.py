"""Solutions: what can be asked of them, and how they are written."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings

from countermove import _version
from countermove.analysis.equilibria import Solution
from countermove.analysis.solving import solve
from countermove.building import build
from countermove.errors import ModelError, UnknownNameError
from countermove.model.conflict import Conflict
from countermove.stability.engines.choose import choose
from countermove.stability.registry import find_concepts
from engines import ENGINES, FAST
from models import conflict_of, graph_conflict, option_conflict, option_data, two_by_two

# Prisoner's dilemma: who takes its option keeps silent.
ROW, COLUMN = [1, 0, 3, 2], [1, 3, 0, 2]
ALL = ("NASH", "SEQ", "SSEQ", "GMR", "SMR")


@pytest.fixture(scope="module")
def dilemma() -> Solution:
    return solve(two_by_two(ROW, COLUMN))


def test_a_solution_is_its_equilibria(dilemma: Solution) -> None:
    found = [(equilibrium.state.pattern, equilibrium.concepts) for equilibrium in dilemma]
    assert found == [("NN", ALL), ("YY", ALL[1:])]
    assert len(dilemma) == 2
    assert repr(dilemma) == (
        "<Solution of 'Test': 4 states; equilibria: NASH 1, SEQ 2, SSEQ 2, GMR 2, SMR 2>"
    )


@given(option_data(coalesced=True))
@settings(max_examples=30)
def test_the_statement_of_a_solution_holds_in_its_equilibria(data: dict[str, Any]) -> None:
    solution = solve(Conflict.model_validate(data))
    for code in solution.codes:
        statement = solution.statement(code)
        assert statement is not None
        assert solution.model.states.holding(statement) == solution.holding[code]


def test_the_next_step_takes_the_equilibria_of_the_first(dilemma: Solution) -> None:
    statement = dilemma.statement("SEQ")
    assert statement is not None
    data = two_by_two(ROW, COLUMN).to_dict() | {"rules": {"feasible": [statement]}}
    data["preferences"] = {dm: {"statements": []} for dm in ("row", "column")}
    second = build(Conflict.model_validate(data))
    assert [second.states.pattern(k) for k in range(len(second.states))] == ["NN", "YY"]
    graph = solve(graph_conflict(3, {"a": {0: [1]}}, {"a": [0, 1, 1]}))
    assert graph.statement("NASH") == "s1 or s2"


def test_states_decision_makers_and_concepts_are_named_in_any_way(dilemma: Solution) -> None:
    for state in (4, "4", "YY"):
        for dm in ("row", "Row"):
            for code in ("SEQ", "seq", "Sequential stability", "sequential"):
                assert dilemma.is_stable(state, dm, code)
                assert dilemma.verdict(state, dm, code).concept == "SEQ"
        assert dilemma.is_equilibrium(state, "GMR")
        assert not dilemma.is_equilibrium(state, "NASH")
        assert not dilemma.is_equilibrium(state, "R")
    assert [state.number for state in dilemma.equilibria("gmr")] == [1, 4]


@pytest.mark.parametrize(
    ("state", "dm", "code", "message"),
    [
        (5, "row", "SEQ", "no outcome 5"),
        (1, "rwo", "SEQ", "no party 'rwo'. Did you mean 'row'"),
        (1, "row", "SQE", "no solved concept 'SQE'"),
    ],
)
def test_what_a_solution_does_not_know(
    dilemma: Solution, state: int, dm: str, code: str, message: str
) -> None:
    with pytest.raises(UnknownNameError, match=message):
        dilemma.is_stable(state, dm, code)
    with pytest.raises(UnknownNameError, match=message):
        dilemma.verdict(state, dm, code)


def test_only_what_was_asked_is_solved() -> None:
    solution = solve(two_by_two(ROW, COLUMN), ["SMR", "NASH"])
    assert solution.codes == ("NASH", "SMR")
    with pytest.raises(UnknownNameError, match="Solved were: NASH, SMR"):
        solution.equilibria("GMR")


def test_what_can_not_be_asked() -> None:
    conflict = two_by_two(ROW, COLUMN)
    with pytest.raises(UnknownNameError, match=r"no solution concept 'NASCH'. Did you mean 'NASH'"):
        solve(conflict, ["NASCH"])
    with pytest.raises(UnknownNameError, match="no engine 'exact'"):
        solve(conflict, engine="exact")
    with pytest.raises(UnknownNameError, match="no scenario 'x'"):
        solve(conflict, scenario="x")
    with pytest.raises(ModelError, match="no preferences"):
        solve(option_conflict({"one": ["a"]}))


def test_a_graph_model_that_is_built_is_used_as_it_is(dilemma: Solution) -> None:
    model = build(two_by_two(ROW, COLUMN))
    assert solve(model).model is model
    assert solve(model).to_dict()["stable"] == dilemma.to_dict()["stable"]


def test_the_sets_of_a_solution_can_not_be_changed(dilemma: Solution) -> None:
    with pytest.raises(ValueError, match="read-only"):
        dilemma.stable["NASH"]["row"].packed[0] = 0


def test_the_table(dilemma: Solution) -> None:
    table = dilemma.table()
    assert table.title == "Equilibria of Test"
    assert table.columns == ("state", "pattern", "taken", *ALL)
    assert tuple(table.rows) == (
        (1, "NN", "", True, True, True, True, True),
        (4, "YY", "a, b", False, True, True, True, True),
    )


def test_plain_data(dilemma: Solution) -> None:
    data = json.loads(dilemma.to_json())
    assert data == dilemma.to_dict()
    seconds = data["provenance"].pop("seconds")
    assert seconds >= 0
    everywhere = {"row": [1, 3, 4], "column": [1, 2, 4]}
    assert data == {
        "format": "countermove-result/1",
        "model": {"title": "Test", "digest": dilemma.model.conflict.digest},
        "decision_makers": [
            {"id": "row", "name": "Row", "options": ["a"]},
            {"id": "column", "name": "Column", "options": ["b"]},
        ],
        "states": [
            {"number": 1, "pattern": "NN", "taken": []},
            {"number": 2, "pattern": "YN", "taken": ["a"]},
            {"number": 3, "pattern": "NY", "taken": ["b"]},
            {"number": 4, "pattern": "YY", "taken": ["a", "b"]},
        ],
        "stable": {
            "NASH": {"row": [1, 3], "column": [1, 2]},
            "SEQ": everywhere,
            "SSEQ": everywhere,
            "GMR": everywhere,
            "SMR": everywhere,
        },
        "equilibria": {"NASH": [1], "SEQ": [1, 4], "SSEQ": [1, 4], "GMR": [1, 4], "SMR": [1, 4]},
        "leading": None,
        "claims": {},
        "provenance": {
            "version": _version.__version__,
            "engine": FAST[0],
            "why": choose("auto", find_concepts(), None).why,
            "complete": True,
        },
    }


def test_plain_data_with_labels_lists_states_by_their_numbers() -> None:
    labels = {"7": "NN", "3": "YN", "9": "NY", "1": "YY"}
    base = two_by_two([0, 1, 2, 3], [0, 0, 0, 0]).to_dict()
    ranking = {"row": {"ranking": [1, 9, 3, 7]}, "column": {"ranking": [[1, 9], [3, 7]]}}
    solution = solve(conflict_of(**{**base, "labels": labels, "preferences": ranking}), ["NASH"])
    data = solution.to_dict()
    assert [state["number"] for state in data["states"]] == [1, 3, 7, 9]
    assert [state["pattern"] for state in data["states"]] == ["YY", "YN", "NN", "NY"]
    assert data["equilibria"] == {"NASH": [1]}
    assert [equilibrium.state.number for equilibrium in solution] == [1]


def test_plain_data_of_a_scenario_and_of_graph_form() -> None:
    base = graph_conflict(2, {"one": {0: [1]}}, {"one": [0, 1]}).to_dict()
    conflict = conflict_of(**base, scenarios={"v": {"title": "V"}})
    data = solve(conflict, ["NASH"], scenario="v").to_dict()
    assert data["model"]["scenario"] == "v"
    assert data["states"][1] == {
        "number": 2,
        "pattern": "",
        "taken": [],
        "label": "s1",
        "text": "State s1",
    }
    assert "scenario" not in solve(conflict).to_dict()["model"]


def test_the_same_engine_or_another_gives_the_same_data() -> None:
    conflict = two_by_two(ROW, COLUMN)
    by_engine = {engine: solve(conflict, engine=engine) for engine in ENGINES}
    for engine, solution in by_engine.items():
        assert solution.provenance.engine == engine
        assert solution.provenance.why == "asked for"
    first, *others = (solution.to_dict()["stable"] for solution in by_engine.values())
    assert all(other == first for other in others)
