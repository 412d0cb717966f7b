"""Unilateral moves in option form, coalesced and in graph form."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given

from countermove.graph.feasible import feasible_states
from countermove.graph.moves import ArcMoves, FibreMoves, JoinedMoves
from countermove.graph.states import States
from countermove.graph.unilateral import option_moves, unilateral_moves
from countermove.model.conflict import Conflict
from models import graph_conflict, option_conflict, option_data


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
    assert empty.lists.offsets.tolist() == [0, 0, 0, 0]
    assert empty.blocks.count() == 0


def test_option_form_lists_no_moves() -> None:
    """The moves of 2^20 pairs of states in one fibre are there without being listed."""
    moves = unilateral_moves(feasible_states(one(*[f"o{k}" for k in range(10)])), "one")
    assert isinstance(moves, FibreMoves)
    assert len(moves.reachable(5)) == 2**10 - 1


# -- against the definition -----------------------------------------------------------------------


def leads(states: States, moves: FibreMoves, own: int, a: int, b: int) -> bool:
    """Say whether one choice leads to another: only own options change, each in its direction."""
    taken, dropped = b & ~a, a & ~b
    changeable = moves.both | moves.take | moves.drop
    return (
        a != b
        and not (a ^ b) & ~(own & changeable)
        and not taken & moves.drop
        and not dropped & moves.take
    )


@given(option_data() | option_data(coalesced=True))
def test_reachable_states_are_those_of_the_definition(data: dict[str, Any]) -> None:
    states = feasible_states(Conflict.model_validate(data))
    names = list(states.vocabulary.options)
    for dm in states.conflict.decision_makers:
        own = sum(1 << bit for bit, name in enumerate(names) if name.startswith(f"{dm}."))
        single, found = option_moves(states, dm), unilateral_moves(states, dm)
        members = [states.members(s).tolist() for s in range(len(states))]
        arcs = found.listed()
        for s in range(len(states)):
            expected = [
                q
                for q in range(len(states))
                if q != s
                and any(leads(states, single, own, a, b) for a in members[s] for b in members[q])
            ]
            assert found.reachable(s).tolist() == expected
            assert arcs.reachable(s).tolist() == expected


@given(option_data())
def test_fibres_and_progress_say_where_moves_lead(data: dict[str, Any]) -> None:
    states = feasible_states(Conflict.model_validate(data))
    for dm in states.conflict.decision_makers:
        moves = option_moves(states, dm)
        assert sorted(set(moves.fibre.tolist())) == list(range(int(moves.fibre.max()) + 1))
        for s in range(len(states)):
            gone = moves.progress[s]
            onward = (moves.fibre == moves.fibre[s]) & ((moves.progress & gone) == gone)
            onward[s] = False
            assert moves.reachable(s).tolist() == np.flatnonzero(onward).tolist()


def test_moves_between_many_coalesced_states() -> None:
    """More moves than are looked at together; the joined state comes between the others."""
    options = {"one": [f"a{k}" for k in range(6)], "two": [f"b{k}" for k in range(6)]}
    conflict = option_conflict(options, rules={"coalesce": ["a1 and b1", "a0 and not a1 and b5"]})
    states = feasible_states(conflict)
    single = FibreMoves(states.choices, 0b111111, 0, 0)
    assert states.member_of is not None
    pairs = np.array(
        [
            (states.member_of[a], states.member_of[b])
            for a in range(1 << 12)
            for b in single.reachable(a)
            if states.member_of[a] != states.member_of[b]
        ],
        dtype=np.intp,
    )
    expected = ArcMoves.of_pairs(pairs, len(states))
    moves = unilateral_moves(states, "one")
    assert isinstance(moves, JoinedMoves)
    found = moves.listed().lists
    assert np.array_equal(found.offsets, expected.lists.offsets)
    assert np.array_equal(found.entries, expected.lists.entries)
    for state in (0, 1, *states.joined, len(states) - 1):
        assert np.array_equal(moves.reachable(state), expected.reachable(state))


def test_moves_at_a_million_states_are_found_at_once() -> None:
    states = feasible_states(
        option_conflict({f"dm{j}": [f"o{j}_{k}" for k in range(5)] for j in range(4)})
    )
    moves = unilateral_moves(states, "dm2")
    assert isinstance(moves, FibreMoves)
    start = 0b00110_00000_10101_00001
    expected = [start & ~(31 << 10) | own << 10 for own in range(32)]
    expected.remove(start)
    assert moves.reachable(start).tolist() == expected
