"""The least change of rankings, and the radius, against all rankings that there are."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countermove.analysis.radius.radius import radius
from countermove.analysis.rankings.conditions import Searches
from countermove.analysis.rankings.least_change import (
    NearestRankings,
    NoEquilibrium,
    Stable,
    least_change,
    of_family,
    with_ranks,
)
from countermove.analysis.rankings.nearest_ranking import NearestRanking
from countermove.graph_model import GraphModel
from countermove.model.parts import Claim
from countermove.preferences.distance import distance
from models import FORMS
from reference import CODES, Reference
from seeded import seeded_model, size_of
from weak_orders import EveryRanking


def holds(model: GraphModel, state: int, code: str) -> bool:
    """Say by the definitions, written anew, whether a state is an equilibrium."""
    reference = Reference(model)
    return all(reference.stable(code, i, state) for i in model.decision_makers)


def check_goals(model: GraphModel, luck: random.Random, asked: int, most: int) -> None:
    states = len(model.states)
    among = luck.sample(model.decision_makers, min(most, len(model.decision_makers)))
    every = EveryRanking(model, among)
    for _ in range(asked):
        goals = [
            (luck.randrange(states), luck.choice(CODES), luck.random() < 0.5)
            for _ in range(luck.choice([1, 1, 2, 3]))
        ]
        fitting = np.ones(len(every.cost), dtype=bool)
        for state, code, wanted in goals:
            fitting &= every.holding[code][:, state] == wanted
        found = least_change(model, goals, among)
        assert (found and found.cost) == every.least(fitting), (among, goals)
        if found is not None:
            assert set(found.ranks) <= set(among)
            for state, code, wanted in goals:
                assert holds(found.changed, state, code) == wanted


@pytest.mark.parametrize("seed", range(90))
def test_no_rankings_of_one_or_two_are_nearer(seed: int) -> None:
    model = seeded_model(seed)
    luck = random.Random(seed)
    if len(model.states) <= 4:
        check_goals(model, luck, asked=8, most=2)
    elif len(model.states) == 5:
        check_goals(model, luck, asked=8, most=1)
    else:
        # Too many rankings to try them all: what is found is checked, and that all is least.
        check_witness(model, luck)


def check_witness(model: GraphModel, luck: random.Random) -> None:
    state, code = luck.randrange(len(model.states)), luck.choice(CODES)
    now = holds(model, state, code)
    found = least_change(model, [(state, code, not now)])
    assert least_change(model, [(state, code, now)]) is not None
    for dm in model.decision_makers:
        alone = least_change(model, [(state, code, not now)], [dm])
        if alone is not None:
            assert holds(alone.changed, state, code) != now
            assert found is not None
            assert 0 < found.cost <= alone.cost
    if found is not None:
        assert holds(found.changed, state, code) != now
        again = least_change(model, [(state, code, not now)])
        assert again is not None
        assert {dm: r.tolist() for dm, r in again.ranks.items()} == {
            dm: r.tolist() for dm, r in found.ranks.items()
        }


@pytest.mark.parametrize("form", FORMS)
def test_no_rankings_of_any_form_of_model_are_nearer(form: str) -> None:
    limits = {"most_states": 4} if form == "graph form" else {"most_options": 2}
    models = FORMS[form](decision_makers=(2, 3), **limits)

    @settings(max_examples=25)
    @given(models.filter(lambda model: len(model.states) <= 4), st.integers(0, 2**20))
    def check(model: GraphModel, seed: int) -> None:
        check_goals(model, random.Random(seed), asked=3, most=2)

    check()


def nearest_by_pairs(
    model: GraphModel, dm: str, ending: list[int], holding: int | None, code: str
) -> int | None:
    """Find it by the formula about pairs of states, one demand of stability after another."""
    (concept,) = of_family([code])
    with NearestRankings(model, Searches(model, frozenset([dm])), frozenset([dm])) as nearest:
        for state in ending:
            nearest.demand(NoEquilibrium((dm,), state, concept))
        if holding is not None:
            nearest.demand(Stable(dm, holding, concept))
        found = nearest.meeting(lambda changed: [])
    return found and found.cost


@pytest.mark.parametrize("seed", [s for s in range(150) if size_of(s)[0] > 4])
def test_places_among_thresholds_are_as_near_as_pairs_of_states(seed: int) -> None:
    """One formula has a variable for each pair of states, the other for states and thresholds."""
    model, luck = seeded_model(seed), random.Random(seed)
    dm, code = luck.choice(model.decision_makers), luck.choice(CODES)
    states = range(len(model.states))
    (concept,) = of_family([code])
    ranks = model.preferences[dm].ranks
    if luck.random() < 0.5:
        ranks = ranks // 2  # with ties
        model = with_ranks(model, {dm: ranks})
    places = NearestRanking(Searches(model, frozenset([dm])), dm, ranks, concept)
    for _ in range(3):
        ending = luck.sample(states, luck.randrange(1, 5))
        others = [None, *(state for state in states if state not in ending)]
        holding = luck.choice(others)
        found = places.nearest(ending, holding)
        cost = None if found is None else distance(ranks, found)
        assert cost == nearest_by_pairs(model, dm, ending, holding, code), (ending, holding)
        if found is not None:
            changed = with_ranks(model, {dm: found})
            stable = [concept.define(changed, dm, state).is_stable for state in states]
            assert not any(stable[state] for state in ending)
            assert holding is None or stable[holding]


KINDS = ("never", "possible", "always")


def with_claims(model: GraphModel, luck: random.Random) -> GraphModel:
    """Return a model with a claim of each kind about some states, where it can be told."""
    if model.states.is_coalesced:
        return model
    if model.conflict.is_graph_form:
        names = list(model.conflict.states)
    else:
        names = list(model.states.option_names)
    claims = {}
    for kind in KINDS:
        one, other = luck.choice(names), luck.choice(names)
        statement = luck.choice([one, f"{one} or not {other}", f"{one} or {other}", "true"])
        claims[kind] = Claim.model_validate({"says": statement, kind: statement})
    satisfying = {kind: model.states.holding(claim.statement) for kind, claim in claims.items()}
    conflict = model.conflict.model_copy(update={"claims": claims})
    return replace(model, conflict=conflict, claims=satisfying)


@pytest.mark.parametrize("seed", [s for s in range(200) if size_of(s)[0] <= 4])
def test_no_ranking_of_one_turns_an_answer_with_fewer_swaps(seed: int) -> None:
    luck = random.Random(seed)
    model = with_claims(seeded_model(seed), luck)
    dm = luck.choice(model.decision_makers)
    every = EveryRanking(model, [dm])
    today = int(np.flatnonzero(every.cost == 0)[0])
    found = radius(model, decision_makers=[dm])
    assert len(found) == len(CODES) * (len(model.conflict.claims) + len(model.states))
    for turn in found:
        holding = every.holding[turn.concept.code]
        if turn.claim is None:
            answers = holding[:, turn.state]
        else:
            details = turn.claim.details
            satisfying = model.states.holding(details.statement).mask()
            some = (holding & satisfying).any(axis=1)
            others = (holding & ~satisfying).any(axis=1)
            answers = {"never": ~some, "possible": some, "always": some & ~others}[details.kind]
        assert turn.holds == answers[today]
        assert turn.swaps == {dm: every.least(answers != turn.holds)}, turn
        change = turn.changes[dm]
        if change is not None and turn.state is not None:
            changed = with_ranks(model, change.ranks)
            assert holds(changed, turn.state, turn.concept.code) != turn.holds
