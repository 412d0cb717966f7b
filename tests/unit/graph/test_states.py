"""Feasible states: which there are, how they are numbered, written, labelled and read."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermove.errors import ModelError, TooLargeError, UnknownNameError
from countermove.graph.feasible import feasible_states
from countermove.graph.states import States
from countermove.model.conflict import Conflict
from formulas import bounds, trees, value, written
from models import conflict_of, graph_conflict, option_conflict, option_data


def states_of(*options: str, **parts: Any) -> States:
    """Return the states of a model whose options, one letter each, all belong to one party."""
    return feasible_states(option_conflict({"one": options}, **parts))


def patterns(states: States) -> list[str]:
    return [states.pattern(k) for k in range(len(states))]


def test_states_count_upwards_with_the_first_option_as_the_lowest_bit() -> None:
    states = states_of("a", "b", "c")
    assert patterns(states) == ["NNN", "YNN", "NYN", "YYN", "NNY", "YNY", "NYY", "YYY"]
    assert list(states.numbers) == list(range(1, 9))
    assert [states.label(k) for k in (0, 7)] == ["1", "8"]


def test_options_are_ordered_by_decision_maker_then_as_written() -> None:
    states = feasible_states(option_conflict({"two": ["z", "a"], "one": ["m"]}))
    assert states.option_names == ("z", "a", "m")
    assert states.taken(states.find("NYY")) == ("a", "m")


def test_numbers_leave_no_gap_where_states_are_infeasible() -> None:
    states = states_of("a", "b", "c", rules={"infeasible": ["a and b", "c and not a"]})
    assert patterns(states) == ["NNN", "YNN", "NYN", "YNY"]
    assert list(states.numbers) == [1, 2, 3, 4]
    assert states.choices.codes().tolist() == [0, 1, 2, 5]


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ({}, {"NN", "YN", "NY", "YY"}),
        ({"infeasible": ["a and b"]}, {"NN", "YN", "NY"}),
        ({"infeasible": ["a", "b"]}, {"NN"}),
        ({"at_most_one": [["a", "b"]]}, {"NN", "YN", "NY"}),
        ({"at_least_one": [["a", "b"]]}, {"YN", "NY", "YY"}),
        ({"exactly_one": [["a", "b"]]}, {"YN", "NY"}),
        ({"requires": {"a": "b"}}, {"NN", "NY", "YY"}),
        ({"requires": {"a": "b"}, "exactly_one": [["a", "b"]]}, {"NY"}),
        ({"at_most_one": [["a"]], "at_least_one": [["b"]]}, {"NY", "YY"}),
        ({"infeasible": ["YY"]}, {"NN", "YN", "NY"}),
        ({"infeasible": ["Y-", "-Y"]}, {"NN"}),
        ({"infeasible": ["not YY and not N-"]}, {"NN", "NY", "YY"}),
        ({"feasible": ["YY", "N-"]}, {"NN", "NY", "YY"}),
        ({"feasible": ["YN", "b and not a"]}, {"YN", "NY"}),
        ({"feasible": ["Y-"], "infeasible": ["YY"]}, {"YN"}),
        ({"feasible": []}, {"NN", "YN", "NY", "YY"}),
        ({"requires": {"a": "-Y"}}, {"NN", "NY", "YY"}),
    ],
)
def test_rules(rules: dict[str, Any], expected: set[str]) -> None:
    assert set(patterns(states_of("a", "b", rules=rules))) == expected


def test_rules_may_name_terms() -> None:
    states = states_of(
        "a",
        "b",
        "c",
        terms={"pair": "a and b", "more": "pair or c"},
        rules={"at_most_one": [["pair", "c"]], "requires": {"more": "a"}},
    )
    assert set(patterns(states)) == {"NNN", "YNN", "NYN", "YYN", "YNY"}


@given(st.lists(trees(["a", "b", "c", "d"]), max_size=3))
def test_states_are_those_that_no_rule_excludes(excluded: list[Any]) -> None:
    expected = [
        "".join("NY"[taken] for taken in choice)
        for reversed_choice in itertools.product([False, True], repeat=4)
        for choice in [reversed_choice[::-1]]
        if not any(
            value(tree, dict(zip("abcd", choice, strict=True)).__getitem__) for tree in excluded
        )
    ]
    rules = {"infeasible": [written(tree) for tree in excluded]}
    if expected:
        assert patterns(states_of(*"abcd", rules=rules)) == expected
    else:
        with pytest.raises(ModelError, match="no outcome is feasible"):
            states_of(*"abcd", rules=rules)


def test_the_rule_that_leaves_no_state_is_named() -> None:
    rules = {"infeasible": ["a"], "at_least_one": [["a", "b"]], "requires": {"b": "a"}}
    with pytest.raises(ModelError) as caught:
        states_of("a", "b", rules=rules)
    (problem,) = caught.value.problems
    assert problem.what == (
        "no outcome is feasible: the rule “At least one of ‘a’ and ‘b’” excludes the last ones."
    )
    assert problem.path == ("rules", "at_least_one", 0)


def test_a_rule_without_options_can_exclude_everything() -> None:
    with pytest.raises(ModelError, match="“Never: always” excludes the last ones"):
        states_of("a", rules={"infeasible": ["true"]})


def test_many_options_are_no_matter_when_few_choices_are_feasible() -> None:
    options = [f"o{k}" for k in range(63)]
    states = states_of(*options, rules={"at_most_one": [options]})
    assert len(states) == 64
    assert states.choices.code(63) == 1 << 62
    assert states.pattern(63) == "N" * 62 + "Y"
    assert states.find("N" * 62 + "Y") == 63


def test_few_of_very_many_choices_are_named_by_patterns() -> None:
    options = [f"o{k}" for k in range(60)]
    chosen = ["YN" * 30, "N" * 59 + "Y", "N" * 58 + "-N"]
    states = states_of(*options, rules={"feasible": chosen})
    assert sorted(patterns(states)) == sorted([*chosen[:2], "N" * 60, "N" * 58 + "YN"])


def test_a_pattern_joins_states_and_a_statement_may_name_what_is_joined() -> None:
    states = states_of("a", "b", "c", rules={"coalesce": ["Y--"]})
    assert patterns(states) == ["NNN", "Y--", "NYN", "NNY", "NYY"]
    assert states.holding("Y--").positions().tolist() == [1]
    with pytest.raises(ModelError, match="neither true nor false"):
        states.holding("YY-")


def test_the_list_of_what_is_feasible_is_named_where_it_leaves_nothing() -> None:
    with pytest.raises(ModelError) as caught:
        states_of("a", "b", rules={"feasible": ["YY", "YN"], "infeasible": ["a"]})
    (problem,) = caught.value.problems
    assert problem.path in {("rules", "feasible"), ("rules", "infeasible", 0)}
    assert "excludes the last ones" in problem.what


def test_a_way_out_is_told_where_a_choice_takes_too_many_options() -> None:
    with pytest.raises(
        TooLargeError,
        match="write one option with levels: sixteen of them need no more room than four",
    ):
        states_of(*[f"o{k}" for k in range(64)])


def test_too_many_options_and_too_many_states_are_refused() -> None:
    with pytest.raises(TooLargeError, match="64 options"):
        states_of(*[f"o{k}" for k in range(64)])
    assert len(feasible_states(option_conflict({"one": "abc"}), 8)) == 8
    with pytest.raises(TooLargeError, match="more than 8 outcomes"):
        feasible_states(option_conflict({"one": "abcd"}), 8)


# -- how states are written -----------------------------------------------------------------------


def test_a_state_as_people_see_it() -> None:
    conflict = conflict_of(
        decision_makers={
            "us": {"name": "US", "options": {"act": "Act now", "wait": "Wait a year"}},
            "eu": {"name": "EU", "options": {"act": "Act as well"}},
        }
    )
    states = feasible_states(conflict)
    state = states.view(states.find("YNY"))
    assert (state.number, state.label, state.pattern) == (6, "6", "YNY")
    # Two decision makers use the id `act`, so it is written with whose it is.
    assert state.taken == ("us.act", "eu.act")
    assert state.text == "Act now; Act as well"
    assert str(state) == "[6] us.act, eu.act"
    assert state.to_dict() == {"number": 6, "pattern": "YNY", "taken": ["us.act", "eu.act"]}
    assert str(states.view(0)) == "[1] nothing done"


def test_a_graph_form_state_as_people_see_it() -> None:
    states = feasible_states(graph_conflict(3, {"one": {0: [1]}}, {"one": [0, 1, 2]}))
    state = states.view(1)
    assert (state.number, state.label, state.pattern, state.taken) == (2, "s1", "", ())
    assert str(state) == "[2] s1"
    assert state.to_dict() == {
        "number": 2,
        "pattern": "",
        "taken": [],
        "label": "s1",
        "text": "State s1",
    }


# -- labels ---------------------------------------------------------------------------------------


def test_numeric_labels_replace_the_numbers() -> None:
    states = states_of("a", "b", labels={"0": "YY", "7": "NN", "3": "YN", "4": "NY"})
    assert list(states.numbers) == [7, 3, 4, 0]
    assert states.find(0) == states.find("0") == states.find("YY") == 3
    assert states.in_order(range(4)) == [3, 1, 2, 0]
    with pytest.raises(UnknownNameError, match="no outcome '2'"):
        states.find(2)


def test_labels_that_are_words_stand_beside_the_numbers() -> None:
    states = states_of("a", labels={"peace": "N", "war": "Y"})
    assert list(states.numbers) == [1, 2]
    assert [states.label(k) for k in (0, 1)] == ["peace", "war"]
    assert states.find("war") == states.find(2) == states.find("Y") == 1
    assert states.view(1).to_dict()["label"] == "war"


@pytest.mark.parametrize(
    ("labels", "message"),
    [
        ({"1": "NN", "2": "YN", "3": "NY"}, "some outcomes have no label"),
        ({"1": "NN", "2": "YN", "3": "NY", "4": "NN"}, "'4' and '1' label the same outcome"),
        ({"1": "N-", "2": "YN", "3": "NY", "4": "YY"}, r"'1' \(N-\) stands for 2 outcomes"),
        ({"1": "NN", "2": "YN", "3": "NY", "4": "YYY"}, "'YYY' has 3 choices for 2 options"),
        ({"1": "NN", "2": "YN", "3": "NY", "4": "Yx"}, "'x' can't stand in the pattern 'Yx'"),
    ],
)
def test_wrong_labels(labels: dict[str, str], message: str) -> None:
    with pytest.raises(ModelError, match=message):
        states_of("a", "b", labels=labels).labels  # noqa: B018


def test_a_label_of_an_infeasible_state() -> None:
    rules = {"infeasible": ["a and b"]}
    labels = {"1": "NN", "2": "YN", "3": "NY", "4": "YY"}
    with pytest.raises(ModelError, match=r"'4' \(YY\) stands for no feasible outcome"):
        states_of("a", "b", rules=rules, labels=labels).labels  # noqa: B018


# -- reading --------------------------------------------------------------------------------------


def test_states_are_read_by_number_and_pattern() -> None:
    states = states_of("a", "b", "c", rules={"infeasible": ["a and b"]})
    for reference, state in ((1, 0), ("6", 5), ("YNY", states.find("YNY"))):
        found, problem = states.read(reference)
        assert (found.tolist(), problem) == ([state], None)
    found, problem = states.read("-NN")
    assert ([states.pattern(k) for k in found], problem) == (["NNN", "YNN"], None)


@pytest.mark.parametrize(
    ("reference", "message"),
    [
        (0, "no outcome 0. The outcomes are numbered 1 to 6."),
        (-1, "no outcome -1. The outcomes are numbered 1 to 6."),
        (7, "no outcome 7. The outcomes are numbered 1 to 6."),
        ("YYN", "“a; b” is infeasible; the rule “Never: a and b” excludes it."),
        ("YY-", "no feasible outcome matches 'YY-'."),
        ("YN", "'YN' has 2 choices for 3 options."),
        ("YNX", "'X' can't stand in the pattern 'YNX'."),
        ("", "no outcome ''."),
        ("s7", "no outcome s7. The outcomes are numbered 1 to 6."),
        ("9" * 5000, "no outcome 999999999999999999…. The outcomes are numbered 1 to 6."),
        ("110", "no outcome 110. The outcomes are numbered 1 to 6. As a pattern, write 'YYN'."),
        ("1 0 \N{EN DASH}", "no outcome '1 0 \N{EN DASH}'. As a pattern, write 'YN-'."),
        ("full", "no outcome 'full'. An outcome is written as a pattern ('NYY') or by its number"),
    ],
)
def test_references_that_mean_no_state(reference: str | int, message: str) -> None:
    states = states_of("a", "b", "c", rules={"infeasible": ["a and b"]})
    found, problem = states.read(reference)
    assert found.size == 0
    assert str(problem).startswith(message)
    with pytest.raises(UnknownNameError):
        states.find(reference)


def test_whole_numbers_of_any_length_are_told() -> None:
    states = states_of("a", "b")
    for number, told in ((10**5000, "100000000000000000"), (-(10**5000), "-10000000000000000")):
        with pytest.raises(UnknownNameError) as caught:
            states.find(number)
        assert str(caught.value) == f"no outcome {told}…. The outcomes are numbered 1 to 4."


@pytest.mark.parametrize(
    ("reference", "pattern"),
    [
        ("y n y", "YNY"),
        ("yNy", "YNY"),
        ("N Y N", "NYN"),
        ("s3", "NYN"),
        ("S_3", "NYN"),
        ("s\N{SUBSCRIPT THREE}", "NYN"),
    ],
)
def test_states_are_read_as_papers_write_them(reference: str, pattern: str) -> None:
    states = states_of("a", "b", "c", rules={"infeasible": ["a and b"]})
    found, problem = states.read(reference)
    assert ([states.pattern(k) for k in found], problem) == ([pattern], None)


@pytest.mark.parametrize("dash", "\N{EN DASH}\N{MINUS SIGN}\N{NON-BREAKING HYPHEN}-")
def test_any_dash_stands_for_either(dash: str) -> None:
    states = states_of("a", "b", "c")
    assert states.read(f"{dash} n n")[0].tolist() == states.read("-NN")[0].tolist() == [0, 1]


@pytest.mark.parametrize(
    ("request_", "pattern"),
    [
        ("a, c", "YNY"),
        ("c,one.a", "YNY"),
        ("nothing done", "NNN"),
        ("[5] a, c", "YNY"),
        ("[5]", "YNY"),
        ("a and c", "YNY"),
        ("b and c", "NYY"),
    ],
)
def test_a_request_names_a_state_as_it_is_printed(request_: str, pattern: str) -> None:
    states = states_of("a", "b", "c", rules={"infeasible": ["a and b"]})
    assert states.pattern(states.find(request_)) == pattern


@pytest.mark.parametrize(
    ("request_", "message"),
    [
        ("b", "'b' means 2 outcomes: 3, 6. If nothing else is done, it is 3. Name one of them."),
        ("[3] a, c", "[3] is 'b', not 'a, c'. Numbers change with the rules"),
        ("a, b", "“a; b” is infeasible; the rule “Never: a and b” excludes it."),
        ("a, d", "no option 'd'. The names are: a, b, c."),
        (
            "x",
            "no outcome 'x'. An outcome is named by its number, 1 to 6, its pattern ('NYY') or all",
        ),
        ("a and", "the statement ends too early."),
        ("a and b", "'a and b' holds in no feasible outcome."),
    ],
)
def test_what_a_request_cannot_mean(request_: str, message: str) -> None:
    states = states_of("a", "b", "c", rules={"infeasible": ["a and b"]})
    with pytest.raises((UnknownNameError, ModelError)) as caught:
        states.find(request_)
    assert str(caught.value).startswith(message)


def test_every_state_is_found_by_what_is_printed_for_it() -> None:
    rules = {"coalesce": ["c"], "infeasible": ["b and not a and not c"]}
    for states in (
        states_of("a", "b", "c", rules=rules),
        states_of("a", "b", labels={"s3*": "NN", "S\u2084 (deal)": "YN", "x": "NY", "y": "YY"}),
        feasible_states(graph_conflict(3, {"a": {0: [1]}}, {"a": [0, 1, 1]})),
    ):
        for k in range(len(states)):
            printed = str(states.view(k))
            assert states.find(printed) == states.find(printed.partition("]")[0] + "]") == k
            assert states.find(states.label(k)) == k
            if len(states.taken(k)) > 1 or printed.endswith("nothing done"):
                assert states.find(printed.partition("] ")[2]) == k


def test_names_of_options_come_before_numbers_and_patterns_of_the_same_letters() -> None:
    states = states_of("s3", "yn", "c")
    assert states.meant("s3").tolist() == [1, 3, 5, 7]
    assert states.meant("yn").tolist() == [2, 3, 6, 7]
    numbered = states_of("1", "2", "3")
    assert numbered.find("1, 3") == 5
    assert numbered.find("1") == 0


def test_a_status_quo_that_names_options_says_what_to_write() -> None:
    states = states_of("a", "b", status_quo="b")
    with pytest.raises(ModelError, match=r'Put what is done in brackets: status_quo = \["b"\]'):
        _ = states.status_quo


def test_a_request_names_one_state() -> None:
    with pytest.raises(UnknownNameError, match="'-N' means 2 outcomes: 1, 2"):
        states_of("a", "b").find("-N")


def test_an_unknown_graph_form_state_gets_a_suggestion() -> None:
    states = feasible_states(graph_conflict(3, {"one": {}}, {"one": [0, 1, 2]}))
    assert states.find("s2") == states.find(3) == 2
    with pytest.raises(UnknownNameError, match="no outcome 's9'"):
        states.find("s9")


# -- status quo -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "expected"),
    [([], "NN"), (["b"], "NY"), (["one.a", "b"], "YY"), ("YN", "YN"), ("4", "YY")],
)
def test_the_status_quo(given: Any, expected: str) -> None:
    states = states_of("a", "b", status_quo=given)
    assert states.pattern(states.status_quo) == expected


def test_without_a_status_quo_there_is_none() -> None:
    assert states_of("a").status_quo is None


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (
            ["a", "b"],
            "the status quo: “a; b” is infeasible; the rule “At most one of ‘a’ and ‘b’” excludes",
        ),
        ("YY", "the status quo: “a; b” is infeasible"),
        ("-N", "the status quo: '-N' means 2 outcomes"),
        ("9", "the status quo: no outcome 9"),
    ],
)
def test_a_wrong_status_quo(given: Any, message: str) -> None:
    states = states_of("a", "b", rules={"at_most_one": [["a", "b"]]}, status_quo=given)
    with pytest.raises(ModelError, match=message) as caught:
        states.status_quo  # noqa: B018
    assert caught.value.problems[0].path == ("status_quo",)


# -- coalescing -----------------------------------------------------------------------------------


def test_coalesced_states_stand_where_their_first_choice_stood() -> None:
    states = states_of("a", "b", "c", rules={"coalesce": ["b"]})
    assert patterns(states) == ["NNN", "YNN", "-Y-", "NNY", "YNY"]
    assert states.is_coalesced
    assert states.members(2).tolist() == [2, 3, 6, 7]
    assert states.taken(2) == ("b",)
    assert list(states.numbers) == [1, 2, 3, 4, 5]


def test_several_coalescing_statements() -> None:
    apart = states_of("a", "b", rules={"coalesce": ["a and not b", "b"]})
    assert patterns(apart) == ["NN", "YN", "-Y"]
    overlapping = states_of("a", "b", rules={"coalesce": ["a", "b"]})
    # YY is in both, so all three are one state, of which a pattern leaves everything open.
    assert patterns(overlapping) == ["NN", "--"]
    assert overlapping.members(1).tolist() == [1, 2, 3]
    chain = states_of(
        "a", "b", "c", rules={"coalesce": ["a and not c", "not a and c", "b and (a iff not c)"]}
    )
    assert [len(chain.members(k)) for k in range(len(chain))] == [1, 4, 1, 1, 1]


def test_coalescing_one_state_or_none_changes_nothing() -> None:
    states = states_of("a", "b", rules={"coalesce": ["a and b", "false"]})
    assert not states.is_coalesced
    assert patterns(states) == ["NN", "YN", "NY", "YY"]


def test_a_coalesced_state_is_read_by_the_pattern_that_spells_it() -> None:
    states = states_of("a", "b", "c", rules={"coalesce": ["b"]})
    assert states.find("-Y-") == 2
    assert states.find("NNY") == 3
    # A pattern means a state when it matches all that the state stands for.
    assert states.read("---")[0].tolist() == [0, 1, 2, 3, 4]
    found, problem = states.read("YY-")
    assert found.size == 0
    assert str(problem).startswith("no feasible outcome matches 'YY-'")


def test_the_status_quo_may_be_part_of_a_coalesced_state() -> None:
    states = states_of("a", "b", rules={"coalesce": ["b"]}, status_quo=["a", "b"])
    assert states.pattern(states.status_quo) == "-Y"


def test_labels_of_coalesced_states() -> None:
    labels = {"1": "NN", "2": "YN", "3": "-Y"}
    states = states_of("a", "b", rules={"coalesce": ["b"]}, labels=labels)
    assert [states.label(k) for k in range(3)] == ["1", "2", "3"]
    with pytest.raises(ModelError, match=r"'3' \(NY\) stands for no feasible outcome"):
        states_of("a", "b", rules={"coalesce": ["b"]}, labels={**labels, "3": "NY"}).labels  # noqa: B018


# -- what holds -----------------------------------------------------------------------------------


@given(trees(["a", "b", "both"]))
def test_a_statement_holds_where_it_is_true(tree: Any) -> None:
    states = states_of("a", "b", terms={"both": "a and b"})
    expected = [
        value(tree, {"a": a, "b": b, "both": a and b}.__getitem__)
        for a, b in [(False, False), (True, False), (False, True), (True, True)]
    ]
    assert states.holding(written(tree)).mask().tolist() == expected


def test_a_name_may_be_written_with_its_decision_maker() -> None:
    states = feasible_states(option_conflict({"one": ["a"], "two": ["a", "b"]}))
    assert states.holding("two.a and not one.a").mask().tolist() == [
        pattern in {"NYN", "NYY"} for pattern in patterns(states)
    ]
    assert states.holding("two.b") == states.holding("b")
    with pytest.raises(ModelError, match="'a' is an option of several parties"):
        states.holding("a")


def test_a_graph_form_state_is_a_proposition() -> None:
    conflict = graph_conflict(3, {"one": {}}, {"one": [0, 0, 0]})
    states = feasible_states(conflict)
    assert states.holding("s1 or s2").mask().tolist() == [False, True, True]
    with pytest.raises(ModelError, match="no outcome 's3'"):
        states.holding("s3")


def test_what_differs_within_a_coalesced_state_has_no_truth_value() -> None:
    states = states_of("a", "b", rules={"coalesce": ["b"]})
    assert states.holding("b or a").mask().tolist() == [False, True, True]
    with pytest.raises(ModelError) as caught:
        states.holding("a", ("claims", "x", "never"))
    (problem,) = caught.value.problems
    assert problem.what == "'a' is neither true nor false in the coalesced outcome -Y."
    assert problem.path == ("claims", "x", "never")


def test_truth_values_are_shared_but_not_changed() -> None:
    states = states_of("a", "b", terms={"t": "a"})
    before = states.holding("t").mask()
    states.holding("not t and t")
    assert np.array_equal(states.holding("t").mask(), before)


# -- many states at once --------------------------------------------------------------------------


@given(option_data() | option_data(coalesced=True))
def test_many_states_are_written_as_one_by_one(data: dict[str, Any]) -> None:
    states = feasible_states(Conflict.model_validate(data))
    some = np.arange(len(states))[::-1]
    assert states.patterns(some) == [states.pattern(k) for k in some.tolist()]
    assert states.numbers_of(some).tolist() == [states.number(k) for k in some.tolist()]
    assert states.in_order_array(some[::-1]).tolist() == states.in_order(some)
    for k in range(len(states)):
        codes = states.members(k).tolist()
        assert [states.state_of(code) for code in codes] == [k] * len(codes)


def test_many_states_are_numbered_by_their_labels() -> None:
    huge = 10**25
    labels = {"0": "YY", str(huge): "NN", "3": "YN", "4": "NY"}
    states = states_of("a", "b", labels=labels)
    every = np.arange(4)
    assert states.numbers_of(every).tolist() == [huge, 3, 4, 0]
    assert states.in_order_array(every).tolist() == states.in_order(range(4)) == [3, 1, 2, 0]


def test_graph_form_states_have_no_patterns() -> None:
    states = feasible_states(graph_conflict(3, {"one": {}}, {"one": [0, 0, 0]}))
    assert states.patterns(np.arange(3)) == ["", "", ""]
    assert states.numbers_of(np.array([2, 0])).tolist() == [3, 1]


@given(st.lists(trees([f"o{k}" for k in range(15)]), min_size=1, max_size=3))
def test_rules_on_more_options_than_are_begun_with(excluded: list[Any]) -> None:
    """Whether many choices are left or few, they are those that no rule excludes."""
    names = [f"o{k}" for k in range(15)]
    few = {"at_most_one": [names[:8]], "requires": {"o14": "o1 or o9"}}
    for more in ({}, few):
        rules = {"infeasible": [written(tree) for tree in excluded], **more}
        columns = {name: np.arange(1 << 15) >> bit & 1 == 1 for bit, name in enumerate(names)}
        feasible = np.ones(1 << 15, dtype=bool)
        for tree in excluded:
            feasible &= ~np.array(evaluated(tree, columns))
        if more:
            feasible &= np.sum([columns[name] for name in names[:8]], axis=0) <= 1
            feasible &= ~columns["o14"] | columns["o1"] | columns["o9"]
        if feasible.any():
            found = states_of(*names, rules=rules).choices
            assert np.array_equal(found.codes(), np.flatnonzero(feasible))
            assert found.is_all == bool(feasible.all())


def evaluated(tree: Any, columns: dict[str, Any]) -> Any:
    """Evaluate a statement's tree for many choices, in a way of its own."""
    if tree.operator == "name":
        return columns[tree.word]
    if tree.operator == "constant":
        return np.full(1 << 15, tree.word == "true")
    parts = [evaluated(part, columns) for part in tree.parts]
    match tree.operator:
        case "not":
            return np.logical_not(parts[0])
        case "and":
            return np.all(parts, axis=0)
        case "or":
            return np.any(parts, axis=0)
        case "implies":
            return parts[0] <= parts[1]
        case "if":
            return parts[1] <= parts[0]
        case "count":
            least, most = bounds(tree)
            true = np.sum(parts, axis=0)
            return (least <= true) & (true <= most)
        case _:
            return parts[0] == parts[1]


def test_millions_of_states_are_listed_only_where_some_are_infeasible() -> None:
    names = [f"o{k}" for k in range(22)]
    assert states_of(*names).choices.is_all
    assert states_of(*names, rules={"infeasible": ["o3 and not o3"]}).choices.is_all
    listed = states_of(*names, rules={"infeasible": ["o3 and o21", "o0 and not o20"]})
    expected = np.arange(1 << 22, dtype=np.uint32)
    o0, o3, o20, o21 = ((expected >> bit & 1).astype(bool) for bit in (0, 3, 20, 21))
    expected = expected[~(o3 & o21) & ~(o0 & ~o20)]
    assert np.array_equal(listed.choices.codes(), expected)
    assert listed.choices.codes().dtype == np.uint32
    holds = listed.holding("o0 iff (o3 or o21)").mask()
    assert np.array_equal(holds, (expected & 1 == 1) == ((expected & (1 << 3 | 1 << 21)) != 0))


def test_sixty_three_free_options_are_too_many_states() -> None:
    options = [f"o{k}" for k in range(63)]
    for rules in ({}, {"infeasible": ["o1 and o2"]}):
        with pytest.raises(TooLargeError, match="more than 268,435,456 outcomes"):
            states_of(*options, rules=rules)
