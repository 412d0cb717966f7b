"""Which outcomes groups could upset together."""

from __future__ import annotations

from typing import Annotated, Literal

from immutabledict import immutabledict

from countermove.questions.base.question import Question, question
from countermove.report.parameters import AllThereIs, Parameter, Scenario

_MEMBERS = Parameter(
    "Coalition",
    "Its members, by id or name. Every coalition if none is chosen.",
    ("--with", "-w"),
    "A member of the coalition, by id or name; give it again for each. Every coalition if none is "
    "given.",
    of="parties",
    meant_alone=True,
)
_CONCEPTS = Parameter(
    "Coalitional concepts",
    "CNASH, CSEQ, CGMR and CSMR; all of them if none is chosen.",
    ("--concept", "-c"),
    "A coalitional concept: CNASH, CSEQ, CGMR or CSMR; give it again for more. All of them if none "
    "is given.",
    of="coalitional",
    is_aside=True,
)
_IMPROVEMENT = Parameter(
    "When a coalition is better off",
    "strict: if every member is; pareto: if no member is worse off and some are better off.",
    ("--improvement",),
    "When a coalition is better off: strict, if every member is; pareto, if no member is worse off "
    "and some are better off.",
    is_aside=True,
    words=immutabledict(
        strict="every member is better off",
        pareto="no member is worse off, and some are better off",
    ),
)


@question(
    asks="Who could upset it together?",
    answers="Which outcomes a group that moves together could leave for better ones.",
    summary="Say which outcomes groups could upset together.",
    details="An outcome may hold for each party by itself, and yet a group that moves together "
    "could all be better off elsewhere. A coalition never takes the place of its members: both "
    "answers stand side by side. Jumps lead from one outcome that holds to another.",
    examples=("coalitions elmira-coalesced", "coalitions talks-2025 --with us --with europe"),
    about="worth",
    then="goals",
    place=4,
)
class CoalitionsQuestion(Question):
    """What groups could upset."""

    members: Annotated[tuple[str, ...], _MEMBERS] = ()
    concepts: Annotated[tuple[str, ...], _CONCEPTS] = ()
    improvement: Annotated[Literal["strict", "pareto"], _IMPROVEMENT] = "strict"
    scenario: Scenario = None
    everything: AllThereIs = False
