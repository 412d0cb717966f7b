"""The states that a decision maker sees, beside the states that there are."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from countermove.errors import ModelError, Path, Problem
from countermove.graph.bits import Bits
from countermove.graph.choices import Codes
from countermove.graph.feasible import feasible_states
from countermove.graph.region import Positions, Region
from countermove.graph.states import States
from countermove.model.conflict import Conflict


@dataclass(frozen=True, eq=False)
class SeenStates:
    """What a view makes of the states of a model."""

    states: States
    true_of: Positions
    projection: Positions
    recognised: Bits

    @cached_property
    def has_projection(self) -> Bits:
        """The states of the model of which something is seen."""
        return Bits.of(self.projection >= 0)

    def as_true(self, seen: Region) -> Region:
        """Return the states of the model whose projection is in a set of seen states."""
        found = np.zeros(len(self.projection), dtype=bool)
        visible = self.projection >= 0
        found[visible] = seen.mask()[self.projection[visible]]
        return Bits.of(found)


def seen_states(true: States, seen: Conflict, unknown: int, path: Path) -> SeenStates:
    """Find the states that are seen in a view, and what is seen of each state of the model."""
    try:
        states = _some_states(seen)
    except ModelError as error:
        problem = Problem(
            "no outcome is feasible as it is seen here.",
            path,
            "Let more options be known, or fewer outcomes be infeasible.",
        )
        raise ModelError(*true.conflict.locate(problem)) from error
    if seen.is_graph_form:
        return _in_graph_form(true, states)
    codes = true.choices.codes()
    known = codes & codes.dtype.type(~unknown & (1 << true.choices.bits) - 1)
    target = _positions(states, true.layout.laid_out(known, states.layout))
    as_is = (target >= 0) & (codes & codes.dtype.type(unknown) == 0)
    own = np.flatnonzero(as_is)
    true_of = np.empty(len(states), dtype=np.intp)
    true_of[target[own]] = own if true.member_of is None else true.member_of[own]
    if true.member_of is None:
        return SeenStates(states, true_of, target, Bits.of(as_is))
    # A coalesced state is seen where all that it stands for looks like one and the same state.
    projection, recognised = target[true.first], as_is[true.first]
    for state, members in true.joined.items():
        if (target[members] != projection[state]).any():
            projection[state] = -1
        recognised[state] = as_is[members].all()
    return SeenStates(states, true_of, projection, Bits.of(recognised))


def _some_states(seen: Conflict) -> States:
    if not seen.states and not any(party.options for party in seen.decision_makers.values()):
        raise ModelError("no outcome is left.")
    return feasible_states(seen)


def _positions(states: States, codes: Codes) -> Positions:
    """Return the state that each of some choices belongs to, -1 where it isn't feasible."""
    found = states.choices.positions(codes)
    if states.member_of is not None:
        found = np.where(found >= 0, states.member_of[found].astype(np.intp), -1)
    return np.asarray(found, dtype=np.intp)


def _in_graph_form(true: States, states: States) -> SeenStates:
    projection = np.array([states.by_id.get(state, -1) for state in true.by_id], dtype=np.intp)
    return SeenStates(states, np.flatnonzero(projection >= 0), projection, Bits.of(projection >= 0))
