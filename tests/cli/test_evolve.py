"""The command ``evolve``: what may be asked, and what is proposed next."""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable
from typing import Any

Command = Callable[..., Any]


def test_what_may_be_asked_next_begins_where_one_began_and_in_the_same_scenario(
    command: Command,
) -> None:
    asked = ("evolve", "talks-2025", "--to", "-/---Y", "--by", "moves", "--from", "2")
    done = command(*asked, "-s", "revocable")
    assert "8 more aren't shown. See them with --all." in done.out
    again = shlex.split(done.out.splitlines()[-1])
    assert again[:4] == ["countermove", "evolve", "talks-2025", "--to"]
    assert again[5:] == ["--by", "moves", "--from", "2", "--scenario", "revocable"]
    assert command(*again[1:]).code == 0


def test_targets_and_kinds_may_be_given_several_times(command: Command) -> None:
    asked = ("--to", "2", "--to", "table/NNNY", "--by", "moves", "--by", "improvements")
    data = json.loads(command("evolve", "talks-2025", *asked, "--format", "json").out)
    assert [target["state"]["number"] for target in data["targets"]] == [2, 21]
    assert data["by"] == ["improvements", "moves"]
    assert list(data["targets"][0]["ways"]) == data["by"]


def test_equilibria_are_named_or_meant(command: Command) -> None:
    named = command("evolve", "syria-iraq-1975", "--to", "equilibria").out
    assert named == command("evolve", "syria-iraq-1975").out
    only = command("evolve", "syria-iraq-1975", "-c", "NASH,SEQ", "--format", "csv").out
    assert only.splitlines()[1].startswith('6,NYY,"escalate, attack",yes,yes,2,Syria,1,')
    assert len(only.splitlines()) == 2


def test_all_ways_are_told_when_all_are_asked_for(command: Command) -> None:
    some = command("evolve", "talks-2025", "--to", "36", "--by", "moves").out
    every = command("evolve", "talks-2025", "--to", "36", "--by", "moves", "--all").out
    assert ("5 ways of 8 in 4 moves" in some, "All 8 ways in 4 moves" in every) == (True, True)
    assert (" 8. " in some, " 8. " in every) == (False, True)
