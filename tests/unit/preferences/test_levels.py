"""Ranks from what holds: exact, dense, narrow, however many statements and states there are."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermove.graph.bits import Bits
from countermove.graph.choices import AT_ONCE
from countermove.preferences import levels
from countermove.preferences.levels import dense, lexicographic_ranks, weighed_ranks

COUNT = AT_ONCE + 1003


def columns(count: int, states: int, *, often: float = 0.5) -> list[np.ndarray[Any, Any]]:
    """Return random truth values of some statements."""
    luck = np.random.default_rng(count)
    return [luck.random(states) < often for _ in range(count)]


def by_sorting(truths: list[np.ndarray[Any, Any]]) -> list[int]:
    """Rank states by sorting the tuples of what holds in them."""
    rows = np.stack(truths, axis=1).astype(np.uint8)
    ranks: list[int] = np.unique(rows, axis=0, return_inverse=True)[1].reshape(-1).tolist()
    return ranks


@pytest.mark.parametrize("count", [1, 2, 7, 8, 9, 16, 17, 25, 26, 27, 40, 70])
def test_more_states_than_are_worked_on_at_once(count: int) -> None:
    truths = columns(count, COUNT)
    found = lexicographic_ranks([Bits.of(truth) for truth in truths], COUNT)
    assert found.tolist() == by_sorting(truths)


@pytest.mark.parametrize("count", [3, 12, 64, 65, 200])
def test_a_small_table_only_takes_more_rounds(count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    truths = columns(count, 500, often=0.9)
    expected = by_sorting(truths)
    monkeypatch.setattr(levels, "_TABLE", 1)
    found = lexicographic_ranks([Bits.of(truth) for truth in truths], 500)
    assert found.tolist() == expected


def test_what_holds_everywhere_or_nowhere_changes_nothing() -> None:
    some = Bits.of(np.array([True, False, True]))
    always, never = Bits.all_or_none(3, True), Bits.all_or_none(3, False)
    assert lexicographic_ranks([always, some, never], 3).tolist() == [1, 0, 1]
    assert lexicographic_ranks([always, never], 3).tolist() == [0, 0, 0]
    assert lexicographic_ranks([], 3).tolist() == [0, 0, 0]


@pytest.mark.parametrize(("highest", "kind"), [(1 << 16, np.uint16), ((1 << 16) + 1, np.uint32)])
def test_ranks_are_as_narrow_as_their_number_allows(highest: int, kind: type[Any]) -> None:
    states = np.arange(highest)
    truths = [Bits.of((states >> bit & 1).astype(bool)) for bit in reversed(range(17))]
    for found in (lexicographic_ranks(truths, highest), dense(states * 3), dense(states << 40)):
        assert found.dtype == kind
        assert np.array_equal(found, states)


@given(st.lists(st.integers(-50, 50) | st.integers(-(2**80), 2**80), min_size=1, max_size=30))
def test_dense_ranks_keep_the_order_and_leave_nothing_out(scores: list[int]) -> None:
    order = sorted(set(scores))
    expected = [order.index(score) for score in scores]
    assert dense(np.array(scores, dtype=object)).tolist() == expected
    if all(abs(score) < 1 << 62 for score in scores):
        assert dense(np.array(scores, dtype=np.int64)).tolist() == expected


@pytest.mark.parametrize("most", [9, 1 << 29, 1 << 40, 1 << 70])
@pytest.mark.parametrize("count", [1, 8, 11])
def test_weights_of_any_size_add_up(count: int, most: int) -> None:
    states = AT_ONCE + 11
    truths = columns(count, states)
    luck = np.random.default_rng(most % 1009)
    weights = [int(luck.integers(-9, 10)) * most // 9 + k for k in range(count)]
    scores = np.zeros(states, dtype=object)
    for truth, weight in zip(truths, weights, strict=True):
        scores += truth.astype(object) * weight
    place = {score: k for k, score in enumerate(sorted(set(scores.tolist())))}
    found = weighed_ranks([Bits.of(truth) for truth in truths], weights, states)
    assert found.tolist() == [place[score] for score in scores.tolist()]
