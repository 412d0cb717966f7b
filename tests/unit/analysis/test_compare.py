"""Scenarios side by side: which equilibria appear, which disappear, which claims flip."""

from __future__ import annotations

from typing import Any

import pytest

from countermove.analysis.compare import compare
from countermove.analysis.solving import solve
from countermove.errors import UnknownNameError
from countermove.model.conflict import Conflict
from models import conflict_of, graph_conflict

MODEL: dict[str, Any] = {
    "title": "Arms",
    "decision_makers": {
        "one": {"name": "One", "options": {"a": "A"}},
        "two": {"name": "Two", "options": {"b": "B"}},
    },
    "preferences": {
        "one": {"statements": ["b", "not a"]},
        "two": {"statements": ["a", "not b"]},
    },
    "claims": {
        "peace": {"says": "Peace is possible", "possible": "a and b"},
        "rest": {"says": "One alone never lasts", "never": "a iff not b"},
    },
    "scenarios": {
        "trust": {
            "title": "Trust",
            "preferences": {"one": {"statements": ["a"]}, "two": {"statements": ["b"]}},
        },
        "no-peace": {"title": "No peace", "rules": {"infeasible": ["a and b"]}},
        "more": {"title": "More", "claims": {"new": {"says": "New", "never": "a"}}},
    },
}


@pytest.fixture(scope="module")
def conflict() -> Conflict:
    return conflict_of(**MODEL)


def test_the_base_comes_first_then_the_scenarios_in_order(conflict: Conflict) -> None:
    comparison = compare(conflict)
    assert [scenario for scenario, _ in comparison] == [None, "trust", "no-peace", "more"]
    assert len(comparison) == 4
    assert repr(comparison) == "<Comparison of 'Arms': base and 3 scenarios>"
    assert [comparison.title(scenario) for scenario, _ in comparison] == [
        "Arms",
        "Trust",
        "No peace",
        "More",
    ]
    for scenario, solution in comparison:
        alone = solve(conflict, scenario=scenario)
        assert solution.to_dict()["equilibria"] == alone.to_dict()["equilibria"]


def test_some_scenarios_and_concepts(conflict: Conflict) -> None:
    comparison = compare(conflict, ["more"], iter(["SEQ"]), "definition")
    assert [scenario for scenario, _ in comparison] == [None, "more"]
    assert all(solution.codes == ("SEQ",) for _, solution in comparison)
    assert comparison.base.provenance.engine == "definition"
    with pytest.raises(UnknownNameError, match="no scenario 'x'"):
        compare(conflict, ["x"])


def test_what_a_scenario_changes(conflict: Conflict) -> None:
    comparison = compare(conflict)
    nash = comparison.change("trust", "NASH")
    assert (nash.appears, nash.disappears, nash.flips) == (("YY",), ("NN",), ("peace",))
    seq = comparison.change("trust", "SEQ")
    assert (seq.appears, seq.disappears, seq.flips) == ((), ("NN",), ())


def test_states_are_compared_by_pattern_where_numbers_change(conflict: Conflict) -> None:
    change = compare(conflict).change("no-peace", "SEQ")
    assert (change.appears, change.disappears, change.flips) == ((), ("YY",), ("peace",))


def test_a_claim_that_only_the_scenario_makes_does_not_flip(conflict: Conflict) -> None:
    change = compare(conflict).change("more", "SEQ")
    assert change.flips == change.appears == change.disappears == ()


def test_a_scenario_that_was_not_compared(conflict: Conflict) -> None:
    with pytest.raises(
        UnknownNameError, match=r"no compared scenario 'trust'. Compared were: more"
    ):
        compare(conflict, ["more"]).change("trust", "NASH")


def test_states_of_graph_form_are_compared_by_id() -> None:
    base = graph_conflict(2, {"one": {0: [1]}}, {"one": [0, 1]}).to_dict()
    scenarios = {"v": {"title": "V", "preferences": {"one": {"ranking": ["s0", "s1"]}}}}
    conflict = Conflict.model_validate({**base, "scenarios": scenarios})
    assert compare(conflict).change("v", "NASH").appears == ("s0",)


def test_the_table(conflict: Conflict) -> None:
    table = compare(conflict, ["trust"], ["NASH", "SEQ"]).table()
    assert table.title == "Scenarios of Arms"
    assert table.columns == ("scenario", "claim", "says", "NASH", "SEQ")
    assert table.rows == (
        (None, "peace", "Peace is possible", False, True),
        (None, "rest", "One alone never lasts", True, True),
        (None, "equilibria", "number of equilibria", 1, 2),
        ("trust", "peace", "Peace is possible", True, True),
        ("trust", "rest", "One alone never lasts", True, True),
        ("trust", "equilibria", "number of equilibria", 1, 1),
    )


def test_plain_data(conflict: Conflict) -> None:
    data = compare(conflict, ["no-peace"], ["SEQ"]).to_dict()
    assert data["model"] == {"title": "Arms", "digest": conflict.digest}
    base, variant = data["scenarios"]
    assert (base["scenario"], base["states"], "changes" in base) == (None, 4, False)
    assert (variant["scenario"], variant["title"], variant["states"]) == ("no-peace", "No peace", 3)
    assert variant["digest"] != base["digest"]
    assert [state["pattern"] for state in variant["equilibria"]["SEQ"]] == ["NN"]
    assert variant["changes"] == {"SEQ": {"appears": [], "disappears": ["YY"], "claims": ["peace"]}}
