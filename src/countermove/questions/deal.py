"""What each party would do about a package."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

from countermove.questions.base.question import Missing, Question, question
from countermove.questions.evolve import starts
from countermove.report.parameters import AN_OUTCOME, AllThereIs, Concepts, Parameter, Scenario

if TYPE_CHECKING:
    from countermove.analysis.deal.result import Deal
    from countermove.model.conflict import Conflict
    from countermove.report.article import Section

_PACKAGE = Parameter(
    "Package",
    "What is on the table; where things stand now if nothing is chosen.",
    ("--package",),
    f"The package: {AN_OUTCOME} (“table, settle, accept”). Where things stand now if none is "
    "given.",
    of="states",
    behind_model=True,
    nothing="where things stand now",
)
_CHANGE = Parameter(
    "Least change of wishes, too",
    "Look for the least change of what the parties want under which it holds; that takes longer.",
    ("--change",),
)


@question(
    asks="What would they do about this package?",
    answers="Who would stay and who would leave, which wishes it breaks, and what is near that "
    "holds.",
    summary="Say what each party would do about a package on the table.",
    details="Whether it holds, and who would leave it and how; its place among the outcomes for "
    "each party, and which of its wishes it breaks; the packages that hold and differ on the "
    "fewest choices, exactly; and how the status quo leads there. A package that the rules exclude "
    "is told with the rules, and with what is near that is feasible.",
    examples=(
        'deal talks-2025 "table, settle, accept"',
        "deal talks-2025 bilateral/YYYY --concept SEQ --change",
    ),
    about="way",
    then="goals",
    place=1001,
    is_follow_up=False,
)
class DealQuestion(Question):
    """What becomes of a package."""

    package: Annotated[str | None, _PACKAGE] = None
    concepts: Concepts = ()
    scenario: Scenario = None
    change: Annotated[bool, _CHANGE] = False
    everything: AllThereIs = False

    @classmethod
    def lacks(cls, conflict: Conflict, said: Mapping[str, Any]) -> Missing | None:
        """Ask for a package, where nothing says how things stand."""
        if said.get("package") or starts(conflict, said):
            return None
        return Missing("What is on the table?", "Choose it below.")

    def sections(self, result: Deal) -> tuple[Section, ...]:
        """Put the answer into words, and the least change of wishes behind it."""
        from countermove.questions.goals import GoalsQuestion

        told = super().sections(result)
        if result.change is None:
            return told
        return (*told, GoalsQuestion.headed(GoalsQuestion.in_words(result.change, self.shown)))
