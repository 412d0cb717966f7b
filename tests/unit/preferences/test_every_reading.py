"""What is wrong in a reading that isn't taken is found all the same, and where it stands."""

from __future__ import annotations

import pytest

from countermove.building import build
from countermove.errors import ModelError, written_path
from countermove.files.model_file import from_dict, loads

HEAD = """format = "countermove/1"
title = "Doubts"
[decision_makers.us]
name = "US"
options = { a = "A", b = "B" }
[decision_makers.them]
name = "Them"
options = { c = "C" }
[rules]
infeasible = ["a and b and c"]
[preferences.them]
statements = ["c"]
[preferences.us]
"""
TWO = 'readings = [{ says = "x", statements = ["a"] }, { says = "y", %s }]'
SECOND = "preferences.us.readings[1]"
PAIR = 'ranking = ["the rest"]\nunknown = [["YYN", "%s"]]'

WRONG = {
    TWO % 'ranking = ["YYX", "the rest"]': ("'X' can't stand in", f"{SECOND}.ranking[0]"),
    TWO % 'ranking = ["YYY", "the rest"]': ("“A; B; C” is infeasible", f"{SECOND}.ranking[0]"),
    TWO % 'ranking = ["YYN"]': ("misses 6 outcomes", f"{SECOND}.ranking"),
    TWO % 'ranking = ["YYN", { unknown = ["YNN", "NOON"] }, "the rest"]': (
        "'O' can't stand in the pattern",
        f"{SECOND}.ranking[1].unknown[1]",
    ),
    TWO % 'ranking = "the rest", unknown = [["YYN", "YYY"]]': (
        "“A; B; C” is infeasible",
        f"{SECOND}.unknown[0][1]",
    ),
    TWO % 'weights = { a = 1, "us.a" = 2 }': ("are one and the same", f"{SECOND}.weights.us.a"),
    TWO % "weights = { d = [1, 2] }": ("no option 'd'", f"{SECOND}.weights.d"),
    TWO % 'statements = [{ any_order = ["a", "d"] }]': (
        "no option 'd'",
        f"{SECOND}.statements[0].any_order[1]",
    ),
    PAIR % "YYY": ("“A; B; C” is infeasible", "preferences.us.unknown[0][1]"),
    PAIR % "Y--": ("'Y--' is 3 of them", "preferences.us.unknown[0][1]"),
    PAIR % "4": ("'YYN' and '4' are the same outcome", "preferences.us.unknown[0]"),
}


@pytest.mark.parametrize("text", WRONG)
@pytest.mark.parametrize("is_in_a_view", [False, True])
def test_it_is_said_what_is_wrong_and_where(text: str, is_in_a_view: bool) -> None:
    head = HEAD
    what, where = WRONG[text]
    if is_in_a_view:
        head = HEAD.replace("[preferences.us]", "[preferences.us]\nstatements = []\n")
        head += "[views.them.preferences.us]\n"
        where = f"views.them.{where}" if where.startswith("pref") else where
    with pytest.raises(ModelError) as caught:
        build(loads(head + text, name="doubts.toml"))
    (problem,) = caught.value.problems
    assert what in problem.what
    assert written_path(problem.path) == where
    assert problem.advice
    assert problem.place is not None
    assert problem.place.line is not None


def test_a_mistake_in_the_reading_that_is_taken_is_said_once() -> None:
    text = TWO.replace('statements = ["a"]', 'ranking = ["YYY", "the rest"]') % 'statements = ["b"]'
    model = loads(HEAD + text, name="doubts.toml")
    for conflict in (model, model.in_reading({"us": "1"}), model.in_reading({"us": "2"})):
        with pytest.raises(ModelError) as caught:
            build(conflict)
        (problem,) = caught.value.problems
        assert written_path(problem.path) == "preferences.us.readings[0].ranking[0]"
        assert str(problem.place) == "doubts.toml:14:38"
    with pytest.raises(ModelError) as caught:
        build(from_dict(model.to_dict()).in_reading({"us": "2"}))
    (problem,) = caught.value.problems
    assert written_path(problem.path) == "preferences.us.readings[0].ranking[0]"
