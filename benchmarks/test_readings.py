"""How long answers across all readings of what the parties want take, on the talks and beyond.

Compared are ratios within one run: with solving as many joint readings, one after another.
"""

from __future__ import annotations

import math
import time
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from random_models import random_model
from test_solving import conflict_of

from countermove.analysis.readings.work import AcrossWork
from countermove.analysis.solving import solve
from countermove.building import build
from countermove.model.doubts import Doubt, DoubtValue
from countermove.preferences.doubted_statements import DoubtedStatements, WishInDoubt
from doubtful_talks import answers, talks

Benchmark = Any

ALONE, MUTUAL = ("NASH", "GMR", "SMR"), ("SEQ", "SSEQ")

# How often every wish is in doubt, under which concepts, with what it hangs on or without; and the
# most seconds.
ASKED = {
    "ten doubts, five concepts, with hinges": (0, ALONE + MUTUAL, True, 0.5),
    "every statement, NASH GMR SMR": (1, ALONE, False, 0.2),
    "every statement, SEQ SSEQ": (1, MUTUAL, False, 1.0),
    "forty doubts each, NASH GMR SMR": (8, ALONE, False, 0.5),
}


@pytest.mark.benchmark(group="across readings of the talks")
@pytest.mark.parametrize("asked", ASKED)
def test_talks(benchmark: Benchmark, asked: str) -> None:
    """The targets on two cores; enumeration is estimated by what solving once takes."""
    times, codes, with_hinges, most = ASKED[asked]
    model = talks(times)

    def answer() -> Any:
        found = answers(model, codes)
        return found.to_dict() if with_hinges else found

    answer()
    benchmark.pedantic(answer, rounds=3)
    started = time.perf_counter()
    solve(model, codes)
    once = time.perf_counter() - started
    readings = math.prod(len(doubt.values) for doubt in model.doubts)
    took = benchmark.stats["min"]
    benchmark.extra_info["target"] = f"{most} s"
    benchmark.extra_info["readings"] = f"{readings:.3g}"
    benchmark.extra_info["one by one"] = f"{readings * once / took:.3g} times as long"


@pytest.mark.benchmark(group="across readings, large")
def test_large(benchmark: Benchmark) -> None:
    """2^16 states with six doubts: the target is ten seconds."""
    model = build(conflict_of(random_model(16, 3)))
    luck, half = np.random.default_rng(0), Fraction(1, 2)
    owns: dict[str, Any] = {}
    for dm in model.decision_makers:
        levels = model.levels(dm)
        bits = max(1, int(levels.max()).bit_length())
        wishes, doubts = [], []
        for bit in reversed(range(bits)):
            doubt = None
            if len(doubts) < 2 and luck.random() < 0.3:
                values = (DoubtValue("yes", half), DoubtValue("no", half))
                doubts.append(Doubt(f"{dm}.{bit}", "cares", (("preferences", dm),), values))
                doubt = doubts[-1]
            wishes.append(WishInDoubt((levels >> bit & 1).astype(bool), doubt))
        owns[dm] = DoubtedStatements(tuple(wishes), len(model.states), tuple(doubts))
    every = tuple(doubt for own in owns.values() for doubt in own.doubts)
    solution = solve(model, ALONE + MUTUAL)

    def answer() -> Any:
        return AcrossWork(model, owns, every, solution.concepts).done(solution.claims)

    benchmark.pedantic(answer, rounds=1)
    benchmark.extra_info["doubts"] = len(every)
    benchmark.extra_info["target"] = "10 s"
