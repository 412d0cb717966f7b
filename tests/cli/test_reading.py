"""Another reading of a model with doubts: every command takes it, and says which it used."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.conftest import Command
from countermove.questions import follow_ups

WATER = """
format = "countermove/1"
title = "Water"
status_quo = []
[decision_makers.town]
name = "Town"
options = { pump = "Pump more water" }
[decision_makers.farm]
name = "Farm"
options = { dam = "Build a dam", sue = "Sue the town" }
[preferences.town]
statements = ["not dam", { holds = "pump", perhaps = true, likely = 0.3 }, "not sue"]
[preferences.farm]
statements = [{ any_order = ["dam", "not pump"] }, { holds = "sue", either_way = true }]
[claims.quiet]
says = "They can live quietly"
possible = "not pump and not sue"
[scenarios.later]
title = "Later"
[scenarios.later.preferences.town]
statements = [{ holds = "not sue", perhaps = true }]
"""
SETTLED = ("--reading", "town.2=no", "--reading", "farm.1=2,1")
IN_WORDS = (
    "Town doesn't care about “Pump more water” and Farm puts “not Pump more water” before "
    "“Build a dam”: that is settled here. "
    "1 more thing is in doubt; where one ranking is needed, it is taken as written. "
    "Another reading: --reading farm.2.way=opposite"
)


@pytest.fixture
def water(tmp_path: Path) -> str:
    (tmp_path / "water.toml").write_text(WATER, "utf-8")
    return "water.toml"


COMMANDS = {
    "solve": (),
    "explain": ("8",),
    "claims": (),
    "compare": (),
    "states": (),
    "report": ("--part", "evolve"),
    **dict.fromkeys(follow_ups(), ()),
    "goals": ("8",),
    "sample": ("--within", "1", "-n", "5"),
}


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_takes_a_reading_and_says_so(name: str, command: Command, water: str) -> None:
    found = command(name, water, *COMMANDS[name], *SETTLED)
    assert found.code == 0, found.err
    said = " ".join(found.out.split())
    # A report is for others, who have no command line.
    assert (IN_WORDS if name != "report" else IN_WORDS.partition(" Another")[0]) in said


def test_the_answer_is_that_of_the_reading(command: Command, water: str) -> None:
    def stable(*more: str) -> object:
        data = json.loads(command("solve", water, "-f", "json", *more).out)
        assert data["model"]["reading"] == dict(one.split("=") for one in more[1::2])
        return data["stable"]

    certain = WATER.replace('{ holds = "pump", perhaps = true, likely = 0.3 }, ', "")
    certain = certain.replace('{ any_order = ["dam", "not pump"] }', '"not pump", "dam"')
    Path("certain.toml").write_text(certain.replace(", either_way = true", ""), "utf-8")
    without = json.loads(command("solve", "certain.toml", "-f", "json").out)
    assert "reading" not in without["model"]
    assert stable(*SETTLED) == without["stable"] != stable()


def test_what_is_true_in_all_readings_that_are_left_is_said_of_those(
    command: Command, water: str
) -> None:
    said = " ".join(command("solve", water).out.split())
    assert "True with" in said
    said = " ".join(command("solve", water, *SETTLED).out.split())
    assert "With what is settled, true in 1 of 2 readings under NASH" in said


def test_the_less_likely_reading_is_said_to_be(command: Command, water: str) -> None:
    said = " ".join(command("states", water).out.split())
    assert (
        "3 things are in doubt; where one ranking is needed, they are taken as written. "
        "That isn't the likeliest: it is likelier that Town doesn't care about “Pump more water”."
    ) in said


def test_what_is_in_doubt_in_a_scenario_only_is_kept_for_it(command: Command, water: str) -> None:
    typed = ("states", water, "--reading", "town.1=no")
    assert "town.1: that isn't in doubt here." in command(*typed).out
    said = command(*typed, "-s", "later").out
    assert "Town doesn't care about “not Sue the town”: that is settled here." in " ".join(
        said.split()
    )
    assert "countermove states water.toml --scenario later --reading town.1=no" in said


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("a.1=no", "no doubt 'a.1'. Did you mean 'farm.1'? The doubts of this model are: town.2,"),
        ("town.2=maybe", "no value 'maybe'. The values of 'town.2' are: yes, no."),
        ("town.2", "'town.2' gives no doubt a value. Write a doubt, =, and a value of it:"),
    ],
)
@pytest.mark.parametrize("name", ["worth", "states"])
def test_what_cannot_be_chosen_is_said(
    name: str, typed: str, told: str, command: Command, water: str
) -> None:
    found = command(name, water, "--reading", typed)
    assert found.code == 1
    assert told in " ".join(found.err.split())


def test_what_is_in_doubt_in_views_is_counted_apart(command: Command, water: str) -> None:
    views = "[views.town.preferences.farm]\nstatements = [{ holds = 'sue', perhaps = true }]\n"
    Path("seen.toml").write_text(WATER + views, "utf-8")
    said = " ".join(command("views", "seen.toml").out.split())
    assert "3 things are in doubt, and 1 of what parties see; where one ranking is needed" in said
    said = " ".join(command("views", "seen.toml", "--reading", "views.town.farm.1=no").out.split())
    assert (
        "As Town sees it, Farm doesn't care about “Sue the town”: that is settled here. 3 more"
        in said
    )
    settled = (
        "--reading",
        "town.2=no",
        "--reading",
        "farm.1=2,1",
        "--reading",
        "farm.2.way=opposite",
    )
    said = " ".join(command("solve", "seen.toml", *settled).out.split())
    assert (
        "1 more thing of what parties see is in doubt; where one ranking is needed, it is" in said
    )
    assert "Another reading: --reading views.town.farm.1=no" in said
    assert "in all readings" not in said


def test_what_has_no_values_cant_be_chosen(command: Command, water: str) -> None:
    weights = WATER.replace('statements = ["not dam", { holds = "pump", perhaps = true, lik', "#")
    weights = weights.replace(
        "[preferences.town]\n", "[preferences.town]\nweights = { pump = [1, 3] }\n", 1
    )
    Path(water).write_text(weights, "utf-8")
    found = command("states", water, "--reading", "town.pump=2")
    assert "'town.pump' is an order of outcomes or a weight, of which no value" in found.err
    assert "What can be chosen is: farm.1, farm.2.way, town.1." in " ".join(found.err.split())


def test_a_value_that_a_doubt_has_in_a_scenario_only_is_kept_for_it(
    command: Command, water: str
) -> None:
    order = '{ any_order = ["sue", "dam", "not pump"] }'
    later = f"[scenarios.later.preferences.farm]\nstatements = [{order}]\n"
    Path(water).write_text(WATER + later, "utf-8")
    typed = ("states", water, "--reading", "farm.1=3,2,1")
    assert "farm.1: that isn't in doubt here. 3 more" in " ".join(command(*typed).out.split())
    assert json.loads(command(*typed, "-f", "json").out)["model"]["reading"] == {}
    said = " ".join(command(*typed, "-s", "later").out.split())
    assert (
        "Farm puts “not Pump more water” before “Build a dam” before “Sue the town”: "
        "that is settled here." in said
    )
