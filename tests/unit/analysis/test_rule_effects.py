"""What rules remove, counted one by one in another way."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermove.analysis.rule_effects import ruling_of
from countermove.errors import ModelError
from formulas import Tree, python, trees, written
from models import conflict_of

OPTIONS = {"a": ("x", "y"), "b": ("z", "v")}
NAMES = ("x", "y", "z", "v")

# When a rule about a group excludes a combination, by how many of the group are done.
WRONG: dict[str, Callable[[int], bool]] = {
    "at_most_one": lambda done: done > 1,
    "at_least_one": lambda done: done < 1,
    "exactly_one": lambda done: done != 1,
}

parties = {
    dm: {"name": dm, "options": {option: f"Do {option}" for option in options}}
    for dm, options in OPTIONS.items()
}
indifferent = {dm: {"statements": []} for dm in OPTIONS}


def conflict(**parts: Any) -> Any:
    return conflict_of(title="Rules", decision_makers=parties, preferences=indifferent, **parts)


def holds(tree: Tree, done: dict[str, bool]) -> bool:
    return bool(eval(python(tree, lambda name: name), {}, done))


groups = st.lists(st.sampled_from(NAMES), min_size=2, max_size=4, unique=True)
statements = trees(NAMES, most_leaves=4)


@given(
    st.lists(statements, max_size=3),
    st.dictionaries(st.sampled_from(NAMES), statements, max_size=2),
    st.fixed_dictionaries({kind: st.lists(groups, max_size=1) for kind in WRONG}),
    statements,
)
def test_counts_are_those_of_looking_at_every_combination(
    infeasible: list[Tree],
    requires: dict[str, Tree],
    about: dict[str, list[list[str]]],
    asked: Tree,
) -> None:
    found = ruling_of(
        conflict(
            rules={
                "infeasible": [written(tree) for tree in infeasible],
                "requires": {name: written(tree) for name, tree in requires.items()},
                **about,
            }
        )
    )
    # The first option is the lowest bit.
    every = [dict(zip(NAMES, reversed(c), strict=True)) for c in product((False, True), repeat=4)]
    excluded: dict[Any, set[int]] = {}
    for k, done in enumerate(every):
        rules = {
            **{("infeasible", i): holds(tree, done) for i, tree in enumerate(infeasible)},
            **{
                ("requires", name): done[name] and not holds(tree, done)
                for name, tree in requires.items()
            },
            **{
                (kind, i): WRONG[kind](sum(done[name] for name in group))
                for kind, listed in about.items()
                for i, group in enumerate(listed)
            },
        }
        for rule, out in rules.items():
            excluded.setdefault(rule, set()).update({k} if out else ())

    assert found.combinations == 16
    assert {path[1:] for path in found.rules} == set(excluded)
    for rule, out in excluded.items():
        others = set().union(*(o for other, o in excluded.items() if other != rule))
        assert set(found.removed(("rules", *rule)).positions().tolist()) == out
        alone = found.removed_by_no_other(("rules", *rule))
        assert set(alone.positions().tolist()) == out - others
        without = set(found.without(("rules", *rule)).possible.positions().tolist())
        assert without == set(range(16)) - others
    left = set(range(16)) - set().union(*excluded.values())
    assert set(found.possible.positions().tolist()) == left
    assert found.outcomes == len(left)
    true = {k for k in left if holds(asked, every[k])}
    assert set(found.true(written(asked)).positions().tolist()) == true


def test_what_has_a_mistake_is_left_out_and_the_rest_keeps_its_place() -> None:
    found = ruling_of(
        conflict(
            terms={"good": "x or y", "bad": "x and", "worse": "bad or x", "loop": "loop"},
            rules={
                "infeasible": ["x and", "good", "worse and y", "nobody", "loop"],
                "at_most_one": [["x", "nobody"]],
                "requires": {"nobody": "x", "y": "z"},
                "coalesce": ["nobody"],
            },
        )
    )
    assert dict(found.conflict.terms) == {"good": "x or y"}
    assert set(found.rules) == {("rules", "infeasible", 1), ("rules", "requires", "y")}
    assert found.outcomes == 4


def test_what_alone_is_feasible_is_one_rule() -> None:
    found = ruling_of(conflict(rules={"feasible": ["YY--", "nobody", "x and z"]}))
    assert set(found.rules) == {("rules", "feasible")}
    assert found.removed(("rules", "feasible")).count() == 16 - 6
    assert found.outcomes == 6


def test_what_counts_as_one_is_counted_once() -> None:
    found = ruling_of(conflict(rules={"coalesce": ["x"], "infeasible": ["x and y"]}))
    assert (found.possible.count(), found.outcomes) == (12, 9)


def test_nothing_possible_is_no_mistake() -> None:
    found = ruling_of(conflict(rules={"infeasible": ["x", "not x"]}))
    assert (found.possible.count(), found.states, found.outcomes) == (0, None, 0)


def test_many_options_are_not_counted() -> None:
    options = {f"o{k}": f"Do {k}" for k in range(21)}
    many = conflict_of(
        title="Many",
        decision_makers={"a": {"name": "A", "options": options}},
        preferences={"a": {"statements": []}},
        rules={"infeasible": ["o1"]},
    )
    found = ruling_of(many)
    assert (found.is_counted, found.combinations) == (False, 2**21)


def test_a_statement_that_is_none_is_refused() -> None:
    with pytest.raises(ModelError):
        ruling_of(conflict()).true("x y")
