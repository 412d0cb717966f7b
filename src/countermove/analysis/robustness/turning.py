"""The least change of one decision maker's ranking that turns an answer round."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from countermove.analysis.equilibria import Solution, all_stable
from countermove.analysis.rankings.conditions import Searches
from countermove.analysis.rankings.least_change import (
    Demand,
    NearestRankings,
    NoEquilibrium,
    RankingChange,
    unmet,
)
from countermove.graph_model import GraphModel
from countermove.model.parts import Claim
from countermove.stability.engines.choose import choose, stable_states
from countermove.stability.registry import SolutionConcept

Missing = Callable[[GraphModel], Sequence[Demand]]
"""Says by the definitions what a model with other rankings lacks."""


class Turning:
    """Finds what turns answers round when one decision maker's ranking changes.

    Parameters
    ----------
    solution : Solution
        The answers as they are.
    decision_maker : str
        Whose ranking changes; all others stay as they are.
    """

    def __init__(self, solution: Solution, decision_maker: str) -> None:
        model = solution.model
        self._model = model
        self._decision_maker = decision_maker
        self._among = frozenset([decision_maker])
        self._searches = Searches(model, self._among)
        self._holding = {code: found.mask() for code, found in solution.holding.items()}
        self._stable = {
            code: {dm: found.mask() for dm, found in by_dm.items()}
            for code, by_dm in solution.stable.items()
        }
        self._can_move = any(
            len(model.moves(decision_maker, state)) for state in range(len(model.states))
        )
        self._found: dict[tuple[int, str], RankingChange | None] = {}

    def state(self, state: int, concept: SolutionConcept) -> RankingChange | None:
        """Return what ends an equilibrium, or makes a state one; None if no ranking does."""
        key = (state, concept.code)
        if key not in self._found:
            self._found[key] = self._turned(state, concept)
        return self._found[key]

    def _turned(self, state: int, concept: SolutionConcept) -> RankingChange | None:
        holds = bool(self._holding[concept.code][state])
        if not holds and concept.replies != "credible":
            # Whether a state is stable for the others hangs on their own rankings alone.
            stable = self._stable[concept.code]
            if not all(stable[dm][state] for dm in self._model.opponents(self._decision_maker)):
                return None
        goals = [(state, concept, not holds)]
        return self._nearest(lambda changed: unmet(changed, goals))

    def claim(self, claim: Claim, concept: SolutionConcept) -> RankingChange | None:
        """Return what makes a true claim false, or a false one true; None if no ranking does."""
        holding = self._holding[concept.code]
        path = ("claims", claim.kind)
        satisfying = self._model.states.holding(claim.statement, path).mask()
        inside = bool((holding & satisfying).any())
        if claim.kind != "always":
            return (self._none if inside else self._some)(satisfying, concept)
        if inside and not (holding & ~satisfying).any():
            ways = (self._some(~satisfying, concept), self._none(satisfying, concept))
            return least(ways)
        return self._always(satisfying, concept)

    def _some(self, states: NDArray[np.bool_], concept: SolutionConcept) -> RankingChange | None:
        """Return what makes one of some states an equilibrium, where none is."""
        return least(self.state(state, concept) for state in np.flatnonzero(states).tolist())

    def _none(self, states: NDArray[np.bool_], concept: SolutionConcept) -> RankingChange | None:
        """Return what leaves no equilibrium among some states."""
        return self._nearest(lambda changed: _equilibria(changed, states, concept))

    def _always(
        self, satisfying: NDArray[np.bool_], concept: SolutionConcept
    ) -> RankingChange | None:
        """Return what leaves an equilibrium that satisfies a statement, and none that doesn't."""
        holding = self._holding[concept.code]
        least_for: dict[int, int] = {}
        for state in np.flatnonzero(satisfying).tolist():
            if holding[state]:
                least_for[state] = 0
            elif (change := self.state(state, concept)) is not None:
                least_for[state] = change.cost
        best: RankingChange | None = None
        for state in sorted(least_for, key=least_for.__getitem__):
            if best is not None and least_for[state] >= best.cost:
                break
            found = self._nearest(self._holds_alone(state, satisfying, concept))
            best = least((best, found))
        return best

    def _holds_alone(
        self, state: int, satisfying: NDArray[np.bool_], concept: SolutionConcept
    ) -> Missing:
        """Ask that a state is an equilibrium, and none is that doesn't satisfy a statement."""
        goals = [(state, concept, True)]

        def missing(changed: GraphModel) -> list[Demand]:
            return [*unmet(changed, goals), *_equilibria(changed, ~satisfying, concept)]

        return missing

    def _nearest(self, missing: Missing) -> RankingChange | None:
        if not self._can_move:
            # Its ranking is never looked at: what is missing stays so.
            return None
        with NearestRankings(self._model, self._searches, self._among) as nearest:
            return nearest.meeting(missing)


def least(changes: Iterable[RankingChange | None]) -> RankingChange | None:
    """Return the first of the least changes; None if there is none."""
    found = [change for change in changes if change is not None]
    return min(found, key=lambda change: change.cost, default=None)


def _equilibria(
    model: GraphModel, states: NDArray[np.bool_], concept: SolutionConcept
) -> list[Demand]:
    """Return the demands that those of some states which are equilibria be none."""
    stable = stable_states(model, (concept,), choose("auto", (concept,)))
    holding = all_stable(stable)[concept.code].mask() & states
    return [
        NoEquilibrium(model.decision_makers, state, concept)
        for state in np.flatnonzero(holding).tolist()
    ]
