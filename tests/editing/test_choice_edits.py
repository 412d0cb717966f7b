"""Options become choices among levels, and back: all that is said of them means the same."""

from __future__ import annotations

from typing import Any

import pytest

from countermove import from_dict, solve
from countermove.editing.applying import applied
from countermove.editing.choice_edits import into_done_or_not, into_levels
from countermove.errors import EditError

PRICE = {"text": "Price", "levels": {"low": "low", "high": "high"}, "ordered": True}
SALE: dict[str, Any] = {
    "format": "countermove/1",
    "title": "A sale",
    "status_quo": ["sell", "price is low"],
    "decision_makers": {
        "a": {"name": "A", "options": {"sell": {"text": "Sell", "moves": "drop"}, "price": PRICE}},
        "b": {"name": "B", "options": {"buy": "Buy", "wait": {"text": "Wait", "does": "wait"}}},
    },
    "terms": {"deal": "a.sell and buy"},
    "rules": {
        "infeasible": ["Y/low/YY", "deal and wait"],
        "at_most_one": [["buy", "wait"]],
        "requires": {"buy": "sell unless price at least high"},
    },
    "preferences": {
        "a": {"statements": ["deal", "price at least high", "not price at most low"]},
        "b": {"weights": {"buy": 3, "wait": -1, "price is high": -2}},
    },
    "scenarios": {
        "dear": {
            "title": "Dear",
            "status_quo": ["price is high"],
            "decision_makers": {"a": {"options": {"price": {**PRICE, "moves": "fixed"}}}},
        }
    },
    "views": {"b": {"unknown": ["sell"], "moves": {"sell": "fixed"}}},
}
OPTIONS = [("a", "sell"), ("b", "buy"), ("b", "wait")]


def holding(data: dict[str, Any], scenario: str | None = None) -> list[tuple[int, frozenset[str]]]:
    solution = solve(from_dict(data), scenario=scenario)
    return [(held.position, frozenset(held.concepts)) for held in solution]


@pytest.mark.parametrize("option", OPTIONS)
def test_what_holds_is_the_same_with_levels_in_place_of_done_or_not(
    option: tuple[str, str],
) -> None:
    at = ("decision_makers", option[0], "options", option[1])
    then = applied(SALE, into_levels(SALE, at))
    for scenario in (None, "dear"):
        assert holding(then, scenario) == holding(SALE, scenario)
    assert applied(then, into_done_or_not(then, at)) == SALE


def test_two_levels_become_done_or_not_where_nothing_else_is_said_of_the_first() -> None:
    at = ("decision_makers", "a", "options", "price")
    then = applied(SALE, into_done_or_not(SALE, at))
    for scenario in (None, "dear"):
        assert holding(then, scenario) == holding(SALE, scenario)
    assert then["preferences"]["a"]["statements"] == ["deal", "price", "not not price"]
    assert then["status_quo"] == ["sell"]

    grouped = applied(SALE, [])
    grouped["rules"]["at_most_one"].append(["price is low", "wait"])
    with pytest.raises(EditError, match="about ‘price is low’"):
        into_done_or_not(grouped, at)


def test_a_choice_of_three_is_no_doing_and_leaving() -> None:
    price = {"text": "Price", "levels": {"low": "low", "mid": "mid", "high": "high"}}
    data = {"decision_makers": {"a": {"options": {"price": price}}}}
    with pytest.raises(EditError, match="between two levels"):
        into_done_or_not(data, ("decision_makers", "a", "options", "price"))
