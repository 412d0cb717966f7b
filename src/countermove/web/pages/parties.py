"""Parties: who takes part, and what each can do; in a scenario what is otherwise there."""

from __future__ import annotations

from typing import Any

from countermove.editing.edited_file import Snapshot
from countermove.web.forms import Form
from countermove.web.page import ModelPage
from countermove.web.page_routes import PageRequest, Whole
from countermove.web.pages.follow_up.what_if import direct, variant
from countermove.web.party_lists import read_list
from countermove.web.studio import Studio

ACTIONS = {"direct": direct}


def variables(page: ModelPage, studio: Studio) -> dict[str, Any]:
    """Return what a scenario says of each option, by its id and that of its party."""
    is_scenario = page.scenario and page.context
    options = variant(page, page.scenario)["options"] if is_scenario else []
    return {"variant": {(option["id"], option["dm"]): option for option in options}}


def _add_list(asked: PageRequest, form: Form, seen: str) -> Snapshot:
    """Add the parties and options of a list."""
    now = asked.document.current()
    _, edits, said = read_list(now, form.get("value", ""), form.get("party", ""))
    return asked.document.edit(edits, seen, said) if edits else now


WHOLE: dict[str, Whole] = {"list": _add_list}
