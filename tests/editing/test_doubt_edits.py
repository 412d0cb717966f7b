"""What edits of doubts leave of the file, and that they make no mistake of a model without any."""

from __future__ import annotations

import copy
import random
import re
import tomllib
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countermove.editing import doubt_edits as doubts
from countermove.editing.applying import applied
from countermove.editing.edits import Edit, Reorder, found
from countermove.editing.sameness import same
from countermove.editing.toml_text import edited_text
from countermove.errors import Path
from countermove.files.model_file import from_dict
from countermove.files.writing import to_toml
from countermove.model.doubts import doubts_of
from models import Data, conflict_of
from random_edits import commented

Deed = Callable[[Data], list[Edit]]

VALLEY = """\
format = "countermove/1"
title = "A valley"
decision_makers.town = { name = "Town", options = { pump = "Pump", ration = "Ration" } }
decision_makers.farm = { name = "Farm", options = { dam = "Dam" } }

# What they want.
[preferences.town]
statements = [
  "pump",       # above all
  # then this
  { holds = "not dam", because = ["call"] },
  { holds = "ration", perhaps = true, likely = 0.70, doubt = "dry" },  # named
  { any_order = ["not ration", "dam"] },  # open
  "dam implies  (pump)"  # last
]
because = ["call"]

# And the others.
[[preferences.farm.statements]]
holds = "dam"
# if need be
[[preferences.farm.statements]]
holds = "not pump"
note = "They said so."

[sources.call]
said = "No."
"""
TOWN: Path = ("preferences", "town", "statements")
FARM: Path = ("preferences", "farm", "statements")


def lines(text: str, deed: Deed) -> list[str]:
    """Return which lines an edit takes out (-) and puts in (+)."""
    import difflib

    data = tomllib.loads(text)
    edits = deed(data)
    new = edited_text(text, "toml", edits)
    assert same(tomllib.loads(new), applied(data, edits))
    from_dict(tomllib.loads(new))
    diff = difflib.ndiff(text.split("\n"), new.split("\n"))
    return [f"{line[0]}{line[2:]}" for line in diff if line[0] in "+-"]


PERHAPS = '{ holds = "ration", perhaps = true, likely = 0.70, doubt = "dry" }'
OPEN = '  { any_order = ["not ration", "dam"] },  # open'


@pytest.mark.parametrize(
    ("deed", "changed"),
    [
        (
            lambda data: doubts.sure(data, (*TOWN, 0), perhaps=True, either=False),
            [
                '-  "pump",       # above all',
                '+  { holds = "pump", perhaps = true },       # above all',
            ],
        ),
        (
            lambda data: doubts.sure(data, (*TOWN, 2), perhaps=False, either=False),
            [f"-  {PERHAPS},  # named", '+  "ration",  # named'],
        ),
        (
            lambda data: doubts.sure(data, (*TOWN, 2), perhaps=False, either=True),
            [f"-  {PERHAPS},  # named", '+  { holds = "ration", either_way = true },  # named'],
        ),
        (
            lambda data: doubts.likely(data, (*TOWN, 2, "likely"), "1/3"),
            [f"-  {PERHAPS},  # named", f"+  {PERHAPS},  # named".replace("0.70", '"1/3"')],
        ),
        (
            lambda data: doubts.strength(data, (*FARM, 0), 2),
            ["+strongly = true"],
        ),
        (
            lambda data: doubts.together(data, (*TOWN, 1)),
            [
                '-  "pump",       # above all',
                '-  { holds = "not dam", because = ["call"] },',
                '+  { any_order = ["pump", { holds = "not dam", because = ["call"] }] },'
                "       # above all",
            ],
        ),
        (
            lambda data: doubts.together(data, (*TOWN, 3)),
            [
                "+  # named",
                f"-  {PERHAPS},  # named",
                f"-{OPEN}",
                f"+{OPEN}".replace("[", f"[{PERHAPS}, "),
            ],
        ),
        (
            lambda data: doubts.brought(data, (*TOWN, 0), (*TOWN, 3, "any_order", 1)),
            [
                '-  "pump",       # above all',
                "+  # above all",
                f"-{OPEN}",
                f"+{OPEN}".replace('"dam"', '"pump", "dam"'),
            ],
        ),
        (
            lambda data: doubts.taken_out(data, (*TOWN, 3, "any_order", 0)),
            [f"-{OPEN}", '+  "dam",  # open', '+  "not ration",'],
        ),
        (
            lambda data: doubts.ordered(data, (*TOWN, 3)),
            ['+  "not ration",', f"-{OPEN}", '+  "dam",  # open'],
        ),
        (
            lambda data: doubts.removed(data, (*TOWN, 3, "any_order", 0)),
            [f"-{OPEN}", '+  "dam",  # open'],
        ),
    ],
)
def test_only_what_is_in_doubt_changes(deed: Deed, changed: list[str]) -> None:
    assert sorted(lines(VALLEY, deed)) == sorted(changed)


def test_readings_keep_the_comments_of_the_statements() -> None:
    at = TOWN[:2]
    two = edited_text(VALLEY, "toml", doubts.beside(tomllib.loads(VALLEY), at, "Wet", "Dry"))
    readings = tomllib.loads(two)["preferences"]["town"]["readings"]
    assert [reading["says"] for reading in readings] == ["Dry", "Wet"]
    assert (
        readings[0]["statements"] == readings[1]["statements"] == found(tomllib.loads(VALLEY), TOWN)
    )
    for comment in re.findall("#.*", VALLEY):
        assert comment in two
    three = doubts.beside(tomllib.loads(two), at, "In between")
    assert len(applied(tomllib.loads(two), three)["preferences"]["town"]["readings"]) == 3
    one = edited_text(two, "toml", doubts.removed(tomllib.loads(two), (*at, "readings", 1)))
    assert sorted(one.split("\n")) == sorted(VALLEY.split("\n"))
    assert tomllib.loads(one) == tomllib.loads(VALLEY)


def test_a_reading_that_is_written_anew_keeps_its_comments() -> None:
    long = "They said so, " * 8
    readings = f"""
[[preferences.farm.readings]]  # one of two
says = "Wet"
# above all
statements = [
  {{ any_order = ["dam", {{ holds = "not pump", note = "{long}" }}] }},
]  # so far
[[preferences.farm.readings]]
says = "Dry"
statements = ["not dam"]
"""
    start, end = VALLEY.index("[[preferences.farm"), VALLEY.index("[sources")
    text = f"{VALLEY[:start]}{readings}{VALLEY[end:]}"
    at = ("preferences", "farm", "readings", 0, "statements", 0, "any_order", 0)
    new = edited_text(text, "toml", doubts.taken_out(tomllib.loads(text), at))
    assert sorted(re.findall("#.*", new)) == sorted(re.findall("#.*", text))
    assert "\n# one of two\n# above all\n# so far\n[[preferences.farm.readings]]\n" in new


def test_what_rests_on_sources_keeps_them_when_one_reading_is_left() -> None:
    data = tomllib.loads(VALLEY)
    data["preferences"]["farm"] = {
        "readings": [
            {"says": "A", "statements": ["dam"]},
            {"says": "B", "weights": {"dam": 2}, "because": ["call"], "note": "He said so."},
        ],
        "doubt": "who-decides",
    }
    after = applied(data, doubts.removed(data, ("preferences", "farm", "readings", 0)))
    expected = {"weights": {"dam": 2}, "because": ["call"], "note": "He said so."}
    assert after["preferences"]["farm"] == expected


def test_a_doubt_with_a_name_is_one_in_all_places() -> None:
    data = tomllib.loads(VALLEY)
    here, there = (*FARM, 1), (*TOWN, 2)
    data = applied(data, doubts.sure(data, here, perhaps="left out", either=False))
    data = applied(data, doubts.named(data, here, "dry"))
    assert found(data, here)["perhaps"] is True
    assert found(data, here)["likely"] == 0.7
    data = applied(data, doubts.likely(data, (*here, "likely"), 0.2))
    data = applied(data, doubts.sure(data, there, perhaps="left out", either=True))
    assert found(data, here)["perhaps"] == "left out"
    assert found(data, there)["likely"] == found(data, here)["likely"] == 0.2
    doubt = next(one for one in doubts_of(from_dict(data)) if one.id == "dry")
    assert doubt.places == (there, here)
    data = applied(data, doubts.sure(data, there, perhaps=False, either=True))
    assert "doubt" not in found(data, there)
    assert found(data, here)["doubt"] == "dry"
    from_dict(data)


def test_likelihoods_stay_with_what_they_are_about() -> None:
    data = tomllib.loads(VALLEY)
    at = (*TOWN, 2)
    data = applied(data, doubts.sure(data, at, perhaps=True, either=True))
    data = applied(data, doubts.likely(data, (*at, "likely_way"), 0.9))
    data = applied(data, doubts.sure(data, at, perhaps=False, either=True))
    assert found(data, at) == {"holds": "ration", "either_way": True, "likely": 0.9}
    data = applied(data, doubts.sure(data, at, perhaps=True, either=True))
    assert "likely" not in found(data, at)
    assert found(data, at)["likely_way"] == 0.9


# -- laws -----------------------------------------------------------------------------------------


def _statement(luck: random.Random) -> Any:
    holds = luck.choice(["x", "not y", "x and z", "z implies y"])
    marks = luck.choice([{}, {}, {"perhaps": True}, {"perhaps": "left out", "likely": 0.3}])
    if luck.random() < 0.3:
        marks = {**marks, "either_way": True}
    if marks and luck.random() < 0.4:
        marks = {"perhaps": True, "doubt": "shared", "likely": 0.6}
    kept = luck.choice([{}, {"because": ["s"]}, {"note": "So it was."}, {"strongly": True}])
    return {"holds": holds, **marks, **kept} if {**marks, **kept} else holds


def _wants(luck: random.Random) -> Data:
    wishes: list[Any] = [_statement(luck) for _ in range(luck.randint(1, 3))]
    if luck.random() < 0.6:
        several = [_statement(luck) for _ in range(luck.randint(2, 3))]
        wishes.insert(luck.randint(0, len(wishes)), {"any_order": several})
    return {"statements": wishes}


def model(luck: random.Random) -> Data:
    """Return the data of a small model with doubts of all kinds."""
    schools = [{"says": "One", "likely": 0.3, **_wants(luck)}, {"says": "Other", **_wants(luck)}]
    return {
        "decision_makers": {
            "a": {"name": "A", "options": {"x": "X", "z": "Z"}},
            "b": {"name": "B", "options": {"y": "Y"}},
        },
        "preferences": {"a": _wants(luck), "b": luck.choice([_wants(luck), {"readings": schools}])},
        "sources": {"s": {"said": "So."}},
    }


def _lists(data: Data) -> Iterator[Path]:
    for dm, preference in data["preferences"].items():
        if "statements" in preference:
            yield ("preferences", dm, "statements")
        for k in range(len(preference.get("readings", ()))):
            yield ("preferences", dm, "readings", k, "statements")


def deed(luck: random.Random, data: Data) -> list[Edit]:
    """Do something of what the page offers, wherever it offers it."""
    at: Path = luck.choice(list(_lists(data)))
    place = luck.randrange(len(found(data, at)))
    here: Path = (*at, place)
    several = found(data, (*here, "any_order"))
    if several:
        within: Path = (*here, "any_order", luck.randrange(len(several)))
        match luck.randrange(5):
            case 0:
                return doubts.ordered(data, here)
            case 1:
                return doubts.taken_out(data, within)
            case 2:
                return doubts.removed(data, within)
            case 3:
                return doubts.sure(data, within, perhaps=luck.random() < 0.5, either=True)
        return doubts.together(data, here)
    groups = [
        k for k, one in enumerate(found(data, at)) if isinstance(one, dict) and "any_order" in one
    ]
    match luck.randrange(7):
        case 0:
            return doubts.together(data, here)
        case 1 if groups:
            return doubts.brought(data, here, (*at, luck.choice(groups), "any_order", 0))
        case 2:
            return doubts.strength(data, here, luck.randint(1, 3))
        case 3 if found(data, (*here, "perhaps")):
            return doubts.likely(data, (*here, "likely"), luck.choice([None, 0.25]))
        case 4 if found(data, (*here, "perhaps")):
            return doubts.named(data, here, luck.choice(["", "shared", "own"]))
        case 5:
            return doubts.beside(data, at[:2], "Another", "The first")
        case 6 if "readings" in at:
            return doubts.removed(data, at[:4])
    perhaps = luck.choice([False, True, "left out"])
    return doubts.sure(data, here, perhaps=perhaps, either=luck.random() < 0.5)


@given(st.data())
@settings(max_examples=25, deadline=None)
def test_deeds_in_turn_are_written_as_they_are_meant(data: st.DataObject) -> None:
    luck = data.draw(st.randoms(use_true_random=False))
    text = data.draw(commented(to_toml(conflict_of(**model(luck)))))
    for _ in range(3):
        before = tomllib.loads(text)
        kept = copy.deepcopy(before)
        edits = deed(luck, before)
        after = applied(before, edits)
        assert before == kept
        new = edited_text(text, "toml", edits)
        if edits and all(isinstance(edit, Reorder) for edit in edits):
            assert sorted(re.findall("# .*", new)) == sorted(re.findall("# .*", text))
        assert same(tomllib.loads(new), after)
        from_dict(after)  # without a mistake
        text = new
