"""Who can bring something about, and who can block it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any

from countermove.questions.base.question import NO_START, Missing, Question, question
from countermove.questions.evolve import starts
from countermove.report.parameters import CLAIM, AllThereIs, Parameter, Scenario, Start

if TYPE_CHECKING:
    from countermove.model.conflict import Conflict

_CLAIM = replace(
    CLAIM,
    description="For what this claim says; for every claim if neither is given.",
    typed="For what this claim says, by its id.",
)
_STATEMENT = Parameter(
    "Something else",
    "What is to be brought about, where that is none of the claims.",
    ("--for",),
    "For this statement, as in “settle and accept”, or this pattern.",
    behind_model=True,
    of="statements",
)
_HOLDING = Parameter(
    "How firmly must it hold?",
    "The solution concept under which what is brought about must hold; none if it needn't hold.",
    ("--holding",),
    of="concepts",
    nothing="needn't hold",
)


@question(
    asks="Who is needed?",
    answers="The smallest groups that can bring something about, and those who can block it.",
    summary="Say who can bring something about, and who can block it.",
    details="The smallest groups whose own moves lead from the status quo to an outcome where it "
    "is true and holds, what they do, whether they would want to; and those without whom nobody "
    "can. Without --claim and --for it is answered for every claim.",
    examples=(
        "needed talks-2025 --claim negotiator",
        'needed talks-2025 --for "settle and accept"',
    ),
    about="way",
    then="goals",
    place=5,
)
class NeededQuestion(Question):
    """Who it takes."""

    claim: Annotated[str | None, _CLAIM] = None
    statement: Annotated[str | None, _STATEMENT] = None
    holding: Annotated[str | None, _HOLDING] = "SEQ"
    start: Start = None
    scenario: Scenario = None
    everything: AllThereIs = False

    @classmethod
    def lacks(cls, conflict: Conflict, said: Mapping[str, Any]) -> Missing | None:
        """Ask for a place to begin at, and for something to bring about."""
        if not starts(conflict, said):
            return NO_START
        if conflict.claims or said.get("statement"):
            return None
        then = "Give a statement below, or a claim to the model."
        return Missing("The model has no claims.", then, "answer", "Add a claim")
