"""Parties: who takes part, and what each can do; in a scenario what is otherwise there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from countermove.editing import choice_edits
from countermove.editing.edited_file import Snapshot
from countermove.errors import Path
from countermove.web.draft import at
from countermove.web.forms import Action, Form, PlainEdit
from countermove.web.page import ModelPage
from countermove.web.page_routes import PageRequest, Whole
from countermove.web.pages.follow_up.what_if import direct, variant
from countermove.web.party_lists import read_list
from countermove.web.studio import Studio


def _into_levels(here: Path, _: Form, data: Mapping[str, Any]) -> list[PlainEdit]:
    """Make what is done or not a choice of one among several."""
    return [edit.model_dump() for edit in choice_edits.into_levels(data, here)]


def _into_done_or_not(here: Path, _: Form, data: Mapping[str, Any]) -> list[PlainEdit]:
    """Make a choice between two levels something that is done or not."""
    return [edit.model_dump() for edit in choice_edits.into_done_or_not(data, here)]


def _order(here: Path, form: Form, data: Mapping[str, Any]) -> list[PlainEdit]:
    """Say whether levels go from the least to the most."""
    if form.get("value"):
        return [{"do": "put", "at": list(here), "value": True}]
    return [] if at(data, *here) is None else [{"do": "remove", "at": list(here)}]


ACTIONS: dict[str, Action] = {
    "direct": direct,
    "into-levels": _into_levels,
    "into-done-or-not": _into_done_or_not,
    "order": _order,
}

SAID = {
    "into-levels": "Make an option of {} a choice of one among several",
    "into-done-or-not": "Make a choice of {} something that is done or not",
}
"""What the history says of such edits."""

STEPS = {"": "To any level", "neighbour": "Only to the next level"}
"""Where one move leads an option with levels."""


def variables(page: ModelPage, studio: Studio) -> dict[str, Any]:
    """Return what a scenario says of each option, by its id and that of its party."""
    is_scenario = page.scenario and page.context
    options = variant(page, page.scenario)["options"] if is_scenario else []
    data = page.snapshot.data
    return {
        "steps": tuple(STEPS.items()),
        "uses": lambda here: choice_edits.uses_of(data, tuple(here)),
        "variant": {(option["option"].id, option["dm"]): option for option in options},
    }


def _add_list(asked: PageRequest, form: Form, seen: str) -> Snapshot:
    """Add the parties and options of a list."""
    now = asked.document.current()
    _, edits, said = read_list(now, form.get("value", ""), form.get("party", ""))
    return asked.document.edit(edits, seen, said) if edits else now


WHOLE: dict[str, Whole] = {"list": _add_list}
