"""What to find out first."""

from __future__ import annotations

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


@tool(title="What to find out first")
def what_to_ask(
    call: Call,
    *,
    name: Model,
    claim: Claim = None,
    concept: Concept = None,
    scenario: Scenario = None,
    detail: Detail = "short",
    after: After = 0,
    patience: Patience = USUAL_PATIENCE,
) -> PagedAnswer:
    """Say which doubt of the model to settle first: how much hinges on each, and in which order.

    For models that say what isn't known (doubts in the file); of others it says that none is.
    """
    said = {
        "claims": [claim] if claim else [],
        "concepts": [concept] if concept else [],
        "scenario": scenario,
    }
    return asked(call, name, "ask", said, detail=detail, after=after, patience=patience)
