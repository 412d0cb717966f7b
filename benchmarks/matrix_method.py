"""The matrix method, to compare with: stability as products of 0-1 matrices.

Written from its publications, vectorised, on the machine's BLAS, and favoured where they leave a
choice: the search for sequences ends when nothing new is found, and only one full product is made
for each concept. (Xu, H., Hipel, K. W. and Kilgour, D. M. (2009). Matrix representation of solution
concepts in multiple-decision-maker graph models. IEEE Transactions on Systems, Man, and Cybernetics
A 39(1), 96-108. https://doi.org/10.1109/TSMCA.2009.2007994)
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from countermove.graph.moves import FibreMoves
from countermove.graph_model import GraphModel

Matrix = NDArray[np.bool_]


def stable_states(model: GraphModel) -> dict[str, dict[str, NDArray[np.bool_]]]:
    """Find the stable states of every decision maker under the five concepts."""
    moves = {dm: _adjacency(model, dm) for dm in model.decision_makers}
    ranks = {dm: preference.ranks for dm, preference in model.preferences.items()}
    # Column by row: better[dm][s, q] says that q is better than s.
    better = {dm: rank[None, :] > rank[:, None] for dm, rank in ranks.items()}
    improving = {dm: moves[dm] & better[dm] for dm in moves}
    stable: dict[str, dict[str, NDArray[np.bool_]]] = {
        code: {} for code in ("NASH", "SEQ", "SSEQ", "GMR", "SMR")
    }
    for i, own in moves.items():
        others = [dm for dm in moves if dm != i]
        tempted, not_better = improving[i], ~better[i]
        # No escape: q isn't better than s, and neither is whatever i can still move to from q.
        no_escape = not_better & ~_product(better[i], own.T)
        any_reply = _sequences([moves[j] for j in others])
        credible = _sequences([improving[j] for j in others])
        stable["NASH"][i] = ~tempted.any(axis=1)
        for code, replies, deterring in (
            ("GMR", any_reply, not_better),
            ("SMR", any_reply, no_escape),
            ("SEQ", credible, not_better),
            ("SSEQ", credible, no_escape),
        ):
            sanctioned = _product(replies, deterring.T).T  # by s and s1
            stable[code][i] = ~(tempted & ~sanctioned).any(axis=1)
    return stable


def _sequences(moves: Sequence[Matrix]) -> Matrix:
    """Return where the legal sequences lead in which nobody moves twice in a row."""
    found = [step.copy() for step in moves]
    last = [step.copy() for step in moves]
    while any(step.any() for step in last):
        following = []
        for j, step in enumerate(moves):
            rest = [last[k] for k in range(len(moves)) if k != j]
            ends = np.logical_or.reduce(rest) if rest else np.zeros_like(step)
            following.append(_product(step, ends) & ~found[j])
        for j, new in enumerate(following):
            found[j] |= new
        last = following
    return np.logical_or.reduce(found)


def _product(left: Matrix, right: Matrix) -> Matrix:
    return (left.astype(np.float32) @ right.astype(np.float32)) > 0.5


def _adjacency(model: GraphModel, dm: str) -> Matrix:
    moves = model.moves_of[dm]
    assert isinstance(moves, FibreMoves)
    same = moves.fibre[:, None] == moves.fibre[None, :]
    gone = moves.progress
    adjacency = same & (gone[:, None] & gone[None, :] == gone[:, None])
    np.fill_diagonal(adjacency, False)
    return adjacency
