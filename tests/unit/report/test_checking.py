"""Checking a model: all its mistakes, and what there is of it."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from countermove.building import build
from countermove.errors import FileError, UnknownNameError
from countermove.files.gallery import case_names
from countermove.files.model_file import load, loads
from countermove.open_model import open_model
from countermove.report.checking import check
from countermove.report.on_record import Rests, unsupported, wants_in_words, wants_on_record
from kinds_of_cases import LISTED
from models import conflict_of

MODEL = """format = "countermove/1"
title = "Water"
[decision_makers.up]
name = "Upstream"
[decision_makers.up.options]
release = "Release"
[decision_makers.down]
name = "Downstream"
[decision_makers.down.options]
sue = "Sue"
[preferences.up]
statements = ["release", { holds = "not sue", because = ["minutes"] }]
[preferences.down]
ranking = ["NN", "YN", "NY", "YY"]
because = ["minutes"]
[claims.because]
says = "They sue"
possible = "sue"
[sources.minutes]
said = "Something"
"""


def lines(text: str, tmp_path: Path) -> list[int | None]:
    file = tmp_path / "model.toml"
    file.write_text(text, "utf-8")
    return [problem.place.line if problem.place else None for problem in check(file)]


@pytest.mark.parametrize("case", case_names())
def test_every_case_is_in_order(case: str) -> None:
    report = check(case)
    assert report, report.problems
    assert len(report) == 0
    conflict = load(case)
    for scenario, states in report.states.items():
        if case in LISTED:
            assert states == len(build(conflict, scenario).states)
        else:
            assert states == open_model(conflict, scenario).states.count


def test_what_rests_on_the_record_is_counted(tmp_path: Path) -> None:
    assert lines(MODEL, tmp_path) == []
    report = check(tmp_path / "model.toml")
    assert report.wishes == Rests(3, 2)
    assert report.claims == Rests(1, 0)
    assert report.counts["states"] == 4
    assert report.to_dict()["on_record"] == {"preferences": [2, 3], "claims": [0, 1]}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        # A mistake of names and one of states, found side by side.
        ('possible = "sue"', 'possible = "x"', [14, 18]),
        ('["release", {', '["x", {', [12, 14]),
        ('because = ["minutes"]\n[claims', 'because = ["x"]\n[claims', [14, 15]),
        ("[sources.minutes]", "[sources.minutes]\nx = 1", [14, 20]),
        # A mistake in what makes the states: rankings aren't judged.
        ("[preferences.up]", '[rules]\ninfeasible = ["x"]\n[preferences.up]', [12]),
        ("[preferences.up]", '[terms]\nt = "x"\n[preferences.up]', [12]),
        ('release = "Release"', "release = 1", [6]),
    ],
)
def test_mistakes_of_names_and_of_states_are_told_together(
    tmp_path: Path, old: str, new: str, expected: list[int]
) -> None:
    broken = MODEL.replace('"YN", "NY"', '"YN", "YN"').replace(old, new)
    assert lines(broken, tmp_path) == expected


def test_a_model_in_python_is_checked_too() -> None:
    conflict = loads(MODEL)
    assert check(conflict)
    assert repr(check(conflict)) == "<CheckReport of 'Water': in order>"
    broken = conflict.model_copy(update={"status_quo": ("x",)})
    assert [problem.path for problem in check(broken)] == [("status_quo", 0)]


def test_what_cannot_be_read_has_no_counts(tmp_path: Path) -> None:
    (tmp_path / "model.toml").write_bytes(b"\xff\xfe")
    report = check(tmp_path / "model.toml")
    assert not report
    assert report.conflict is None
    assert report.counts == {}
    assert report.states == {}
    assert report.to_dict()["on_record"] == {"preferences": [0, 0], "claims": [0, 0]}


def test_what_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UnknownNameError):
        check("nowhere")
    with pytest.raises(FileError, match="there is no such file"):
        check(tmp_path / "nowhere.toml")


def test_wishes_in_any_order_and_rankings_of_each_reading_are_counted_one_by_one() -> None:
    groups = {
        "statements": [
            {"any_order": ["x", {"holds": "not x", "because": ["s"]}]},
            {"holds": "x", "perhaps": "left out"},
        ]
    }
    conflict = conflict_of(
        decision_makers={"a": {"name": "A", "options": {"x": "Strike"}}},
        preferences={"a": groups},
        sources={"s": {"said": "So."}},
    )
    assert (wants_in_words(conflict), wants_on_record(conflict)) == ("3 wishes", Rests(3, 1))
    assert wants_in_words(load("uncertain-rankings")) == "4 rankings"


def test_what_rests_on_no_source_is_the_same_of_a_model_and_of_its_data() -> None:
    text = MODEL.replace(
        '"release", {', '{ any_order = ["release", "not sue"], note = "Why not?" }, {'
    )
    group = ("preferences", "up", "statements", 0, "any_order")
    wishes = [(*group, 0), (*group, 1)]
    options = [
        ("decision_makers", dm, "options", key) for dm, key in (("up", "release"), ("down", "sue"))
    ]
    bare = dict.fromkeys([*options, ("claims", "because")], False) | dict.fromkeys(wishes, True)
    assert dict(unsupported(tomllib.loads(text))) == bare
    assert dict(unsupported(loads(text))) == bare
    # A ranking is a judgement as a whole; what is behind it is behind all of it.
    text = text.replace('because = ["minutes"]\n[claims', 'note = "So they say."\n[claims')
    assert dict(unsupported(loads(text))) == bare | {("preferences", "down"): True}
