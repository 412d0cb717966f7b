"""How long solving takes where somebody has no complete order, in the ways of the papers.

Targets on two cores, for 4,096 outcomes and three parties: a second for four concepts, and a second
to make the relations of what is written.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from random_models import random_model

from countermove.analysis.ways import in_way
from countermove.building import build
from countermove.files.model_file import loads
from countermove.graph_model import GraphModel
from countermove.preferences.pairwise import PairwisePreference
from countermove.preferences.ways import way_of
from countermove.stability.engines.choose import choose, stable_states
from countermove.stability.engines.rows import RowEngine
from countermove.stability.registry import find_concepts

Benchmark = Any

FOUR = find_concepts(["NASH", "GMR", "SMR", "SEQ"])

WAYS: dict[str, dict[str, Any]] = {
    "unknown": {"unknown": "a"},
    "strength": {"strength": "strong"},
    "hybrid": {"unknown": "a", "strength": "strong"},
    "fuzzy": {"fuzzy": True},
    "probabilistic": {"probabilistic": True},
}


def in_doubt(options: int, decision_makers: int, doubts: int = 4) -> GraphModel:
    """Build a random model of whose statements so many are doubted for each, and some strong."""
    data, luck = random_model(options, decision_makers), random.Random(options)
    for preference in data["preferences"].values():
        statements: list[Any] = [{"holds": text} for text in preference["statements"]]
        for statement in luck.sample(statements, doubts):
            statement[luck.choice(["perhaps", "either_way"])] = True
            statement["likely"] = luck.choice([0.3, 0.6, 0.8])
        for statement in luck.sample(statements, 3):
            statement["strongly"] = True
        preference["statements"] = statements
    return build(loads(json.dumps(data), "json"))


def drawn(options: int, decision_makers: int) -> GraphModel:
    """Build a model in which every pair is judged by itself: nothing is transitive."""
    model = build(loads(json.dumps(random_model(options, decision_makers)), "json"))
    count, luck = len(model.states), np.random.default_rng(options)

    def sets() -> Any:
        return luck.integers(0, 256, (count, -(-count // 8)), dtype=np.uint8)

    preferences = {
        dm: PairwisePreference(sets(), sets(), sets(), sets(), None) for dm in model.preferences
    }
    return replace(model, preferences=preferences)


@pytest.mark.benchmark(group="relations of what is written, 4,096 outcomes and 3 parties")
@pytest.mark.parametrize("way", WAYS)
def test_relations(benchmark: Benchmark, way: str) -> None:
    """Each two outcomes are compared in all readings at once."""
    model, asked = in_doubt(12, 3), way_of(**WAYS[way])
    benchmark.pedantic(lambda: in_way(model, asked), rounds=3)
    benchmark.extra_info["target"] = "1 s"


@pytest.mark.benchmark(group="four concepts without an order")
@pytest.mark.parametrize(("options", "decision_makers", "target"), [(12, 3, "1 s"), (14, 5, "")])
@pytest.mark.parametrize("preferences", ["drawn", "hybrid"])
def test_four_concepts(
    benchmark: Benchmark, options: int, decision_makers: int, target: str, preferences: str
) -> None:
    if preferences == "drawn":
        model = drawn(options, decision_makers)
    else:
        model = in_way(in_doubt(options, decision_makers), way_of(**WAYS[preferences]))
    choice = choose("auto", FOUR, model)

    def solve() -> Any:
        return stable_states(model, FOUR, choice)

    found = benchmark.pedantic(solve, rounds=3 if options == 12 else 1)
    if target:
        benchmark.extra_info["target"] = target
        engine = RowEngine(model)
        started = time.perf_counter()
        for dm in model.decision_makers:
            answers = engine.answer(dm, "credible", frozenset([False]), lambda: None)
            assert answers[False] == found["SEQ"][dm]
        benchmark.extra_info["SEQ with NumPy"] = f"{time.perf_counter() - started:.2g} s"


MEMORY = """
import re, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from test_without_order import FOUR, WAYS, in_doubt
from countermove.analysis.solving import solve
model = in_doubt(14, 5)
solve(model, [concept.code for concept in FOUR], **WAYS["hybrid"])
status = Path("/proc/self/status").read_text()
print(1024 * int(re.search("VmHWM:[^0-9]*([0-9]+) kB", status)[1]))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="other systems count in other units")
def test_memory(benchmark: Benchmark) -> None:
    """The target: 2^14 outcomes and 5 parties within 4 GB, everything included."""
    command = [sys.executable, "-c", MEMORY, str(Path(__file__).parent)]
    done = benchmark.pedantic(
        lambda: subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True)
    )
    benchmark.extra_info["target"] = "4 GB"
    benchmark.extra_info["at most"] = f"{int(done.stdout) / 10**9:.2f} GB"
