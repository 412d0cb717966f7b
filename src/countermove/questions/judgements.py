"""On what the answer rests, judgement by judgement."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

from countermove.questions.base.parameters import CLAIM, EVERYTHING, Concepts, Scenario
from countermove.questions.base.question import Question, question

if TYPE_CHECKING:
    from countermove.analysis.equilibria import Solution
    from countermove.analysis.judgements.judgements import Judgements
    from countermove.model.conflict import Conflict
    from countermove.progress import Follow
    from countermove.report.article import Section
    from countermove.report.shown import Shown

_CLAIM = replace(CLAIM, meant_alone=True)
_EVERYTHING = replace(EVERYTHING, typed="Show all changes, however many.")


@question(
    asks="On what does the answer rest?",
    answers="Which claims and outcomes turn when one judgement is changed alone.",
    summary="Say on what the answer rests, judgement by judgement.",
    details="Every wish, weight and ranking, every option's direction and every rule is changed, "
    "one at a time; what turns most claims comes first, each with the record behind it.",
    examples=("judgements talks-2025", "judgements talks-2025 --claim backs"),
    place=7,
)
class JudgementsQuestion(Question):
    """On which judgements the answer rests."""

    claim: Annotated[str | None, _CLAIM] = None
    scenario: Scenario = None
    concepts: Concepts = ()
    everything: Annotated[bool, _EVERYTHING] = False

    def run(self, conflict: Conflict, follow: Follow | None = None) -> Judgements:
        """Change each judgement alone."""
        from countermove.analysis.judgements.judgements import judgements

        return judgements(conflict, **self.arguments("claim"), follow=follow)

    def section(self, result: Judgements, shown: Shown) -> Section:
        """Put what turns into words."""
        from countermove.report.judgements import judgements_section

        return judgements_section(result, shown, claim=self.claim)

    @classmethod
    def in_report(cls, solution: Solution, follow: Follow | None = None) -> Section | None:
        """Say what turns most."""
        from countermove.report.judgements import section_for_report

        return section_for_report(solution, follow)
