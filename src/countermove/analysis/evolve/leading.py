"""Whether anything leads from the status quo to what holds: gains alone, other moves, nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from countermove.analysis.evolve.searching import search_all
from countermove.analysis.state_lists import numbers
from countermove.graph.region import Region
from countermove.graph_model import GraphModel
from countermove.progress import Follow

MOST_STATES = 1 << 16
"""Up to so many states it is looked at with every solution; `evolve` goes on from there."""

Leads = Literal["start", "improvements", "moves", "nothing"]
"""What leads from the status quo to a state: it is the state itself; moves by which every mover
gains; only moves of which one at least isn't such a gain; or nothing."""


@dataclass(frozen=True, eq=False)
class Leading:
    """What leads from the status quo to each state.

    Parameters
    ----------
    model : GraphModel
        The model.
    start : int
        The position of the status quo.
    improvements : Region
        The set of the states that improvements alone lead to, the status quo among them.
    moves : Region
        The set of those that any legal moves lead to, the status quo among them.
    """

    model: GraphModel = field(repr=False)
    start: int = field(repr=False)
    improvements: Region
    moves: Region

    def to(self, state: int) -> Leads:
        """Return what leads to the state at a position."""
        state = self.model.states.position(state)
        if state == self.start:
            return "start"
        if state in self.improvements:
            return "improvements"
        return "moves" if state in self.moves else "nothing"

    def to_any(self, states: Region) -> Leads:
        """Return what leads to one of some states at least: what asks least of the movers."""
        if self.start in states:
            return "start"
        if (states & self.improvements).any():
            return "improvements"
        return "moves" if (states & self.moves).any() else "nothing"

    def to_all(self, states: Region) -> Leads | None:
        """Return what leads to each of some states; None where they aren't alike."""
        count = states.count()
        if (states & self.improvements).count() == count:
            return "improvements"
        reached = (states & self.moves).count()
        if not reached:
            return "nothing"
        return "moves" if reached == count and not (states & self.improvements).any() else None

    def to_dict(self, states: Region) -> dict[str, Any]:
        """Return it for some states as plain data: their numbers, by what leads to them."""
        of = self.model.states
        return {
            "from": of.number(self.start),
            "improvements": numbers(of, states & self.improvements),
            "moves": numbers(of, states & self.moves & ~self.improvements),
            "nothing": numbers(of, states & ~self.moves),
        }


def leading(model: GraphModel, follow: Follow | None = None) -> Leading | None:
    """Find what leads from the status quo to each state.

    >>> from countermove import build, load
    >>> found = leading(build(load("elmira")))
    >>> found.to(6), found.to(7)
    ('improvements', 'moves')
    """
    start = model.states.status_quo
    if start is None or len(model.states) > MOST_STATES:
        return None
    found = search_all(model, start, ("improvements", "moves"), follow)
    return Leading(model, start, found["improvements"].reached, found["moves"].reached)
