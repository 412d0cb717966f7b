"""The engine on decision diagrams: all stable states at once, without listing any.

For each value v of the focal decision maker's ranking, the worst first, W is the set of the states
that the others can lead to a value of at most v (and, with escape, to where it can't get beyond v).
W only grows with v, so that one closure backwards serves all values. A state of value v is stable
when no move leads out of W: it never matters that the move be an improvement, nor that a reply
takes at least one move, because the states of value v or less are in W themselves.

Whose moves count, and which, is said for each of the others: any move, only its own improvements,
or none. GMR and SMR are one end of that, SEQ and SSEQ another, Nash the third; the bounds on SEQ
and SSEQ are what lies between.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from itertools import cycle
from operator import or_
from typing import TYPE_CHECKING, Literal

from countermove.open_model import OpenModel, Value

if TYPE_CHECKING:
    from oxidd.bcdd import BCDDFunction as Diagram

    from countermove.graph.open_moves import OpenMoves

Which = Literal["any", "gaining"]
Whose = Mapping[str, Which]
"""By those who may reply, which of their moves count."""

# Where a decision maker has more choices on its own options than so many, its improvements are
# looked at by what they are worth to it, and no longer from choice to choice.
_MOST_CHOICES = 16


@dataclass(frozen=True, eq=False)
class Improvements:
    """The improvements of one decision maker, of sets of states."""

    moves: OpenMoves
    feasible: Diagram
    statements: Sequence[Diagram]
    """Those that its own options matter to, the most important first: a move changes no other."""

    @cached_property
    def anywhere(self) -> Diagram:
        """The states that have an improvement."""
        return self.into(self.feasible)

    def into(self, some: Diagram) -> Diagram:
        """Return from where an improvement leads into a set."""
        if not self.has_guards:
            return self._by_values(some)
        diagrams, mask = self.moves.diagrams, self.moves.mask
        found = diagrams.false
        there: dict[int, Diagram] = {}
        for start, ends in self._guards.items():
            here = diagrams.false
            for end, guard in ends.items():
                if end not in there:
                    there[end] = diagrams.at(some, mask, end)
                here |= guard & there[end]
            found |= diagrams.cube(mask, start) & here
        return found

    def ends(self, state: int, assigned: list[tuple[int, bool]]) -> Iterator[int]:
        """Give where improvements from a state lead, given as a number and as diagrams take it."""
        mask = self.moves.mask
        for end, guard in self._guards[state & mask].items():
            if guard.eval(assigned):
                yield state & ~mask | end

    @property
    def has_guards(self) -> bool:
        """Whether it is looked at from choice to choice when improvements lead into sets."""
        return self.moves.count <= _MOST_CHOICES

    @cached_property
    def _guards(self) -> dict[int, dict[int, Diagram]]:
        """From each choice to each other where, by the others' options, that is an improvement."""
        moves = self.moves
        diagrams, mask = moves.diagrams, moves.mask
        feasible = {code: diagrams.at(self.feasible, mask, code) for code in moves.codes}
        worth = {
            code: [diagrams.at(one, mask, code) for one in self.statements] for code in moves.codes
        }
        found: dict[int, dict[int, Diagram]] = {}
        for start in moves.codes:
            ends: dict[int, Diagram] = {}
            for end in moves.targets(start):
                guard = diagrams.false
                for before, after in zip(reversed(worth[start]), reversed(worth[end]), strict=True):
                    guard = before.ite(after & guard, after | guard)
                guard &= feasible[start] & feasible[end]
                if guard.satisfiable():
                    ends[end] = guard
            found[start] = ends
        return found

    def _by_values(self, some: Diagram) -> Diagram:
        found = better = self.moves.diagrams.false
        for _, level in reversed(self._levels):
            found |= level & self.moves.into(better & some)
            better |= level
        return found

    @cached_property
    def _levels(self) -> list[tuple[Value, Diagram]]:
        return list(levels(self.feasible, self.statements))


def levels(some: Diagram, statements: Sequence[Diagram]) -> Iterator[tuple[Value, Diagram]]:
    """Give the values of some states by statements, the least first, with the states of each."""
    waiting: list[tuple[Value, Diagram]] = [((), some)]
    while waiting:
        value, left = waiting.pop()
        if not left.satisfiable():
            continue
        if len(value) == len(statements):
            yield value, left
            continue
        holds = statements[len(value)]
        waiting += [((*value, True), left & holds), ((*value, False), left & ~holds)]


class DiagramEngine:
    """Finds the stable states of one model, as sets."""

    def __init__(self, model: OpenModel, ask: Callable[[], None] = lambda: None) -> None:
        self.model, self.ask = model, ask
        self._feasible = model.states.feasible
        self._false = model.states.diagrams.false
        self._improvements: dict[str, Improvements] = {}

    def improvements(self, decision_maker: str) -> Improvements:
        """Return the improvements of a decision maker."""
        if decision_maker not in self._improvements:
            moves = self.model.moves_of[decision_maker]
            self._improvements[decision_maker] = Improvements(
                moves,
                self._feasible,
                [
                    holds
                    for holds in self.model.statements[decision_maker]
                    if self._depends(holds, moves)
                ],
            )
        return self._improvements[decision_maker]

    def _depends(self, holds: Diagram, moves: OpenMoves) -> bool:
        """Say whether a move may change what is true of a statement, as far as it is feasible."""
        freed = self.model.states.diagrams.freed
        return freed(holds, moves.mask) & self._feasible != holds

    def replies(self, decision_maker: str, which: Literal["none", "any", "credible"]) -> Whose:
        """Return whose moves count as replies, and which."""
        if which == "none":
            return {}
        others = self.model.opponents(decision_maker)
        return dict.fromkeys(others, "any" if which == "any" else "gaining")

    def deterring(self, decision_maker: str, value: Value, *, escape: bool) -> Diagram:
        """Return the states that deter a decision maker from leaving one of a value."""
        not_better = self.model.states.diagrams.true
        for holds, has in zip(
            reversed(self.model.statements[decision_maker]), reversed(value), strict=True
        ):
            not_better = ~holds | not_better if has else ~holds & not_better
        not_better &= self._feasible
        return self._no_way_beyond(decision_maker, not_better) if escape else not_better

    def _no_way_beyond(self, decision_maker: str, not_better: Diagram) -> Diagram:
        """Return those of some states from which no move of a decision maker leads out of them."""
        better = self._feasible & ~not_better
        return not_better & ~self.model.moves_of[decision_maker].into(better)

    def stable(self, decision_maker: str, replies: Whose, *, escape: bool) -> Diagram:
        """Find the states that are stable for a decision maker."""
        own, feasible = self.model.moves_of[decision_maker], self._feasible
        if not replies:
            return feasible & ~self.improvements(decision_maker).anywhere
        closure = Closure(self, replies)
        found = not_better = self._false
        is_all = False
        for _, level in levels(feasible, self.model.statements[decision_maker]):
            not_better |= level
            if is_all:
                found |= level
                continue
            ends = self._no_way_beyond(decision_maker, not_better) if escape else level
            reached = closure.into(ends)
            out = feasible & ~(reached | not_better)
            is_all = not out.satisfiable()
            found |= level & ~own.into(out)
            self.ask()
        return found

    def into(self, decision_maker: str, some: Diagram, which: Which) -> Diagram:
        """Return from where a decision maker's moves of a kind lead into a set."""
        self.ask()
        if which == "gaining":
            return self.improvements(decision_maker).into(some)
        return self._feasible & self.model.moves_of[decision_maker].moved_into(some)

    def ends(
        self, decision_maker: str, state: int, assigned: list[tuple[int, bool]], which: Which
    ) -> Iterator[int]:
        """Give where a decision maker's moves of a kind lead from a state."""
        if which == "any":
            return self.model.moves(decision_maker, state)
        improvements = self.improvements(decision_maker)
        if improvements.has_guards:
            return improvements.ends(state, assigned)
        return self.model.improvements(decision_maker, state)

    def into_or_in(self, decision_maker: str, some: Diagram, which: Which) -> Diagram:
        """Return the same and, where that is found sooner with it, what is in the set itself."""
        if which == "gaining":
            return self.into(decision_maker, some, which)
        self.ask()
        return self._feasible & self.model.moves_of[decision_maker].into(some)


@dataclass(frozen=True, slots=True)
class ClosureStep:
    """The moves of one decision maker that lead from some states into others."""

    decision_maker: str
    origins: Diagram
    targets: Diagram


class Closure:
    """From where legal sequences lead into a set that grows; `steps` has how, the last first."""

    def __init__(self, engine: DiagramEngine, replies: Whose) -> None:
        self._engine = engine
        self.steps: list[ClosureStep] = []
        # Those whose moves lead far first.
        self.replies = dict(sorted(replies.items(), key=lambda each: each[1] == "gaining"))
        moves_of = engine.model.moves_of
        self._is_transitive = all(moves_of[dm].is_transitive for dm in replies)
        nothing = engine.model.states.diagrams.false
        self._ends = self._reached = nothing
        self._begun = dict.fromkeys(self.replies, nothing)

    def into(self, ends: Diagram) -> Diagram:
        """Return from where sequences, or none, lead to these ends or to any asked for before."""
        self._ends |= ends
        self._reached |= ends
        quiet = 0
        for dm, which in cycle(self.replies.items()):
            if quiet == len(self.replies):
                break
            if self._is_transitive:
                # Two moves of one decision maker are one: no matter if they are twice in a row.
                left = self._reached
                begun = left | self._engine.into_or_in(dm, left, which)
                is_new = begun != left
            else:
                left = self._left_to(dm)
                begun = self._engine.into(dm, left, which)
                is_new = begun != self._begun[dm]
                self._begun[dm] = begun
            self._reached |= begun
            quiet = 1 if is_new else quiet + 1
            if is_new:
                self.steps.append(ClosureStep(dm, begun, left))
        return self._reached

    def _left_to(self, dm: str) -> Diagram:
        """Return from where others than one may go on: nobody moves twice in a row."""
        begun = (some for other, some in self._begun.items() if other != dm)
        return reduce(or_, begun, self._ends)
