"""Edits read from plain data, and said in words; what they do to a JSON file."""

from __future__ import annotations

import json
import tomllib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countermove.editing.applying import applied
from countermove.editing.edits import Insert, Put, Remove, Reorder, read_edits, said
from countermove.editing.toml_text import edited_text
from countermove.errors import EditError
from countermove.files.gallery import case_path
from countermove.files.writing import to_json
from models import conflict_of, option_data
from random_edits import edits

TALKS = tomllib.loads(case_path("talks-2025").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (3, "edits are a list"),
        ([3], "edit 1 can't be used"),
        ([{"do": "fly", "at": ["a"]}], "edit 1 can't be used: .*'fly'"),
        ([{"do": "remove", "at": ["a"]}, {"do": "remove"}], "edit 2, 'at' can't be used"),
        ([{"do": "remove", "at": []}], "'at' can't be used"),
        ([{"do": "remove", "at": ["a", -1]}], "counts from 0"),
        ([{"do": "remove", "at": [True]}], "can't be used"),
        ([{"do": "remove", "at": ["a"], "why": ""}], "'why' can't be used"),
        ([{"do": "put", "at": ["a"], "value": None}], "a value is a text"),
        ([{"do": "put", "at": ["a"], "value": float("nan")}], "isn't finite"),
        ([{"do": "put", "at": ["a"], "value": 10**400}], "too long"),
        ([{"do": "put", "at": ["a"], "value": ["\ud800"]}], "half of a character"),
        ([{"do": "move", "at": ["a"], "to": "1"}], "'to' can't be used"),
        ([{"do": "move", "at": ["a"], "to": ["b", -1]}], "'to' can't be used"),
    ],
)
def test_what_is_no_edit(data: Any, message: str) -> None:
    with pytest.raises(EditError, match=message):
        read_edits(data)


@pytest.mark.parametrize(
    ("to", "message"),
    [
        ((0,), "can't have a place 1"),
        (("preferences",), "there is a 'preferences' already"),
        (("title", "a"), "'title' can't have a key 'a'"),
        (("preferences", "us", "statements", 9), "there is no position 9"),
        (("preferences", "us", "statements", 0, "any_order", 1), "there is no position 1"),
    ],
)
def test_where_nothing_can_be_moved(to: Any, message: str) -> None:
    at = ("preferences", "europe", "statements", 0)
    with pytest.raises(EditError, match=message):
        applied(TALKS, [Reorder(at=at, to=to)])


def test_values_are_nested_only_so_deep() -> None:
    value: list[Any] = []
    for _ in range(100):
        value = [value]
    with pytest.raises(EditError, match="nested"):
        read_edits([{"do": "put", "at": ["a"], "value": value}])


@pytest.mark.parametrize(
    ("edit", "sentence"),
    [
        (
            {"do": "move", "at": ["preferences", "europe", "statements", 2], "to": 0},
            "Move a statement of Europe up",
        ),
        (
            {
                "do": "move",
                "at": ["preferences", "europe", "statements", 2],
                "to": ["preferences", "europe", "statements", 0, "any_order", 0],
            },
            "Move a statement of Europe",
        ),
        (
            {"do": "remove", "at": ["claims", "backs"]},
            "Remove the claim ‘A deal made behind Europe's back will not work’",
        ),
        (
            {"do": "remove", "at": ["claims", "backs", "because", 0]},
            "Change the claim ‘A deal made behind Europe's back will not work’",
        ),
        ({"do": "put", "at": ["title"], "value": "x"}, "Change the title"),
        (
            {"do": "put", "at": ["decision_makers", "us", "options", "settle"], "value": "Settle"},
            "Add the option ‘Settle’ to United States",
        ),
        (
            {"do": "put", "at": ["decision_makers", "china"], "value": {"name": "China"}},
            "Add the party ‘China’",
        ),
        ({"do": "insert", "at": ["rules", "infeasible"], "value": "deal"}, "Add a rule"),
        (
            {"do": "insert", "at": ["preferences", "us", "statements"], "value": "deal"},
            "Add a statement to United States",
        ),
        (
            {"do": "insert", "at": ["claims", "backs", "because"], "value": "call"},
            "Change the claim ‘A deal made behind Europe's back will not work’",
        ),
        (
            {"do": "rename", "at": ["decision_makers", "us"], "to": "usa"},
            "Rename the party ‘United States’ to ‘usa’",
        ),
        (
            {"do": "remove", "at": ["scenarios", "any-terms", "preferences", "ukraine"]},
            "Remove the preferences of Ukraine in the scenario "
            "‘Ukraine takes any terms that stop the war’",
        ),
    ],
)
def test_edits_are_said_in_words(edit: dict[str, Any], sentence: str) -> None:
    assert said(read_edits([edit])[0], TALKS) == sentence


@given(option_data(most_options=3, levels=True), st.data())
def test_every_edit_can_be_said(model: dict[str, Any], data: st.DataObject) -> None:
    sentence = said(data.draw(edits(model)), model)
    assert sentence.split()[0] in {"Add", "Change", "Remove", "Move"}


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        (Put(at=("title", "x"), value=1), "'title' can't have a key 'x'"),
        (Put(at=("status_quo", 3), value="x"), "there is no"),
        (Put(at=("decision_makers", 0), value=1), "can't have a place 1"),
        (Remove(at=("claims", "back")), "Did you mean 'backs'"),
        (Insert(at=("title",), value="x"), "this is no list"),
        (Insert(at=("status_quo",), index=1, value="x"), "no position 1"),
        (Insert(at=("new", "list"), index=1, value="x"), "no position 1"),
        (Reorder(at=("claims", "backs"), to=99), "no position 99"),
    ],
)
def test_edits_that_cant_be_applied(edit: Any, message: str) -> None:
    before = json.dumps(TALKS, default=str)
    with pytest.raises(EditError, match=message):
        applied(TALKS, [Put(at=("title",), value="Changed"), edit])
    assert json.dumps(TALKS, default=str) == before


def test_what_says_nothing_when_empty_goes() -> None:
    model = {
        "rules": {"infeasible": ["x"]},
        "status_quo": ["x"],
        "claims": {"c": {"because": ["s"]}},
    }
    edits = [
        Remove(at=("rules", "infeasible", 0)),
        Remove(at=("status_quo", 0)),
        Remove(at=("claims", "c", "because", 0)),
    ]
    assert applied(model, edits) == {"status_quo": [], "claims": {"c": {}}}
    # In a scenario no rules in place of some is something else than the rules of the base.
    variant = {"scenarios": {"s": {"title": "S", "rules": {"infeasible": ["x"]}}}}
    gone = applied(variant, [Remove(at=("scenarios", "s", "rules", "infeasible", 0))])
    assert gone["scenarios"]["s"]["rules"] == {"infeasible": []}
    variant = {"scenarios": {"s": {"rules": {"requires": {"x": "y"}}, "labels": {"1": "Y"}}}}
    inside = ("scenarios", "s")
    edits = [Remove(at=(*inside, "rules", "requires", "x")), Remove(at=(*inside, "labels", "1"))]
    assert applied(variant, edits)["scenarios"]["s"] == {"rules": {"requires": {}}, "labels": {}}


def test_a_text_becomes_a_table_for_a_second_key() -> None:
    model = {"preferences": {"us": {"statements": ["deal"]}}}
    edit = Put(at=("preferences", "us", "statements", 0, "note"), value="Why")
    statements = applied(model, [edit])["preferences"]["us"]["statements"]
    assert statements == [{"holds": "deal", "note": "Why"}]


def test_json_keeps_its_layout_and_numbers() -> None:
    text = '{\n    "title": "Gespräch",\n    "x": 1.50,\n    "list": [\n        1e3\n    ]\n}\n'
    new = edited_text(text, "json", [Put(at=("title",), value="Über")])
    assert new == text.replace("Gespräch", "Über")
    one_line = '{"title": "A", "n": [1, 2]}'
    assert edited_text(one_line, "json", [Insert(at=("n",), value=3)]).endswith("[1, 2, 3]}")
    windows = text.replace("\n", "\r\n")
    assert edited_text(windows, "json", [Put(at=("x",), value=2)]).count("\r\n") == 7


@pytest.mark.parametrize("text", ["[]", "{", '{"a": 1, "a": 2}', "3"])
def test_what_is_no_model_in_json(text: str) -> None:
    with pytest.raises(EditError):
        edited_text(text, "json", [Put(at=("a",), value=1)])


@given(option_data(most_options=4, levels=True), st.data())
@settings(max_examples=30)
def test_json_holds_what_the_edits_give(model: dict[str, Any], data: st.DataObject) -> None:
    text = to_json(conflict_of(**model))
    edit = data.draw(edits(json.loads(text)))
    assert json.loads(edited_text(text, "json", [edit])) == applied(json.loads(text), [edit])
