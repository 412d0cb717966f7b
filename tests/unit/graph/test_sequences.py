"""Legal sequences: nobody moves twice in a row."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from countermove.graph.moves import ArcMoves
from countermove.graph.sequences import Move, Path, closure, least, shortest

Lists = dict[str, dict[int, list[int]]]


def sequences(moves: Lists, start: int) -> list[Path]:
    def targets(mover: str, state: int) -> NDArray[np.intp]:
        return np.array(moves[mover].get(state, []), dtype=np.intp)

    return list(shortest(list(moves), start, targets))


def ends(moves: Lists, start: int) -> dict[int, str]:
    """Return who moves on the way to each end: ``{3: "aba"}``."""
    return {
        path[-1].target: "".join(move.decision_maker for move in path)
        for path in sequences(moves, start)
    }


def test_nobody_moves_twice_in_a_row() -> None:
    assert ends({"a": {0: [1], 1: [2]}}, 0) == {1: "a"}


def test_anybody_may_move_again_after_another() -> None:
    assert ends({"a": {0: [1], 2: [3]}, "b": {1: [2], 3: [4]}}, 0) == {
        1: "a",
        2: "ab",
        3: "aba",
        4: "abab",
    }


def test_a_state_reached_by_one_can_be_left_by_that_one_when_another_can_lead_there_too() -> None:
    """To 2 lead a alone and, longer, b after a; only the second lets a go on to 3."""
    moves = {"a": {0: [1, 2], 2: [3]}, "b": {1: [2]}}
    assert ends(moves, 0) == {1: "a", 2: "a", 3: "aba"}


def test_the_start_is_an_end_only_when_a_sequence_leads_back() -> None:
    assert 0 not in ends({"a": {0: [1]}, "b": {1: [2]}}, 0)
    assert ends({"a": {0: [1]}, "b": {1: [0]}}, 0) == {1: "a", 0: "ab"}
    # By the same one it is not legal.
    assert 0 not in ends({"a": {0: [1], 1: [0]}}, 0)


def test_from_the_start_one_may_go_on_after_coming_back() -> None:
    moves = {"a": {0: [1]}, "b": {1: [0], 0: [2]}}
    assert ends(moves, 0)[2] == "b"
    # a moves, b leads back, a may move again; b may not.
    assert ends({"a": {0: [1, 3]}, "b": {1: [0]}}, 0) == {1: "a", 3: "a", 0: "ab"}


def test_sequences_are_shortest_and_in_order_of_length() -> None:
    moves = {"a": {0: [1], 2: [5]}, "b": {1: [2], 0: [5]}, "c": {1: [5]}}
    assert ends(moves, 0) == {1: "a", 5: "b", 2: "ab"}
    lengths = [len(path) for path in sequences(moves, 0)]
    assert lengths == sorted(lengths)


def test_paths_say_who_moves_from_where_to_where() -> None:
    (first, second) = sequences({"a": {4: [7]}, "b": {7: [2]}}, 4)
    assert first == (Move("a", 4, 7),)
    assert second == (Move("a", 4, 7), Move("b", 7, 2))


def test_without_anybody_there_is_no_sequence() -> None:
    assert sequences({}, 0) == []
    assert sequences({"a": {}}, 0) == []


@pytest.mark.parametrize("seed", range(20))
def test_for_all_states_at_once_the_ends_are_the_same(seed: int) -> None:
    """As a set for each state where its sequences end, and the first of the ends as a label."""
    states, rng = 7, np.random.default_rng(seed)
    moves = {mover: ArcMoves.of_pairs(rng.integers(states, size=(5, 2)), states) for mover in "abc"}
    alone = np.packbits(np.eye(states, dtype=bool), axis=1)
    back = closure(alone, [own.blocks.back for own in moves.values()], np.bitwise_or, 0)
    # Among ahead and back, rows and columns change places.
    ahead = closure(alone, [own.blocks.ahead for own in moves.values()], np.bitwise_or, 0)
    leads = np.unpackbits(back, axis=1, count=states).astype(bool)
    assert (np.unpackbits(ahead, axis=1, count=states).astype(bool) == leads.T).all()
    around = [own.neighbours(np.zeros(states, np.int64)) for own in moves.values()]
    nearest = least(np.arange(states), around, improving=False)
    for start in range(states):
        reached = {
            path[-1].target
            for path in shortest(list(moves), start, lambda mover, s: moves[mover].reachable(s))
        }
        assert set(np.flatnonzero(leads[start]).tolist()) == reached
        assert nearest[start] == min(reached, default=states)
