"""Ranks from what holds in the states: exact, narrow, and in time linear in the states.

The states are worked on in parts that stay in the cache. Eight statements at a time are turned
from a bit for each state into a byte for each state. To leave no level out, the scores that
occur are marked in a table; how many lie below each is then its rank, without sorting.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from countermove.graph.bits import Bits
from countermove.graph.choices import AT_ONCE

Ranks = NDArray[np.unsignedinteger[Any]]
"""One number for each state, uint16 or uint32: higher is better, and no level is left out."""

T = TypeVar("T")

# Scores below this, or below so many times the number of states, are marked in a table.
_TABLE = 1 << 26
_TABLE_PER_STATE = 8

# A block of eight by eight bits is turned over by exchanging ever larger parts of it.
_EXCHANGES = tuple(
    (np.uint64(distance), np.uint64(mask))
    for distance, mask in (
        (7, 0x00AA00AA00AA00AA),
        (14, 0x0000CCCC0000CCCC),
        (28, 0x00000000F0F0F0F0),
    )
)


def lexicographic_ranks(truths: Sequence[Bits], count: int) -> Ranks:
    """Rank states by the statements that hold in them, the first statement weighing most.

    Exact for any number of statements: scores are made dense before they could overflow.

    >>> first, second = np.array([True, True, False]), np.array([False, True, True])
    >>> lexicographic_ranks([Bits.of(first), Bits.of(second)], 3).tolist()
    [1, 2, 0]
    """
    scores, levels = np.zeros(count, dtype=np.uint32), 1
    waiting = [truth for truth in truths if 0 < truth.count() < count]
    while waiting and levels < count:
        size = min(len(waiting), (_most(count) // levels).bit_length() - 1)
        some, waiting = waiting[:size], waiting[size:]
        for start, score in _parts(scores):
            for group in _eights(some):
                np.left_shift(score, np.uint32(len(group)), out=score)
                np.bitwise_or(score, _bytes(group, start, len(score)), out=score)
        levels = _make_dense(scores, levels << size)
    return _narrow(scores, levels)


def weighed_ranks(truths: Sequence[Bits], weights: Sequence[int], count: int) -> Ranks:
    """Rank states by the sum of the weights of what holds in them.

    >>> truths = [Bits.of(np.array([True, True, False])), Bits.of(np.array([True, False, True]))]
    >>> weighed_ranks(truths, [2, -3], 3).tolist()
    [1, 2, 0]
    """
    most = sum(map(abs, weights))
    exact = np.int32 if most < 1 << 30 else np.int64 if most < 1 << 62 else object
    scores: NDArray[Any] = np.zeros(count, dtype=exact)
    groups = list(_eights(list(zip(truths, weights, strict=True))))
    sums = [np.array(_sums([weight for _, weight in group]), dtype=exact) for group in groups]
    for start, score in _parts(scores):
        for group, by_byte in zip(groups, sums, strict=True):
            holds = _bytes([truth for truth, _ in group], start, len(score))
            np.add(score, by_byte[holds], out=score)
    return dense(scores)


def dense(scores: NDArray[Any]) -> Ranks:
    """Number scores from 0 for the least, equal ones alike.

    >>> dense(np.array([7, -2, 7, 3])).tolist()
    [2, 0, 2, 1]
    """
    least = scores.min()
    span = int(scores.max()) - int(least) + 1
    if span <= _most(len(scores)):
        close = np.empty(len(scores), dtype=np.uint32)
        for start, score in _parts(scores):
            close[start : start + len(score)] = score - least
        return _narrow(close, _make_dense(close, span))
    found, ranks = np.unique(scores, return_inverse=True)
    return _narrow(ranks.astype(np.uint32), len(found))


def _most(count: int) -> int:
    return max(_TABLE, _TABLE_PER_STATE * count)


def _parts(scores: NDArray[Any]) -> Iterator[tuple[int, NDArray[Any]]]:
    """Give the scores some at a time, to be changed in place, each with where they start."""
    for start in range(0, len(scores), AT_ONCE):
        yield start, scores[start : start + AT_ONCE]


def _eights(many: Sequence[T]) -> Iterator[Sequence[T]]:
    return (many[k : k + 8] for k in range(0, len(many), 8))


def _bytes(truths: Sequence[Bits], start: int, count: int) -> NDArray[np.uint8]:
    """Return for some states which of up to eight statements hold, the last as the lowest bit."""
    first, end = start >> 3, start + count + 7 >> 3
    blocks = np.zeros((end - first, 8), dtype=np.uint8)
    for place, truth in enumerate(reversed(truths)):
        blocks[:, place] = truth.packed[first:end]
    words = blocks.reshape(-1).view("<u8")
    for distance, mask in _EXCHANGES:
        changed = (words ^ (words >> distance)) & mask
        words ^= changed
        words ^= changed << distance
    return blocks.reshape(-1)[:count]


def _sums(weights: Sequence[int]) -> list[int]:
    """Return for every byte the sum of the weights that it stands for."""
    found = [0]
    for weight in reversed(weights):
        found += [weight + least for least in found]
    return found


def _make_dense(scores: NDArray[np.uint32], bound: int) -> int:
    """Replace scores below a bound by their ranks from 0; return how many levels there are."""
    occurs = np.zeros(-(-bound // 32) * 32, dtype=bool)
    for _, score in _parts(scores):
        occurs[score] = True
    words = np.packbits(occurs, bitorder="little").view("<u4")
    in_word = np.bitwise_count(words)
    below_word = np.cumsum(in_word, dtype=np.uint32) - in_word
    one, low = np.uint32(1), np.uint32(31)
    for _, score in _parts(scores):
        word = score >> np.uint32(5)
        lower = words[word] & (one << (score & low)) - one
        np.add(below_word[word], np.bitwise_count(lower), out=score)
    return int(in_word.sum())


def _narrow(scores: NDArray[np.uint32], levels: int) -> Ranks:
    return scores.astype(np.uint16) if levels <= 1 << 16 else scores
