"""What is written about states stays true when options come, go or change places."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from countermove.building import build
from countermove.editing.applying import applied
from countermove.editing.edits import Edit, Insert, Put, Remove, Reorder
from countermove.model.checks import problems_of
from countermove.model.conflict import Conflict
from models import option_data

PRICES: dict[str, Any] = {
    "format": "countermove/1",
    "title": "Price",
    "status_quo": ["terms is none", "price is high"],
    "decision_makers": {
        "a": {
            "name": "A",
            "options": {
                "sell": "Sell",
                "price": {
                    "text": "Price",
                    "levels": {"low": "L", "mid": "M", "high": "H"},
                    "ordered": True,
                },
            },
        },
        "b": {
            "name": "B",
            "options": {
                "terms": {"text": "Terms", "levels": {"none": "None", "cash": "Cash"}},
                "buy": "Buy",
            },
        },
    },
    "terms": {"dear": "Y/mid|high/-/- and not terms is none"},
    "rules": {"requires": {"price at least mid": "-/high/none/- or terms is cash"}},
    "preferences": {
        "a": {"ranking": "Y/mid|high/cash/y > 2 > the rest"},
        "b": {"weights": {"terms is none": 1, "buy": 2}},
    },
    "scenarios": {
        "s": {
            "title": "S",
            "status_quo": ["terms is none"],
            "decision_makers": {
                "b": {"options": {"terms": {"text": "T", "levels": {"none": "N", "all": "A"}}}}
            },
            "preferences": {"a": {"ranking": ["Y/low/none/-", "-/-/all/N"]}},
        }
    },
}
PRICE = ("decision_makers", "a", "options", "price")
TERMS = ("decision_makers", "b", "options", "terms")

MODEL: dict[str, Any] = {
    "format": "countermove/1",
    "title": "Test",
    "status_quo": "YNN",
    "decision_makers": {
        "a": {"name": "A", "options": {"x": "X", "y": "Y"}},
        "b": {"name": "B", "options": {"z": "Z"}},
    },
    "labels": {"one": "NNN", "two": "YNN"},
    "preferences": {
        "a": {"ranking": ["YYN", ["two", 3], "-N-"]},
        "b": {"ranking": [1, 2, 3, 4, 5, 6, 7, 8]},
    },
    "views": {"b": {"unknown": ["y"], "preferences": {"a": {"ranking": ["YY-", 1]}}}},
    "scenarios": {
        "s": {"title": "S", "status_quo": ["y"], "preferences": {"a": {"ranking": ["Y--"]}}}
    },
}
OPTIONS = ("decision_makers", "a", "options")


def test_a_new_option_is_either_in_what_was_written() -> None:
    new = applied(MODEL, [Put(at=(*OPTIONS, "w"), value="W")])
    assert new["status_quo"] == "YN-N"
    assert new["labels"] == {"one": "NN-N", "two": "YN-N"}
    assert new["preferences"]["a"]["ranking"][0] == "YY-N"
    assert new["preferences"]["a"]["ranking"][1][0] == "two"
    assert new["views"]["b"]["preferences"]["a"]["ranking"][0] == "YY--"
    assert new["scenarios"]["s"]["preferences"]["a"]["ranking"] == ["Y---"]
    back = applied(new, [Remove(at=(*OPTIONS, "w"))])
    assert back["labels"] == MODEL["labels"]


def test_a_removed_option_takes_along_what_is_about_it_alone() -> None:
    new = applied(MODEL, [Remove(at=(*OPTIONS, "y"))])
    assert new["status_quo"] == "YN"
    assert "unknown" not in new["views"]["b"]
    assert new["scenarios"]["s"]["status_quo"] == []
    assert new["preferences"]["a"]["ranking"][0] == "YN"
    new = applied(MODEL, [Remove(at=("decision_makers", "b"))])
    assert list(new["preferences"]) == ["a"]
    assert "views" not in new


def test_numbers_become_patterns_where_they_would_mean_others() -> None:
    model = {key: value for key, value in MODEL.items() if key != "labels"}
    new = applied(model, [Insert(at=("rules", "infeasible"), value="x and y")])
    assert new["preferences"]["b"]["ranking"][:4] == ["NNN", "YNN", "NYN", "YYN"]
    assert new["preferences"]["a"]["ranking"][1] == ["two", "NYN"]
    same = applied(model, [Put(at=("rules", "infeasible"), value=["false"])])
    assert same["preferences"] == model["preferences"]
    named = applied(model, [Put(at=(*OPTIONS, "x"), value="Another text")])
    assert named["preferences"] == model["preferences"]


def test_patterns_follow_the_levels() -> None:
    new = applied(PRICES, [Put(at=(*TERMS, "levels", "credit"), value="On credit")])
    assert new["preferences"]["a"]["ranking"] == "Y/mid|high/cash/Y > Y/low/none/N > the rest"
    assert {k: new[k] for k in ("terms", "rules", "status_quo")} == {
        k: PRICES[k] for k in ("terms", "rules", "status_quo")
    }
    less = applied(PRICES, [Remove(at=(*PRICE, "levels", "high"))])
    assert less["preferences"]["a"]["ranking"].startswith("Y/mid/cash/Y")
    assert less["terms"]["dear"] == "Y/mid/-/- and not terms is none"
    assert less["status_quo"] == ["terms is none"]
    # What named only what is gone is for the analyst to word anew, and told.
    assert less["rules"] == PRICES["rules"]
    assert "'-/high/none/-'" in problems_of(Conflict.model_validate(less))[0].what
    turned = applied(PRICES, [Reorder(at=(*PRICE, "levels", "high"), to=0)])
    assert turned["terms"]["dear"].startswith("Y/high|mid/-/-")
    # A scenario that has levels of its own keeps what it says of them.
    less = applied(PRICES, [Remove(at=(*TERMS, "levels", "none"))])
    assert less["status_quo"] == ["price is high"]
    assert less["scenarios"] == PRICES["scenarios"]


def test_patterns_follow_options_that_get_levels_or_lose_them() -> None:
    levels = {"text": "Sell", "levels": {"none": "No", "some": "Some", "all": "All"}}
    new = applied(PRICES, [Put(at=(*PRICE[:3], "sell"), value=levels)])
    assert new["terms"]["dear"].startswith("some|all/mid|high/-/-")
    plain = applied(PRICES, [Put(at=PRICE, value="Ask for more")])
    assert plain["preferences"]["a"]["ranking"] == "YY/cash/Y > YN/none/N > the rest"
    gone = applied(PRICES, [Remove(at=PRICE)])
    assert gone["preferences"]["a"]["ranking"].startswith("Y/cash/Y > ")
    assert gone["terms"]["dear"] == PRICES["terms"]["dear"]
    moved = applied(PRICES, [Reorder(at=TERMS, to=1)])
    assert moved["terms"]["dear"] == "Y/mid|high/-/- and not terms is none"
    assert moved["preferences"]["a"]["ranking"].startswith("Y/mid|high/Y/cash")


def test_mistakes_are_no_obstacle() -> None:
    model: dict[str, Any] = {
        **MODEL,
        "rules": {"infeasible": ["x and"]},
        "scenarios": {"s": 3, "t": {"rules": 4, "decision_makers": {"a": 5}}},
        "labels": {"one": 3},
    }
    new = applied(model, [Put(at=(*OPTIONS, "w"), value="W"), Remove(at=("decision_makers", "b"))])
    assert new["preferences"]["a"]["ranking"][0] == "YY-"


def test_a_ranking_in_one_text_follows_the_options_and_the_rules() -> None:
    model = {
        key: value for key, value in MODEL.items() if key not in ("labels", "scenarios", "views")
    }
    model["preferences"] = {
        "a": {"ranking": "YYN > {s4, y y y} > -n- > the rest"},
        "b": {"ranking": ["1 > 2", 3, "the rest"]},
    }
    new = applied(model, [Put(at=(*OPTIONS, "w"), value="W")])
    assert new["preferences"]["a"]["ranking"] == "YY-N > {YY-N YY-Y} > -N-- > the rest"
    assert new["preferences"]["b"]["ranking"] == ["NN-N > YN-N", "NY-N", "the rest"]
    same = applied(model, [Put(at=(*OPTIONS, "x"), value="Another text")])
    assert same["preferences"] == model["preferences"]


def test_patterns_in_statements_follow_the_options() -> None:
    model: dict[str, Any] = {
        **MODEL,
        "terms": {"t": "Y-- or not -YN"},
        "rules": {"infeasible": ["YY-"], "feasible": ["N-- & -x", "Y–N"], "coalesce": ["--Y"]},
        "preferences": {"a": {"statements": ["YN-", {"holds": "NY-"}]}, "b": {"statements": []}},
        "claims": {"c": {"says": "C", "never": "YYY"}},
    }
    new = applied(model, [Put(at=(*OPTIONS, "w"), value="W")])
    assert new["terms"] == {"t": "Y--- or not -Y-N"}
    assert new["rules"] == {
        "infeasible": ["YY--"],
        "feasible": ["N--- & -x", "Y--N"],
        "coalesce": ["---Y"],
    }
    assert new["preferences"]["a"]["statements"] == ["YN--", {"holds": "NY--"}]
    assert new["claims"]["c"]["never"] == "YY-Y"
    turned = applied(model, [Reorder(at=(*OPTIONS, "x"), to=1)])
    assert turned["rules"]["infeasible"] == ["YY-"]
    assert turned["terms"] == {"t": "-Y- or not Y-N"}
    # What is done in a pattern and can't be done any more is for the analyst to word anew.
    less = applied(model, [Remove(at=(*OPTIONS, "y"))])
    assert less["rules"]["infeasible"] == ["YY-"]
    assert less["preferences"]["a"]["statements"] == ["Y-", {"holds": "NY-"}]


@given(option_data(most_options=4, levels=True), st.data())
@settings(max_examples=40)
def test_moving_an_option_leaves_what_patterns_rule_out_as_it_was(
    model: dict[str, Any], data: st.DataObject
) -> None:
    parties = model["decision_makers"]
    dm = data.draw(st.sampled_from(sorted(dm for dm in parties if parties[dm]["options"])))
    own = parties[dm]["options"]
    states = build(Conflict.model_validate(model)).states
    kept = states.pattern(data.draw(st.integers(0, len(states) - 1)))
    model["rules"] = {**model.get("rules", {}), "feasible": [kept, kept.replace("N", "-")]}
    model["preferences"] = {d: {"statements": [kept]} for d in model["decision_makers"]}
    to = data.draw(st.integers(0, len(own) - 1))
    option = data.draw(st.sampled_from(sorted(own)))
    edit = Reorder(at=("decision_makers", dm, "options", option), to=to)
    assert ranks(applied(model, [edit])) == ranks(model)


def ranks(data: dict[str, Any]) -> dict[str, dict[frozenset[str | None], int]]:
    """Return how each decision maker ranks the states, each the set of what is done."""
    model = build(Conflict.model_validate(data))
    names = model.states.vocabulary.chosen_names
    done = [frozenset(map(names.get, model.states.chosen(k))) for k in range(len(model.states))]
    return {
        dm: {done[k]: int(r) for k, r in enumerate(preference.ranks)}
        for dm, preference in model.preferences.items()
    }


@given(st.data())
@settings(max_examples=60)
def test_moving_leaves_every_ranking_as_it_was(data: st.DataObject) -> None:
    model = data.draw(option_data(most_options=4, levels=True))
    dm = data.draw(st.sampled_from(sorted(model["decision_makers"])))
    parties, own = model["decision_makers"], model["decision_makers"][dm]["options"]
    edit: Edit = Reorder(at=("decision_makers", dm), to=data.draw(st.integers(0, len(parties) - 1)))
    if own and data.draw(st.booleans()):
        option = data.draw(st.sampled_from(sorted(own)))
        to = data.draw(st.integers(0, len(own) - 1))
        edit = Reorder(at=("decision_makers", dm, "options", option), to=to)
    assert ranks(applied(model, [edit])) == ranks(model)


@given(option_data(most_options=4, levels=True), st.data())
@settings(max_examples=60)
def test_a_new_option_changes_no_ranking_of_what_was_there(
    model: dict[str, Any], data: st.DataObject
) -> None:
    dm = data.draw(st.sampled_from(sorted(model["decision_makers"])))
    new = applied(model, [Put(at=("decision_makers", dm, "options", "new"), value="New")])
    assert not problems_of(Conflict.model_validate(new))
    before, after = ranks(model), ranks(new)
    name = next(n for n in build(Conflict.model_validate(new)).states.option_names if "new" in n)
    for party, ranking in after.items():
        for taken, rank in ranking.items():
            assert rank == before[party][taken - {name}]


@given(option_data(most_options=4, levels=True, kinds=["ranking"]), st.data())
@settings(max_examples=40)
def test_a_rule_leaves_what_rankings_mean(model: dict[str, Any], data: st.DataObject) -> None:
    states = build(Conflict.model_validate(model)).states
    rule, (place, value) = data.draw(
        st.sampled_from([(name, one) for one, name in states.vocabulary.chosen_names.items()])
    )
    ruled_out = states.vocabulary.spelling.values[place][value]
    new = applied(model, [Insert(at=("rules", "infeasible"), value=rule)])
    for dm, preference in model["preferences"].items():
        meant = [[states.pattern(n - 1) for n in tier] for tier in preference.get("ranking", [])]
        if any(
            states.vocabulary.spelling.letters(one)[place] == ruled_out
            for tier in meant
            for one in tier
        ):
            assert new["preferences"][dm].get("ranking", []) == meant
        else:
            assert new["preferences"][dm] == preference
