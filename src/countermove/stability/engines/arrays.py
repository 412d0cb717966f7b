"""The engine on NumPy arrays: every state at once, without listing pairs of states.

It gives the same answers as the compiled kernels, in another way, and is there where those are not.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from countermove.graph.bits import Bits
from countermove.graph.lists import Values
from countermove.graph.neighbours import Neighbours
from countermove.graph.sequences import least
from countermove.graph_model import GraphModel
from countermove.stability.engines.engine import Answers
from countermove.stability.registry import Replies


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
            dm: model.moves_of[dm].neighbours(self._ranks[dm]) for dm in model.decision_makers
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
                opponents = [self._around[dm] for dm in self.model.opponents(decision_maker)]
                left = least(label, opponents, improving=replies == "credible", ask=ask)
                worth = np.minimum(ranks, left)
            found[escape] = Bits.of(around.most(worth, nothing=-1) <= ranks)
        return found
