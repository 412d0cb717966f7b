"""Scenarios side by side."""

from __future__ import annotations

from countermove.analysis.compare import compare
from countermove.report.compare import of_scenarios, scenarios
from models import conflict_of


def test_ids_of_scenarios_are_told_where_titles_are_alike_or_they_are_asked_for() -> None:
    titles = {"a": "More", "b": "More", "c": "Less"}
    conflict = conflict_of(
        decision_makers={"us": {"name": "Us", "options": {"x": "X"}}},
        preferences={"us": {"statements": ["x"]}},
        scenarios={key: {"title": title} for key, title in titles.items()},
    )
    columns = of_scenarios(compare(conflict))
    itself = "The model itself: 2 outcomes"
    more = ["More (a): 2 outcomes", "More (b): 2 outcomes"]
    assert [told.text for told in scenarios(columns)] == [itself, *more, "Less: 2 outcomes"]
    with_ids = [told.text for told in scenarios(columns, with_ids=True)]
    assert with_ids == [itself, *more, "Less (c): 2 outcomes"]
