"""The lines of the graph: the moves among some states, the two ways of a move as one line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from countermove.graph.choices import Codes
from countermove.graph.layout import differing
from countermove.graph.region import Positions
from countermove.graph_model import GraphModel


@dataclass(frozen=True, slots=True)
class MoveLine:
    """A move of one decision maker, and the move back where that counts, too.

    It is one-way where there is no move back, whether it would count or not.
    """

    decision_maker: str
    origin: int
    target: int
    improves: bool
    back: bool | None
    changed: int
    one_way: bool


def lines_among(
    model: GraphModel,
    states: Sequence[int],
    decision_makers: Sequence[str],
    *,
    improvements: bool = False,
) -> list[MoveLine]:
    """Return the moves among some states as lines."""
    shown = np.array(sorted(states), dtype=np.intp)
    found: list[MoveLine] = []
    for dm in decision_makers:
        ways: dict[tuple[int, int], tuple[bool, int]] = {}
        for state in shown.tolist():
            targets = model.moves_of[dm].among(state, shown)
            tempting = model.preferences[dm].tempts(targets, state)
            changed = changes(model, state, targets)
            each = zip(targets.tolist(), tempting.tolist(), changed.tolist(), strict=True)
            ways |= {(state, target): (improves, many) for target, improves, many in each}
        every = _joined(dm, ways)
        found += filter(None, map(_improving, every)) if improvements else every
    return found


def _improving(line: MoveLine) -> MoveLine | None:
    """Return what of a line is an improvement; the better way comes first."""
    return replace(line, back=line.back or None) if line.improves else None


def changes(model: GraphModel, state: int, others: Positions) -> Positions:
    """Return for other states how many options are not as in one; 0 in graph form."""
    if model.conflict.is_graph_form:
        return np.zeros(len(others), dtype=np.intp)
    own = int(_codes(model, np.array([state], dtype=np.intp))[0])
    masks = [field.mask for field in model.states.layout.fields]
    return differing(masks, _codes(model, others), own).astype(np.intp)


def _codes(model: GraphModel, states: Positions) -> Codes:
    """Return what is done in some states as binary numbers; of coalesced states the first."""
    of = model.states
    return of.choices.at(states if of.member_of is None else of.first[states])


def _joined(dm: str, ways: dict[tuple[int, int], tuple[bool, int]]) -> list[MoveLine]:
    found = []
    for (origin, target), (improves, changed) in ways.items():
        back, _ = ways.get((target, origin), (None, 0))
        is_second = back is not None and (improves, target) < (back, origin)
        if not is_second:
            found.append(MoveLine(dm, origin, target, improves, back, changed, back is None))
    return found
