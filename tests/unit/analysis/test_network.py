"""The integrated graph for networkx: every state, every move, and what was found."""

from __future__ import annotations

import sys
from io import BytesIO

import pytest

import countermove
from countermove import MissingExtraError, TooLargeError
from countermove.analysis import network

networkx = pytest.importorskip("networkx")

SOLUTION = countermove.solve(countermove.load("elmira"))
MODEL = SOLUTION.model


def test_a_network_has_every_state_and_every_move() -> None:
    graph, number = MODEL.to_networkx(), MODEL.states.number
    assert graph.graph == {"name": MODEL.conflict.title, "digest": MODEL.conflict.digest}
    assert list(graph) == list(MODEL.states.numbers)
    improvements = {
        (number(state), number(int(target)), dm): target in MODEL.improvements(dm, state)
        for dm in MODEL.decision_makers
        for state in range(len(MODEL.states))
        for target in MODEL.moves(dm, state)
    }
    assert networkx.get_edge_attributes(graph, "improvement") == improvements
    for source, target, dm, data in graph.edges(keys=True, data=True):
        assert (data["decision_maker"], data["name"]) == (dm, MODEL.name(dm))
        assert data["one_way"] == (not graph.has_edge(target, source, dm))
    assert any(networkx.get_edge_attributes(graph, "one_way").values())


def test_a_node_says_what_is_done_and_how_it_is_ranked() -> None:
    state = MODEL.states.find(8)
    node = MODEL.to_networkx().nodes[8]
    assert "".join(v for k, v in node.items() if k.startswith("option_")) == node["pattern"]
    assert node["pattern"] == MODEL.states.pattern(state)
    for dm in MODEL.decision_makers:
        better = sum(bool(MODEL.better(dm, one, state)) for one in range(len(MODEL.states)))
        levels = {int(MODEL.levels(dm)[one]) for one in range(len(MODEL.states))}
        assert 1 <= node[f"rank_{dm}"] <= len(levels)
        assert (node[f"rank_{dm}"] == 1) == (better == 0)


def test_of_a_solution_a_node_says_for_whom_it_is_stable() -> None:
    graph = SOLUTION.to_networkx()
    for state in range(len(MODEL.states)):
        node = graph.nodes[MODEL.states.number(state)]
        for code, by_dm in SOLUTION.stable.items():
            assert node[f"equilibrium_{code}"] == (state in SOLUTION.holding[code])
            for dm, stable in by_dm.items():
                assert node[f"stable_{code}_{dm}"] == (state in stable)


def test_a_network_can_be_written_in_any_notation() -> None:
    networkx.write_graphml_xml(SOLUTION.to_networkx(), written := BytesIO())
    back = networkx.parse_graphml(written.getvalue().decode(), node_type=int)
    assert back.nodes == SOLUTION.to_networkx().nodes


def test_what_can_not_be_made_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(network, "_MOST_MOVES", 10)
    with pytest.raises(TooLargeError, match="more than 10 moves, too many for networkx"):
        MODEL.to_networkx()
    monkeypatch.setitem(sys.modules, "networkx", None)
    with pytest.raises(MissingExtraError, match=r'pip install "countermove\[networkx\]"'):
        SOLUTION.to_networkx()
