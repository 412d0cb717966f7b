"""Edits of the members of families: an exception for one, or a change of them all."""

from __future__ import annotations

import copy
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermove.analysis.changes_as_written import model_changes
from countermove.editing.applying import applied
from countermove.editing.edited_file import EditedFile
from countermove.editing.edits import Edit, Insert, Put, Remove, Rename, said
from countermove.editing.history import History
from countermove.errors import EditError
from countermove.files.model_file import from_dict, loads

TEXT = """\
format = "countermove/1"
title = "A union"

[decision_makers.uk]
name = "United Kingdom"
[decision_makers.uk.options]
troops = "Send troops"
lead = "Lead a force"

[families.large]  # alike
name = "large members"
members = { france = "France", italy = "Italy" }
[families.large.options]
troops = "Send troops"

[families.small]
name = "small members"
members = { malta = "Malta" }
options = "large"

[groups]
union = ["large", "small"]
leaders = ["large", "uk"]

[preferences.uk]
statements = ["lead iff any others than italy of leaders.troops", "not lead", "not troops"]
[preferences.large]
statements = ["troops iff (lead and any others of leaders.troops)", "any of large.troops"]
[preferences.small]
statements = ["not troops"]
[preferences.italy]
statements = ["troops"]
"""
DATA: dict[str, Any] = tomllib.loads(TEXT)
ITALY = ("preferences", "italy")
FRANCE = ("preferences", "france")


def edited(*edits: Edit) -> dict[str, Any]:
    after = applied(DATA, edits)
    from_dict(after)
    return after


def test_an_edit_of_what_a_member_wants_makes_an_exception() -> None:
    theirs = DATA["preferences"]["large"]["statements"]
    for edit, left in (
        (Put(at=(*FRANCE, "statements", 0), value="troops"), ["troops", theirs[1]]),
        (Remove(at=(*FRANCE, "statements", 0)), [theirs[1]]),
        (Insert(at=(*FRANCE, "statements"), value="lead"), [*theirs, "lead"]),
    ):
        after = edited(edit)
        assert after["preferences"]["france"] == {"statements": left}
        assert after["preferences"]["large"] == DATA["preferences"]["large"]
        assert after["families"] == DATA["families"]
    assert edited(Remove(at=ITALY))["preferences"].keys() == {"uk", "large", "small"}


def test_an_edit_of_the_family_changes_all_but_exceptions() -> None:
    after = from_dict(edited(Put(at=("preferences", "large", "statements", 1), value="lead")))
    assert [wish.holds for wish in after.preferences["france"].wishes or ()][1] == "lead"
    assert [wish.holds for wish in after.preferences["italy"].wishes or ()] == ["italy.troops"]


def test_it_is_saved_and_undone(tmp_path: Path) -> None:
    path = tmp_path / "union.toml"
    path.write_text(TEXT)
    with History(tmp_path) as history:
        document = EditedFile(path, history)
        now = document.current()
        then = document.edit([Put(at=(*FRANCE, "statements", 1), value="lead")], now.revision)
        assert then.undo == "Add a statement to France"
        assert "# alike" in then.text
        assert list(loads(then.text).to_dict()["families"]["large"]["members"]) == [
            "france",
            "italy",
        ]
        assert document.undo(then.revision).text == TEXT


def test_a_member_has_a_name_and_may_leave() -> None:
    members = edited(Put(at=("decision_makers", "france", "called"), value="la France"))
    assert members["families"]["large"]["members"]["france"] == {
        "name": "France",
        "called": "la France",
    }
    renamed = edited(Put(at=("decision_makers", "france", "name"), value="Gaul"))
    assert renamed["families"]["large"]["members"]["france"] == "Gaul"
    left = applied(DATA, [Remove(at=("decision_makers", "italy"))])
    assert left["families"]["large"]["members"] == {"france": "France"}
    assert "italy" not in left["preferences"]
    assert said(Remove(at=("decision_makers", "italy")), DATA) == "Remove the party ‘Italy’"


def test_who_leaves_leaves_the_groups() -> None:
    after = applied(DATA, [Remove(at=("decision_makers", "uk"))])
    assert after["groups"] == {"union": ["large", "small"], "leaders": ["large"]}


@pytest.mark.parametrize(
    "edit",
    [
        Put(at=("decision_makers", "malta", "options", "troops"), value="Go"),
        Put(at=("decision_makers", "malta", "options", "new"), value="Go"),
        Remove(at=("decision_makers", "malta", "options", "troops")),
    ],
)
def test_the_options_of_a_member_are_those_of_all(edit: Edit) -> None:
    with pytest.raises(EditError) as caught:
        applied(DATA, [edit])
    (problem,) = caught.value.problems
    assert problem.what == (
        "'malta' is one of the small members, whose options are written once for all of them."
    )
    assert "[families.large.options]" in problem.advice


def test_a_new_option_of_a_family_is_one_of_each() -> None:
    labels = {"s": "NNNNN"}
    data = {**DATA, "labels": labels}
    after = applied(data, [Put(at=("families", "large", "options", "pay"), value="Pay")])
    assert after["labels"] == {"s": "NNN-N-N-"}
    assert from_dict({**after, "labels": {}}).decision_makers["malta"].options.keys() == {
        "troops",
        "pay",
    }


def test_renaming_follows() -> None:
    large = edited(Rename(at=("families", "large"), to="big"))
    assert large["families"]["small"]["options"] == "big"
    assert large["groups"] == {"union": ["big", "small"], "leaders": ["big", "uk"]}
    assert large["preferences"]["big"]["statements"][1] == "any of big.troops"
    italy = edited(Rename(at=("decision_makers", "italy"), to="it"))
    assert list(italy["families"]["large"]["members"]) == ["france", "it"]
    assert italy["preferences"]["it"] == DATA["preferences"]["italy"]
    assert "others than it of leaders" in italy["preferences"]["uk"]["statements"][0]
    leaders = edited(Rename(at=("groups", "leaders"), to="chiefs"))
    assert leaders["preferences"]["large"]["statements"][0] == (
        "troops iff (lead and any others of chiefs.troops)"
    )
    lead = edited(Rename(at=("decision_makers", "uk", "options", "lead"), to="head"))
    assert lead["preferences"]["uk"]["statements"][1] == "not head"


@pytest.mark.parametrize(
    ("at", "to", "says"),
    [
        (("decision_makers", "uk", "options", "troops"), "lead", "has 'lead' already"),
        (("decision_makers", "uk", "options", "lead"), "troops", "has 'troops' already"),
        (("decision_makers", "uk"), "france", "there is a 'france' already"),
        (("groups", "leaders"), "large", "there is a 'large' already"),
    ],
)
def test_a_rename_that_cant_be_followed(at: tuple[str, ...], to: str, says: str) -> None:
    with pytest.raises(EditError, match=says):
        applied(DATA, [Rename(at=at, to=to)])


def test_what_was_changed_is_told_of_the_family() -> None:
    before = from_dict(DATA)
    after = from_dict(edited(Put(at=("preferences", "large", "statements", 1), value="lead")))
    (change,) = model_changes(before, after)[0]
    assert change.path == ("preferences", "large", "statements", 1)
    more = from_dict(edited(Put(at=("families", "small", "members", "cyprus"), value="Cyprus")))
    (change,) = model_changes(before, more)[0]
    assert (change.kind, change.path) == ("added", ("families", "small", "members", "cyprus"))
    own = from_dict(edited(Put(at=(*FRANCE, "statements"), value=["lead"])))
    (change,) = model_changes(before, own)[0]
    assert (change.kind, change.path) == ("added", FRANCE)


OPTIONS = (
    ("decision_makers", "uk", "options", "troops"),
    ("families", "large", "options", "troops"),
)


@pytest.mark.parametrize("at", OPTIONS)
def test_what_is_counted_together_is_renamed_together(at: tuple[str, ...]) -> None:
    after = edited(Rename(at=at, to="go"))
    assert list(after["decision_makers"]["uk"]["options"]) == ["go", "lead"]
    assert list(after["families"]["large"]["options"]) == ["go"]
    assert after["preferences"] == {
        "uk": {
            "statements": ["lead iff any others than italy of leaders.go", "not lead", "not go"]
        },
        "large": {"statements": ["go iff (lead and any others of leaders.go)", "any of large.go"]},
        "small": {"statements": ["not go"]},
        "italy": {"statements": ["go"]},
    }
    assert applied(after, [Rename(at=(*at[:-1], "go"), to="troops")]) == DATA


def test_what_isnt_counted_together_keeps_its_name() -> None:
    data = copy.deepcopy(DATA)
    data["preferences"]["large"]["statements"] = ["troops"]
    data["preferences"]["uk"]["statements"] = ["uk.troops iff all of large.troops"]
    after = applied(data, [Rename(at=OPTIONS[1], to="go")])
    assert after["preferences"]["uk"]["statements"] == ["uk.troops iff all of large.go"]
    assert list(after["decision_makers"]["uk"]["options"]) == ["troops", "lead"]
    from_dict(after)


def test_a_level_of_a_family_is_renamed_for_all() -> None:
    levels = {"none": "None", "some": "Some", "many": "Many"}
    data = copy.deepcopy(DATA)
    troops = {"text": "Troops", "levels": levels}
    data["families"]["large"]["options"]["troops"] = troops
    data["decision_makers"]["uk"]["options"]["troops"] = copy.deepcopy(troops)
    data["families"]["large"]["rules"] = {"infeasible": ["troops is many and not lead"]}
    data["preferences"] = {
        "uk": {"statements": ["any of leaders.troops is some", "uk.troops is some"]},
        "large": {"statements": ["troops is some", "any others of leaders.troops is many"]},
        "small": {"statements": ["troops is none"]},
    }
    data["labels"] = {"start": "some/N/none/none/many"}
    from_dict(data)
    at = (*OPTIONS[1], "levels", "some")
    after = applied(data, [Rename(at=at, to="few")])
    assert after["labels"] == {"start": "few/N/none/none/many"}
    assert after["preferences"]["uk"]["statements"] == [
        "any of leaders.troops is few",
        "uk.troops is few",
    ]
    assert after["preferences"]["large"]["statements"][0] == "troops is few"
    from_dict(after)
    assert applied(after, [Rename(at=(*at[:-1], "few"), to="some")]) == data
    many = applied(data, [Rename(at=(*at[:-1], "many"), to="lots")])
    assert many["families"]["large"]["rules"]["infeasible"] == ["troops is lots and not lead"]


NAMED = [
    *OPTIONS,
    ("decision_makers", "uk", "options", "lead"),
    ("decision_makers", "uk"),
    ("families", "large"),
    ("families", "small", "members", "malta"),
    ("decision_makers", "italy"),
    ("groups", "union"),
    ("groups", "leaders"),
]


@given(st.lists(st.sampled_from(NAMED), min_size=1, max_size=4, unique=True))
def test_renamed_there_and_back_is_the_same(places: list[tuple[str, ...]]) -> None:
    """One after another, and back in the other order."""
    data, back, was = DATA, [], from_dict(DATA)
    for number, at in enumerate(places):
        data = applied(data, [Rename(at=at, to=f"new{number}")])
        from_dict(data)
        back.append(data)
        data = applied(data, [Rename(at=(*at[:-1], f"new{number}"), to=at[-1])])
    assert data == DATA
    assert from_dict(data).digest == was.digest
    for one in back:
        assert from_dict(one).digest != was.digest


def test_a_name_by_which_more_would_be_counted_is_refused() -> None:
    data = copy.deepcopy(DATA)
    data["families"]["small"]["options"] = {"pay": "Pay"}
    data["preferences"]["small"]["statements"] = ["not pay"]
    del data["decision_makers"]["uk"]["options"]["troops"]
    data["preferences"]["uk"]["statements"] = ["lead iff any of leaders.troops"]
    with pytest.raises(EditError, match=r"counts 'leaders\.troops' already"):
        applied(data, [Rename(at=("decision_makers", "uk", "options", "lead"), to="troops")])
