"""Hypergames: small cases worked out by hand, views that are wrong, and what is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from countermove.analysis.views.views import views
from countermove.building import build, check
from countermove.errors import ArgumentError, ModelError, UnknownNameError
from countermove.files.model_file import load
from countermove.model.conflict import Conflict
from models import Data, graph_conflict, option_conflict

ISLAND = Path(__file__).parents[2] / "cli" / "misread.toml"


def chicken(**views: Data) -> Conflict:
    """Two who may dare; both daring is worst, being alone in it best. States: 1, a, b, ab."""
    return option_conflict(
        {"row": ["a"], "column": ["b"]}, row=[2, 3, 1, 0], column=[2, 1, 3, 0], views=views
    )


def held(conflict: Conflict, code: str = "NASH", **how: Any) -> list[str]:
    result = views(conflict, [code], **how)
    return [one.state.pattern for one in result if one.holds]


def test_two_who_take_each_other_for_weak_crash() -> None:
    yields: Data = {"statements": ["not a", "not b"]}
    assert held(chicken()) == ["YN", "NY"]
    # Each believes that the other gives way whatever happens; its own choice rests on no belief.
    assert held(chicken(row={"preferences": {"column": yields}})) == ["YN", "NY"]
    # Whoever takes itself for indifferent to the crash doesn't leave it.
    brave: Data = {"ranking": ["YN", "YY", "NN", "NY"]}
    reckless: Data = {"ranking": ["NY", "YY", "NN", "YN"]}
    both: Data = {
        "row": {"preferences": {"row": brave}},
        "column": {"preferences": {"column": reckless}},
    }
    assert held(chicken(**both)) == ["YY"]
    crash = views(chicken(**both)).standing("YY", "NASH")
    assert (crash.kind, crash.surprises) == ("held up by misperception", ("row", "column"))


@pytest.mark.parametrize(
    ("rule", "holding"), [("projected", ["YN"]), ("stable", ["YN", "YY"]), ("unstable", [])]
)
def test_a_state_that_one_does_not_recognise(rule: Any, holding: list[str]) -> None:
    # Row dares if column doesn't; column, who doesn't know that row can, dares if it may.
    conflict = option_conflict(
        {"row": ["a"], "column": ["b"]},
        row=[0, 1, 0, 1],
        column=[1, 1, 0, 2],
        views={"column": {"unknown": ["a"]}},
    )
    # In the eyes of column there are NN and NY, and NN is better.
    assert held(conflict, unrecognised=rule) == holding
    result = views(conflict, "NASH", unrecognised=rule)
    assert result.recognised["column"].positions().tolist() == [0, 2]
    assert result.surprise("Column", "NASH").unseen.count() == len(holding)


def test_who_sees_nothing_of_a_state_stays_in_it() -> None:
    # Without a, b must be taken; where b isn't, column sees nothing.
    conflict = option_conflict(
        {"row": ["a"], "column": ["b"]},
        row=[0, 1, 0],
        column=[0, 0, 1],
        rules={"at_least_one": [["a", "b"]]},
        views={"column": {"unknown": ["a"]}},
    )
    assert [s.pattern for s in map(build(conflict).states.view, range(3))] == ["YN", "NY", "YY"]
    seen = views(conflict).sees["column"].states
    assert seen.projection.tolist() == [-1, 0, 0]
    # YN: row can't drop a alone; column would take b, but sees nothing.
    assert held(conflict) == ["YN", "NY"]
    assert held(conflict, unrecognised="unstable") == ["NY"]


def test_directions_and_what_is_taken_for_impossible() -> None:
    conflict = chicken(
        row={"moves": {"row.a": "drop"}, "infeasible": ["a and b"]},
    )
    # Row can't begin to dare, as it believes; so where column alone doesn't dare, it stays.
    assert held(conflict) == ["YN", "NY"]
    assert views(conflict).stable["NASH"]["row"].positions().tolist() == [0, 1, 2, 3]
    assert views(chicken()).stable["NASH"]["row"].positions().tolist() == [1, 2]


def test_one_may_overlook_an_option_of_its_own() -> None:
    assert held(chicken(row={"unknown": ["a"]}), unrecognised="unstable") == ["NY"]


def test_a_ranking_needs_only_the_states_that_are_seen() -> None:
    ranking: Data = {"preferences": {"row": {"ranking": [3, "NN"]}}}
    conflict = chicken(column={"unknown": ["a"], **ranking})
    assert views(conflict).sees["column"].model.preferences["row"].ranks.tolist() == [0, 1]
    with pytest.raises(ModelError, match=r"the ranking misses 2 outcomes: 2 \(YN\), 4 \(YY\)"):
        views(chicken(column=ranking))


def test_what_is_wrong_with_views_is_found_when_the_model_is_built() -> None:
    nothing = chicken(row={"infeasible": ["true"]})
    for problem in (check(nothing), _raised(nothing)):
        assert "no outcome is feasible as it is seen here." in str(problem[0])
    inner = chicken(row={"unknown": ["a"], "views": {"column": {"infeasible": ["not a"]}}})
    assert check(inner)[0].path == ("views", "row", "views", "column")
    coalesced = chicken(row={"preferences": {"column": {"statements": ["a"]}}})
    joined = coalesced.to_dict() | {"rules": {"coalesce": ["b"]}}
    joined["preferences"] = {dm: {"statements": []} for dm in ("row", "column")}
    assert "neither true nor false" in str(check(Conflict.model_validate(joined))[0])


def _raised(conflict: Conflict) -> tuple[Any, ...]:
    with pytest.raises(ModelError) as caught:
        build(conflict)
    return caught.value.problems


def test_graph_form() -> None:
    conflict = graph_conflict(
        3, {"one": {0: [1], 1: [2]}, "two": {1: [0]}}, {"one": [0, 1, 2], "two": [0, 1, 0]}
    )
    data = conflict.to_dict()
    hidden = Conflict.model_validate(data | {"views": {"one": {"unknown": ["s2"]}}})
    # One would go on from s1 to s2, of which it doesn't know; in s2 it is taken to stay.
    assert [one.state.label for one in views(hidden, "NASH") if one.holds] == ["s1", "s2"]
    assert [one.state.label for one in views(conflict, "NASH") if one.holds] == ["s2"]
    every = {"one": {"unknown": ["s0", "s1", "s2"]}}
    assert "no outcome is feasible" in str(
        _raised(Conflict.model_validate(data | {"views": every}))
    )
    wrong = {"one": {"unknown": ["s3"], "moves": {"s0": "take"}, "infeasible": ["s0"]}}
    said = [problem.what for problem in check(Conflict.model_validate(data | {"views": wrong}))]
    assert said == [
        "no outcome 's3'.",
        "'infeasible' of a view belongs to options; this model gives its outcomes one by one.",
        "'moves' of a view belongs to options; this model gives its outcomes one by one.",
    ]


def test_what_one_believes_that_another_sees() -> None:
    conflict = load(ISLAND)
    first, second = (views(conflict, "SEQ", level=level) for level in (1, 2))
    assert first.holding["SEQ"] == second.holding["SEQ"]
    assert first.ascribes["west"]["east"].model is first.model
    assert len(second.ascribes["west"]["east"].model.states) == 6
    assert second.ascribes["west"]["west"].model is second.model


def test_a_scenario_replaces_the_view_of_a_decision_maker() -> None:
    conflict = load(ISLAND)
    assert [one.kind for one in views(conflict, scenario="all-known", concepts="SEQ")] == [
        "steady"
    ] * 4
    assert {one.kind for one in views(conflict, "SEQ")} > {
        "held up by misperception, not seen by all"
    }


def test_views_change_the_digest_and_their_absence_does_not() -> None:
    assert (
        chicken().digest
        == option_conflict(
            {"row": ["a"], "column": ["b"]}, row=[2, 3, 1, 0], column=[2, 1, 3, 0]
        ).digest
    )
    assert chicken(row={"unknown": ["b"]}).digest != chicken().digest
    assert "views" not in chicken().to_dict()


def test_wrong_requests_are_refused() -> None:
    with pytest.raises(ArgumentError, match="level can't be 3"):
        views(chicken(), level=3)
    with pytest.raises(UnknownNameError, match="no way to count outcomes 'ignored'"):
        views(chicken(), unrecognised="ignored")  # type: ignore[arg-type]
    with pytest.raises(UnknownNameError, match="no solved concept 'SEQ'"):
        views(chicken(), "NASH").standing(1, "SEQ")


def test_as_data_and_as_a_table() -> None:
    result = views(load(ISLAND), "NASH")
    data = result.to_dict()
    assert data["equilibria"] == {"NASH": [2, 10, 12]}
    assert data["without_misperception"] == {"NASH": [10, 12]}
    assert data["not_recognised"] == {"west": [], "east": [2, 4, 6, 8, 10, 12]}
    assert data["expected"]["NASH"]["east"] == [1, 9, 11]
    assert data["surprises"]["NASH"]["east"] == {
        "unexpected": [2, 10, 12],
        "unseen": [2, 10, 12],
        "in_vain": [1, 9, 11],
    }
    assert [row[:4] for row in result.table().rows][1] == (
        *(2, "YNNN", "blockade"),
        "held up by misperception, not seen by all",
    )
    assert len(result) == 8
    assert repr(result) == "<Hypergame of 'Missiles on an island': 12 states; holding: NASH 3>"
