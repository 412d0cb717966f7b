"""Sanctions by sequences in which an opponent moves more than once.

A program that lets each opponent move only once misses them. Each model here is minimal.
"""

from __future__ import annotations

from countermove.analysis.solving import solve
from countermove.building import build
from countermove.graph.sequences import Move, shortest
from engines import ENGINES
from models import conflict_of, option_conflict


def moves(*steps: tuple[str, int, int]) -> tuple[Move, ...]:
    return tuple(Move(*step) for step in steps)


def test_a_sequential_sanction_in_which_an_opponent_moves_twice() -> None:
    """After the focal improvement the two others chase each other round: A, B, A."""
    conflict = option_conflict(
        {"focal": ["f"], "one": ["a"], "two": ["b"]},
        # States are f + 2a + 4b. Worst for focal: f without a, with b.
        focal=[1, 2, 1, 2, 1, 0, 1, 2],
        one=[bool(s & 2) != bool(s & 4) for s in range(8)],
        two=[bool(s & 2) == bool(s & 4) for s in range(8)],
    )
    for engine in ENGINES:
        solution = solve(conflict, engine=engine)
        assert solution.is_stable("NNN", "focal", "SEQ")
    verdict = solution.verdict("NNN", "focal", "SEQ")
    (line,) = verdict.lines
    assert line.first == Move("focal", 0, 1)
    assert line.answer == moves(("one", 1, 3), ("two", 3, 7), ("one", 7, 5))
    assert {path[-1].target for path in sequences(solution.model, 1)} == {1, 3, 5, 7}
    unstable = [k for k in range(1, 9) if not solution.is_stable(k, "focal", "SEQ")]
    assert unstable == [6]


def test_nobody_moves_twice_in_a_row_where_another_could_stay_between() -> None:
    """One goes step by step, the other moves by its options: staying is no move of its."""
    price = {"text": "Price", "levels": {"low": "Low", "mid": "Mid", "high": "High"}}
    conflict = conflict_of(
        decision_makers={
            "focal": {"name": "Focal", "options": {"ask": "Ask"}},
            "seller": {"name": "Seller", "options": {"price": {**price, "steps": "neighbour"}}},
            "other": {"name": "Other", "options": {"wait": {"text": "Wait", "moves": "drop"}}},
        },
        rules={"infeasible": ["wait"]},
        preferences={
            "focal": {"statements": ["not price is high", "ask"]},
            "seller": {"statements": ["price is high"]},
            "other": {"statements": []},
        },
    )
    for engine in ENGINES:
        solution = solve(conflict, engine=engine)
        assert not solution.is_stable("N/low/N", "focal", "GMR")
        assert solution.is_stable("N/mid/N", "focal", "GMR")


def sequences(model, start):
    return shortest(model.opponents("focal"), start, model.credible_moves)


def test_a_metarational_sanction_in_which_an_opponent_moves_twice() -> None:
    """The second move becomes possible only after another opponent has moved."""
    conflict = option_conflict(
        {"focal": ["f"], "one": ["a1", "a2"], "two": ["b"]},
        rules={"infeasible": ["a2 and not b", "b and not a1"]},
        # The feasible states are 0, 1, 2, 3, 10, 11, 14, 15 of f + 2a1 + 4a2 + 8b.
        focal=[1, 2, 1, 2, 1, 2, 0, 0],
        one=[0] * 8,
        two=[0] * 8,
    )
    for engine in ENGINES:
        solution = solve(conflict, engine=engine)
        assert solution.model.states.choices.codes().tolist() == [0, 1, 2, 3, 10, 11, 14, 15]
        assert solution.is_stable("NNNN", "focal", "GMR")
        assert solution.is_stable("NNNN", "focal", "SMR")
        assert not solution.is_stable("NNNN", "focal", "SEQ")
    (line,) = solution.verdict("NNNN", "focal", "SMR").lines
    # f a1, then f a1 b, then f a1 a2 b: positions 3, 5, 7.
    assert line.answer == moves(("one", 1, 3), ("two", 3, 5), ("one", 5, 7))
    assert line.play.lines[0].play.reached == (6,)


def test_sequential_equilibria_of_three_decision_makers_with_one_option_each() -> None:
    """All eight states, strict ranks; by definition the equilibria are 1 to 5, counted from 0."""
    # The state is written 4a + 2b + c: the first option is the highest bit here.
    ranks = {
        "a": [1, 5, 2, 3, 6, 7, 4, 0],
        "b": [3, 4, 2, 6, 1, 5, 0, 7],
        "c": [0, 4, 5, 1, 2, 3, 7, 6],
    }
    conflict = option_conflict({"c": ["c"], "b": ["b"], "a": ["a"]}, **ranks)
    for engine in ENGINES:
        solution = solve(conflict, ["SEQ"], engine=engine)
        assert [state.number - 1 for state in solution.equilibria("SEQ")] == [1, 2, 3, 4, 5]
    (line,) = solution.verdict(3, "a", "SEQ").lines
    assert line.first == Move("a", 2, 6)
    assert line.answer == moves(("b", 6, 4), ("c", 4, 5), ("b", 5, 7))


def test_one_move_may_change_several_options_at_once() -> None:
    """States between need not be feasible: exactly one of x and y is excluded."""
    conflict = option_conflict(
        {"one": ["x", "y"]}, rules={"infeasible": ["x and not y", "y and not x"]}, one=[0, 1]
    )
    model = build(conflict)
    assert [model.states.pattern(k) for k in range(2)] == ["NN", "YY"]
    assert model.moves("one", 0).tolist() == [1]
    assert model.moves("one", 1).tolist() == [0]


def test_sequences_pass_through_feasible_states_only() -> None:
    """Two who would each have to change first, and can't, never get to change both."""
    conflict = option_conflict(
        {"focal": ["f"], "one": ["a"], "two": ["b"]},
        rules={"infeasible": ["a and not b", "b and not a"]},
        focal=[0, 1, 0, 0],
        one=[0] * 4,
        two=[0] * 4,
    )
    solution = solve(conflict)
    assert [state.pattern for state in solution.equilibria("GMR")] == ["YNN", "NYY", "YYY"]
    assert not solution.is_stable("NNN", "focal", "GMR")
