"""What the graph shows: every move and no other, what holds, what is left out of large models."""

from __future__ import annotations

import random
from itertools import combinations, product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countermove.analysis.solving import solve
from countermove.building import build
from countermove.draw.state_graph.data import Edge, GraphData, Node, graph_of
from countermove.errors import UnknownNameError
from countermove.files.model_file import load
from countermove.graph.sequences import shortest
from countermove.graph_model import GraphModel
from models import conflict_of, graph_conflict, option_data

Ways = dict[tuple[int, int, int], bool]


def graph(case: str, **asked: Any) -> GraphData:
    solution = solve(load(case))
    return graph_of(solution.model, solution, **asked)


def drawn(found: GraphData) -> Ways:
    """Return the moves drawn, as mover, from and to by number, and whether they improve."""
    ways: Ways = {}
    for edge in found.edges:
        ends = found.nodes[edge.origin].number, found.nodes[edge.target].number
        two = [((edge.party, *ends), edge.improves)]
        if edge.back is not None:
            two.append(((edge.party, ends[1], ends[0]), edge.back))
        for way, improves in two:
            assert way not in ways
            ways[way] = improves
    return ways


def brute(model: GraphModel) -> Ways:
    number = model.states.number
    return {
        (party, number(state), number(target)): bool(
            model.preferences[dm].ranks[target] > model.preferences[dm].ranks[state]
        )
        for party, dm in enumerate(model.decision_makers)
        for state in range(len(model.states))
        for target in model.moves(dm, state).tolist()
    }


def corners(node: Node) -> tuple[float, float, float, float]:
    """Return the left, top, right and bottom of a card."""
    across, down = node.width / 2, node.height / 2
    return node.x - across, node.y - down, node.x + across, node.y + down


def overlapping(found: GraphData) -> bool:
    return any(
        a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
        for a, b in combinations(map(corners, found.nodes), 2)
    )


def hidden(found: GraphData, edge: Edge) -> bool:
    """Return whether a line runs behind an outcome where it doesn't end, or out of the drawing."""
    points = np.array(edge.route).reshape(-1, 2)
    others = [node for k, node in enumerate(found.nodes) if k not in {edge.origin, edge.target}]
    for k, t in product(range(0, len(points) - 1, 3), np.linspace(0, 1, 101)):
        weights = [(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3]
        x, y = weights @ points[k : k + 4]
        if not (0 <= x <= found.width and 0 <= y <= found.height):
            return True
        for left, top, right, bottom in map(corners, others):
            if left < x < right and top < y < bottom:
                return True
    return False


@settings(max_examples=6)
@given(option_data(most_options=5, coalesced=False) | option_data(most_options=5, coalesced=True))
def test_every_move_is_drawn_once_and_no_other(data: dict[str, Any]) -> None:
    model = build(conflict_of(**data))
    solution = solve(model)
    found = graph_of(model, solution, most_lines=1 << 12)
    every = brute(model)
    assert drawn(found) == every
    assert not overlapping(found)
    for state, node in enumerate(found.nodes):
        held = tuple(code for code in solution.codes if state in solution.holding[code])
        assert ("".join(node.signs), node.holds) == (model.states.pattern(state), held)
    better = {way: improves for way, improves in every.items() if improves}
    assert drawn(graph_of(model, solution, improvements=True)) == better
    first = {way: improves for way, improves in every.items() if way[0] == 0}
    own = graph_of(model, solution, decision_maker=model.decision_makers[0])
    assert drawn(own) == first


@settings(max_examples=10)
@given(st.data())
def test_from_a_state_is_shown_what_legal_sequences_lead_to(data: st.DataObject) -> None:
    model = build(conflict_of(**data.draw(option_data(most_options=4))))
    solution = solve(model)
    start = data.draw(st.integers(0, len(model.states) - 1))
    within = data.draw(st.none() | st.integers(0, 3))
    for improvements, moves in ((False, model.moves), (True, model.improvements)):
        found = graph_of(
            model,
            solution,
            start=model.states.number(start),
            within=within,
            improvements=improvements,
        )
        paths = shortest(model.decision_makers, start, moves)
        reached = {p[-1].target for p in paths if within is None or len(p) <= within}
        numbers = {model.states.number(state) for state in reached | {start}}
        assert {node.number for node in found.nodes} == numbers
        assert found.start is not None
        assert found.nodes[found.start].number == model.states.number(start)


@settings(max_examples=12)
@given(st.integers(1, 12), st.integers(0, 2**20))
def test_graph_form_has_the_moves_listed_and_levels_that_do_not_overlap(
    states: int, seed: int
) -> None:
    luck = random.Random(seed)
    moves = {
        dm: {a: [b for b in range(states) if b != a and luck.random() < 0.3] for a in range(states)}
        for dm in ("a", "b")
    }
    ranks = {dm: [luck.randrange(4) for _ in range(states)] for dm in moves}
    model = build(graph_conflict(states, moves, ranks))
    found = graph_of(model, solve(model))
    assert drawn(found) == brute(model)
    assert not overlapping(found)


def test_of_the_two_ways_of_a_move_the_line_leads_the_better() -> None:
    found = graph("prisoners-dilemma")
    assert [(edge.improves, edge.back) for edge in found.edges] == [(True, False)] * 4
    first = found.edges[0]
    assert found.sentences[first.says] == "The first prisoner would give evidence."
    assert first.back_says is not None
    assert found.sentences[first.back_says] == "The first prisoner would keep silent."


def test_a_node_says_what_its_state_is() -> None:
    found = graph("talks-2025")
    assert found.start is not None
    quo = found.nodes[found.start]
    assert (quo.is_status_quo, quo.text, quo.says) == (
        True,
        "[1] Terms on offer: none",
        ("Doesn't hold.", "The status quo."),
    )
    assert sum(node.is_status_quo for node in found.nodes) == 1
    assert found.nodes[1].says == ("Holds under all 5 concepts.",)


FIRST_VIEWS = [
    ("talks-2025", {"most": 30, "within": 1, "near": 8, "wide": 600}),
    ("talks-2025", {"most": 30, "within": 1, "near": 18, "wide": 900}),
    ("talks-2025", {"start": "24", "within": 2, "most": 30, "wide": 900}),
    ("elmira", {"wide": 600}),
    ("elmira-graph", {"wide": 600}),
    ("elmira-graph", {"wide": 1000}),
    ("prisoners-dilemma", {"wide": 340}),
]


@pytest.mark.parametrize(("case", "asked"), FIRST_VIEWS)
def test_no_improvement_runs_behind_an_outcome(case: str, asked: dict[str, Any]) -> None:
    found = graph(case, **asked)
    assert not overlapping(found)
    assert found.width <= asked["wide"]
    assert [edge for edge in found.edges if edge.improves and hidden(found, edge)] == []


def test_a_card_says_what_is_done_and_what_all_share_is_said_once() -> None:
    found = graph("talks-2025", start="4", within=1)
    assert found.common == (
        "In all of these: Concede borders. In none of these: Settle on the terms; Accept the terms."
    )
    told = {node.number: [line.text for line in node.lines] for node in found.nodes}
    assert told == {
        4: ["Terms on offer:", "none"],
        5: ["Terms on offer: with", "Russia alone"],
        6: ["Terms on offer: of", "all four"],
        22: ["Terms on offer:", "none", "Provide security", "guarantees"],
    }
    assert [line.begins for line in found.nodes[-1].lines] == [True, False, True, False]


def test_an_outcome_of_a_graph_form_says_its_text() -> None:
    found = graph("elmira-graph")
    assert (
        " ".join(line.text for line in found.nodes[8].lines)
        == "Uniroyal has abandoned its Elmira plant"
    )
    assert all(node.lines for node in found.nodes)


def test_of_many_outcomes_each_has_a_square_for_every_option_that_varies() -> None:
    found = graph("talks-2025")
    assert len(found.nodes) == 36
    assert [square.option for square in found.squares] == list(range(5))
    assert not any(node.lines for node in found.nodes)


def test_the_first_view_is_what_holds_the_status_quo_and_the_ways_between() -> None:
    found = graph("talks-2025", most=30, within=1, near=8)
    assert found.says == (
        "12 of 36 outcomes: 6 of the 7 that hold, the status quo and shortest ways from it to them."
    )
    assert {node.number for node in found.nodes} == {1, 2, 3, 5, 6, 9, 21, 24, 28, 30, 32, 36}
    more = graph("talks-2025", most=30, within=1, near=18)
    assert len(more.nodes) == 18
    assert more.says.endswith("and the nearest of what is one move from these.")


def test_improvements_lead_to_the_right() -> None:
    found = graph("elmira", wide=900)
    ahead = [
        found.nodes[edge.target].x - found.nodes[edge.origin].x
        for edge in found.edges
        if edge.improves
    ]
    assert sum(far > 0 for far in ahead) > 3 * sum(far < 0 for far in ahead)


def test_what_is_asked_for_stands_in_the_middle() -> None:
    found = graph("talks-2025", start="24", within=1, wide=900)
    assert found.start is not None
    columns = sorted({node.slot[0] for node in found.nodes})
    own = found.nodes[found.start].slot[0]
    assert columns[0] < own < columns[-1]


def test_outcomes_stay_where_they_were() -> None:
    first = graph("talks-2025", most=30, within=1, near=8)
    kept = {node.number: node.slot for node in first.nodes}
    again = graph("talks-2025", most=30, within=1, near=14, kept=kept)
    assert len(again.nodes) == 14
    assert {n.number: n.slot for n in again.nodes if n.number in kept} == kept


@pytest.mark.parametrize("slot", [(0, 1), (0, 999), (999, 0)])
def test_no_two_outcomes_stand_where_one_is_to_stay(slot: tuple[int, int]) -> None:
    numbers = [node.number for node in graph("talks-2025", most=8).nodes]
    found = graph("talks-2025", most=8, kept=dict.fromkeys(numbers, slot)).nodes
    assert len({node.slot for node in found}) == len(numbers)
    assert max(row for _, row in (node.slot for node in found)) <= 2 * len(numbers)


def test_it_is_the_same_every_time() -> None:
    assert graph("milk-river") == graph("milk-river")


# -- what is too large ----------------------------------------------------------------------------


def of_size(options: int, parties: int, **more: Any) -> GraphModel:
    luck = random.Random(1)
    own = {f"p{k}": [f"o{k}-{j}" for j in range(options // parties)] for k in range(parties)}
    names = [f"{dm}.{option}" for dm, listed in own.items() for option in listed]
    return build(
        conflict_of(
            decision_makers={
                dm: {"name": dm, "options": {o: f"Do {o}" for o in listed}}
                for dm, listed in own.items()
            },
            preferences={dm: {"weights": {n: luck.randint(-9, 9) for n in names}} for dm in own},
            **more,
        )
    )


def test_a_large_model_shows_what_holds_the_status_quo_and_the_ways_between() -> None:
    model = of_size(12, 3, status_quo=[])
    solution = solve(model, ["NASH"])
    found = graph_of(model, solution, most=30)
    assert (len(found.nodes), found.is_all) == (30, False)
    shown = {node.number for node in found.nodes}
    assert {state.number for state in solution.equilibria("NASH")} <= shown
    assert found.start is not None
    assert found.nodes[found.start].is_status_quo
    assert found.ways
    assert found.says == (
        "30 of 4,096 outcomes: those that hold, the status quo, shortest ways from it to them "
        "and the nearest of what is one move from these."
    )
    assert not overlapping(found)
    kept = {way: improves for way, improves in brute(model).items() if {*way[1:]} <= shown}
    assert drawn(found) == kept


def test_of_too_many_lines_those_are_drawn_that_change_fewest_options() -> None:
    model = of_size(6, 1)
    found = graph_of(model, solve(model), most_lines=192)
    assert "192 of 2,016 lines between them are drawn" in found.says
    changed = [
        sum(a != b for a, b in zip(*(found.nodes[end].signs for end in ends), strict=True))
        for ends in ((edge.origin, edge.target) for edge in found.edges)
    ]
    assert changed == [1] * 192


@pytest.mark.parametrize(("options", "parties"), [(13, 1), (12, 4)])
def test_many_states_are_no_hindrance(options: int, parties: int) -> None:
    model = of_size(options, parties, status_quo=[])
    solution = solve(model, ["NASH"])
    found = graph_of(model, solution, most=40, most_lines=100)
    assert len(found.nodes) == 40
    assert len(found.edges) <= 100
    assert found.says.startswith(f"40 of {1 << options:,} outcomes: ")
    assert not overlapping(found)


def test_of_what_is_one_move_away_every_party_has_some() -> None:
    model = of_size(12, 2, status_quo=[])
    found = graph_of(model, solve(model, ["NASH"]), start=1, within=1, most=11)
    assert found.says == (
        "11 of 4,096 outcomes: [1] and the nearest of what moves lead to from there in one move."
    )
    assert found.start is not None
    movers = [e.party for e in found.edges if found.start in {e.origin, e.target}]
    assert sorted(movers) == [0] * 5 + [1] * 5


def test_what_is_not_known_is_refused() -> None:
    for asked in ({"decision_maker": "x"}, {"start": 99}, {"most": 0}, {"within": -1}):
        with pytest.raises(UnknownNameError):
            graph("prisoners-dilemma", **asked)
