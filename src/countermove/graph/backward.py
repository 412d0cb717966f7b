r"""Replies found backwards from where they end: linear whatever the length of the sequences.

The ends are taken in increasing label. From each the sequences are followed backwards, and a
state gets the label of the search that first comes to it: no later one is smaller. What a
decision maker can do at a state is followed back once, so every move is touched at most once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from countermove.graph.neighbours import (
    ArcNeighbours,
    FibreNeighbours,
    JoinedNeighbours,
    Neighbours,
    Values,
)

_ASK_EVERY = 1 << 12


class _Origins(Protocol):
    def new(self, target: int) -> NDArray[np.intp]:
        """Return the states that can move to `target` and were not returned before."""


class _ArcOrigins:
    def __init__(self, around: ArcNeighbours, *, improving: bool) -> None:
        moves = around.improvements if improving else around.moves
        self._origins = moves.reversed(len(moves.offsets) - 1)
        self._seen = np.zeros(len(moves.offsets) - 1, dtype=bool)

    def new(self, target: int) -> NDArray[np.intp]:
        origins = self._origins[target]
        fresh = origins[~self._seen[origins]]
        self._seen[fresh] = True
        return fresh


class _FibreOrigins:
    """Origins in sorted blocks: those returned are always an end of each block."""

    def __init__(self, around: FibreNeighbours, *, improving: bool) -> None:
        self._around = around
        self._improving = improving
        self._behind = around.blocks_onward.reversed(len(around.starts) - 1)
        self._seen_from = around.starts[1:].copy()

    def new(self, target: int) -> NDArray[np.intp]:
        around = self._around
        found: list[NDArray[np.intp]] = []
        for block in self._behind[int(around.block_of[target])]:
            first = int(around.starts[block])
            if self._improving:
                # The first state in the block that ranks below the target.
                below = block * around.levels + around.below_best[target] + 1
                first = max(first, int(np.searchsorted(around.keys, below)))
            end = int(self._seen_from[block])
            if first < end:
                found.append(around.order[first:end])
                self._seen_from[block] = first
        return np.concatenate(found) if found else np.empty(0, dtype=np.intp)


class _JoinedOrigins:
    """Origins where a state may stand for several choices.

    Of all moves, not only improvements, the first one into a block comes from all of its states
    but the target itself: that one is left until another target is met.
    """

    def __init__(self, around: JoinedNeighbours, *, improving: bool) -> None:
        self._around = around
        self._choices = _FibreOrigins(around.choices, improving=True) if improving else None
        self._behind = around.choices.blocks_onward.reversed(len(around.choices.starts) - 1)
        self._left: dict[int, int | None] = {}
        self._seen = np.zeros(len(around.members.offsets) - 1, dtype=bool)

    def new(self, target: int) -> NDArray[np.intp]:
        found: list[NDArray[np.intp]] = [np.empty(0, dtype=np.intp)]
        for choice in self._around.members[target]:
            if self._choices is not None:
                found.append(self._around.state_of[self._choices.new(int(choice))])
                continue
            for block in self._behind[int(self._around.choices.block_of[choice])].tolist():
                found.append(self._others(block, target))
        origins = np.unique(np.concatenate(found))
        fresh = origins[~self._seen[origins]]
        self._seen[fresh] = True
        return fresh

    def _others(self, block: int, target: int) -> NDArray[np.intp]:
        """Return the states of a block that can move to the target and were not found there."""
        if block in self._left:
            left = self._left[block]
            if left is None or left == target:
                return np.empty(0, dtype=np.intp)
            self._left[block] = None
            return np.array([left], dtype=np.intp)
        around = self._around.choices
        states = self._around.state_of[
            around.order[around.starts[block] : around.starts[block + 1]]
        ]
        others = states[states != target]
        self._left[block] = target if len(others) < len(states) else None
        return np.asarray(others)


def least_replies_backward(
    label: Values,
    opponents: Sequence[Neighbours],
    *,
    improving: bool,
    ask: Callable[[], None] = lambda: None,
) -> Values:
    """Find for every state the least label at the end of a legal sequence of the opponents."""
    found = np.full(len(label), int(label.max()) + 1, dtype=np.int64)
    origins: list[_Origins] = [_origins(around, improving=improving) for around in opponents]
    followed = [np.zeros(len(label), dtype=bool) for _ in opponents]
    for count, end in enumerate(np.argsort(label, kind="stable")):
        if count % _ASK_EVERY == 0:
            ask()
        value = label[end]
        waiting: list[tuple[int, int]] = [(int(end), -1)]
        while waiting:
            state, first_mover = waiting.pop()
            for j, source in enumerate(origins):
                # Before the sequence that begins here with one's move, only another can move.
                if j == first_mover or followed[j][state]:
                    continue
                followed[j][state] = True
                for origin in source.new(state):
                    found[origin] = min(found[origin], value)
                    waiting.append((int(origin), j))
    return found


def _origins(around: Neighbours, *, improving: bool) -> _Origins:
    if isinstance(around, FibreNeighbours):
        return _FibreOrigins(around, improving=improving)
    if isinstance(around, JoinedNeighbours):
        return _JoinedOrigins(around, improving=improving)
    assert isinstance(around, ArcNeighbours)
    return _ArcOrigins(around, improving=improving)
