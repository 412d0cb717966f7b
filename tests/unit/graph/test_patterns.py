"""Patterns: they match what they should and nothing else, and their letters are true."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermove.analysis.solving import solve
from countermove.errors import ModelError, UnknownNameError
from countermove.files.model_file import load
from countermove.graph import patterns
from countermove.graph.bits import Bits
from countermove.graph.feasible import feasible_states
from countermove.graph.patterns import matching
from countermove.graph.region import Region
from countermove.graph.states import States
from countermove.graph_model import GraphModel
from models import option_conflict, option_models


def matched(states: States, pattern: str) -> set[int]:
    """Return the choices that match a pattern, by looking at every one."""
    return {
        code
        for code in states.choices.codes().tolist()
        if all(letter in ("-", "NY"[code >> k & 1]) for k, letter in enumerate(pattern))
    }


def check(states: States, wanted: Region) -> None:
    """Check a cover against its definition."""
    found = wanted.patterns(states)
    assert found is not None
    asked = {
        code
        for code in states.choices.codes().tolist()
        for state in [states.state_of(code)]
        if state is not None and state in wanted
    }
    by_pattern = {pattern.text: matched(states, pattern.text) for pattern in found}
    assert set().union(*by_pattern.values()) == asked
    assert len(by_pattern) == len(found)
    for text, own in by_pattern.items():
        others = [codes for other, codes in by_pattern.items() if other != text]
        assert own - set().union(*others), "it could be left out"
        for k, letter in enumerate(text):
            assert letter == "".join(sorted({"NY"[code >> k & 1] for code in own})).replace(
                "NY", "-"
            )
            if letter != "-" and states.choices.is_all:
                wider = text[:k] + "-" + text[k + 1 :]
                assert matched(states, wider) - asked, "an option could be left open"
    for pattern in found:
        of = {states.state_of(code) for code in by_pattern[pattern.text]}
        assert pattern.states == len(of)
        assert set(matching(states, pattern.text).positions().tolist()) == of
    assert found.states == wanted.count()
    sizes = [pattern.states for pattern in found]
    assert sizes == sorted(sizes, reverse=True)


@given(option_models(one_way=False, kinds=["weights"]), st.data())
def test_any_set_of_states(model: GraphModel, data: st.DataObject) -> None:
    size = len(model.states)
    mask = data.draw(st.lists(st.booleans(), min_size=size, max_size=size))
    check(model.states, Bits.of(np.array(mask)))


@given(option_models(one_way=False, coalesced=True, kinds=["statements"]), st.data())
def test_any_set_of_coalesced_states(model: GraphModel, data: st.DataObject) -> None:
    size = len(model.states)
    mask = data.draw(st.lists(st.booleans(), min_size=size, max_size=size))
    check(model.states, Bits.of(np.array(mask)))


@given(option_models(most_options=8))
def test_the_equilibria_of_models(model: GraphModel) -> None:
    solution = solve(model)
    for code in solution.codes:
        check(model.states, solution.holding[code])
        assert solution.patterns(code) == solution.holding[code].patterns(model.states)


def free_states(options: int, **more: Any) -> States:
    """Return the states of one decision maker with some options."""
    names = [f"o{k}" for k in range(options)]
    return feasible_states(option_conflict({"one": names}, **more))


def test_the_fewest_and_largest_for_plain_sets() -> None:
    states = free_states(20)
    wanted = states.holding("o3 and not o7 or o19")
    found = wanted.patterns(states)
    assert found is not None
    assert [(pattern.text, pattern.states) for pattern in found] == [
        ("-" * 19 + "Y", 1 << 19),
        ("---Y---N" + "-" * 12, 1 << 18),
    ]
    assert repr(found) == f"<Cover of {wanted.count()} states: 2 patterns>"
    assert found.states == (1 << 19) + (1 << 17)
    everything = (~(wanted & ~wanted)).patterns(states)
    assert everything is not None
    assert [pattern.text for pattern in everything] == ["-" * 20]
    nothing = (wanted & ~wanted).patterns(states)
    assert nothing is not None
    assert (len(nothing), nothing.states) == (0, 0)


def test_sixty_options_of_which_few_choices_are_feasible() -> None:
    """Twelve are free and four go with each: two are asked, and what goes with them is said."""
    pairs = {f"o{k}": f"o{k % 12}" for k in range(12, 60)}
    iff = [f"{a} iff not {b}" for a, b in pairs.items()]
    states = free_states(60, rules={"infeasible": iff})
    assert len(states) == 1 << 12
    found = states.holding("o0 and o1 or not o5 and o11").patterns(states)
    assert found is not None
    assert len(found) == 2
    for pattern in found:
        assert pattern.states == 1 << 10
        assert sum(letter != "-" for letter in pattern.text) == 10
    check(states, states.holding("o0 and o1 or not o5 and o11"))


def test_what_the_rules_decide_is_said() -> None:
    """Of each three one must be taken, and somebody resists whom nobody follows."""
    ones = {"a": ["a1", "a2", "a3"], "b": ["b1", "b2", "b3"], "c": ["follow", "resist", "demo"]}
    rules = {
        "exactly_one": [ones["a"], ones["b"]],
        "infeasible": ["follow and resist", "demo and not resist"],
    }
    states = feasible_states(option_conflict(ones, rules=rules))
    for statement, texts in {
        "demo": ["------NYY"],
        "a1 and b1 and demo": ["YNNYNNNYY"],
        "a2 or a3": ["N--------"],
        "not demo": ["--------N"],
    }.items():
        found = states.holding(statement).patterns(states)
        assert found is not None
        assert [pattern.text for pattern in found] == texts
        check(states, states.holding(statement))


def test_options_can_be_kept_apart() -> None:
    states = free_states(4)
    wanted = states.holding("o0 or o1")
    found = wanted.patterns(states, apart=[2])
    assert found is not None
    assert sorted(pattern.text for pattern in found) == ["-YN-", "-YY-", "Y-N-", "Y-Y-"]
    assert wanted.patterns(states, apart=range(4)) is not None
    assert len(wanted.patterns(states, apart=range(4)) or ()) == wanted.count()
    assert free_states(11).holding("true").patterns(free_states(11), apart=range(11)) is None


def test_four_patterns_would_do_where_five_are_found() -> None:
    """The fewest patterns are hard to find; what is promised is few."""
    states = free_states(4)
    alike = ["-Y-N", "NYNY", "Y-YY", "YNN-"]
    wanted = Bits.of(
        np.isin(np.arange(16), [code for text in alike for code in matched(states, text)])
    )
    found = wanted.patterns(states)
    assert found is not None
    assert len(found) in (4, 5)
    check(states, wanted)


def test_a_scattered_set_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    states = free_states(16)
    luck = np.random.default_rng(1).random(1 << 16) < 0.3
    assert Bits.of(luck).patterns(states) is None
    odd = np.bitwise_count(np.arange(1 << 12)) % 2 == 1
    assert Bits.of(odd).patterns(free_states(12)) is None
    few = np.bitwise_count(np.arange(1 << 8)) % 2 == 1
    found = Bits.of(few).patterns(free_states(8))
    assert found is not None
    assert len(found) == 128
    assert Bits.of(luck[:256]).patterns(free_states(8)) is not None
    for limit in ("_MOST_NODES", "_MOST_STEPS", "_MOST_PATTERNS"):
        with monkeypatch.context() as patch:
            patch.setattr(patterns, limit, 3)
            assert Bits.of(luck[:256]).patterns(free_states(8)) is None


def test_many_different_parts_are_told_apart_by_sorting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patterns, "_TABLE", 0)
    states = free_states(6)
    for seed in range(20):
        luck = np.random.default_rng(seed).random(64) < 0.5
        check(states, Bits.of(luck))


def test_graph_form_has_no_patterns() -> None:
    with pytest.raises(ModelError, match="outcomes of graph form have no patterns"):
        solve(load("elmira-graph")).patterns("NASH")


def test_only_concepts_that_were_solved_have_patterns() -> None:
    solution = solve(load("chicken"), ["SEQ"])
    with pytest.raises(UnknownNameError, match="no solved concept 'NASH'"):
        solution.patterns("NASH")


def test_every_set_of_two_options() -> None:
    states = free_states(2)
    for mask in itertools.product([False, True], repeat=4):
        check(states, Bits.of(np.array(mask)))
