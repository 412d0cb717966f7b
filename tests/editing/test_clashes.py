"""Edits that don't clash with what others did lose nothing of it, and nothing of their own."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from countermove.editing.applying import applied
from countermove.editing.clashes import clashes, differences
from countermove.editing.edits import Edit, Insert, Put, Remove, Rename, Reorder
from countermove.errors import EditError

BASE: dict[str, Any] = {
    "format": "countermove/1",
    "title": "Talks",
    "decision_makers": {
        "us": {"name": "US", "options": {"deal": "Make a deal", "leave": "Leave", "wait": "Wait"}},
        "eu": {"name": "EU", "options": {"aid": {"text": "Give aid"}}},
    },
    "preferences": {
        "us": {"statements": ["deal", "not leave"], "note": "A guess"},
        "eu": {"statements": ["aid"]},
    },
    "terms": {"peace": "deal and aid"},
}
PLACES: list[tuple[str, ...]] = [
    ("title",),
    ("summary",),
    ("decision_makers", "us"),
    ("decision_makers", "us", "name"),
    ("decision_makers", "us", "options", "deal"),
    ("decision_makers", "us", "options", "wait"),
    ("decision_makers", "eu", "options", "aid", "text"),
    ("preferences", "us", "note"),
    ("preferences", "eu"),
    ("preferences", "eu", "note"),
    ("preferences", "us", "statements"),
    ("preferences", "eu", "statements"),
    ("terms", "peace"),
    ("terms", "war"),
    ("claims", "one", "says"),
    ("claims", "two", "says"),
]
TEXTS = st.sampled_from(["deal", "aid", "Talks", ""])


@st.composite
def an_edit(draw: st.DrawFn) -> Edit:
    at = draw(st.sampled_from(PLACES))
    number = draw(st.integers(0, 2))
    in_list = st.sampled_from([*PLACES[10:12]])
    match draw(st.sampled_from(["put", "item", "remove", "insert", "drop", "move", "move item"])):
        case "put":
            return Put(at=at, value=draw(TEXTS))
        case "item":
            return Put(at=(*draw(in_list), number), value=draw(TEXTS))
        case "remove":
            return Remove(at=at)
        case "insert":
            return Insert(at=draw(in_list), index=draw(st.none() | st.just(0)), value=draw(TEXTS))
        case "drop":
            return Remove(at=(*draw(in_list), number))
        case "move":
            return Reorder(at=at, to=number)
        case _:
            return Reorder(at=(*draw(in_list), number), to=draw(st.integers(0, 2)))


EDITS = st.lists(an_edit(), min_size=1, max_size=3)


def after(data: dict[str, Any], edits: list[Edit]) -> dict[str, Any]:
    try:
        return applied(data, edits)
    except EditError:
        assume(False)
        raise


@given(EDITS, EDITS)
def test_what_does_not_clash_takes_all_from_both(mine: list[Edit], theirs: list[Edit]) -> None:
    after_theirs = after(BASE, theirs)
    before, here, there = leaves(BASE), leaves(after(BASE, mine)), leaves(after_theirs)
    if not clashes(BASE, after_theirs, mine):
        both = leaves(applied(after_theirs, mine))
        for place in {*before, *here, *there, *both}:
            was, mine_now, now, found = (at.get(place) for at in (before, here, there, both))
            if all(isinstance(one, list) for one in (was, mine_now, now)) and (
                mine_now[: len(was)] == was
            ):
                # What was added at the end stands at the end of what the list is by now.
                assert found == now + mine_now[len(was) :], place
            else:
                assert found == (now if was == mine_now else mine_now), place


def leaves(data: Any, place: tuple[str, ...] = ()) -> dict[tuple[str, ...], Any]:
    """Return all that isn't a table, by the keys that lead to it."""
    if not isinstance(data, dict):
        return {place: data}
    return {k: v for key in data for k, v in leaves(data[key], (*place, key)).items()}


@given(EDITS)
def test_nothing_clashes_with_no_change(mine: list[Edit]) -> None:
    after(BASE, mine)
    assert clashes(BASE, BASE, mine) == ()
    assert differences(BASE, BASE) == ()


@given(EDITS)
def test_a_clash_is_told_with_what_differs(theirs: list[Edit]) -> None:
    now = after(BASE, theirs)
    told = differences(BASE, now)
    assert bool(told) == (now != BASE or list(walked(now)) != list(walked(BASE)))
    for problem in told:
        assert "changed meanwhile" in problem.what


def walked(data: dict[str, Any]) -> list[tuple[str, ...]]:
    """Return all keys in their order."""
    keys: list[tuple[str, ...]] = []
    for key, value in data.items():
        keys.append((key,))
        if isinstance(value, dict):
            keys += [(key, *rest) for rest in walked(value)]
    return keys


@pytest.mark.parametrize(("old", "new"), [(1, True), (1, 1.0), ([1], [True])])
def test_values_of_other_kinds_differ(old: object, new: object) -> None:
    (problem,) = differences({"x": old}, {"x": new})
    assert problem.path == ("x",)


def test_many_differences_are_counted() -> None:
    told = differences({}, {f"key{k}": k for k in range(11)})
    assert len(told) == 9
    assert told[-1].what == "and 3 more changes."


def test_long_values_of_others_are_shortened() -> None:
    (problem,) = differences({}, {"title": "long " * 1000})
    assert len(problem.what) < 400
    assert "…" in problem.what


def test_statements_are_told_in_words() -> None:
    theirs: list[Edit] = [
        Insert(at=("preferences", "us", "statements"), index=0, value="deal and not aid")
    ]
    mine: list[Edit] = [Remove(at=("preferences", "us", "statements", 0))]
    (problem,) = clashes(BASE, applied(BASE, theirs), mine)
    assert "“Make a deal and not Give aid” came" in problem.what


def test_statements_are_told_as_written_where_their_words_are_the_same() -> None:
    theirs: list[Edit] = [Rename(at=("decision_makers", "us", "options", "deal"), to="pact")]
    mine: list[Edit] = [Remove(at=("preferences", "us", "statements", 0))]
    (problem,) = clashes(BASE, applied(BASE, theirs), mine)
    assert "“deal” went and “pact” came" in problem.what
