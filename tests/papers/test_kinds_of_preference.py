"""Cases that tell the papers' kinds of preference apart, each run of them with its result.

`kinds_of_preference.json` has its sources and notes. Grey preference isn't among them, as the
program doesn't offer it: its papers are read in eight ways, and no published result tells which is
meant.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from countermove.analysis.solving import solve
from countermove.building import build
from countermove.graph_model import GraphModel
from countermove.model.conflict import Conflict
from countermove.preferences.degrees import by_degrees, score_weights
from countermove.preferences.pair_values import PairValues, by_pairs
from countermove.preferences.ways import way_of
from countermove.stability.registry import concepts
from countermove.stability.witness import faults
from models import conflict_of

CASES = {
    case["id"]: case
    for case in json.loads(Path(__file__).with_name("kinds_of_preference.json").read_text("utf-8"))
}


def runs(*functions: str) -> list[Any]:
    """Return the runs that one of these answers, each with its case."""
    return [
        pytest.param(case, run, id=f"{case['id']}-{run['name']}".replace(" ", "_"))
        for case in CASES.values()
        for run in case["runs"]
        if run["function"] in functions
    ]


def as_written(case: dict[str, Any], run: dict[str, Any]) -> Conflict:
    """Write a case as a model in graph form."""
    states = [f"s{k}" for k in case["states"]]
    preferences: dict[str, Any] = {}
    for dm, written in case["preference"].items():
        if "rankings" in written:
            readings = enumerate(map(named, written["rankings"]))
            preferences[dm] = {"readings": [{"says": f"{k}", "ranking": r} for k, r in readings]}
        elif "mixture" in written:
            preferences[dm] = {
                "readings": [
                    {"says": ranking, "likely": likely, "ranking": named(ranking)}
                    for likely, ranking in written["mixture"]
                ]
            }
        elif "upper" in written:
            threshold = run["params"]["gamma"][dm]
            preferences[dm] = {"fuzzy": matrix(case, written["upper"]), "threshold": threshold}
        else:
            pairs = [[f"s{k}" for k in pair] for pair in written.get("unknown", ())]
            preferences[dm] = {"ranking": named(written["ranking"]), "unknown": pairs}
    return conflict_of(
        decision_makers={dm: {"name": dm} for dm in case["dms"]},
        states={state: state for state in states},
        moves={
            dm: [[f"s{a}", f"s{b}"] for a, ends in of.items() for b in ends]
            for dm, of in case["moves"].items()
        },
        preferences=preferences,
        attitudes=run["params"].get("attitude", {}),
    )


def named(ranking: str) -> str:
    """Name the states of a ranking as the model does."""
    return re.sub(r"(\d+)", r"s\1", ranking)


def matrix(case: dict[str, Any], upper: list[list[int]]) -> list[list[str]]:
    scale = case["scale"]
    found = [["1/2"] * len(case["states"]) for _ in case["states"]]
    for s, row in enumerate(upper):
        for k, value in enumerate(row, s + 1):
            found[s][k], found[k][s] = f"{value}/{scale}", f"{scale - value}/{scale}"
    return found


def asked(run: dict[str, Any]) -> dict[str, Any]:
    """Return what is asked of `solve` for a run."""
    params, function = run["params"], run["function"]
    level, extension = params.get("level"), params.get("ext")
    kind = {"fuzzy": "fuzzy", "attitudes": "attitudes"}.get(function)
    way: dict[str, Any] = {kind: True} if kind else {"unknown": extension}
    if "home" in params:
        variants = {"ignored": ["return-void"], "escapes": ["return-escapes"]}
        return {"strength": "general", "variants": variants.get(params["home"], [])}
    if level is not None:
        way["strength"] = level or "general"
    variants = [] if "start" in params or not (kind or extension) else ["start"]
    if params.get("sequel") == "without unknown":
        variants.append("sure-replies")
    if params.get("at_threshold") == "does not":
        variants.append("at-threshold-tempts")
    return {**way, "variants": variants}


@pytest.mark.parametrize(("case", "run"), runs("degrees", "fuzzy", "attitudes"))
def test_runs_of_the_cases_come_out_with_witnesses(case: dict[str, Any], run: Any) -> None:
    solution = solve(as_written(case, run), **asked(run))
    for name, by_dm in run["expect"].items():
        code = name.upper()
        for dm in case["dms"]:
            assert stable_for(solution.model, code, dm) == by_dm[dm]
            found = solution.stable[code][dm].positions()
            assert [int(state) + 1 for state in found] == by_dm[dm]
        assert [state.number for state in solution.equilibria(code)] == by_dm["all"]


@pytest.mark.parametrize(("case", "run"), runs("weak"))
def test_what_is_weakly_stable(case: dict[str, Any], run: Any) -> None:
    solution = solve(as_written(case, run), strength="weak")
    for code, by_dm in run["expect"].items():
        found = {dm: solution.stable[code][dm].positions().tolist() for dm in case["dms"]}
        assert found == by_dm
        assert not solution.equilibria(code)


def stable_for(model: GraphModel, code: str, dm: str) -> list[int]:
    """Return the numbers of the states that are stable, by definition, each verdict checked."""
    verdicts = [concepts()[code].verdict(model, dm, s) for s in range(len(model.states))]
    assert not [fault for verdict in verdicts for fault in faults(model, verdict)]
    return [verdict.state + 1 for verdict in verdicts if verdict]


@pytest.mark.parametrize(("case", "run"), runs("levels"))
def test_the_largest_level_of_sanctions(case: dict[str, Any], run: Any) -> None:
    conflict, top = as_written(case, run), run["params"]["top"]
    count = len(case["states"])
    largest = {code: {dm: [-1] * count for dm in case["dms"]} for code in run["expect"]}
    for level in range(top + 1):
        solution = solve(conflict, list(largest), strength=level or "general")
        for code, by_dm in solution.stable.items():
            for dm, states in by_dm.items():
                for state in states.positions():
                    largest[code][dm][state] = level
    assert largest == run["expect"]


@pytest.mark.parametrize(("case", "run"), runs("mixture"))
def test_how_likely_it_is_that_a_state_is_an_equilibrium(case: dict[str, Any], run: Any) -> None:
    across = solve(as_written(case, run)).across
    assert across is not None
    for name, by_state in run["expect"].items():
        found = [across.likelihood(f"s{state}", name.upper()) for state in case["states"]]
        assert found == list(map(Fraction, by_state))


SIGNS = {">>": 2, ">": 1, "=": 0, "<": -1, "<<": -2, "U": None}
COLUMNS = [(unknown, strength) for strength in ("general", "strong") for unknown in "abcd"]


def judged_beside(of: dict[tuple[int, int], int | None]) -> Any:
    """Return what is judged of three states, by what is judged of some pairs of them."""

    every = range(3)
    back = {(s, k): None if degree is None else -degree for (k, s), degree in of.items()}
    judged = {(s, k): degree for (k, s), degree in of.items()}
    values = np.array([[{**back, **judged}.get((s, k), 0) for k in every] for s in every])

    def compare(at: np.ndarray) -> PairValues[Any]:
        return by_pairs(values[np.ix_(at, at)])

    return compare


@pytest.mark.parametrize("column", range(len(COLUMNS)))
def test_the_truth_table_of_one_move_and_one_reply(column: int) -> None:
    """A can move from 1 to 2, and B then from 2 to 3."""
    case = {
        "dms": "AB",
        "states": [1, 2, 3],
        "moves": {"A": {"1": [2]}, "B": {"2": [3]}},
        "preference": {dm: {"ranking": "1=2=3"} for dm in "AB"},
    }
    unknown, strength = COLUMNS[column]
    model = build(as_written(case, {"params": {}}))
    way = way_of(unknown=unknown, strength=strength)
    for run in CASES["gadget"]["runs"]:
        code = run["params"].get("concept", "GMR")
        for signs, row in run["expect"].items():
            move, reply, own = (*map(SIGNS.get, signs.split()), 0)[:3]
            preferences = {
                "A": by_degrees(3, judged_beside({(1, 0): move, (2, 0): reply}), way),
                "B": by_degrees(3, judged_beside({(2, 1): own}), way),
            }
            there = replace(model, preferences=preferences, way=way)
            verdict = concepts()[code].define(there, "A", 0)
            assert ("S" if verdict else "u") == row[column], signs


@pytest.mark.parametrize("run", CASES["nuaa_strength_prioritization"]["runs"])
def test_scores_of_marked_statements_are_those_printed(run: dict[str, Any]) -> None:
    params, expected = run["params"], run["expect"]
    weights = score_weights([1 + mark for mark in params["mark"]])
    assert weights == expected.get("weights", weights)
    scores = [
        sum(weight for weight, letter in zip(weights, truth, strict=True) if letter == "1")
        for truth in params["truth"]
    ]
    assert scores == expected["scores"]
