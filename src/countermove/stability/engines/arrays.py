"""The engine on NumPy arrays: every state at once, without listing pairs of states.

It gives the same answers as the compiled kernels, in another way, and is there where those are not.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from countermove.graph.backward import least_replies_backward
from countermove.graph.bits import Bits
from countermove.graph.neighbours import Neighbours, Values, neighbours
from countermove.graph_model import GraphModel
from countermove.stability.engines.engine import Answers
from countermove.stability.registry import Replies

SWEEPS = 64
"""After so many rounds of sweeps the backward search, which is always linear, takes over."""


class ArrayEngine:
    """Finds the stable states of one graph model."""

    at_once = 1

    def __init__(self, model: GraphModel) -> None:
        self.model = model
        self._ranks: dict[str, Values] = {
            dm: model.levels(dm, "the engine 'numpy'").astype(np.int64)
            for dm in model.decision_makers
        }
        self._around: dict[str, Neighbours] = {
            dm: neighbours(model.moves_of[dm], self._ranks[dm]) for dm in model.decision_makers
        }

    def answer(
        self,
        decision_maker: str,
        replies: Replies,
        escapes: frozenset[bool],
        ask: Callable[[], None],
    ) -> Answers:
        """Find the states that are stable for a decision maker."""
        ranks = self._ranks[decision_maker]
        around = self._around[decision_maker]
        found: Answers = {}
        for escape in escapes:
            worth = ranks
            if replies != "none":
                label = np.maximum(ranks, around.most(ranks, nothing=-1)) if escape else ranks
                least = self._least_replies(decision_maker, label, replies == "credible", ask)
                worth = np.minimum(ranks, least)
            found[escape] = Bits.of(around.most(worth, nothing=-1) <= ranks)
        return found

    def _least_replies(
        self, decision_maker: str, label: Values, improving: bool, ask: Callable[[], None]
    ) -> Values:
        opponents = self.model.opponents(decision_maker)
        around = [self._around[dm] for dm in opponents]
        found = least_replies(label, around, improving=improving, ask=ask)
        if found is None:
            found = least_replies_backward(label, around, improving=improving, ask=ask)
        return found


def least_replies(
    label: Values,
    opponents: Sequence[Neighbours],
    *,
    improving: bool,
    ask: Callable[[], None] = lambda: None,
) -> Values | None:
    r"""Find for every state the least label at the end of a legal sequence of the opponents.

    ``first[j][t]`` is the least label over the sequences from ``t`` that begin with a move of
    ``j``. After that move only the others may go on, which is the rule that nobody moves twice
    in a row. Swept until nothing changes.
    """
    nothing = int(label.max()) + 1
    first = [np.full(len(label), nothing, dtype=np.int64) for _ in opponents]
    unsettled = [True] * len(opponents)
    for _ in range(SWEEPS):
        if not any(unsettled):
            break
        for j, around in enumerate(opponents):
            if not unsettled[j]:
                continue
            unsettled[j] = False
            ask()
            # What a move of j leads to: its end, or what the others make of it from there.
            others = [first[k] for k in range(len(opponents)) if k != j]
            ends = np.minimum.reduce([label, *others])
            found = around.least(ends, improving=improving, nothing=nothing)
            if not np.array_equal(found, first[j]):
                first[j] = found
                unsettled = [u or k != j for k, u in enumerate(unsettled)]
    if any(unsettled):
        return None
    return np.asarray(np.minimum.reduce([np.full(len(label), nothing), *first]))
