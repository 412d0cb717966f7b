"""The outcomes that a page tells: what each is, where it holds, who would stay and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

from countermove.analysis.equilibria import Solution
from countermove.analysis.state_lists import one_by_one
from countermove.progress import Follow, Progress, tell
from countermove.report.explain import MOST_FOLLOWED, explain
from countermove.report.explain_words import temptations
from countermove.report.phrases import mark_of, numbered
from countermove.report.shown import SHORT
from countermove.report.temptations import untempted
from countermove.share.texts import Texts

MOST_TOLD = 256
"""Of models with more outcomes those are told that hold, at most so many, and the status quo;
where nothing holds, the first."""


def told_states(solution: Solution) -> list[int]:
    """Return the outcomes that are told, by number."""
    states = solution.model.states
    if len(states) <= MOST_TOLD:
        return list(one_by_one(states))
    found = {one.position for one in solution.strongest(MOST_TOLD)}
    found = found or {*islice(one_by_one(states), MOST_TOLD)}
    if states.status_quo is not None:
        found.add(states.status_quo)
    return states.in_order(found)


def outcomes(
    solution: Solution, told: Sequence[int], texts: Texts, follow: Follow | None = None
) -> list[dict[str, Any]]:
    """Return what there is to say of some outcomes; of texts where they are."""
    found = []
    for k, state in enumerate(told):
        tell(follow, Progress(k / len(told), len(told), doing="Saying why outcomes hold or not"))
        found.append(_outcome(solution, state, texts))
    return found


def _outcome(solution: Solution, state: int, texts: Texts) -> dict[str, Any]:
    model = solution.model
    why, content = _why(solution, state, texts)
    return {
        "number": str(model.states.number(state)),
        "mark": mark_of(model, state),
        "text": texts.place(numbered(model, state)[1]),
        "start": state == model.states.status_quo,
        "holds": _bits(state in solution.holding[code] for code in solution.codes),
        "stays": [
            _bits(state in solution.stable[code][dm] for code in solution.codes)
            for dm in model.decision_makers
        ],
        "why": why,
        "content": content,
    }


def _why(solution: Solution, state: int, texts: Texts) -> tuple[list[Any], int | None]:
    """Return what tempts each party by its place, and what those do whom nothing tempts."""
    model = solution.model
    if len(model.states) > MOST_FOLLOWED:
        return [], None
    explanation = explain(model, model.states.label(state), None, solution.codes)
    why = [
        [place, [[prose.lead, texts.place(prose.text)] for prose in told]]
        for place, dm in enumerate(explanation.decision_makers)
        if (told := tuple(temptations(explanation, dm, SHORT)))
    ]
    content = untempted(explanation)
    return why, texts.place(content) if content else None


def _bits(values: Iterable[bool]) -> str:
    return "".join("01"[value] for value in values)
