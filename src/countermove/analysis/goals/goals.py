"""Goal seeking: what would have to change for a state, or a statement, to hold."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from itertools import product
from math import prod
from typing import Any

from immutabledict import immutabledict

from countermove.analysis.equilibria import Solution
from countermove.analysis.goals.counting import count_rankings
from countermove.analysis.goals.rankings import RankingSearch
from countermove.analysis.goals.requirements import Replies, requirement
from countermove.analysis.goals.result import Demands, Goal, GoalAnswer, Goals
from countermove.analysis.goals.statements import StatementSearch
from countermove.analysis.rankings.least_change import PERHAPS_LONGER, seconds_for
from countermove.analysis.solving import solve
from countermove.arguments import boolean, several, whole
from countermove.building import built
from countermove.docstrings import citing
from countermove.errors import StoppedError, TooLargeError, UnknownNameError
from countermove.graph_model import GraphModel
from countermove.model.conflict import Conflict
from countermove.model.values import StateReference
from countermove.progress import Follow, Progress, tell, tell_first
from countermove.result import Provenance
from countermove.stability.registry import SolutionConcept, find_concepts, sanctioned_only
from countermove.texts import counted

STEPS = 2
"""Up to so many steps are looked for in changes of statements."""

WAYS = 20
"""So many ways to reach the goals are looked into."""

_MOST_WAYS = 100_000

# Seconds for each state and decision maker: to find what is demanded for a way under a concept,
# and to solve a change of statements under one.
_A_DEMAND = 3e-5
_A_CHANGE = 1e-8


@citing(Goals.literature)
def goals(
    conflict: Conflict | GraphModel,
    goals: StateReference | Iterable[StateReference],
    concepts: str | Iterable[str] | None = None,
    *,
    scenario: str | None = None,
    steps: int = STEPS,
    ways: int = WAYS,
    rankings: bool = True,
    follow: Follow | None = None,
) -> Goals:
    r"""Find what would have to change for a state, or a statement, to hold.

    This is inverse analysis (goal seeking): not which states are equilibria under given
    preferences, but which preferences make given states equilibria. For each decision maker
    :math:`i` and state :math:`s` the answer is exact: :math:`s` is stable for :math:`i` when for
    each of its moves :math:`s_1 \in R_i(s)` one of some sets of states is no better for it than
    :math:`s`: the set :math:`\{s_1\}`, or :math:`\{s_2\}` for a reply :math:`s_2` of the others
    that counts under the concept, together with :math:`R_i(s_2)` where one may escape.

    Parameters
    ----------
    conflict : Conflict or GraphModel
        The model; a graph model that is already built is used as it is.
    goals : str or int, or iterable of these
        What shall hold: a state by number, label, id or pattern, or a statement. A statement, or
        a pattern with ``-``, is reached by any one of the states in which it holds. Of several
        goals all shall hold at once, under the same preferences.
    concepts : str or iterable of str, optional
        Codes of solution concepts; NASH, GMR, SMR, SEQ and SSEQ when none are given.
    scenario : str, optional
        The scenario to look at instead of the base.
    steps : int
        Up to how many steps to look for changes of prioritised statements: a step moves one
        statement, drops one, or adds a term or an option of the model or its negation. Under
        NASH, GMR and SMR of each decision maker, under SEQ and SSEQ of all together.
    ways : int
        How many of the states, or combinations of states, that would do to look into: those first
        that are stable for most decision makers today.
    rankings : bool
        Whether to look for the least change of rankings, too: the fewest pairs of states that
        have to be judged otherwise. It needs the extra ``sat`` and is left out, and said to be,
        where that isn't installed and where there are more than 200 states. Of several ways only
        those that take least otherwise are looked into: ten in small models, one in large ones.
    follow : callable, optional
        Is told of progress, and may stop it, as in :func:`solve`.

    Returns
    -------
    Goals

    Raises
    ------
    ModelError
        If the model is wrong, or a statement.
    UnknownNameError
        If there is no such state, concept or scenario, or no state that satisfies a statement.
    ConceptNotApplicableError
        If a concept isn't a choice of replies and escape, or a preference no complete order.
    TooLargeError
        If there are too many moves to look at, or too many combinations of goals.
    StoppedError
        If `follow` stopped it before anything was found. Later it gives what was found until then,
        not complete: what is quick first, the least change of rankings last.

    Notes
    -----
    What is required of a decision maker, and how many of its rankings meet it, is for the others'
    preferences as they are. That matters under SEQ and SSEQ only, where the others' own
    improvements are what deters; changes of statements are solved for anew, and so take account
    of what they change for everybody.

    Examples
    --------
    When would it hold that Syria releases more water? Of its 720 rankings without ties 240 make
    it stay there, as it must find neither holding back nor escalating any better.

    >>> from countermove import load
    >>> found = goals(load("syria-iraq-1975"), 2, "NASH")
    >>> syria, iraq = found.best("NASH").demands
    >>> syria.count.strict, [sorted(states) for states in syria.requirements[0].minimal]
    (240, [[0, 2]])

    Today it finds both better, and no fewer than three pairs of states have to change places in
    its ranking.

    >>> found.best("NASH").rankings.together
    <RankingChange: 3 pairs judged otherwise (syria 3)>
    """
    started = time.perf_counter()
    steps, ways = whole(steps, "steps", 0), whole(ways, "ways", 1)
    rankings = boolean(rankings, "rankings")
    cannot = "what would have to change can't be found for"
    asked = sanctioned_only(find_concepts(concepts), cannot)
    model = built(conflict, scenario, follow)
    model.need_levels("goals")
    wanted = read_goals(model, goals)
    solution = solve(model, [concept.code for concept in asked], follow=follow)
    seeker = Seeker(solution, steps, follow, rankings)
    seeker.tell_first([wanted], ways)
    return seeker.seek(wanted, ways, started)


def read_goals(
    model: GraphModel, goals: StateReference | Iterable[StateReference]
) -> tuple[Goal, ...]:
    """Read goals: states, patterns or statements."""
    given = several(goals)
    if not given:
        advice = "Name an outcome, or a statement such as: deal and not concede."
        raise UnknownNameError("no goal was named.", advice=advice)
    found = ((str(one), model.states.in_order_array(model.states.meant(one))) for one in given)
    return tuple(Goal(text, tuple(states.tolist())) for text, states in found)


@dataclass(frozen=True, eq=False)
class Seeker:
    """Seeks goals in one solved model; what one goal took is kept for the next."""

    solution: Solution
    steps: int = STEPS
    follow: Follow | None = None
    rankings: bool = True

    @cached_property
    def _replies(self) -> Replies:
        return Replies(self.solution.model)

    @cached_property
    def _search(self) -> StatementSearch:
        return StatementSearch(
            self.solution.model, self.solution.concepts, self.steps, follow=self.follow
        )

    @cached_property
    def _ranking_search(self) -> RankingSearch:
        return RankingSearch(self.solution.model, asked=self.rankings, follow=self.follow)

    def seek(self, wanted: Sequence[Goal], ways: int, started: float | None = None) -> Goals:
        """Answer what it takes to reach goals, all at once."""
        started = time.perf_counter() if started is None else started
        solution = self.solution
        together = _combinations(wanted)
        chosen = {c: self._closest(c, together, ways) for c in solution.concepts}
        self._search.asked.update(s for some in chosen.values() for way in some for s in way)
        answers, stopped = self._until_stopped(chosen)
        complete = (
            not stopped
            and len(together) <= ways
            and all(self._is_complete(answer) for found in answers.values() for answer in found)
        )
        made = solution.provenance
        provenance = Provenance.since(started, made.engine, made.why, complete)
        return Goals(
            solution.model,
            tuple(wanted),
            tuple(c for c in solution.concepts if c.code in answers),
            immutabledict(answers),
            self.steps,
            len(together),
            self._ranking_search.left_out,
            provenance,
            stopped,
        )

    def tell_first(self, asked: Sequence[Sequence[Goal]], most: int) -> None:
        """Say before it begins what it takes to seek goals, all of each sequence at once."""
        model, ranking = self.solution.model, self._ranking_search
        states, makers = len(model.states), len(model.decision_makers)
        concepts, changes = self.solution.concepts, self._search.changes_at_most()
        each_ways = [min(most, len(_combinations(wanted))) for wanted in asked]
        ways = sum(each_ways)
        searched = {c: sum(min(own, ranking.ways(c)) for own in each_ways) for c in concepts}
        longer = any(count and c.replies == "credible" for c, count in searched.items())
        # Under SEQ and SSEQ each is asked alone, too.
        searches = sum(
            count * (1 + makers if c.replies == "credible" else 1) for c, count in searched.items()
        )
        each = ways * _A_DEMAND + changes * _A_CHANGE
        seconds = each * states * makers * len(concepts) + seconds_for(searches, states)
        what = (
            f"{counted(ways, 'way')} to reach {'it' if len(asked) == 1 else 'them'} under "
            f"{counted(len(concepts), 'concept')} in {counted(states, 'outcome')}, "
            f"up to {counted(changes, 'change')} of statements"
        )
        if searches:
            what += f", {counted(sum(searched.values()), 'least change')} of rankings"
        first = Progress(0.0, states, self.solution.codes)
        perhaps = PERHAPS_LONGER if longer and seconds >= 1 else ""
        tell_first(self.follow, first, what, seconds, perhaps)

    def _until_stopped(
        self, chosen: Mapping[SolutionConcept, Sequence[tuple[int, ...]]]
    ) -> tuple[dict[str, tuple[GoalAnswer, ...]], bool]:
        """Answer under each concept, first what is quick; say whether it was stopped meanwhile."""
        answers: dict[str, tuple[GoalAnswer, ...]] = {}
        try:
            for c, some in chosen.items():
                found = (self._answer(c, states) for states in some)
                answers[c.code] = tuple(sorted(found, key=self._order))
            for c in chosen:
                answers[c.code] = self._with_rankings(c, answers[c.code])
        except StoppedError:
            if not answers:
                raise
            return answers, True
        return answers, False

    def _closest(
        self, concept: SolutionConcept, together: Sequence[tuple[int, ...]], ways: int
    ) -> list[tuple[int, ...]]:
        """Choose the ways that are stable for most decision makers today."""
        if len(together) <= ways:
            return list(together)
        stable = self.solution.stable[concept.code].values()

        def against(states: tuple[int, ...]) -> int:
            return sum(not all(s in own for s in states) for own in stable)

        return sorted(together, key=against)[:ways]

    def _with_rankings(
        self, concept: SolutionConcept, answers: tuple[GoalAnswer, ...]
    ) -> tuple[GoalAnswer, ...]:
        """Find the least change of rankings for those answers that take least otherwise."""
        search = self._ranking_search
        first: list[GoalAnswer] = []
        fewest: int | None = None
        for answer in answers[: search.ways(concept)]:
            if answer.holds:
                first.append(answer)
                continue
            rankings = search.least(answer.states, concept, below=fewest)
            first.append(replace(answer, rankings=rankings))
            if rankings is not None:
                cost = rankings.together.cost
                fewest = cost if fewest is None else min(cost, fewest)
        return (*sorted(first, key=self._order), *answers[len(first) :])

    def _answer(self, concept: SolutionConcept, states: tuple[int, ...]) -> GoalAnswer:
        model, code = self.solution.model, concept.code
        tell(self.follow, Progress(0.0, len(model.states), (code,)))
        demands = []
        for dm in model.decision_makers:
            found = tuple(requirement(model, dm, state, concept, self._replies) for state in states)
            demands.append(Demands(dm, found, count_rankings(found, len(model.states))))
        shares = [d.count.share for d in demands if d.count is not None]
        independent = concept.replies != "credible" and len(shares) == len(demands)
        unstable = [d.decision_maker for d in demands if not d.are_met_today]
        changes: dict[str, Any] = {"least": None, "alone": immutabledict()}
        if unstable:
            changes["least"] = self._search.least(states, code, unstable)
            changes["alone"] = self._search.by_one(states, code, unstable)
        share = prod(shares, start=Fraction(1)) if independent else None
        return GoalAnswer(code, states, tuple(demands), share, **changes)

    def _order(self, answer: GoalAnswer) -> tuple[Any, ...]:
        """Order answers: those that hold, then by how little they take."""
        least = answer.least
        steps = least.steps if least else 0
        numbers = [self.solution.model.states.number(state) for state in answer.states]
        return (
            steps is None,
            steps or 0,
            # Swaps decide where no statements can be changed.
            (answer.swaps is None, answer.swaps or 0) if steps is None else (False, 0),
            len(answer.unstable),
            answer.missing,
            least.changes[0].places if least and least.changes else 0,
            numbers,
        )

    def _is_complete(self, answer: GoalAnswer) -> bool:
        searches = [answer.least, *answer.alone.values()]
        tried = all(s is None or s.changes or s.tried == self.steps for s in searches)
        tried = tried and (answer.holds or answer.rankings is not None or not self.rankings)
        return tried and all(demands.count is not None for demands in answer.demands)


def _combinations(wanted: Sequence[Goal]) -> list[tuple[int, ...]]:
    """Return every choice of states that reaches all goals, each choice once."""
    if (count := prod(len(goal.states) for goal in wanted)) > _MOST_WAYS:
        raise TooLargeError(
            f"there are {count:,} combinations of outcomes that reach these goals.",
            advice=f"Up to {_MOST_WAYS:,} can be looked at: say more exactly what shall hold.",
        )
    chosen = (tuple(dict.fromkeys(states)) for states in product(*(g.states for g in wanted)))
    return list({frozenset(states): states for states in chosen}.values())
