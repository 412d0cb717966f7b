"""The list of states: rankings, answers, and the same content however it is written."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from itertools import groupby

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermove.analysis.equilibria import Solution
from countermove.analysis.solving import solve
from countermove.building import build
from countermove.files.model_file import load
from countermove.graph_model import GraphModel
from countermove.report import states as report
from countermove.report.states import StateList
from kinds_of_cases import RANKED
from models import FORMS, conflict_of

ANY_FORM = st.sampled_from(sorted(FORMS)).flatmap(lambda form: FORMS[form]())


def ranking(model: GraphModel, dm: str) -> list[list[int]]:
    """Rank the states by the definition."""
    ranks = model.preferences[dm].ranks.tolist()
    ordered = sorted(model.states.in_order(range(len(ranks))), key=lambda s: -ranks[s])
    return [list(group) for _, group in groupby(ordered, key=ranks.__getitem__)]


def rows(solution: Solution) -> Iterator[tuple[object, ...]]:
    """Give the rows of the table by what can be asked of a solution one by one."""
    model = solution.model
    places = {
        dm: {state: k for k, tied in enumerate(ranking(model, dm), 1) for state in tied}
        for dm in model.decision_makers
    }
    for state in model.states.in_order(range(len(model.states))):
        view = model.states.view(state)
        stable = [
            solution.is_stable(view.label, dm, code)
            for code in solution.codes
            for dm in model.decision_makers
        ]
        yield (
            *(
                view.number,
                view.label,
                view.pattern or None,
                *model.states.values(state),
                view.text,
            ),
            *(places[dm][state] for dm in model.decision_makers),
            *(solution.is_equilibrium(view.label, code) for code in solution.codes),
            *stable,
        )


def check(solution: Solution) -> None:
    model = solution.model
    listed = StateList(model)
    for dm in model.decision_makers:
        assert list(listed.ranking(dm)) == ranking(model, dm)
    table = StateList(model, solution).table()
    assert list(table.rows) == list(rows(solution))
    assert {len(row) for row in table.rows} == {len(table.columns)}
    assert len(table.rows) == len(listed) == len(list(listed))
    data = listed.to_dict()
    assert json.loads(listed.to_json()) == data
    for dm, tiers in data["rankings"].items():
        assert tiers == [[model.states.number(s) for s in tied] for tied in ranking(model, dm)]
    assert [state["text"] for state in data["states"]] == [view.text for view in listed]


@given(ANY_FORM)
def test_any_model(model: GraphModel) -> None:
    check(solve(model))


@pytest.mark.parametrize("case", RANKED)
def test_the_cases(case: str) -> None:
    check(solve(load(case)))


def test_long_rankings_come_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report, "STATES_AT_ONCE", 2)
    model = build(load("talks-2025"))
    data = StateList(model)._data()
    for dm, tiers in data["rankings"].items():
        assert len(tiers) == len(list(tiers)) == len(ranking(model, dm))
        assert max(map(len, tiers.parts())) <= 3
    check(solve(model))


def test_many_states_are_written_in_many_pieces() -> None:
    names = [f"o{k}" for k in range(13)]
    conflict = conflict_of(
        decision_makers={"one": {"name": "One", "options": {name: name for name in names}}},
        preferences={"one": {"statements": names}},
    )
    listed = StateList(build(conflict), solve(conflict))
    pieces = list(listed.json_parts())
    assert json.loads("".join(pieces)) == listed.to_dict()
    assert max(map(len, pieces)) < len("".join(pieces)) / 2
    pieces = list(listed.csv_parts())
    assert max(map(len, pieces)) < len("".join(pieces)) / 4
    table = list(csv.DictReader("".join(pieces).splitlines()))
    assert len(table) == 1 << 13
    # Each wish weighs more than all that follow: the ranking is a binary number read backwards.
    best = [k for k, row in enumerate(table) if row["rank for one"] == "1"]
    assert best == [len(table) - 1]
    assert np.array_equal(
        [int(row["rank for one"]) for row in table],
        [(1 << 13) - int(f"{k:013b}"[::-1], 2) for k in range(1 << 13)],
    )
