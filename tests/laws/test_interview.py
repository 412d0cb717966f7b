"""Interviews end with what is true, whoever is asked: simulated, with a hidden order."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import combinations
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from countermove.analysis.ask.pairs import PairInterview
from countermove.analysis.ask.what_to_ask import Wanted
from countermove.analysis.claims import claim_holds_where
from countermove.analysis.many import solve_many
from countermove.building import build
from countermove.files.model_file import load
from countermove.graph.bits import Bits
from countermove.graph_model import GraphModel
from countermove.model.parts import Claim
from countermove.preferences.known_order import Compared, KnownOrder, Which, clash
from countermove.stability.registry import find_concepts
from seeded import seeded_model

FIVE = ("NASH", "GMR", "SMR", "SEQ", "SSEQ")
seeds = st.integers(0, 1 << 30)

Hidden = dict[str, NDArray[Any]]


def claiming(luck: random.Random) -> GraphModel:
    """Give a model with a claim of each kind, about some of its states."""
    model = seeded_model(luck.randrange(3000))
    claims, regions = {}, {}
    for kind in ("never", "possible", "always"):
        claims[kind] = Claim.model_validate({"says": kind, kind: "true"})
        regions[kind] = Bits.of(np.array([luck.random() < 0.5 for _ in range(len(model.states))]))
    conflict = model.conflict.model_copy(update={"claims": claims})
    return replace(model, conflict=conflict, claims=regions)


def which(ranks: NDArray[Any], first: int, second: int) -> Which:
    if ranks[first] == ranks[second]:
        return 0
    return 1 if ranks[first] > ranks[second] else -1


def hidden_orders(model: GraphModel, luck: random.Random, levels: int) -> Hidden:
    size = len(model.states)
    return {
        dm: np.array([luck.randrange(levels) for _ in range(size)]) for dm in model.decision_makers
    }


def truths(model: GraphModel, hidden: Hidden, codes: tuple[str, ...]) -> dict[Wanted, bool]:
    ranks = np.array([[np.unique(hidden[dm], return_inverse=True)[1] for dm in hidden]])
    many = solve_many(model, ranks, codes, keep="equilibria")
    return {
        Wanted(code, claim): claim_holds_where(
            details, model.claims[claim], many.equilibria(0, code)
        )
        for code in codes
        for claim, details in model.conflict.claims.items()
    }


def interviewed(
    model: GraphModel, hidden: Hidden, codes: tuple[str, ...], luck: random.Random, shrugs: float
) -> PairInterview:
    """Ask until nothing is left to ask; nothing is asked that follows, or was asked before."""
    interview = PairInterview(model, tuple(find_concepts(codes)), tuple(model.conflict.claims))
    while (question := interview.question) is not None:
        dm, first, second = question
        assert interview.known[dm].which(first, second) is None
        assert question not in interview.not_known
        if luck.random() < shrugs:
            interview = interview.nobody_knows(question)
        else:
            answer = Compared(dm, first, second, which(hidden[dm], first, second))
            assert interview.clash(answer) is None
            interview = interview.told(answer)
    return interview


@given(seeds)
def test_it_ends_with_the_truth(seed: int) -> None:
    luck = random.Random(seed)
    model = claiming(luck)
    hidden = hidden_orders(model, luck, luck.choice([2, 5, 50]))
    codes = (luck.choice(FIVE),)
    found = interviewed(model, hidden, codes, luck, 0)
    assert dict(found.settled) == truths(model, hidden, codes)


@given(seeds)
def test_who_does_not_know_leaves_open_only_what_hangs_on_it(seed: int) -> None:
    luck = random.Random(seed)
    model = claiming(luck)
    hidden = hidden_orders(model, luck, luck.choice([2, 5, 50]))
    codes = (luck.choice(FIVE),)
    found = interviewed(model, hidden, codes, luck, 0.3)
    true = truths(model, hidden, codes)
    is_open = {wanted for wanted, value in found.settled.items() if value is None}
    assert all(value is None or value == true[wanted] for wanted, value in found.settled.items())
    assert found.proved_open() <= is_open
    assert not is_open or found.not_known


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
    model = build(load("talks-2025"))
    luck = random.Random(3)
    hidden = hidden_orders(model, luck, 12)
    found = interviewed(model, hidden, ("NASH",), luck, 0)
    assert dict(found.settled) == truths(model, hidden, ("NASH",))
    # Sorting all outcomes by pairs takes some 500 questions.
    assert len(found.answers) < 60


def test_a_control_is_asked_the_other_way_round() -> None:
    model = build(load("prisoners-dilemma"))
    interview = PairInterview(model, tuple(find_concepts("NASH")), ())
    assert interview.control is None
    dm = model.decision_makers[0]
    for first, second in ((0, 1), (2, 1), (2, 3)):
        interview = interview.told(Compared(dm, first, second, 1))
    assert interview.control is None
    # From what stands between most outcomes most follows.
    assert interview.most_telling() == (dm, 1, 0)
    again = interview.told(Compared(dm, 1, 0, -1))
    assert (len(again.answers), len(again.controls)) == (3, 1)
    assert again.most_telling() == (dm, 1, 2)
    wrong = Compared(dm, 1, 2, 0)
    clashing = again.clash(wrong)
    assert clashing == (Compared(dm, 2, 1, 1),)
    assert again.without(clashing[0]).clash(wrong) is None
