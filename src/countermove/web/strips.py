"""Outcomes as little strips: a square for each option, grouped by party."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from countermove.graph_model import GraphModel
from countermove.model.conflict import Conflict
from countermove.model.parts import Option
from countermove.model.patterns import OPEN
from countermove.report.phrases import numbered

Strip = list[list[tuple[str, int]]]
"""For each party the sign of each of its options, and its own place."""


def strip_of(conflict: Conflict, values: Sequence[str]) -> Strip:
    """Return what is chosen on every option, party by party; of a level its number."""
    each = iter(values)
    return [
        [(_sign(option, next(each)), party) for option in details.options.values()]
        for party, details in enumerate(conflict.decision_makers.values())
        if values and details.options
    ]


def _sign(option: Option, value: str) -> str:
    levels = list(option.levels)
    return str(levels.index(value) + 1) if value in levels else value if not levels else OPEN


def drawn(model: GraphModel, state: int) -> dict[str, Any]:
    """Return an outcome as it is drawn: its mark, what it is in words, and its strip."""
    lead, text = numbered(model, state)
    strip = strip_of(model.conflict, model.states.values(state))
    return {"lead": lead, "text": text, "strip": strip}
