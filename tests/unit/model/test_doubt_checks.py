"""Doubts that can't be as they are written: what is wrong, where, and what to do."""

from __future__ import annotations

import pytest

from countermove.errors import ModelError, UnknownNameError
from countermove.files.model_file import loads

HEAD = """format = "countermove/1"
title = "Doubts"
[decision_makers.us]
name = "US"
options = { a = "A", b = "B" }
[preferences.us]
"""

WRONG = {
    'statements = [{ holds = "a", perhaps = true, likely = 1.2 }]': "between 0 and 1; found 1.2",
    'statements = [{ holds = "a", likely = 0.2 }]': "this statement has none",
    'statements = [{ holds = "a", either_way = true, likely_way = 0.2 }]': "both perhaps and",
    'statements = [{ any_order = ["a"] }]': "two statements or more; here are 1",
    'statements = [{ holds = "a", degree = 0 }]': "a whole number from 1; found 0",
    'statements = [{ holds = "a", degree = 3, strongly = true }]': "and a degree is given",
    "weights = { a = [2, 1] }": "the lower bound 2 is above the upper one, 1",
    'ranking = [">>", "the rest"]': "greatly better than what is below",
    'ranking = ["the rest"]\nunknown = [["YY", "YY"]]': "is two outcomes; found YY, YY",
    'readings = [{ says = "x", statements = [] }]': "of one reading there is no doubt",
    'readings = [{ says = "x", likely = 0.7, statements = [] }, '
    '{ says = "y", likely = 0.7, statements = [] }]': "add up to 1.4, more than 1",
    'readings = [{ says = "x", likely = 1, statements = [] }, '
    '{ says = "y", statements = [] }]': "add up to 1, and some have none",
    'statements = [{ holds = "a", perhaps = true, doubt = "x" }, '
    '{ holds = "b", either_way = true, doubt = "x" }]': "stands elsewhere for another kind",
    "fuzzy = [[0.5, 0.6], [0.5, 0.5]]": "0.6 and 0.5, which don't make 1",
    "fuzzy = [[0.5, 0.6]]": "isn't square",
    "probability = [[0, 0.6], [0.5, 0]]": "more than 1 together",
    "statements = []\nthreshold = 0.5": "belongs to a matrix",
}


@pytest.mark.parametrize("text", WRONG)
def test_it_is_said_what_is_wrong(text: str) -> None:
    with pytest.raises(ModelError) as caught:
        loads(HEAD + text, name="doubts.toml")
    (problem,) = caught.value.problems
    assert WRONG[text] in problem.what
    assert problem.advice
    assert problem.place is not None
    assert problem.place.line is not None


def test_a_reading_is_chosen_by_names() -> None:
    text = (
        HEAD
        + """statements = [{ holds = "a", perhaps = true }, "b"]
[scenarios.later]
title = "Later"
[scenarios.later.preferences.us]
statements = [{ any_order = ["a", "b"] }]
"""
    )
    model = loads(text, name="doubts.toml")
    found = model.in_reading({"us.1": "no"})
    assert [s.holds for s in found.preferences["us"].wishes or ()] == ["b"]
    with pytest.raises(UnknownNameError, match=r"no doubt 'us\.11'\. Did you mean 'us\.1'\?"):
        model.in_reading({"us.11": "no"})
    with pytest.raises(UnknownNameError, match="no value 'maybe'"):
        model.in_reading({"us.1": "maybe"})
