"""What turns each of some answers round: found one after another, as far as time allows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import inf

from immutabledict import immutabledict

from countermove.analysis.claims import ClaimAnswer
from countermove.analysis.equilibria import Solution
from countermove.analysis.radius.turning_points import TurnBounds, TurningPoints, least
from countermove.analysis.rankings.least_change import PERHAPS_LONGER, RankingChange, seconds_for
from countermove.errors import StoppedError
from countermove.progress import Follow, Progress, tell, tell_first
from countermove.stability.registry import SolutionConcept
from countermove.texts import counted

_AT_FIRST = 1_000
"""So many steps one answer may take before the others are found."""

# How much of what it takes for a claim it takes for a state.
_FOR_A_STATE = 0.3


@dataclass(frozen=True, eq=False)
class LeastTurn:
    """An answer, and the least change of each decision maker's ranking that turns it round.

    Parameters
    ----------
    claim : ClaimAnswer or None
        The claim whose answer it is; None where it is about a state.
    state : int or None
        The position of the state; None where it is about a claim.
    concept : SolutionConcept
        The concept.
    holds : bool
        Whether the claim is true, or the state an equilibrium, as it is.
    changes : mapping of str to RankingChange or None
        By decision maker the least change of its ranking alone that turns the answer round; None
        where no ranking of it does.
    open : mapping of str to TurnBounds
        What is known of those for whom it was not found to the end, as the search was stopped.
    """

    claim: ClaimAnswer | None
    state: int | None
    concept: SolutionConcept
    holds: bool
    changes: Mapping[str, RankingChange | None]
    open: Mapping[str, TurnBounds] = immutabledict()

    @property
    def swaps(self) -> Mapping[str, int | None]:
        """By decision maker how many pairs of states it has to judge otherwise at least.

        Without those for whom it was not found to the end.
        """
        return {dm: _cost(change) for dm, change in self.changes.items()}

    @property
    def fewest(self) -> int | None:
        """The least number that was found; None where nobody's ranking turns the answer round."""
        return _cost(self.nearest)

    @property
    def nearest(self) -> RankingChange | None:
        """The least of the changes, the first where several are; None where there is none."""
        return least(self.changes.values())

    def __repr__(self) -> str:
        """Say what it is about and how many swaps turn it."""
        about = f"claim '{self.claim.claim}'" if self.claim else "a state"
        said = ", ".join(f"{dm} {n}" for dm, n in self.swaps.items() if n is not None)
        return f"<{about} under {self.concept.code} {self.holds}: {said or 'no ranking turns it'}>"


def _cost(change: RankingChange | None) -> int | None:
    return None if change is None else change.cost


Question = ClaimAnswer | int
"""What an answer is about: a claim, or the state at a position."""

_Task = tuple[int, SolutionConcept, str]
"""Which question, under which concept, for whom."""


class _PutOffError(Exception):
    """One answer takes long: the others come first."""


class TurnSearch:
    """Answers questions one after another, what is quick first, until it is stopped.

    What takes long is put off until all else is answered, or, if only what is quick is wanted, left
    open. What is quick is told by steps, not by the clock, so that it is the same everywhere.
    """

    def __init__(
        self,
        solution: Solution,
        questions: Sequence[Question],
        makers: tuple[str, ...],
        follow: Follow | None,
        *,
        only_quick: bool = False,
    ) -> None:
        self._solution = solution
        self._questions = questions
        self._makers = makers
        self._follow = follow
        self._only_quick = only_quick
        self._turning = {dm: TurningPoints(solution, dm, self._ask) for dm in makers}
        self._changes: dict[_Task, RankingChange | None] = {}
        self._open: dict[_Task, TurnBounds] = {}
        self._progress = Progress(0.0, len(solution.model.states))
        self._left = inf

    def run(self) -> None:
        """Answer as many as possible."""
        tasks = sorted(
            product(range(len(self._questions)), self._solution.concepts, self._makers),
            key=self._effort,
        )
        if tasks:
            self._tell_first(len(tasks))
        try:
            put_off = [task for task in tasks if not self._answered(task, len(tasks), _AT_FIRST)]
            for task in () if self._only_quick else put_off:
                self._answered(task, len(tasks))
        except StoppedError:
            if not self._changes:
                raise

    def _answered(self, task: _Task, tasks: int, most: float = inf) -> bool:
        """Answer one question, or put it off: say whether it is answered by so many steps."""
        number, concept, dm = task
        question, turning = self._questions[number], self._turning[dm]
        done = len(self._changes)
        self._progress = Progress(
            done / tasks,
            len(self._solution.model.states),
            (concept.code,),
            dm,
            doing=f"{done:,} of {tasks:,} answers; {concept.code}",
        )
        self._left = most
        try:
            self._ask()
            if isinstance(question, int):
                self._changes[task] = turning.state(question, concept)
            else:
                self._changes[task] = turning.claim(question.details, concept)
        except (StoppedError, _PutOffError) as why:
            known = self._open.get(task, turning.bounds), turning.bounds
            nearest = least(bounds.nearest for bounds in known)
            self._open[task] = TurnBounds(max(bounds.least for bounds in known), nearest)
            if isinstance(why, StoppedError):
                raise
        return task in self._changes

    def _tell_first(self, answers: int) -> None:
        """Say before it begins what it takes."""
        states, concepts = len(self._solution.model.states), self._solution.concepts
        each = [_FOR_A_STATE if isinstance(one, int) else 1 for one in self._questions]
        seconds = seconds_for(answers, states) * sum(each) / len(each)
        longer = seconds >= 1 and any(concept.replies == "credible" for concept in concepts)
        what = f"{counted(answers, 'answer')} in {counted(states, 'outcome')}"
        tell_first(self._follow, self._progress, what, seconds, PERHAPS_LONGER if longer else "")

    def _ask(self) -> None:
        self._left -= 1
        if self._left < 0:
            raise _PutOffError
        tell(self._follow, self._progress)

    def _effort(self, task: _Task) -> tuple[object, ...]:
        """Order what takes longest last: what hangs on the others' fears, and many states."""
        number, concept, _ = task
        question = self._questions[number]
        kind = "" if isinstance(question, int) else question.details.kind
        replies = ("none", "any", "credible").index(concept.replies or "credible")
        return replies, concept.escape, kind == "always", bool(kind)

    def turn(self, number: int, concept: SolutionConcept) -> LeastTurn:
        """Return what was found for a question under a concept."""
        question, code = self._questions[number], concept.code
        tasks = {dm: (number, concept, dm) for dm in self._makers}
        found = {dm: self._changes[t] for dm, t in tasks.items() if t in self._changes}
        left = {
            dm: self._open.get(t, TurnBounds(1, None)) for dm, t in tasks.items() if dm not in found
        }
        known = immutabledict(found), immutabledict(left)
        if isinstance(question, int):
            holds = question in self._solution.holding[code]
            return LeastTurn(None, question, concept, holds, *known)
        return LeastTurn(question, None, concept, question.holds[code], *known)
