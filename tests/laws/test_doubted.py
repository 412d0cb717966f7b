"""What is said of all readings of a preference at once is what enumeration of them says."""

from __future__ import annotations

import math
import random
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countermove.preferences.degrees import score_weights
from countermove.preferences.doubted import Doubted
from countermove.preferences.doubted_orders import DoubtedRanking
from countermove.preferences.doubted_readings import DoubtedReadings
from countermove.preferences.doubted_statements import DoubtedStatements
from countermove.preferences.known_order import KnownOrder
from countermove.preferences.levels import dense
from countermove.preferences.written_degrees import compared, likely
from doubts import Doubts, orders, readings

STATES = 6
EVERY = np.arange(STATES)
seeds = st.integers(0, 1 << 30).map(random.Random)


@given(seeds)
def test_each_reading_is_what_its_values_say(luck: random.Random) -> None:
    own = Doubts(luck, STATES).countable()
    for chosen, ranks, _ in readings(own):
        assert own.ranks(chosen).tolist() == ranks.tolist()


@given(seeds)
def test_possible_relations_their_degrees_and_likelihood(luck: random.Random) -> None:
    own = Doubts(luck, STATES).countable()
    every = [(ranks, likely) for _, ranks, likely in readings(own)]
    chances, degrees = likely(own, EVERY), compared(own, EVERY, graded=False)
    for state in range(STATES):
        better, equal, worse = own.possible(EVERY, state)
        for target in range(STATES):
            signs = [(np.sign(int(r[target]) - int(r[state])), share) for r, share in every]
            seen = {int(sign) for sign, _ in signs}
            assert (better[target], equal[target], worse[target]) == (
                1 in seen,
                0 in seen,
                -1 in seen,
            )
            assert chances.value(state, target) == (
                sum(share for sign, share in signs if sign > 0),
                sum(share for sign, share in signs if sign < 0),
            )
            assert degrees.value(state, target) == (seen.pop() if len(seen) == 1 else None)


def counting_in(own: Doubted, chosen: dict[str, int]) -> list[tuple[Any, int]]:
    """Return where what counts in one reading holds, and its degree."""
    if isinstance(own, DoubtedReadings):
        return counting_in(own.readings[chosen[own.which.id]], chosen)
    assert isinstance(own, DoubtedStatements)
    return own.in_reading(chosen)


def degree_in(counting: list[tuple[Any, int]], state: int, target: int) -> int:
    """Say by how many degrees a state is better: the first difference decides."""
    for truth, degree in counting:
        if truth[target] != truth[state]:
            return degree if truth[target] else -degree
    return 0


def score_degree_in(counting: list[tuple[Any, int]], state: int, target: int) -> int:
    """Say the same where statements weigh as in a published program."""
    weights = score_weights([degree for _, degree in counting])
    more = sum(
        weight * (int(truth[target]) - int(truth[state]))
        for weight, (truth, _) in zip(weights, counting, strict=True)
    )
    return int(np.sign(more)) * (2 if abs(more) >= 1 << len(counting) else 1)


@pytest.mark.parametrize("by_scores", [False, True])
@given(seeds)
def test_degrees_are_those_of_every_reading(by_scores: bool, luck: random.Random) -> None:
    make = Doubts(luck, STATES, most_degree=3)
    own = make.countable()
    while math.prod(len(doubt.values) for doubt in own.doubts) > 100:
        own = make.countable()
    found = compared(own, EVERY, graded=True, by_scores=by_scores)
    one, other = luck.sample(range(STATES), 2)
    of_two = compared(own, np.array([one, other]), graded=True, by_scores=by_scores)
    assert of_two.value(0, 1) == found.value(one, other)
    every = [counting_in(own, chosen) for chosen, _, _ in readings(own)]
    degree_of = score_degree_in if by_scores else degree_in
    for state, target in product(range(STATES), repeat=2):
        degrees = {degree_of(counting, state, target) for counting in every}
        assert found.value(state, target) == (degrees.pop() if len(degrees) == 1 else None)


@given(seeds)
def test_degrees_of_a_ranking_of_which_some_is_unknown(luck: random.Random) -> None:
    base = dense(np.array([luck.randrange(4) for _ in range(STATES)]))
    steps = tuple(luck.randint(1, 3) for _ in range(int(base.max())))
    left_open = np.array([[luck.random() < 0.2 for _ in EVERY] for _ in EVERY])
    own = DoubtedRanking(base, steps=steps, left_open=lambda: left_open)
    found = compared(own, EVERY, graded=True)
    for state, target in product(range(STATES), repeat=2):
        low, high = sorted((int(base[state]), int(base[target])))
        degree = max(steps[low:high], default=0) * (1 if base[target] > base[state] else -1)
        assert found.value(state, target) == (None if left_open[state, target] else degree)


@given(seeds)
def test_one_reading_is_the_kindest_to_a_state_and_one_the_harshest(luck: random.Random) -> None:
    own = Doubts(luck, STATES).statements()
    every = [ranks for _, ranks, _ in readings(own)]
    for state in range(STATES):
        above = [set(np.flatnonzero(ranks > ranks[state])) for ranks in every]
        for kindly, bound in ((True, set.intersection), (False, set.union)):
            found = set(np.flatnonzero(own.above(state, EVERY, kindly=kindly)))
            assert found == bound(*above)
            assert found in above
            chosen = own.extreme(state, kindly=kindly)
            assert chosen is not None
            ranks = own.ranks(chosen)
            assert set(np.flatnonzero(ranks > ranks[state])) == found


@given(seeds)
@settings(max_examples=12)
def test_what_is_left_after_some_answers_has_the_readings_that_fit_them(
    luck: random.Random,
) -> None:
    own = Doubts(luck, STATES).countable()
    some = {doubt.id: 0 for doubt in own.doubts if doubt.values[0].likely and luck.random() < 0.5}
    left = own.given(some)
    assert {d.id for d in left.doubts} <= {d.id for d in own.doubts} - set(some)
    fitting = {
        ranks.tobytes()
        for chosen, ranks, _ in readings(own)
        if all(chosen[k] == v for k, v in some.items())
    }
    assert {ranks.tobytes() for _, ranks, _ in readings(left)} == fitting


@given(seeds)
def test_pairs_anywhere_in_a_ranking_leave_what_the_rest_says(luck: random.Random) -> None:
    make = Doubts(luck, 5)
    base = dense(np.array([luck.randrange(4) for _ in range(5)]))
    pairs = {tuple(sorted(luck.sample(range(5), 2))) for _ in range(luck.randint(1, 4))}
    own = DoubtedRanking.of(base, [], [(make.unknown("pair"), pair) for pair in pairs])
    rest = [(a, b) for a, b in product(range(5), repeat=2) if a < b and (a, b) not in pairs]
    expected = {
        tuple(dense(np.array(scores)).tolist())
        for scores in product(range(5), repeat=5)
        if all(
            np.sign(scores[a] - scores[b]) == np.sign(int(base[a]) - int(base[b])) for a, b in rest
        )
    }
    assert {tuple(ranks.tolist()) for ranks in orders(own)} == expected


@given(seeds)
def test_completions_are_all_weak_orders_of_what_is_unknown(luck: random.Random) -> None:
    own = Doubts(luck, 5).ranking()
    unknown = [state for knot in own.knots for state in knot.states]
    expected = set()
    for values in product(range(5), repeat=len(unknown)):
        scores = own.base.astype(int) * 10
        scores[unknown] = scores[unknown].max(initial=0) + np.array(values, dtype=int)
        if _agrees(own, scores):
            expected.add(tuple(dense(scores).tolist()))
    found = [tuple(ranks.tolist()) for ranks in orders(own)]
    assert found[0] == tuple(own.base.tolist())
    assert len(found) == len(set(found))
    assert set(found) == expected
    assert len(expected) == 1 or own.unknown(len(expected) - 1) is None
    assert tuple(own.anyhow(np.random.default_rng(luck.randrange(99))).tolist()) in expected
    for state in range(5):
        above = [{k for k in range(5) if ranks[k] > ranks[state]} for ranks in expected]
        for kindly, bound in ((True, set.intersection), (False, set.union)):
            kept = set(np.flatnonzero(own.above(state, np.arange(5), kindly=kindly)).tolist())
            assert kept == bound(*above)
            assert kept in above
    relations = own.possible(np.arange(5)[:, None], np.arange(5))
    for one, other in product(range(5), repeat=2):
        signs = {int(np.sign(ranks[one] - ranks[other])) for ranks in expected}
        assert [bool(may[one, other]) for may in relations] == [k in signs for k in (1, 0, -1)]


def _agrees(own: DoubtedRanking, scores: Any) -> bool:
    """Say whether scores agree with all that is known within a group."""
    for knot in own.knots:
        order = knot.order or KnownOrder.nothing(len(knot.states))
        for (a, one), (b, other) in product(enumerate(knot.states), repeat=2):
            if order.above[a, b] and scores[one] <= scores[other]:
                return False
            if order.level[a, b] and scores[one] != scores[other]:
                return False
    return True


def test_pairs_of_neighbours_may_stand_either_way_or_be_tied() -> None:
    unknown = Doubts(random.Random(0), 4).unknown
    pairs = [(unknown("pair"), (0, 1)), (unknown("pair"), (1, 2))]
    own = DoubtedRanking.of(np.array([3, 2, 1, 0]), [], pairs)
    found = {tuple(ranks.tolist()) for ranks in orders(own)}
    expected = {
        tuple(dense(np.array([*scores, -9])).tolist())
        for scores in product(range(3), repeat=3)
        if scores[0] > scores[2]
    }
    assert found == expected


@given(seeds)
def test_weights_within_bounds(luck: random.Random) -> None:
    own = Doubts(luck, STATES).weights()
    corners = [np.where(ends, own.high, own.low) for ends in product((0, 1), repeat=len(own.low))]
    scores = [corner @ own.truths for corner in corners]
    for state in range(STATES):
        better, equal, worse = own.possible(EVERY, state)
        for target in range(STATES):
            differences = [int(score[target] - score[state]) for score in scores]
            assert better[target] == (max(differences) > 0)
            assert worse[target] == (min(differences) < 0)
            assert equal[target] == (min(differences) <= 0 <= max(differences))
        for kindly in (True, False):
            above = set(np.flatnonzero(own.above(state, EVERY, kindly=kindly)))
            assert above in [set(np.flatnonzero(score > score[state])) for score in scores]
    ranks = own.anyhow(np.random.default_rng(luck.randrange(99)))
    for state in range(STATES):
        assert own.possible(EVERY, state)[0][ranks > ranks[state]].all()
