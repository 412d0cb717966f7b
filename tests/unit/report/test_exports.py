"""Exports are read back by others than those who wrote them."""

from __future__ import annotations

import csv
import io
import itertools
import math
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings

from countermove.analysis import network
from countermove.analysis.equilibria import Solution
from countermove.analysis.solving import solve
from countermove.building import build
from countermove.errors import ModelError, TooLargeError, UnknownNameError
from countermove.files.model_file import load, loads
from countermove.graph_model import GraphModel
from countermove.report import gambit
from countermove.report.exports import export_parts
from countermove.report.gambit import gambit_parts
from kinds_of_cases import LISTED
from models import conflict_of, option_models

if TYPE_CHECKING:
    import pygambit


def export(solution: Solution, name: str) -> str:
    return "".join(part for part in export_parts(solution, name) if isinstance(part, str))


GRAPHML = "{http://graphml.graphdrawing.org/xmlns}"
GAMES = ["prisoners-dilemma", "chicken", "sustainable-development"]
THREE = r"""format = "countermove/1"
title = 'Say "yes" \ or no'
[decision_makers.a]
name = 'Müller & "Co"'
[decision_makers.a.options]
x = "X"
y = "Y"
[decision_makers.b]
name = 'Back\slash'
[decision_makers.b.options]
x = "X"
[decision_makers.c]
name = "Nobody"
[preferences.a]
statements = ["a.x iff b.x", "y", "not a.x"]
[preferences.b]
statements = ["y implies b.x", "not b.x"]
[preferences.c]
statements = []
"""

PRICE = """format = "countermove/1"
title = "A sale"
decision_makers.buyer = { name = "Buyer", options = { pay = "Pay" } }
[decision_makers.seller]
name = "Seller"
options.price = { text = "Price", levels = { low = "Low", mid = "Middling", high = "High" } }
options.wrap = "Wrap it"
[preferences]
buyer = { statements = ["pay implies price is low", "wrap"] }
seller = { statements = ["pay and price is high", "price is mid", "not wrap"] }
"""


def game_of(text: str, tmp_path: Path) -> pygambit.Game:
    import pygambit  # which loads SciPy: here, so that not every process of a run waits for it

    file = tmp_path / "game.nfg"
    file.write_text(text, "utf-8")
    return pygambit.read_nfg(str(file))


def pure_equilibria(game: pygambit.Game) -> set[tuple[int, ...]]:
    """Return the pure Nash equilibria as each player's choice by number."""
    import pygambit

    return {
        tuple(
            [profile[player][name] for name in game.get_strategies(player)].index(1)
            for player in game.players
        )
        for profile in pygambit.nash.enumpure_solve(game).equilibria
    }


def nash_equilibria(solution: Solution) -> set[tuple[int, ...]]:
    """Return the Nash equilibria as each decision maker's choice as a binary number."""
    conflict = solution.model.conflict
    found = set()
    for state in solution.equilibria("NASH"):
        bits = iter(state.pattern)
        found.add(
            tuple(
                sum((next(bits) == "Y") << k for k in range(len(party.options)))
                for party in conflict.decision_makers.values()
            )
        )
    return found


@pytest.mark.parametrize("case", GAMES)
def test_gambit_finds_the_same_nash_equilibria(case: str, tmp_path: Path) -> None:
    solution = solve(load(case))
    game = game_of(export(solution, "nfg"), tmp_path)
    assert game.title == load(case).title
    names = [party.name for party in load(case).decision_makers.values()]
    assert list(game.players) == names
    assert pure_equilibria(game) == nash_equilibria(solution)


def test_what_a_party_chooses_among_several_are_strategies(tmp_path: Path) -> None:
    levels = {"text": "Price", "levels": {"low": "Low", "mid": "Middling", "high": "High"}}
    conflict = conflict_of(
        decision_makers={
            "a": {"name": "A", "options": {"sell": "Sell", "price": levels}},
            "b": {"name": "B", "options": {"cash": "Cash", "credit": "Credit"}},
        },
        rules={"exactly_one": [["cash", "credit"]]},
        preferences={
            "a": {"statements": ["sell and price is high", "cash"]},
            "b": {"statements": ["sell", "price is not high", "cash iff price is mid"]},
        },
    )
    solution = solve(conflict)
    game = game_of(export(solution, "nfg"), tmp_path)
    named = [list(game.get_strategies(player)) for player in game.players]
    assert named == [
        [f"{sell}price is {level}" for level in levels["levels"] for sell in ("", "sell + ")],
        ["cash", "credit"],
    ]
    sizes = 6
    expected = {(k % sizes, k // sizes) for k in solution.positions("NASH")}
    assert pure_equilibria(game) == expected
    stepwise = conflict.to_dict()
    stepwise["decision_makers"]["a"]["options"]["price"] |= {"steps": "neighbour"}
    with pytest.raises(ModelError, match="only to the next level: price"):
        next(gambit_parts(build(conflict_of(**stepwise))))


def test_gambit_reads_three_parties_several_options_and_strange_names(tmp_path: Path) -> None:
    solution = solve(loads(THREE))
    game = game_of("".join(gambit_parts(solution.model)), tmp_path)
    assert list(game.players) == ["Müller & 'Co'", "Back/slash", "Nobody"]
    assert list(game.get_strategies("Müller & 'Co'")) == ["none", "x", "y", "x + y"]
    assert list(game.get_strategies("Nobody")) == ["none"]
    assert pure_equilibria(game) == nash_equilibria(solution)
    for dm, table in zip(("a", "b", "c"), game.to_arrays(), strict=True):
        ranks = solution.model.preferences[dm].ranks
        for a, b in itertools.product(range(4), range(2)):
            assert table[a][b][0] == int(ranks[a + 4 * b])


@pytest.mark.parametrize(
    ("case", "why"),
    [
        (
            "talks-2025",
            "12 of the 48 combinations of what .*can't be changed both ways: concede",
        ),
        ("elmira-coalesced", "some of its outcomes stand for several choices"),
        ("elmira-graph", "it gives its outcomes one by one"),
    ],
)
def test_what_is_no_game_is_refused_with_the_reason(case: str, why: str) -> None:
    with pytest.raises(ModelError, match=why):
        next(gambit_parts(build(load(case))))


def test_choices_among_several_are_strategies(tmp_path: Path) -> None:
    parties = {
        "row": {"name": "Row", "options": {"r1": "R1", "r2": "R2", "r3": "R3"}},
        "col": {"name": "Column", "options": {"c1": "C1", "c2": "C2", "c3": "C3", "c4": "C4"}},
        "on": {"name": "Looker-on"},
    }
    conflict = conflict_of(
        decision_makers=parties,
        rules={
            "exactly_one": [["r1", "r2", "r3"]],
            "at_most_one": [["c1", "c2", "c3", "c4"]],
            "requires": {"c2": "not c1"},
        },
        preferences={
            "row": {"statements": ["r1 and c1", "c4", "r3 iff c2", "r2"]},
            "col": {"statements": ["r1 and c1", "r2 iff c3", "not c4"]},
            "on": {"statements": []},
        },
    )
    solution = solve(conflict)
    game = game_of(export(solution, "nfg"), tmp_path)
    assert list(game.get_strategies("Row")) == ["r1", "r2", "r3"]
    assert list(game.get_strategies("Column")) == ["none", "c1", "c2", "c3", "c4"]
    assert list(game.get_strategies("Looker-on")) == ["none"]
    named = {
        tuple(
            next((o for o in party["options"] if o in state.taken), "none")
            if party.get("options")
            else "none"
            for party in parties.values()
        )
        for state in solution.equilibria("NASH")
    }
    found = {
        tuple(list(game.get_strategies(p))[k] for p, k in zip(game.players, profile, strict=True))
        for profile in pure_equilibria(game)
    }
    assert found == named
    assert named


@given(model=option_models(one_way=False))
@settings(max_examples=60)
def test_a_product_of_choices_is_exported_and_nothing_else(model: GraphModel) -> None:
    states = model.states
    names = list(states.vocabulary.options)
    patterns = [states.pattern(state) for state in range(len(states))]
    own = [
        {tuple(p[k] for k, n in enumerate(names) if n.startswith(f"{dm}.")) for p in patterns}
        for dm in model.decision_makers
    ]
    sizes = [len(mine) for mine in own]
    if math.prod(sizes) > len(patterns):
        with pytest.raises(ModelError, match="what one can choose depends on what the others do"):
            "".join(gambit_parts(model))
        return
    import pygambit

    game = pygambit.read_nfg(io.BytesIO("".join(gambit_parts(model)).encode()))
    assert [len(list(game.get_strategies(player))) for player in game.players] == sizes
    tables = game.to_arrays()
    for state, profile in enumerate(itertools.product(*map(range, reversed(sizes)))):
        for dm, table in zip(model.decision_makers, tables, strict=True):
            assert int(table[tuple(reversed(profile))]) == int(model.preferences[dm].ranks[state])


def test_strategies_and_players_have_names_of_their_own(tmp_path: Path) -> None:
    conflict = conflict_of(
        decision_makers={
            "a": {"name": 'The "A"', "options": {"none": "None of it", "x": "X"}},
            "b": {"name": "The 'A'", "options": {"y": "Y"}},
        },
        preferences={"a": {"statements": ["a.none"]}, "b": {"statements": ["y"]}},
    )
    game = game_of(export(solve(conflict), "nfg"), tmp_path)
    first, second = game.players
    assert (first, second) == ("The 'A'", "The 'A' (2)")
    assert list(game.get_strategies(first)) == ["(none)", "none", "x", "none + x"]


def test_a_game_that_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gambit, "_MOST_STATES", 3)
    with pytest.raises(TooLargeError, match=r"the game has 4 outcomes.*more than 3 are too many"):
        export(solve(load("chicken")), "nfg")


def graph_of(solution: Solution) -> tuple[list[ET.Element], list[ET.Element]]:
    root = ET.fromstring(export(solution, "graphml"))
    keys = {key.get("id"): key for key in root.iter(f"{GRAPHML}key")}
    for data in root.iter(f"{GRAPHML}data"):
        assert data.get("key") in keys
    return list(root.iter(f"{GRAPHML}node")), list(root.iter(f"{GRAPHML}edge"))


def data_of(element: ET.Element) -> dict[str | None, str | None]:
    return {data.get("key"): data.text for data in element.iter(f"{GRAPHML}data")}


@pytest.mark.parametrize("case", LISTED)
def test_graphml_holds_every_state_and_every_move(case: str) -> None:
    solution = solve(load(case))
    model = solution.model
    nodes, edges = graph_of(solution)
    states = model.states
    assert [node.get("id") for node in nodes] == [
        f"n{states.number(s)}" for s in states.in_order(range(len(states)))
    ]
    for node in nodes:
        data = data_of(node)
        for code in solution.codes:
            holds = solution.is_equilibrium(str(data["label"]), code)
            assert data[f"equilibrium_{code}"] == str(holds).lower()
        assert (data["pattern"] or "") == states.pattern(states.find(str(data["label"])))

    def moves() -> Iterator[tuple[str, str, str, str]]:
        for dm in model.decision_makers:
            for state in range(len(states)):
                better = set(model.improvements(dm, state).tolist())
                for target in model.moves(dm, state).tolist():
                    ends = f"n{states.number(state)}", f"n{states.number(target)}"
                    yield (*ends, dm, str(target in better).lower())

    found = [
        (
            str(e.get("source")),
            str(e.get("target")),
            data_of(e)["decision_maker"],
            data_of(e)["improvement"],
        )
        for e in edges
    ]
    assert sorted(found) == sorted(moves())


def test_graphml_survives_characters_that_xml_lacks() -> None:
    text = THREE.replace('x = "X"', 'x = "<&>\\ufffe \\U0001F54A"', 1)
    nodes, _ = graph_of(solve(loads(text)))
    assert data_of(nodes[1])["text"] == "<&>\ufffd \U0001f54a"


def test_a_graph_that_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(network, "_MOST_MOVES", 3)
    with pytest.raises(TooLargeError, match="more than 3 moves"):
        export(solve(load("chicken")), "graphml")
    monkeypatch.setattr(network, "_MOST_STATES", 3)
    with pytest.raises(TooLargeError, match="the graph has 4 outcomes, too many for"):
        export(solve(load("chicken")), "graphml")


@pytest.mark.parametrize("case", ["talks-2025", "elmira-graph", "cuban-missile-crisis"])
def test_csv_has_a_row_for_each_state(case: str) -> None:
    solution = solve(load(case))
    rows = list(csv.DictReader(export(solution, "csv").splitlines()))
    states = solution.model.states
    assert len(rows) == len(states)
    for row in rows:
        state = row["label"]
        for code in solution.codes:
            holds = solution.is_equilibrium(state, code)
            assert row[f"holds under {code}"] == ("yes" if holds else "no")
            for dm in solution.model.decision_makers:
                stable = solution.is_stable(state, dm, code)
                assert row[f"{code} for {dm}"] == ("yes" if stable else "no")
    for dm in solution.model.decision_makers:
        ranks = solution.model.preferences[dm].ranks
        by_place = sorted(rows, key=lambda row: int(row[f"rank for {dm}"]))
        values = [int(ranks[states.find(row["label"])]) for row in by_place]
        assert values == sorted(values, reverse=True)


def test_an_export_that_is_not_known_is_refused() -> None:
    with pytest.raises(UnknownNameError, match="no export 'xls'"):
        export(solve(load("chicken")), "xls")


def test_gambit_reads_options_with_levels(tmp_path: Path) -> None:
    solution = solve(loads(PRICE))
    game = game_of(export(solution, "nfg"), tmp_path)
    price = [f"price is {level}" for level in ("low", "mid", "high")]
    assert list(game.get_strategies("Seller")) == [*price, *(f"{one} + wrap" for one in price)]
    assert list(game.get_strategies("Buyer")) == ["none", "pay"]
    for dm, table in zip(("buyer", "seller"), game.to_arrays(), strict=True):
        ranks = solution.model.preferences[dm].ranks
        for a, b in itertools.product(range(2), range(6)):
            assert table[a][b] == int(ranks[a + 2 * b])
