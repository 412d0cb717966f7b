"""What is said of coalitions and of those who are needed."""

from __future__ import annotations

from typing import Any

import pytest

from countermove.analysis.coalitions.coalitions import coalitions
from countermove.analysis.needed import needed
from countermove.analysis.solving import solve
from countermove.files.model_file import load
from countermove.report import coalitions as told
from countermove.report import needed as needs
from countermove.report.article import Grid, Prose, Section
from countermove.report.shown import FULL, SHORT, Shown
from models import conflict_of, graph_conflict, option_conflict


def text(section: Section | None) -> str:
    """Return all that a section says."""
    assert section is not None
    parts = [section.question]
    for block in section.blocks:
        if isinstance(block, Prose):
            parts.append(f"{block.lead} {block.text}")
        else:
            assert isinstance(block, Grid)
            parts += [block.heading, *(f"{w.lead} {w.text} {w.story}" for w in block.lines)]
    return "\n".join(parts)


def about(*asked: Any, **options: Any) -> str:
    return text(needs.needed_section(needed(*asked, **options)))


def test_a_pareto_improvement_is_told_as_such() -> None:
    conflict = option_conflict({"a": ["x"], "b": ["y"]}, a=[0, 0, 0, 1], b=[0, 0, 0, 0])
    said = text(told.coalitions_section(coalitions(conflict, improvement="pareto")))
    assert "worse for none of the 2 and better for some" in said


def test_a_repair_is_told() -> None:
    a = [2] * 8
    b = [2] * 8
    a[0], a[1], a[5], a[6] = 5, 6, 1, 7
    b[0], b[1], b[5], b[6] = 5, 6, 9, 7
    conflict = option_conflict({"a": ["x"], "b": ["y"], "c": ["z"]}, a=a, b=b, c=[0] * 8)
    found = coalitions(conflict, ["a", "b"], ["CGMR", "CSMR"])
    said = text(told.coalitions_section(found))
    assert said.startswith("Could A and B upset it together?")
    assert "whatever the others could do, it could then be repaired" in said


def test_where_nothing_holds_nothing_can_be_upset() -> None:
    cycle = {"a": {0: [1], 2: [3]}, "b": {1: [2], 3: [0]}}
    conflict = graph_conflict(4, cycle, {"a": [0, 1, 0, 1], "b": [1, 0, 1, 0]})
    solution = solve(conflict, "NASH")
    found = coalitions(solution.model)
    if not len(found):
        assert "Nothing holds for each party alone" in text(told.coalitions_section(found))
    assert told.section_for_report(solution) is None


def test_in_a_report_of_a_large_model_only_the_short_cut_is_taken(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    solution = solve(load("talks-2025"))
    assert "CGMR" in text(told.section_for_report(solution))
    monkeypatch.setattr(told, "_WORK_IN_REPORT", 1)
    said = text(told.section_for_report(solution))
    assert "none holds under CNASH" in said
    assert "CGMR" not in said


def test_what_is_hidden_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    found = coalitions(load("talks-2025"))

    def left_out(shown: Shown) -> str:
        blocks = told.coalitions_section(found, shown).blocks
        return " ".join(block.left_out for block in blocks if isinstance(block, Grid))

    assert not left_out(SHORT).strip()
    monkeypatch.setattr(told, "_SHOWN_JUMPS", 3)
    assert f"{len(found.jumps) - 3} more aren't shown." in left_out(SHORT)
    assert not left_out(FULL).strip()


def test_answers_without_anybody() -> None:
    talks = load("talks-2025")
    assert "it is true in no feasible outcome" in about(
        talks, "terms is bilateral and terms is table"
    )
    assert "none of the 4 outcomes in which it is true holds" in about(talks, claim="backs")
    assert "It is so already" in about(talks, "not settle", holding=None)
    conflict = graph_conflict(3, {"a": {0: [1]}, "b": {}}, {"a": [0, 1, 2], "b": [0, 0, 0]})
    assert "not even all together" in about(conflict, "s2", holding=None, start="s0")


def test_nobody_else_is_said_to_make_true_what_is_true_already() -> None:
    moves = {"x": {0: [1]}, "y": {}}
    conflict = graph_conflict(3, moves, {"x": [0, 1, 0], "y": [0, 0, 0]})
    said = about(conflict, "s0 or s1", start="s0")
    assert "Without X it can be true, as it is at the start, but not so that it holds." in said
    assert "Closest to holding: [1] “State s0”. X would" in said
    assert "Without X the others can't even make it true." in about(conflict, "s1", start="s0")
    alone = graph_conflict(2, {"x": {0: [1]}}, {"x": [0, 1]})
    assert "Without X nobody can even make it true." in about(alone, "s1", start="s0")


def test_several_groups_are_listed() -> None:
    conflict = conflict_of(
        decision_makers={
            dm: {"name": dm.upper(), "options": {f"o{dm}": {"text": f"Act {dm}"}}} for dm in "abcd"
        },
        preferences={dm: {"statements": [f"o{dm}"] * (dm != "b")} for dm in "abcd"},
        status_quo=[],
    )
    said = about(conflict, "(oa and ob) or (ob and oc) or (oa and oc)", holding=None)
    assert "Any of 3 groups can bring it about" in said
    assert "1. A and B: A could take “Act a”" in said
    assert "but B is no better off there than at the start" in said
    assert "These groups can block it together: A and B; A and C; B and C." in said
    assert "D isn't needed for it." in said


def test_a_report_tells_of_all_claims_if_there_are_any() -> None:
    said = text(needs.section_for_report(solve(load("talks-2025"))))
    assert "Washington and Moscow can settle without Ukraine" in said
    assert "Only the United States and Russia together" in said
    # One that doesn't say where it begins has no answer, and that is said.
    assert "doesn't say where it begins" in text(
        needs.section_for_report(solve(load("sustainable-development")))
    )


def test_for_what_a_claim_rightly_says_cannot_last_nobody_is_needed() -> None:
    conflict = conflict_of(
        decision_makers={"a": {"name": "A", "options": {"x": "X", "y": "Y"}}},
        preferences={"a": {"statements": ["not x"]}},
        rules={"infeasible": ["x and y"]},
        status_quo=[],
        claims={
            "kept": {"says": "It won't stay", "never": "x"},
            "both": {"says": "Not both", "never": "x and y"},
            "other": {"says": "Y won't stay", "never": "y"},
            "can": {"says": "It can stay", "possible": "x"},
        },
    )
    nobody = "The claim is that this can't last, and nobody is needed for that"
    no_more = "the one outcome in which it is true does not hold under SEQ."
    said = about(conflict)
    assert f"“X”. {nobody}: {no_more}" in said
    assert f"“X and Y”. {nobody}: it is true in no feasible outcome." in said
    assert "“Y”. Only A can bring it about" in said
    assert f"“X”. Nobody can bring it about so that it holds under SEQ: {no_more}" in said
