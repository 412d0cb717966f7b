"""On what the answer rests, judgement by judgement."""

from __future__ import annotations

from typing import Annotated, cast

from pydantic import Field

from countermove.analysis.judgements.judgements import Judgements
from countermove.assistant.base.arguments import (
    After,
    Claim,
    Concept,
    Detail,
    Model,
    Patience,
    Scenario,
)
from countermove.assistant.base.asking import about, answered
from countermove.assistant.base.call import USUAL_PATIENCE, Call, tool
from countermove.assistant.base.results import PagedAnswer
from countermove.questions.base.checked import read
from countermove.questions.judgements import JudgementsQuestion
from countermove.report.judgements import judgements_section

Source = Annotated[
    str | None,
    Field(max_length=200, description="Only judgements that rest on this source, by its id."),
]

Wish = Annotated[
    str | None,
    Field(max_length=2_000, description="Only changes of this wish, as the file writes it."),
]


@tool(title="On what the answer rests")
def what_rests_on(
    call: Call,
    *,
    name: Model,
    claim: Claim = None,
    source: Source = None,
    wish: Wish = None,
    concept: Concept = None,
    scenario: Scenario = None,
    detail: Detail = "short",
    after: After = 0,
    patience: Patience = USUAL_PATIENCE,
) -> PagedAnswer:
    """Change every wish, weight, ranking, option and rule alone, and say what turns.

    What turns most claims comes first, each with the sources behind it: what is changed by nothing
    on record is the analyst's judgement, to be looked at first.
    """
    said = {
        "claim": claim,
        "concepts": [concept] if concept else [],
        "scenario": scenario,
        "everything": detail == "full",
    }
    given = {name: value for name, value in said.items() if value is not None}
    question = read(JudgementsQuestion, given)
    with call.desk.opened(name) as conflict:
        judged = cast("Judgements", question.run(conflict, call.follow(conflict, patience)))
        section = judgements_section(judged, question.shown, claim=claim, source=source, wish=wish)
    sections = (question.headed(section),)
    told = PagedAnswer(name=name, about=about(conflict, judged.solution.model))
    return answered(call, told, sections, after, detail)
