r"""The explicit engine: every state at once, by arrays, without listing pairs of states.

With ranks :math:`v_i` every sanctioned concept is one inequality. Let :math:`\ell(s_2)` be the
label of a reply, the best that is left to :math:`i` there: :math:`v_i(s_2)`, or with escape the
greatest :math:`v_i` over :math:`s_2` and :math:`R_i(s_2)`. Let :math:`L(s_1)` be the least label
over all legal replies to :math:`s_1`. A move to :math:`s_1` is then worth
:math:`\min(v_i(s_1), L(s_1))`, and :math:`s` is stable when no move is worth more than
:math:`v_i(s)`:

.. math:: \max_{s_1 \in R_i(s)} \min(v_i(s_1), L(s_1)) \le v_i(s) .

The moves that aren't improvements need not be left out, because they are worth at most
:math:`v_i(s)`.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from countermove.graph_model import GraphModel
from countermove.stability.engines.backward import least_replies_backward
from countermove.stability.engines.neighbours import Neighbours, Values, neighbours
from countermove.stability.registry import SolutionConcept

SWEEPS = 64
"""After so many rounds of sweeps the backward search, which is always linear, takes over."""


class ExplicitEngine:
    """Finds the stable states of one graph model.

    Parameters
    ----------
    model : GraphModel
        The model.
    """

    def __init__(self, model: GraphModel) -> None:
        self.model = model
        self._ranks: dict[str, Values] = {
            dm: model.preferences[dm].ranks.astype(np.int64) for dm in model.decision_makers
        }
        self._around: dict[str, Neighbours] = {
            dm: neighbours(model.moves_of[dm], self._ranks[dm]) for dm in model.decision_makers
        }

    def stable(self, concept: SolutionConcept, decision_maker: str) -> NDArray[np.bool_]:
        """Say which states are stable for a decision maker under a sanctioned concept.

        Returns
        -------
        ndarray of bool, shape (states,)
        """
        ranks = self._ranks[decision_maker]
        around = self._around[decision_maker]
        worth = ranks
        if concept.replies != "none":
            label = np.maximum(ranks, around.most(ranks, nothing=-1)) if concept.escape else ranks
            replies = self._least_replies(decision_maker, label, concept.replies == "credible")
            worth = np.minimum(ranks, replies)
        return np.asarray(around.most(worth, nothing=-1) <= ranks)

    def _least_replies(self, decision_maker: str, label: Values, improving: bool) -> Values:
        opponents = self.model.opponents(decision_maker)
        around = [self._around[dm] for dm in opponents]
        found = least_replies(label, around, improving=improving)
        return (
            least_replies_backward(label, around, improving=improving) if found is None else found
        )


def least_replies(
    label: Values, opponents: Sequence[Neighbours], *, improving: bool
) -> Values | None:
    r"""Find for every state the least label at the end of a legal sequence of the opponents.

    ``first[j][t]`` is the least label over the sequences from ``t`` that begin with a move of
    ``j``. After that move only the others may go on, which is the rule that nobody moves twice
    in a row. Swept until nothing changes.

    Parameters
    ----------
    label : ndarray of int, shape (states,)
        What each reply leaves to the focal decision maker.
    opponents : sequence of Neighbours
        Those who may move.
    improving : bool
        Whether only their improvements count.

    Returns
    -------
    ndarray of int, shape (states,), or None
        One more than the greatest label where there is no reply; None when the sequences are so
        long that another way is faster.
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
