"""How long the follow-up analyses take, and how many times faster than what defines them.

Where the definition itself can be gone through, that is timed in the same run, on the same model;
where it would take too long, on a part of it, or on a smaller model that is measured beside.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import permutations
from typing import Any

import numpy as np
import pytest
from large_models import dealt, random_model
from random_models import random_model as generated
from report import note
from test_many import needs_kernels, one_by_one, random_profiles
from test_solving import conflict_of, seconds

from countermove.analysis.coalitions.concepts import find_coalitional_concepts
from countermove.analysis.coalitions.definition import coalition_verdict, coalitions_of
from countermove.analysis.coalitions.pairs import Pairs
from countermove.analysis.coalitions.reach import GroupReach
from countermove.analysis.compare import compare
from countermove.analysis.evolve.evolve import evolve
from countermove.analysis.goals.goals import goals
from countermove.analysis.judgements.judgements import judgements
from countermove.analysis.judgements.variations import variations
from countermove.analysis.many import solve_many
from countermove.analysis.pareto import Beside, pareto_optima
from countermove.analysis.radius.radius import Radius, radius
from countermove.analysis.sample.sample import sample
from countermove.analysis.solving import solve
from countermove.building import build
from countermove.files.model_file import load
from countermove.graph.sequences import shortest
from countermove.graph_model import GraphModel
from countermove.model.conflict import Conflict
from countermove.preferences.ordinal import OrdinalPreference

Benchmark = Any

TALKS = "talks of February 2025"

DAM_WISHES = {
    "ethiopia": [
        "join and not council",
        "council implies fill",
        "mediate and recognise",
        "not (strike and recognise)",
        "not (join and fill)",
        "not (join and suspend)",
        "not strike",
    ],
    "egypt": [
        "join implies recognise",
        "recognise implies fill",
        "strike and council",
        "council",
        "not fill",
        "not (join and fill)",
        "not (sign and fill)",
    ],
    "sudan": [
        "sign and fill",
        "concede and not mediate",
        "sign",
        "concede and not sign",
        "mediate and join",
        "concede implies join",
        "join",
        "suspend",
    ],
    "us": [
        "mediate and council",
        "not (council and strike)",
        "recognise and not fill",
        "not (recognise and council)",
        "not strike",
        "council implies mediate",
        "strike",
        "not join",
    ],
}


def measured(
    benchmark: Benchmark,
    analysis: str,
    model: str,
    action: Callable[[], object],
    plain: tuple[str, float] | None = None,
    *,
    rounds: int = 3,
) -> None:
    """Time an analysis, and note it beside the seconds that a plain way takes."""
    benchmark.pedantic(action, rounds=rounds, warmup_rounds=rounds > 1)
    taken = float(benchmark.stats.stats.min)
    way, longer = plain or ("", 0.0)
    times = longer / taken
    note("follow-ups", analysis=analysis, model=model, seconds=taken, way=way, times=times)


@pytest.mark.benchmark(group="follow-ups")
@pytest.mark.parametrize("size", [12, 18])
def test_evolution(benchmark: Benchmark, size: int) -> None:
    model = random_model(dealt(size, 3))
    what = f"{2**size:,} states, 3 decision makers"

    def run() -> object:
        return evolve(model, "all", "moves", start=1)

    plain = None
    if size == 12:
        fewest = evolve(model, "all", "moves", start=1).reach["moves"].fewest.tolist()

        def by_state() -> dict[int, int]:
            paths = shortest(model.decision_makers, 0, model.moves)
            return {path[-1].target: len(path) for path in paths}

        assert {state: far for state, far in enumerate(fewest) if far > 0} == {
            state: far for state, far in by_state().items() if state
        }
        plain = ("state by state", seconds(by_state, rounds=1))
    measured(benchmark, "evolve, by any moves", what, run, plain)


@pytest.mark.benchmark(group="follow-ups")
@pytest.mark.parametrize("makers", [7, 10])
def test_coalitions(benchmark: Benchmark, makers: int) -> None:
    """Every coalition under CNASH, where nobody gains alone: only coalitions upset a state."""
    model = depending_on_others(random_model([1] * makers))
    (cnash,) = find_coalitional_concepts("CNASH")
    groups = list(coalitions_of(model.decision_makers))

    def stable() -> list[int]:
        pairs = Pairs(GroupReach(model), "strict")
        every = range(len(model.states))
        return [state for state in every if pairs.blocked(state, lambda: None) is None]

    def by_definition() -> list[int]:
        return [
            state
            for state in range(len(model.states))
            if all(coalition_verdict(model, cnash, group, state) for group in groups)
        ]

    plain = None
    if makers == 7:
        assert stable() == by_definition()
        plain = ("coalition by coalition", seconds(by_definition, rounds=1))
    what = f"{len(model.states):,} states, {len(groups):,} coalitions"
    measured(benchmark, "coalitions, CNASH for every one", what, stable, plain)


def depending_on_others(model: GraphModel) -> GraphModel:
    """Return a model whose decision makers, of one option each, can't change what they rank."""
    states = np.arange(len(model.states))
    preferences = {
        dm: OrdinalPreference(model.preferences[dm].ranks[states & ~(1 << k)])
        for k, dm in enumerate(model.decision_makers)
    }
    return replace(model, preferences=preferences)


@pytest.mark.benchmark(group="follow-ups")
@pytest.mark.parametrize("size", [3, 8])
def test_counts_of_rankings(benchmark: Benchmark, size: int) -> None:
    """How many rankings make a state stable: all of them can be solved for eight states."""
    model = random_model(dealt(size, 2))
    states = len(model.states)

    def run() -> Any:
        return goals(model, 1, "SMR", steps=0)

    plain = None
    if size == 3:
        first, second = model.decision_makers
        every = np.array(list(permutations(range(states))), dtype=np.int64)
        other = np.broadcast_to(model.preferences[second].ranks, every.shape)
        profiles = np.stack([every, other], axis=1)

        def by_solving() -> Any:
            return solve_many(model, profiles, "SMR")

        demands = run().best("SMR").demands
        (count,) = [one.count for one in demands if one.decision_maker == first]
        assert count.strict == by_solving().stable_counts["SMR"][first][0]
        plain = (f"all {len(every):,} rankings solved", seconds(by_solving, rounds=1))
    what = f"{states:,} states, 2 decision makers"
    measured(benchmark, "goals: rankings counted, SMR", what, run, plain)


@pytest.mark.benchmark(group="follow-ups")
def test_judgements(benchmark: Benchmark) -> None:
    model = build(load("talks-2025"))

    def one_at_a_time() -> None:
        for variation in variations(model):
            solve(variation.conflict)

    plain = ("each changed model solved", seconds(one_at_a_time, rounds=1))
    what = f"{TALKS}, {len(judgements(model))} changes"
    measured(benchmark, "judgements", what, lambda: judgements(model), plain)


@needs_kernels
@pytest.mark.benchmark(group="follow-ups")
def test_sample(benchmark: Benchmark) -> None:
    model, draws, few = build(load("talks-2025")), 10_000, 50
    profiles = random_profiles(model, few)
    loop = seconds(lambda: one_by_one(model, profiles), rounds=2) * draws / few
    four = ("NASH", "GMR", "SMR", "SEQ")
    measured(
        benchmark,
        "sample, within 5 pairs",
        f"{TALKS}, {draws:,} draws",
        lambda: sample(model, samples=draws, within=5, concepts=four),
        ("solving in a loop, no draws", loop),
    )


@pytest.mark.benchmark(group="follow-ups")
def test_radius(benchmark: Benchmark) -> None:
    pytest.importorskip("pysat")
    model = build(load("talks-2025"))
    measured(benchmark, "radius", TALKS, lambda: radius(model))


@pytest.mark.benchmark(group="follow-ups")
def test_radius_of_claims(benchmark: Benchmark) -> None:
    """The target on two cores: all answers in a minute, each of them exact."""
    pytest.importorskip("pysat")
    model = build(Conflict.model_validate(dam()))

    found: list[Radius] = []
    what = f"{len(model.states)} states, 4 decision makers, {len(model.conflict.claims)} claims"
    measured(benchmark, "radius of claims", what, lambda: found.append(radius(model)), rounds=1)
    assert len(model.states) == 108
    assert {turn.claim.claim for turn in found[0] if turn.claim} == set(model.conflict.claims)
    assert not found[0].was_stopped


def dam() -> dict[str, Any]:
    """Return a model of four parties and nine options, two of which can't be undone."""
    parties = {
        "ethiopia": ("fill", "sign", "concede"),
        "egypt": ("strike", "council", "recognise"),
        "sudan": ("join",),
        "us": ("suspend", "mediate"),
    }
    once = {"fill", "strike"}
    return {
        "format": "countermove/1",
        "title": "A dam on a shared river",
        "decision_makers": {
            dm: {
                "name": dm,
                "options": {
                    o: {"text": o, "moves": "take" if o in once else "both"} for o in options
                },
            }
            for dm, options in parties.items()
        },
        "rules": {
            "infeasible": [
                "sign and strike",
                "recognise and not sign",
                "join and not council",
                "suspend and mediate",
                "concede and not sign",
            ]
        },
        "preferences": {dm: {"statements": statements} for dm, statements in DAM_WISHES.items()},
        "claims": {
            "war": {"says": "It can end with an attack", "possible": "strike"},
            "deal": {"says": "A deal can hold", "possible": "sign and recognise"},
            "council": {"says": "No deal without the council", "never": "sign and not council"},
            "filled": {"says": "It always ends with the dam filled", "always": "fill"},
            "aid": {"says": "Aid is never suspended", "never": "suspend"},
        },
    }


@pytest.mark.benchmark(group="follow-ups")
@pytest.mark.parametrize(("options", "makers"), [(14, 3), (16, 4)])
def test_goals_of_one_outcome(benchmark: Benchmark, options: int, makers: int) -> None:
    """The targets on two cores: 5 s for 14 options, 20 s and 500 MB for 16."""
    model = build(conflict_of(generated(options, makers)))
    what = f"{len(model.states):,} states, {makers} decision makers"
    measured(benchmark, "goals, one outcome", what, lambda: goals(model, 6), rounds=1)


@pytest.mark.benchmark(group="follow-ups")
def test_many_scenarios(benchmark: Benchmark) -> None:
    """The target on two cores: 300 scenarios of 64 states in 5 s."""
    data = generated(6, 3)
    names = [option for party in data["decision_makers"].values() for option in party["options"]]
    data["scenarios"] = {
        f"s{k}": {
            "title": f"Scenario {k}",
            "preferences": {
                "dm0": {
                    "statements": [names[k % 6], f"not {names[k // 6 % 6]}", names[k // 36 % 6]]
                }
            },
        }
        for k in range(300)
    }
    conflict = Conflict.model_validate(data)
    what = "300 scenarios, 64 states, 3 decision makers"
    measured(benchmark, "compare", what, lambda: compare(conflict), rounds=1)


@pytest.mark.benchmark(group="follow-ups")
def test_pareto_optima(benchmark: Benchmark) -> None:
    model, part = with_ties(random_model(dealt(15, 5))), 64
    states = len(model.states)
    found = pareto_optima(model)
    assert found is not None

    def each_with_all() -> list[int]:
        some = range(0, states, part)
        return [state for state in some if not Beside(model, state).pareto_better.any()]

    assert each_with_all() == [s for s in found.optimal.positions().tolist() if s % part == 0]
    plain = ("each state with all others", part * seconds(each_with_all, rounds=1))
    what = f"{states:,} states, 5 decision makers"
    measured(benchmark, "Pareto-optimal states", what, lambda: pareto_optima(model), plain)


def with_ties(model: GraphModel) -> GraphModel:
    """Return a model with a quarter as many levels: ties are what has to be told apart."""
    tied = {dm: OrdinalPreference(own.ranks // 4) for dm, own in model.preferences.items()}
    return replace(model, preferences=tied)
