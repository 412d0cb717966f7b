"""How many questions an interview from nothing takes, on the talks, of simulated respondents."""

from __future__ import annotations

import os
import random
import statistics
import time
from typing import Any

import pytest
from report import note

from countermove.analysis.ask.interview import Interview
from countermove.analysis.ask.pairs import ToSettle
from countermove.analysis.ask.what_to_ask import Wanted
from countermove.building import build
from countermove.files.model_file import load
from countermove.stability.registry import find_concepts
from respondents import AskedByPairs, FromNothing, asked_in_full

Benchmark = Any

# Under all five concepts by pairs 200 of them take a quarter of an hour for each kind.
RESPONDENTS = int(os.environ.get("COUNTERMOVE_RESPONDENTS", "20"))
FIVE = ("NASH", "SEQ", "SSEQ", "GMR", "SMR")
CONCEPTS = {"all five": FIVE, "NASH": ("NASH",)}

# By whom is asked, under which concepts; the most questions in the median.
BY_PAIRS = {
    ("strict", "all five"): 145,
    ("weak", "all five"): 130,
    ("near", "all five"): 185,
    ("own", "all five"): 210,
    ("strict", "NASH"): 35,
    ("weak", "NASH"): 35,
    ("near", "NASH"): 35,
}
BY_STATEMENTS = {
    ("random", "all five"): 40,
    ("own", "all five"): 45,
    ("random", "NASH"): 15,
    ("own", "NASH"): 15,
}

SAID = {
    "strict": "no two outcomes equally good",
    "weak": "twelve levels",
    "near": "near the model's own wishes",
    "own": "the model's own wishes",
    "random": "statements in random order",
}


def noted(by: str, kind: str, concepts: str, counts: list[int], seconds: float) -> float:
    each = seconds / sum(counts)
    median = statistics.median(counts)
    row = {"by": by, "kind": SAID[kind], "concepts": concepts, "respondents": len(counts)}
    note("interviews", **row, median=median, most=max(counts), seconds=each)
    return median


@pytest.mark.benchmark(group="interviews by pairs")
@pytest.mark.parametrize(("kind", "concepts"), BY_PAIRS)
def test_by_pairs(benchmark: Benchmark, kind: str, concepts: str) -> None:
    """The median of all respondents; each ends with the truth."""
    model, codes = build(load("talks-2025")), CONCEPTS[concepts]
    wanted = [Wanted(code, claim) for claim in model.conflict.claims for code in codes]
    goal = ToSettle(model, find_concepts(codes), tuple(wanted))
    counts = []

    def ask_all() -> None:
        for seed in range(1 if kind == "own" else RESPONDENTS):
            luck, asked = random.Random(seed), AskedByPairs(goal)
            hidden = asked.hidden(kind, luck)
            assert asked.run(hidden, luck).standing == asked.truths(hidden)
            counts.append(len(asked.answers))

    started = time.perf_counter()
    benchmark.pedantic(ask_all, rounds=1)
    median = noted("pairs", kind, concepts, counts, time.perf_counter() - started)
    assert median <= BY_PAIRS[kind, concepts]


@pytest.mark.benchmark(group="interviews by statements")
@pytest.mark.parametrize(("kind", "concepts"), BY_STATEMENTS)
def test_by_statements(benchmark: Benchmark, kind: str, concepts: str) -> None:
    """The median of all respondents, each answer written into the model; each ends so."""
    data, codes = load("talks-2025").to_dict(), CONCEPTS[concepts]
    counts = []

    def ask_all() -> None:
        for seed in range(1 if kind == "own" else RESPONDENTS):
            luck = random.Random(seed)
            respondent = FromNothing(data, "statements", luck, own=kind == "own")
            begun = Interview.begin(data, by="statements", concepts=codes)
            found, count = asked_in_full(begun, respondent)
            assert found.standing == respondent.truths(found.wanted)
            counts.append(count)

    started = time.perf_counter()
    benchmark.pedantic(ask_all, rounds=1)
    median = noted("statements", kind, concepts, counts, time.perf_counter() - started)
    assert median <= BY_STATEMENTS[kind, concepts]
