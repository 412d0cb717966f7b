"""Random models from a seed, without Hypothesis: many and small, in a moment."""

from __future__ import annotations

import random
from functools import cache

from countermove.building import build
from countermove.graph.feasible import feasible_states
from countermove.graph_model import GraphModel
from countermove.model.conflict import Conflict
from models import Data, ranked

DIRECTIONS = ("both", "both", "both", "take", "drop", "fixed")


def seeded_model(seed: int) -> GraphModel:
    """Return a model: every third in graph form, every third coalesced where that is possible."""
    return build(Conflict.model_validate(_data(seed)))


@cache
def size_of(seed: int) -> tuple[int, int]:
    """Return how many states and decision makers a model has, without building it."""
    first, *others = _data(seed)["preferences"].values()
    return sum(map(len, first["ranking"])), 1 + len(others)


def _data(seed: int) -> Data:
    luck = random.Random(seed)
    return _graph(luck) if seed % 3 == 0 else _options(luck, coalesced=seed % 3 == 1)


def _ranks(luck: random.Random, count: int) -> list[int]:
    levels = luck.choice([2, 4, 3 * count])
    return [luck.randrange(levels) for _ in range(count)]


def _graph(luck: random.Random) -> Data:
    count = luck.randint(3, 7)
    ids = [f"s{k}" for k in range(count)]
    parties = [f"dm{k}" for k in range(luck.randint(2, 4))]
    density = luck.choice([0.15, 0.3, 0.5])
    shared = [luck.sample(ids, 2) for _ in range(luck.randrange(3))]
    moves = {
        dm: [[a, b] for a in ids for b in ids if a != b and luck.random() < density] + shared
        for dm in parties
    }
    return {
        "format": "countermove/1",
        "title": "Graph",
        "decision_makers": {dm: {"name": dm} for dm in parties},
        "states": dict.fromkeys(ids, "A state"),
        "moves": moves,
        "preferences": {dm: ranked(_ranks(luck, count), ids) for dm in parties},
    }


def _options(luck: random.Random, *, coalesced: bool) -> Data:
    names = [f"o{k}" for k in range(luck.randint(2, 4))]
    parties: Data = {
        f"dm{k}": {"name": f"DM {k}", "options": {}} for k in range(luck.randint(2, 4))
    }
    for name in names:
        own = parties[luck.choice(list(parties))]["options"]
        own[name] = {"text": name, "moves": luck.choice(DIRECTIONS)}
    rules: Data = {"infeasible": [], "coalesce": []}
    for rule in luck.choices(["infeasible", "coalesce"], k=luck.randrange(3)):
        if rule == "infeasible" or coalesced:
            # Not all options taken: the state with all of them stays feasible.
            chosen = luck.sample(names, 2)
            rules[rule].append(f"{chosen[0]} and not {chosen[1]}")
    data = {
        "format": "countermove/1",
        "title": "Options",
        "decision_makers": parties,
        "rules": rules,
    }
    states = len(feasible_states(Conflict.model_validate(data)))
    preferences = {dm: ranked(_ranks(luck, states)) for dm in parties}
    return {**data, "preferences": preferences}
