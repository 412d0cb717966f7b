"""How many preference profiles a second are solved, all at once and one after another.

The ranks are random permutations; the models are those of the other benchmarks.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from random_models import random_model
from report import note
from test_solving import conflict_of, seconds

from countermove.analysis.many import ManySolutions, solve_many
from countermove.analysis.solving import solve
from countermove.building import build
from countermove.compiled import absence, kernels
from countermove.graph_model import GraphModel
from countermove.preferences.ordinal import OrdinalPreference

Benchmark = Any

FOUR = ("NASH", "GMR", "SMR", "SEQ")

# Options, decision makers, and how many profiles for each engine.
SIZES = {
    "64 states x 3": (6, 3, {"compiled": 200_000, "numpy": 20_000}),
    "1,024 states x 5": (10, 5, {"compiled": 5_000, "numpy": 500}),
}

needs_kernels = pytest.mark.skipif(kernels() is None, reason=absence())


def random_profiles(model: GraphModel, count: int) -> NDArray[np.int64]:
    """Return random permutations, as a user would have them: wide numbers."""
    states = np.arange(len(model.states))
    shape = (count, len(model.decision_makers), len(states))
    luck = np.random.default_rng(0)
    return np.ascontiguousarray(luck.permuted(np.broadcast_to(states, shape), axis=2))


def one_by_one(model: GraphModel, profiles: NDArray[np.int64]) -> None:
    for ranks in profiles.astype(np.uint16):
        own = zip(model.decision_makers, map(OrdinalPreference, ranks), strict=True)
        solve(replace(model, preferences=dict(own)), FOUR)


@pytest.mark.benchmark(group="many profiles, NASH, GMR, SMR and SEQ")
@pytest.mark.parametrize("engine", [pytest.param("compiled", marks=needs_kernels), "numpy"])
@pytest.mark.parametrize("size", SIZES)
def test_many_profiles(benchmark: Benchmark, size: str, engine: str) -> None:
    """The targets on two cores: 200,000 profiles a second, and 5,000 for the larger size."""
    options, decision_makers, counts = SIZES[size]
    model = build(conflict_of(random_model(options, decision_makers)))
    profiles = random_profiles(model, counts[engine])

    def run() -> ManySolutions:
        return solve_many(model, profiles, FOUR, engine=engine)

    assert len(benchmark.pedantic(run, rounds=5, warmup_rounds=1)) == len(profiles)
    each = float(benchmark.stats.stats.min) / len(profiles)
    few = profiles[:20]
    single = seconds(lambda: one_by_one(model, few), rounds=2) / len(few)
    note(
        "many",
        states=f"{len(model.states):,}",
        makers=decision_makers,
        engine=engine,
        a_second=1 / each,
        times=single / each,
    )
