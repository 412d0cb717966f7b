"""Keeping steps from every page: what can be large in one, and what the forms of its menu do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from countermove.editing.edited_file import EditedFile
from countermove.errors import CountermoveError
from countermove.graph_model import GraphModel
from countermove.share.kept_steps import KeptStep, Large
from countermove.web.draft import table, text
from countermove.web.forms import Form, number
from countermove.web.page import ModelPage
from countermove.web.studio import Studio


@dataclass(frozen=True, slots=True)
class LookedAt:
    """What a page is about that can be large: an outcome or a draft.

    Parameters
    ----------
    large : {'outcome', 'draft'}
        Which of both.
    words : str
        How a choice calls it.
    name : str
        What a step with it is called that gets no other name.
    values : mapping of str to str
        What is kept of it.
    query : mapping of str to str
        How the address of the room says it.
    """

    large: Large
    words: str
    name: str
    values: Mapping[str, str]
    query: Mapping[str, str]


def menu(page: ModelPage, studio: Studio, looked_at: LookedAt | None) -> dict[str, Any]:
    """Return what the menu shows: the steps, the one removed last, what a new one can have."""
    row = studio.steps.of(page.name)
    return {
        "steps": row.steps,
        "gone": row.gone[-1][1] if row.gone else None,
        "choices": _choices(page, looked_at),
        "now": page.along("room", **(looked_at.query if looked_at else {})),
        "suggested": _suggested(page, looked_at),
    }


def _choices(page: ModelPage, looked_at: LookedAt | None) -> list[tuple[str, str]]:
    """Return what can be large in a step kept from a page, the likely first: keys and words."""
    claims = [(f"claim:{key}", f"“{text(claim, 'says') or key}”") for key, claim in _claims(page)]
    answer = [("answer", "The answer: all claims, what holds")]
    return [*([(looked_at.large, looked_at.words)] if looked_at else ()), *answer, *claims]


def _claims(page: ModelPage) -> list[tuple[str, Any]]:
    return [(str(key), claim) for key, claim in page.table("claims").items()]


def _suggested(page: ModelPage, looked_at: LookedAt | None) -> str:
    if looked_at is not None:
        return looked_at.name
    if page.scenario:
        return page.scenario_title
    return page.snapshot.undo or "As it begins"


DEEDS = frozenset({"step-keep", "step-rename", "step-move", "step-remove", "step-back"})
"""What forms of every page do with kept steps."""


def change(
    page: ModelPage,
    studio: Studio,
    document: EditedFile,
    form: Form,
    looked_at: LookedAt | None,
) -> None:
    """Do with the kept steps of a model what a form says."""
    step = form.get("step", "")
    match form.get("do", ""):
        case "step-keep":
            studio.steps.add(page.name, _kept(page, document, form, looked_at))
        case "step-rename":
            studio.steps.rename_step(page.name, step, form.get("value", ""))
        case "step-move":
            studio.steps.move(page.name, step, number(form.get("to", "")))
        case "step-remove":
            studio.steps.remove(page.name, step)
        case "step-back":
            studio.steps.bring_back(page.name, step)


def _kept(
    page: ModelPage, document: EditedFile, form: Form, looked_at: LookedAt | None
) -> KeptStep:
    """Return what a page shows as a step: a draft, a scenario, or the model as it is now."""
    snapshot = page.snapshot
    if page.live.problems or snapshot.reading.conflict is None:
        raise CountermoveError(
            "there is nothing to show of a model with mistakes.", advice="Mend them first."
        )
    large, _, claim = form.get("large", "").partition(":")
    chosen: dict[str, Any] = {"scenario": page.scenario, "reading": dict(page.chosen.reading)}
    name = form.get("called", "") or _suggested(page, looked_at)
    match large:
        case "draft" if looked_at and looked_at.large == "draft":
            return KeptStep(name, "draft", "draft", values=looked_at.values, **chosen)
        case "outcome" if looked_at and looked_at.large == "outcome":
            return _as_it_is(name, "outcome", page, document, chosen, values=looked_at.values)
        case "claim" if claim in table(snapshot.data, "claims"):
            return _as_it_is(name, "claim", page, document, chosen, claim=claim)
        case "answer" | "":
            return _as_it_is(name, "answer", page, document, chosen)
    raise CountermoveError("this can't be large in a step.", advice="Choose from the list.")


def _as_it_is(
    name: str,
    large: Large,
    page: ModelPage,
    document: EditedFile,
    chosen: Mapping[str, Any],
    **about: Any,
) -> KeptStep:
    """Return a step of a scenario or a reading, or else of the model as it is now."""
    if page.chosen:
        return KeptStep(name, "scenario", large, **about, **chosen)
    snapshot = page.snapshot
    parent = snapshot.version.parent
    before = document.text_of(parent) if parent is not None else ""
    said = snapshot.undo or ""
    return KeptStep(name, "edit", large, text=snapshot.text, before=before, said=said, **about)


def outcome_values(model: GraphModel | None, written: str) -> dict[str, str]:
    """Return what is kept of an outcome of a model: what is chosen in it, in graph form its id."""
    if model is None:
        raise CountermoveError("there is no answer yet.", advice="Wait for it, and keep it then.")
    states = model.states
    state = states.find(written)
    if model.conflict.is_graph_form:
        return {"": states.label(state)}
    return dict(zip(states.vocabulary.options, states.values(state), strict=True))
