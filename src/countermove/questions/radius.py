"""How little of one ranking must change for an answer to turn round."""

from __future__ import annotations

from typing import TYPE_CHECKING

from countermove.questions.base.question import Question, question
from countermove.report.parameters import (
    Claims,
    Concepts,
    Everything,
    Party,
    Scenario,
    States,
)

if TYPE_CHECKING:
    from countermove.analysis.equilibria import Solution
    from countermove.progress import Follow
    from countermove.report.article import Section


@question(
    asks="How close is it to turning?",
    answers="How little of one ranking must change for an answer to turn round.",
    summary="Say how little of one ranking must change for an answer to turn round.",
    details="For every claim, and in models of up to 64 outcomes for every outcome: how many pairs "
    "of outcomes one party must judge otherwise, at least, for the answer to be the other one, and "
    "which. Ctrl-C shows what has been found until then. The numbers are exact: no smaller change "
    "of that ranking, of whatever kind, is enough.",
    examples=(
        "radius talks-2025 --claim everyone",
        "radius talks-2025 --outcome 36 -c SEQ -d us",
    ),
    extra="sat",
    about="ground",
    then="sample",
    takes_long=True,
    place=8,
)
class RadiusQuestion(Question):
    """How close answers are to turning."""

    claims: Claims = ()
    states: States = ()
    party: Party = None
    concepts: Concepts = ()
    scenario: Scenario = None
    everything: Everything = False

    @classmethod
    def in_report(cls, solution: Solution, follow: Follow | None = None) -> Section | None:
        """Say how close claims are to turning."""
        from countermove.report.radius import section_for_report

        return section_for_report(solution, follow, cls.asks)
