"""Models with too many outcomes to list: sets, claims and single states, and the memory for it.

The talks have a union as its members, from 20 to 67 options and from 10 to 35 parties. In the
random models everybody cares for a few options, and nobody is like another.
"""

from __future__ import annotations

import itertools
import json
import random
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from report import note

from countermove.analysis.open_solving import solve_open
from countermove.files.model_file import from_dict, loads
from countermove.open_model import OpenModel, open_model
from countermove.stability.engines.bounds import Bounds, Patience
from countermove.stability.engines.diagrams import DiagramEngine
from countermove.stability.engines.single_states import decide
from countermove.stability.registry import find_concepts
from member_talks import SIZES, member_talks

Benchmark = Any
Data = dict[str, Any]

CREDIBLE = {concept.code: concept for concept in find_concepts(["SEQ", "SSEQ"])}
TALKS = """
import json, re, sys, time
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from member_talks import member_talks
from countermove.analysis.open_solving import solve_open
from countermove.files.model_file import loads
from countermove.open_model import open_model
def most():
    status = Path("/proc/self/status")
    if not status.exists():
        return 0
    return 1024 * int(re.search("VmHWM:[^0-9]*([0-9]+) kB", status.read_text())[1])
open_model(loads(member_talks(20)))  # what is imported when it is first used
text = member_talks(int(sys.argv[2]))
begun = time.perf_counter()
conflict = loads(text)
found = {"reading": time.perf_counter() - begun}
known = []
def so_far(solution):
    now = time.perf_counter()
    is_first, since = not known, now - begun
    if is_first:
        found.update({"sets": since, "sets memory": most()})
    if "claims" not in found and all(None not in one.holds.values() for one in solution.claims):
        found["claims"] = since
    for code in ("SEQ", "SSEQ"):
        if solution.holding[code].is_exact and code not in found:
            found[code] = now - known[-1]
    known.append(now)
begun = time.perf_counter()
solution = solve_open(conflict, seconds=600, so_far=so_far)
found.update(
    {"outcomes": solution.model.states.count, "parties": len(solution.model.decision_makers)},
    memory=most(),
)
print(json.dumps(found))
"""


@pytest.mark.parametrize("options", SIZES)
def test_talks_of_many(benchmark: Benchmark, options: int) -> None:
    """The targets for 67 options: SEQ and SSEQ in 60 s each, 1.5 GiB, first sets in 2 s."""
    folder = Path(__file__).parents[1] / "tests"
    command = [sys.executable, "-c", TALKS, str(folder), str(options)]
    done = benchmark.pedantic(
        lambda: subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True)
    )
    note("talks of many", options=options, **json.loads(done.stdout))


def local_model(options: int, seed: int) -> Data:
    """Return the data of a model in which everybody cares for its own options and six others.

    There are half as many parties as options, with 1 to 4 each; six statements of up to five
    literals; a tenth of the options may only be taken or only be dropped.
    """
    luck = random.Random(1000 * options + seed)
    count = options // 2
    names = [f"o{k}" for k in range(options)]
    cuts: list[int] = []
    while not cuts or max(b - a for a, b in itertools.pairwise(cuts)) > 4:
        cuts = [0, *sorted(luck.sample(range(1, options), count - 1)), options]
    owned = [names[a:b] for a, b in itertools.pairwise(cuts)]

    def moves() -> str:
        return luck.choice(["take", "drop"]) if luck.random() < 0.1 else "both"

    def literals(some: list[str]) -> list[str]:
        return [luck.choice(["", "not "]) + name for name in some]

    def statement(pool: list[str]) -> str:
        some = literals(luck.sample(pool, luck.randint(1, 5)))
        form = luck.random()
        if form < 0.25 and len(some) > 1:
            return f"at least {luck.randint(1, len(some))} of ({', '.join(some)})"
        if form < 0.6 or len(some) < 3:
            return luck.choice([" and ", " or "]).join(some)
        half = len(some) // 2
        return f"({' and '.join(some[:half])}) or ({' and '.join(some[half:])})"

    def wishes(own: list[str]) -> Data:
        pool = list(dict.fromkeys([*own, *luck.sample(names, 6)]))
        return {"statements": [statement(pool) for _ in range(6)]}

    return {
        "format": "countermove/1",
        "title": f"Random, {options} options, {count} parties",
        "decision_makers": {
            f"dm{dm}": {
                "name": f"Party {dm}",
                "options": {name: {"text": name, "moves": moves()} for name in own},
            }
            for dm, own in enumerate(owned)
        },
        "rules": {"infeasible": [" and ".join(literals(luck.sample(names, 3))) for _ in range(2)]},
        "preferences": {f"dm{dm}": wishes(own) for dm, own in enumerate(owned)},
    }


@pytest.mark.parametrize("options", [30, 40, 50, 60])
def test_sets_of_random_models(benchmark: Benchmark, options: int) -> None:
    """The target: NASH, GMR and SMR of 60 options in 3 s."""
    conflicts = iter([from_dict(local_model(options, seed)) for seed in range(5)])
    benchmark.pedantic(
        lambda: solve_open(next(conflicts), ["NASH", "GMR", "SMR"], seconds=60), rounds=5
    )
    stats = benchmark.stats.stats
    note("random sets", options=options, median=stats.median, most=stats.max)


def bounded(model: OpenModel, code: str) -> tuple[DiagramEngine, Bounds]:
    """Return an engine, and what it finds at once of what is stable."""
    patience = Patience()
    engine, escape = DiagramEngine(model, patience), CREDIBLE[code].escape
    each = model.decision_makers
    least = {dm: engine.stable(dm, {}, escape=False) for dm in each}
    most = {dm: engine.stable(dm, engine.replies(dm, "any"), escape=escape) for dm in each}
    return engine, Bounds(engine, patience, escape=escape, least=least, most=most)


def decided(benchmark: Benchmark, actions: list[Any], limit: float, **row: Any) -> None:
    """Time questions one after the other, and note how many are answered in time."""
    took: list[float] = []
    known: list[bool] = []

    def ask_all() -> None:
        for ask in actions:
            begun = time.perf_counter()
            known.append(ask())
            took.append(time.perf_counter() - begun)

    benchmark.pedantic(ask_all)
    note(
        "decided",
        **row,
        questions=len(known),
        share=sum(known) / len(known),
        limit=limit,
        median=statistics.median(took),
        most=max(took),
    )


@pytest.mark.parametrize("code", CREDIBLE)
@pytest.mark.parametrize("options", [30, 40])
def test_claims_of_few_literals(benchmark: Benchmark, options: int, code: str) -> None:
    """The target: 95 % decided in 5 s, of claims about what holds beyond Nash."""
    actions = []
    for seed in range(3):
        model = open_model(from_dict(local_model(options, seed)))
        luck, states = random.Random(seed), model.states
        _, bounds = bounded(model, code)
        nash = states.feasible
        for own in bounds.of.values():
            nash &= own.least
        for _ in range(12):
            some = states.feasible & ~nash
            for bit in luck.sample(range(options), luck.randint(2, 4)):
                held = states.diagrams.bit(bit)
                some &= held if luck.random() < 0.5 else ~held
            actions.append(
                lambda bounds=bounds, some=some: bounds.exists(some, 5).answer is not None
            )
    decided(benchmark, actions, 5, what="claims", options=options, concept=code)


@pytest.mark.parametrize("code", CREDIBLE)
def test_single_states_of_the_talks(benchmark: Benchmark, code: str) -> None:
    """The target: 95 % decided in 10 s, of states that somebody can leave for a better one."""
    model = open_model(loads(member_talks(67)))
    engine, diagrams = DiagramEngine(model, patience := Patience()), model.states.diagrams
    actions = []
    for seed, dm in enumerate(model.decision_makers):
        tempting = engine.improvements(dm).anywhere
        actions += [
            lambda dm=dm, state=state: (
                decide(engine, patience, CREDIBLE[code], dm, state, seconds=10).is_stable
                is not None
            )
            for state in diagrams.sample(tempting, 2, seed)
        ]
    decided(benchmark, actions, 10, what="single states", options=67, concept=code)
