"""Questions of the house, asked by tools: the answers are those of the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from countermove.assistant.base.call import USUAL_PATIENCE, Call
from countermove.assistant.base.passages import passages_of
from countermove.assistant.base.results import PagedAnswer
from countermove.graph_model import GraphModel
from countermove.model.conflict import Conflict
from countermove.open_model import OpenModel
from countermove.questions import find
from countermove.questions.base.checked import read
from countermove.report.amounts import counted
from countermove.report.article import Section
from countermove.report.phrases import size_of
from countermove.report.quotations import lost_sentence

Paged = TypeVar("Paged", bound=PagedAnswer)


def asked(
    call: Call,
    name: str,
    question: str,
    said: Mapping[str, Any],
    *,
    detail: str = "short",
    after: int = 0,
    patience: int = USUAL_PATIENCE,
) -> PagedAnswer:
    """Ask a question of a model; what is None or empty is not said."""
    kind = find(question)
    along = {key: value for key, value in said.items() if value not in (None, [])}
    if kind.can_show_everything():
        along["everything"] = detail == "full"
    given = read(kind, along)
    with call.desk.opened(name) as conflict:
        answer = given.answer(conflict, call.follow(conflict, patience))
    article = answer.article
    found = PagedAnswer(name=name, about=about(conflict, article.model))
    shown = detail if kind.can_show_everything() else "full"
    return answered(call, found, article.sections, after, shown)


def about(conflict: Conflict, model: GraphModel | OpenModel | None) -> str:
    """Say which model it is, how large, in which scenario, and what of its record is lost."""
    sizes = size_of(conflict, model if isinstance(model, GraphModel) else None)
    if isinstance(model, OpenModel):
        sizes.append(counted(model.states.count, "outcome"))
    size = ", ".join(sizes)
    name = model.scenario if model else None
    scenario = f"; scenario: {conflict.scenarios[name].title} ({name})" if name else ""
    lost = f"; {said}: check_model" if (said := lost_sentence(conflict)) else ""
    return f"{conflict.title}: {size}{scenario}{lost}"


def answered(
    call: Call, found: Paged, sections: Iterable[Section], after: int, detail: str
) -> Paged:
    """Put sections into an answer, from a passage on; they are all there is, or can be."""
    hint = 'Ask with detail="full" for all of them.' if detail == "short" else ""
    found.fill(list(passages_of(sections, hint)), after, call.tool)
    return found
