"""In how many of many runs it is so: scenarios, readings and draws."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from countermove.assistant.base.arguments import After, Concept, Detail, Model, Patience
from countermove.assistant.base.asking import about, answered
from countermove.assistant.base.call import USUAL_PATIENCE, Call, tool
from countermove.assistant.base.results import PagedAnswer
from countermove.questions.base.checked import read
from countermove.questions.sweep import SweepQuestion

MOST_DRAWS = 100_000

_NONE = "none"

Doubts = Annotated[
    str,
    Field(
        max_length=2_000,
        description="Doubts to go through in all their resolutions, by id (read_model shows them), "
        'with commas; or "all". Each doubles the runs at least. The others are taken as written.',
    ),
]
Scenarios = Annotated[
    str,
    Field(
        max_length=2_000,
        description="Scenarios beside the model as it stands, by id, with commas; all where none "
        'is given, and "none" for the model alone.',
    ),
]
Draws = Annotated[
    int,
    Field(
        ge=0,
        le=MOST_DRAWS,
        description="How many times rankings are drawn in each scenario and reading; say then in "
        "draws_by which.",
    ),
]
DrawsBy = Annotated[
    Literal["near rankings", "unknown ties"],
    Field(
        description="near rankings: a tenth of the pairs of outcomes may be judged otherwise; "
        "unknown ties: the order of what is tied is drawn."
    ),
]


@tool(title="In how many runs it is so")
def sweep(
    call: Call,
    *,
    name: Model,
    doubts: Doubts = "",
    scenarios: Scenarios = "",
    draws: Draws = 0,
    draws_by: DrawsBy = "near rankings",
    concept: Concept = None,
    detail: Detail = "short",
    after: After = 0,
    patience: Patience = USUAL_PATIENCE,
) -> PagedAnswer:
    """Solve a model in every scenario, in every reading of some doubts, with rankings drawn.

    Says in how many of these runs each claim is true, scenario by scenario. For the likelihood over
    all doubts together solve is exact; for how sure it is when rankings are drawn ask how_sure.
    """
    said = {
        "doubts": _names(doubts),
        "scenarios": [] if scenarios == _NONE else _names(scenarios),
        "base": scenarios == _NONE,
        "samples": draws,
        "concepts": [concept] if concept else [],
        "everything": detail == "full",
    }
    if draws:
        said |= {"within": "10%"} if draws_by == "near rankings" else {"unknown": "ties"}
    question = read(SweepQuestion, said)
    with call.desk.opened(name) as conflict:
        # A part that takes too long can't be stopped from here, and so it stops by itself.
        follow = call.follow(conflict, patience)
        runs = question.across({name: conflict}, limit=patience, follow=follow)
    found = PagedAnswer(name=name, about=about(conflict, None))
    return answered(call, found, question.sections(runs), after, detail)


def _names(text: str) -> list[str]:
    return [name for part in text.split(",") if (name := part.strip())]
