"""What follows from the definitions of the papers' kinds of preference, on random models."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from countermove.analysis.solving import solve
from countermove.graph_model import GraphModel
from countermove.model.conflict import Conflict
from countermove.preferences.attitudes import by_attitudes
from countermove.preferences.degrees import by_degrees
from countermove.preferences.fuzzy import Chances, by_certainty
from countermove.preferences.levels import dense
from countermove.preferences.ordinal import OrdinalPreference
from countermove.preferences.pair_values import Compare, by_pairs
from countermove.preferences.pairwise import PairwisePreference
from countermove.preferences.probabilistic import by_probability
from countermove.preferences.ways import PreferenceWay, way_of
from countermove.report.explain import explain
from countermove.stability.engines.choose import choose, stable_states
from countermove.stability.registry import find_concepts
from countermove.stability.witness import faults
from models import FORMS, conflict_of

CODES = ("NASH", "GMR", "SMR", "SEQ", "SSEQ")
Stable = dict[tuple[str, str], set[int]]


def stable(model: GraphModel, codes: tuple[str, ...] = CODES) -> Stable:
    """Return the states that are stable, by concept and decision maker."""
    asked = find_concepts(codes)
    found = stable_states(model, asked, choose("auto", asked, model))
    return {
        (code, dm): set(states.positions().tolist())
        for code, by_dm in found.items()
        for dm, states in by_dm.items()
    }


def in_way(
    model: GraphModel, way: PreferenceWay, of: Callable[[str], PairwisePreference]
) -> Stable:
    return stable(replace(model, way=way, preferences={dm: of(dm) for dm in model.decision_makers}))


def drawn_degrees(model: GraphModel, seed: int, *, unknown: bool) -> dict[str, Any]:
    """Judge every pair by itself for everybody: nothing need be transitive."""
    count, rng = len(model.states), np.random.default_rng(seed)
    judged: dict[str, Any] = {}
    for dm in model.decision_makers:
        above = np.triu(rng.integers(-2, 3, (count, count)), 1)
        open_ = np.triu(rng.random((count, count)) < 0.3, 1) & unknown
        judged[dm] = beside(np.where(open_ | open_.T, None, above.T - above))
    return judged


def beside(values: NDArray[Any]) -> Compare[Any]:
    """Compare by a matrix: first beside which state, then of which."""
    return lambda at: by_pairs(values[np.ix_(at, at)])


def chances_of(better: NDArray[Any]) -> Compare[Chances]:
    """Compare by how likely what comes second is better than what comes first."""
    pairs = zip(better.ravel(), better.T.ravel(), strict=True)
    found = np.empty(better.size, dtype=object)
    found[:] = [Chances(*pair) for pair in pairs]
    return beside(found.reshape(better.shape))


def no_more(less: Stable, more: Stable) -> bool:
    return all(less[key] <= more[key] for key in less)


small = st.sampled_from(sorted(FORMS)).flatmap(
    lambda form: FORMS[form](
        **({"most_states": 6} if form == "graph form" else {"most_options": 3})
    )
)
seeds = st.integers(0, 1 << 30)


@given(model=small, seed=seeds, strength=st.sampled_from([None, "general", "strong"]))
def test_extensions_imply_one_another(model: GraphModel, seed: int, strength: Any) -> None:
    judged = drawn_degrees(model, seed, unknown=True)
    found = {}
    for extension in "abcd":
        way = way_of(unknown=extension, strength=strength)
        found[extension] = in_way(
            model, way, lambda dm, way=way: by_degrees(len(model.states), judged[dm], way)
        )
    for less, more in (("a", "b"), ("b", "d"), ("a", "c"), ("c", "d")):
        assert no_more(found[less], found[more])
    for dm in model.decision_makers:
        assert found["a"]["NASH", dm] == found["c"]["NASH", dm]
        assert found["b"]["NASH", dm] == found["d"]["NASH", dm]


@given(model=small, seed=seeds, extension=st.sampled_from([None, *"abcd"]))
def test_what_is_stable_at_a_level_is_so_at_lower_ones(
    model: GraphModel, seed: int, extension: Any
) -> None:
    judged = drawn_degrees(model, seed, unknown=extension is not None)
    levels = []
    for strength in ("general", "1", "strong", "3"):
        way = way_of(unknown=extension, strength=strength)
        levels.append(
            in_way(model, way, lambda dm, way=way: by_degrees(len(model.states), judged[dm], way))
        )
    for lower, higher in pairwise(levels):
        assert no_more(higher, lower)


@given(model=small)
def test_without_doubt_or_strength_it_is_as_ranked(model: GraphModel) -> None:
    count, half = len(model.states), Fraction(1, 2)
    as_ranked = stable(model)
    signs, chances = {}, {}
    for dm in model.decision_makers:
        ranks = model.levels(dm).astype(np.int64)
        signs[dm] = np.sign(ranks - ranks[:, None])
        chances[dm] = chances_of((signs[dm] > 0) * Fraction(1))

    ways: list[tuple[PreferenceWay, Callable[[str, PreferenceWay], PairwisePreference]]] = [
        (way, lambda dm, way: by_degrees(count, beside(signs[dm]), way))
        for way in (*(way_of(unknown=u) for u in "abcd"), way_of(strength="general"))
    ]
    for threshold in (Fraction(1, 7), Fraction(1)):
        ways.append(
            (
                way_of(fuzzy=True),
                lambda dm, way, t=threshold: by_certainty(count, chances[dm], t, way),
            )
        )
    ways.append(
        (
            way_of(probabilistic=True),
            lambda dm, way: by_probability(count, chances[dm], (half, half, half), way),
        )
    )
    for way, of in ways:
        assert in_way(model, way, lambda dm, of=of, way=way: of(dm, way)) == as_ranked


@given(model=FORMS["option form"](most_options=3), seed=seeds)
def test_attitudes_to_oneself_alone_are_as_ranked_where_no_two_are_as_good(
    model: GraphModel, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    ranks = {dm: dense(rng.permutation(len(model.states))) for dm in model.decision_makers}
    strict = replace(model, preferences={dm: OrdinalPreference(r) for dm, r in ranks.items()})
    found = in_way(
        model, way_of(attitudes=True), lambda dm: by_attitudes(ranks[dm], [ranks[dm]], [])
    )
    assert found == stable(strict)
    neutral = in_way(model, way_of(attitudes=True), lambda dm: by_attitudes(ranks[dm], [], []))
    for dm in model.decision_makers:
        assert neutral["NASH", dm] == neutral["SMR", dm]
        assert neutral["GMR", dm] == neutral["SEQ", dm]


@given(model=small, seed=seeds, moved=st.sampled_from(["alpha", "beta", "gamma"]))
@pytest.mark.parametrize("is_reversed", [False, True])
def test_less_asked_of_probabilities_is_more_that_is_stable(
    is_reversed: bool, model: GraphModel, seed: int, moved: str
) -> None:
    count, rng = len(model.states), np.random.default_rng(seed)
    better = {}
    for dm in model.decision_makers:
        parts = np.triu(rng.integers(0, 4, (count, count)), 1)
        left = np.triu(rng.integers(0, 4, (count, count)), 1)
        tenths = parts + left.T
        better[dm] = chances_of(tenths.T * Fraction(1, 6))
    way = way_of(probabilistic=True, variants=["reversed"] if is_reversed else ())
    found = []
    for value in (Fraction(1, 6), Fraction(1, 2), Fraction(5, 6)):
        at = {"alpha": Fraction(1, 2), "beta": Fraction(1, 2), "gamma": Fraction(1, 2)} | {
            moved: value
        }
        found.append(
            in_way(
                model,
                way,
                lambda dm, at=at: by_probability(
                    count, better[dm], (at["alpha"], at["beta"], at["gamma"]), way
                ),
            )
        )
    for smaller, greater in pairwise(found):
        assert no_more(greater, smaller)


WAYS: list[dict[str, Any]] = [
    *({"unknown": extension} for extension in "abcd"),
    {"unknown": "c", "strength": "strong", "variants": ["start", "scores"]},
    {"unknown": "a", "variants": ["sure-replies", "return-void"]},
    {"strength": "strong", "variants": ["return-escapes"]},
    {"strength": 1, "variants": ["gaining-escapes"]},
    {"fuzzy": True, "thresholds": {"threshold": "1/3"}, "variants": ["at-threshold-tempts"]},
    {"probabilistic": True, "thresholds": {"alpha": "2/3", "gamma": 0}, "variants": ["reversed"]},
    {"attitudes": True},
]


PARTIES = {dm: {"name": dm.upper(), "options": {dm: f"Do {dm}"}} for dm in "abc"}


def doubtful(luck: random.Random) -> Conflict:
    """Write a model of three parties with an option each, in which much isn't known."""
    names = list(PARTIES)

    def wish() -> dict[str, Any]:
        holds = luck.choice(["{} and {}", "{} or not {}", "{} iff {}"])
        marks: dict[str, Any] = {"perhaps": luck.random() < 0.5, "either_way": luck.random() < 0.4}
        if luck.random() < 0.4:
            marks["degree"] = luck.choice([2, 3])
        return {"holds": holds.format(luck.choice(names), luck.choice(names)), **marks}

    return conflict_of(
        decision_makers=PARTIES,
        preferences={dm: {"statements": [wish() for _ in range(3)]} for dm in names},
        attitudes={"a": {"b": luck.choice("+0-"), "c": "+"}, "b": {"b": "0", "c": "-"}},
    )


@pytest.mark.parametrize("way", WAYS, ids=str)
def test_every_verdict_in_a_way_is_told_and_stands_up_to_checking(way: dict[str, Any]) -> None:
    for seed in range(3):
        conflict = doubtful(random.Random(seed))
        solution = solve(conflict, **way)
        for state in range(1, 9):
            for story in explain(conflict, state, concept=CODES, **way):
                verdict = story.verdict
                who = (state, verdict.decision_maker, verdict.concept)
                assert verdict.is_stable == solution.is_stable(*who)
                assert faults(solution.model, verdict) == []
                assert len(story.paragraphs) == len(verdict.lines)
                assert all(text.endswith(".") for text in (story.summary, *story.paragraphs))


def orders(group: list[int]) -> list[list[list[int]]]:
    """Return all orders of a few states, those with ties included."""
    if not group:
        return [[]]
    found = []
    for first in range(1, 1 << len(group)):
        chosen = [one for k, one in enumerate(group) if first >> k & 1]
        rest = [one for one in group if one not in chosen]
        found += [[chosen, *others] for others in orders(rest)]
    return found


def solved(ranked: dict[str, Any], **way: Any) -> Stable:
    """Return what is stable where parties rank so."""
    preferences = {dm: {"ranking": of} for dm, of in ranked.items()}
    found = solve(conflict_of(decision_makers=PARTIES, preferences=preferences), CODES, **way)
    return {
        (code, dm): set(states.positions().tolist())
        for code, by_dm in found.stable.items()
        for dm, states in by_dm.items()
    }


def test_extensions_a_and_d_are_what_holds_in_all_and_in_some_completions() -> None:
    """Whatever the order of a few outcomes; under SEQ and SSEQ d says only what holds in none."""
    a_is_not_all = False
    for seed in range(4):
        luck = random.Random(seed)
        rankings, every = {}, {}
        for dm in PARTIES:
            drawn = luck.sample(range(1, 9), 8)
            at = luck.randint(0, 5)
            above, group, below = drawn[:at], drawn[at : at + 3], drawn[at + 3 :]
            rankings[dm] = [*above, {"unknown": group}, *below]
            every[dm] = [[*above, *order, *below] for order in orders(group)]
        in_a, in_d = solved(rankings, unknown="a"), solved(rankings, unknown="d")
        for dm in PARTIES:
            one_by_one = [solved({**rankings, dm: own}) for own in every[dm]]
            for code in ("NASH", "GMR", "SMR"):
                in_each = [found[code, dm] for found in one_by_one]
                assert in_a[code, dm] == set.intersection(*in_each)
                assert in_d[code, dm] == set.union(*in_each)
        for _ in range(12):
            joint = solved({dm: luck.choice(every[dm]) for dm in PARTIES})
            for code in ("SEQ", "SSEQ"):
                for dm in PARTIES:
                    assert joint[code, dm] <= in_d[code, dm]
                    a_is_not_all |= not in_a[code, dm] <= joint[code, dm]
    assert a_is_not_all
