"""A report, part by part."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from countermove.assistant.base.arguments import After, Concept, Model, Patience, Scenario
from countermove.assistant.base.asking import asked
from countermove.assistant.base.call import USUAL_PATIENCE, Call, tool
from countermove.assistant.base.results import PagedAnswer
from countermove.questions.base.parts import report_parts

if TYPE_CHECKING:
    PartName = str
else:
    PartName = Literal[tuple(report_parts())]

Part = Annotated[
    PartName,
    Field(
        description="short: the first page, which stands alone; then who takes part, the rules, "
        "what each wants, the claims, what holds and why, scenarios, every follow-up question by "
        "its id, the method, the record."
    ),
]


@tool(title="Report")
def report(
    call: Call,
    *,
    name: Model,
    part: Part = "short",
    concept: Concept = None,
    scenario: Scenario = None,
    after: After = 0,
    patience: Patience = USUAL_PATIENCE,
) -> PagedAnswer:
    """Give one part of the report on a model, ready to be handed over.

    Documents (HTML, Word, PDF) are written by the command countermove report.
    """
    said = {
        "parts": [part],
        "concepts": [concept] if concept else [],
        "scenario": scenario,
    }
    return asked(call, name, "report", said, after=after, patience=patience)
