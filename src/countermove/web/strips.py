"""Outcomes as little strips: a square for each option, grouped by party."""

from __future__ import annotations

from typing import Any

from countermove.graph_model import GraphModel
from countermove.model.conflict import Conflict
from countermove.report.phrases import numbered

Strip = list[list[tuple[str, int]]]
"""For each party the sign of each of its options, and its own place."""


def strip_of(conflict: Conflict, pattern: str) -> Strip:
    """Return the options of a pattern, party by party."""
    signs = iter(pattern)
    return [
        [(next(signs), party) for _ in details.options]
        for party, details in enumerate(conflict.decision_makers.values())
        if pattern and details.options
    ]


def drawn(model: GraphModel, state: int) -> dict[str, Any]:
    """Return an outcome as it is drawn: its mark, what it is in words, and its strip."""
    lead, text = numbered(model, state)
    strip = strip_of(model.conflict, model.states.pattern(state))
    return {"lead": lead, "text": text, "strip": strip}
