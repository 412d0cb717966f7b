"""What each party would do about a package."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from countermove.assistant.base.arguments import After, Concept, Detail, Model, Patience, Scenario
from countermove.assistant.base.asking import asked
from countermove.assistant.base.call import USUAL_PATIENCE, Call, tool
from countermove.assistant.base.results import PagedAnswer
from countermove.report.parameters import AN_OUTCOME

OnTheTable = Annotated[
    str,
    Field(
        min_length=1,
        max_length=2_000,
        description=f"The package: {AN_OUTCOME} (“table, settle, accept”). It needn't be feasible.",
    ),
]


@tool(title="Try a package")
def try_package(
    call: Call,
    *,
    name: Model,
    package: OnTheTable,
    concept: Concept = None,
    scenario: Scenario = None,
    detail: Detail = "short",
    after: After = 0,
    patience: Patience = USUAL_PATIENCE,
) -> PagedAnswer:
    """Say who would stay with a package and who would leave it, and what is near that holds.

    Also its place for each party, which wishes it breaks, and how the status quo leads there.
    """
    said = {
        "package": package,
        "concepts": [concept] if concept else [],
        "scenario": scenario,
    }
    return asked(call, name, "deal", said, detail=detail, after=after, patience=patience)
