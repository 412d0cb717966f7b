"""How do we get there, in words."""

from __future__ import annotations

from typing import Any

import pytest

from countermove.analysis.evolve.evolve import evolve
from countermove.analysis.solving import solve
from countermove.files.model_file import load
from countermove.report import evolve as words
from countermove.report.article import Grid, Mark, Prose, Section
from countermove.report.evolve import evolve_section, section_for_report, told_path
from countermove.report.shown import FULL
from models import option_conflict


def parts(section: Section) -> tuple[str, list[Any]]:
    """Return the answer in short and the rows of the table."""
    first, *others = section.blocks
    assert isinstance(first, Prose)
    grids = [block for block in others if isinstance(block, Grid)]
    return first.text, [line for grid in grids[:1] for line in grid.lines]


def said(conflict: Any, *asked: Any, **more: Any) -> tuple[str, list[Any]]:
    return parts(evolve_section(evolve(conflict, *asked, **more)))


def test_the_nearest_come_first_by_what_they_ask() -> None:
    text, lines = said(load("elmira-graph"))
    assert [line.lead for line in lines] == ["[1]", "[5]", "[9]", "[4]", "[8]"]
    assert [line.cells for line in lines] == [
        (0, 0, 0),
        (1, 1, 1),
        (Mark.NO, 1, 1),
        (Mark.NO, 2, 2),
        (Mark.NO, 3, 3),
    ]
    assert text == (
        "From [1] “Uniroyal drags out its appeal against the original order” (the status quo), "
        "moves by which each mover gains lead to 2 of the 5 outcomes that hold; with one move by "
        "which its mover does not gain all 5 can be reached. Gains alone lead no further than to "
        "[5] “Uniroyal drags out its appeal while Local Government insists on the original order”."
    )


def test_moves_without_gain_are_marked() -> None:
    _, lines = said(load("elmira-coalesced"), 8)
    assert lines[0].story == (
        "Gains alone do not lead there. Local Government would insist on the original order, then "
        "the Ministry could modify the control order so that Uniroyal can accept it (at its own "
        "cost), then Uniroyal would accept the control order as it stands and give up its appeal. "
        "Uniroyal moves last. 2 other ways are as short; in some Local Government moves last."
    )
    even = option_conflict({"a": ["x"], "b": ["y"]}, a=[0, 0, 0, 0], b=[0, 0, 0, 0])
    found = evolve(even, "YN", start=1)
    (path,) = found.target("YN").ways["moves"].paths()
    assert told_path(found.model, path) == "A could take “x” (without gaining by it)"


def test_a_mover_who_could_do_better_by_itself_is_told() -> None:
    """From nothing done the United States likes settling alone best, not settling and conceding."""
    evolution = evolve(load("talks-2025"), [2, 9])
    _, (best, second) = parts(evolve_section(evolution))
    assert "could do better" not in best.story
    assert (
        "The United States could do better: [2] Terms on offer: with Russia alone." in second.story
    )


def test_what_holds_on_the_way_is_named() -> None:
    _, lines = said(load("talks-2025"))
    (deal,) = [line for line in lines if line.lead == "[30]"]
    on_the_way = "[21] Terms on offer: of all four; Provide security guarantees, which holds too"
    assert f"On the way is {on_the_way} under all but NASH." in deal.story
    # Where it wasn't asked what holds, nothing is said of it.
    _, lines = said(load("talks-2025"), 30)
    assert "On the way" not in lines[0].story


@pytest.mark.parametrize(
    ("by", "start", "to", "why"),
    [
        ("moves", "YNN", "NNN", "“x” can't be undone"),
        ("moves", "NNN", "NYN", "“z” can't be changed"),
        ("moves", "NNN", "YYY", "“z” can't be changed"),
        ("improvements", "YNN", "YNY", "nobody gains by moving away from [2] x"),
        ("improvements", "NNN", "YNY", "nobody gains by a move to it"),
    ],
)
def test_why_it_is_not_reached(by: str, start: str, to: str, why: str) -> None:
    conflict = option_conflict(
        {"a": ["x", "z"], "b": ["y"]},
        moves={"x": "take", "z": "fixed"},
        a=[0, 1, 0, 0, 0, 0, 0, 0],
        b=[0, 0, 0, 0, 0, 0, 0, 0],
    )
    text, lines = said(conflict, to, by, start=start)
    never = "It can't be reached at all" if by == "moves" else "It can't be reached so"
    assert lines[0].story == f"{never}: {why}."
    assert "do not lead to" in text


def test_what_would_have_to_be_done_and_never_is() -> None:
    conflict = option_conflict({"a": ["x"], "b": ["y"]}, a=[0, 1, 1, 0], b=[0, 1, 0, 0])
    _, lines = said(conflict, "NY", start=1)
    assert lines[0].story == (
        "Gains alone do not lead there: no sequence of gains makes B take “y”. "
        "B could take “y” (without gaining by it)."
    )
    drop = option_conflict({"a": ["x"], "b": ["y"]}, moves={"y": "drop"}, a=[0] * 4, b=[0] * 4)
    _, lines = said(drop, "NY", start=1)
    assert lines[0].story == "It can't be reached at all: “y” can't be taken up again."


def test_where_nothing_holds_that_is_the_answer() -> None:
    pennies = option_conflict({"a": ["x"], "b": ["y"]}, a=[1, 0, 0, 1], b=[0, 1, 1, 0])
    text, lines = said(pennies, start=1, concepts="NASH")
    assert text == "Nothing holds, so there is nothing that [1] nothing done could lead to."
    assert lines == []


def test_where_nobody_gains_by_leaving() -> None:
    calm = option_conflict({"a": ["x"], "b": ["y"]}, a=[1, 0, 0, 0], b=[1, 0, 0, 0])
    text, lines = said(calm, "all", start=1)
    assert "Nobody gains by moving away from there." in text
    assert lines[0].story == "It is where everything begins."


@pytest.mark.parametrize(
    ("by", "said_of_it"),
    [
        ("moves", "moves of any kind lead to all 2 outcomes asked for."),
        (
            "one-countermove",
            "moves by which each mover gains, one move at most excepted, lead to all 2 outcomes "
            "asked for.",
        ),
        ("improvements", "moves by which each mover gains lead to 1 of the 2 outcomes asked for."),
    ],
)
def test_each_kind_can_be_the_only_one(by: str, said_of_it: str) -> None:
    text, _ = said(load("elmira-coalesced"), [5, 9], by)
    assert said_of_it in text


def test_many_are_cut_short_and_that_is_said() -> None:
    evolution = evolve(load("talks-2025"), "all")
    section = evolve_section(evolution)
    assert len(parts(section)[1]) == 10
    assert isinstance(section.blocks[1], Grid)
    assert section.blocks[1].of == 36
    assert len(parts(evolve_section(evolution, FULL))[1]) == 36


def test_the_report_has_a_short_form(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "_IN_REPORT", 5)
    section = section_for_report(solve(load("elmira")), None)
    assert section is not None
    text, lines = parts(section)
    assert text.startswith("From [1] Drag out the appeal (the status quo), moves by which each")
    assert len(lines) == 5
    assert isinstance(section.blocks[1], Grid)
    assert section.blocks[1].left_out == "3 more aren't shown."
    assert section.further == ()


def test_the_report_says_nothing_where_there_is_nothing_to_say() -> None:
    nowhere = section_for_report(solve(load("chicken")), None)
    assert nowhere is not None
    assert "doesn't say where it begins" in str(nowhere.blocks)
    pennies = option_conflict(
        {"a": ["x"], "b": ["y"]}, a=[1, 0, 0, 1], b=[0, 1, 1, 0], status_quo=[]
    )
    assert section_for_report(solve(pennies, "NASH"), None) is None


def test_the_report_leaves_out_what_takes_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "_MOST_IN_REPORT", 4)
    section = section_for_report(solve(load("syria-iraq-1975")), None)
    assert section is not None
    assert "Left out here" in section.blocks[0].text  # type: ignore[union-attr]
    assert section.further[1] == "evolve"
