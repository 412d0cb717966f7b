"""Large models made of arrays, without a file: what is measured is solving, not writing models."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from countermove.graph.choices import Choices
from countermove.graph.moves import ArcMoves
from countermove.graph.states import States
from countermove.graph.unilateral import unilateral_moves
from countermove.graph_model import GraphModel
from countermove.model.conflict import Conflict
from countermove.preferences.ordinal import OrdinalPreference

FORMS = {
    "all feasible": {},
    "30 % infeasible": {"infeasible": 0.3},
    "half of the options one-way": {"one_way": True},
}


def dealt(options: int, decision_makers: int) -> list[int]:
    """Deal options evenly: how many each decision maker has."""
    return [len(range(k, options, decision_makers)) for k in range(decision_makers)]


def random_model(
    split: Sequence[int],
    *,
    infeasible: float = 0,
    one_way: bool = False,
    levels: int = 0,
    seed: int = 1,
) -> GraphModel:
    """Return a model with random rankings: no statement makes them orderly.

    Parameters
    ----------
    split : sequence of int
        How many options each decision maker has.
    infeasible : float
        The share of the choices that are infeasible, anywhere among them.
    one_way : bool
        Whether every second option of a decision maker may only be taken, or only be dropped.
    levels : int
        How many levels each ranking has, at most 65,536; strict rankings where none are given.
    seed : int
        The same model for the same number.
    """
    luck = np.random.default_rng(seed)
    directions = ("take", "both", "drop", "both") if one_way else ("both",)
    conflict = _conflict(split, directions)
    choices = Choices(sum(split))
    if infeasible:
        feasible = luck.random(len(choices), dtype=np.float32) >= infeasible
        choices = Choices(sum(split), np.flatnonzero(feasible).astype(choices.dtype))
    states = States(conflict, choices, None, len(choices))
    places = np.arange(len(states), dtype=np.uint16 if len(states) <= 1 << 16 else np.uint32)

    def ranks() -> NDArray[np.unsignedinteger]:
        if levels:
            return luck.integers(0, levels, len(states), dtype=np.uint16)
        return luck.permutation(places)

    return GraphModel(
        conflict,
        None,
        states,
        {dm: unilateral_moves(states, dm) for dm in conflict.decision_makers},
        {dm: OrdinalPreference(ranks()) for dm in conflict.decision_makers},
    )


def winding(opponents: int) -> GraphModel:
    """Return the longest chain of improvements in option form.

    Opponents of one option each improve along a Gray code through all that they can do, each step
    by another one, and only its end deters the focal decision maker from taking its own option.
    """
    conflict = _conflict([1] * (1 + opponents), ("both",))
    focal, *others = conflict.decision_makers
    states = States(conflict, Choices(1 + opponents), None, 2 << opponents)
    steps = np.arange(1 << opponents)
    code = steps ^ steps >> 1
    ranks = {focal: np.zeros(len(states), dtype=np.uint16)}
    ranks[focal][1::2] = 1
    ranks[focal][code[-1] << 1 | 1] = 0
    for k, dm in enumerate(others):
        ranks[dm] = np.zeros(len(states), dtype=np.uint16)
        ranks[dm][code[1:][code[1:] ^ code[:-1] == 1 << k] << 1 | 1] = 1
    return GraphModel(
        conflict,
        None,
        states,
        {dm: unilateral_moves(states, dm) for dm in conflict.decision_makers},
        {dm: OrdinalPreference(ranks[dm]) for dm in conflict.decision_makers},
    )


def random_graph(states: int, moves: int, decision_makers: int, seed: int = 1) -> GraphModel:
    """Return a model in graph form with moves anywhere, and strict random rankings."""
    luck = np.random.default_rng(seed)
    parties = [f"dm{k}" for k in range(decision_makers)]
    conflict = Conflict.model_validate(
        {
            "format": "countermove/1",
            "title": "Random graph",
            "decision_makers": {dm: {"name": dm} for dm in parties},
            "states": {"first": "…", "last": "…"},
            "preferences": {dm: {"statements": []} for dm in parties},
        }
    )

    def arcs() -> ArcMoves:
        pairs = luck.integers(0, states, (moves // decision_makers, 2))
        return ArcMoves.of_pairs(pairs[pairs[:, 0] != pairs[:, 1]], states)

    places = np.arange(states, dtype=np.uint32)
    return GraphModel(
        conflict,
        None,
        States(conflict, Choices(0, np.empty(0, dtype=np.uint32)), None, states),
        {dm: arcs() for dm in parties},
        {dm: OrdinalPreference(luck.permutation(places)) for dm in parties},
    )


def _conflict(split: Sequence[int], directions: Sequence[str]) -> Conflict:
    parties = {}
    for k, count in enumerate(split):
        options = {
            f"o{k}_{n}": {"text": "…", "moves": directions[n % len(directions)]}
            for n in range(count)
        }
        parties[f"dm{k}"] = {"name": f"Decision maker {k}", "options": options}
    return Conflict.model_validate(
        {
            "format": "countermove/1",
            "title": f"Random, options dealt {', '.join(map(str, split))}",
            "decision_makers": parties,
            "preferences": {dm: {"statements": []} for dm in parties},
        }
    )
