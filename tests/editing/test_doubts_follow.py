"""What isn't known of preferences follows when ids are renamed, and options and states go."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from countermove.analysis.solving import solve
from countermove.building import build
from countermove.editing.applying import applied
from countermove.editing.edits import Edit, Put, Remove, Rename, Reorder
from countermove.errors import EditError
from countermove.model.conflict import Conflict
from countermove.model.doubts import every_doubt, in_reading
from models import graph_data, option_data

Data = dict[str, Any]


@st.composite
def doubted(draw: st.DrawFn) -> Data:
    """Give a small model in which what each party wants is in doubt in some way."""
    model: Data = draw(
        option_data(decision_makers=(1, 3), most_options=3) | graph_data(most_states=5)
    )
    states = build(Conflict.model_validate(model)).states
    every = [states.pattern(k) or states.label(k) for k in range(len(states))]
    dms = model["decision_makers"]
    names = [f"{dm}.{o}" for dm, party in dms.items() for o in party.get("options", ())]
    names = names or list(model["states"])
    model["sources"] = {"src": {"said": "Said"}}
    because: Data = {"because": ["src"]}

    def wish() -> Any:
        holds = {"holds": draw(st.sampled_from([*names, *every])), **because}
        return draw(st.sampled_from([holds, {**holds, "perhaps": True, "likely": 0.25}]))

    def order() -> Data:
        return {"any_order": [wish(), wish()], **because}

    def statements() -> Data:
        either = {"holds": draw(st.sampled_from(names)), "either_way": True}
        return {"statements": [wish(), order(), draw(st.sampled_from([either, wish()]))]}

    def ranking() -> Data:
        mixed = draw(st.permutations(every))
        numbered = [
            k + 1 if not names[0].startswith("s") and k % 2 else state
            for k, state in enumerate(every)
        ]
        first: list[Any] = [draw(st.sampled_from(numbered))]
        found: Data = {"ranking": [*first, {"unknown": ["the rest"]}]}
        found["ranking"] = found["ranking"] if len(every) > 1 else first
        if len(every) > 2:
            rest = [state for k, state in enumerate(every) if first[0] not in (state, k + 1)]
            found["unknown"] = [rest[:2]]
            found["known"] = [{"order": f"{rest[-1]} > {rest[0]}", **because}]
        if draw(st.booleans()):
            return found
        return {"ranking": [{"unknown": mixed}], "unknown": found.get("unknown", [])}

    def weights() -> Data:
        return {"weights": {name: [-1, k + 1] for k, name in enumerate(names)}}

    def matrix() -> Data:
        upper = {
            (i, j): draw(st.sampled_from([0.25, 0.5, 0.75]))
            for j in range(len(every))
            for i in range(j)
        }
        row = range(len(every))
        return {
            "fuzzy": [
                [0.5 if i == j else upper.get((i, j), 1 - upper.get((j, i), 0)) for j in row]
                for i in row
            ]
        }

    ways = [statements, ranking, weights]
    for dm in dms:
        kind = draw(st.sampled_from([*ways, matrix, None]))
        if kind is None:
            readings = [draw(st.sampled_from(ways))() | {"says": f"R{k}"} for k in range(2)]
            model["preferences"][dm] = {"readings": readings}
        else:
            model["preferences"][dm] = kind() | because
    first, last = next(iter(dms)), list(dms)[-1]
    if first != last:
        model["attitudes"] = {first: {last: "hostile"}}
        model["views"] = {last: {"preferences": {first: statements()}}}
    return model


def answers(model: Data, *, by_name: bool = False) -> list[Any]:
    """Return what a model says in its first and in its last reading, and its likelihoods."""
    conflict = Conflict.model_validate(model)
    doubts = every_doubt(conflict)
    last = {doubt.id: len(doubt.values) - 1 for doubt in doubts if doubt.values}
    found: list[Any] = [sorted([value.likely for value in doubt.values] for doubt in doubts)]
    for reading in (conflict, in_reading(conflict, last)):
        solution = solve(reading, ["NASH", "SEQ"])  # as data it would say, too, what holds across
        states = solution.model.states
        every = range(len(states))
        names = [frozenset(states.view(k).taken) or states.label(k) for k in every]
        for code, by_dm in solution.stable.items():
            held = {dm: [k for k in every if k in own] for dm, own in by_dm.items()}
            named = {dm: {names[k] for k in own} for dm, own in held.items()}
            found.append((code, named if by_name else list(held.values())))
    return found


@given(doubted(), st.data())
@settings(max_examples=20)
def test_a_rename_reaches_everything_and_back_again(model: Data, data: st.DataObject) -> None:
    tables = ("decision_makers", "states", "sources")
    ids = [(table, key) for table in tables for key in model.get(table, {})]
    ids += [
        ("decision_makers", dm, "options", option)
        for dm, party in model["decision_makers"].items()
        for option in party.get("options", {})
    ]
    at = data.draw(st.sampled_from(ids))
    to = data.draw(st.sampled_from(["new", "o0", "dm1", "s1"]))
    try:
        new = applied(model, [Rename(at=at, to=to)])
    except EditError:
        return
    assert answers(new) == answers(model)
    back = applied(new, [Rename(at=(*at[:-1], to), to=at[-1])])
    assert answers(back) == answers(model)
    if to == "new":
        assert back == model


@given(doubted(), st.data())
@settings(max_examples=20)
def test_what_changes_places_keeps_its_answers(model: Data, data: st.DataObject) -> None:
    tables: list[tuple[str, ...]] = [("decision_makers",), ("states",)]
    tables += [("decision_makers", dm, "options") for dm in model["decision_makers"]]
    moves: list[Edit] = []
    for table in tables:
        inside: Any = model
        for key in table:
            inside = inside.get(key, {})
        moves += [Reorder(at=(*table, key), to=k) for key in inside for k in range(len(inside))]
    moved = applied(model, [data.draw(st.sampled_from(moves))])
    assert answers(moved, by_name=True) == answers(model, by_name=True)


GRAPH: Data = {
    "format": "countermove/1",
    "title": "Graph",
    "decision_makers": {"a": {"name": "A"}},
    "states": {"x": "X", "y": "Y", "z": "Z"},
    "moves": {"a": [["x", "y"]]},
    "preferences": {"a": {"probability": [[0, 0.1, 0.2], [0.3, 0, 0.4], [0.5, 0.6, 0]]}},
}
OPTIONS: Data = {
    "format": "countermove/1",
    "title": "Options",
    "decision_makers": {"a": {"name": "A", "options": {"x": "X", "y": "Y"}}},
    "rules": {"infeasible": ["x and y"]},
    "preferences": {"a": GRAPH["preferences"]["a"]},
    "scenarios": {"s": {"title": "S", "preferences": {"a": GRAPH["preferences"]["a"]}}},
}


def test_the_rows_of_a_matrix_go_where_their_states_go() -> None:
    without_y = [[0, 0.2], [0.5, 0]]
    new = applied(GRAPH, [Remove(at=("states", "y"))])
    assert new["preferences"]["a"]["probability"] == without_y
    turned = [[0, 0.2, 0.1], [0.5, 0, 0.6], [0.3, 0.4, 0]]
    new = applied(GRAPH, [Reorder(at=("states", "z"), to=1)])
    assert new["preferences"]["a"]["probability"] == turned
    new = applied(OPTIONS, [Reorder(at=("decision_makers", "a", "options", "y"), to=0)])
    assert new["preferences"]["a"]["probability"] == turned
    assert new["scenarios"]["s"]["preferences"]["a"]["probability"] == turned
    new = applied(OPTIONS, [Put(at=("rules", "infeasible"), value=["x and y", "x and not y"])])
    assert new["preferences"]["a"]["probability"] == without_y


def test_what_is_new_in_a_matrix_is_for_the_analyst_to_say() -> None:
    same = GRAPH["preferences"]
    for model, edit in (
        (GRAPH, Put(at=("states", "w"), value="W")),
        (OPTIONS, Put(at=("decision_makers", "a", "options", "w"), value="W")),
        (OPTIONS, Remove(at=("rules",))),
        (OPTIONS, Put(at=("rules", "infeasible"), value=["x and"])),
    ):
        assert applied(model, [edit])["preferences"] == same
