"""The searches for all the kinds of legal sequences that are asked about."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from countermove.graph.reach import RULES, Reach, search
from countermove.graph.weighted_moves import WeightedArcs, WeightedMoves
from countermove.graph_model import GraphModel
from countermove.preferences.relations import Truth
from countermove.progress import Follow, Progress, tell


def search_all(
    model: GraphModel, start: int, kinds: Sequence[str], follow: Follow | None = None
) -> dict[str, Reach]:
    """Search once for each kind of sequences; improvements are the first phase of another."""
    states, makers = len(model.states), len(model.decision_makers)
    steps = {dm: _weighted(model, dm) for dm in model.decision_makers}
    searched = [k for k in kinds if k != "improvements" or "one-countermove" not in kinds]
    found: dict[str, Reach] = {}
    for number, kind in enumerate(searched):
        every = states * makers * (2 if kind == "one-countermove" else 1)

        def ask(reached: int, number: int = number, every: int = every) -> None:
            share = (number + reached / every) / len(searched)
            tell(follow, Progress(share, states, doing="Following the moves"))

        found[kind] = search(steps, start, states, RULES[kind], ask)
    if "improvements" in kinds and "one-countermove" in kinds:
        found["improvements"] = found["one-countermove"].first_phase()
    return {kind: found[kind] for kind in kinds}


def _weighted(model: GraphModel, dm: str) -> WeightedMoves:
    """Return the moves of a decision maker; improvements are those that it is known to gain by."""
    moves, preference = model.moves_of[dm], model.preferences[dm]
    if (ranks := model.levels_or_none(dm)) is not None:
        return moves.weighted(ranks.astype(np.int64))
    lists = moves.listed().lists
    gains = [
        preference.better(lists[state], state) == Truth.YES for state in range(len(model.states))
    ]
    return WeightedArcs(lists, np.concatenate(gains))
