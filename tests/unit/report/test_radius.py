"""What is said of how close answers are to turning round is true, and can be read."""

from __future__ import annotations

import re
from itertools import product
from unittest.mock import patch

import pytest

from countermove.analysis.radius import least_turns
from countermove.analysis.radius.radius import radius
from countermove.analysis.solving import solve
from countermove.errors import MissingExtraError, missing_extra
from countermove.files.model_file import load
from countermove.questions import find
from countermove.report import radius as reporting
from countermove.report.article import Grid, Mark, Prose, Section
from countermove.report.radius import radius_section
from countermove.report.shown import FULL
from kinds_of_cases import RANKED
from models import conflict_of

TOLD = re.compile(r"make (“.*?”) (true|false) under ([A-Z, and]+)[:;]")


def proses(section: Section) -> list[str]:
    return [block.text for block in section.blocks if isinstance(block, Prose) and not block.quiet]


def quiet(section: Section) -> list[str]:
    return [block.text for block in section.blocks if isinstance(block, Prose) and block.quiet]


def grids(section: Section) -> dict[str, Grid]:
    return {block.heading: block for block in section.blocks if isinstance(block, Grid)}


def test_the_answer_comes_first_with_whose_ranking_and_what_it_would_find() -> None:
    section = radius_section(radius(load("prisoners-dilemma"), states=["NN"], concepts="NASH"))
    assert proses(section) == [
        "One swap in the first prisoner's ranking is enough to make [1] nothing done cease to hold "
        "under NASH: if it found [2] Keep silent (First prisoner) better than [1] nothing done."
    ]
    assert section.further == ("Why [1] holds or not:", "explain", "1")
    (line,) = grids(section)["What holds"].lines
    assert (line.lead, line.text, line.cells) == ("[1]", "nothing done", (Mark.STANDS, 1, 1))


def test_where_no_ranking_can_it_says_so() -> None:
    conflict = load("prisoners-dilemma")
    one = radius(conflict, states=["YY"], concepts="NASH", decision_makers=["first"])
    section = radius_section(one)
    assert proses(section) == ["No change of the first prisoner's ranking alone turns any of this."]
    silent = "[4] Keep silent (First prisoner); Keep silent (Second prisoner)"
    them = f"{silent} can't be made to hold by any one ranking"
    assert f"{them} of the first prisoner." in quiet(section)
    all_of_them = radius_section(radius(conflict, states=["YY"], concepts="NASH"))
    assert proses(all_of_them)[0].startswith("No change of a single party's ranking alone")
    assert f"{them}." in quiet(all_of_them)


def test_a_change_of_several_pairs_is_told_by_the_state_that_passes_others() -> None:
    found = radius(load("syria-iraq-1975"), states=[2], concepts="NASH")
    (text,) = proses(radius_section(found))
    assert text.startswith(
        "Three swaps in Syria's ranking are enough to make [2] Release more water hold"
    )
    assert text.endswith(
        "if it found [2] Release more water as good as [1] nothing done (and so better than 2 more "
        "outcomes)."
    )


@pytest.mark.parametrize("case", ["prisoners-dilemma", "syria-iraq-1975", "talks-2025"])
def test_claims_turn_under_the_concepts_that_are_named(case: str) -> None:
    conflict = load(case)
    found = radius(conflict, claims=list(conflict.claims))
    told = 0
    for text in proses(radius_section(found, FULL)):
        for subjects, turned, under in TOLD.findall(text):
            said = re.findall("“(.*?)”", subjects)
            claims = [c for c, part in conflict.claims.items() if part.says in said]
            assert len(claims) == len(said)
            for claim, code in product(claims, re.findall("[A-Z]+", under)):
                turn = found.of_claim(claim, code)
                assert turn.holds == (turned == "false")
                assert turn.fewest is not None
                told += 1
    assert told


@pytest.mark.parametrize("case", [name for name in RANKED if len(load(name).states) == 0])
def test_every_state_is_told_of_or_counted(case: str) -> None:
    found = radius(load(case), concepts="NASH", states=range(1, 5))
    section = radius_section(found)
    listed = [line.lead for grid in grids(section).values() for line in grid.lines if line.lead]
    beyond = sum(turn.fewest is None and not turn.holds for turn in found)
    assert len(listed) + beyond == 4
    found_in = [re.search(r"(.+?) can't be made to hold", text) for text in quiet(section)]
    counted = [1 if one[1][0] == "[" else int(one[1].split()[0]) for one in found_in if one]
    assert sum(counted) == beyond


def test_a_report_tells_of_each_claim_in_one_row() -> None:
    solution = solve(load("talks-2025"), ["NASH", "SEQ"])
    section = find("radius").in_report(solution, None)
    assert section is not None
    assert list(grids(section)) == ["Claims"]
    found = radius(solution.model, concepts=["NASH", "SEQ"], claims=["everyone"])
    turns = [found.of_claim("everyone", code) for code in ("NASH", "SEQ")]
    line = next(row for row in grids(section)["Claims"].lines if "everyone at" in row.text)
    assert line.cells[0] is Mark.DEPENDS
    for cell, dm in zip(line.cells[1:], solution.model.decision_makers, strict=True):
        costs = [cost for turn in turns if (cost := turn.swaps[dm]) is not None]
        assert cell == min(costs, default=Mark.NO)


def test_a_report_leaves_open_what_takes_long(monkeypatch: pytest.MonkeyPatch) -> None:
    solution = solve(load("syria-iraq-1975"))
    whole = find("radius").in_report(solution, None)
    monkeypatch.setattr(least_turns, "_AT_FIRST", 8)
    section = find("radius").in_report(solution, None)
    assert whole is not None
    assert section is not None
    assert "is left open: ≥2 at least two" in str(section.blocks[-1])
    assert "left open" not in str(whole.blocks[-1])
    left = 0
    lines = (grids(found)["Claims"].lines for found in (section, whole))
    for line, full in zip(*lines, strict=True):
        for cell, exact in zip(line.cells, full.cells, strict=True):
            if cell != exact:
                left += 1
                assert re.fullmatch(r"\?|≥\d+|\d+–\d+", str(cell))
                bounds = list(map(int, re.findall(r"\d+", str(cell))))
                assert exact is Mark.NO or min(bounds, default=1) <= exact
                assert len(bounds) < 2 or exact <= bounds[1]
    assert left


def test_a_report_of_a_model_without_claims_tells_of_what_holds() -> None:
    unclaimed = conflict_of(
        decision_makers={
            "a": {"name": "A", "options": {"x": "X"}},
            "b": {"name": "B", "options": {"y": "Y"}},
        },
        preferences={"a": {"statements": ["x"]}, "b": {"statements": ["x iff y"]}},
    )
    section = find("radius").in_report(solve(unclaimed, ["NASH", "SEQ"]), None)
    assert section is not None
    assert list(grids(section)) == ["What holds"]


def test_a_report_leaves_it_out_where_it_takes_long_and_does_not_hide_a_missing_extra() -> None:
    solution = solve(load("prisoners-dilemma"))
    with patch.object(reporting, "MOST_CREATED", 3):
        section = find("radius").in_report(solution, None)
    assert section is not None
    assert "Left out here, for 4 outcomes" in str(section.blocks)
    with (
        patch.object(reporting, "radius_of", side_effect=missing_extra("sat", "This")),
        pytest.raises(MissingExtraError),
    ):
        find("radius").in_report(solution, None)
