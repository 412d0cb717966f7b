"""What is worth a second look in what isn't known of what the parties want."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermove.files.model_file import loads
from countermove.report.checking import check
from countermove.report.doubt_advice import _shortest_circle

HEAD = """format = "countermove/1"
title = "Doubts"
[decision_makers.us]
name = "US"
options = { a = "A", b = "B" }
[decision_makers.them]
name = "Them"
options = { c = "C" }
[rules]
requires = { a = "b" }
[claims.all]
says = "All"
possible = "a and b and c"
[preferences.them]
statements = ["c"]
[preferences.us]
"""
MAYBE = '{ holds = "%s", perhaps = true }'
TWO = 'readings = [{ says = "x", statements = ["a"] }, { says = "y", %s }]'

TOLD = {
    f"statements = [{MAYBE % 'a implies b'}]": "in doubt, and every outcome satisfies it",
    f"statements = [{MAYBE % 'a and not b'}]": "in doubt, and no outcome satisfies it",
    f'statements = ["a", "b", {MAYBE % "a iff b"}]': "decides nothing: what stands above",
    f'statements = ["a", {{ any_order = ["b", "not c", {MAYBE % "not a"}] }}]': (
        "“not A” is in doubt, and decides nothing"
    ),
    'statements = [{ holds = "a", perhaps = true, likely = 1 }]': "is cared about for certain",
    'statements = [{ holds = "a", perhaps = true, likely = 0 }]': "certainly isn't cared about",
    'statements = [{ any_order = ["a", "b"] }]': "no two of these ever pull US different ways",
    'ranking = [{ unknown = ["YYN"] }, "the rest"]': "of one outcome alone the order",
    "weights = { a = [1, 1] }": "both bounds of the weight of “A” are 1",
    TWO % 'ranking = "YY- > the rest"': "readings 1 and 2 of US rank all outcomes alike",
    "fuzzy = [[0.5, 0.6, 0.4, 0.7, 0.7, 0.7], [0.4, 0.5, 0.6, 0.7, 0.7, 0.7], "
    "[0.6, 0.4, 0.5, 0.7, 0.7, 0.7], [0.3, 0.3, 0.3, 0.5, 0.5, 0.5], "
    "[0.3, 0.3, 0.3, 0.5, 0.5, 0.5], [0.3, 0.3, 0.3, 0.5, 0.5, 0.5]]": (
        "US prefers 1 (NNN) to 2 (NYN), 2 (NYN) to 3 (YYN), and 3 (YYN) to 1 (NNN): that goes in"
    ),
    'statements = ["a"]\n[attitudes.us]\nus = "hostile"': "US is hostile to itself",
}
NOTHING = (
    f"statements = [{MAYBE % 'a'}, {MAYBE % 'b'}, {MAYBE % 'a iff b'}]",
    'statements = [{ any_order = ["a", "not b"] }, { holds = "c", either_way = true }]',
    'statements = [{ any_order = [{ holds = "a", strongly = true }, "b"] }]',
    f'readings = [{{ says = "x", statements = [{MAYBE % "a"}] }}, '
    '{ says = "y", statements = ["a"] }]',
    'ranking = [{ unknown = ["YY-"] }, "the rest"]',
    "weights = { a = [1, 2] }",
)


def advice(text: str) -> list[str]:
    report = check(loads(HEAD + text, name="doubts.toml"))
    assert not report.problems
    assert all(one.place and one.place.line and one.advice for one in report.advice)
    return [one.what for one in report.advice if "no wish" not in one.what]


@pytest.mark.parametrize("text", TOLD)
def test_it_is_told_what_makes_no_difference(text: str) -> None:
    (what,) = advice(text)
    assert TOLD[text] in what


@pytest.mark.parametrize("text", NOTHING)
def test_what_may_matter_gives_no_cause(text: str) -> None:
    assert advice(text) == []


@given(st.integers(1, 6), st.integers(0))
def test_a_circle_is_found_where_there_is_one(count: int, seed: int) -> None:
    better = np.random.default_rng(seed).random((count, count)) < 0.3
    np.fill_diagonal(better, val=False)
    better &= ~better.T
    walks, lengths = np.eye(count, dtype=int), []
    for length in range(1, count + 1):
        walks = walks @ better
        lengths += [length] * bool(np.trace(walks))
    circle = _shortest_circle(better)
    assert (circle is None) == (not lengths)
    if circle is not None:
        assert len(circle) == lengths[0] + 1
        assert circle[0] == circle[-1]
        assert all(better[a, b] for a, b in pairwise(circle))
