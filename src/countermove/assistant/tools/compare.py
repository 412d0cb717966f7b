"""What scenarios change, or what differs between two models."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from countermove.assistant.base.arguments import After, Concept, Detail, Model, Patience, Scenario
from countermove.assistant.base.asking import about, answered, asked
from countermove.assistant.base.call import USUAL_PATIENCE, Call, tool
from countermove.assistant.base.results import PagedAnswer
from countermove.questions.base.checked import read
from countermove.questions.compare import CompareQuestion
from countermove.report.compare import difference_sections
from countermove.report.shown import FULL, SHORT

Other = Annotated[
    str | None,
    Field(
        max_length=255,
        description="A second model, after an edit: what changed in it and in the answers. Without "
        "it the scenarios of the model are compared.",
    ),
]


@tool(title="Set scenarios, or two models, side by side")
def compare(
    call: Call,
    *,
    name: Model,
    other: Other = None,
    scenario: Scenario = None,
    concept: Concept = None,
    detail: Detail = "short",
    after: After = 0,
    patience: Patience = USUAL_PATIENCE,
) -> PagedAnswer:
    """Say what comes to hold and what ceases to: in each scenario of a model, or in another model.

    With a scenario only that one is compared; with a second model both are taken in it.
    """
    said = {
        "scenarios": [scenario] if scenario else [],
        "concepts": [concept] if concept else [],
    }
    if other is None:
        return asked(call, name, "compare", said, detail=detail, after=after, patience=patience)
    question = read(CompareQuestion, said)
    with call.desk.opened(name) as first, call.desk.opened(other) as second:
        found = question.across(first, second, call.follow(second, patience))
    sections = difference_sections(found, FULL if detail == "full" else SHORT)
    told = PagedAnswer(name=other, about=about(second, found.after.model))
    return answered(call, told, sections, after, detail)
