"""How the conflict can get from the status quo to each outcome."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, Literal

from immutabledict import immutabledict

from countermove.questions.base.question import NO_START, Missing, Question, question
from countermove.report.parameters import Concepts, Everything, Parameter, Scenario, Start

if TYPE_CHECKING:
    from countermove.model.conflict import Conflict

_TO = Parameter(
    "Where to",
    "The outcomes to get to; those that hold if none is chosen.",
    ("--to",),
    "An outcome to get to: its number, its label or id, all that is done in it, or a pattern or "
    "statement, for all outcomes in which it holds; give it again for more. Or: equilibria (as "
    "when none is given), or all.",
    of="goals",
    meant_alone=True,
    words=immutabledict(all="every outcome"),
)
_BY = Parameter(
    "By which moves",
    "Those by which each mover gains, those where all moves but at most one are such, or any. All "
    "three if none is chosen.",
    ("--by",),
    "Which sequences of moves count: those by which each mover gains, those where all moves but at "
    "most one are such, or any; give it again for more. All three if none is given.",
    words=immutabledict(
        {
            "improvements": "each mover gains",
            "one-countermove": "all movers but one gain",
            "moves": "any moves",
        }
    ),
)


@question(
    asks="How do we get there?",
    answers="The fewest moves from the status quo to each outcome, and who makes them.",
    summary="Say how the conflict can get from the status quo to each outcome.",
    details="For every outcome that holds, the fewest moves that lead to it: by moves that all "
    "gain their mover something, by such moves and one that doesn't, and by any moves; with a "
    "shortest way in words, and why there is none where that is plain. Nobody moves twice in a "
    "row.",
    examples=("evolve talks-2025", "evolve elmira --to 10 --by one-countermove"),
    about="way",
    then="needed",
    place=2,
)
class EvolveQuestion(Question):
    """How outcomes can be reached."""

    to: Annotated[tuple[str, ...], _TO] = ()
    by: Annotated[tuple[Literal["improvements", "one-countermove", "moves"], ...], _BY] = ()
    start: Start = None
    concepts: Concepts = ()
    scenario: Scenario = None
    everything: Everything = False

    @classmethod
    def lacks(cls, conflict: Conflict, said: Mapping[str, Any]) -> Missing | None:
        """Ask for a place to begin at."""
        return None if starts(conflict, said) else NO_START

    def arguments(self) -> dict[str, Any]:
        """Return one of the words for many states as such."""
        from countermove.analysis.evolve.result import ALL, EQUILIBRIA

        named = self.to and self.to[0] in (EQUILIBRIA, ALL)
        return super().arguments() | ({"to": self.to[0]} if named else {})


def starts(conflict: Conflict, said: Mapping[str, Any]) -> bool:
    """Say whether it is known where things stand."""
    scenario = conflict.scenarios.get(said.get("scenario", ""))
    given = conflict.status_quo, scenario and scenario.status_quo, said.get("start")
    return any(start is not None for start in given)
