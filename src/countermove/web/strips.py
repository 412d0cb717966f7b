"""Outcomes as little strips: a square for each option, grouped by party."""

from __future__ import annotations

from dataclasses import dataclass

from countermove.model.conflict import Conflict


@dataclass(frozen=True, slots=True)
class Cell:
    """An option in an outcome.

    Parameters
    ----------
    sign : str
        ``Y`` taken, ``N`` not taken, ``-`` either.
    party : int
        The number of the party whose option it is, from 0.
    """

    sign: str
    party: int


def strip_of(conflict: Conflict, pattern: str) -> tuple[tuple[Cell, ...], ...]:
    """Return the options of a pattern, party by party.

    Parameters
    ----------
    conflict : Conflict
        The model.
    pattern : str
        ``Y``, ``N`` or ``-`` for each option; empty in graph form.
    """
    signs = iter(pattern)
    found = []
    for party, details in enumerate(conflict.decision_makers.values()):
        if pattern and details.options:
            found.append(tuple(Cell(next(signs), party) for _ in details.options))
    return tuple(found)
