"""States as all decision makers together judge them: what is better for all, and Pareto optima.

A state is *better for all* than another when every decision maker prefers it, and *Pareto-better*
when nobody prefers the other and somebody prefers it. A state is Pareto-optimal when no state is
Pareto-better, and weakly Pareto-optimal when no state is better for all. Where preferences leave
pairs open, only what is known counts: nobody may prefer the other, as far as could be.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from countermove.analysis.state_lists import in_order
from countermove.graph.bits import Bits
from countermove.graph.region import Positions, Region
from countermove.graph_model import GraphModel
from countermove.preferences.levels import Ranks
from countermove.preferences.relations import Truth, Truths
from countermove.progress import Follow, Progress, tell

MOST_PAIRS = 10_000_000_000
"""So many pairs of states are compared at most to find the Pareto-optimal ones."""

MOST_LEFT = 1 << 14
"""From so many states at most all moves are looked at for one that is better for all."""

_BLOCK = 1 << 10
_FEW = 16
_PAIRS_AT_ONCE = 1 << 22
_MOST_AT_ONCE = 1 << 26

Columns = Sequence[Ranks]
"""For each decision maker the ranks of some states."""


@dataclass(frozen=True, eq=False)
class Optima:
    """The Pareto-optimal states of a model, or of some of its states."""

    optimal: Bits
    weakly: Bits


class Beside:
    """How all decision makers judge every state beside one of them."""

    def __init__(self, model: GraphModel, state: int) -> None:
        judged = [_beside(model, dm, state) for dm in model.moves_of]
        self._better, self._worse = zip(*judged, strict=True)

    @property
    def better_for_all(self) -> Bits:
        """The states that every decision maker prefers to this one."""
        return Bits.of(np.logical_and.reduce([own == Truth.YES for own in self._better]))

    @property
    def pareto_better(self) -> Bits:
        """The states that nobody likes less than this one, and somebody more."""
        return _for_some(self._better, self._worse)

    @property
    def pareto_worse(self) -> Bits:
        """The states that nobody prefers to this one, and somebody likes less."""
        return _for_some(self._worse, self._better)


def _beside(model: GraphModel, dm: str, state: int) -> tuple[Truths, Truths]:
    """Say which states somebody prefers to one, and which it likes less."""
    if (ranks := model.levels_or_none(dm)) is not None:
        return ranks > ranks[state], ranks < ranks[state]
    preference, every = model.preferences[dm], np.arange(len(model.states))
    return preference.better(every, state), preference.worse(every, state)


def _for_some(some: Sequence[Truths], nobody: Sequence[Truths]) -> Bits:
    found = np.logical_or.reduce([own == Truth.YES for own in some])
    return Bits.of(found & np.logical_and.reduce([own == Truth.NO for own in nobody]))


def trapped(model: GraphModel, states: Region) -> Region | None:
    """Return those states from which nobody alone can go to what is better for all.

    None where there are more than :data:`MOST_LEFT` states to look at.
    """
    if states.count() > MOST_LEFT:
        return None
    found = [
        state
        for state in states.positions().tolist()
        if not any(_can_do_better(model, dm, state) for dm in model.decision_makers)
    ]
    return Bits.at(np.array(found, np.intp), states.size)


def _can_do_better(model: GraphModel, decision_maker: str, state: int) -> bool:
    """Say whether somebody alone can go to a state that is better for all."""
    targets = model.moves(decision_maker, state)
    for own in (model.preferences[decision_maker], *model.preferences.values()):
        targets = targets[own.better(targets, state) == Truth.YES]
        if not targets.size:
            return False
    return True


def pareto_optima(
    model: GraphModel, among: Bits | None = None, follow: Follow | None = None
) -> Optima | None:
    """Find the Pareto-optimal states, of all or among some.

    States that everybody ranks alike are taken together. The others are looked at from the
    highest sum of ranks down, so that whatever is Pareto-better than a state comes before it, and
    each is compared with the optima found so far: at most a pair of states at a time for every
    state and optimum, in blocks, and never all pairs at once.
    """
    size = len(model.states)
    chosen = np.arange(size) if among is None else among.positions()
    if not chosen.size:
        return Optima(Bits.all_or_none(size, False), Bits.all_or_none(size, False))
    if model.unordered:
        return _optima_by_pairs(model, chosen)
    columns = [model.levels(dm)[chosen] for dm in model.decision_makers]
    first, kind = _kinds(columns)
    columns = [column[first] for column in columns]
    sums = np.sum([column.astype(np.int64) for column in columns], axis=0)
    order = np.argsort(-sums, kind="stable")
    ordered = [column[order] for column in columns]
    front = _front(ordered, follow)
    if front is None:
        return None
    optimal, weakly = (np.zeros(len(order), dtype=bool) for _ in range(2))
    optimal[order[front]] = True
    best = [column[front] for column in ordered]
    # Above whatever is better for all there is an optimum, and that is better for all as well.
    for start in range(0, len(order), _BLOCK):
        part = [column[start : start + _BLOCK] for column in columns]
        weakly[start : start + _BLOCK] = ~_exceeded(part, best, strictly=True)
    return Optima(Bits.at(chosen[optimal[kind]], size), Bits.at(chosen[weakly[kind]], size))


def _optima_by_pairs(model: GraphModel, chosen: Positions) -> Optima | None:
    """Find the Pareto-optimal states where there need be no order: every pair is looked at."""
    size, count = len(model.states), len(chosen)
    if count * count > _MOST_AT_ONCE:
        return None
    for_all, as_good = np.ones((2, count, count), dtype=bool)
    more = np.zeros_like(for_all)
    for own in model.preferences.values():
        # By target and then by state: which are better, and so the other way round worse.
        better = np.column_stack([own.better(chosen, state) for state in chosen.tolist()])
        for_all &= better == Truth.YES
        more |= better == Truth.YES
        as_good &= better.T == Truth.NO
    optimal, weakly = ~(as_good & more).any(axis=0), ~for_all.any(axis=0)
    return Optima(Bits.at(chosen[optimal], size), Bits.at(chosen[weakly], size))


def _kinds(columns: Columns) -> tuple[Positions, Positions]:
    """Number the states so that those which everybody ranks alike have the same number.

    Returned are the first state with each number, and the number of each state.
    """
    key = np.zeros(len(columns[0]), dtype=np.int64)
    first: Positions = np.zeros(1, dtype=np.intp)
    for column in columns:
        # No more numbers than states, times the levels of one ranking: far below 2 to the 63.
        _, first, key = np.unique(
            key * (int(column.max()) + 1) + column.astype(np.int64),
            return_index=True,
            return_inverse=True,
        )
    return first, key


def _front(ordered: Columns, follow: Follow | None) -> Positions | None:
    """Return the optima of distinct states that are ordered by the sum of their ranks."""
    count = len(ordered[0])
    front: Positions = np.empty(0, dtype=np.intp)
    pairs = 0
    for start in range(0, count, _BLOCK):
        here = np.arange(start, min(start + _BLOCK, count))
        pairs += len(here) * (len(front) + len(here))
        if pairs > MOST_PAIRS:
            return None
        tell(follow, Progress(start / count, count))
        here = here[~_beaten(ordered, here, front)]
        here = here[~_beaten(ordered, here, here)]
        front = np.concatenate([front, here])
    return front


def _beaten(ordered: Columns, states: Positions, rivals: Positions) -> NDArray[np.bool_]:
    own, others = ([column[chosen] for column in ordered] for chosen in (states, rivals))
    return _exceeded(own, others, strictly=False)


def _exceeded(states: Columns, rivals: Columns, *, strictly: bool) -> NDArray[np.bool_]:
    """Say which states some rival is better than for all, or (distinct ones) Pareto-better.

    A few rivals at first, and more at a time for the states that those leave: the first ones, of
    the highest sums of ranks, exceed most of what is exceeded at all.
    """
    found = np.zeros(len(states[0]), dtype=bool)
    start, size = 0, _FEW
    while start < len(rivals[0]):
        left = np.flatnonzero(~found)
        if not left.size:
            break
        end = start + max(1, min(size, _PAIRS_AT_ONCE // left.size))
        better = np.ones((len(rivals[0][start:end]), left.size), dtype=bool)
        same = np.ones_like(better)
        for own, other in zip(states, rivals, strict=True):
            mine, column = own[left], other[start:end, None]
            better &= column > mine if strictly else column >= mine
            if not strictly:
                same &= column == mine
        found[left] = (better if strictly else better & ~same).any(axis=0)
        start, size = end, 2 * size
    return found


def highest_on_the_whole(model: GraphModel, found: Region) -> int:
    """Return the state that decision makers rank highest on the whole, of some.

    That is the one with the greatest sum of ranks, each scaled to its number of levels; among
    several the one with the lowest number. A fixed choice for examples, not a judgement.
    """
    states = model.states
    most = max(float(liked(model, part).max()) for part in in_order(states, found))
    return next(
        int(part[close.argmax()])
        for part in in_order(states, found)
        if (close := np.isclose(liked(model, part), most, rtol=1e-12, atol=0)).any()
    )


def liked(model: GraphModel, states: Positions) -> NDArray[np.float64]:
    """Return for some states the sums of their ranks, each scaled to its number of levels."""
    every = [model.liking(dm) for dm in model.decision_makers]
    return np.asarray(np.sum([own[states] / max(int(own.max()), 1) for own in every], axis=0))
