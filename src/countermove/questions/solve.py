"""What holds: which claims are true, and which outcomes nobody gains by leaving."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from countermove.questions.base.in_ways import InWays
from countermove.questions.base.question import question
from countermove.questions.evolve import EvolveQuestion
from countermove.report.parameters import Concepts, Engine, Scenario

if TYPE_CHECKING:
    from collections.abc import Callable

    from countermove.analysis.equilibria import Solution
    from countermove.analysis.open_solution import OpenSolution
    from countermove.model.conflict import Conflict
    from countermove.progress import Follow
    from countermove.report.article import Article, Section


@question(
    asks="What holds?",
    answers="Which claims are true, and which outcomes no party gains by leaving.",
    summary="Say which claims are true and which outcomes hold.",
    details="First come the claims made in the dispute, each with what decides it; then the "
    "outcomes that hold, and which options are taken in them. An outcome holds when no party gains "
    "by leaving it, once the answers of the others are counted; the columns differ in how far the "
    "parties look ahead.",
    examples=("solve talks-2025", "solve talks-2025 --scenario any-terms --concept SEQ"),
    about="way",
    then="evolve",
    place=1,
    is_follow_up=False,
)
class SolveQuestion(InWays):
    """Whether claims and outcomes hold."""

    scenario: Scenario = None
    concepts: Concepts = ()
    engine: Engine = "auto"

    def run(self, conflict: Conflict, follow: Follow | None = None) -> Solution:
        """Solve the model, and find what holds across the readings."""
        from countermove.analysis.solving import solve

        solution = solve(self.settled(conflict), **self.arguments(), follow=follow)
        solution.find_across(follow)
        return solution

    def unlisted(self, conflict: Conflict) -> Callable[..., OpenSolution] | None:
        """Return what answers without a list of the outcomes, where there are too many to list."""
        from countermove.analysis.open_solving import solve_open
        from countermove.open_model import is_beyond_listing
        from countermove.preferences.ways import way_of

        settled = self.settled(conflict)
        is_plain = self.engine == "auto" and not way_of(**self.way)
        if not is_plain or not is_beyond_listing(settled, self.scenario):
            return None
        concepts, scenario = self.concepts or None, self.scenario
        return partial(solve_open, settled, concepts, scenario=scenario)

    def sections(self, result: Any, most: int | None = None) -> tuple[Section, ...]:
        """Put claims, outcomes and concepts into words; of outcomes so many or as usual."""
        from countermove.report.answer import claims_section, concepts_section
        from countermove.report.readings import across_section
        from countermove.report.ways import printed_section

        holding, across = self.holding(result, most), across_section(result)
        printed = printed_section(result)
        every = (claims_section(result), holding, printed, across, concepts_section(result))
        return tuple(section for section in every if section is not None)

    @classmethod
    def holding(cls, solution: Solution, most: int | None = None) -> Section:
        """Say what holds, and which question tells what leads there."""
        from countermove.report.answer import MOST_SHOWN, holding_section

        return cls.headed(holding_section(solution, EvolveQuestion.asks, most or MOST_SHOWN))

    @classmethod
    def in_report(cls, solution: Solution, follow: Follow | None = None) -> Section:
        """Say the same of fewer outcomes, for a report."""
        from countermove.report.answer import MOST_IN_REPORT

        return cls.holding(solution, MOST_IN_REPORT)

    def article(self, conflict: Conflict, result: Any) -> Article:
        """Put it into words, and say how it was found."""
        from countermove.report.answer import made_sentence

        return replace(super().article(conflict, result), made=made_sentence(result))
