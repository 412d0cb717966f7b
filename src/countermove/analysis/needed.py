"""Who is needed: the coalitions that can bring something about, and those that can block it."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np

from countermove.analysis.claims import closest
from countermove.analysis.coalitions.definition import Coalition, is_improvement
from countermove.analysis.coalitions.minimal import Families, Group, minimal_families
from countermove.analysis.coalitions.reach import GroupReach
from countermove.analysis.equilibria import Solution
from countermove.analysis.solving import model_of, solved_for
from countermove.analysis.state_lists import in_exactly, move_data, numbers, states_data
from countermove.arguments import one_of
from countermove.graph.bits import Bits
from countermove.graph.lists import Mask
from countermove.graph.region import Region
from countermove.graph.sequences import Path
from countermove.graph_model import GraphModel
from countermove.model.conflict import Conflict
from countermove.model.values import StateReference
from countermove.progress import Follow, Progress, tell
from countermove.result import ListResult, Provenance
from countermove.stability.registry import SolutionConcept, find_concepts
from countermove.table import Row, Table


@dataclass(frozen=True, slots=True)
class WinningCoalition:
    """A minimal coalition that can bring something about.

    Parameters
    ----------
    coalition : tuple of str
        Its members, by id.
    path : tuple of Move
        The moves with which they do.
    unwilling : tuple of str
        Those members who don't prefer the end to the start.
    """

    coalition: Coalition
    path: Path
    unwilling: tuple[str, ...]

    @property
    def is_wanted(self) -> bool:
        """Whether all its members prefer what they bring about to the start."""
        return not self.unwilling


@dataclass(frozen=True, slots=True)
class WithoutParty:
    """What becomes of something without a decision maker that alone can block it.

    Parameters
    ----------
    decision_maker : str
        Its id.
    state : int or None
        The position of the state that is nearest to holding; None where there is none.
    leaving : tuple of str
        Who would leave that.
    """

    decision_maker: str
    state: int | None = field(default=None, repr=False)
    leaving: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Need:
    """Who is needed for one thing.

    Parameters
    ----------
    statement : str
        What is to be true.
    claim : str or None
        The id of the claim that it comes from.
    satisfying : Bits
        The states in which it is true.
    goals : Region
        Those of them that count: all, or those that hold.
    already : bool
        Whether the start is one of these, so that nobody is needed.
    winning : tuple of WinningCoalition
        The minimal coalitions that can bring it about; none where nobody can.
    blocking : tuple of tuple of str
        The minimal coalitions without which the others can't bring it about.
    without : tuple of WithoutParty
        For each decision maker that can block alone, what the others can do; nothing where
        what is brought about needn't hold.
    movers : tuple of str
        Everybody.
    complete : bool
        False when there were too many coalitions to give them all.
    """

    statement: str
    claim: str | None
    satisfying: Bits
    goals: Region
    already: bool
    winning: tuple[WinningCoalition, ...]
    blocking: tuple[Coalition, ...]
    without: tuple[WithoutParty, ...]
    movers: tuple[str, ...]
    complete: bool

    @property
    def is_possible(self) -> bool:
        """Whether anybody can bring it about, or it is so already."""
        return self.already or bool(self.winning)

    @property
    def vetoes(self) -> tuple[str, ...]:
        """Those who alone can block it: they are in every coalition that can bring it about."""
        return tuple(group[0] for group in self.blocking if len(group) == 1)

    @property
    def not_needed(self) -> tuple[str, ...]:
        """Those who are in no minimal coalition that can bring it about."""
        needed = {dm for win in self.winning for dm in win.coalition}
        return tuple(dm for dm in self.movers if dm not in needed) if self.winning else ()


@dataclass(frozen=True, eq=False, repr=False)
class Needed(ListResult[Need]):
    """Who is needed for what: iterate over it for one `Need` for each thing asked.

    Parameters
    ----------
    model : GraphModel
        The model.
    start : int
        The position of the state that all starts from.
    concept : SolutionConcept or None
        Under which concept what is brought about must hold; None where it needn't.
    solution : Solution or None
        The equilibria under that concept.
    needs : tuple of Need
        The answers.
    provenance : Provenance
        How it was made.
    """

    format = "countermove-needed/1"
    _list = "needs"

    model: GraphModel
    start: int
    concept: SolutionConcept | None
    solution: Solution | None
    needs: tuple[Need, ...]
    provenance: Provenance

    @property
    def concepts(self) -> tuple[SolutionConcept, ...]:
        """The concept under which it must hold, if there is one."""
        return () if self.concept is None else (self.concept,)

    def _brief(self) -> str:
        asked = ", ".join(need.claim or f"“{need.statement}”" for need in self)
        return f"in '{self.model.conflict.title}': {asked}"

    def table(self) -> Table:
        """Return the coalitions as a table."""
        rows: list[Row] = []
        for need in self:
            asked = need.claim or need.statement
            for win in need.winning:
                end = self.model.states.number(win.path[-1].target)
                who = ", ".join(win.coalition)
                rows.append((asked, "can bring it about", who, end, win.is_wanted))
            for group in need.blocking:
                rows.append((asked, "can block it", ", ".join(group), None, None))
        columns = ("for", "can", "coalition", "state", "wanted")
        return Table(f"Who is needed in {self.model.conflict.title}", columns, tuple(rows))

    def _content(self) -> dict[str, Any]:
        states = self.model.states
        return {
            "start": states.number(self.start),
            "holding": None if self.concept is None else self.concept.code,
            "states": states_data(states),
            "needs": [self._need_data(need) for need in self],
        }

    def _need_data(self, need: Need) -> dict[str, Any]:
        states = self.model.states
        return {
            "statement": need.statement,
            "claim": need.claim,
            "goals": numbers(states, need.goals),
            "already": need.already,
            "possible": need.is_possible,
            "winning": [
                {
                    "coalition": list(win.coalition),
                    "path": [move_data(states, move) for move in win.path],
                    "wanted": win.is_wanted,
                    "unwilling": list(win.unwilling),
                }
                for win in need.winning
            ],
            "blocking": [list(group) for group in need.blocking],
            "vetoes": list(need.vetoes),
            "without": [
                {
                    "decision_maker": one.decision_maker,
                    "state": None if one.state is None else states.number(one.state),
                    "leaving": list(one.leaving),
                }
                for one in need.without
            ],
            "not_needed": list(need.not_needed),
            "complete": need.complete,
        }


def needed(
    conflict: Conflict | GraphModel | Solution,
    statement: str | None = None,
    *,
    claim: str | None = None,
    holding: str | None = "SEQ",
    start: StateReference | None = None,
    scenario: str | None = None,
    follow: Follow | None = None,
) -> Needed:
    r"""Find out who is needed to bring something about, and who can block it.

    A coalition :math:`H` *can bring about* a statement when legal sequences of its members alone
    lead from the start to a state where it is true (:math:`R_H(s_0)` meets those states) and,
    unless `holding` is None, that state is an equilibrium. It *can block* the statement when all
    the others together can't bring it about. A larger coalition can bring about more, so the
    minimal coalitions say it all; the minimal blocking ones are the minimal sets that meet every
    one of them (a simple game in the sense of von Neumann and Morgenstern).

    Parameters
    ----------
    conflict : Conflict, GraphModel or Solution
        The model.
    statement : str, optional
        What is to be true, over options, terms or state ids.
    claim : str, optional
        The id of a claim, for its statement. Without either, all claims of the model are asked.
    holding : str or None
        The solution concept under which what is brought about must hold; None: it needn't.
    start : str or int, optional
        The state to start from; the status quo when not given.
    scenario : str, optional
        The scenario to look at instead of the base.
    follow : callable, optional
        Is told of progress now and then; when it returns False the computation stops.

    Returns
    -------
    Needed

    Raises
    ------
    ModelError
        If the model or the statement is wrong, or the model has no status quo and no start is
        given.
    UnknownNameError
        If a claim, a concept, a state or the scenario isn't known.
    TooLargeError
        If the memory that is free doesn't suffice.
    StoppedError
        If `follow` stopped it.

    Examples
    --------
    >>> from countermove import load
    >>> (need,) = needed(load("talks-2025"), "deal", holding=None)
    >>> [win.coalition for win in need.winning]
    [('us', 'russia', 'ukraine')]
    >>> (need,) = needed(load("talks-2025"), "deal", holding="SEQ")
    >>> need.vetoes
    ('us', 'russia', 'ukraine', 'europe')
    """
    started = time.perf_counter()
    model = model_of(conflict, scenario, follow)
    model.need_levels("the question who is needed")
    concept, solution = None, None
    if holding is not None:
        (concept,) = find_concepts([holding])
        solution = solved_for([concept.code], conflict, model, follow)
    position = model.states.start(start)
    search = _NeedSearch(model, position, solution, concept, follow)
    asked = _asked(model, statement, claim)
    needs = tuple(search.need(what, name) for what, name in asked)
    complete = all(need.complete for need in needs)
    provenance = Provenance.since(started, "sets", "asks only the groups it has to", complete)
    return Needed(model, position, concept, solution, needs, provenance)


def _asked(
    model: GraphModel, statement: str | None, claim: str | None
) -> list[tuple[str, str | None]]:
    claims = model.conflict.claims
    if claim is not None:
        one_of(claim, list(claims), "claim", "The claims are")
    asked: list[tuple[str, str | None]] = [] if statement is None else [(statement, None)]
    if claim is not None:
        asked.append((claims[claim].statement, claim))
    return asked or [(details.statement, name) for name, details in claims.items()]


class _NeedSearch:
    """Looks for those who are needed, for several things from one start."""

    def __init__(
        self,
        model: GraphModel,
        start: int,
        solution: Solution | None,
        concept: SolutionConcept | None,
        follow: Follow | None,
    ) -> None:
        self._solution = solution
        self._model = model
        self._start = start
        self._concept = concept
        self._follow = follow
        self._reach = GroupReach(model)
        self._ends: dict[Group, Mask] = {}
        self._movers = model.decision_makers

    def need(self, statement: str, claim: str | None) -> Need:
        """Answer for one statement."""
        satisfying = self._model.states.holding(statement)
        goals: Region = satisfying
        if self._solution is not None and self._concept is not None:
            goals = self._solution.holding[self._concept.code] & satisfying
        already = self._start in goals
        wanted = goals.mask()
        found = Families((), (), True)
        if not already:
            found = minimal_families(self._movers, lambda group: self._leads(group, wanted))
        coalitions = sorted(map(self._named, found.sufficient), key=self._place)
        winning = tuple(self._winning(coalition, wanted) for coalition in coalitions)
        blocking = tuple(sorted(map(self._named, found.blocking), key=self._place))
        vetoes = [group[0] for group in blocking if len(group) == 1]
        without = tuple(self._without(dm, satisfying) for dm in vetoes if self._concept)
        return Need(
            statement,
            claim,
            satisfying,
            goals,
            already,
            winning,
            blocking,
            without,
            self._movers,
            found.complete,
        )

    def _place(self, coalition: Coalition) -> tuple[int, list[int]]:
        return len(coalition), [self._movers.index(dm) for dm in coalition]

    def _named(self, group: Group) -> Coalition:
        return tuple(dm for dm in self._movers if dm in group)

    def _reached(self, group: Group) -> Mask:
        if group not in self._ends:
            tell(self._follow, Progress(0.0, len(self._model.states)))
            self._ends[group] = self._reach.ends(self._named(group), self._start)
        return self._ends[group]

    def _leads(self, group: Group, wanted: Mask) -> bool:
        return bool(group) and bool((self._reached(group) & wanted).any())

    def _winning(self, coalition: Coalition, wanted: Mask) -> WinningCoalition:
        model, start = self._model, self._start
        liked = wanted.copy()
        for dm in coalition:
            ranks = model.levels(dm, "the question who is needed")
            liked &= ranks > ranks[start]
        ends = [mask for mask in (liked, wanted) if mask.any()]
        paths = (self._reach.shortest(coalition, start, mask) for mask in ends)
        path = next(filter(None, paths), None)
        assert path is not None
        end = path[-1].target
        unwilling = tuple(
            dm for dm in coalition if not is_improvement(model, [dm], end, start, "strict")
        )
        return WinningCoalition(coalition, path, unwilling)

    def _without(self, dm: str, satisfying: Bits) -> WithoutParty:
        others = frozenset(self._movers) - {dm}
        assert self._solution is not None
        assert self._concept is not None
        left = Bits.at(np.array([self._start]), len(self._model.states)) & satisfying
        if others:
            left |= Bits.of(self._reached(others)) & satisfying
        if not left.any():
            return WithoutParty(dm)
        stable = self._solution.stable[self._concept.code]
        deciding = closest(self._model, left, stable, partial(in_exactly, stable.values()))
        return WithoutParty(dm, int(next(deciding.found.parts())[0]), deciding.leaving)
