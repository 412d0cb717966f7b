"""Who can bring something about, and who can block it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from countermove.assistant.base.arguments import (
    After,
    Claim,
    ConceptCode,
    Detail,
    Model,
    Patience,
    Scenario,
)
from countermove.assistant.base.asking import asked
from countermove.assistant.base.call import USUAL_PATIENCE, Call, tool
from countermove.assistant.base.results import PagedAnswer

Wanted = Annotated[
    str | None,
    Field(
        max_length=2_000,
        description="What is to be brought about, as a statement (“settle and accept”) or a "
        "pattern; for every claim if neither this nor a claim is given.",
    ),
]
Holding = Annotated[
    ConceptCode | None,
    Field(description="The concept under which it must hold; null if it needn't hold."),
]
Begin = Annotated[
    str | None,
    Field(max_length=2_000, description="The outcome to begin at, instead of the status quo."),
]


@tool(title="Who is needed")
def who_is_needed(
    call: Call,
    *,
    name: Model,
    wanted: Wanted = None,
    claim: Claim = None,
    holding: Holding = "SEQ",
    start: Begin = None,
    scenario: Scenario = None,
    detail: Detail = "short",
    after: After = 0,
    patience: Patience = USUAL_PATIENCE,
) -> PagedAnswer:
    """Say which smallest groups can bring something about from where things stand, and how.

    Also whether they would want to, and without whom nobody can.
    """
    said = {
        "statement": wanted,
        "claim": claim,
        "holding": holding,
        "start": start,
        "scenario": scenario,
    }
    return asked(call, name, "needed", said, detail=detail, after=after, patience=patience)
