"""What would have to change for an outcome to hold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

from countermove.questions.base.question import Missing, Question, question
from countermove.report.parameters import (
    LARGEST_NUMBER,
    AllChanges,
    Concepts,
    Parameter,
    Scenario,
)

if TYPE_CHECKING:
    from countermove.analysis.equilibria import Solution
    from countermove.model.conflict import Conflict
    from countermove.progress import Follow
    from countermove.report.article import Section

_GOALS = Parameter(
    "What shall hold?",
    "If more than one thing is chosen: all of it at the same time.",
    ("goal",),
    "What shall hold: an outcome by its number, its label or id, its pattern or all that is done "
    "in it (“settle, accept”), or a statement in quotes.",
    of="goals",
    behind_model=True,
    further="What shall hold at the same time.",
)
_STEPS = Parameter(
    "Changes of wishes at once",
    "Look for changes of statements in up to so many steps.",
    ("--steps",),
    least=0,
    most=LARGEST_NUMBER,
)
_RANKINGS = Parameter(
    "Rankings, too",
    "Look for the least change of rankings, which may take long in large models.",
    ("--no-rankings",),
    "Leave out the least change of rankings, which may take long in large models.",
)


@question(
    asks="What would have to change?",
    answers="The least change of what the parties want for an outcome to hold.",
    summary="Find what would have to change for an outcome to hold.",
    details="What each party must come to hold, exactly, and in how many of its possible rankings "
    "it does; and the least change of what it wants: to move one of its statements, drop one or "
    "add one, and the fewest swaps in rankings. Give a statement to find the outcome with it that "
    "takes least; give several goals for all of them to hold at once.",
    examples=("goals talks-2025 35", 'goals talks-2025 "terms is bilateral and deal" -c SEQ'),
    about="change",
    then="judgements",
    takes_long=True,
    place=6,
)
class GoalsQuestion(Question):
    """What it takes for goals to hold."""

    goals: Annotated[tuple[str, ...], _GOALS]
    concepts: Concepts = ()
    scenario: Scenario = None
    steps: Annotated[int, _STEPS] = 2
    rankings: Annotated[bool, _RANKINGS] = True
    everything: AllChanges = False

    @classmethod
    def lacks(cls, conflict: Conflict, said: Mapping[str, Any]) -> Missing | None:
        """Ask for a goal."""
        return (
            None if said.get("goals") else Missing("What shall hold?", "Say it below, or choose:")
        )

    @classmethod
    def in_report(cls, solution: Solution, follow: Follow | None = None) -> Section | None:
        """Say what would have to change for what is claimed and doesn't hold."""
        from countermove.report.goals import section_for_report

        return section_for_report(solution, follow, cls.asks)
