"""What is written in pieces is what would be written at once."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermove.streams import Long, json_parts, numbers_text, settled


def json_text(value: object) -> str:
    return "".join(json_parts(value))


def in_parts(entries: Sequence[Any], cuts: Sequence[int], *, arrays: bool = False) -> Long[Any]:
    """Return a long list that is given in parts, some of them empty."""
    ends = [0, *sorted(min(cut, len(entries)) for cut in cuts), len(entries)]
    parts = [entries[start:stop] for start, stop in pairwise(ends)]
    return Long(len(entries), lambda: iter([np.array(p) for p in parts] if arrays else parts))


cuts = st.lists(st.integers(0, 9), max_size=3)
flat = st.dictionaries(
    st.text(max_size=4),
    st.one_of(
        st.integers(),
        st.none(),
        st.sampled_from(["}, {", '"}, {"', "a, b", "é\n"]),
        st.lists(st.text(max_size=3), max_size=3),
    ),
    max_size=3,
)
kinds = st.one_of(
    st.lists(flat, max_size=9),
    st.lists(st.integers(0, 10**12), max_size=9),
    st.lists(st.lists(st.integers(0, 99), max_size=3), max_size=9),
)


@given(kinds, cuts)
def test_a_long_list_is_written_like_any_other(entries: list[Any], cuts: list[int]) -> None:
    long = in_parts(entries, cuts)
    for data, longer in (
        (entries, long),
        ({"a": entries, "b": {"c": entries}}, {"a": long, "b": {"c": long}}),
        ([{"a": entries, "b": {"c": 1}}], [{"a": long, "b": {"c": 1}}]),
    ):
        assert json_text(longer) == json_text(data)
        assert json.loads(json_text(longer)) == data
        assert settled(longer) == data


@given(st.lists(st.integers(0, 2**63 - 1) | st.integers(0, 1100), max_size=30), cuts)
def test_arrays_are_written_like_lists(numbers: list[int], cuts: list[int]) -> None:
    long = in_parts(numbers, cuts, arrays=True)
    assert json_text(long) == json.dumps(numbers)
    assert list(long) == settled(long) == numbers
    assert all(type(number) is int for number in long)


@pytest.mark.parametrize("dtype", [np.uint8, np.int64, np.uint64, object])
@pytest.mark.parametrize(
    "numbers", [[], [0], [0, 0, 10, 9], [99, 100, 101], [10**9 - 1], [10**9, 0], [10**30, 1]]
)
def test_numbers_of_every_kind(numbers: list[int], dtype: Any) -> None:
    if dtype is object or max(numbers, default=0) <= np.iinfo(dtype).max:
        assert numbers_text(np.array(numbers, dtype)) == ", ".join(map(str, numbers))


def test_fractions_are_written_as_they_are() -> None:
    long: Long[Any] = Long(3, lambda: iter([np.array([0.25, 1.0]), np.array([0.838875])]))
    assert json.loads(json_text({"low": long})) == {"low": [0.25, 1.0, 0.838875]}


def test_no_piece_is_as_long_as_the_whole() -> None:
    long: Long[Any] = Long(100_000, lambda: (np.arange(k, k + 100) for k in range(0, 100_000, 100)))
    pieces = list(json_parts({"states": long}))
    assert max(map(len, pieces)) < 1000
    assert json.loads("".join(pieces)) == {"states": list(range(100_000))}


def test_a_long_list_can_be_gone_through_again() -> None:
    long = in_parts("abc", [1])
    assert [*long, *long] == list("abcabc")
    assert len(long) == 3
    assert repr(long) == "<Long: 3>"


def test_numbers_of_any_size_and_of_numpy_are_written() -> None:
    huge = 7 * 10**5000
    digits = f"7{'0' * 5000}"
    assert json_text({"n": huge, "of": [huge, {"a": 1}]}) == (
        f'{{\n  "n": {digits},\n  "of": [\n    {digits},\n    {{"a": 1}}\n  ]\n}}'
    )
    data = {"a": np.int64(3), "b": [np.float32(0.5), np.bool_(True)], "c": {"d": np.float64(0.1)}}
    plain = {"a": 3, "b": [0.5, True], "c": {"d": 0.1}}
    assert json.loads(json_text(data)) == plain
    assert settled(data) == plain
    assert [type(part) for part in settled(data)["b"]] == [float, bool]
    with pytest.raises(TypeError, match="is no plain data"):
        json_text({"a": object()})
