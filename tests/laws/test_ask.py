"""What to ask first: against going through all readings, and all orders of asking."""

from __future__ import annotations

import random
from collections.abc import Mapping
from fractions import Fraction
from itertools import permutations, product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from countermove.analysis.ask import settling as limits
from countermove.analysis.ask.settling import At, HangingAnswer, Settling
from countermove.analysis.ask.stages import Stages, place_asked
from countermove.model.doubts import Doubt, DoubtValue

seeds = st.integers(0, 1 << 30)


def random_settling(seed: int) -> Settling:
    """Give a few doubts, an unknown order among them at times, and answers that hang on them."""
    luck = random.Random(seed)
    stages = []
    order = luck.randrange(4)
    for k in range(luck.randint(1, 4)):
        if k == order:
            keys = [",".join(map(str, order)) for order in permutations((1, 2, 3))]
            values = tuple(DoubtValue(key, Fraction(1, 6)) for key in keys)
            stages.append(Stages(Doubt(f"d{k}", "order", (), values), tuple(range(6))))
        else:
            likely = Fraction(luck.randint(1, 9), 10)
            values = (DoubtValue("yes", likely), DoubtValue("no", 1 - likely))
            stages.append(Stages(Doubt(f"d{k}", "cares", (), values), (0, 1)))
    answers = []
    for _ in range(luck.randint(1, 3)):
        own = sorted(luck.sample(range(len(stages)), luck.randint(1, len(stages))))
        shape = [len(stages[d].values) for d in own]
        bits = [luck.random() < 0.5 for _ in range(int(np.prod(shape)))]
        answers.append(HangingAnswer(tuple(own), np.array(bits).reshape(shape)))
    return Settling(tuple(stages), tuple(answers))


def readings(asked: Settling) -> list[tuple[tuple[int, ...], float]]:
    """Give every way to resolve the doubts, with its likelihood."""
    found = []
    for values in product(*(range(len(own.values)) for own in asked.stages)):
        likely = [own.likely[v] for own, v in zip(asked.stages, values, strict=True)]
        found.append((values, float(np.prod(likely))))
    return found


def fewest(asked: Settling, every: list[tuple[int, ...]], at: At, known: dict[At, float]) -> float:
    """Return the fewest questions in expectation, by trying all orders of asking."""
    if at in known:
        return known[at]
    inside = [
        values
        for values in every
        if all(v in own.all[k].values for own, v, k in zip(asked.stages, values, at, strict=True))
    ]
    settled = all(
        len({bool(one.holds[tuple(values[d] for d in one.doubts)]) for values in inside}) == 1
        for one in asked.answers
    )
    best = 0.0 if settled else float("inf")
    for d, own in enumerate(asked.stages) if not settled else ():
        stage = own.all[at[d]]
        if stage.next:
            after = [
                own.share(stage, own.all[k])
                * fewest(asked, inside, (*at[:d], k, *at[d + 1 :]), known)
                for k in stage.next
            ]
            best = min(best, 1 + sum(after))
    known[at] = best
    return best


def asked_for(asked: Settling, values: tuple[int, ...], *, greedily: bool = False) -> int:
    """Ask until all is settled, if the truth is this; return how many questions it took."""
    at, count = asked.start, 0
    while asked.left(at).open:
        d = asked.greedy(at) if greedily else asked.next_doubt(at)
        assert d is not None
        own = asked.stages[d]
        (k,) = (k for k in own.all[at[d]].next if values[d] in own.all[k].values)
        at, count = (*at[:d], k, *at[d + 1 :]), count + 1
    for number, one in enumerate(asked.answers):
        assert asked.value(number, at) == one.holds[tuple(values[d] for d in one.doubts)]
    return count


@given(seeds)
def test_no_order_of_asking_is_better(seed: int) -> None:
    asked = random_settling(seed)
    expected = asked.expected(asked.start)
    assert expected is not None
    every = [values for values, _ in readings(asked)]
    assert abs(expected[0] - fewest(asked, every, asked.start, {})) < 1e-6
    counts = [(asked_for(asked, values), likely) for values, likely in readings(asked)]
    assert abs(sum(count * likely for count, likely in counts) - expected[0]) < 1e-6
    assert max(count for count, _ in counts) == expected[1]


@given(seeds)
def test_worth_of_a_doubt(seed: int) -> None:
    asked = random_settling(seed)
    every = readings(asked)

    def left(given: Mapping[int, int]) -> tuple[int, float]:
        some = [(v, p) for v, p in every if all(v[d] == value for d, value in given.items())]
        shares = []
        for one in asked.answers:
            held = sum(p for v, p in some if one.holds[tuple(v[d] for d in one.doubts)])
            shares.append(held / sum(p for _, p in some))
        is_open = [1e-9 < share < 1 - 1e-9 for share in shares]
        return sum(is_open), sum(share * (1 - share) for share in shares)

    number = {own.doubt: d for d, own in enumerate(asked.stages)}
    before = left({})
    for one in asked.worth():
        d = number[one.doubt]
        after = [(left({d: v}), p) for v, p in enumerate(asked.stages[d].likely)]
        assert abs(one.expected - (before[0] - sum(p * o for (o, _), p in after))) < 1e-6
        assert one.best == before[0] - min(o for (o, _), _ in after)
        assert abs(one.spread - (before[1] - sum(p * s for (_, s), p in after))) < 1e-6


@given(seeds)
def test_greedy_settles_all_too(seed: int) -> None:
    asked = random_settling(seed)
    expected = asked.expected(asked.start)
    assert expected is not None
    greedy = sum(p * asked_for(asked, v, greedily=True) for v, p in readings(asked))
    assert expected[0] - 1e-6 <= greedy <= len(asked.stages) * 3


def test_beyond_a_million_it_asks_greedily() -> None:
    yes_no = (DoubtValue("yes", Fraction(1, 2)), DoubtValue("no", Fraction(1, 2)))
    stages = tuple(Stages(Doubt(f"d{k}", "cares", (), yes_no), (0, 1)) for k in range(13))
    assert 3 ** len(stages) > limits.MOST_PARTIAL
    every = np.ones((2,) * 13, dtype=bool)
    every[(0,) * 13] = False
    asked = Settling(stages, (HangingAnswer(tuple(range(13)), every),))
    assert not asked.is_best
    assert asked.expected(asked.start) is None
    assert asked_for(asked, (1,) * 13) == 1
    assert asked_for(asked, (0,) * 13) == 13


def test_what_comes_first_is_asked_again() -> None:
    keys = [",".join(map(str, order)) for order in permutations((1, 2, 3))]
    order = Doubt("us.1", "order", (), tuple(DoubtValue(key, Fraction(1, 6)) for key in keys))
    own = Stages(order, tuple(range(6)))
    *_, nothing = own.all
    assert [own.all[k].values for k in nothing.next] == [(0, 1), (2, 3), (4, 5)]
    assert [place_asked(order, own.all[k].values) for k in nothing.next] == [(0,), (1,), (2,)]
    # Once the first is known, one more question tells the rest.
    assert [own.all[k].height for k in nothing.next] == [1, 1, 1]
