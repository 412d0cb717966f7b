"""Outcomes as little strips: a square for each option, grouped by party."""

from __future__ import annotations

from dataclasses import dataclass

from countermove.model.conflict import Conflict


@dataclass(frozen=True, slots=True)
class Cell:
    """An option in an outcome."""

    sign: str
    party: int


def strip_of(conflict: Conflict, pattern: str) -> tuple[tuple[Cell, ...], ...]:
    """Return the options of a pattern, party by party."""
    signs = iter(pattern)
    found = []
    for party, details in enumerate(conflict.decision_makers.values()):
        if pattern and details.options:
            found.append(tuple(Cell(next(signs), party) for _ in details.options))
    return tuple(found)
