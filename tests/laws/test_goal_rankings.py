"""The least change of rankings that reaches goals, against all rankings that there are."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

import pytest

from countermove.analysis.goals.goals import goals
from countermove.analysis.goals.rankings import LeastRankings
from countermove.analysis.goals.result import GoalAnswer
from countermove.graph_model import GraphModel
from countermove.preferences.ordinal import OrdinalPreference
from reference import CODES, Reference
from seeded import seeded_model, size_of
from weak_orders import EveryRanking, weak_orders


def profiles(seed: int) -> int:
    """Count the ways in which all decision makers together can rank the states."""
    states, decision_makers = size_of(seed)
    return len(weak_orders(states)) ** decision_makers if states <= 4 else 1 << 60


SMALL = [seed for seed in range(400) if 1000 < profiles(seed) < 10_000][:25]
LARGER = [seed for seed in range(400) if size_of(seed)[0] > 4][:40]


def least(model: GraphModel, states: Sequence[int]) -> list[tuple[GoalAnswer, LeastRankings]]:
    """Return what changes least under each concept under which some states don't hold."""
    numbers = [model.states.number(state) for state in states]
    found = goals(model, numbers, CODES, steps=0)
    assert found.rankings_left_out is None
    for answer in found:
        assert answer.holds == (answer.rankings is None)
    return [(answer, answer.rankings) for answer in found if answer.rankings is not None]


def hold(model: GraphModel, answer: GoalAnswer) -> bool:
    """Say by the definitions, written anew, whether the states hold."""
    plain = Reference(model)
    return all(
        plain.stable(answer.concept, i, s) for i in model.decision_makers for s in answer.states
    )


def drawn(seed: int) -> tuple[GraphModel, list[list[int]]]:
    """Draw a model, one of its states, and two of them."""
    model, luck = seeded_model(seed), random.Random(seed)
    states = range(len(model.states))
    return model, [luck.sample(states, 1), luck.sample(states, 2)]


@pytest.mark.parametrize("seed", SMALL)
def test_no_rankings_of_all_or_of_one_are_nearer(seed: int) -> None:
    model, asked = drawn(seed)
    makers = model.decision_makers
    every = {among: EveryRanking(model, among) for among in (makers, *((dm,) for dm in makers))}
    for states in asked:
        for answer, rankings in least(model, states):
            nearest = {
                among: all_of.least(all_of.holding[answer.concept][:, states].all(axis=1))
                for among, all_of in every.items()
            }
            assert rankings.together.cost == nearest[makers]
            alone = {dm: own and own.cost for dm, own in rankings.alone.items()}
            assert alone == {dm: nearest[dm,] for dm in makers}


@pytest.mark.parametrize("seed", LARGER)
def test_the_states_hold_after_the_change(seed: int) -> None:
    model, asked = drawn(seed)
    for states in asked:
        for answer, rankings in least(model, states):
            assert not hold(model, answer)
            assert hold(rankings.together.changed, answer)
            for dm, own in rankings.alone.items():
                if own is not None:
                    assert set(own.ranks) == {dm}
                    assert hold(own.changed, answer)
                    assert own.cost >= rankings.together.cost


@pytest.mark.parametrize("seed", LARGER)
def test_the_change_meets_the_least_of_the_minimal_requirements(seed: int) -> None:
    """Where each judges for itself, exactly those change their ranking who aren't content."""
    model, asked = drawn(seed)
    for states in asked:
        for answer, rankings in least(model, states):
            if answer.concept not in ("NASH", "GMR", "SMR"):
                continue
            assert set(rankings.together.ranks) == set(answer.unstable)
            for demands in answer.demands:
                ranks = rankings.together.changed.preferences[demands.decision_maker].ranks
                for found in demands.requirements:
                    no_better = {s for s, r in enumerate(ranks) if r <= ranks[found.state]}
                    assert any(some <= no_better for some in found.minimal)
            assert rankings.together.cost >= answer.missing or len(states) > 1


@pytest.mark.parametrize("seed", LARGER[:10])
def test_any_state_holds_where_all_states_are_equally_good(seed: int) -> None:
    """That is why there always is a change of the rankings of all."""
    model, asked = drawn(seed)
    equal = OrdinalPreference(0 * model.preferences[model.decision_makers[0]].ranks)
    level = replace(model, preferences=dict.fromkeys(model.decision_makers, equal))
    for states in asked:
        assert not least(level, states)
