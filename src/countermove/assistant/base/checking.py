"""What a check of a model gives an assistant: mistakes and where, and what lacks a source."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal, Self

from pydantic import BaseModel, Field

from countermove.assistant.base.results import ListsTold
from countermove.errors import Problem, written_path
from countermove.record.proving import Proof, proofs
from countermove.report.check_words import SECOND_LOOK, in_order
from countermove.report.checking import CheckReport
from countermove.report.on_record import unsupported

_LONGEST = 600


def shortened(problem: Problem) -> str:
    """Say what is wrong, and not at any length: what is quoted may be long."""
    said = str(problem)
    return said if len(said) <= _LONGEST else f"{said[:_LONGEST]} …"


class MistakeTold(BaseModel):
    """A mistake in a model."""

    line: int | None = Field(default=None, description="Where in the file, from 1.")
    column: int | None = None
    says: str = Field(description="What is wrong, what was expected, what to do.")

    @classmethod
    def of(cls, problem: Problem) -> Self:
        """Write down a mistake."""
        line, column = problem.line_and_column
        return cls(line=line or None, column=column or None, says=shortened(problem))


class ProvedQuotation(BaseModel):
    """Whether the words that a source quotes stand in its document."""

    standing: Literal["proved", "lost", "not checked"]
    rung: str | None = Field(
        default=None, description="exact, spacing, typography, layout, case or parts."
    )
    start: int | None = Field(default=None, description="The first character in the document.")
    end: int | None = None
    whose: Literal["own", "reported", "mixed"] | None = Field(
        default=None, description="Whose words they are, by marks around them or a name before."
    )
    goes_on: str | None = Field(default=None, description="What follows and limits them.")
    comes_after: str | None = Field(default=None, description="What stands before and turns them.")
    nearest: str | None = Field(default=None, description="What stands there instead.")
    differs: str | None = Field(default=None, description="What is otherwise in it.")

    @classmethod
    def of(cls, proof: Proof) -> Self:
        """Write down a proof."""
        told = cls(standing=proof.standing, whose=proof.whose)
        if (found := proof.quotation) is not None:
            told.rung, told.start, told.end = found.rung, found.start, found.end
            told.goes_on = found.goes_on or None
            told.comes_after = found.comes_after or None
        if (instead := proof.nearest) is not None:
            told.nearest, told.differs = instead.words[:_LONGEST], instead.differs[:_LONGEST]
        return told


Show = Annotated[
    Literal["all", "faults", "quotations", "unsupported", "second_look"],
    Field(description="Only one of the lists, without the first `after` entries."),
]


class CheckedModel(ListsTold):
    """Whether a model is in order, and what there is of it."""

    lists: ClassVar[dict[str, str]] = {
        "faults": "mistakes",
        "quotations": "quotations",
        "unsupported": "judgements without source or note",
        "second_look": "things worth a second look",
    }

    name: str
    ok: bool = Field(description="Whether there are no mistakes.")
    saved: bool | None = Field(
        default=None, description="Whether it was saved, where that was asked for."
    )
    says: list[str] = Field(default=[], description="What there is of it, in words.")
    faults: list[MistakeTold] = Field(default=[], description="All that has to be mended.")
    quotations: dict[str, ProvedQuotation] = Field(
        default={}, description="By source what is known of the words that it quotes."
    )
    unsupported: list[str] = Field(
        default=[],
        description="Options, wishes and claims with neither `because` nor `note`, by their path.",
    )
    second_look: list[str] = Field(default=[], description="What is no mistake, but may be one.")
    parties: int = 0
    states: int | None = Field(default=None, description="How many outcomes there are.")

    @classmethod
    def of(cls, report: CheckReport, saved: bool | None = None) -> Self:
        """Write down what a check found."""
        conflict = report.conflict
        return cls(
            name=report.name,
            ok=bool(report),
            saved=saved,
            says=list(in_order(report)),
            faults=[MistakeTold.of(problem) for problem in report],
            quotations={
                name: ProvedQuotation.of(proof)
                for name, proof in (proofs(conflict) if conflict else {}).items()
            },
            unsupported=[
                written_path(path)
                for path, is_noted in (unsupported(conflict) if conflict else ())
                if not is_noted
            ],
            second_look=[shortened(advice) for advice in report.advice],
            parties=report.counts.get("decision_makers", 0),
            states=report.counts.get("states"),
        )

    def as_text(self) -> str:
        """Write it as text."""
        state = "in order" if self.ok else "has mistakes"
        saved = {None: "", True: "; saved", False: "; not saved"}[self.saved]
        told = [f"{self.name}: {state}{saved}.", *self.says, *(one.says for one in self.faults)]
        if self.unsupported:
            told += ["Without source and note:", *(f"- {path}" for path in self.unsupported)]
        if self.second_look:
            told += [f"{SECOND_LOOK}:", *(f"- {advice}" for advice in self.second_look)]
        return "\n".join([*told, *self.left_out])
