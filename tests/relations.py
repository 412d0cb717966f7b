"""A kind of preference that is three relations and no more, in circles and with pairs left open.

It isn't one of the program's. What works without an order is tried with it, and what needs one has
to refuse it.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

from countermove.errors import Path
from countermove.graph.bits import Bits
from countermove.graph.states import States
from countermove.graph_model import GraphModel
from countermove.model.preference import Preference
from countermove.preferences.registry import relations_of
from countermove.preferences.relations import Relations

BETTER, WORSE, ALIKE, OPEN = range(4)

Matrix = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class OpenPreference(Relations):
    """Three relations, each a matrix of targets by states."""

    tempting: Matrix
    deterring: Matrix
    believed: Matrix

    def tempts(self, targets: NDArray[np.intp], state: int) -> Matrix:
        return self.tempting[targets, state]

    def deters(self, targets: NDArray[np.intp], state: int) -> Matrix:
        return self.deterring[targets, state]

    def credible(self, targets: NDArray[np.intp], state: int) -> Matrix:
        return self.believed[targets, state]


def open_preference(judged: NDArray[np.int64], *, counts: bool = False) -> OpenPreference:
    """Make one of what is judged of each pair; what is open counts twice over, or not at all.

    Counted, it tempts and deters; else it does neither (extensions c and b of Li, Hipel, Kilgour
    and Fang 2004). Either way others believe in a move to it.
    """
    is_open = judged == OPEN
    better, no_better = judged == BETTER, (judged == WORSE) | (judged == ALIKE)
    return OpenPreference(
        better | (is_open & counts), no_better | (is_open & counts), better | is_open
    )


def drawn_preference(states: int, seed: int, *, counts: bool) -> OpenPreference:
    """Draw one: every pair is judged by itself, so that nothing need be transitive."""
    drawn = np.random.default_rng(seed).integers(0, 4, (states, states))
    turned = np.array([WORSE, BETTER, ALIKE, OPEN])[drawn.T]
    judged = np.where(np.tri(states, k=-1, dtype=bool), drawn, turned)
    np.fill_diagonal(judged, ALIKE)
    return open_preference(judged, counts=counts)


@st.composite
def opened(draw: st.DrawFn, models: st.SearchStrategy[GraphModel]) -> GraphModel:
    """Give models in which somebody's preference is of this kind, or everybody's."""
    model = draw(models)
    among = draw(st.sets(st.sampled_from(model.decision_makers), min_size=1))
    changed = {
        dm: drawn_preference(
            len(model.states), draw(st.integers(0, 1 << 30)), counts=draw(st.booleans())
        )
        for dm in model.decision_makers
        if dm in among
    }
    return replace(model, preferences=model.preferences | changed)


def drawn_from(seed: int) -> Callable[..., Relations]:
    """Return what reads preferences so: some as they are written, the others drawn."""

    def read(
        states: States, written: Preference, path: Path, only: Bits | None = None
    ) -> Relations:
        own = zlib.crc32(f"{seed} {path}".encode())
        if own % 4 == 0:
            return relations_of(states, written, path, only)
        return drawn_preference(len(states), own, counts=bool(own & 4))

    return read
