"""The question why an outcome holds, where its answer may take its time."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any

from countermove.questions import find
from countermove.questions.base.in_ways import InWays
from countermove.report.parameters import AN_OUTCOME, STATES, Concepts, Scenario

if TYPE_CHECKING:
    from countermove.model.conflict import Conflict
    from countermove.progress import Follow
    from countermove.questions.base.question import Question
    from countermove.report.article import Article, Section
    from countermove.result import Result

_STATE = replace(STATES, title="Outcome", description=f"The outcome: {AN_OUTCOME}.")


class ExplainQuestion(InWays):
    """Why an outcome holds or not; it isn't among the questions, as it is one about an answer."""

    id = "explain"
    asks = "Why does it hold, or not?"

    state: Annotated[str, _STATE]
    scenario: Scenario = None
    concepts: Concepts = ()

    def run(self, conflict: Conflict, follow: Follow | None = None) -> Result:
        """Explain the outcome; of a model with too many to list without listing any."""
        from countermove.analysis.open_explaining import explain_open
        from countermove.open_model import is_beyond_listing
        from countermove.preferences.ways import way_of
        from countermove.report.explain import explain

        settled, codes = self.settled(conflict), self.concepts or None
        if not way_of(**self.way) and is_beyond_listing(settled, self.scenario):
            return explain_open(
                settled, self.state, None, codes, scenario=self.scenario, follow=follow
            )
        return explain(settled, self.state, None, codes, scenario=self.scenario, **self.way)

    def sections(self, result: Any) -> tuple[Section, ...]:
        """Say which outcome it is, who would stay, and what follows on what tempts."""
        from countermove.analysis.open_explaining import OpenExplanation
        from countermove.report.article import Prose, Section
        from countermove.report.explain_words import explanation_sections
        from countermove.report.open_explanation import explanation_section

        if not isinstance(result, OpenExplanation):
            return explanation_sections(result, self.shown)
        states = result.model.states
        lead = f"[{states.number(result.state):,}]"
        what = Section("What is done in it?", (Prose(states.said(result.state), lead),))
        return what, explanation_section(result)

    def article(self, conflict: Conflict, result: Result) -> Article:
        """Put it into words; where no outcomes are listed, there is no model that lists them."""
        from countermove.analysis.open_explaining import OpenExplanation
        from countermove.report.article import Article

        is_open = isinstance(result, OpenExplanation)
        return (
            Article(conflict, None, self.sections(result))
            if is_open
            else super().article(conflict, result)
        )


def asked_as(name: str) -> type[Question]:
    """Return what is asked by a name: a question, or why an outcome holds."""
    return ExplainQuestion if name == ExplainQuestion.id else find(name)
