"""What outcomes are worth, and differences, in words."""

from __future__ import annotations

from hypothesis import given, settings

from countermove.analysis.changes_as_written import model_changes
from countermove.analysis.differences import differences
from countermove.analysis.solving import solve
from countermove.analysis.worth.worth import worth
from countermove.files.model_file import load
from countermove.graph_model import GraphModel
from countermove.model.conflict import Conflict
from countermove.report.article import Grid, Prose, Section
from countermove.report.differences import change_text, differences_section
from countermove.report.shown import FULL, some
from countermove.report.worth import section_for_report, worth_section
from kinds_of_cases import LISTED
from models import graph_conflict, graph_models, option_conflict, option_models, two_by_two
from strategies import conflicts


def words(section: Section) -> str:
    parts: list[str] = []
    for block in section.blocks:
        if isinstance(block, Prose):
            parts.append(f"{block.lead} {block.text}")
        else:
            parts += [
                block.heading,
                *(f"{line.lead} {line.text} {line.story}" for line in block.lines),
            ]
    return "\n".join(parts)


def test_what_nobody_reaches_is_said() -> None:
    said = words(worth_section(worth(load("elmira-graph"))))
    assert (
        "[9] “Uniroyal has abandoned its Elmira plant” holds although everybody would prefer "
        "another outcome" in said
    )
    assert "No sequence of moves leads there." in said
    said = words(worth_section(worth(load("prisoners-dilemma"))))
    assert "Nobody reaches it alone; it takes several: the first prisoner would have to" in said


def test_one_state_that_does_not_hold() -> None:
    said = words(worth_section(worth(load("talks-2025"), states=1)))
    assert said.lstrip().startswith(
        "[1] Terms on offer: none does not hold under any of the concepts."
    )
    assert "under every one of the concepts." in said


def test_who_foresees_what() -> None:
    result = worth(load("talks-2025"), states=36, foresight={"us": "NASH"})
    said = words(worth_section(result))
    assert "If the United States goes by NASH, and the others as the columns say:" in said
    assert "Holds if and only if the United States judges by SEQ, SSEQ, GMR or SMR, what" in said
    everybody = dict.fromkeys(result.model.decision_makers, "SEQ")
    section = worth_section(worth(load("talks-2025"), foresight=everybody))
    (grid,) = [b for b in section.blocks if isinstance(b, Grid) and b.heading == "What holds then"]
    assert grid.columns == ("holds",)


def test_what_holds_if_they_foresee_differently_far_is_counted_as_a_whole() -> None:
    result = worth(load("talks-2025"), foresight={"us": "NASH"})
    section = worth_section(result, some(2))
    (grid,) = [b for b in section.blocks if isinstance(b, Grid) and b.heading == "What holds then"]
    every = {one.state for one in result}.union(
        *(set(held.positions().tolist()) for held in result.mixed.values())
    )
    assert (len(grid.lines), grid.of) == (2, len(every))


def test_every_column_has_a_head_of_its_own() -> None:
    conflict = two_by_two([0, 1, 2, 3], [3, 2, 1, 0]).to_dict()
    for dm, name in (("row", "The same long name, north"), ("column", "The same long name, south")):
        conflict["decision_makers"][dm]["name"] = name
    section = worth_section(worth(Conflict.model_validate(conflict)))
    for block in section.blocks:
        if isinstance(block, Grid):
            assert len(set(block.columns)) == len(block.columns)


def test_the_report_has_a_section_where_something_holds() -> None:
    for case in LISTED:
        section = section_for_report(solve(load(case)))
        assert section is not None
    nothing = solve(two_by_two([0, 1, 1, 0], [1, 0, 0, 1]), "NASH")
    assert section_for_report(nothing) is None


# -- differences ------------------------------------------------------------------------------


def test_nothing_is_said_of_equal_models() -> None:
    conflict = load("elmira")
    (block,) = differences_section(differences(conflict, conflict, concepts="NASH"), FULL).blocks
    assert isinstance(block, Prose)
    assert block.text == "Nothing: the two models say the same."


def test_moves_of_graph_form_in_words() -> None:
    before = graph_conflict(3, {"one": {0: [1, 2]}}, {"one": [0, 1, 2]})
    after = graph_conflict(3, {"one": {0: [1], 1: [2]}}, {"one": [0, 1, 1]})
    said = words(differences_section(differences(before, after, concepts="NASH"), FULL))
    assert "- A move of One is gone: “s0 → s2”." in said
    assert "+ A move of One is new: “s1 → s2”." in said
    assert "~ The preference of One: another ranking." in said
    assert (
        "One judges 1 pair of outcomes otherwise: it preferred [3] “State s2” to [2] “State" in said
    )


def test_models_without_a_state_in_common() -> None:
    found = differences(load("elmira"), load("elmira-graph"), concepts="NASH")
    assert "they can't be compared" in words(differences_section(found, FULL))


@settings(max_examples=12)
@given(conflicts(), conflicts())
def test_every_change_can_be_said(one: Conflict, other: Conflict) -> None:
    for change in model_changes(one, other)[0]:
        assert change_text(one, other, change).endswith(".")


@given(model=option_models() | graph_models())
@settings(max_examples=40)
def test_the_report_counts_all_that_hold_as_the_command_does(model: GraphModel) -> None:
    solution = solve(model)
    result = worth(solution)
    told = section_for_report(solution)
    if told is None:
        assert not len(result)
        return
    first = worth_section(result).blocks[0]
    assert told.blocks[0] == first
    assert isinstance(first, Prose)
    held = [one for one in result if one.concepts]
    assert len(held) == len(solution)
    traps = [one for one in held if one.better and not one.reached_alone]
    assert ("although everybody" in first.text) == bool(traps)
    if len(held) > 1:
        best = sum(one.is_optimal for one in held)
        assert (
            f" Of the {len(held)} that hold {best or 'none'} {'is' if best == 1 else 'are'}."
            in (first.text)
        )


def test_the_report_counts_what_it_does_not_list() -> None:
    parties = {dm: [f"{dm}{k}" for k in range(3)] for dm in "ab"}
    ranks = [state % 5 for state in range(64)]
    solution = solve(option_conflict(parties, a=ranks, b=ranks))
    told = section_for_report(solution)
    assert told is not None
    text = words(told)
    assert len(solution) > 8
    assert f"Of the {len(solution)} that hold" in text
    assert f"These are 8 of the {len(solution)} that hold, the firmest." in text
