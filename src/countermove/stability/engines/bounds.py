"""What surely is stable for everybody where replies are improvements, and what may be.

Let only some of the others, K, be taken to move in their own interest. If the rest may make any
move, there are at least as many replies as there are, so that at least what is stable is stable; if
the rest stay, at most:

    stable(K, rest stay)  is within  SEQ  is within  stable(K, rest move anyhow)

With K empty that is Nash and GMR (with escape: Nash and SMR); with all others in K it is exact. K
grows by those first whose options matter most to whom the verdict is about.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import reduce
from math import inf
from operator import and_
from time import perf_counter
from typing import TYPE_CHECKING

from countermove.open_model import OpenModel
from countermove.stability.engines.diagrams import DiagramEngine, Whose

if TYPE_CHECKING:
    from oxidd.bcdd import BCDDFunction as Diagram


STEP = 3.0
"""So many seconds are taken to count what one more of the others wants, if the time is limited."""


class OutOfTimeError(Exception):
    """The time given for an answer is over."""


class Patience:
    """Asks whoever follows, and ends what takes longer than the time given to it."""

    def __init__(self, ask: Callable[[], None] = lambda: None) -> None:
        self._ask = ask
        self._until = inf

    def __call__(self) -> None:
        """Be asked between operations."""
        self._ask()
        if perf_counter() > self._until:
            raise OutOfTimeError

    @contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """Give so much time, or what is left of an outer one."""
        before = self._until
        self._until = min(before, perf_counter() + seconds)
        try:
            yield
        finally:
            self._until = before


def those_near(model: OpenModel, decision_maker: str) -> tuple[str, ...]:
    """Return the others, those first whose options its statements speak of, then theirs."""
    found = [decision_maker]
    # The list grows while it is gone through.
    for dm in found:
        found += [other for other, _ in model.concerns[dm].most_common() if other not in found]
    return (*found[1:], *(dm for dm in model.decision_makers if dm not in found))


@dataclass(slots=True)
class Between:
    """What is stable for one decision maker: at least this, at most that."""

    least: Diagram
    most: Diagram
    others: tuple[str, ...]
    counted: int = 0
    """Of so many of the others it is counted what they want."""
    is_stuck: bool = False

    @property
    def is_exact(self) -> bool:
        """Whether the two are one."""
        return self.least == self.most


@dataclass(frozen=True, slots=True)
class Existence:
    """Whether some state of a set is stable for everybody: yes, no, or not found out."""

    answer: bool | None
    states: Diagram
    """If so, states that are; if not found out, those that may be."""


class Bounds:
    """What is stable for everybody under SEQ or SSEQ, between bounds that can be tightened.

    Parameters
    ----------
    engine : DiagramEngine
        The engine, which asks for patience.
    escape : bool
        Whether there is an escape after the replies.
    least, most : mapping of str to Diagram
        What is stable without replies, and with any.
    """

    def __init__(
        self,
        engine: DiagramEngine,
        patience: Patience,
        *,
        escape: bool,
        least: Mapping[str, Diagram],
        most: Mapping[str, Diagram],
    ) -> None:
        self._engine, self._patience, self._escape = engine, patience, escape
        self.of = {
            dm: Between(least[dm], most[dm], those_near(engine.model, dm))
            for dm in engine.model.decision_makers
        }

    @property
    def least(self) -> Diagram:
        """What surely is stable for everybody."""
        return reduce(and_, (own.least for own in self.of.values()), self._feasible)

    @property
    def most(self) -> Diagram:
        """What may be stable for everybody."""
        return reduce(and_, (own.most for own in self.of.values()), self._feasible)

    @property
    def counted(self) -> int:
        """Of how many of the others at least it is counted what they want, where that matters."""
        others = len(self.of) - 1
        return min((own.counted for own in self.of.values() if not own.is_exact), default=others)

    @property
    def _feasible(self) -> Diagram:
        return self._engine.model.states.feasible

    def tighten(self, decision_maker: str, seconds: float = inf) -> bool:
        """Count what one more of the others wants; say whether that could be done in time."""
        own = self.of[decision_maker]
        if own.is_stuck or own.counted == len(own.others):
            return False
        counting = own.others[: own.counted + 1]
        staying: Whose = dict.fromkeys(counting, "gaining")
        moving: Whose = {**dict.fromkeys(own.others, "any"), **staying}
        stable = self._engine.stable
        try:
            with self._patience.within(seconds):
                most = own.most & stable(decision_maker, moving, escape=self._escape)
                # With all of the others in it both are the same.
                is_last = len(counting) == len(own.others)
                least = most
                if not is_last:
                    least = own.least | stable(decision_maker, staying, escape=self._escape)
        except OutOfTimeError:
            own.is_stuck = seconds >= STEP
            return False
        except MemoryError:
            own.is_stuck = True
            return False
        own.least, own.most, own.counted = least, most, len(counting)
        return True

    def exists(self, some: Diagram, seconds: float = inf) -> Existence:
        """Find out whether some state of a set is stable for everybody, within the time given."""
        start, perhaps = perf_counter(), some
        try:
            while True:
                if (surely := self.least & some).satisfiable():
                    return Existence(True, surely)
                if not (perhaps := self.most & some).satisfiable():
                    return Existence(False, perhaps)
                left = seconds - (perf_counter() - start)
                if left <= 0 or not self._tighten_for(perhaps, left):
                    return Existence(None, perhaps)
        except MemoryError:
            return Existence(None, perhaps)

    def _tighten_for(self, some: Diagram, seconds: float) -> bool:
        """Tighten for one to whom the bounds differ on a set, least counted first."""
        step = STEP if seconds < inf else inf
        until = perf_counter() + seconds
        for dm in sorted(self.of, key=lambda dm: self.of[dm].counted):
            own = self.of[dm]
            left = until - perf_counter()
            if left <= 0:
                break
            if (some & own.most & ~own.least).satisfiable() and self.tighten(dm, min(step, left)):
                return True
        return False
