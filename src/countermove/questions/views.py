"""What each side misreads, and whom it surprises."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, Literal

from immutabledict import immutabledict

from countermove.questions.base.question import Missing, Question, question
from countermove.report.parameters import Concepts, Engine, Everything, Parameter, Scenario

if TYPE_CHECKING:
    from countermove.model.conflict import Conflict

_LEVEL = Parameter(
    "Level",
    "1: each party takes what it sees for what all see. 2: what the model says that it believes of "
    "the others' views counts, too.",
    ("--level",),
    is_aside=True,
)
_UNRECOGNISED = Parameter(
    "Outcomes not seen",
    "How an outcome counts for a party that does not see it as it is: as what it sees of it, as "
    "one that it stays in, or as one that it leaves.",
    ("--unrecognised",),
    is_aside=True,
    words=immutabledict(
        projected="as what it sees of it",
        stable="as one that it stays in",
        unstable="as one that it leaves",
    ),
)


@question(
    asks="What does each side misread?",
    answers="Which outcomes hold only because parties see the conflict otherwise than it is.",
    summary="Say what each side misreads, and whom it surprises.",
    details="For a model with views, in which parties see options, wishes or outcomes otherwise "
    "than they are: which outcomes hold as the parties see it, which hold only because of that or "
    "would hold but for it, and which each of them expects wrongly.",
    examples=("views misread.toml", "views misread.toml --level 1 --concept SEQ"),
    about="sight",
    then="compare",
    place=10,
)
class ViewsQuestion(Question):
    """What is misread."""

    scenario: Scenario = None
    concepts: Concepts = ()
    level: Annotated[Literal[1, 2], _LEVEL] = 2
    unrecognised: Annotated[Literal["projected", "stable", "unstable"], _UNRECOGNISED] = "projected"
    engine: Engine = "auto"
    everything: Everything = False

    @classmethod
    def lacks(cls, conflict: Conflict, said: Mapping[str, Any]) -> Missing | None:
        """Ask for views."""
        scenario = conflict.scenarios.get(said.get("scenario", ""))
        if conflict.views or (scenario and scenario.views):
            return None
        says = "Every party sees this conflict as it is."
        return Missing(says, "Say below what one of them sees otherwise.")
