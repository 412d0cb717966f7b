"""On what the answer rests, judgement by judgement."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any

from countermove.questions.base.question import Question, question
from countermove.report.parameters import CLAIM, AllChanges, Concepts, Scenario

if TYPE_CHECKING:
    from countermove.analysis.judgements.judgements import Judgements
    from countermove.report.article import Section

_CLAIM = replace(CLAIM, meant_alone=True)


@question(
    asks="On what does the answer rest?",
    answers="Which claims and outcomes turn when one judgement is changed alone.",
    summary="Say on what the answer rests, judgement by judgement.",
    details="Every wish, weight and ranking, every option's direction and every rule is changed, "
    "one at a time; what turns most claims comes first, each with the record behind it.",
    examples=("judgements talks-2025", "judgements talks-2025 --claim backs"),
    about="ground",
    then="radius",
    takes_long=True,
    place=7,
)
class JudgementsQuestion(Question):
    """On which judgements the answer rests."""

    claim: Annotated[str | None, _CLAIM] = None
    scenario: Scenario = None
    concepts: Concepts = ()
    everything: AllChanges = False

    def arguments(self) -> dict[str, Any]:
        """Leave out the claim: the same is found for all of them."""
        return {name: value for name, value in super().arguments().items() if name != "claim"}

    def section(self, result: Judgements) -> Section:
        """Put what turns into words."""
        from countermove.report.judgements import judgements_section

        return judgements_section(result, self.shown, claim=self.claim)
