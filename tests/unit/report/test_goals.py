"""Goals in words: what is said when nothing has to change, nothing helps, or not all was tried."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from countermove.analysis.goals.goals import goals
from countermove.analysis.goals.requirements import MinimalSets
from countermove.analysis.goals.result import Goals
from countermove.analysis.goals.statements import LeastChanges
from countermove.analysis.solving import solve
from countermove.building import build
from countermove.errors import install_command
from countermove.files.model_file import load
from countermove.model.conflict import Conflict
from countermove.questions import find
from countermove.report.article import Grid, Prose, Section
from countermove.report.goals import goals_section
from models import conflict_of


@pytest.fixture(scope="module")
def talks() -> Any:
    return build(load("talks-2025"))


def prose(section: Section | None) -> str:
    assert section is not None
    return "\n".join(block.text for block in section.blocks if isinstance(block, Prose))


def grid(section: Section, start: str) -> Grid:
    found = [b for b in section.blocks if isinstance(b, Grid) and b.heading.startswith(start)]
    return found[0]


def with_least(found: Goals, **changes: Any) -> Goals:
    """Return goals with one answer, changed."""
    (answer,) = found
    return replace(found, answers={answer.concept: (replace(answer, **changes),)})


def test_what_holds_needs_no_change(talks: Any) -> None:
    state = solve(talks, "SEQ").equilibria("SEQ")[0].number
    section = goals_section(goals(talks, state, "SEQ"))
    assert "Nothing has to change: it holds already." in prose(section)
    assert section.further[0] == "Why it holds:"


def test_where_it_holds_under_some_concepts_that_is_said(talks: Any) -> None:
    section = goals_section(goals(talks, 36, ["NASH", "GMR"]))
    assert "Under GMR nothing has to change: it holds already." in prose(section)
    assert grid(section, "The United States must find").columns == ("NASH",)


def test_who_else_could_bring_it_about_alone_is_said(talks: Any) -> None:
    text = prose(goals_section(goals(talks, 5, "SEQ")))
    assert (
        "The United States could bring it about alone, too: add “not Settle on the terms” above"
        in text
    )


def test_that_nobody_could_alone_is_said(talks: Any) -> None:
    found = goals(talks, [35, 36], "NASH")
    assert "None of them could bring it about alone, whatever it wanted." in prose(
        goals_section(found)
    )
    nothing = LeastChanges((), 0, 2)
    could = with_least(found, alone={"us": nothing, "europe": None})
    cut = with_least(found, alone={"us": LeastChanges((), 0, 1), "europe": None})
    assert "Not all that the United States could do alone in up to two steps was tried" in prose(
        goals_section(cut)
    )
    assert "alone in as few steps" in prose(goals_section(could))


@pytest.mark.parametrize(
    ("tried", "text"),
    [
        (2, "No change of what they want in up to two steps does it."),
        (1, "No change in up to one step does it; those of two steps are too many to try."),
        (0, "Changes of statements were not tried: those of one step are too many to try."),
    ],
)
def test_how_far_changes_were_tried_is_said(talks: Any, tried: int, text: str) -> None:
    found = goals(talks, 35, "NASH")
    nothing = with_least(found, least=LeastChanges((), 0, tried), alone={})
    assert text in prose(goals_section(nothing))


def test_rankings_are_not_taken_for_statements() -> None:
    text = prose(goals_section(goals(load("elmira-graph"), 1, "SEQ")))
    assert "what Local Government wants isn't given by statements" in text


def test_what_could_not_be_counted_has_a_question_mark(talks: Any) -> None:
    found = goals(talks, 35, "NASH")
    (answer,) = found
    demands = tuple(replace(each, count=None) for each in answer.demands)
    section = goals_section(with_least(found, demands=demands, share=None))
    assert [line.cells for line in grid(section, "Of its").lines] == [("?",)] * 4


def test_sets_that_are_not_shown_are_told(talks: Any) -> None:
    many = MinimalSets(tuple(frozenset([k]) for k in range(10)), complete=False)
    found = goals(talks, 35, "GMR")
    eleven = MinimalSets(tuple(frozenset([k]) for k in range(11)), complete=True)
    europe = found.best("GMR").demands[3]
    for missing, text in (
        (many, "At least 4 more aren't shown."),
        (eleven, "5 more aren't shown."),
    ):
        vars(europe.requirements[0])["missing"] = missing
        assert grid(goals_section(found), "Europe must find").left_out == text
    vars(europe.requirements[0])["missing"] = MinimalSets((), complete=False)
    assert "one of too many sets of outcomes to list no better" in prose(goals_section(found))


def test_ways_beyond_those_shown_are_counted(talks: Any) -> None:
    section = goals_section(goals(talks, "true", "NASH", ways=16, steps=0))
    table = grid(section, "How many steps it takes, the closest first")
    assert table.left_out == "26 more aren't shown."
    assert "“always”, which 36 outcomes satisfy" in prose(section)


# -- the report -----------------------------------------------------------------------------------


def test_the_report_says_it_of_claims_that_nothing_bears_out(talks: Any) -> None:
    text = prose(find("goals").in_report(solve(talks, "SEQ")))
    assert text.startswith(
        "For “Terms on offer: with Russia alone and deal” to hold, Europe would have to drop "
        "“Provide security guarantees only if Terms on offer: of all four”, for one. Closest is "
        "[35]"
    )


def test_the_report_says_under_which_concepts(talks: Any) -> None:
    text = prose(find("goals").in_report(solve(talks)))
    assert "For “secured and deal” to hold under NASH, the United States would have to" in text


def claiming(**claims: str) -> Conflict:
    return conflict_of(
        decision_makers={
            "a": {"name": "A", "options": {"x": "X"}},
            "b": {"name": "B", "options": {"y": "Y"}},
        },
        preferences={
            "a": {"ranking": [1, 3, [2, 4]]},
            "b": {"ranking": [1, 2, [3, 4]]},
        },
        claims={"claim": {"says": "So it is", **claims}},
    )


def test_the_report_says_that_one_step_is_not_enough() -> None:
    text = prose(find("goals").in_report(solve(claiming(possible="x and y"), "NASH")))
    assert text.startswith("For “X and Y” to hold, one step of change isn't enough: A and B would")


@pytest.mark.parametrize(
    "claims", [{"possible": "not x"}, {"possible": "x and not x"}, {"always": "x and y"}]
)
def test_the_report_has_nothing_to_say_where_nothing_would_have_to_change(
    claims: dict[str, str],
) -> None:
    assert find("goals").in_report(solve(claiming(**claims), "NASH")) is None


# -- rankings -------------------------------------------------------------------------------------

A_SWAP = "A swap turns the judgement of one pair of outcomes round, or makes or breaks a tie."


def test_the_least_change_of_rankings_is_told_for_everybody_who_changes(talks: Any) -> None:
    text = prose(goals_section(goals(talks, [35, 36], "NASH", steps=0)))
    assert "Least change of rankings: 17 swaps, three if the United States found [36]" in text
    assert "; and 14 if Europe found [17]" in text
    assert text.count(A_SWAP) == 1


def test_whose_ranking_alone_would_do_as_well_is_told() -> None:
    text = prose(goals_section(goals(load("elmira-graph"), 1)))
    assert (
        "if Local Government found [1] “Uniroyal drags out its appeal against the original" in text
    )
    assert (
        "Under SEQ and SSEQ a change of one ranking alone would do, too: the Ministry's in three "
        "swaps or Uniroyal's in one swap." in text
    )


def test_concepts_that_take_other_swaps_are_told_apart() -> None:
    text = prose(goals_section(goals(load("syria-iraq-1975"), 2)))
    assert "Least change of rankings under SEQ, SSEQ, GMR and SMR: one swap, if Syria" in text
    assert "Least change of rankings under NASH: three swaps, if Syria found [2]" in text


def test_swaps_stand_beside_each_other_and_what_takes_fewer_is_told(talks: Any) -> None:
    section = goals_section(goals(talks, "terms is bilateral and deal", "SEQ"))
    swaps = grid(section, "How many swaps of rankings it takes")
    assert [(line.lead, line.cells) for line in swaps.lines][:2] == [
        ("[35]", (14,)),
        ("[17]", (10,)),
    ]
    assert "Where no number stands, it was not looked for." in prose(section)
    assert prose(section).count(A_SWAP) == 1
    assert (
        "Fewer swaps of rankings make another outcome hold: [17] Terms on offer: with Russia "
        "alone; Concede borders; Settle on the terms; Accept the terms\n"
        "Least change of rankings: 10 swaps, if Ukraine found" in prose(section)
    )


@pytest.mark.usefixtures("without_sat")
def test_what_is_missing_for_rankings_is_told_in_a_line(talks: Any) -> None:
    section = goals_section(goals(talks, "deal", ["NASH", "SEQ"], steps=1))
    (line,) = [b for b in section.blocks if isinstance(b, Prose) and "optional part" in b.text]
    assert line.quiet
    assert line.text == (
        "The least change of rankings needs an optional part that isn't installed. Install it "
        f"with: {install_command('sat')}"
    )
    assert A_SWAP not in prose(section)


def test_that_there_are_too_many_states_for_rankings_is_told(
    talks: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("countermove.analysis.goals.rankings.MOST_STATES", 35)
    text = prose(goals_section(goals(talks, 35, "NASH", steps=1)))
    assert "was not looked for: in more than 200 outcomes that may take minutes." in text


def test_nothing_is_said_of_rankings_that_were_to_be_left_out(talks: Any) -> None:
    text = prose(goals_section(goals(talks, 35, "NASH", rankings=False)))
    assert "Least change of rankings" not in text
    assert A_SWAP not in text


def test_the_report_tells_swaps_where_one_step_is_not_enough() -> None:
    text = prose(find("goals").in_report(solve(claiming(possible="x and y"), "NASH")))
    assert "would leave it today. It takes four swaps, two if A found" in text
