"""How sure the answer is when the rankings aren't."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from countermove.assistant.base.arguments import (
    After,
    Claim,
    Concept,
    Detail,
    Model,
    Patience,
    Scenario,
)
from countermove.assistant.base.asking import asked
from countermove.assistant.base.call import USUAL_PATIENCE, Call, tool
from countermove.assistant.base.results import PagedAnswer
from countermove.errors import UnknownNameError

By = Annotated[
    Literal["near rankings", "unknown ties", "least change"],
    Field(
        description="near rankings: how often claims are true and outcomes hold when a tenth of "
        "the pairs of outcomes may be judged otherwise, drawn 10,000 times; unknown ties: when the "
        "order of what is tied is drawn; least change: how few pairs one party must judge "
        "otherwise for an answer to turn (exact; needs countermove[sat])."
    ),
]
_DRAWN: dict[str, dict[str, Any]] = {
    "near rankings": {"within": "10%"},
    "unknown ties": {"unknown": "ties"},
}


@tool(title="How sure the answer is")
def how_sure(
    call: Call,
    *,
    name: Model,
    by: By = "near rankings",
    claim: Claim = None,
    concept: Concept = None,
    scenario: Scenario = None,
    detail: Detail = "short",
    after: After = 0,
    patience: Patience = USUAL_PATIENCE,
) -> PagedAnswer:
    """Say how sure the answer is when what the parties want isn't: drawn, or exactly.

    The claim is for the least change only; draws count for all claims at once.
    """
    said: dict[str, Any] = {"concepts": [concept] if concept else [], "scenario": scenario}
    if by != "least change":
        if claim is not None:
            what = "draws are counted for all claims at once."
            raise UnknownNameError(what, advice='Leave the claim out, or ask by="least change".')
        said |= _DRAWN[by]
        return asked(call, name, "sample", said, detail=detail, after=after, patience=patience)
    said |= {"claims": [claim] if claim else []}
    return asked(call, name, "radius", said, detail=detail, after=after, patience=patience)
