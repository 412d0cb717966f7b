"""States named on the command line as the program prints them, and statements in their place."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from countermove.building import build
from countermove.files.model_file import load, loads
from countermove.model.conflict import Conflict


def test_a_printed_ranking_is_read_back(command: Callable[..., Any]) -> None:
    shown = command("states", "elmira", columns=300).out
    printed = re.findall(r"^ (\S.*?)  +([\d >{}]+)$", shown, re.MULTILINE)
    case = load("elmira").to_dict()
    by_name = {party["name"]: dm for dm, party in case["decision_makers"].items()}
    assert {name for name, _ in printed} == set(by_name)
    for name, ranking in printed:
        case["preferences"][by_name[name]] = {"ranking": ranking}
    again, before = build(Conflict.model_validate(case)), build(load("elmira"))
    for dm in by_name.values():
        assert again.preferences[dm].ranks.tolist() == before.preferences[dm].ranks.tolist()


def test_a_printed_tie_of_labels_with_blanks_is_read_back(
    command: Callable[..., Any], tmp_path: Path
) -> None:
    text = """
format = "countermove/1"
title = "Labels"
decision_makers.a = { name = "Anna", options = { x = "X", y = "Y" } }
labels = { "s1*" = "NN", "s2 (deal)" = "YN", s3 = "NY", s4 = "YY" }
preferences.a.ranking = [["s2 (deal)", "s1*"], "s4", "s3"]
"""
    (tmp_path / "labels.toml").write_text(text, "utf-8")
    shown = command("states", "labels.toml").out
    (printed,) = re.findall(r"^ Anna  (.* > .*)$", shown, re.MULTILINE)
    again = loads(text.partition("preferences")[0] + f'preferences.a.ranking = "{printed}"')
    assert build(again).preferences["a"].ranks.tolist() == [2, 2, 0, 1]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (
            ("explain", "talks-2025", "terms is bilateral, settle"),
            "[7] Terms on offer: with Russia alone; Settle on the terms",
        ),
        (
            ("explain", "talks-2025", "[7] Terms on offer: with Russia alone; Settle on the terms"),
            "[7] Terms on offer: with Russia alone; ",
        ),
        (
            ("explain", "talks-2025", "settle on the terms; Terms on offer: with Russia alone"),
            "[7] ",
        ),
        (("evolve", "talks-2025", "--to", "Provide security guarantees and deal"), "4 outcomes"),
        (("explain", "prisoners-dilemma", "[1] nothing done"), "[1] nothing done"),
        (("explain", "talks-2025", "[1] Terms on offer: none"), "[1] Terms on offer: none"),
        (("explain", "talks-2025", "bilateral, settle"), "[7] Terms on offer: with Russia alone; "),
        (("evolve", "talks-2025", "--to", "deal", "--to", "guarantee and deal"), "8 outcomes"),
        (("needed", "talks-2025", "deal", "--holding", "none"), "Who is needed?"),
        (("needed", "talks-2025", "--for", "table/----", "--holding", "none"), "Who is needed?"),
        (
            ("goals", "talks-2025", "terms is bilateral, settle", "--no-rankings"),
            "[7] Terms on offer: with Russia alone; ",
        ),
    ],
)
def test_a_request_names_states_as_they_are_printed(
    arguments: tuple[str, ...], says: str, command: Callable[..., Any]
) -> None:
    done = command(*arguments)
    assert (done.code, says in done.out) == (0, True), done


def test_of_a_list_of_words_what_is_no_option_is_named(command: Callable[..., Any]) -> None:
    for between in ",;":
        said = command("explain", "talks-2025", f"Accept the terms{between} Settle at once").err
        assert "no option 'Settle at once'" in said


def test_a_state_that_needs_an_option_of_its_own_is_told(command: Callable[..., Any]) -> None:
    assert (
        "'terms is bilateral' means 16 outcomes"
        in command("worth", "talks-2025", "terms is bilateral").err
    )
    assert "Write: --to deal" in command("evolve", "talks-2025", "deal").err
