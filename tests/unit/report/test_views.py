"""What each side misreads, in words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from countermove.analysis.solving import solve
from countermove.analysis.views.views import views
from countermove.files.model_file import load
from countermove.model.conflict import Conflict
from countermove.report.article import Grid, Prose, Section
from countermove.report.shown import some
from countermove.report.views import section_for_report, views_section
from models import graph_conflict

ISLAND = Path(__file__).parents[2] / "cli" / "misread.toml"


def island(**views: Any) -> Conflict:
    """Return the island with other views."""
    data = load(ISLAND).to_dict()
    sources = {"memo": {"said": "What the staff believed."}}
    return Conflict.model_validate(data | {"views": views, "sources": sources, "scenarios": {}})


def prose(section: Section) -> list[str]:
    return [block.text for block in section.blocks if isinstance(block, Prose)]


def grids(section: Section) -> dict[str, Grid]:
    return {block.heading: block for block in section.blocks if isinstance(block, Grid)}


def seen(**given: Any) -> list[str]:
    """Return what is said of the views: a paragraph for each, behind the answer."""
    return prose(views_section(views(island(**given), "SEQ")))[1 : 1 + len(given)]


def test_how_each_sees_it() -> None:
    assert seen(
        east={"unknown": ["blockade", "strike"], "because": ["memo"]},
        west={
            "moves": {"withdraw": "take", "escalate": "both"},
            "infeasible": ["strike and escalate", "withdraw"],
        },
    ) == [
        "The east does not know of “Blockade the island” and “Bomb the missiles” [memo].",
        "The west takes “Bomb the missiles and Go to war” or “Withdraw the missiles” for "
        "impossible [judgement], believes that “Withdraw the missiles” can't be dropped once it is "
        "taken [judgement] and believes that “Go to war” can be taken and dropped [judgement].",
    ]


def test_what_one_believes_that_others_want() -> None:
    many = [
        f"{a} and {b}" for a in ("blockade", "strike") for b in ("withdraw", "escalate", "true")
    ]
    for preference, said in (
        ({"statements": []}, "the east to be indifferent between all outcomes"),
        ({"statements": ["escalate"]}, "that the east wants “Go to war”"),
        (
            {"statements": many},
            "that the east wants, most important first, “Blockade the island and Withdraw "
            "the missiles”, “Blockade the island and Go to war”, “Blockade the island and always”, "
            "“Bomb the missiles and Withdraw the missiles”, “Bomb the missiles and Go to war” and "
            "“Bomb the missiles and always”",
        ),
        (
            {"statements": ["not escalate or strike", "not blockade"]},
            "that the east does not insist on “Go to war exactly when Bomb the missiles” or "
            "“Withdraw the missiles exactly when (Blockade the island and not Bomb the missiles)”",
        ),
        ({"weights": {"strike": 1}}, "that the east has other weights than it has"),
        ({"ranking": ["----"]}, "that the east has another ranking than it has"),
    ):
        (text,) = seen(west={"preferences": {"east": preference}})
        assert text == f"The west believes {said} [judgement]."
    (text,) = seen(west={"preferences": {"west": {"statements": ["strike"], "because": ["memo"]}}})
    assert text == "The west believes that it wants “Bomb the missiles” [memo]."


def test_what_one_believes_that_others_see() -> None:
    conflict = island(west={"views": {"east": {"unknown": ["strike"]}}}, east={})
    assert prose(views_section(views(conflict, "SEQ")))[1:3] == [
        "The west believes that the east, for its part, does not know of “Bomb the missiles” "
        "[judgement].",
        "The east sees everything as it is.",
    ]
    same = island(west={"unknown": ["strike"], "views": {"east": {}}})
    assert prose(views_section(views(same, "SEQ")))[1:3] == [
        "The west does not know of “Bomb the missiles” [judgement].",
        "The west believes that the east sees what it sees itself.",
    ]
    first = views(island(west={"views": {"east": {"unknown": ["strike"]}}}), "SEQ", level=1)
    assert prose(views_section(first))[-1] == (
        "What parties believe that others see is left out: each takes its own view for all."
    )


def test_without_views_nobody_is_surprised() -> None:
    conflict = island()
    section = views_section(views(conflict))
    assert prose(section)[0].startswith("Nobody misreads anything: the model has no views.")
    assert section_for_report(solve(conflict)) is None
    harmless = views_section(views(island(east={"infeasible": ["false"]})))
    assert prose(harmless)[0] == (
        "What is misread changes nothing about what holds. Nobody is surprised."
    )
    assert list(grids(harmless)) == ["What holds, as the parties see it"]


def test_the_report_has_a_shorter_section() -> None:
    section = section_for_report(solve(load(ISLAND), ["SEQ", "NASH"]))
    assert section is not None
    tables = grids(section)
    assert list(tables) == [
        "What holds, as the parties see it",
        "What surprises the west",
        "What surprises the east",
    ]
    assert all(table.columns == ("NASH", "SEQ") for table in tables.values())


def test_long_tables_are_cut_and_say_so() -> None:
    result = views(load(ISLAND), "SEQ")
    section = views_section(result, some(2))
    assert all(len(grid.lines) == 2 for grid in grids(section).values())
    assert {grid.left_out for grid in grids(section).values()} >= {"3 more aren't shown."}


def test_graph_form() -> None:
    conflict = graph_conflict(
        3, {"one": {0: [1], 1: [2]}, "two": {1: [0]}}, {"one": [0, 1, 2], "two": [0, 1, 0]}
    )
    unseen = {"one": {"unknown": ["s2"]}}
    hidden = Conflict.model_validate(conflict.to_dict() | {"views": unseen})
    section = views_section(views(hidden, "NASH"))
    assert prose(section)[1] == "One does not know of “State s2” [judgement]."
    assert [line.story for line in grids(section)["What surprises Two"].lines] == [
        "The belief is that One would move to “State s2”."
    ]


def test_in_a_large_model_it_is_said_who_but_not_how(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("countermove.report.views._MOST_EXPLAINED", 5)
    table = grids(views_section(views(load(ISLAND), "SEQ")))["What surprises the east"]
    assert table.lines[0].story == "In fact the west would not stay."
