"""What may be said along with each question: as many models as there are questions.

They hold the same as the options of the command that answers the question in the terminal. Titles
and descriptions are written for a form; ``x-of`` in the JSON Schema says what of the conflict a
value names, so that a form can offer it.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

_LONGEST_TEXT = 2_000
_MOST_ENTRIES = 1_000
_LARGEST_NUMBER = 10**9

Kind = Literal["scenarios", "concepts", "coalitional", "states", "claims", "parties", "reports"]


def _of(kind: Kind) -> dict[str, Any]:
    return {"x-of": kind}


Text = Annotated[str, StringConstraints(min_length=1, max_length=_LONGEST_TEXT)]
Texts = Annotated[tuple[Text, ...], Field(max_length=_MOST_ENTRIES)]

Scenario = Annotated[
    Text | None,
    Field(
        title="Scenario",
        description="The scenario to look at, instead of the model as it stands.",
        json_schema_extra=_of("scenarios"),
    ),
]
Concepts = Annotated[
    Texts,
    Field(
        title="Concepts",
        description="The solution concepts; the five classical ones if none is chosen.",
        json_schema_extra=_of("concepts"),
    ),
]
Start = Annotated[
    Text | None,
    Field(
        title="Begin at",
        description="The state to begin at, instead of the status quo.",
        json_schema_extra=_of("states"),
    ),
]
Everything = Annotated[
    bool, Field(title="Show everything", description="Show all there is, however much.")
]
Engine = Annotated[
    Literal["auto", "compiled", "numpy", "definition"],
    Field(
        title="How to compute",
        description="With compiled kernels, with NumPy, or state by state from the definitions. "
        "The answers are the same.",
    ),
]


class Parameters(BaseModel):
    """What is said along with a question: frozen, strict, and without room for anything else."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class OfScenario(Parameters):
    """What most questions can be asked of."""

    scenario: Scenario = None


class Solving(OfScenario):
    """For "What holds?"."""

    concepts: Concepts = ()
    engine: Engine = "auto"


class Evolving(OfScenario):
    """For "How do we get there?"."""

    to: Annotated[
        Texts,
        Field(
            title="Where to",
            description="States by number, label or id, a pattern of Y, N and -, or a statement, "
            "for all in which it holds; or “equilibria”, which are meant if nothing is given, or "
            "“all”.",
            json_schema_extra=_of("states"),
        ),
    ] = ()
    by: Annotated[
        tuple[Literal["improvements", "one-countermove", "moves"], ...],
        Field(
            title="By which moves",
            description="Those by which each mover gains, those where all moves but at most one "
            "are such, or any. All three if none is chosen.",
            max_length=3,
        ),
    ] = ()
    start: Start = None
    concepts: Concepts = ()
    everything: Everything = False


class Weighing(OfScenario):
    """For "What is it worth?"."""

    state: Annotated[
        Text | None,
        Field(
            title="State",
            description="By its number, its label or id, or its pattern of Y and N. All that "
            "hold if none is given.",
            json_schema_extra=_of("states"),
        ),
    ] = None
    foresight: Annotated[
        dict[Text, Text],
        Field(
            title="Foresight",
            description="A concept for a party; the others go by the concept of the column.",
            max_length=_MOST_ENTRIES,
            json_schema_extra=_of("parties"),
        ),
    ] = {}
    concepts: Concepts = ()


class Joining(OfScenario):
    """For "Who could upset it together?"."""

    members: Annotated[
        Texts,
        Field(
            title="Coalition",
            description="Its members, by id or name. Every coalition if none is chosen.",
            json_schema_extra=_of("parties"),
        ),
    ] = ()
    concepts: Annotated[
        Texts,
        Field(
            title="Coalitional concepts",
            description="CNASH, CSEQ, CGMR and CSMR; all of them if none is chosen.",
            json_schema_extra=_of("coalitional"),
        ),
    ] = ()
    improvement: Annotated[
        Literal["strict", "pareto"],
        Field(
            title="When a coalition is better off",
            description="strict: if every member is; pareto: if no member is worse off and some "
            "are better off.",
        ),
    ] = "strict"
    everything: Everything = False


class Needing(OfScenario):
    """For "Who is needed?"."""

    claim: Annotated[
        Text | None,
        Field(
            title="Claim",
            description="For what this claim says; for every claim if neither is given.",
            json_schema_extra=_of("claims"),
        ),
    ] = None
    statement: Annotated[
        Text | None,
        Field(title="Statement", description="For this statement, as in “settle and accept”."),
    ] = None
    holding: Annotated[
        Text | None,
        Field(
            title="Holding under",
            description="The solution concept under which what is brought about must hold; none "
            "if it needn't hold.",
            json_schema_extra=_of("concepts"),
        ),
    ] = "SEQ"
    start: Start = None
    everything: Everything = False


class Seeking(OfScenario):
    """For "What would have to change?"."""

    goals: Annotated[
        Texts,
        Field(
            title="Goals",
            description="What shall hold, all at the same time: states by number, label, id or "
            "pattern, or statements.",
            min_length=1,
            json_schema_extra=_of("states"),
        ),
    ]
    concepts: Concepts = ()
    steps: Annotated[
        int,
        Field(
            title="Steps",
            description="Look for changes of statements in up to so many steps.",
            ge=0,
            le=_LARGEST_NUMBER,
        ),
    ] = 2
    rankings: Annotated[
        bool,
        Field(
            title="Rankings, too",
            description="Look for the least change of rankings, which may take long in large "
            "models.",
        ),
    ] = True


class Resting(OfScenario):
    """For "On what does it rest?"."""

    claim: Annotated[
        Text | None,
        Field(title="Claim", description="Only this claim.", json_schema_extra=_of("claims")),
    ] = None
    concepts: Concepts = ()
    everything: Everything = False


class Turning(OfScenario):
    """For "How close is it to turning?"."""

    claims: Annotated[
        Texts,
        Field(title="Claims", description="Only these claims.", json_schema_extra=_of("claims")),
    ] = ()
    states: Annotated[
        Texts,
        Field(
            title="States",
            description="Only these states, by number, label, id or pattern.",
            json_schema_extra=_of("states"),
        ),
    ] = ()
    party: Annotated[
        Text | None,
        Field(
            title="Party",
            description="Only changes of this party's ranking.",
            json_schema_extra=_of("parties"),
        ),
    ] = None
    concepts: Concepts = ()
    everything: Everything = False


class Sampling(OfScenario):
    """For "How sure is it?"."""

    within: Annotated[
        Text | None,
        Field(
            title="Within",
            description="Draw rankings near to the model's: how many pairs of outcomes they may "
            "turn round, as in 3, or which share of the pairs, as in 10%.",
            examples=["10%"],
        ),
    ] = None
    unknown: Annotated[
        Literal["ties"] | None,
        Field(
            title="Unknown",
            description="Draw the order of what the model ties; the rest stays as it is.",
        ),
    ] = None
    samples: Annotated[
        int,
        Field(title="Draws", description="How many times to draw.", ge=1, le=_LARGEST_NUMBER),
    ] = 10_000
    seed: Annotated[
        int,
        Field(
            title="Seed",
            description="Where the random numbers begin; the same seed, the same.",
            ge=0,
            lt=2**63,
        ),
    ] = 0
    parties: Annotated[
        Texts,
        Field(
            title="Parties",
            description="Whose rankings are drawn; everybody's if none is chosen.",
            json_schema_extra=_of("parties"),
        ),
    ] = ()
    concepts: Concepts = ()
    everything: Everything = False

    @model_validator(mode="after")
    def _one_doubt(self) -> Self:
        if (self.within is None) == (self.unknown is None):
            raise PydanticCustomError(
                "doubt",
                "it isn't said which rankings may be wrong. Give either how near to the model's "
                "they are, or that the order of what it ties is unknown.",
            )
        return self


class Viewing(OfScenario):
    """For "What does each side misread?"."""

    concepts: Concepts = ()
    level: Annotated[
        Literal[1, 2],
        Field(
            title="Level",
            description="1: each party takes what it sees for what all see. 2: what the model "
            "says that it believes of the others' views counts, too.",
        ),
    ] = 2
    unrecognised: Annotated[
        Literal["projected", "stable", "unstable"],
        Field(
            title="Outcomes not seen",
            description="How an outcome counts for a party that does not see it as it is: as what "
            "it sees of it, as one that it stays in, or as one that it leaves.",
        ),
    ] = "projected"
    engine: Engine = "auto"
    everything: Everything = False


class Comparing(Parameters):
    """For "What if …?"."""

    scenarios: Annotated[
        Texts,
        Field(
            title="Scenarios",
            description="Which scenarios; all of them if none is chosen.",
            json_schema_extra=_of("scenarios"),
        ),
    ] = ()
    concepts: Concepts = ()
    engine: Engine = "auto"
    everything: Everything = False


class Reporting(OfScenario):
    """For the whole report."""

    parts: Annotated[
        Texts | None,
        Field(
            title="Parts",
            description="Only these follow-up questions; all of them if nothing is said.",
            json_schema_extra=_of("reports"),
        ),
    ] = None
    concepts: Concepts = ()
