"""Why an outcome holds or not."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from countermove.analysis.open_explaining import explain_open
from countermove.assistant.base.arguments import After, Concept, Detail, Model, Patience, Scenario
from countermove.assistant.base.asking import about, answered
from countermove.assistant.base.call import SHARE_OF_PATIENCE, USUAL_PATIENCE, Call, tool
from countermove.assistant.base.results import PagedAnswer
from countermove.open_model import is_beyond_listing
from countermove.report.explain import explain as explain_state
from countermove.report.explain_words import explanation_sections
from countermove.report.open_explanation import explanation_section
from countermove.report.parameters import AN_OUTCOME
from countermove.report.shown import FULL, SHORT

State = Annotated[
    str | int,
    Field(description=f"The outcome: {AN_OUTCOME} (“settle, accept”)."),
]
Party = Annotated[
    str | None,
    Field(max_length=200, description="Only this party, by id or name; all if none is given."),
]


@tool(title="Why an outcome holds or not")
def explain(
    call: Call,
    *,
    name: Model,
    state: State,
    decision_maker: Party = None,
    concept: Concept = None,
    scenario: Scenario = None,
    detail: Detail = "short",
    after: After = 0,
    patience: Patience = USUAL_PATIENCE,
) -> PagedAnswer:
    """Say why an outcome holds or not: what tempts each party away, and what follows if it goes.

    Every step can be checked by hand: who moves, from which outcome to which, by which options.
    """
    with call.desk.opened(name) as conflict:
        if is_beyond_listing(conflict, scenario):
            follow, seconds = call.follow(conflict, patience), patience * SHARE_OF_PATIENCE
            answer = explain_open(
                conflict,
                state,
                decision_maker,
                concept,
                scenario=scenario,
                seconds=seconds,
                follow=follow,
            )
            told = PagedAnswer(name=name, about=about(conflict, answer.model))
            return answered(call, told, [explanation_section(answer)], after, detail)
        found = explain_state(conflict, state, decision_maker, concept, scenario=scenario)
        found.find_across(call.follow(conflict, patience))
        sections = explanation_sections(found, FULL if detail == "full" else SHORT)
    told = PagedAnswer(name=name, about=about(conflict, found.model))
    return answered(call, told, sections, after, detail)
