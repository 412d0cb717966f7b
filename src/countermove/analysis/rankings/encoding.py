"""Rankings with ties as a formula of propositional logic, and the one nearest to today's.

For a decision maker whose ranking may change and two states there are two variables, "a is at
least as good as b" and the reverse, of which one holds. Each pair that is judged otherwise than
today costs one. That a ranking is transitive is a clause for every three states; only those are
added that an answer breaks, and likewise only those pairs get variables that some clause names:
all others stay as they are. What is left out makes the formula weaker, so that an answer that
breaks nothing is a nearest ranking.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from countermove.analysis.rankings.maxsat import Ask, MaximalSatisfiability
from countermove.preferences.levels import Ranks

TRUE = 1
"""The literal that always holds; its negation never does."""

_Order = NDArray[np.bool_]
_Triple = tuple[str, int, int, int]


def is_so(literal: int, holding: frozenset[int]) -> bool:
    """Say whether a literal holds, given the variables that do."""
    return literal in holding if literal > 0 else -literal not in holding


class RankingFormula:
    """What is known of some rankings, and which of those that fit is nearest to today's."""

    def __init__(
        self, today: Mapping[str, Ranks], among: Iterable[str], ask: Ask | None = None
    ) -> None:
        self._today = {
            dm: np.asarray(ranks[:, None] >= ranks[None, :]) for dm, ranks in today.items()
        }
        self._ranks = dict(today)
        self.among = frozenset(among)
        self._pairs: dict[tuple[str, int, int], tuple[int, int]] = {}
        self._last = TRUE
        self._solver = MaximalSatisfiability(ask)
        self._solver.add([TRUE])

    # -- literals and clauses -------------------------------------------------------------------

    def new(self) -> int:
        """Return a new variable."""
        self._last += 1
        return self._last

    def at_least(self, decision_maker: str, first: int, second: int) -> int:
        """Return the literal that a state is at least as good as another for somebody."""
        if first == second:
            return TRUE
        if decision_maker not in self.among:
            return TRUE if self._today[decision_maker][first, second] else -TRUE
        low, high = sorted((first, second))
        pair = self._pairs.get((decision_maker, low, high))
        if pair is None:
            pair = self._pairs[decision_maker, low, high] = self._pair(decision_maker, low, high)
        return pair[first > second]

    def better(self, decision_maker: str, first: int, second: int) -> int:
        """Return the literal that a state is better than another for somebody."""
        return -self.at_least(decision_maker, second, first)

    def _pair(self, decision_maker: str, low: int, high: int) -> tuple[int, int]:
        forth, back = self.new(), self.new()
        self._solver.add([forth, back])
        today = self._today[decision_maker]
        if today[low, high] and today[high, low]:
            changed = self.new()
            self._solver.add([changed, forth])
            self._solver.add([changed, back])
            kept = -changed
        else:
            # Where one is better, all but "the other is at least as good" is as today.
            kept = -back if today[low, high] else -forth
        self._solver.prefer(kept)
        return forth, back

    def add(self, literals: Iterable[int]) -> None:
        """Add a clause: one of the literals holds."""
        clause = list(dict.fromkeys(literal for literal in literals if literal != -TRUE))
        if TRUE not in clause:
            self._solver.add(clause or [-TRUE])

    # -- answers --------------------------------------------------------------------------------

    def nearest(self, below: int | None = None) -> tuple[dict[str, Ranks], frozenset[int]] | None:
        """Return nearest rankings that fit all clauses, and the literals that hold with them."""
        while True:
            holding = self._solver.compute(below)
            if holding is None:
                return None
            orders = {dm: self._today[dm].copy() for dm in self.among}
            changed: list[tuple[str, int, int]] = []
            for (dm, low, high), (forth, back) in self._pairs.items():
                order, now = orders[dm], (forth in holding, back in holding)
                if now != (order[low, high], order[high, low]):
                    order[low, high], order[high, low] = now
                    changed.append((dm, low, high))
            broken = {
                triple for dm, a, b in changed for triple in _intransitive(dm, orders[dm], a, b)
            }
            if not broken:
                ranks = {dm: np.count_nonzero(order, axis=1) for dm, order in orders.items()}
                return self._ranks | ranks, holding
            for dm, a, b, c in sorted(broken):
                self.add(
                    [-self.at_least(dm, a, b), -self.at_least(dm, b, c), self.at_least(dm, a, c)]
                )

    def close(self) -> None:
        """Let go of the solver."""
        self._solver.close()


def _intransitive(decision_maker: str, order: _Order, a: int, b: int) -> Iterable[_Triple]:
    """Give the threes x, y, z that break transitivity at one pair: x ≽ y ≽ z, and not x ≽ z."""
    for x, y in ((a, b), (b, a)):
        if order[x, y]:
            for z in np.flatnonzero(order[y] & ~order[x]).tolist():
                yield decision_maker, x, y, z
            for w in np.flatnonzero(order[:, x] & ~order[:, y]).tolist():
                yield decision_maker, w, x, y
        else:
            for between in np.flatnonzero(order[x] & order[:, y]).tolist():
                yield decision_maker, x, between, y
