"""Which answers hang on which doubts, and in which order these are best asked about."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from countermove.analysis.ask.stages import Stages
from countermove.model.doubts import Doubt

At = tuple[int, ...]
"""By doubt the stage of what is known of it."""

MOST_PARTIAL = 1_000_000
"""So many ways to know something of the doubts are gone through for the best order of asking."""

_SAME = 1e-9


@dataclass(frozen=True, eq=False)
class HangingAnswer:
    """An answer that hangs on doubts, in every reading."""

    doubts: tuple[int, ...]
    """Which of the doubts, by number."""
    holds: NDArray[np.bool_]
    """By the possible values of these doubts."""


@dataclass(frozen=True, slots=True)
class Left:
    """What is left of answers where something is known."""

    open: int
    spread: float
    mattering: frozenset[int]


@dataclass(frozen=True, slots=True)
class Settles:
    """What it is worth to find out about one doubt.

    Parameters
    ----------
    doubt : Doubt
        The doubt.
    expected : float
        How many of the open answers are settled by it in expectation.
    best : int
        How many at best.
    spread : float
        How much of the uncertainty of the answers goes: of p(1 - p), summed.
    """

    doubt: Doubt
    expected: float
    best: int
    spread: float


@dataclass(frozen=True, eq=False)
class Settling:
    """Answers that hang on doubts, and what settles them."""

    stages: tuple[Stages, ...]
    answers: tuple[HangingAnswer, ...]

    @property
    def start(self) -> At:
        """Where nothing is known."""
        return tuple(len(own.all) - 1 for own in self.stages)

    def value(self, answer: int, at: At) -> bool | None:
        """Say whether an answer holds where something is known; None where that is open."""
        part = self._part(answer, at)
        return None if part.any() != part.all() else bool(part.all())

    def _part(self, answer: int, at: At) -> NDArray[np.bool_]:
        asked = self.answers[answer]
        values = [self.stages[d].all[at[d]].values for d in asked.doubts]
        return asked.holds[np.ix_(*values)] if values else asked.holds

    @cached_property
    def _known(self) -> dict[tuple[int, At], Left]:
        return {}

    def left(self, at: At) -> Left:
        """Say what is open where something is known."""
        every = [self._left(k, at) for k in range(len(self.answers))]
        mattering = frozenset[int]().union(*(one.mattering for one in every))
        return Left(sum(o.open for o in every), sum(o.spread for o in every), mattering)

    def _left(self, answer: int, at: At) -> Left:
        own = self.answers[answer].doubts
        key = answer, tuple(at[d] for d in own)
        if key not in self._known:
            part = self._part(answer, at)
            if part.all() or not part.any():
                self._known[key] = Left(0, 0.0, frozenset())
            else:
                share = part.astype(float)
                for d in reversed(own):
                    likely = self.stages[d].weights[at[d]]
                    share = share @ likely[list(self.stages[d].all[at[d]].values)]
                changing = (np.diff(part, axis=k).any() for k in range(part.ndim))
                matter = frozenset(d for d, is_so in zip(own, changing, strict=True) if is_so)
                self._known[key] = Left(1, float(share * (1 - share)), matter)
        return self._known[key]

    def _mean(self, d: int, at: At, stages: Sequence[int]) -> tuple[float, float]:
        """Return what is open in expectation after a question about one doubt, and its spread."""
        own = self.stages[d]
        opened = spread = 0.0
        for k in stages:
            share = own.share(own.all[at[d]], own.all[k])
            after = self.left((*at[:d], k, *at[d + 1 :]))
            opened, spread = opened + share * after.open, spread + share * after.spread
        return opened, spread

    def worth(self) -> tuple[Settles, ...]:
        """Return what each doubt is worth, the one that settles most first."""
        start, now = self.start, self.left(self.start)
        found = []
        for d, own in enumerate(self.stages):
            opened, spread = self._mean(d, start, own.known)
            left = min(self.left((*start[:d], k, *start[d + 1 :])).open for k in own.known)
            gained = max(0.0, now.spread - spread)
            found.append(Settles(own.doubt, now.open - opened, now.open - left, gained))
        # What rounding does to equal numbers isn't to change their order.
        return tuple(
            sorted(found, key=lambda one: (-round(one.expected, 9), -round(one.spread, 9)))
        )

    def next_doubt(self, at: At) -> int | None:
        """Return which doubt to ask about; None where all is settled."""
        now = self.left(at)
        if not now.open:
            return None
        if self._best is not None:
            return int(self._best[2][np.ravel_multi_index(at, self._shape)])
        return self.greedy(at)

    def next_but(self, closed: Collection[int]) -> int | None:
        """Return which doubt to ask about where nobody knows some; None where nothing helps."""
        helping: set[int] = set()
        for answer in self.answers:
            at = tuple(k for k, d in enumerate(answer.doubts) if d in closed)
            # What is so whatever is true of what nobody knows, given the rest.
            settled = answer.holds.all(axis=at) | ~answer.holds.any(axis=at)
            if settled.any():
                helping |= set(answer.doubts) - set(closed)
        mattering = helping & self.left(self.start).mattering
        return self.greedy(self.start, mattering) if mattering else None

    def greedy(self, at: At, among: Collection[int] | None = None) -> int:
        """Return the doubt whose next question settles most at once, then narrows most."""
        best, chosen = (-math.inf, -math.inf), -1
        for d in sorted(self.left(at).mattering if among is None else among):
            opened, spread = self._mean(d, at, self.stages[d].all[at[d]].next)
            gain = (round(-opened, 9), round(-spread, 9))
            if gain > best:
                best, chosen = gain, d
        return chosen

    def expected(self, at: At) -> tuple[float, int] | None:
        """Return how many questions it takes in expectation and at most, if that was found."""
        if self._best is None:
            return None
        index = np.ravel_multi_index(at, self._shape)
        return float(self._best[0][index]), int(self._best[1][index])

    @property
    def is_best(self) -> bool:
        """Whether no other order of asking takes fewer questions in expectation."""
        return self._best is not None

    @property
    def _shape(self) -> At:
        return tuple(len(own.all) for own in self.stages)

    @cached_property
    def _best(
        self,
    ) -> tuple[NDArray[np.float64], NDArray[np.int16], NDArray[np.int16]] | None:
        """Return how many questions are left in expectation, at most, and which doubt is next.

        By all that may be known; None for too much.
        """
        shape = self._shape
        size = math.prod(shape)
        if size > MOST_PARTIAL:
            return None
        is_open = self._open().reshape(-1)
        heights: NDArray[np.int16] = np.zeros((), dtype=np.int16)
        for own in self.stages:
            heights = np.add.outer(heights, np.array([s.height for s in own.all], dtype=np.int16))
        heights = np.where(is_open, heights.reshape(-1), 0)
        mean, most = np.zeros(size), np.zeros(size, dtype=np.int16)
        choice = np.full(size, -1, dtype=np.int16)
        order = np.argsort(heights, kind="stable")
        ends = np.searchsorted(heights[order], np.arange(int(heights.max()) + 2))
        for begin, end in pairwise(ends[1:]):
            self._level(order[begin:end], mean, most, choice)
        return mean, most, choice

    def _level(
        self,
        where: NDArray[np.intp],
        mean: NDArray[np.float64],
        most: NDArray[np.int16],
        choice: NDArray[np.int16],
    ) -> None:
        """Choose the best question where equally much is left to ask."""
        least = np.full(len(where), np.inf)
        step = 1
        for d in reversed(range(len(self.stages))):
            own = self.stages[d]
            stage = where // step % len(own.all)
            children, likely = own.children
            asked = np.flatnonzero([bool(s.next) for s in own.all])
            rows = np.flatnonzero(np.isin(stage, asked))
            at = stage[rows]
            after = where[rows, None] + (children[at] - at[:, None]) * step
            value = 1 + (likely[at] * mean[after]).sum(axis=1)
            # Of equally good questions the one that is written first.
            better = value <= least[rows] + _SAME
            chosen = rows[better]
            least[chosen] = value[better]
            choice[where[chosen]] = d
            most[where[chosen]] = 1 + most[after[better]].max(axis=1)
            step *= len(own.all)
        mean[where] = least

    def _open(self) -> NDArray[np.bool_]:
        """Say for all that may be known whether an answer is open."""
        shape = self._shape
        found = np.zeros(shape, dtype=bool)
        for answer in self.answers:
            some, every = answer.holds.astype(np.float32), answer.holds.astype(np.float32)
            for axis, d in enumerate(answer.doubts):
                own = self.stages[d]
                inside = (own.weights > 0).astype(np.float32)
                both = [
                    np.moveaxis(np.tensordot(inside, t, (1, axis)), 0, axis)
                    for t in (some, 1 - every)
                ]
                some, every = (both[0] > 0).astype(np.float32), 1 - (both[1] > 0).astype(np.float32)
            own_shape = [1] * len(shape)
            for axis, d in enumerate(answer.doubts):
                own_shape[d] = some.shape[axis]
            found |= (some != every).reshape(own_shape)
        return found
