"""What the outcomes that hold are worth."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from immutabledict import immutabledict

from countermove.questions.base.question import Question, question
from countermove.report.parameters import (
    AN_OUTCOME,
    STATES,
    Concepts,
    Parameter,
    Scenario,
)

_STATE = Parameter(
    "Outcome",
    "The outcome to look at.",
    STATES.options,
    f"The outcome: {AN_OUTCOME}. All that hold if none is given.",
    of="states",
    argument="states",
    behind_model=True,
    nothing="all that hold",
)
_FORESIGHT = Parameter(
    "Foresight",
    "A concept for a party; the others go by the concept of the column.",
    ("--foresight", "-F"),
    "A concept for one party, as in us=SEQ; give it again for more. The others go by the concept "
    "of the column.",
    of="parties",
    is_aside=True,
    nothing="that of the column",
    example="us=SEQ",
)


@question(
    asks="What is it worth?",
    answers="How firmly each outcome holds, and whether another is better for everybody.",
    summary="Say what the outcomes that hold are worth.",
    details="How firmly each holds, whether another is better for everybody and who could bring "
    "that about, where it stands in each ranking, how free the parties are, and whose foresight "
    "it rests on.",
    examples=(
        "worth talks-2025",
        "worth talks-2025 36 --foresight us=NASH --foresight europe=SEQ",
    ),
    about="worth",
    then="coalitions",
    place=3,
)
class WorthQuestion(Question):
    """What outcomes are worth."""

    state: Annotated[str | None, _STATE] = None
    foresight: Annotated[Mapping[str, str], _FORESIGHT] = immutabledict()
    concepts: Concepts = ()
    scenario: Scenario = None
