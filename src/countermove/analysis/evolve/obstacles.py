"""Why no sequence of moves leads to a state, where that is plain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from countermove.graph.reach import Reach
from countermove.graph_model import GraphModel

Kind = Literal["one-way", "never changed", "nobody leaves", "nobody arrives"]


@dataclass(frozen=True, slots=True)
class Obstacle:
    """A plain reason why a state can't be reached.

    Parameters
    ----------
    kind : str
        ``one-way``: options would have to be changed that can't be, or not in this direction.
        ``nobody leaves``: there is no move of this kind from the start. ``nobody arrives``: there
        is none to the state. ``never changed``: options would have to be changed that no sequence
        of such moves changes.
    options : tuple of str
        The full names of the options in question.
    """

    kind: Kind
    options: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        data: dict[str, Any] = {"kind": self.kind}
        return data | ({"options": list(self.options)} if self.options else {})


def obstacle(model: GraphModel, reach: Reach, state: int) -> Obstacle | None:
    """Find a plain reason why a state isn't reached."""
    differing = _differing(model, reach.start, state)
    options = model.states.vocabulary.options
    ways = {True: ("both", "take"), False: ("both", "drop")}
    barred = [name for name, taken in differing.items() if options[name].moves not in ways[taken]]
    if barred:
        return Obstacle("one-way", tuple(barred))
    if reach.reached.count() == 1:
        return Obstacle("nobody leaves")
    if not any(
        step.origins(state, rule.which).size
        for step in reach.steps.values()
        for rule in reach.rules
    ):
        return Obstacle("nobody arrives")
    names = list(options)
    never = []
    for name, taken in differing.items():
        column = model.states.choices.column(names.index(name))
        if not (reach.reached & (column if taken else ~column)).any():
            never.append(name)
    return Obstacle("never changed", tuple(never)) if never else None


def _differing(model: GraphModel, start: int, state: int) -> dict[str, bool]:
    """Return the options that two states differ in, and whether the second takes them.

    Coalesced states are left out: an option may be left open there, and change by itself.
    """
    states = model.states
    if states.is_coalesced or model.conflict.is_graph_form:
        return {}
    before, after = states.pattern(start), states.pattern(state)
    options = states.vocabulary.options
    pairs = zip(options, before, after, strict=True)
    return {name: new == "Y" for name, old, new in pairs if old != new}
