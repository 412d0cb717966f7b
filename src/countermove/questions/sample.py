"""How sure the answer is when the rankings aren't."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from immutabledict import immutabledict

from countermove.errors import Problem
from countermove.questions.base.question import Question, question
from countermove.report.parameters import (
    LARGEST_NUMBER,
    Concepts,
    Everything,
    Parameter,
    Parties,
    Scenario,
)

_USUAL = "10%"
"""How far rankings are drawn from the model's where a form says nothing."""

_WITHIN = Parameter(
    "Within",
    "Draw rankings near to the model's: how many pairs of outcomes they may turn round, as in 3, "
    "or which share of the pairs, as in 10%.",
    ("--within",),
    example=_USUAL,
)
_UNKNOWN = Parameter(
    "Unknown",
    "Draw the order of what the model ties; the rest stays as it is.",
    ("--unknown",),
    nothing="nothing",
    words=immutabledict(ties="the order of what is tied"),
)
_SAMPLES = Parameter(
    "Draws", "How many times to draw.", ("--samples", "-n"), least=1, most=LARGEST_NUMBER
)
_SEED = Parameter(
    "Seed",
    "Where the random numbers begin; the same seed, the same.",
    ("--seed",),
    is_aside=True,
    least=0,
    below=2**63,
)


@question(
    asks="How sure is it?",
    answers="How often each claim is true and each outcome holds when rankings are drawn.",
    summary="Say how sure the answer is when the rankings aren't.",
    details="Draws rankings that are near to those of the model, or that leave open what it ties, "
    "and counts in how many of them each claim is true and each outcome holds. The same seed draws "
    "the same rankings everywhere.",
    examples=("sample talks-2025 --within 3", "sample talks-2025 --unknown ties --samples 100000"),
    about="ground",
    then="ask",
    takes_long=True,
    place=9,
)
class SampleQuestion(Question):
    """How often answers are as they are."""

    within: Annotated[str | None, _WITHIN] = None
    unknown: Annotated[Literal["ties"] | None, _UNKNOWN] = None
    samples: Annotated[int, _SAMPLES] = 10_000
    seed: Annotated[int, _SEED] = 0
    parties: Parties = ()
    scenario: Scenario = None
    concepts: Concepts = ()
    everything: Everything = False

    @classmethod
    def as_usual(cls, said: dict[str, Any]) -> dict[str, Any]:
        """Draw near rankings, unless something is said in place of that."""
        if not said.get("unknown"):
            return said if "unknown" in said else {"within": _USUAL} | said
        return {k: v for k, v in said.items() if (k, v) != ("within", _USUAL)}

    def wrong(self, *, is_typed: bool) -> Problem | None:
        """Ask for one way in which rankings may be wrong."""
        if (self.within is None) != (self.unknown is None):
            return None
        what = "it isn't said which rankings may be wrong."
        advice = "Give either how near to the model's they are, or that the order of what it ties "
        advice += "is unknown."
        if is_typed:
            if self.within is not None:
                what = "rankings may be wrong in one way at a time."
            near = "--within 3 for those near to the model's"
            advice = (
                f"Give {near}, or --unknown ties for any order of what the model ties; not both."
            )
        return Problem(what, advice=advice)

    def arguments(self) -> dict[str, Any]:
        """Return how near rankings are as a number."""
        from countermove.analysis.sample.doubt import read_distance

        near = None if self.within is None else read_distance(self.within)
        return super().arguments() | {"within": near}
