"""Feasible choices: the same answers whether they are listed or simply all of them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermove.graph.choices import AT_ONCE, Choices

MOST = 6


@st.composite
def listed_choices(draw: st.DrawFn) -> Choices:
    """Give choices on a few options, some of them feasible."""
    options = draw(st.integers(0, MOST))
    feasible = draw(st.sets(st.integers(0, (1 << options) - 1), min_size=1))
    return Choices(options, np.array(sorted(feasible), dtype=np.uint32))


def everything(options: int) -> tuple[Choices, Choices]:
    """Return all choices in both forms."""
    return Choices(options), Choices(options, np.arange(1 << options, dtype=np.uint32))


@pytest.mark.parametrize("options", range(MOST + 1))
def test_all_choices_are_the_same_in_both_forms(options: int) -> None:
    every, listed = everything(options)
    assert every.is_all
    assert not listed.is_all
    assert len(every) == len(listed) == 1 << options
    assert every.codes().tolist() == listed.codes().tolist()
    assert every.codes(1, 3).tolist() == listed.codes(1, 3).tolist()
    assert every.codes().dtype == listed.codes().dtype
    for option in range(options):
        assert every.column(option) == listed.column(option)
    for code in range(1 << options):
        assert every.position(code) == listed.position(code) == code
        assert every.code(code) == listed.code(code) == code


@given(st.data(), st.integers(0, MOST))
def test_both_forms_match_and_surround_alike(data: st.DataObject, options: int) -> None:
    every, listed = everything(options)
    bits = st.integers(0, (1 << options) - 1)
    fixed, wanted, code, free = (data.draw(bits) for _ in range(4))
    wanted &= fixed
    assert every.matching(fixed, wanted) == listed.matching(fixed, wanted)
    assert every.around(code, free).tolist() == listed.around(code, free).tolist()


@given(st.data(), listed_choices())
def test_listed_choices_answer_by_their_codes(data: st.DataObject, choices: Choices) -> None:
    codes = choices.codes().tolist()
    bits = st.integers(0, (1 << choices.bits) - 1)
    fixed, code, free = data.draw(bits), data.draw(bits), data.draw(bits)
    wanted = data.draw(bits) & fixed
    assert choices.matching(fixed, wanted).mask().tolist() == [c & fixed == wanted for c in codes]
    for option in range(choices.bits):
        assert choices.column(option).mask().tolist() == [bool(c >> option & 1) for c in codes]
    assert choices.position(code) == (codes.index(code) if code in codes else None)
    assert choices.around(code, free).tolist() == [
        position for position, c in enumerate(codes) if not (c ^ code) & ~free
    ]


def test_looking_up_and_looking_through_find_the_same() -> None:
    """Few options that may differ are looked up in the list, many are looked for all along it."""
    feasible = np.random.default_rng(3).choice(1 << 20, size=3 * AT_ONCE, replace=False)
    choices = Choices(20, np.sort(feasible).astype(np.uint32))
    codes = choices.codes().tolist()
    for code in (0, codes[5], codes[-1], (1 << 20) - 1):
        for free in (0, 0b1, 0b111 << 17, 0b11011 << 3, (1 << 20) - 1):
            expected = [k for k, c in enumerate(codes) if not (c ^ code) & ~free]
            assert choices.around(code, free).tolist() == expected


def test_numbers_are_as_narrow_as_the_options_allow() -> None:
    assert Choices(32).dtype == np.uint32
    assert Choices(33).dtype == np.uint64
    wide = Choices(63, np.array([0, 1 << 40, 1 << 62], dtype=np.uint64))
    assert wide.position(1 << 40) == 1
    assert wide.position(1 << 41) is None
    assert wide.position((1 << 63) - 1) is None
    assert wide.column(62).positions().tolist() == [2]
    assert wide.around(1 << 62, 1 << 62 | 1).tolist() == [0, 2]
    assert wide.around(0, (1 << 63) - 1).tolist() == [0, 1, 2]


def test_choices_come_some_at_a_time() -> None:
    for choices in everything(17):
        parts = list(choices.parts())
        assert [len(part) for part in parts] == [AT_ONCE, AT_ONCE]
        assert np.concatenate(parts).tolist() == list(range(1 << 17))


def test_millions_of_choices_take_no_memory_when_all_are_feasible() -> None:
    every = Choices(28)
    assert len(every) == 1 << 28
    assert every.code(1 << 27) == 1 << 27
    assert every.around(5, 0b11).tolist() == [4, 5, 6, 7]
    assert every.at(np.array([7, 1])).tolist() == [7, 1]
