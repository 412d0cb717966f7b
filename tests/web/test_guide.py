"""The way through the app: what is done, and what comes next."""

from __future__ import annotations

from typing import Any

import pytest

from countermove.web.guide import Guide, NextStep
from countermove.web.live_answer import Live

TWO = {
    "a": {"name": "Ann", "options": {"x": "Go"}},
    "b": {"name": "Bob", "called": "old Bob", "options": {"y": "Stay"}},
}
WISH = {"statements": ["x"]}


def guide(**data: Any) -> Guide:
    return Guide(data, Live())


def test_nothing_comes_before_there_are_outcomes() -> None:
    for data in ({}, {"decision_makers": {"a": {"name": "Ann", "options": {}}}}):
        assert not any(map(guide(**data).is_done, ("parties", "rules", "preferences", "answer")))
        assert guide(**data).after("parties") is None
        assert not guide(**data).is_silent


def test_who_has_a_record_is_led_to_the_parties() -> None:
    assert guide(decision_makers=TWO).after("record") is None
    recorded = guide(decision_makers=TWO, sources={"note": {"said": "No."}})
    assert recorded.is_done("record")
    assert recorded.after("record") == NextStep(
        "parties", "Who takes part, and what can each do?", "2 parties"
    )


def test_who_has_said_nothing_is_asked_next() -> None:
    begun = guide(decision_makers=TWO)
    assert begun.is_silent
    assert begun.is_done("parties")
    assert not begun.is_done("rules")
    asked = begun.after("rules")
    assert asked == NextStep(
        "preferences", "What does each party want?", "2 parties, none have said so yet"
    )
    half = guide(decision_makers=TWO, preferences={"a": WISH, "b": {"statements": []}})
    assert half.is_done("rules")
    assert not half.is_done("preferences")
    assert half.after("preferences", "a") == NextStep(
        "preferences", "What does old Bob want?", "", "b"
    )
    both = guide(decision_makers=TWO, preferences={"a": WISH, "b": WISH})
    assert both.is_done("preferences")
    asked = both.after("preferences", "a")
    assert asked is not None
    assert asked.step == "answer"


def test_what_is_wanted_in_a_scenario_or_view_alone_counts_there() -> None:
    data = {
        "decision_makers": TWO,
        "scenarios": {"s": {"preferences": {"a": WISH}, "views": {"b": {"preferences": {}}}}},
    }
    assert Guide(data, Live()).is_silent
    for within in (("scenarios", "s"), ("scenarios", "s", "views", "b")):
        assert Guide(data, Live(), within).silent == ("b",)


@pytest.mark.parametrize("step", ["answer", "deal", "follow-up", "report"])
def test_without_an_answer_nothing_follows_from_it(step: str) -> None:
    assert guide(decision_makers=TWO).after(step) is None
