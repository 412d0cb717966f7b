r"""How high a state must stand in one ranking to be stable: a threshold, found without a search.

Whether a state :math:`s` is stable for :math:`i`, the others being what they are, hangs on what is
above it: each move :math:`s_1` is deterred when all states of one of some sets :math:`K` are no
better than :math:`s` (:math:`\{s_1\}` itself; a reply, with what :math:`i` may escape to). So the
state is stable exactly when it stands no lower than

.. math:: v(s) = \max_{s_1} \min_K \max_{x \in K \setminus \{s\}} \text{rank}(x).

To make it stable no change is less than to lift it to :math:`v(s)`: each state in between changes
places with it, or else with one that would have to come down. To make it unstable it is put right
below, for the same reason.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from countermove.analysis.rankings.conditions import Searches
from countermove.preferences.levels import Ranks, dense
from countermove.stability.registry import SolutionConcept


class RankThresholds:
    """Where states must stand in the ranking of one decision maker."""

    def __init__(self, searches: Searches, decision_maker: str, ranks: Ranks) -> None:
        self._searches = searches
        self._decision_maker = decision_maker
        self._ranks = ranks.astype(np.int64)
        self._known: dict[tuple[int, str], int] = {}

    def of(self, state: int, concept: SolutionConcept) -> int:
        """Return the level at which a state is stable; -1 where it is so at every level."""
        key = (state, concept.code)
        if key not in self._known:
            moves = self._searches.moves(self._decision_maker, state)
            levels = (self._level(state, s1, concept) for s1 in moves)
            self._known[key] = max(levels, default=-1)
        return self._known[key]

    def _level(self, state: int, s1: int, concept: SolutionConcept) -> int:
        sets = self._searches.deterring(self._decision_maker, s1, concept)
        ranks = self._ranks
        return min(max((int(ranks[x]) for x in some if x != state), default=-1) for some in sets)

    def stable(self, states: Iterable[int], concept: SolutionConcept) -> list[int]:
        """Return those of some states that are stable."""
        return [s for s in states if self.of(s, concept) <= self._ranks[s]]

    def turned(self, state: int, concept: SolutionConcept) -> Ranks | None:
        """Return the nearest ranking in which a state is stable where it wasn't, or the reverse.

        None where it is stable in every ranking.
        """
        level, ranks = self.of(state, concept), self._ranks
        if level < 0:
            return None
        # Twice as many levels leave room between any two.
        changed = 2 * ranks
        changed[state] = 2 * level - (1 if level <= ranks[state] else 0)
        return dense(changed)

    def cost(self, state: int, concept: SolutionConcept) -> int | None:
        """Return how many pairs are judged otherwise when it is turned; None where it can't be."""
        level, ranks = self.of(state, concept), self._ranks
        if level < 0:
            return None
        low, high = sorted((level, int(ranks[state])))
        return int(np.count_nonzero((ranks >= low) & (ranks <= high))) - 1
