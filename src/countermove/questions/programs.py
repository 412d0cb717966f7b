"""What other programs answer."""

from __future__ import annotations

from typing import Annotated

from immutabledict import immutabledict

from countermove.questions.base.question import Question, question
from countermove.report.parameters import Concepts, Everything, Parameter, Scenario
from countermove.stability.program_names import Program

_PROGRAMS = Parameter(
    "Programs",
    "How replies are taken: as GMCR+, by single moves, as the matrix method; all if none is "
    "chosen.",
    ("--program",),
    "How replies are taken: gmcr-plus, single-moves (its goals and inverse analysis) or "
    "matrix-method; give it again for more. All of them if none is given.",
    is_aside=True,
    words=immutabledict(
        {
            "gmcr-plus": "as GMCR+: nobody moves twice",
            "single-moves": "by single moves",
            "matrix-method": "as the matrix method: no return",
        }
    ),
)


@question(
    asks="What do other programs answer?",
    answers="Which outcomes other programs call unstable that hold, and which reply they miss.",
    summary="Say what other programs answer, and why it differs.",
    details="GMCR+ looks at replies in which none of the others moves twice, or at single moves; "
    "the matrix method leaves out replies that lead back to where they began. So they may call an "
    "outcome unstable that holds. Theirs, ours and the difference, with the reply that they miss.",
    examples=("programs elmira", "programs talks-2025 --program gmcr-plus --concept SEQ"),
    about="ground",
    then="solve",
    place=13,
)
class ProgramsQuestion(Question):
    """What other programs answer."""

    concepts: Concepts = ()
    programs: Annotated[tuple[Program, ...], _PROGRAMS] = ()
    scenario: Scenario = None
    everything: Everything = False
