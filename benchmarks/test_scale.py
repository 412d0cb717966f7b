"""How solving grows with the states: time, memory, and other ways to do the same.

All in one run, so that ratios can be believed. What is measured is noted in rows, which
`report.py` makes into the page that the documentation shows.
"""

from __future__ import annotations

import gc
import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import matrix_method
import pytest
import random_models
from large_models import FORMS, dealt, random_graph, random_model, winding
from report import note

from countermove.building import build
from countermove.compiled import absence
from countermove.files.model_file import loads
from countermove.graph_model import GraphModel
from countermove.stability.engines.choose import choose, engine_of, stable_states
from countermove.stability.registry import find_concepts

FIVE = find_concepts()
SIZES = (14, 16, 18, 20, 22, 24)
LARGE = 22

Benchmark = Any

needs_kernels = pytest.mark.skipif(bool(absence()), reason=absence())


def solved(model: GraphModel, engine: str) -> Any:
    return stable_states(model, FIVE, choose(engine, FIVE, model))


def seconds(action: Callable[[], object]) -> float:
    """Return how long something took besides what a test is about, the shortest of some times."""
    found: list[float] = []
    while len(found) < 20 and sum(found) < 1:
        gc.collect()
        start = time.perf_counter()
        action()
        found.append(time.perf_counter() - start)
    return min(found)


def timed(benchmark: Benchmark, action: Callable[[], object]) -> float:
    """Let the benchmark time something; return the shortest of its times."""
    start = time.perf_counter()
    action()
    once = time.perf_counter() - start
    benchmark.pedantic(action, rounds=max(1, min(10, int(2 / once))))
    return float(benchmark.stats.stats.min)


def each(taken: float, model: GraphModel) -> float:
    """Return nanoseconds for each state and decision maker."""
    return 1e9 * taken / len(model.states) / len(model.decision_makers)


@needs_kernels
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("decision_makers", [2, 3, 5])
@pytest.mark.parametrize("size", SIZES)
def test_five_concepts(benchmark: Benchmark, size: int, decision_makers: int, form: str) -> None:
    """The targets: 100 ns for each state and decision maker, 200 with one-way options."""
    model = random_model(dealt(size, decision_makers), **FORMS[form])
    taken = timed(benchmark, lambda: solved(model, "compiled"))
    row = {"size": size, "decision makers": decision_makers, "form": form}
    note("five concepts", **row, ns=each(taken, model), seconds=taken)
    if size == 20 and decision_makers == 5:
        sorting = seconds(lambda: engine_of(model, choose("compiled", FIVE, model)))
        note("against sorting", form=form, seconds=taken, sorting=sorting, times=taken / sorting)


@needs_kernels
@pytest.mark.parametrize(
    "split",
    [(14, 6), (18, 1, 1), (2,) * 10, (1,) * 20],
    ids=lambda split: "-".join(map(str, split)),
)
@pytest.mark.parametrize("form", FORMS)
def test_other_splits(benchmark: Benchmark, split: tuple[int, ...], form: str) -> None:
    model = random_model(split, **FORMS[form])
    taken = timed(benchmark, lambda: solved(model, "compiled"))
    dealt_as = f"{len(split)} with {split[0]} each" if len(set(split)) == 1 else str(split)[1:-1]
    note("other splits", split=dealt_as, form=form, ns=each(taken, model), seconds=taken)


@needs_kernels
@pytest.mark.parametrize("opponents", [11, 14, 17])
def test_a_chain_as_long_as_can_be(benchmark: Benchmark, opponents: int) -> None:
    """Time for each state should hardly grow: what sweeps can't finish is searched backwards."""
    model = winding(opponents)
    asked = find_concepts(["SEQ"])
    taken = timed(benchmark, lambda: stable_states(model, asked, choose("compiled", asked, model)))
    assert stable_states(model, asked, choose("compiled", asked, model))["SEQ"]["dm0"].all()
    note("chains", steps=2**opponents, decision_makers=opponents + 1, ns=each(taken, model))


@needs_kernels
@pytest.mark.parametrize("moves", [10**5, 10**6, 10**7])
def test_graph_form(benchmark: Benchmark, moves: int) -> None:
    model = random_graph(moves // 10, moves, 5)
    taken = timed(benchmark, lambda: solved(model, "compiled"))
    ns = 1e9 * taken / moves / len(model.decision_makers)
    note("graph form", states=len(model.states), moves=moves, seconds=taken, ns=ns)


WAYS = [
    *(("matrix method", size) for size in (8, 10, 12)),  # 14 would take gigabytes, and an hour
    *(("numpy", size) for size in (8, 10, 12, 14, 16, 18)),
    *(pytest.param("compiled", size, marks=needs_kernels) for size in (8, 10, 12, 14, 16, 18)),
]


@pytest.mark.parametrize(("way", "size"), WAYS)
def test_side_by_side(benchmark: Benchmark, way: str, size: int) -> None:
    """The same models by the matrix method, NumPy and the compiled kernels."""
    model = random_model(dealt(size, 3))
    if way == "matrix method":
        taken = timed(benchmark, lambda: matrix_method.stable_states(model))
    else:
        taken = timed(benchmark, lambda: solved(model, way))
    note("side by side", size=size, way=way, seconds=taken)


@needs_kernels
@pytest.mark.parametrize("size", [16, 20, 24])
def test_from_the_file_to_the_answer(benchmark: Benchmark, size: int) -> None:
    """Reading and ranking should not take longer than solving."""
    text = json.dumps(random_models.random_model(size, 5))
    conflict = loads(text, "json")
    model = build(conflict)
    note(
        "from the file",
        size=size,
        reading=seconds(lambda: loads(text, "json")),
        ranking=seconds(lambda: build(conflict)),
        solving=timed(benchmark, lambda: solved(model, "compiled")),
    )


MEMORY = """
import re, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from large_models import FORMS, dealt, random_model
import countermove.stability.engines.compiled
from countermove.stability.engines.choose import choose, stable_states
from countermove.stability.registry import find_concepts
five = find_concepts()
stable_states(random_model(dealt(10, 5)), five, choose("compiled", five, None))
def most():
    status = Path("/proc/self/status").read_text()
    return 1024 * int(re.search("VmHWM:[^0-9]*([0-9]+) kB", status)[1])
before = most()
levels = int(sys.argv[4])
model = random_model(dealt(int(sys.argv[2]), 5), **FORMS[sys.argv[3]], levels=levels)
made = most()
stable = stable_states(model, five, choose("compiled", five, model))
print((made - before) / len(model.states), (most() - before) / len(model.states))
"""


@needs_kernels
@pytest.mark.skipif(sys.platform != "linux", reason="other systems count in other units")
@pytest.mark.parametrize("levels", [0, 1 << 16])
@pytest.mark.parametrize("form", FORMS)
def test_memory(benchmark: Benchmark, form: str, levels: int) -> None:
    """The target: 45 bytes for each state at 5 decision makers, the model included."""
    arguments = [str(Path(__file__).parent), str(LARGE), form, str(levels)]
    command = [sys.executable, "-c", MEMORY, *arguments]
    done = benchmark.pedantic(
        lambda: subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True)
    )
    model, whole = map(float, done.stdout.split())
    note("memory", form=form, levels=levels, model=model, whole=whole)
