"""Why no sequence of moves leads to a state, where that is plain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from countermove.graph.reach import Reach
from countermove.graph_model import GraphModel
from countermove.model.levels import may_become
from countermove.model.parts import Option

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
        of such moves changes to what they are there.
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
    barred = [
        name for name, (old, new) in differing.items() if not _may_come(options[name], old, new)
    ]
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
    states, places = model.states, model.states.vocabulary.places
    never = []
    for name, (_, new) in differing.items():
        if not (
            reach.reached & states.layout.matching(states.choices, {places[name]: (new,)})
        ).any():
            never.append(name)
    return Obstacle("never changed", tuple(never)) if never else None


def _may_come(option: Option, old: int, new: int) -> bool:
    """Say whether moves, one or more, may lead an option from one of its values to another."""
    once = option.model_copy(update={"steps": "any"})
    return may_become(once, old, new)


def _differing(model: GraphModel, start: int, state: int) -> dict[str, tuple[int, int]]:
    """Return the options that two states differ in, with their values in both, by their places.

    Coalesced states are left out: an option may be left open there, and change by itself.
    """
    states = model.states
    if states.is_coalesced or model.conflict.is_graph_form:
        return {}
    before, after = (states.layout.values(states.choices.code(s)) for s in (start, state))
    each = zip(states.vocabulary.options, before, after, strict=True)
    return {name: (old, new) for name, old, new in each if old != new}
