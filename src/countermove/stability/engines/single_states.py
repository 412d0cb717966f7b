"""Whether a single state is stable, at any size, with what shows it; or that it wasn't found out.

An improvement is deterred by a path of replies. A search looks for one, first where it is worst for
whom the verdict is about. Where that takes too long, sets decide, at the value of this one state:
if those in K move in their own interest and the rest stay, what leads to a state that deters does
so whatever the rest do; and if the rest may move anyhow and nothing leads there, nothing does.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

from countermove.graph.open_sets import OpenSet
from countermove.graph.sequences import Move, Path
from countermove.stability.engines.bounds import OutOfTimeError, Patience, those_near
from countermove.stability.engines.diagrams import Closure, DiagramEngine, Whose

if TYPE_CHECKING:
    from oxidd.bcdd import BCDDFunction as Diagram

    from countermove.open_model import OpenModel
    from countermove.stability.registry import SolutionConcept

SEARCHED = 60
"""So many states a search for a path of replies looks at."""


@dataclass(frozen=True, slots=True)
class OpenReply:
    """What follows on an improvement, where states aren't listed.

    Parameters
    ----------
    improvement : int
        The state that it leads to, by its code.
    is_deterred : bool or None
        Whether some reply deters it; None where that wasn't found out.
    path : tuple of Move
        The moves of such a reply.
    undeterred : OpenSet or None
        Where no reply deters: states from none of which replies lead to one that does, and this
        improvement among them. None where no replies count.
    """

    improvement: int
    is_deterred: bool | None
    path: Path = ()
    undeterred: OpenSet | None = None


@dataclass(frozen=True, slots=True)
class OpenVerdict:
    """Whether a state is stable for a decision maker, if that was found out, and what shows it.

    Parameters
    ----------
    concept : str
        The code of the concept.
    decision_maker : str
        The focal decision maker's id.
    state : int
        The state, by its code.
    replies : tuple of OpenReply
        What follows on its improvements; where one that nothing deters was found, up to that one.
    """

    concept: str
    decision_maker: str
    state: int
    replies: tuple[OpenReply, ...]

    @property
    def is_stable(self) -> bool | None:
        """Whether every improvement is deterred; None where that wasn't found out."""
        each = [reply.is_deterred for reply in self.replies]
        return False if False in each else None if None in each else True


def decide(
    engine: DiagramEngine,
    patience: Patience,
    concept: SolutionConcept,
    decision_maker: str,
    state: int,
    *,
    searched: int = SEARCHED,
    seconds: float = 10,
) -> OpenVerdict:
    """Decide whether a state is stable for a decision maker, as far as that can be in the time."""
    deciding = _SingleState(engine, concept, decision_maker, state)
    found: list[OpenReply] = []
    with patience.within(seconds):
        for improvement in engine.model.improvements(decision_maker, state):
            try:
                reply = deciding.reply(improvement, searched)
            except (OutOfTimeError, MemoryError):
                reply = OpenReply(improvement, None)
            found.append(reply)
            if reply.is_deterred is False:
                break
    return OpenVerdict(concept.code, decision_maker, state, tuple(found))


def undecided(
    model: OpenModel, concept: SolutionConcept, decision_maker: str, state: int
) -> OpenVerdict:
    """Return what can be said without looking at replies: stable where there is no improvement."""
    ends = model.improvements(decision_maker, state)
    replies = tuple(OpenReply(end, None) for end in ends)
    return OpenVerdict(concept.code, decision_maker, state, replies)


class _SingleState:
    """What follows on the improvements of one decision maker from one state."""

    def __init__(
        self, engine: DiagramEngine, concept: SolutionConcept, decision_maker: str, state: int
    ) -> None:
        self._engine, self._model = engine, engine.model
        self._dm, self._escape = decision_maker, concept.escape
        self._replies = engine.replies(decision_maker, concept.replies or "none")
        self._value = self._model.value(decision_maker, state)
        self._near = [dm for dm in those_near(self._model, decision_maker) if dm in self._replies]
        is_transitive = [self._model.moves_of[dm].is_transitive for dm in self._replies]
        self._is_transitive = all(is_transitive)
        self._undeterred: list[Diagram] = []

    def reply(self, improvement: int, searched: int) -> OpenReply:
        """Return what follows on an improvement."""
        if not self._replies:
            return OpenReply(improvement, False)
        diagrams = self._model.states.diagrams
        for some in self._undeterred:
            if diagrams.holds(some, improvement):
                return self._undeterred_by(improvement, some)
        path = self._searched(improvement, searched)
        return self._bounded(improvement) if path is None else OpenReply(improvement, True, path)

    def _undeterred_by(self, improvement: int, some: Diagram) -> OpenReply:
        return OpenReply(improvement, False, undeterred=OpenSet(self._model.states, some))

    def _searched(self, start: int, most: int) -> Path | None:
        """Look for a path of replies to what deters, the worst for whom it is about first."""
        value, number = self._model.value, count()
        arrived: dict[tuple[int, str], Move | None] = {(start, ""): None}
        before: dict[tuple[int, str], tuple[int, str]] = {}
        waiting = [(value(self._dm, start), next(number), (start, ""))]
        for _ in range(most):
            if not waiting:
                return None
            _, _, node = heapq.heappop(waiting)
            self._engine.ask()
            assigned = self._model.states.diagrams.assigned(node[0])
            for dm, which in self._replies.items():
                if dm == node[1]:
                    continue
                for end in self._engine.ends(dm, node[0], assigned, which):
                    # Where two moves of one are one, it is no matter who moved last.
                    key = end, "" if self._is_transitive else dm
                    if key in arrived:
                        continue
                    arrived[key], before[key] = Move(dm, node[0], end), node
                    worth = value(self._dm, end)
                    if worth <= self._value and self._deters(end):
                        return self._merged(_path(arrived, before, key))
                    heapq.heappush(waiting, (worth, next(number), key))
        return None

    def _deters(self, end: int) -> bool:
        """Say whether there is no way beyond from a state that is no better by itself."""
        value = self._model.value
        return not self._escape or all(
            value(self._dm, away) <= self._value for away in self._model.moves(self._dm, end)
        )

    def _bounded(self, improvement: int) -> OpenReply:
        """Decide by sets at the value of the state, counting what more and more others want."""
        engine, diagrams = self._engine, self._model.states.diagrams
        deterring = engine.deterring(self._dm, self._value, escape=self._escape)
        gaining = [dm for dm in self._near if self._replies[dm] == "gaining"]
        for counted in range(len(gaining) + 1):
            known: Whose = dict.fromkeys(gaining[:counted], "gaining")
            most = Closure(engine, {**dict.fromkeys(self._replies, "any"), **known})
            some = self._model.states.feasible & ~most.into(deterring)
            if diagrams.holds(some, improvement):
                self._undeterred.append(some)
                return self._undeterred_by(improvement, some)
            is_exact = counted == len(gaining)
            least = most if is_exact else Closure(engine, known)
            if not is_exact and not diagrams.holds(least.into(deterring), improvement):
                continue
            return OpenReply(
                improvement, True, self._merged(self._walked(least, improvement, deterring))
            )
        raise AssertionError("the last bounds are one")

    def _walked(self, closure: Closure, state: int, deterring: Diagram) -> Iterator[Move]:
        """Give the moves that lead by the steps of a closure to what deters."""
        holds, last = self._model.states.diagrams.holds, ""
        while not holds(deterring, state):
            step = next(
                step
                for step in closure.steps
                if holds(step.origins, state)
                and (self._is_transitive or step.decision_maker != last)
            )
            last = step.decision_maker
            which: Callable[[str, int], Iterator[int]] = self._model.improvements
            if closure.replies[last] == "any":
                which = self._model.moves
            end = next(end for end in which(last, state) if holds(step.targets, end))
            yield Move(last, state, end)
            state = end

    def _merged(self, path: Iterator[Move]) -> Path:
        """Make one move of two in a row by the same, where that is one."""
        found: list[Move] = []
        for move in path:
            is_again = bool(found) and found[-1].decision_maker == move.decision_maker
            origin = found.pop().origin if is_again else move.origin
            if origin != move.target:
                found.append(Move(move.decision_maker, origin, move.target))
        return tuple(found)


def _path(
    arrived: dict[tuple[int, str], Move | None],
    before: dict[tuple[int, str], tuple[int, str]],
    node: tuple[int, str],
) -> Iterator[Move]:
    """Give the moves by which a search arrived at a node, in order."""
    found: list[Move] = []
    while (move := arrived[node]) is not None:
        found.append(move)
        node = before[node]
    return reversed(found)
