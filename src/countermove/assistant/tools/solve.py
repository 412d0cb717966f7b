"""What holds."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, Field

from countermove.analysis.claims import ClaimAnswer
from countermove.analysis.equilibria import Solution
from countermove.analysis.state_lists import first_of
from countermove.assistant.base.arguments import After, Concept, Detail, Model, Patience, Scenario
from countermove.assistant.base.asking import about, answered
from countermove.assistant.base.call import SHARE_OF_PATIENCE, USUAL_PATIENCE, Call, tool
from countermove.assistant.base.results import PagedAnswer
from countermove.questions.base.checked import read
from countermove.questions.solve import SolveQuestion
from countermove.report.open_answer import open_sections

_INDEXED, _MOST = 12, 1_000


class ClaimVerdict(BaseModel):
    """Whether a claim is true."""

    claim: str = Field(description="Its id, for other tools.")
    verdict: Literal["holds", "depends", "fails"] = Field(
        description="True under all concepts that were asked for, under some, under none."
    )
    true_under: list[str] = Field(default=[], description="Under which concepts it is true.")
    state: int | None = Field(
        default=None,
        description="The outcome that decides it: one that holds, or comes closest to holding.",
    )


class HoldingOutcome(BaseModel):
    """An outcome that holds."""

    state: int = Field(description="Its number, for explain.")
    holds_under: list[str] = Field(description="Under which concepts it holds.")


class SolvedAnswer(PagedAnswer):
    """What holds: claims and outcomes by id, and the same in words."""

    claims: list[ClaimVerdict] = Field(default=[], description=f"The first {_INDEXED}, at most.")
    outcomes: list[HoldingOutcome] = Field(
        default=[], description=f"The {_INDEXED} that hold most firmly, at most."
    )


@tool(title="What holds")
def solve(
    call: Call,
    *,
    name: Model,
    scenario: Scenario = None,
    concept: Concept = None,
    detail: Detail = "short",
    after: After = 0,
    patience: Patience = USUAL_PATIENCE,
) -> SolvedAnswer:
    """Say which claims are true and which outcomes hold, in a model or in one of its scenarios.

    An outcome holds when no party gains by leaving it, once the answers of the others are counted;
    concepts differ in how far parties look ahead. Ask explain why.
    """
    said = {"scenario": scenario, "concepts": [concept] if concept else []}
    question = read(SolveQuestion, said)
    with call.desk.opened(name) as conflict:
        if unlisted := question.unlisted(conflict):
            follow = call.follow(conflict, patience)
            answer = unlisted(follow=follow, seconds=patience * SHARE_OF_PATIENCE)
            found = SolvedAnswer(name=name, about=about(conflict, answer.model))
            return answered(call, found, open_sections(answer, question.asks), after, detail)
        solution = question.run(conflict, call.follow(conflict, patience))
    sections = question.sections(solution, _MOST if detail == "full" else None)
    told = about(conflict, solution.model)
    found = SolvedAnswer(name=name, about=told, **_index(solution) if after == 0 else {})
    return answered(call, found, sections, after, detail)


def _index(solution: Solution) -> dict[str, Any]:
    states = solution.model.states
    return {
        "claims": [
            ClaimVerdict(
                claim=answer.claim,
                verdict=answer.verdict,
                true_under=[code for code, is_true in answer.holds.items() if is_true],
                state=_deciding(solution, answer),
            )
            for answer in solution.claims[:_INDEXED]
        ],
        "outcomes": [
            HoldingOutcome(state=states.number(held.position), holds_under=list(held.concepts))
            for held in solution.strongest(_INDEXED)
        ],
    }


def _deciding(solution: Solution, answer: ClaimAnswer) -> int | None:
    """Return the number of the first outcome that decides a claim under some concept."""
    states = solution.model.states
    found = (first_of(states, by.found) for by in answer.deciding.values() if by.found.count())
    position = next(found, None)
    return None if position is None else states.number(position)
