"""Packed sets do what arrays of truth values do."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermove.graph.bits import Bits

LONG = 600_000


@given(st.lists(st.tuples(st.booleans(), st.booleans()), max_size=40))
def test_sets_are_joined_as_truth_values_are(pairs: list[tuple[bool, bool]]) -> None:
    a, b = (np.array([pair[k] for pair in pairs], dtype=bool) for k in (0, 1))
    packed, other = Bits.of(a), Bits.of(b)
    assert (packed & other).mask().tolist() == (a & b).tolist()
    assert (packed | other).mask().tolist() == (a | b).tolist()
    assert (packed ^ other).mask().tolist() == (a ^ b).tolist()
    assert (~packed).mask().tolist() == (~a).tolist()
    assert (~packed).count() == len(pairs) - int(a.sum())
    assert packed.positions().tolist() == np.flatnonzero(a).tolist()
    assert [k in packed for k in range(packed.size)] == a.tolist()
    assert (packed.any(), packed.all()) == (bool(a.any()), bool(a.all()))
    assert (packed == other) == (a.tolist() == b.tolist())
    assert Bits.at(np.flatnonzero(a), len(a)) == packed


def test_everything_and_nothing() -> None:
    for size in (0, 1, 7, 8, 9):
        assert Bits.all_or_none(size, True).mask().tolist() == [True] * size
        assert not Bits.all_or_none(size, False).any()
        assert ~Bits.all_or_none(size, False) == Bits.all_or_none(size, True)


def test_positions_are_given_in_the_type_asked_for() -> None:
    chosen = np.arange(3, LONG, 7)
    some = Bits.at(chosen, LONG)
    assert np.array_equal(some.positions(), chosen)
    narrow = some.positions(np.dtype(np.uint32))
    assert narrow.dtype == np.uint32
    assert np.array_equal(narrow, chosen)
    assert sum(len(part) for part in some.parts()) == some.count() == len(chosen)


def test_a_set_is_not_changed() -> None:
    some = Bits.of(np.array([True, False]))
    with pytest.raises(ValueError, match="read-only"):
        some.packed[0] = 0


def test_what_is_no_state_is_in_no_set() -> None:
    every = Bits.all_or_none(2, True)
    assert 2 not in every
    assert -1 not in every
