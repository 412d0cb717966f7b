"""What several tools take: said and typed once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from countermove.stability.registry import concepts

Model = Annotated[
    str,
    Field(
        max_length=255,
        description="A model of the folder, such as water.toml; or a case of the gallery, such as "
        "talks-2025.",
    ),
]
DocumentName = Annotated[
    str, Field(max_length=255, description="A document of the folder, such as report.html.")
]
Scenario = Annotated[
    str | None,
    Field(max_length=200, description="The scenario to look at instead of the model as it stands."),
]
if TYPE_CHECKING:
    ConceptCode = str
else:
    ConceptCode = Literal[tuple(concepts())]
Concept = Annotated[
    ConceptCode | None,
    Field(description="One solution concept; NASH, GMR, SMR, SEQ and SSEQ where none is given."),
]
Claim = Annotated[str | None, Field(max_length=200, description="Only this claim, by its id.")]
Detail = Annotated[
    Literal["short", "full"],
    Field(description="short: the usual number of rows; full: all of them."),
]
After = Annotated[
    int, Field(ge=0, description="How many passages there were before: `next` of the last answer.")
]
Patience = Annotated[
    int,
    Field(
        ge=1,
        le=86_400,
        description="How many seconds it may take. What is expected to take longer isn't begun, "
        "and the refusal says how long it would take; what does take longer is stopped.",
    ),
]
FirstCharacter = Annotated[
    int, Field(ge=0, description="The character to begin with: `next` of the answer before.")
]
