"""Parties: who takes part, and what each can do; in a scenario what is otherwise there."""

from __future__ import annotations

from typing import Any

from countermove.web.page import ModelPage
from countermove.web.pages.follow_up.what_if import direct, variants
from countermove.web.studio import Studio

ACTIONS = {"direct": direct}


def variables(page: ModelPage, studio: Studio) -> dict[str, Any]:
    """Return what a scenario says of each option, by its id and that of its party."""
    here = [page.scenario] if page.scenario and page.context else []
    own = [dm for found in variants(page, here) for dm in found.parties]
    return {"variant": {(option.id, dm.id): option for dm in own for option in dm.options}}
