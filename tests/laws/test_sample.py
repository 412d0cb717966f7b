"""What is drawn is exactly uniform, and what is counted is what solving each draw gives."""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import permutations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from countermove.analysis.many import solve_many
from countermove.analysis.sample import extensions
from countermove.analysis.sample.batches import Batches
from countermove.analysis.sample.doubt import drawers
from countermove.analysis.sample.draws import Draws
from countermove.analysis.sample.extensions import Extensions, closed
from countermove.analysis.sample.nearby import Nearby, largest_distance
from countermove.analysis.sample.sample import sample
from countermove.analysis.solving import solve
from countermove.building import build
from countermove.files.model_file import load
from countermove.graph_model import GraphModel
from countermove.preferences.ordinal import OrdinalPreference
from engines import FAST
from models import FORMS, option_models
from seeded import seeded_model

CODES = ("NASH", "SEQ", "GMR")


def every_ranking(states: int) -> list[tuple[int, ...]]:
    return list(permutations(range(states)))


def turned_round(own: Sequence[int], other: Sequence[int]) -> int:
    """Count the pairs that one ranking orders and the other orders the other way round."""
    pairs = product(range(len(own)), repeat=2)
    return sum(own[x] > own[y] and other[x] < other[y] for x, y in pairs)


def agrees(known: NDArray[np.bool_], ranks: Sequence[int]) -> bool:
    return all(ranks[x] > ranks[y] for x, y in np.argwhere(known).tolist())


def check_uniform(drawn: NDArray[np.int16], possible: Iterable[tuple[int, ...]]) -> None:
    """Compare how often each possible ranking was drawn with its share (chi-square)."""
    possible = list(possible)
    counts = Counter(map(tuple, drawn.tolist()))
    assert set(counts) <= set(possible)
    expected = len(drawn) / len(possible)
    square = sum((counts[one] - expected) ** 2 / expected for one in possible)
    free = len(possible) - 1
    # The seeds are fixed: it is the same each time, and far from the limit.
    assert square <= free + 4 * math.sqrt(2 * free), (square, free)


@pytest.mark.parametrize(
    ("ranks", "distance"),
    [
        ([3, 2, 1, 0], 2),
        ([0, 1, 2, 3, 4], 3),
        ([1, 1, 0, 0], 2),
        ([0, 2, 1, 1, 2], 4),
        ([0, 2, 2, 2, 1], 1),
        ([1, 1, 1, 1], 3),
        ([4, 3, 3, 0], 99),
        ([2, 0, 0, 0, 1], 0),
        ([0], 5),
    ],
)
def test_rankings_within_a_distance_are_drawn_uniformly(ranks: list[int], distance: int) -> None:
    possible = [r for r in every_ranking(len(ranks)) if turned_round(ranks, r) <= distance]
    drawn = Nearby(np.array(ranks), distance).draw(Draws(11, 4), 60 * len(possible))
    check_uniform(drawn, possible)


@given(st.lists(st.integers(0, 4), min_size=1, max_size=6), st.integers(0, 16))
def test_rankings_within_a_distance_are_counted_exactly(ranks: list[int], distance: int) -> None:
    possible = sum(turned_round(ranks, r) <= distance for r in every_ranking(len(ranks)))
    within_blocks = math.prod(math.factorial(size) for size in Counter(ranks).values())
    assert Nearby(np.array(ranks), distance).arrangements * within_blocks == possible
    assert largest_distance(np.array(ranks)) == max(
        turned_round(ranks, r) for r in every_ranking(len(ranks))
    )


def order_of(pairs: Iterable[tuple[int, int]], states: int) -> NDArray[np.bool_]:
    known = np.zeros((states, states), dtype=bool)
    for better, worse in pairs:
        known[better, worse] = True
    return closed(known)


POSETS = {
    "nothing": order_of([], 4),
    "one pair": order_of([(3, 0)], 4),
    "two chains": order_of([(0, 1), (2, 3), (3, 4)], 5),
    "N": order_of([(0, 1), (2, 1), (2, 3)], 4),
    "crown": order_of([(0, 3), (0, 4), (1, 3), (1, 5), (2, 4), (2, 5)], 6),
    "fork and alone": order_of([(2, 0), (2, 1), (1, 4)], 5),
    "chain": order_of([(1, 0), (0, 2), (2, 3)], 4),
}


@pytest.mark.parametrize("most_down_sets", [1 << 14, 0], ids=["listed", "coupled"])
@pytest.mark.parametrize("name", POSETS)
def test_linear_extensions_are_drawn_uniformly(name: str, most_down_sets: int) -> None:
    known = POSETS[name]
    possible = [r for r in every_ranking(len(known)) if agrees(known, r)]
    drawn = Extensions(known, most_down_sets).draw(Draws(7, 1), 60 * len(possible))
    check_uniform(drawn, possible)


@settings(max_examples=40)
@given(st.integers(1, 6), st.sampled_from([0.1, 0.3, 0.6]), st.integers(0, 999))
def test_counts_of_listed_down_sets_give_each_extension_the_same_chance(
    states: int, density: float, seed: int
) -> None:
    luck = random.Random(seed)
    pairs = [(x, y) for x in range(states) for y in range(x) if luck.random() < density]
    known = order_of(pairs, states)
    listed = extensions._Listed.of(known, 1 << states)
    assert listed is not None
    chances: Counter[tuple[int, ...]] = Counter()

    def descend(down: int, chosen: tuple[int, ...], chance: Fraction) -> None:
        if len(chosen) == states:
            chances[chosen] += chance
            return
        before = 0
        for j, total in enumerate(listed._sums[down]):
            part = Fraction(total - before, listed._sums[down][-1])
            before = total
            state, rest = int(listed._state[down, j]), int(listed._rest[down, j])
            descend(rest, (*chosen, state), chance * part)

    descend(len(listed._sums) - 1, (), Fraction(1))
    possible = {
        order
        for order in every_ranking(states)
        if agrees(known, [-order.index(state) for state in range(states)])
    }
    assert set(chances) == possible
    assert set(chances.values()) == {Fraction(1, len(possible))}


@pytest.mark.parametrize("name", POSETS)
def test_a_bound_bounds_the_chain_from_every_start(name: str) -> None:
    """The proof of coupling, step by step: no state stands behind its place in the bound."""
    known = POSETS[name]
    size = len(known)
    starts = [r for r in every_ranking(size) if agrees(known, [-r.index(s) for s in range(size)])]
    coupled = extensions._Coupled(known)
    order = np.array(starts)
    same = np.zeros(len(starts), dtype=np.intp)
    for seed in range(4):
        bound, after = coupled.run(extensions._Coins(seed, 0, 1, same), lambda: None, order)
        for chain, limit in zip(after.tolist(), bound.tolist(), strict=True):
            assert agrees(known, [-chain.index(state) for state in range(size)])
            places = [state for state in limit if state < size]
            assert all(chain.index(state) <= limit.index(state) for state in places)
            if len(places) == size:
                assert chain == limit
        # Each start keeps its own ranking until all are one: nothing is lost on the way.
        assert len(set(map(tuple, bound.tolist()))) == 1


class Given(Draws):
    """Random words that are given."""

    def __init__(self, *words: int) -> None:
        self._given = list(words)

    def words(self, *shape: int) -> NDArray[np.uint64]:
        count = math.prod(shape)
        now, self._given = self._given[:count], self._given[count:]
        return np.array(now, dtype=np.uint64).reshape(shape)


TOP = (1 << 64) - 1


@given(
    st.integers(1, 10**40) | st.integers(1, 9),
    st.lists(st.integers(0, TOP) | st.sampled_from([0, TOP]), min_size=5, max_size=5),
)
def test_a_number_below_a_total_is_that_of_all_its_digits(total: int, words: list[int]) -> None:
    digits = sum(word << 64 * (4 - k) for k, word in enumerate(words))
    if digits * total >> 320 == ((digits + 1) * total - 1) >> 320:
        assert Given(*words[1:]).below(total, words[0]) == digits * total >> 320


def test_a_threshold_itself_does_not_decide() -> None:
    third, two_thirds = (1 << 64) // 3, (2 << 64) // 3
    # Of the three rankings within one exchange two leave the last state where it is.
    nearby = Nearby(np.array([2, 1, 0]), 1)
    assert nearby.draw(Given(two_thirds, 0, 0), 1).tolist() == [[2, 1, 0]]
    assert nearby.draw(Given(two_thirds, TOP), 1).tolist() == [[2, 0, 1]]
    # Of the three states each is the best in a third of all orders.
    listed = extensions._Listed.of(order_of([], 3), 8)
    assert listed is not None
    low, high = (
        listed.orders(Given(third, more, 0, 0), 1, lambda: None)[0, 0] for more in (0, TOP)
    )
    assert {int(low), int(high)} == {int(state) for state in listed._state[-1, :2]}
    assert (low, high) == (listed._state[-1, 0], listed._state[-1, 1])


def test_words_that_are_equal_are_drawn_again() -> None:
    assert Given(5, 5, 9, 1).orders(1, 2).tolist() == [[1, 0]]


# -- what is counted ------------------------------------------------------------------------------


def with_ranks(model: GraphModel, ranks: NDArray[np.int16]) -> GraphModel:
    rows = zip(model.decision_makers, ranks, strict=True)
    return replace(model, preferences={dm: OrdinalPreference(row) for dm, row in rows})


@pytest.mark.parametrize("engine", FAST)
@pytest.mark.parametrize("seed", range(6))
def test_counts_are_those_of_solving_each_draw(seed: int, engine: str) -> None:
    model, samples = seeded_model(seed), 12
    drawn = sample(model, within=2, samples=samples, seed=seed, concepts=CODES, engine=engine)
    drawing = drawers(model, model.decision_makers, drawn.distances, None)
    ranks = Batches(model, None, drawing, seed).draw(0, lambda: None)[:samples]
    solutions = [solve(with_ranks(model, one), CODES, "definition") for one in ranks]
    for one in ranks:
        for dm, row in zip(model.decision_makers, one.tolist(), strict=True):
            own = model.preferences[dm].ranks.tolist()
            assert turned_round(own, row) <= drawn.distances[dm] <= 2
    for code in CODES:
        holding = sum(solution.holding[code].mask().astype(int) for solution in solutions)
        assert drawn.equilibrium_counts[code].tolist() == holding.tolist()
        assert drawn.some_counts[code] == sum(s.holding[code].any() for s in solutions)
        for dm in model.decision_makers:
            stable = sum(s.stable[code][dm].mask().astype(int) for s in solutions)
            assert drawn.stable_counts[code][dm].tolist() == stable.tolist()
    assert drawn.distinct == len({one.tobytes() for one in ranks})


@pytest.mark.parametrize("engine", FAST)
def test_claims_are_counted_as_they_are_answered(engine: str) -> None:
    model = build(load("talks-2025"))
    drawn = sample(model, within=0.1, samples=10, seed=3, concepts=CODES, engine=engine)
    drawing = drawers(model, model.decision_makers, drawn.distances, None)
    ranks = Batches(model, None, drawing, 3).draw(0, lambda: None)[:10]
    solutions = [solve(with_ranks(model, one), CODES) for one in ranks]
    for k, claim in enumerate(model.conflict.claims):
        for code in CODES:
            held = sum(solution.claims[k].holds[code] for solution in solutions)
            assert drawn.claim(claim, code).count == held


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=8)
@given(data=st.data())
def test_the_engine_makes_no_difference(form: str, data: st.DataObject) -> None:
    model = data.draw(FORMS[form]())
    first, *others = (
        sample(model, unknown="ties", samples=40, seed=2, engine=engine).to_dict()
        for engine in FAST
    )
    for other in others:
        assert {**other, "provenance": None} == {**first, "provenance": None}


@pytest.mark.parametrize("form", ["option form", "graph form"])
@settings(max_examples=15)
@given(data=st.data())
def test_what_is_certain_holds_in_all_completions_and_what_is_possible_in_some(
    form: str, data: st.DataObject
) -> None:
    limits = {"most_options": 2} if form == "option form" else {"most_states": 4}
    model = data.draw(FORMS[form](decision_makers=(1, 2), **limits))
    states, makers = len(model.states), model.decision_makers
    pairs = st.sampled_from([(x, y) for x in range(states) for y in range(x)] or [(0, 0)])
    known = {dm: set(data.draw(st.lists(pairs, max_size=3))) - {(0, 0)} for dm in makers}
    label = model.states.label
    unknown = {dm: [(label(x), label(y)) for x, y in some] for dm, some in known.items()}
    drawn = sample(model, unknown=unknown, samples=20)
    possible = [
        [r for r in every_ranking(states) if agrees(order_of(known[dm], states), r)]
        for dm in makers
    ]
    every = np.array(list(product(*possible)), dtype=np.int16)
    many = solve_many(model, every)
    assert set(drawn.certain) == {"NASH", "GMR", "SMR"}
    for code, certain in drawn.certain.items():
        counts = many.equilibrium_counts[code]
        assert certain.mask().tolist() == (counts == len(every)).tolist()
        assert drawn.possible[code].mask().tolist() == (counts > 0).tolist()
        seen = drawn.equilibrium_counts[code]
        assert np.all((seen == 20) >= certain.mask())
        assert np.all((seen > 0) <= drawn.possible[code].mask())


def test_broken_ties_are_completions_too() -> None:
    ties = sample(load("talks-2025"), unknown="ties", samples=300)
    for code, certain in ties.certain.items():
        # Nothing depends on the ties of this case: all that holds now is certain.
        assert certain == ties.possible[code]
        assert (certain & ties.solution.holding[code]) == certain
    assert sample(load("talks-2025"), within=0, samples=1).certain == {}


@settings(max_examples=10)
@given(option_models(decision_makers=(2, 2), most_options=2, kinds=("ranking",)))
def test_frequencies_are_close_to_the_true_ones(model: GraphModel) -> None:
    makers = model.decision_makers
    own = [model.preferences[dm].ranks.tolist() for dm in makers]
    near = [[r for r in every_ranking(len(o)) if turned_round(o, r) <= 1] for o in own]
    every = [with_ranks(model, np.array(pair, np.int16)) for pair in product(*near)]
    drawn = sample(model, within=1, samples=2000, concepts=["SEQ"])
    true = sum(solve(one, "SEQ").holding["SEQ"].mask().astype(int) for one in every) / len(every)
    assert np.all(np.abs(drawn.equilibrium_counts["SEQ"] / 2000 - true) < 0.06)
