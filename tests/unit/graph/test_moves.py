"""Unilateral moves in option form, coalesced and in graph form."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from countermove.graph.feasible import feasible_states
from countermove.graph.moves import ArcMoves, FibreMoves, unilateral_moves
from models import graph_conflict, option_conflict


def arrows(conflict: Any, dm: str) -> set[str]:
    """Return a decision maker's moves as ``YN>NN``."""
    states = feasible_states(conflict)
    moves = unilateral_moves(states, dm)
    found = set()
    for s in range(len(states)):
        targets = moves.reachable(s).tolist()
        assert targets == sorted(targets)
        found |= {f"{states.pattern(s)}>{states.pattern(q)}" for q in targets}
    return found


def one(*options: str, moves: dict[str, str] | None = None, **parts: Any) -> Any:
    return option_conflict({"one": options}, moves=moves, **parts)


@pytest.mark.parametrize(
    ("direction", "expected"),
    [("both", {"N>Y", "Y>N"}), ("take", {"N>Y"}), ("drop", {"Y>N"}), ("fixed", set())],
)
def test_one_option(direction: str, expected: set[str]) -> None:
    assert arrows(one("a", moves={"a": direction}), "one") == expected


def test_only_ones_own_options_change() -> None:
    conflict = option_conflict({"one": ["a"], "two": ["b"]})
    assert arrows(conflict, "one") == {"NN>YN", "YN>NN", "NY>YY", "YY>NY"}
    assert arrows(conflict, "two") == {"NN>NY", "NY>NN", "YN>YY", "YY>YN"}


def test_several_own_options_may_change_at_once() -> None:
    assert len(arrows(one("a", "b", "c"), "one")) == 8 * 7


def test_each_option_goes_only_its_way() -> None:
    conflict = one("a", "b", moves={"a": "take", "b": "drop"})
    assert arrows(conflict, "one") == {"NN>YN", "NY>NN", "NY>YN", "NY>YY", "YY>YN"}


def test_a_fixed_option_does_not_hold_the_others_back() -> None:
    conflict = one("a", "b", moves={"b": "fixed"})
    assert arrows(conflict, "one") == {"NN>YN", "YN>NN", "NY>YY", "YY>NY"}


def test_infeasible_states_between_do_not_stand_in_the_way() -> None:
    rules = {"infeasible": ["a and not b", "b and not a"]}
    assert arrows(one("a", "b", rules=rules), "one") == {"NN>YY", "YY>NN"}
    both_ways = one("a", "b", rules=rules, moves={"a": "take"})
    assert arrows(both_ways, "one") == {"NN>YY"}
    against = one("a", "b", rules=rules, moves={"a": "take", "b": "drop"})
    assert arrows(against, "one") == set()


def test_one_way_options_with_infeasible_states_between() -> None:
    """To the state with b alone one gets by giving up a and taking b in one move."""
    rules = {"exactly_one": [["a", "b", "c"]]}
    conflict = one("a", "b", "c", rules=rules, moves={"a": "drop", "c": "take"})
    assert arrows(conflict, "one") == {"YNN>NYN", "YNN>NNY", "NYN>NNY"}


def test_without_options_there_are_no_moves() -> None:
    assert arrows(option_conflict({"one": ["a"], "idle": []}), "idle") == set()


def test_moves_between_coalesced_states() -> None:
    """A move leads there when it does so for some of the choices that a state stands for."""
    conflict = option_conflict({"one": ["a"], "two": ["b"]}, rules={"coalesce": ["a and b", "b"]})
    assert arrows(conflict, "two") == {"NN>-Y", "YN>-Y", "-Y>NN", "-Y>YN"}
    assert arrows(conflict, "one") == {"NN>YN", "YN>NN"}
    one_way = option_conflict(
        {"one": ["a"], "two": ["b"]}, rules={"coalesce": ["b"]}, moves={"b": "take"}
    )
    assert arrows(one_way, "two") == {"NN>-Y", "YN>-Y"}


def test_coalesced_moves_need_not_be_transitive_and_may_be_shared() -> None:
    conflict = option_conflict({"one": ["a"], "two": ["b"]}, rules={"coalesce": ["a iff b"]})
    # The states: both or neither, a alone, b alone. Either party leads from one to each other.
    assert arrows(conflict, "one") == arrows(conflict, "two")
    assert arrows(conflict, "one") == {"-->YN", "-->NY", "YN>--", "NY>--"}


def test_graph_form_moves_are_those_listed() -> None:
    conflict = graph_conflict(
        4, {"one": {0: [2, 1, 2], 3: [0]}, "two": {0: [1]}}, {"one": [0] * 4, "two": [0] * 4}
    )
    moves = unilateral_moves(feasible_states(conflict), "one")
    assert isinstance(moves, ArcMoves)
    assert [moves.reachable(s).tolist() for s in range(4)] == [[1, 2], [], [], [0]]


def test_a_decision_maker_without_listed_moves_has_none() -> None:
    conflict = graph_conflict(2, {"one": {0: [1]}, "two": {}}, {"one": [0, 0], "two": [0, 0]})
    moves = unilateral_moves(feasible_states(conflict), "two")
    assert [moves.reachable(s).tolist() for s in range(2)] == [[], []]


def test_moves_from_no_pairs_and_no_states() -> None:
    empty = ArcMoves.of_pairs(np.empty((0, 2), dtype=np.intp), 3)
    assert empty.offsets.tolist() == [0, 0, 0, 0]
    assert empty.targets.size == 0


def test_option_form_lists_no_moves() -> None:
    """The moves of 2^20 pairs of states in one fibre are there without being listed."""
    moves = unilateral_moves(feasible_states(one(*[f"o{k}" for k in range(10)])), "one")
    assert isinstance(moves, FibreMoves)
    assert len(moves.reachable(5)) == 2**10 - 1
