"""How long it takes to solve models of different sizes and kinds.

Nothing here fails for being slow: times depend on the machine. The ratios that are noted are of
times measured in one run.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from typing import Any

import pytest
from random_models import Data, ladder, random_model

from countermove.analysis.equilibria import Solution
from countermove.analysis.solving import solve
from countermove.building import build
from countermove.model.conflict import Conflict
from countermove.stability.registry import find_concepts

Benchmark = Any

FIVE = tuple(concept.code for concept in find_concepts())


def conflict_of(data: Data) -> Conflict:
    return Conflict.model_validate(data)


def seconds(action: Callable[[], object], rounds: int = 3) -> float:
    """Return the shortest of some runs."""
    found = []
    for _ in range(rounds):
        start = time.perf_counter()
        action()
        found.append(time.perf_counter() - start)
    return min(found)


@pytest.mark.benchmark(group="all five concepts, from the conflict")
@pytest.mark.parametrize("decision_makers", [2, 5])
@pytest.mark.parametrize("options", [12, 16])
def test_random_model(benchmark: Benchmark, options: int, decision_makers: int) -> None:
    conflict = conflict_of(random_model(options, decision_makers))
    solution: Solution = benchmark.pedantic(lambda: solve(conflict), rounds=3, warmup_rounds=1)
    assert len(solution.model.states) == 2**options
    assert solution.codes == FIVE
    benchmark.extra_info["states"] = 2**options


@pytest.mark.benchmark(group="half of the options one-way")
@pytest.mark.parametrize("decision_makers", [2, 5])
def test_one_way_options(benchmark: Benchmark, decision_makers: int) -> None:
    conflict = conflict_of(random_model(16, decision_makers, one_way=0.5))
    solution: Solution = benchmark.pedantic(lambda: solve(conflict), rounds=3, warmup_rounds=1)
    assert len(solution.model.states) == 2**16


@pytest.mark.benchmark(group="one concept, 65,536 states, 5 decision makers")
@pytest.mark.parametrize("code", FIVE)
def test_one_concept(benchmark: Benchmark, code: str) -> None:
    model = build(conflict_of(random_model(16, 5)))
    solution: Solution = benchmark.pedantic(lambda: solve(model, [code]), rounds=3, warmup_rounds=1)
    assert solution.codes == (code,)


LENGTHS = (1_000, 8_000)


@pytest.mark.benchmark(group="a chain of improvements")
def test_ladder(benchmark: Benchmark) -> None:
    """Time per rung should hardly grow: what is followed backwards is followed once."""
    models = {length: build(conflict_of(ladder(length))) for length in LENGTHS}
    short, long = (seconds(lambda m=models[n]: solve(m)) for n in LENGTHS)
    solution: Solution = benchmark.pedantic(lambda: solve(models[LENGTHS[-1]]), rounds=3)
    assert [state.label for state in solution.equilibria("SEQ")] == ["s0", "s8001"]
    growth = math.log(long / short) / math.log(LENGTHS[1] / LENGTHS[0])
    benchmark.extra_info["rungs"] = LENGTHS[-1]
    benchmark.extra_info["time grows with rungs to the power"] = round(growth, 2)


@pytest.mark.benchmark(group="against the definition, 256 states, 3 decision makers")
@pytest.mark.parametrize("engine", ["definition", "numpy", "compiled"])
def test_against_the_definition(benchmark: Benchmark, engine: str) -> None:
    model = build(conflict_of(random_model(8, 3)))
    solution: Solution = benchmark.pedantic(
        lambda: solve(model, engine=engine), rounds=3, warmup_rounds=1
    )
    assert solution.to_dict()["stable"] == solve(model, engine="definition").to_dict()["stable"]
    if engine != "definition":
        slow = seconds(lambda: solve(model, engine="definition"))
        fast = seconds(lambda: solve(model, engine=engine))
        benchmark.extra_info["times faster than the definition"] = round(slow / fast)
