"""The searches for all the kinds of legal sequences that are asked about."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from countermove.graph.neighbours import Lists
from countermove.graph.reach import RULES, Reach, search
from countermove.graph.weighted_moves import ArcStep, WeightedMoves, step
from countermove.graph_model import GraphModel
from countermove.preferences.relations import Truth
from countermove.progress import Follow, Progress, tell


def search_all(
    model: GraphModel, start: int, kinds: Sequence[str], follow: Follow | None = None
) -> dict[str, Reach]:
    """Search once for each kind of sequences; improvements are the first phase of another."""
    states, makers = len(model.states), len(model.decision_makers)
    steps = {dm: _step(model, dm) for dm in model.decision_makers}
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


def _step(model: GraphModel, dm: str) -> WeightedMoves:
    """Return the moves of a decision maker; improvements are those that it is known to gain by."""
    moves, preference, states = model.moves_of[dm], model.preferences[dm], len(model.states)
    if preference.levels is not None:
        return step(moves, preference.levels.astype(np.int64), states)
    targets = [moves.reachable(state) for state in range(states)]
    gains = [preference.better(ends, state) == Truth.YES for state, ends in enumerate(targets)]
    offsets = np.cumsum([0, *map(len, targets)])
    return ArcStep(Lists(offsets, np.concatenate(targets)), np.concatenate(gains))
