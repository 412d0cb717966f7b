"""Parties: who takes part, and what each can do; in a scenario what is otherwise there."""

from __future__ import annotations

from typing import Any

from countermove.web.page import Page
from countermove.web.pages.follow_up.what_if import direct, variants
from countermove.web.studio import Studio

ACTIONS = {"direct": direct}


def variables(page: Page, studio: Studio) -> dict[str, Any]:
    """Return what a scenario says of each option, by its id and that of its party."""
    found = next((one for one in variants(page) if one.id == page.scenario), None)
    own = found.parties if found and page.context else ()
    return {"variant": {(option.id, dm.id): option for dm in own for option in dm.options}}
