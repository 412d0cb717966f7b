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
from countermove.stability.play import Turns
from countermove.stability.registry import Replies, turns_of


class ArrayEngine:
    """Finds the stable states of one graph model; which replies count is said by `least`."""

    at_once = 1

    def __init__(self, model: GraphModel, least: Callable[..., Values] = least) -> None:
        self.model = model
        self._least = least
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
        return {
            escape: self.stable(decision_maker, turns_of(replies, escape), ask)
            for escape in escapes
        }

    def stable(self, decision_maker: str, turns: Turns, ask: Callable[[], None]) -> Bits:
        """Find the states that are stable for a decision maker with these turns."""
        worth, around = self.worth(decision_maker, turns, ask), self._around[decision_maker]
        return Bits.of(around.most(worth, nothing=-1) <= self._ranks[decision_maker])

    def worth(self, decision_maker: str, turns: Turns, ask: Callable[[], None]) -> Values:
        """Return how good an end one can make sure of that has moved to each state.

        It follows the turns after that move, the last first.
        """
        ranks = self._ranks[decision_maker]
        around = self._around[decision_maker]
        opponents = [self._around[dm] for dm in self.model.opponents(decision_maker)]
        worth = ranks
        for turn in reversed(turns[1:]):
            if turn.own:
                worth = np.maximum(ranks, around.most(worth, nothing=-1))
            else:
                left = self._least(worth, opponents, improving=turn.gaining, ask=ask)
                worth = np.minimum(ranks, left)
        return worth
