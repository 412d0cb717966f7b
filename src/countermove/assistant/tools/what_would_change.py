"""What would have to change for something to hold."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from countermove.assistant.base.arguments import After, Concept, Detail, Model, Patience, Scenario
from countermove.assistant.base.asking import asked
from countermove.assistant.base.call import USUAL_PATIENCE, Call, tool
from countermove.assistant.base.results import PagedAnswer
from countermove.report.parameters import AN_OUTCOME

Wanted = Annotated[
    str,
    Field(
        min_length=1,
        max_length=2_000,
        description=f"What shall hold: an outcome by {AN_OUTCOME}, or a statement; of a statement "
        "the outcome is found that takes least.",
    ),
]


@tool(title="What would have to change")
def what_would_change(
    call: Call,
    *,
    name: Model,
    wanted: Wanted,
    concept: Concept = None,
    scenario: Scenario = None,
    detail: Detail = "short",
    after: After = 0,
    patience: Patience = USUAL_PATIENCE,
) -> PagedAnswer:
    """Say what each party must come to hold for an outcome to hold, and the least change of it."""
    said = {
        "goals": [wanted],
        "concepts": [concept] if concept else [],
        "scenario": scenario,
    }
    return asked(call, name, "goals", said, detail=detail, after=after, patience=patience)
