"""One name, one decision maker; one number, one state; one thing done, one outcome."""

from __future__ import annotations

from typing import Any

import pytest

from countermove.analysis.compare import compare
from countermove.analysis.solving import solve
from countermove.building import build
from countermove.errors import CountermoveError, ModelError
from countermove.model.conflict import Conflict
from models import conflict_of


def two(names: tuple[str, str] = ("A", "B"), **parts: Any) -> Conflict:
    """Return a model in which a wants x and b wants y, the parties called by `names`."""
    return conflict_of(
        **{
            "title": "Two",
            "decision_makers": {
                "a": {"name": names[0], "options": {"x": "X"}},
                "b": {"name": names[1], "options": {"y": "Y"}},
            },
            "preferences": {"a": {"statements": ["x"]}, "b": {"statements": ["y"]}},
            **parts,
        }
    )


def test_a_name_that_is_anothers_id_is_a_mistake() -> None:
    with pytest.raises(ModelError, match="'a' has the name 'b', which is the id of another"):
        build(two(("b", "c")))


def test_a_name_may_be_ones_own_id() -> None:
    assert build(two(("a", "b"))).find_decision_maker("b") == "b"


@pytest.mark.parametrize(
    ("labels", "fault"),
    [
        ({"2": "NN", "p": "YN", "q": "NY", "r": "YY"}, "'2' is a number and 'p' is not"),
        ({"1": "NN", "01": "YN", "2": "NY", "3": "YY"}, "the number 1 stands for two outcomes"),
    ],
)
def test_labels_that_are_numbers_mean_one_state_each(labels: dict[str, str], fault: str) -> None:
    with pytest.raises(ModelError, match=fault):
        build(two(labels=labels))


def test_ids_of_states_that_are_numbers_mean_one_state_each() -> None:
    conflict = conflict_of(
        decision_makers={"a": {"name": "A"}},
        states={"2": "one", "x": "two"},
        moves={"a": [["2", "x"]]},
        preferences={"a": {"ranking": ["2", "x"]}},
    )
    with pytest.raises(ModelError, match="'2' is a number and 'x' is not"):
        build(conflict)


@pytest.mark.parametrize("labels", [{}, {"4": "NN", "3": "YN", "1": "NY", "2": "YY"}])
def test_a_state_is_found_by_what_is_printed_for_it(labels: dict[str, str]) -> None:
    states = build(two(labels=labels)).states
    for k in range(len(states)):
        assert states.find(states.number(k)) == states.find(states.label(k)) == k
        assert states.find(states.pattern(k)) == k


def test_a_choice_inside_a_coalesced_state_is_named_by_its_pattern() -> None:
    rules = {"coalesce": ["x iff y"]}
    wishes = {"a": {"statements": ["x iff y"]}, "b": {"statements": []}}
    states = build(two(rules=rules, preferences=wishes, status_quo="YY")).states
    assert states.find("YY") == states.find("NN") == states.status_quo == 0
    ranking = {"a": {"ranking": ["YN", "NY", "NN"]}, "b": {"statements": []}}
    assert build(two(rules=rules, preferences=ranking)).preferences["a"].ranks.tolist() == [0, 2, 1]


def test_scenarios_are_compared_by_what_is_done() -> None:
    """A scenario adds an option and rules it out: nothing changes, whatever the patterns."""
    scenario = {
        "title": "More",
        "decision_makers": {"a": {"options": {"z": "Z"}}},
        "rules": {"infeasible": ["z"]},
    }
    change = compare(two(scenarios={"more": scenario})).change("more", "nash")
    assert (change.appears, change.disappears) == ((), ())


def test_coalesced_states_of_one_pattern_are_told_apart() -> None:
    same, other = "x iff y", "not (x iff y)"
    rules = {"coalesce": [same, other]}
    wishes = {"a": {"statements": [same]}, "b": {"statements": [same]}}
    scenario = {"title": "Other", "preferences": {"a": {"statements": [other]}}}
    conflict = two(rules=rules, preferences=wishes, scenarios={"other": scenario})
    assert {state.pattern for state in map(build(conflict).states.view, range(2))} == {"--"}
    change = compare(conflict).change("other", "NASH")
    assert (change.appears, change.disappears) == ((), ("--",))


def test_one_concept_or_scenario_may_be_given_as_a_text() -> None:
    conflict = two(scenarios={"s": {"title": "S"}})
    assert solve(conflict, "seq").codes == ("SEQ",)
    assert [name for name, _ in compare(conflict, "s", "NASH")] == [None, "s"]


def test_what_is_no_conflict_is_refused() -> None:
    with pytest.raises(CountermoveError, match="the model must be a Conflict, not 'chicken'"):
        solve("chicken")  # type: ignore[arg-type]


def test_a_solution_is_true_even_where_nothing_holds() -> None:
    wishes = {"a": {"statements": ["x iff y"]}, "b": {"statements": ["not (x iff y)"]}}
    solution = solve(two(preferences=wishes), "NASH")
    assert len(solution) == 0
    assert solution
