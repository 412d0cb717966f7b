r"""The nearest ranking of one decision maker that makes many states unstable for it at once.

The others stay as they are, with what they would reply. A state :math:`s` is
unstable when some move leads above it and each reply leaves something above it: when each of some
sets of states (a *family*) has a member above :math:`s`. So a family has a threshold,

.. math:: \theta_B = \min_{K \in B} \max_{x \in K} \text{rank}(x),

and the states below it that have the family are unstable. A ranking is then described by where
the states stand among the thresholds; between two thresholds they stay in today's order, and a
pair is judged otherwise when the two stand on different sides of some threshold, in the wrong
order. That takes a variable for each state and threshold, in place of one for each pair of states
and a clause for each three of them. States that have the same rank and play the same part stand
together in some nearest ranking, and are one here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import combinations, count

import numpy as np
from numpy.typing import NDArray

from countermove.analysis.rankings.conditions import Searches, Sets
from countermove.analysis.rankings.maxsat import Ask, MaximalSatisfiability
from countermove.preferences.levels import Ranks, dense
from countermove.stability.registry import SolutionConcept


class NearestRanking:
    """Finds the nearest ranking in which some states are unstable, and one may be stable."""

    def __init__(
        self, searches: Searches, decision_maker: str, ranks: Ranks, concept: SolutionConcept
    ) -> None:
        self._searches = searches
        self._decision_maker = decision_maker
        self._ranks = ranks.astype(np.int64)
        self._concept = concept

    def nearest(
        self,
        ending: Sequence[int],
        holding: int | None = None,
        *,
        ask: Ask | None = None,
        below: int | None = None,
    ) -> Ranks | None:
        """Return a nearest ranking; None if there is none."""
        held = None
        if holding is not None:
            moves = self._searches.moves(self._decision_maker, holding)
            held = holding, [_smallest(self._sets(s1)) for s1 in moves]
        families = {s: self._families(s) for s in ending}
        if held is None:
            families = _without_dominated(families, self._ranks)
        formula = _Formula(self._ranks, families, held)
        solver = MaximalSatisfiability(ask, formula.hard, formula.soft)
        try:
            true = solver.compute(below)
        finally:
            solver.close()
        return None if true is None else formula.ranks(true)

    def _sets(self, s1: int) -> Sets:
        return self._searches.deterring(self._decision_maker, s1, self._concept)

    def _families(self, s: int) -> list[Sets]:
        """Return families of which each makes `s` unstable when all its sets reach above it."""
        alike: dict[Sets, set[int]] = {}
        for s1 in self._searches.moves(self._decision_maker, s):
            sets = self._sets(s1)
            if self._concept.escape:
                # Where the move itself leads above s, so does what can be chosen from there.
                own = frozenset([s1, *self._searches.moves(self._decision_maker, s1)])
                sets = (sets - {frozenset([s1])}) | {own}
            elif self._concept.replies == "none":
                sets = frozenset()
            alike.setdefault(sets, set()).add(s1)
        found: list[Sets] = []
        for sets, moves in alike.items():
            # That s is above itself is never so: with s in them more states have the same sets.
            first = frozenset([*moves, s])
            if not any(some - {s} <= moves for some in sets):
                sets |= {first}
            found.append(_smallest(sets))
        return found


def _smallest(sets: Iterable[frozenset[int]]) -> Sets:
    sets = frozenset(sets)
    return frozenset(some for some in sets if not any(other < some for other in sets))


def _without_dominated(
    own: dict[int, list[Sets]], ranks: NDArray[np.int64]
) -> dict[int, list[Sets]]:
    """Leave states out of sets where another stands no lower today and may always take their part.

    It does so when it is in all the sets that they are in, and may stand as high as it likes:
    whatever the one would be lifted for, to lift the other costs no more.
    """
    every = {some for families in own.values() for sets in families for some in sets}
    within: dict[int, set[frozenset[int]]] = {}
    for some in every:
        for x in some:
            within.setdefault(x, set()).add(some)
    left_out: set[int] = set()
    for y in sorted(within, key=lambda x: (ranks[x], x)):
        others = frozenset.intersection(*within[y]) - own.keys() - left_out - {y}
        if any((ranks[x], x) > (ranks[y], y) for x in others):
            left_out.add(y)
    return {
        s: [_smallest(some - left_out for some in sets) for sets in families]
        for s, families in own.items()
    }


class _Formula:
    """Where states stand among thresholds, as clauses, and what it costs."""

    def __init__(
        self,
        ranks: NDArray[np.int64],
        own: dict[int, list[Sets]],
        held: tuple[int, list[Sets]] | None,
    ) -> None:
        self._levels = ranks
        self._own = own
        self._held = held
        self._families = list(dict.fromkeys(sets for some in own.values() for sets in some))
        self._group = self._grouped()
        self._sizes = Counter(self._group)
        self._last = count(1)
        self.hard: list[list[int]] = []
        self.soft: list[tuple[int, int]] = []
        # For each threshold and group of states a variable: the group is below the threshold.
        self._below = [self._threshold() for _ in self._families]
        self._end()
        if held is not None:
            self._hold(*held)
        self._in_a_row()
        self._count_pairs()

    def _grouped(self) -> list[int]:
        """Return for each state the first one of its rank that plays the same part."""
        parts: list[set[object]] = [{("rank", level)} for level in self._levels.tolist()]
        for number, sets in enumerate(self._families):
            for some in sets:
                for x in some:
                    # Of a set of several any one may be the one above: each plays its own part.
                    parts[x].add(("in", number) if len(some) == 1 else ("in", number, x))
        for s, some_sets in self._own.items():
            parts[s].add(("ends", frozenset(some_sets)))
        if self._held is not None:
            state, moves = self._held
            parts[state].add("held")
            for number, sets in enumerate(moves):
                for some in sets:
                    for x in some:
                        parts[x].add(("deters", number, some))
        first: dict[frozenset[object], int] = {}
        return [first.setdefault(frozenset(part), x) for x, part in enumerate(parts)]

    def _new(self) -> int:
        return next(self._last)

    def _threshold(self) -> dict[int, int]:
        return {group: self._new() for group in self._sizes}

    def _end(self) -> None:
        """Demand that each state that must not be stable is below one of its thresholds."""
        numbers = {sets: number for number, sets in enumerate(self._families)}
        for number, sets in enumerate(self._families):
            below = self._below[number]
            self.hard += [[-below[self._group[x]] for x in some] for some in sets]
        for s, some_sets in self._own.items():
            ways = [self._below[numbers[sets]][self._group[s]] for sets in some_sets]
            self._demand(ways)

    def _demand(self, ways: list[int]) -> None:
        if ways:
            self.hard.append(ways)
        else:
            # An empty clause would be taken for none at all.
            never = self._new()
            self.hard += [[never], [-never]]

    def _hold(self, state: int, moves: list[Sets]) -> None:
        """Demand that a state is stable: of each move all states of one set are no better.

        Two more thresholds stand right below and right above the state. Between them are only
        states that it is tied with today: others that are no better may as well be worse.
        """
        level, own = self._levels[state], self._group[state]
        above = self._threshold()
        under = {
            group: self._new() if self._levels[group] == level else name
            for group, name in above.items()
        }
        self.hard += [[above[own]], [-under[own]]]
        self.hard += [[-under[group], above[group]] for group in self._sizes]
        for other in self._below:
            self._order(other, under, above)
        for sets in moves:
            chosen = [self._new() for _ in sets]
            self._demand(chosen)
            for name, some in zip(chosen, sets, strict=True):
                self.hard += [[-name, above[self._group[x]]] for x in some if x != state]
        self._below += [under, above]

    def _order(self, one: dict[int, int], low: dict[int, int], high: dict[int, int]) -> None:
        """Demand that a threshold is no higher than `low`, or no lower than `high`."""
        higher = self._new()
        for group in self._sizes:
            self.hard.append([higher, -one[group], low[group]])
            self.hard.append([-higher, -high[group], one[group]])

    def _in_a_row(self) -> None:
        """Demand of any two thresholds that one is the higher for all states."""
        for one, other in combinations(self._below, 2):
            self._order(one, other, other)

    def _count_pairs(self) -> None:
        """Count each pair that some threshold puts the wrong way, or parts although it is tied."""
        for x, y in combinations(self._sizes, 2):
            high, low = (x, y) if self._levels[x] >= self._levels[y] else (y, x)
            turned = self._new()
            for below in self._below:
                self.hard.append([-below[high], below[low], turned])
                if self._levels[high] == self._levels[low]:
                    self.hard.append([-below[low], below[high], turned])
            self.soft.append((-turned, self._sizes[x] * self._sizes[y]))

    def ranks(self, true: frozenset[int]) -> Ranks:
        """Return the ranking that an answer stands for: by thresholds, then as today."""
        higher = [-sum(below[g] in true for below in self._below) for g in self._group]
        return dense(np.array(higher) * (int(self._levels.max()) + 1) + self._levels)
