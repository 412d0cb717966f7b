"""The least change of one decision maker's ranking that turns an answer round.

Most of it needs no search. Under NASH, GMR and SMR a state has a threshold in the ranking
(:mod:`~countermove.analysis.rankings.thresholds`), and for many states at once there is a small
formula (:mod:`~countermove.analysis.rankings.nearest_ranking`). Under SEQ and SSEQ, where a ranking
also changes what the others have to fear, these give bounds, which often meet; the formula about
pairs of states is asked for no more than lies between them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

import numpy as np
from immutabledict import immutabledict
from numpy.typing import NDArray

from countermove.analysis.equilibria import Solution, all_stable
from countermove.analysis.rankings.conditions import Searches
from countermove.analysis.rankings.least_change import (
    Demand,
    NearestRankings,
    NoEquilibrium,
    RankingChange,
    SomeEquilibrium,
    unmet,
)
from countermove.analysis.rankings.maxsat import EnoughError
from countermove.analysis.rankings.nearest_ranking import NearestRanking
from countermove.analysis.rankings.thresholds import RankThresholds
from countermove.graph_model import GraphModel
from countermove.model.parts import Claim
from countermove.preferences.levels import Ranks
from countermove.stability.engines.choose import choose, stable_states
from countermove.stability.registry import SolutionConcept, concepts

Missing = Callable[[GraphModel], Sequence[Demand]]
"""Says by the definitions what a model with other rankings lacks."""

Truth = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class TurnBounds:
    """What is known of a least change that was not found to the end.

    Parameters
    ----------
    least : int
        So many pairs are needed at least.
    nearest : RankingChange or None
        The smallest change that was found.
    """

    least: int
    nearest: RankingChange | None

    @property
    def most(self) -> int | None:
        """So many pairs are enough; None where no change was found."""
        return None if self.nearest is None else self.nearest.cost

    @property
    def is_nothing(self) -> bool:
        """Whether nothing is known but that it takes something."""
        return self.least <= 1 and self.nearest is None

    def __str__(self) -> str:
        """Write the bounds: from ≥1, where nothing is known, to what is known exactly."""
        if self.most is None:
            return f"≥{self.least}"
        return str(self.most) if self.most == self.least else f"{self.least}–{self.most}"


class TurningPoints:
    """Finds what turns answers round when one decision maker's ranking changes."""

    def __init__(
        self, solution: Solution, decision_maker: str, ask: Callable[[], object] | None = None
    ) -> None:
        model = solution.model
        self._model = model
        self._decision_maker = decision_maker
        self._among = frozenset([decision_maker])
        self._ask = ask
        self._ranks = model.levels(decision_maker, "the radius")
        # What the others lead to under any ranking of this one, and where it never moves.
        self._searches = Searches(model, self._among)
        self._undisturbed = Searches(model, frozenset(), self._among)
        self._thresholds = RankThresholds(self._searches, decision_maker, self._ranks)
        self._holding = {code: found.mask() for code, found in solution.holding.items()}
        self._can_move = any(
            len(model.moves(decision_maker, state)) for state in range(len(model.states))
        )
        self._found: dict[tuple[int, str], RankingChange | None] = {}
        self._known: dict[tuple[str, Searches], Truth] = {}
        self._proving = True
        self.bounds = TurnBounds(1, None)

    # -- questions ------------------------------------------------------------------------------

    def state(self, state: int, concept: SolutionConcept) -> RankingChange | None:
        """Return what ends an equilibrium, or makes a state one; None if no ranking does."""
        self.bounds = TurnBounds(1, None)
        key = (state, concept.code)
        if key not in self._found:
            turn = self._ended if self._holding[concept.code][state] else self._created
            self._found[key] = turn(state, concept) if self._can_move else None
        return self._found[key]

    def claim(self, claim: Claim, concept: SolutionConcept) -> RankingChange | None:
        """Return what makes a true claim false, or a false one true; None if no ranking does."""
        self.bounds = TurnBounds(1, None)
        if not self._can_move:
            return None  # its ranking is never looked at
        holding = self._holding[concept.code]
        path = ("claims", claim.kind)
        satisfying = self._model.states.holding(claim.statement, path).mask()
        inside = bool((holding & satisfying).any())
        if claim.kind != "always":
            return (self._none if inside else self._some)(satisfying, concept)
        if inside and not (holding & ~satisfying).any():
            first = self._some(~satisfying, concept)
            # That another comes to hold beside it may be nearer than that none holds any more.
            self.bounds = TurnBounds(1, first)
            return self._none(satisfying, concept, first)
        return self._always(satisfying, concept)

    # -- one state ------------------------------------------------------------------------------

    def _ended(self, state: int, concept: SolutionConcept) -> RankingChange | None:
        known = self._change(self._thresholds.turned(state, concept))
        if self._sure(concept)[state]:
            return known
        goals = [(state, concept, False)]
        return self._search(lambda changed: unmet(changed, goals), known)

    def _created(
        self, state: int, concept: SolutionConcept, better_than: RankingChange | None = None
    ) -> RankingChange | None:
        if not self._possible(concept)[state]:
            return None
        goals = [(state, concept, True)]
        if not self._thresholds.stable([state], concept):
            own = self._change(self._thresholds.turned(state, concept))
            if own is not None and not unmet(own.changed, goals):
                return own
        known = better_than
        nash = concepts()["NASH"]
        if self._possible(nash)[state]:
            # What is stable without foresight is stable with it.
            known = least((known, self._change(self._thresholds.turned(state, nash))))
        return self._search(lambda changed: unmet(changed, goals), known)

    def _takes(self, states: Truth, concept: SolutionConcept) -> dict[int, int]:
        """Return how many pairs it takes at least that states hold, those first that take least."""
        found: dict[int, int] = {}
        for state in np.flatnonzero(states & self._possible(concept)).tolist():
            stable = self._thresholds.stable([state], concept)
            found[state] = 0 if stable else self._thresholds.cost(state, concept) or 0
        return {state: found[state] for state in sorted(found, key=found.__getitem__)}

    # -- many states ----------------------------------------------------------------------------

    def _some(self, states: Truth, concept: SolutionConcept) -> RankingChange | None:
        """Return what makes one of some states an equilibrium, where none is."""
        best: RankingChange | None = None
        for state, cost in self._takes(states, concept).items():
            if best is not None and cost >= best.cost:
                break
            self.bounds = TurnBounds(max(1, cost), best)
            with self._aside():
                best = least((best, self._created(state, concept, best)))
        return best

    def _none(
        self, states: Truth, concept: SolutionConcept, known: RankingChange | None = None
    ) -> RankingChange | None:
        """Return what leaves no equilibrium among some states, where something else is known."""

        def missing(changed: GraphModel) -> list[Demand]:
            return _demands(changed, states & _holding(changed, concept), concept)

        at_least = self._placed(concept, states & self._sure(concept))
        if at_least is None or not missing(at_least.changed):
            return least((known, at_least))
        self._prove(at_least, known)
        with self._aside():
            at_most = self._placed(concept, states & self._possible(concept))
        return self._search(missing, least((known, at_most)))

    def _always(self, satisfying: Truth, concept: SolutionConcept) -> RankingChange | None:
        """Return what leaves an equilibrium that satisfies a statement, and none that doesn't."""
        sure, possible = self._sure(concept), self._possible(concept)
        takes = self._takes(satisfying, concept)

        def missing(changed: GraphModel) -> list[Demand]:
            holding = _holding(changed, concept)
            found = _demands(changed, holding & ~satisfying, concept)
            if not (holding & satisfying).any():
                found.append(SomeEquilibrium(tuple(takes), concept))
            return found

        at_least = self._alone(~satisfying & sure, takes, concept)
        if at_least is None or not missing(at_least.changed):
            return at_least
        self._prove(at_least, None)
        with self._aside():
            surely = {state: cost for state, cost in takes.items() if sure[state]}
            at_most = self._alone(~satisfying & possible, surely, concept)
        return self._search(missing, at_most)

    def _alone(
        self, ending: Truth, takes: dict[int, int], concept: SolutionConcept
    ) -> RankingChange | None:
        """Return what makes one of some states stable, and all of some others unstable."""
        if not takes or (alone := self._placed(concept, ending)) is None:
            return None
        if self._levels(alone.ranks[self._decision_maker]).stable(list(takes), concept):
            return alone
        best: RankingChange | None = None
        for state, cost in takes.items():
            lower = max(alone.cost, cost)
            if best is not None and lower >= best.cost:
                break
            self._prove_at_least(lower)
            with self._aside():
                best = least((best, self._placed(concept, ending, state, best)))
        return best

    # -- how ------------------------------------------------------------------------------------

    def _sure(self, concept: SolutionConcept) -> Truth:
        """Say which states are stable for all others, whatever this one's ranking is.

        They are if they are so when it has no improvement at all, and so is never among those who
        deter.
        """
        return self._stable(concept, self._undisturbed)

    def _possible(self, concept: SolutionConcept) -> Truth:
        """Say which states are stable for all others under some ranking of this one.

        None is that isn't when each of its moves is an improvement.
        """
        return self._stable(concept, self._searches)

    def _stable(self, concept: SolutionConcept, searches: Searches) -> Truth:
        key = (concept.code, searches)
        if key not in self._known:
            found = np.ones(len(self._model.states), dtype=bool)
            every = range(len(found))
            for dm in self._model.opponents(self._decision_maker):
                levels = RankThresholds(searches, dm, self._model.levels(dm, "the radius"))
                found[np.setdiff1d(every, levels.stable(every, concept))] = False
            self._known[key] = found
        return self._known[key]

    def _levels(self, ranks: Ranks) -> RankThresholds:
        return RankThresholds(self._searches, self._decision_maker, ranks)

    def _change(self, ranks: Ranks | None) -> RankingChange | None:
        if ranks is None:
            return None
        return RankingChange(self._model, immutabledict({self._decision_maker: ranks}))

    def _placed(
        self,
        concept: SolutionConcept,
        ending: Truth,
        holding: int | None = None,
        best: RankingChange | None = None,
    ) -> RankingChange | None:
        """Return what makes states unstable for this one, and another stable; None if nothing."""
        states = np.flatnonzero(ending).tolist()
        stable = self._thresholds.stable(states, concept)
        if len(stable) == 1 and holding is None:
            # Nothing is less than that this one goes down; mostly that is all it takes.
            ranks = self._thresholds.turned(stable[0], concept)
            if ranks is None or not self._levels(ranks).stable(states, concept):
                return self._change(ranks)
        places = NearestRanking(self._searches, self._decision_maker, self._ranks, concept)
        below = None if best is None else best.cost
        try:
            ranks = places.nearest(states, holding, ask=self._told, below=below)
        except EnoughError:
            return None
        return self._change(ranks)

    def _prove(self, at_least: RankingChange, known: RankingChange | None) -> None:
        """Note that no change is less than one that does a part of what is asked."""
        self.bounds = TurnBounds(self.bounds.least, known)
        self._prove_at_least(at_least.cost)

    def _prove_at_least(self, cost: int) -> None:
        if self._proving:
            most = self.bounds.most
            proved = cost if most is None else min(cost, most)
            self.bounds = replace(self.bounds, least=max(self.bounds.least, proved))

    def _search(self, missing: Missing, known: RankingChange | None) -> RankingChange | None:
        """Return the nearest change in which nothing is missing, of which one is known or none."""
        self.bounds = TurnBounds(self.bounds.least, known)
        among = self._among
        with NearestRankings(self._model, self._searches, among, self._told) as nearest:
            try:
                found = nearest.meeting(missing, None if known is None else known.cost)
            except EnoughError:
                return known
        return found if found is not None else known

    def _told(self, cost: int) -> None:
        """Note what is proved to be the least so far, and ask whether to go on."""
        self._prove_at_least(cost)
        if self._ask is not None:
            self._ask()

    @contextmanager
    def _aside(self) -> Iterator[None]:
        """Search for something beside the answer, whose cost says nothing of the answer's."""
        before, self._proving = self._proving, False
        try:
            yield
        finally:
            self._proving = before


def least(changes: Iterable[RankingChange | None]) -> RankingChange | None:
    """Return the first of the least changes; None if there is none."""
    found = [change for change in changes if change is not None]
    return min(found, key=lambda change: change.cost, default=None)


def _holding(model: GraphModel, concept: SolutionConcept) -> Truth:
    stable = stable_states(model, (concept,), choose("auto", (concept,), model))
    return all_stable(stable)[concept.code].mask()


def _demands(model: GraphModel, states: Truth, concept: SolutionConcept) -> list[Demand]:
    """Return the demands that some states be no equilibria."""
    return [
        NoEquilibrium(model.decision_makers, state, concept)
        for state in np.flatnonzero(states).tolist()
    ]
