"""Interviews end with what is true, whoever is asked: simulated, with a hidden order."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import combinations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from countermove.analysis.ask.pairs import ToSettle
from countermove.analysis.ask.what_to_ask import Wanted
from countermove.building import build
from countermove.files.model_file import load
from countermove.graph.bits import Bits
from countermove.graph_model import GraphModel
from countermove.model.parts import Claim
from countermove.preferences.known_order import Compared, KnownOrder, clash
from countermove.stability.registry import find_concepts
from respondents import AskedByPairs, Hidden, which
from seeded import seeded_model

FIVE = ("NASH", "GMR", "SMR", "SEQ", "SSEQ")
seeds = st.integers(0, 1 << 30)


def claiming(luck: random.Random) -> GraphModel:
    """Give a model with a claim of each kind, about some of its states."""
    model = seeded_model(luck.randrange(3000))
    claims, regions = {}, {}
    for kind in ("never", "possible", "always"):
        claims[kind] = Claim.model_validate({"says": kind, kind: "true"})
        regions[kind] = Bits.of(np.array([luck.random() < 0.5 for _ in range(len(model.states))]))
    conflict = model.conflict.model_copy(update={"claims": claims})
    return replace(model, conflict=conflict, claims=regions)


def hidden_orders(model: GraphModel, luck: random.Random, levels: int) -> Hidden:
    size = len(model.states)
    return {
        dm: np.array([luck.randrange(levels) for _ in range(size)]) for dm in model.decision_makers
    }


def goal_of(model: GraphModel, codes: tuple[str, ...]) -> ToSettle:
    wanted = [Wanted(code, claim) for claim in model.conflict.claims for code in codes]
    return ToSettle(model, tuple(find_concepts(codes)), tuple(wanted))


@given(seeds)
def test_it_ends_with_the_truth(seed: int) -> None:
    luck = random.Random(seed)
    model = claiming(luck)
    hidden = hidden_orders(model, luck, luck.choice([2, 5, 50]))
    asked = AskedByPairs(goal_of(model, (luck.choice(FIVE),)))
    assert asked.run(hidden, luck).standing == asked.truths(hidden)


@given(seeds)
def test_who_does_not_know_leaves_open_only_what_hangs_on_it(seed: int) -> None:
    luck = random.Random(seed)
    model = claiming(luck)
    hidden = hidden_orders(model, luck, luck.choice([2, 5, 50]))
    asked = AskedByPairs(goal_of(model, (luck.choice(FIVE),)))
    standing, true = asked.run(hidden, luck, 0.2).standing, asked.truths(hidden)
    is_open = {wanted for wanted, value in standing.items() if value is None}
    assert all(value is None or value == true[wanted] for wanted, value in standing.items())
    assert asked.proved_open(100) <= is_open
    assert not is_open or asked.closed


@given(seeds)
def test_what_answers_imply(seed: int) -> None:
    luck = random.Random(seed)
    ranks = np.array([luck.randrange(4) for _ in range(5)])
    pairs = luck.sample(list(combinations(range(5), 2)), 5)
    said = [Compared("a", one, other, which(ranks, one, other)) for one, other in pairs]
    known = KnownOrder.of(5, said)
    keys = np.random.default_rng(seed).random((300, 5))
    every = known.completed(keys)
    for order in every:
        assert all(which(order, one.first, one.second) == one.which for one in said)
    for one, other in combinations(range(5), 2):
        seen = {which(order, one, other) for order in every}
        surely = known.which(one, other)
        assert (surely is None) == ({-1, 1} <= seen)
        assert surely is None or seen == {surely}
    one, other = luck.sample(range(5), 2)
    new = Compared("a", one, other, luck.choice((-1, 0, 1)))
    clashing = clash(said, new)
    surely = known.which(one, other)
    assert (clashing is not None) == (surely is not None and surely != new.which)
    if clashing is not None:
        assert KnownOrder.of(5, clashing).which(one, other) not in (None, new.which)
        # No fewer of them say so.
        for fewer in combinations(said, len(clashing) - 1):
            assert KnownOrder.of(5, fewer).which(one, other) in (None, new.which)


def test_the_talks_under_nash() -> None:
    luck = random.Random(3)
    asked = AskedByPairs(goal_of(build(load("talks-2025")), ("NASH",)))
    hidden = hidden_orders(asked.goal.model, luck, 12)
    assert asked.run(hidden, luck).standing == asked.truths(hidden)
    # Sorting all outcomes by pairs takes some 500 questions.
    assert len(asked.answers) < 60
