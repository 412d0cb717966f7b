"""Scenarios: what they give replaces that part of the model, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from countermove.building import build, built
from countermove.errors import ModelError, UnknownNameError
from countermove.model.checks import problems_of
from countermove.model.conflict import Conflict
from countermove.model.scenarios import apply_scenario
from models import conflict_of

BASE: dict[str, Any] = {
    "title": "Base",
    "summary": "The base.",
    "note": "A note.",
    "status_quo": ["a"],
    "decision_makers": {
        "one": {"name": "One", "options": {"a": {"text": "A", "moves": "take"}, "b": "B"}},
        "two": {"name": "Two", "options": {"c": "C"}},
    },
    "terms": {"t": "a", "u": "b"},
    "rules": {"infeasible": ["a and b"], "at_least_one": [["a", "c"]]},
    "preferences": {
        "one": {"statements": ["a"], "note": "Base."},
        "two": {"statements": ["c", "t"]},
    },
    "claims": {"x": {"says": "X", "never": "a"}, "y": {"says": "Y", "always": "t"}},
    "sources": {"s": {"said": "Said."}},
}


def varied(**parts: Any) -> Conflict:
    conflict = conflict_of(**BASE, scenarios={"v": {"title": "Varied", **parts}})
    return apply_scenario(conflict, "v")


def same_but(changed: Conflict, *parts: str) -> bool:
    """Say whether a variant equals the base in all but some parts, and in those differs."""
    base = conflict_of(**BASE).to_dict()
    found = changed.to_dict()
    return {key for key in base | found if base.get(key) != found.get(key)} == {"title", *parts}


def test_without_a_scenario_the_model_is_itself() -> None:
    conflict = conflict_of(**BASE)
    assert apply_scenario(conflict, None) is conflict


def test_a_variant_says_what_it_is_and_has_no_scenarios() -> None:
    variant = varied()
    assert variant.title == "Base – Varied"
    assert not variant.scenarios
    assert same_but(variant)
    assert variant.sources["s"].said == "Said."


def test_an_unknown_scenario() -> None:
    conflict = conflict_of(**BASE, scenarios={"war": {"title": "War"}})
    with pytest.raises(UnknownNameError, match=r"no scenario 'wor'. Did you mean 'war'"):
        apply_scenario(conflict, "wor")
    with pytest.raises(UnknownNameError, match="The scenarios of this model are: none"):
        apply_scenario(conflict_of(**BASE), "war")


@pytest.mark.parametrize(
    "parts",
    [{"summary": "Another."}, {"note": "Another."}, {"status_quo": []}, {"status_quo": "NNY"}],
)
def test_texts_and_status_quo_are_replaced(parts: dict[str, Any]) -> None:
    variant = varied(**parts)
    ((key, value),) = parts.items()
    assert getattr(variant, key) == (tuple(value) if isinstance(value, list) else value)
    assert same_but(variant, key)


def test_labels_are_replaced_whole() -> None:
    labelled = conflict_of(
        **BASE,
        labels={"1": "YNN", "2": "NNY"},
        scenarios={"v": {"title": "Varied", "labels": {"9": "YNY"}}},
    )
    assert dict(apply_scenario(labelled, "v").labels) == {"9": "YNY"}


def test_terms_are_merged_one_by_one() -> None:
    variant = varied(terms={"t": "b", "w": "c"})
    assert dict(variant.terms) == {"t": "b", "u": "b", "w": "c"}
    assert same_but(variant, "terms")


def test_each_key_of_the_rules_is_replaced() -> None:
    variant = varied(rules={"infeasible": ["c"], "requires": {"a": "c"}})
    assert variant.rules.infeasible == ("c",)
    assert variant.rules.at_least_one == (("a", "c"),)
    assert dict(variant.rules.requires) == {"a": "c"}
    assert same_but(variant, "rules")


def test_a_rule_can_be_lifted() -> None:
    """An empty list is given, and so replaces."""
    assert varied(rules={"infeasible": []}).rules.infeasible == ()
    assert varied(rules={}).rules.infeasible == ("a and b",)


def test_a_preference_is_replaced_whole_for_the_decision_maker_that_it_is_given_for() -> None:
    variant = varied(preferences={"one": {"weights": {"a": 0.1}}})
    assert variant.preferences["one"].statements is None
    assert variant.preferences["one"].note is None
    assert [s.holds for s in variant.preferences["two"].statements or ()] == ["c", "t"]
    assert same_but(variant, "preferences")
    indifferent = varied(preferences={"one": {"statements": []}})
    assert indifferent.preferences["one"].statements == ()


def test_claims_are_merged_one_by_one() -> None:
    variant = varied(claims={"x": {"says": "X", "possible": "a"}, "z": {"says": "Z", "never": "b"}})
    assert list(variant.claims) == ["x", "y", "z"]
    assert (variant.claims["x"].kind, variant.claims["x"].never) == ("possible", None)
    assert same_but(variant, "claims")


def test_an_option_is_replaced_and_keeps_its_place() -> None:
    variant = varied(decision_makers={"one": {"options": {"a": "Another A"}}})
    one = variant.decision_makers["one"]
    assert list(one.options) == ["a", "b"]
    assert (one.options["a"].text, one.options["a"].moves) == ("Another A", "both")
    assert one.name == "One"
    assert same_but(variant, "decision_makers")


def test_a_name_is_replaced_and_options_stay() -> None:
    variant = varied(decision_makers={"two": {"name": "Second"}})
    assert variant.decision_makers["two"].name == "Second"
    assert list(variant.decision_makers["two"].options) == ["c"]


def test_an_option_and_a_decision_maker_are_added_at_the_end() -> None:
    variant = varied(
        decision_makers={
            "three": {"name": "Three", "options": {"d": "D"}},
            "one": {"options": {"z": "Z"}},
        },
        preferences={"three": {"statements": ["d"]}},
    )
    assert list(variant.decision_makers) == ["one", "two", "three"]
    assert list(variant.decision_makers["one"].options) == ["a", "b", "z"]
    assert build(variant).states.option_names == ("a", "b", "z", "c", "d")


def test_a_decision_maker_that_is_added_needs_a_name() -> None:
    scenario = {"title": "Varied", "decision_makers": {"three": {"options": {"d": "D"}}}}
    conflict = conflict_of(**BASE, scenarios={"v": scenario})
    (problem,) = problems_of(conflict)
    assert problem.what == "the scenario adds the party 'three' without a name."
    assert problem.path == ("scenarios", "v", "decision_makers", "three")
    with pytest.raises(ModelError, match="without a name"):
        apply_scenario(conflict, "v")


def test_what_is_wrong_in_the_base_is_not_told_again_for_each_scenario() -> None:
    wrong = {**BASE, "terms": {"t": "a", "u": "bb"}}
    scenario = {"title": "Varied", "terms": {"w": "b"}}  # another advice, the same mistake
    problems = problems_of(conflict_of(**wrong, scenarios={"v": scenario}))
    assert [problem.path for problem in problems] == [("terms", "u")]


def test_states_and_moves_of_graph_form_are_merged() -> None:
    conflict = conflict_of(
        decision_makers={"one": {"name": "One"}, "two": {"name": "Two"}},
        states={"p": "P", "q": "Q"},
        moves={"one": [["p", "q"]], "two": [["q", "p"]]},
        preferences={"one": {"ranking": ["p", "q"]}, "two": {"ranking": ["p", "q"]}},
        scenarios={
            "v": {
                "title": "Varied",
                "states": {"q": "New Q", "r": "R"},
                "moves": {"two": [["q", "r"], ["r", "p"]]},
                "preferences": {
                    "one": {"ranking": ["r", "q", "p"]},
                    "two": {"ranking": [["p", "r"], "q"]},
                },
            }
        },
    )
    model = build(conflict, "v")
    assert dict(model.conflict.states) == {"p": "P", "q": "New Q", "r": "R"}
    assert [model.moves("one", s).tolist() for s in range(3)] == [[1], [], []]
    assert [model.moves("two", s).tolist() for s in range(3)] == [[], [2], [0]]
    assert model.preferences["two"].ranks.tolist() == [1, 0, 1]


def test_a_graph_model_knows_its_scenario_and_is_not_built_twice() -> None:
    conflict = conflict_of(**BASE, scenarios={"v": {"title": "Varied"}})
    base, variant = build(conflict), build(conflict, "v")
    assert (base.scenario, variant.scenario) == (None, "v")
    assert built(variant, "v") is built(variant, None) is variant
    assert built(conflict, "v").conflict == variant.conflict
    with pytest.raises(UnknownNameError, match="built already, without scenario 'v'"):
        built(base, "v")
