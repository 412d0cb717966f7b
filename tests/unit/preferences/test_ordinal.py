"""Ranks by prioritised statements, by weights and by rankings: exact, or refused by name."""

from __future__ import annotations

import itertools
import random
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermove.errors import ModelError, Problem
from countermove.graph.bits import Bits
from countermove.graph.feasible import feasible_states
from countermove.graph.states import States
from countermove.model.conflict import Conflict
from countermove.model.preference import Preference
from countermove.preferences.levels import lexicographic_ranks
from countermove.preferences.ordinal import (
    OrdinalPreference,
    ordinal_preference,
)
from formulas import trees, value, written
from models import conflict_of, graph_conflict, option_conflict

PATH = ("preferences", "one")


def ranks_of(states: States, **preference: Any) -> list[int]:
    return ordinal_preference(states, Preference(**preference), PATH).ranks.tolist()


def states_of(*options: str, **parts: Any) -> States:
    return feasible_states(option_conflict({"one": options}, **parts))


def dense(scores: list[Any]) -> list[int]:
    """Number scores from 0 for the least, equal ones alike."""
    levels = sorted(set(scores))
    return [levels.index(score) for score in scores]


def problems(states: States, **preference: Any) -> tuple[Problem, ...]:
    with pytest.raises(ModelError) as caught:
        ranks_of(states, **preference)
    return caught.value.problems


# -- the three relations --------------------------------------------------------------------------


def test_what_tempts_and_what_deters() -> None:
    preference = OrdinalPreference(np.array([1, 0, 1, 2], dtype=np.uint16))
    others = np.arange(4)
    assert preference.tempts(others, 0).tolist() == [False, False, False, True]
    # Equally good deters: a sanction need not be worse.
    assert preference.deters(others, 0).tolist() == [True, True, True, False]
    assert preference.credible(others, 1).tolist() == [True, False, True, True]


# -- prioritised statements -----------------------------------------------------------------------


@given(st.lists(trees(["a", "b", "c"]), max_size=8))
def test_statements_rank_as_tuples_of_truth_values_do(statements: list[Any]) -> None:
    choices = [choice[::-1] for choice in itertools.product([False, True], repeat=3)]
    holds = [dict(zip("abc", choice, strict=True)) for choice in choices]
    tuples = [tuple(value(tree, h.__getitem__) for tree in statements) for h in holds]
    found = ranks_of(states_of("a", "b", "c"), statements=[written(s) for s in statements])
    assert found == dense(tuples)


@pytest.mark.parametrize("count", [29, 30, 31, 60, 61, 62, 63, 64, 65, 200, 333])
def test_hundreds_of_statements_are_compared_exactly(count: int) -> None:
    luck = random.Random(count)
    states = 200
    tuples = [[luck.random() < 0.5 for _ in range(count)] for _ in range(states)]
    # Pairs that differ in the last statement, or only in the first, are the hard ones.
    for k in range(0, states, 4):
        tuples[k + 1] = [*tuples[k][:-1], not tuples[k][-1]]
        tuples[k + 2] = [not tuples[k][0], *tuples[k][1:]]
        tuples[k + 3] = list(tuples[k])
    truths = [Bits.of(np.array(column)) for column in zip(*tuples, strict=True)]
    found = lexicographic_ranks(truths, states).tolist()
    assert found == dense([tuple(row) for row in tuples])


def test_the_first_of_many_statements_outweighs_all_others_together() -> None:
    states = states_of("a", "b")
    found = ranks_of(states, statements=["a", *["b"] * 250, "a"])
    # In order NN, YN, NY, YY.
    assert found == [0, 2, 1, 3]


def test_without_statements_everything_is_equally_good() -> None:
    assert ranks_of(states_of("a", "b"), statements=[]) == [0, 0, 0, 0]


def test_a_statement_that_differs_within_a_coalesced_state_is_refused() -> None:
    states = states_of("a", "b", rules={"coalesce": ["b"]})
    (problem,) = problems(states, statements=["b", "a"])
    assert problem.path == (*PATH, "statements", 1)
    assert "neither true nor false in the coalesced outcome -Y" in problem.what


# -- weights --------------------------------------------------------------------------------------

WEIGHTS = st.one_of(
    st.integers(-10, 10),
    st.integers(-(10**45), 10**45),
    st.decimals(
        min_value=-(10**6), max_value=10**6, places=5, allow_nan=False, allow_infinity=False
    ),
)


@given(st.dictionaries(st.sampled_from(["a", "b", "c", "t"]), WEIGHTS))
def test_weights_add_up_exactly(weights: dict[str, Any]) -> None:
    states = states_of("a", "b", "c", terms={"t": "a or b"})
    scores = []
    for choice in itertools.product([False, True], repeat=3):
        holds = dict(zip("cba", choice, strict=True))
        holds["t"] = holds["a"] or holds["b"]
        scores.append(sum((Fraction(w) for name, w in weights.items() if holds[name]), Fraction(0)))
    assert ranks_of(states, weights=weights) == dense(scores)


def test_a_tenth_is_a_tenth() -> None:
    """As binary fractions 0.1 and 0.2 make more than 0.3."""
    states = states_of("a", "b", "c", rules={"infeasible": ["(a or b) and c", "a iff not b"]})
    assert [states.pattern(k) for k in range(3)] == ["NNN", "YYN", "NNY"]
    assert ranks_of(states, weights={"a": 0.1, "b": 0.2, "c": 0.3}) == [0, 1, 1]
    assert ranks_of(states, weights={"a": Decimal("0.1"), "b": 0.2, "c": 0.3}) == [0, 1, 1]


@pytest.mark.parametrize("number", [1.0, Decimal("1.0"), Decimal("1E+0")])
def test_a_whole_number_is_written_in_one_way(number: Any) -> None:
    def weighed(weight: Any) -> Conflict:
        party = {"name": "One", "options": {"a": "a"}}
        preferences = {"one": {"weights": {"a": weight}}}
        return conflict_of(decision_makers={"one": party}, preferences=preferences)

    assert weighed(number) == weighed(1)
    assert weighed(number).digest == weighed(1).digest != weighed(1.5).digest
    found = (weighed(number).preferences["one"].weights or {})["a"]
    assert type(found) is int
    assert weighed(-0.0).digest == weighed(0).digest


@pytest.mark.parametrize("huge", [2**62, 2**63, 2**64, 10**30, 10**300])
def test_huge_weights_are_exact(huge: int) -> None:
    states = states_of("a", "b", "c")
    # In order NNN, YNN, NYN, YYN, NNY, YNY, NYY, YYY.
    expected = dense([0, huge, -1, huge - 1, -huge, 0, -huge - 1, -1])
    assert ranks_of(states, weights={"a": huge, "b": -1, "c": -huge}) == expected
    # With fractions beside them, too.
    found = ranks_of(states_of("a", "b"), weights={"a": huge, "b": -0.5})
    assert found == dense([0, huge, Fraction(-1, 2), huge - Fraction(1, 2)])


def test_options_without_a_weight_count_nothing() -> None:
    assert ranks_of(states_of("a", "b"), weights={"b": -2}) == [1, 1, 0, 0]
    assert ranks_of(states_of("a"), weights={}) == [0, 0]


# -- rankings -------------------------------------------------------------------------------------


def test_a_ranking_goes_from_best_to_worst() -> None:
    states = states_of("a", "b")
    assert ranks_of(states, ranking=[4, 1, 3, 2]) == [2, 0, 1, 3]
    assert ranks_of(states, ranking=["YY", "NN", "NY", "YN"]) == [2, 0, 1, 3]
    assert ranks_of(states, ranking=["4", "NN", 3, "YN"]) == [2, 0, 1, 3]


def test_an_inner_list_ties() -> None:
    states = states_of("a", "b")
    assert ranks_of(states, ranking=[[4, 1], "NY", "YN"]) == [2, 0, 1, 2]
    assert ranks_of(states, ranking=[[1, 2, 3, 4]]) == [0, 0, 0, 0]
    assert ranks_of(states, ranking=[[], [4], [1, 2], [], 3]) == [1, 1, 0, 2]


def test_a_pattern_with_a_dash_ties_all_that_it_matches() -> None:
    states = states_of("a", "b", "c", rules={"infeasible": ["a and b and c"]})
    # In order NNN, YNN, NYN, YYN, NNY, YNY, NYY.
    assert ranks_of(states, ranking=["--Y", "Y-N", ["NYN", "NNN"]]) == [0, 1, 0, 1, 2, 2, 2]
    assert ranks_of(states, ranking=["---"]) == [0] * 7


def test_a_ranking_by_the_ids_of_graph_form_states() -> None:
    states = feasible_states(graph_conflict(3, {"one": {}}, {}))
    assert ranks_of(states, ranking=["s2", ["s0", "s1"]]) == [0, 0, 1]
    assert ranks_of(states, ranking=[3, "s0", 2]) == [1, 0, 2]


def test_a_ranking_by_published_labels() -> None:
    """With labels, numbers mean labels: here the label 1 is on the fourth state."""
    states = states_of("a", "b", labels={"1": "YY", "2": "NN", "3": "YN", "4": "NY"})
    assert ranks_of(states, ranking=[1, 2, 3, 4]) == [2, 1, 0, 3]


@given(st.lists(st.integers(0, 7), min_size=8, max_size=8))
def test_any_ranks_can_be_written_as_a_ranking(ranks: list[int]) -> None:
    ranking = [
        [number for number, rank in enumerate(ranks, start=1) if rank == level]
        for level in sorted(set(ranks), reverse=True)
    ]
    assert ranks_of(states_of("a", "b", "c"), ranking=ranking) == dense(ranks)


@pytest.mark.parametrize(
    ("ranking", "what"),
    [
        ([1, 2, 3], "the ranking misses an outcome: 4 (YY)."),
        ([], "the ranking misses 4 outcomes: 1 (NN), 2 (YN), 3 (NY), 4 (YY)."),
        ([[1, 2, 1], 3, 4], "the ranking repeats outcome 1 (NN) in one tie."),
        (
            [1, 2, 3, 4, 2],
            "the ranking repeats outcome 2 (YN): it is at position 2 and again at position 5, "
            "better and worse than what stands between (a preference cycle).",
        ),
        (
            ["Y-", "-Y", 1],
            "the ranking repeats outcome 4 (YY): it is at position 1 and again at position 2.",
        ),
        ([1, 2, 3, 5, 4], "no outcome 5."),
        ([0, 1, 2, 3, 4], "no outcome 0."),
        (["NN", 2, 3, "YYY"], "'YYY' has 3 choices for 2 options."),
        (["N-", "YX", "YN"], "'X' can't stand in the pattern 'YX'."),
    ],
)
def test_what_is_wrong_with_a_ranking(ranking: list[Any], what: str) -> None:
    (problem, *_) = problems(states_of("a", "b"), ranking=ranking)
    assert problem.what == what


def test_where_a_ranking_is_wrong() -> None:
    states = states_of("a", "b")
    found = problems(states, ranking=[9, ["NN", "Q-"], 2, 2])
    assert [problem.path[2:] for problem in found] == [
        ("ranking", 0),
        ("ranking", 1, 1),
        ("ranking", 3),
    ]
    (missing,) = problems(states, ranking=[1])
    assert missing.path == (*PATH, "ranking")
    assert missing.advice == "Every feasible outcome must be in it exactly once."


def test_an_infeasible_state_in_a_ranking() -> None:
    states = states_of("a", "b", rules={"infeasible": ["a and b"]})
    (problem,) = problems(states, ranking=["YY", "NN", "YN", "NY"])
    assert problem.what == "“a; b” is infeasible; the rule “Never: a and b” excludes it."
    assert problem.path == (*PATH, "ranking", 0)


def test_many_missing_states_are_named_in_part() -> None:
    (problem,) = problems(states_of("a", "b", "c", "d"), ranking=[1])
    assert problem.what.startswith("the ranking misses 15 outcomes: 2 (YNNN), 3 (NYNN)")
    assert problem.what.endswith("and 7 more.")


def test_a_graph_form_state_is_named_by_its_id() -> None:
    states = feasible_states(graph_conflict(2, {"one": {}}, {}))
    (problem,) = problems(states, ranking=["s1"])
    assert problem.what == "the ranking misses an outcome: s0."


@pytest.mark.parametrize("given_kinds", [(), ("statements", "weights"), ("ranking", "weights")])
def test_a_preference_is_of_exactly_one_kind(given_kinds: tuple[str, ...]) -> None:
    kinds = {"statements": [], "ranking": [1], "weights": {"a": 1}}
    parts = {kind: kinds[kind] for kind in given_kinds}
    with pytest.raises(ValueError, match="exactly one of statements, ranking, weights, "):
        conflict_of(decision_makers={"one": {"name": "One"}}, preferences={"one": parts})
