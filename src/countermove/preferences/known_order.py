"""What is known of one party's order of some outcomes where it isn't known of all pairs of them."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from countermove.graph.lists import Mask
from countermove.preferences.levels import Ranks, dense

Which = Literal[-1, 0, 1]
"""Of two states the first is worse, equally good, better."""


@dataclass(frozen=True, slots=True)
class Compared:
    """An answer: the first of two states is better than the second, equally good, or worse."""

    decision_maker: str
    first: int
    second: int
    which: Which
    place: int = field(default=0, compare=False)
    """Where it is written, among all that is known of this decision maker."""

    def turned(self) -> Compared:
        """Return the same answer with the states the other way round."""
        turned: Which = 1 if self.which < 0 else -1 if self.which else 0
        return Compared(self.decision_maker, self.second, self.first, turned, self.place)


@dataclass(frozen=True, eq=False)
class KnownOrder:
    """What answers say of the order of all states, with all that follows from them."""

    above: Mask
    """By two states whether the first is surely better."""
    level: Mask
    """Whether they are surely equally good."""

    @classmethod
    def nothing(cls, count: int) -> KnownOrder:
        """Know nothing yet."""
        return cls(np.zeros((count, count), dtype=bool), np.eye(count, dtype=bool))

    @classmethod
    def of(cls, count: int, answers: Iterable[Compared]) -> KnownOrder:
        """Know what answers say that don't clash."""
        known = cls.nothing(count)
        for one in answers:
            known = known.told(one.first, one.second, one.which)
        return known

    def which(self, first: int, second: int) -> Which | None:
        """Say what is known of two states.

        >>> known = KnownOrder.nothing(3).told(0, 1, 1).told(1, 2, 0)
        >>> known.which(0, 2), known.which(2, 1), KnownOrder.nothing(3).which(0, 1)
        (1, 0, None)
        """
        if self.above[first, second]:
            return 1
        if self.above[second, first]:
            return -1
        return 0 if self.level[first, second] else None

    def told(self, first: int, second: int, which: Which) -> KnownOrder:
        """Take in an answer that doesn't clash with what is known."""
        if which < 0:
            first, second = second, first
        above, level = self.above, self.level
        if which:
            up = above[:, first] | level[:, first]
            down = above[second] | level[second]
            return KnownOrder(above | np.outer(up, down), level)
        same = level[first] | level[second]
        up = above[:, first] | above[:, second]
        down = above[first] | above[second]
        return KnownOrder(
            above | np.outer(up, same | down) | np.outer(same, down),
            level | np.outer(same, same),
        )

    @classmethod
    def following(cls, above: Mask, level: Mask) -> KnownOrder:
        """Know what follows from what is said of some pairs, where that has no clash."""
        at_least = above | level | np.eye(len(above), dtype=bool)
        while True:
            further = (at_least.astype(np.float32) @ at_least.astype(np.float32)) > 0
            if (further == at_least).all():
                break
            at_least = further
        # What is the better somewhere on the way is the better at the end.
        by = at_least.astype(np.float32)
        strictly = ((by @ above.astype(np.float32)) > 0).astype(np.float32) @ by > 0
        return cls(strictly, at_least & at_least.T)

    def depths(self) -> NDArray[np.int64]:
        """Say how many levels each state has above it at least.

        >>> KnownOrder.nothing(4).told(0, 1, 1).told(1, 2, 0).told(2, 3, 1).depths().tolist()
        [0, 1, 1, 2]
        """
        depth = np.zeros(len(self.above), dtype=np.int64)
        for _ in range(len(depth)):
            below = np.where(self.above, depth[:, None] + 1, 0).max(axis=0, initial=0)
            if (below == depth).all():
                break
            depth = below
        return depth

    def open(self) -> Mask:
        """Say by two states whether it isn't known which is the better."""
        return ~(self.above | self.above.T | self.level)

    def possible(self) -> tuple[Mask, Mask, Mask]:
        """Say by target and state whether it may be better, equally good, worse."""
        is_open = self.open()
        return is_open | self.above, is_open | self.level, is_open | self.above.T

    def completed(self, keys: NDArray[Any]) -> list[Ranks]:
        """Return for each row of keys an order that agrees with what is known.

        Of states that nothing known keeps back the one with the least key comes next, worst first.
        """
        rows = np.arange(len(keys))
        left = np.ones(keys.shape, dtype=bool)
        found = np.zeros(keys.shape, dtype=np.int64)
        below = self.above.T.astype(np.float32)
        for place in range(keys.shape[1]):
            held = (left.astype(np.float32) @ below) > 0
            chosen = np.where(left & ~held, keys, np.inf).argmin(axis=1)
            same = self.level[chosen] & left
            found[same] = place
            left &= ~same
            left[rows, chosen] = False
            if not left.any():
                break
        return [dense(row) for row in found]


def clash(answers: Sequence[Compared], new: Compared) -> tuple[Compared, ...] | None:
    """Return the fewest answers that clash with a new one; None where it clashes with none.

    All are of one decision maker.

    >>> said = [Compared("us", 0, 1, 1), Compared("us", 1, 2, 0), Compared("us", 0, 3, 1)]
    >>> [(one.first, one.second) for one in clash(said, Compared("us", 2, 0, 1))]
    [(0, 1), (1, 2)]
    >>> clash(said, Compared("us", 2, 3, 1)) is None
    True
    """
    # A way along which nothing gets better, and with the new answer all the way round something
    # has to: the shortest is the smallest clash.
    edges: dict[int, list[tuple[int, int, Compared]]] = {}
    for one in answers:
        high, low = (one.first, one.second) if one.which >= 0 else (one.second, one.first)
        edges.setdefault(high, []).append((low, abs(one.which), one))
        if not one.which:
            edges.setdefault(low, []).append((high, 0, one))
    if new.which < 0:
        new = new.turned()
    ends = [(new.second, new.first, 0)]
    if not new.which:
        ends = [(new.second, new.first, 1), (new.first, new.second, 1)]
    found = [way for way in (_way(edges, *end) for end in ends) if way is not None]
    return min(found, key=len, default=None)


def _way(
    edges: dict[int, list[tuple[int, int, Compared]]], start: int, end: int, strict: int
) -> tuple[Compared, ...] | None:
    before: dict[tuple[int, int], tuple[tuple[int, int], Compared] | None] = {(start, 0): None}
    todo = deque([(start, 0)])
    while todo:
        at = todo.popleft()
        if at[0] == end and at[1] >= strict:
            way = []
            while (step := before[at]) is not None:
                at = step[0]
                way.append(step[1])
            return tuple(reversed(way))
        for to, is_strict, one in edges.get(at[0], ()):
            after = (to, max(at[1], is_strict))
            if after not in before:
                before[after] = at, one
                todo.append(after)
    return None
