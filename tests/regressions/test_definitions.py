"""Small models on which programs or definitions are known to go wrong."""

from __future__ import annotations

import pytest

from countermove.analysis.solving import solve
from countermove.graph.sequences import Move
from engines import ENGINES
from models import graph_conflict, option_conflict


@pytest.mark.parametrize("engine", ENGINES)
def test_two_improvements_each_answered_by_the_same_opponent(engine: str) -> None:
    """A model on which a program's simultaneous sanctioning forgets the second improvement.

    Simultaneous sanctioning isn't a concept here. What the definitions that are say of its state
    0: both improvements are sanctioned, by an opponent who gains by it, and without escape.
    """
    conflict = option_conflict(
        {"focal": ["x", "y"], "opponent": ["z"]},
        focal=[2, 3, 3, 1, 2, 1, 1, 1],
        opponent=[1, 1, 1, 1, 2, 2, 2, 2],
    )
    solution = solve(conflict, engine=engine)
    assert not solution.is_stable("NNN", "focal", "NASH")
    for code in ("GMR", "SMR", "SEQ", "SSEQ"):
        assert solution.is_stable("NNN", "focal", code)
    first, second = solution.verdict("NNN", "focal", "SEQ").lines
    assert (first.first.target, second.first.target) == (1, 2)
    assert first.answer == (Move("opponent", 1, 5),)
    assert second.answer == (Move("opponent", 2, 6),)


@pytest.mark.parametrize("engine", ENGINES)
def test_who_would_be_merged_in_a_coalition_is_still_looked_at_alone(engine: str) -> None:
    """Prisoner's dilemma: three states would hold if the two were one party, two do as they are."""
    # The first decision maker's option is the lower bit.
    solution = solve(
        option_conflict({"one": ["a"], "two": ["b"]}, one=[1, 0, 3, 2], two=[1, 3, 0, 2]),
        engine=engine,
    )
    assert [state.pattern for state in solution.equilibria("NASH")] == ["NN"]
    for state, leaving in (("YN", "one"), ("NY", "two")):
        assert not solution.is_stable(state, leaving, "NASH")
    for dm in ("one", "two"):
        assert not solution.is_stable("YY", dm, "NASH")
        assert solution.is_stable("YY", dm, "SEQ")


@pytest.mark.parametrize("engine", ENGINES)
def test_nobody_jumps_over_an_infeasible_state_with_anothers_option(engine: str) -> None:
    """Where only both or neither of two options of two parties can be, neither can move."""
    conflict = option_conflict(
        {"one": ["a"], "two": ["b"]},
        rules={"infeasible": ["a and not b", "b and not a"]},
        one=[0, 1],
        two=[0, 1],
    )
    solution = solve(conflict, engine=engine)
    assert solution.model.moves("one", 0).size == solution.model.moves("two", 0).size == 0
    for code in solution.codes:
        assert [state.pattern for state in solution.equilibria(code)] == ["NN", "YY"]


@pytest.mark.parametrize("engine", ENGINES)
def test_every_countermove_is_an_escape_even_one_that_is_no_improvement_for_all(
    engine: str,
) -> None:
    """A model made for coalitions (a countermove that helps both, though one of them less).

    As single parties: from 0 the first improves to 1, and the others can answer with 5 or 7; from
    either the first gets away, to 4 or 6.
    """
    conflict = option_conflict(
        {"first": ["a"], "second": ["b"], "third": ["c"]},
        first=[0, 1, 2, 2, 2, 0, 2, 0],
        second=[0, 1, 2, 2, 2, 2, 2, 2],
        third=[0] * 8,
    )
    solution = solve(conflict, engine=engine)
    assert solution.is_stable("NNN", "first", "GMR")
    assert not solution.is_stable("NNN", "first", "SMR")
    (line,) = solution.verdict("NNN", "first", "SMR").lines
    assert not line.is_deterred
    escapes = [reply.play.lines[0].first for reply in line.play.lines]
    found = {(escape.origin, escape.target) for escape in escapes}
    assert found == {(5, 4), (7, 6)}


@pytest.mark.parametrize("engine", ENGINES)
def test_all_moves_after_the_sanction_count_not_only_improvements_from_it(engine: str) -> None:
    """Merge the first two of the model above into one party: the escape 5 to 6 undoes the sanction.

    With one ranking an escape to a state better than the start is also better than the end of
    the sanction, so both readings agree; here the countermove that counts ties with two others.
    """
    conflict = option_conflict(
        {"merged": ["a", "b"], "third": ["c"]},
        merged=[0, 1, 0, 0, -1, -1, 2, -1],
        third=[0] * 8,
    )
    solution = solve(conflict, engine=engine)
    assert solution.is_stable("NNN", "merged", "GMR")
    assert not solution.is_stable("NNN", "merged", "SMR")
    (line,) = solution.verdict("NNN", "merged", "SMR").lines
    (reply,) = line.play.lines
    assert reply.moves == (Move("third", 1, 5),)
    assert reply.play.lines[0].first == Move("merged", 5, 6)


@pytest.mark.parametrize("engine", ENGINES)
def test_without_transitive_moves_there_need_be_no_sequential_equilibrium(engine: str) -> None:
    """Five states in graph form: in option form a SEQ equilibrium always exists."""
    conflict = graph_conflict(
        5,
        {
            "one": {0: [4], 1: [0], 2: [4], 3: [0, 2, 4], 4: [0]},
            "two": {0: [1], 1: [2, 3], 2: [3], 3: [0, 1, 2], 4: [2, 3]},
        },
        {"one": [1, 0, 1, 3, 3], "two": [4, 4, 2, 3, 2]},
    )
    solution = solve(conflict, engine=engine)
    assert solution.equilibria("SEQ") == ()
    assert solution.equilibria("NASH") == solution.equilibria("SSEQ") == ()
    assert solution.equilibria("GMR") != ()


@pytest.mark.parametrize("engine", ENGINES)
def test_an_equally_good_end_is_a_sanction(engine: str) -> None:
    """It is enough that the end isn't better: a program that asks for worse differs with ties."""
    conflict = option_conflict({"one": ["a"], "two": ["b"]}, one=[0, 1, 0, 0], two=[0, 0, 0, 1])
    solution = solve(conflict, engine=engine)
    for code in ("GMR", "SMR", "SEQ", "SSEQ"):
        assert solution.is_stable("NN", "one", code)
    assert not solution.is_stable("NN", "one", "NASH")


@pytest.mark.parametrize("engine", ENGINES)
def test_coming_back_to_where_one_began_is_a_sanction(engine: str) -> None:
    """With shared moves an opponent can undo a move: where it began isn't better than itself."""
    conflict = graph_conflict(2, {"one": {0: [1]}, "two": {1: [0]}}, {"one": [0, 1], "two": [1, 0]})
    solution = solve(conflict, engine=engine)
    assert not solution.is_stable("s0", "one", "NASH")
    for code in ("GMR", "SEQ"):
        assert solution.is_stable("s0", "one", code)
    # From there it could do the same again: that is an escape.
    for code in ("SMR", "SSEQ"):
        assert not solution.is_stable("s0", "one", code)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_return_counts_only_when_it_is_legal(engine: str) -> None:
    """The same opponent can't move out and back: it would move twice in a row."""
    moves = {"one": {0: [1]}, "two": {1: [2], 2: [3]}}
    ranks = {"one": [1, 2, 2, 0], "two": [0, 1, 2, 3]}
    alone = solve(graph_conflict(4, moves, ranks), engine=engine)
    assert not alone.is_stable("s0", "one", "GMR")
    helped = solve(
        graph_conflict(4, {**moves, "three": {2: [1]}}, {**ranks, "three": [0, 1, 0, 0]}),
        engine=engine,
    )
    # With another between, two may move again; but only to 2, never from 2 to 3.
    assert not helped.is_stable("s0", "one", "GMR")
    detour = {**moves, "three": {2: [4], 4: []}, "two": {1: [2], 2: [3], 4: [3]}}
    five = {"one": [1, 2, 2, 0, 2], "two": [0, 1, 2, 3, 0], "three": [0, 0, 0, 0, 1]}
    solution = solve(graph_conflict(5, detour, five), engine=engine)
    assert solution.is_stable("s0", "one", "GMR")
    assert solution.is_stable("s0", "one", "SEQ")


@pytest.mark.parametrize("engine", ENGINES)
def test_sseq_is_more_than_smr_and_seq_together(engine: str) -> None:
    """One and the same reply must be credible and inescapable."""
    conflict = option_conflict(
        {"one": ["a"], "two": ["b", "c"]},
        # Of the replies to a only b is credible, and from there one can fall back to b alone.
        one=[1, 3, 2, 0, 0, 0, 0, 0],
        two=[0, 0, 0, 1, 0, 0, 0, 0],
    )
    solution = solve(conflict, engine=engine)
    assert solution.is_stable("NNN", "one", "SMR")
    assert solution.is_stable("NNN", "one", "SEQ")
    assert not solution.is_stable("NNN", "one", "SSEQ")


@pytest.mark.parametrize("engine", ENGINES)
def test_who_has_no_options_is_never_tempted(engine: str) -> None:
    conflict = option_conflict({"one": ["a"], "idle": []}, one=[0, 1], idle=[1, 0])
    solution = solve(conflict, engine=engine)
    for code in solution.codes:
        assert all(solution.is_stable(k, "idle", code) for k in (1, 2))
        assert [state.number for state in solution.equilibria(code)] == [2]


@pytest.mark.parametrize("engine", ENGINES)
def test_without_a_reply_an_improvement_upsets(engine: str) -> None:
    """Who is answered by nobody goes, and a state that no move leads to has a verdict too."""
    conflict = graph_conflict(3, {"one": {0: [1]}, "two": {}}, {"one": [0, 1, 2], "two": [0, 0, 0]})
    solution = solve(conflict, engine=engine)
    for code in solution.codes:
        assert [state.label for state in solution.equilibria(code)] == ["s1", "s2"]
