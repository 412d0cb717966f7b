"""Moves listed one by one beside options: the same as in graph form, by every engine."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countermove.analysis.coalitions.coalitions import coalitions
from countermove.analysis.evolve.evolve import evolve
from countermove.analysis.needed import needed
from countermove.analysis.solving import solve
from countermove.analysis.views.views import views
from countermove.building import build
from countermove.editing.applying import applied
from countermove.editing.edits import Reorder
from countermove.errors import ModelError
from countermove.graph.moves import ArcMoves
from countermove.graph_model import GraphModel
from countermove.model.conflict import Conflict
from countermove.report.explain import explain
from countermove.report.gambit import gambit_parts
from countermove.stability.witness import faults
from engines import ENGINES
from models import conflict_of, option_data, ranked

PAIR = "a move is a pair of outcomes, from and to; this one has 1."
DATA: dict[str, Any] = {
    "decision_makers": {
        "a": {"name": "A", "options": {"x": "X", "y": "Y"}},
        "b": {"name": "B", "options": {"z": {"text": "Z", "moves": "take"}}},
    },
    "status_quo": [],
    "preferences": {"a": {"statements": ["x", "y"]}, "b": {"statements": ["z iff x"]}},
}


def model_of(**parts: Any) -> GraphModel:
    return build(conflict_of(**{**DATA, **parts}))


def in_graph_form(model: GraphModel) -> GraphModel:
    """Return the same states, moves and ranks with nothing of options left."""
    ids = [f"s{k}" for k in range(len(model.states))]
    return build(
        conflict_of(
            decision_makers={dm: {"name": model.name(dm)} for dm in model.decision_makers},
            states={state: state for state in ids},
            moves={
                dm: [[ids[k], ids[int(q)]] for k in range(len(ids)) for q in model.moves(dm, k)]
                for dm in model.decision_makers
            },
            preferences={
                dm: ranked(preference.ranks.tolist(), ids)
                for dm, preference in model.preferences.items()
            },
        )
    )


@given(option_data(most_options=4), st.data())
@settings(max_examples=25)
def test_what_is_stable_is_so_in_graph_form(data: dict[str, Any], draw: st.DataObject) -> None:
    free = build(Conflict.model_validate(data))
    data["moves"] = {}
    for dm in draw.draw(st.sets(st.sampled_from(free.decision_makers), min_size=1)):
        every = [[k + 1, int(q) + 1] for k in range(len(free.states)) for q in free.moves(dm, k)]
        some = draw.draw(st.sets(st.integers(0, len(every) - 1))) if every else set()
        data["moves"][dm] = [every[k] for k in sorted(some)]
    model = build(Conflict.model_validate(data))
    twin = in_graph_form(model)
    expected = solve(twin, engine="definition")
    for engine in ENGINES:
        found = solve(model, engine=engine)
        assert found.stable == expected.stable
    for dm in model.decision_makers:
        for state in range(len(model.states)):
            verdict = found.verdict(state + 1, dm, "SSEQ")
            assert not list(faults(model, verdict))


@given(option_data(most_options=4, coalesced=True))
@settings(max_examples=15)
def test_all_moves_listed_are_the_moves_of_the_options(data: dict[str, Any]) -> None:
    free = build(Conflict.model_validate(data))
    moves = {
        dm: [[k + 1, int(q) + 1] for k in range(len(free.states)) for q in free.moves(dm, k)]
        for dm in free.decision_makers
    }
    listed = build(Conflict.model_validate({**data, "moves": moves}))
    for dm in free.decision_makers:
        assert isinstance(listed.moves_of[dm], ArcMoves)
        for state in range(len(free.states)):
            assert listed.moves(dm, state).tolist() == free.moves(dm, state).tolist()
    assert solve(listed).stable == solve(free).stable


def reached(model: GraphModel, dm: str) -> set[tuple[str, str]]:
    pattern = model.states.pattern
    return {
        (pattern(k), pattern(int(q))) for k in range(len(model.states)) for q in model.moves(dm, k)
    }


@pytest.mark.parametrize(
    ("listed", "expected"),
    [
        ([["NNN", "YNN"]], {("NNN", "YNN")}),
        ([[1, "2"]], {("NNN", "YNN")}),
        ([["NN-", "YN-"]], {("NNN", "YNN"), ("NNY", "YNY")}),
        # What both leave open stays as it is; where one does, it may change.
        ([["N--", "Y--"]], {(f"N{r}", f"Y{r}") for r in ("NN", "NY", "YN", "YY")}),
        ([["NN-", "Y--"]], {(f"NN{z}", f"Y{y}{z}") for y in "NY" for z in "NY"}),
        ([["NNN", "Y-N"], ["YNN", "YYN"]], {("NNN", "YNN"), ("NNN", "YYN"), ("YNN", "YYN")}),
        ([], set()),
    ],
)
def test_what_a_pair_of_patterns_means(listed: list[Any], expected: set[tuple[str, str]]) -> None:
    model = model_of(moves={"a": listed})
    assert reached(model, "a") == expected
    assert reached(model, "b") == {(f"{r}N", f"{r}Y") for r in ("NN", "NY", "YN", "YY")}


def test_labels_name_the_ends_of_moves_and_a_scenario_replaces_them() -> None:
    labels = {f"s{k + 1}": p for k, p in enumerate(["NNN", "YNN", "NYN", "YYN", "NNY", "YNY"])}
    conflict = conflict_of(
        **DATA,
        rules={"infeasible": ["y and z"]},
        labels=labels,
        moves={"a": [["s1", "s2"]]},
        scenarios={"s": {"title": "S", "moves": {"a": [["s2", "s1"], ["s5", "s6"]]}}},
    )
    assert reached(build(conflict), "a") == {("NNN", "YNN")}
    assert reached(build(conflict, "s"), "a") == {("YNN", "NNN"), ("NNY", "YNY")}


@pytest.mark.parametrize(
    ("dm", "move", "place", "what"),
    [
        ("a", ["NNN", "NNY"], ("moves", "a", 0), "no option of A leads from 'NNN' to 'NNY'."),
        ("b", ["NNY", "NNN"], ("moves", "b", 0), "no option of B leads from 'NNY' to 'NNN'."),
        ("a", ["NNN", "YNNN"], ("moves", "a", 0, 1), "'YNNN' has 4 choices for 3 options."),
        ("a", [9, "YNN"], ("moves", "a", 0, 0), "no outcome 9."),
        (
            "a",
            ["NNN"],
            ("moves", "a", 0),
            PAIR,
        ),
        ("c", ["NNN", "YNN"], ("moves", "c"), "no party 'c'."),
    ],
)
def test_what_is_no_move_is_told_at_its_place(
    dm: str, move: list[Any], place: tuple[str | int, ...], what: str
) -> None:
    with pytest.raises(ModelError) as caught:
        model_of(moves={dm: [move]})
    assert [(p.path, p.what) for p in caught.value.problems] == [(place, what)]


def test_the_other_questions_take_the_moves_as_they_are_listed() -> None:
    model = model_of(moves={"a": [["NNN", "NYN"], ["NY-", "YY-"]]})
    # Nobody moves twice in a row: what isn't listed as one move takes somebody else between.
    evolution = evolve(model, ["YYN", "YYY"])
    assert evolution.target("YYN").ways["moves"].fewest is None
    path = next(evolution.target("YYY").ways["moves"].paths())
    assert [move.decision_maker for move in path] == ["a", "b", "a"]
    twin = in_graph_form(model)
    assert coalitions(model).holding == coalitions(twin).holding
    (need,) = needed(model, "x and y", holding=None)
    assert [win.coalition for win in need.winning] == [("a", "b")]
    said = explain(model, "NYN").text
    assert "A would rather take “X”, which leads to [4] X; Y" in said
    with pytest.raises(ModelError, match="lists the moves of A"):
        "".join(gambit_parts(model))


def test_a_move_is_seen_where_both_its_ends_are() -> None:
    seen = {"b": {"unknown": ["y"], "preferences": {"a": {"statements": ["not x"]}}}}
    conflict = conflict_of(**DATA, moves={"a": [["NN-", "YN-"], ["NY-", "YY-"]]}, views=seen)
    found = views(conflict)
    assert found is not None


def test_listed_moves_follow_their_options() -> None:
    data = conflict_of(**DATA, moves={"a": [["NN-", "YN-"], ["NNN", "NYN"]]}).to_dict()
    turned = applied(data, [Reorder(at=("decision_makers", "a", "options", "x"), to=1)])
    assert turned["moves"]["a"] == [["NN-", "NY-"], ["NNN", "YNN"]]
    before, after = build(conflict_of(**data)), build(Conflict.model_validate(turned))
    done = before.states.taken, after.states.taken
    assert {
        (frozenset(done[0](k)), frozenset(done[0](int(q))))
        for k in range(8)
        for q in before.moves("a", k)
    } == {
        (frozenset(done[1](k)), frozenset(done[1](int(q))))
        for k in range(8)
        for q in after.moves("a", k)
    }
    assert np.all(before.states.count == after.states.count)
