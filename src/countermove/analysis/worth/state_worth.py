"""What there is to say of one state: who prefers others, who can get there, who is free."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Literal

import numpy as np
from immutabledict import immutabledict

from countermove.analysis.coalitions.reach import GroupReach
from countermove.analysis.equilibria import Solution
from countermove.analysis.pareto import Beside, highest_on_the_whole, liked
from countermove.graph.bits import Bits
from countermove.graph.region import Region
from countermove.graph.sequences import Move, Path, least, shortest

MOST_SEARCHED = 1 << 20
"""Legal sequences to what is better for all are looked for in models of so many states."""

_MOST_SEQUENCES = 50_000

Reached = Literal["alone", "jointly", "never", "unknown"]


@dataclass(frozen=True, slots=True)
class BetterState:
    """A state that everybody prefers (or nobody likes less), and who can bring it about.

    Parameters
    ----------
    state : int
        Its position.
    for_all : bool
        Whether everybody prefers it.
    reach : {"alone", "jointly", "never", "unknown"}
        How it can be brought about: by one alone, by several, or not at all.
    path : tuple of Move
        The moves that lead there.
    """

    state: int
    for_all: bool
    reach: Reached
    path: Path


@dataclass(frozen=True, slots=True)
class PartyInState:
    """Where one decision maker stands in a state; without a complete order it has no place.

    Parameters
    ----------
    place : int or None
        The place of the state in its ranking, from 1.
    levels : int or None
        How many places there are.
    points : float or None
        The points of Borda's count.
    moves : int
        How many moves it has.
    improvements : int
        How many of them are improvements.
    stable : tuple of str
        The codes of the concepts under which the state is stable for it.
    """

    place: int | None
    levels: int | None
    points: float | None
    moves: int
    improvements: int
    stable: tuple[str, ...]

    @property
    def freedom(self) -> int:
        """The level of freedom: the moves that another preference could make improvements."""
        return self.moves - self.improvements


@dataclass(frozen=True, eq=False, slots=True)
class StateWorth:
    """What there is to say of one state.

    Parameters
    ----------
    state : int
        Its position.
    concepts : tuple of str
        The codes of the concepts under which it is an equilibrium.
    better, pareto_better : int
        How many of all feasible states are better for all, and how many Pareto-better.
    reached_alone : int
        How many of those that are better for all some decision maker can move to by itself.
    example : BetterState or None
        One of those that are better for all, or else Pareto-better; None where there is none.
    preferred : Region
        The equilibria that are better for all.
    dominated_by, dominates : Region
        The equilibria that are Pareto-better than it, and those that it is Pareto-better than.
    standings : mapping of str to PartyInState
        By decision maker.
    """

    state: int = field(repr=False)
    concepts: tuple[str, ...]
    better: int
    pareto_better: int
    reached_alone: int
    example: BetterState | None
    preferred: Region
    dominated_by: Region
    dominates: Region
    standings: Mapping[str, PartyInState]

    @property
    def strength(self) -> int:
        """Under how many concepts it is an equilibrium."""
        return len(self.concepts)

    @property
    def is_optimal(self) -> bool:
        """Whether it is Pareto-optimal among all feasible states."""
        return not self.pareto_better

    @property
    def is_weakly_optimal(self) -> bool:
        """Whether it is weakly Pareto-optimal among all feasible states."""
        return not self.better

    @property
    def rank_sum(self) -> int | None:
        """The sum of its places; lower is better, but no standard measure.

        None where somebody has no complete order of the states.
        """
        places = [s.place for s in self.standings.values() if s.place is not None]
        return sum(places) if len(places) == len(self.standings) else None

    @property
    def borda(self) -> float | None:
        """The sum of Borda's counts; higher is better, but no standard measure.

        None where somebody has no complete order of the states.
        """
        points = [s.points for s in self.standings.values() if s.points is not None]
        return sum(points) if len(points) == len(self.standings) else None


class Appraiser:
    """Says what the states of one solution are worth."""

    def __init__(self, solution: Solution, codes: Sequence[str], holding: Region) -> None:
        self._solution = solution
        self._model = solution.model
        self._reach = GroupReach(solution.model)
        self._codes = codes
        self._holding = holding

    def appraise(self, state: int) -> StateWorth:
        """Say of one state what there is to say."""
        model = self._model
        beside = Beside(model, state)
        better, pareto = beside.better_for_all, beside.pareto_better
        moved_to = np.zeros(len(model.states), dtype=bool)
        for dm in model.decision_makers:
            moved_to[model.moves(dm, state)] = True
        alone = better & Bits.of(moved_to)
        return StateWorth(
            state,
            tuple(code for code in self._codes if state in self._solution.holding[code]),
            better.count(),
            pareto.count(),
            alone.count(),
            self._example(state, better, pareto, Bits.of(moved_to)),
            self._holding & better,
            self._holding & pareto,
            self._holding & beside.pareto_worse,
            immutabledict({dm: self._standing(dm, state) for dm in model.decision_makers}),
        )

    def _standing(self, dm: str, state: int) -> PartyInState:
        model = self._model
        place = levels = points = None
        if (ranks := model.levels_or_none(dm)) is not None:
            rank, top = int(ranks[state]), int(ranks.max())
            below, alike = int((ranks < rank).sum()), int((ranks == rank).sum()) - 1
            place, levels, points = top - rank + 1, top + 1, below + alike / 2
        return PartyInState(
            place,
            levels,
            points,
            len(model.moves(dm, state)),
            len(model.improvements(dm, state)),
            tuple(c for c in self._codes if state in self._solution.stable[c][dm]),
        )

    def _example(
        self, state: int, better: Bits, pareto: Bits, moved_to: Bits
    ) -> BetterState | None:
        """Choose a better state: for all if there is one, then one that can best be reached.

        Among several it is the one that the decision makers rank highest on the whole.
        """
        for_all = better.any()
        found = better if for_all else pareto
        if not found.any():
            return None
        if (alone := found & moved_to).any():
            target = highest_on_the_whole(self._model, alone)
            mover = next(
                dm for dm in self._model.decision_makers if target in self._model.moves(dm, state)
            )
            return BetterState(target, for_all, "alone", (Move(mover, state, target),))
        if len(self._model.states) > MOST_SEARCHED:
            return BetterState(highest_on_the_whole(self._model, found), for_all, "unknown", ())
        best = self._reached_jointly(state, found)
        if best is None:
            return BetterState(highest_on_the_whole(self._model, found), for_all, "never", ())
        return BetterState(best, for_all, "jointly", self._path(state, best))

    def _reached_jointly(self, state: int, found: Region) -> int | None:
        """Return the state that is ranked highest on the whole of those that R_N leads to.

        The engine's search for the least label at the end of a legal sequence answers it, with
        the place in that order for a label.
        """
        positions = self._model.states.in_order_array(found.positions())
        order = positions[np.argsort(-liked(self._model, positions).round(12), kind="stable")]
        label = np.full(len(self._model.states), len(order), dtype=np.int64)
        label[order] = np.arange(len(order))
        around = self._reach.around(self._model.decision_makers)
        best = int(least(label, around, improving=False)[state])
        return int(order[best]) if best < len(order) else None

    def _path(self, state: int, target: int) -> Path:
        model = self._model
        sequences = shortest(model.decision_makers, state, model.moves)
        some = islice(sequences, _MOST_SEQUENCES)
        return next((path for path in some if path[-1].target == target), ())
