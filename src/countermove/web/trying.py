"""A first try, for those who have never seen the app: one wish is removed, and a claim turns."""

from __future__ import annotations

from collections.abc import Mapping

from countermove.web.page import Message

CASE = "talks-2025"
PAGE = "preferences?party=europe&try=wish"
"""On which page of a copy of the case it begins."""

_SAYS = (
    "Try it: take Europe's first wish away (×), to guarantee only what it sat at the table for. "
    "In the answer a claim turns: a deal made behind Europe's back could work then. Undo takes it "
    "back."
)


def told(query: Mapping[str, str]) -> Message | None:
    """Say what to do, where an address is that of the first try."""
    return Message(_SAYS, "told") if query.get("try") == "wish" else None
