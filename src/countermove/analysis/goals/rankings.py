"""The least change of rankings that makes states equilibria, of all together and of one alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from immutabledict import immutabledict

from countermove.analysis.rankings.least_change import MOST_STATES, RankingChange, least_change
from countermove.errors import MissingExtraError
from countermove.graph_model import GraphModel
from countermove.progress import Follow, Progress, tell
from countermove.stability.registry import SolutionConcept, concepts

LeftOut = Literal["not asked for", "extra missing", "too many states"]
"""Why the least change of rankings is not looked for at all."""

# A search in 36 states takes hundredths of a second, in 64 up to one, in 128 up to ten; under SEQ
# and SSEQ it takes much longer for states that are far from holding.
_MOST_WAYS = 10
_MOST_WORK = 13_000


@dataclass(frozen=True, eq=False)
class LeastRankings:
    """The least changes of rankings that make states equilibria.

    Parameters
    ----------
    together : RankingChange
        With everybody's rankings free to change.
    alone : mapping of str to RankingChange or None
        With one decision maker's alone; None where that can't do.
    """

    together: RankingChange
    alone: Mapping[str, RankingChange | None]

    def to_dict(self) -> dict[str, Any]:
        """Return them as plain data."""
        alone = {dm: None if own is None else _data(own) for dm, own in self.alone.items()}
        return _data(self.together) | {"alone": alone}


def _data(change: RankingChange) -> dict[str, Any]:
    return {"swaps": change.cost, "changes": change.to_dict()}


class RankingSearch:
    """Finds the least changes of rankings, where that is asked for and can be done."""

    def __init__(
        self, model: GraphModel, *, asked: bool = True, follow: Follow | None = None
    ) -> None:
        self._model = model
        self._follow = follow
        self._known: dict[tuple[tuple[int, ...], str], RankingChange] = {}
        self._doing = Progress(0.0, len(model.states))
        self.left_out: LeftOut | None = None
        if not asked:
            self.left_out = "not asked for"
        elif len(model.states) > MOST_STATES:
            self.left_out = "too many states"

    def ways(self, concept: SolutionConcept) -> int:
        """Return for how many ways to reach goals the search is short enough under a concept."""
        if self.left_out:
            return 0
        work = _MOST_WORK // 2 if concept.replies == "credible" else _MOST_WORK
        return max(1, min(_MOST_WAYS, work // len(self._model.states) ** 2))

    def least(
        self, states: Sequence[int], concept: SolutionConcept, *, below: int | None = None
    ) -> LeastRankings | None:
        """Find the least changes that make states equilibria under a concept."""
        if self.left_out:
            return None
        doing = "looking for the least change of rankings"
        self._doing = Progress(0.0, len(self._model.states), (concept.code,), doing=doing)
        self._ask()
        try:
            if below is not None and concept.replies == "credible":
                bound = self._together(states, _weaker(concept))
                if bound.cost >= below:
                    return None
            together = self._together(states, concept)
        except MissingExtraError:
            self.left_out = "extra missing"
            return None
        goals = _goals(states, concept)
        alone: dict[str, RankingChange | None] = {}
        for dm in self._model.decision_makers:
            if list(together.ranks) == [dm]:
                alone[dm] = together
            elif concept.replies == "credible":
                alone[dm] = least_change(self._model, goals, [dm], ask=self._ask)
            else:
                # No ranking of one matters to the others: all whose isn't right have to change.
                alone[dm] = None
        return LeastRankings(together, immutabledict(alone))

    def _ask(self, cost: int = 0) -> None:
        tell(self._follow, self._doing)

    def _together(self, states: Sequence[int], concept: SolutionConcept) -> RankingChange:
        key = (tuple(states), concept.code)
        if key not in self._known:
            found = least_change(self._model, _goals(states, concept), ask=self._ask)
            assert found is not None
            self._known[key] = found
        return self._known[key]


def _goals(states: Sequence[int], concept: SolutionConcept) -> list[tuple[int, str, bool]]:
    return [(state, concept.code, True) for state in states]


def _weaker(concept: SolutionConcept) -> SolutionConcept:
    """Return the concept under which any reply counts, credible or not."""
    return next(
        other
        for other in concepts().values()
        if other.replies == "any" and other.escape == concept.escape
    )
