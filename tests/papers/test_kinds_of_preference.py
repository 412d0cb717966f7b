"""Cases that tell the papers' kinds of preference apart, each run of them with its result.

`kinds_of_preference.json` has its sources and notes. Of what the cases have, one reading isn't
offered here: in the matrix method a return to the state where it all began neither deters nor is an
escape.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from countermove.building import build
from countermove.graph_model import GraphModel
from countermove.preferences.attitudes import by_attitudes
from countermove.preferences.degrees import by_degrees, ranked_degrees, score_weights
from countermove.preferences.fuzzy import by_certainty
from countermove.preferences.pairwise import PairwisePreference
from countermove.preferences.ways import PreferenceWay, way_of
from countermove.stability.registry import concepts
from countermove.stability.witness import faults
from models import conflict_of

CASES = {
    case["id"]: case
    for case in json.loads(Path(__file__).with_name("kinds_of_preference.json").read_text("utf-8"))
}
CODES = ("NASH", "GMR", "SMR", "SEQ", "SSEQ")


def runs(*functions: str) -> list[Any]:
    """Return the runs that one of these answers, each with its case."""
    return [
        pytest.param(case, run, id=f"{case['id']}-{run['name']}".replace(" ", "_"))
        for case in CASES.values()
        for run in case["runs"]
        if run["function"] in functions and run["params"].get("home") != "ignored"
    ]


def unranked(case: dict[str, Any]) -> GraphModel:
    """Build a case in graph form, with everybody indifferent."""
    states = [f"s{k}" for k in case["states"]]
    moves = {
        dm: [[f"s{a}", f"s{b}"] for a, ends in of.items() for b in ends]
        for dm, of in case["moves"].items()
    }
    return build(
        conflict_of(
            decision_makers={dm: {"name": dm} for dm in case["dms"]},
            states={state: state for state in states},
            moves=moves,
            preferences={dm: {"ranking": [states]} for dm in case["dms"]},
        )
    )


def ranking(text: str) -> tuple[np.ndarray, list[int]]:
    """Read ranks and the steps between levels, best first, as in ``2>4>>1=3``."""
    levels = [[int(k) - 1 for k in part.split("=")] for part in re.split(">+", text)]
    signs = re.findall(">+", text)
    ranks = np.zeros(sum(map(len, levels)), dtype=np.uint16)
    for level, states in enumerate(reversed(levels)):
        ranks[states] = level
    return ranks, [len(sign) for sign in reversed(signs)]


def degrees_of(preference: dict[str, Any]) -> Any:
    """Return what is judged of pairs: unknown where rankings disagree, and where it is said."""
    texts = preference.get("rankings") or [preference["ranking"]]
    each = [ranked_degrees(*ranking(text)) for text in texts]
    pairs = {frozenset(k - 1 for k in pair) for pair in preference.get("unknown", ())}

    def judged(state: int) -> tuple[np.ndarray, np.ndarray]:
        found = [degrees(state) for degrees in each]
        unknown = np.logical_or.reduce([found[0] != other for other in found])
        unknown |= [frozenset((state, k)) in pairs for k in range(len(unknown))]
        return found[0], unknown

    return judged


def way_in(params: dict[str, Any]) -> PreferenceWay:
    level = params.get("level")
    variants = []
    if "start" not in params:
        variants.append("start")
    if params.get("sequel") == "without unknown":
        variants.append("sure-replies")
    if params.get("at_threshold") == "does not":
        variants.append("at-threshold-tempts")
    return PreferenceWay(
        unknown=params.get("ext"),
        strength=None if level is None else str(level) if level else "general",
        variants=tuple(variants),
    )


def never_home(preference: PairwisePreference) -> PairwisePreference:
    """Return the same where to come back to where it began is no sanction, but an escape."""
    deterring = preference.deterring.copy()
    for state in range(len(deterring)):
        deterring[state, state >> 3] &= ~(1 << (state & 7)) & 255
    return replace(preference, deterring=deterring)


def preference_of(case: dict[str, Any], dm: str, run: dict[str, Any]) -> PairwisePreference:
    count, written, params = len(case["states"]), case["preference"][dm], run["params"]
    way = way_in(params)
    if run["function"] == "degrees":
        found = by_degrees(count, degrees_of(written), way)
        return never_home(found) if params.get("home") == "escapes" else found
    if run["function"] == "fuzzy":
        matrix = np.full((count, count), Fraction(1, 2), dtype=object)
        for s, row in enumerate(written["upper"]):
            for k, value in enumerate(row, s + 1):
                matrix[s, k] = Fraction(value, case["scale"])
                matrix[k, s] = 1 - matrix[s, k]
        threshold = Fraction(params["gamma"][dm])
        return by_certainty(count, lambda s: matrix[:, s] - matrix[s, :], threshold, way)
    ranks = {other: ranking(case["preference"][other]["ranking"])[0] for other in case["dms"]}
    by_sign = {
        sign: [ranks[other] for other, own in params["attitude"][dm].items() if own == sign]
        for sign in "+-"
    }
    return by_attitudes(ranks[dm], by_sign["+"], by_sign["-"])


@pytest.mark.parametrize(("case", "run"), runs("degrees", "fuzzy", "attitudes"))
def test_runs_of_the_cases_come_out_with_witnesses(case: dict[str, Any], run: Any) -> None:
    model = unranked(case)
    preferences = {dm: preference_of(case, dm, run) for dm in case["dms"]}
    model = replace(model, preferences=preferences, way=way_in(run["params"]))
    stable = partial(stable_for, model)
    for name, by_dm in run["expect"].items():
        found = {dm: stable(name.upper(), dm) for dm in case["dms"]}
        assert found == {dm: by_dm[dm] for dm in case["dms"]}
        for_all = set.intersection(*map(set, found.values()))
        assert sorted(for_all) == by_dm["all"]


def stable_for(model: GraphModel, code: str, dm: str) -> list[int]:
    """Return the numbers of the states that are stable, by definition, each verdict checked."""
    verdicts = [concepts()[code].verdict(model, dm, s) for s in range(len(model.states))]
    assert not [fault for verdict in verdicts for fault in faults(model, verdict)]
    return [verdict.state + 1 for verdict in verdicts if verdict]


@pytest.mark.parametrize(("case", "run"), runs("levels"))
def test_the_largest_level_of_sanctions(case: dict[str, Any], run: Any) -> None:
    model, top = unranked(case), run["params"]["top"]
    count = len(model.states)
    largest = {code: {dm: [-1] * count for dm in case["dms"]} for code in run["expect"]}
    for level in range(top + 1):
        way = way_of(strength=str(level) if level else "general")
        preferences = {
            dm: by_degrees(count, degrees_of(case["preference"][dm]), way) for dm in case["dms"]
        }
        at_level = replace(model, preferences=preferences, way=way)
        for code in largest:
            for dm in case["dms"]:
                for number in stable_for(at_level, code, dm):
                    largest[code][dm][number - 1] = level
    assert largest == run["expect"]


SIGNS = {">>": 2, ">": 1, "=": 0, "<": -1, "<<": -2, "U": None}
COLUMNS = [(unknown, strength) for strength in ("general", "strong") for unknown in "abcd"]


def judged_beside(of: dict[tuple[int, int], int | None]) -> Any:
    """Return what is judged of three states, by what is judged of some pairs of them."""

    def judged(state: int) -> tuple[np.ndarray, np.ndarray]:
        pairs = [of.get((k, state), 0) for k in range(3)]
        back = [of.get((state, k), 0) for k in range(3)]
        unknown = [None in both for both in zip(pairs, back, strict=True)]
        degrees = [(a or 0) - (b or 0) for a, b in zip(pairs, back, strict=True)]
        return np.array(degrees), np.array(unknown)

    return judged


@pytest.mark.parametrize("column", range(len(COLUMNS)))
def test_the_truth_table_of_one_move_and_one_reply(column: int) -> None:
    """A can move from 1 to 2, and B then from 2 to 3."""
    case = {"dms": "AB", "states": [1, 2, 3], "moves": {"A": {"1": [2]}, "B": {"2": [3]}}}
    model, way = unranked(case), way_of(*COLUMNS[column])
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
