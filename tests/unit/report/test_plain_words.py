"""Sentences that said too much or too little, once."""

from __future__ import annotations

import re

import countermove
from countermove.analysis.compare import compare
from countermove.analysis.worth.worth import worth
from countermove.files.model_file import load, loads
from countermove.report.claims import claims_in_full, in_numbers_of
from countermove.report.phrases import state_text
from countermove.report.worth import worth_section

ONE_WAY = """
format = "countermove/1"
title = "Burnt bridges"
status_quo = ["burn"]
[decision_makers.a]
name = "A"
options = { burn = { text = "Burn the bridge", moves = "take" } }
[decision_makers.b]
name = "B"
options = { cross = "Cross", wait = "Wait" }
[decision_makers.c]
name = "C"
[rules]
infeasible = ["cross and burn"]
[preferences]
a.statements = []
b.statements = ["cross"]
c.statements = []
[claims.crossing]
says = "They wait"
possible = "wait"
[scenarios.open]
title = "The bridge is gone"
[scenarios.open.rules]
infeasible = ["cross and burn", "not burn"]
"""


def test_who_can_not_move_is_not_said_to_have_nothing_better() -> None:
    said = countermove.explain(loads(ONE_WAY), "YNN", concept="NASH").text
    assert "B has no move to an outcome that would be better." in said
    assert "A can't move from there: “Burn the bridge” can't be undone." in said
    assert "C can't move from there." in said


def test_a_page_has_one_numbering() -> None:
    """With a rule more the outcomes are numbered anew; what is told has the numbers of the base."""
    conflict = loads(ONE_WAY)
    (claim,) = claims_in_full(compare(conflict))
    base, other = (answer.solution.model for answer in claim.answers)
    story = claim.answers[1].story_in_base
    number, taken = re.search(r"\[(\d+)\] ([^.]*?) holds", story).groups()
    assert taken == "Burn the bridge; Wait"
    assert base.states.find(number) == base.states.find("YNY")
    assert number != other.states.label(other.states.find("YNY"))


def test_what_is_only_there_has_no_number_here() -> None:
    conflict = loads(
        ONE_WAY.replace('infeasible = ["cross and burn", "not burn"]', "infeasible = []")
    )
    (claim,) = claims_in_full(compare(conflict))
    base, other = (answer.solution for answer in claim.answers)
    state = other.model.states.find("YYN")
    text = state_text(in_numbers_of(base.model, other).model, state)
    assert text == f"[{state + 1} there] Burn the bridge; Cross"


def test_verbs_agree_with_their_groups() -> None:
    found = 0
    for case in ("talks-2025", "elmira", "prisoners-dilemma", "syria-iraq-1975"):
        said = str(worth_section(worth(load(case))))
        for who, verb in re.findall(r"Holds if and only if ([^,.]*) (judges?) by", said):
            assert (verb == "judge") == (" and " in who), who
            found += 1
    assert found
