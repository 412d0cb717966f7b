"""The least change of prioritised statements that makes states equilibria.

Each change is tried by solving the model with the ranking that it gives. Under NASH, GMR and SMR
whether a state is stable for a decision maker depends on its own preference alone, so that each
decision maker is looked at by itself, and what each needs least adds up. Under SEQ and SSEQ what
one wants changes what the others have to fear: all changes are tried together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from math import factorial, prod
from typing import Any

import numpy as np
from immutabledict import immutabledict
from numpy.typing import NDArray

from countermove.analysis.goals.edits import MOST_RANKS, EditsInSteps, StatementEdit, StatementEdits
from countermove.analysis.many import solve_many
from countermove.graph_model import GraphModel
from countermove.progress import Follow
from countermove.stability.registry import SolutionConcept

Truth = NDArray[np.bool_]

# So many ranks of states are solved for at once.
_SOLVED_AT_ONCE = 1 << 22

MOST_CHANGES = 100
"""So many changes of the least cost are listed when there are more."""


@dataclass(frozen=True, slots=True)
class StatementChange:
    """A change of the statements of one or more decision makers.

    Parameters
    ----------
    edits : tuple of StatementEdit
        What changes for each of them.
    """

    edits: tuple[StatementEdit, ...]

    @property
    def steps(self) -> int:
        """In how many steps."""
        return sum(len(edit.steps) for edit in self.edits)

    @property
    def places(self) -> int:
        """How many places statements move in all."""
        return sum(edit.places for edit in self.edits)

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "steps": self.steps,
            "places": self.places,
            "edits": [edit.to_dict() for edit in self.edits],
        }


@dataclass(frozen=True, slots=True)
class LeastChanges:
    """The changes in the least number of steps that make states equilibria.

    Parameters
    ----------
    changes : tuple of StatementChange
        Those that were kept, those with the fewest places first.
    found : int
        How many there are.
    tried : int
        In up to how many steps changes were tried.
    """

    changes: tuple[StatementChange, ...]
    found: int
    tried: int

    @property
    def steps(self) -> int | None:
        """In how many steps; None when none was found."""
        return self.changes[0].steps if self.changes else None

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "steps": self.steps,
            "found": self.found,
            "tried": self.tried,
            "changes": [change.to_dict() for change in self.changes],
        }


class StatementSearch:
    """Finds the least changes of statements, and keeps what has been solved for further goals."""

    def __init__(
        self,
        model: GraphModel,
        concepts: Sequence[SolutionConcept],
        steps: int = 2,
        *,
        most_ranks: int = MOST_RANKS,
        follow: Follow | None = None,
    ) -> None:
        self._model = model
        self._codes = [concept.code for concept in concepts]
        self._together = {c.code for c in concepts if c.replies == "credible"}
        self._steps = steps
        self._most = most_ranks
        self._follow = follow
        self._edits: dict[str, StatementEdits] = {}
        self._solved: dict[tuple[tuple[str, int], ...], dict[int, Truth | None]] = {}
        self.asked: set[int] = set()

    def changes_at_most(self) -> int:
        """Return about how many changes are solved for at most."""
        each = len(self._model.states) * len(self._model.decision_makers)
        ones = [len(self._of(dm, 1).edits) for dm in self.changeable if self._steps]
        count = 0
        for steps in range(1, self._steps + 1):
            # Of the same steps in another order comes the same.
            alone = [one**steps // factorial(steps) for one in ones]
            some = sum(ones) ** steps // factorial(steps) if self._together else sum(alone)
            if max(alone, default=0) * each > self._most:
                return count + self._most // each
            if not some:
                break  # and none in more steps
            count += some
        return count

    @cached_property
    def changeable(self) -> tuple[str, ...]:
        """The decision makers whose preferences are given by statements."""
        preferences = self._model.conflict.preferences
        return tuple(
            dm for dm in self._model.decision_makers if preferences[dm].statements is not None
        )

    def least(self, states: Sequence[int], code: str, unstable: Sequence[str]) -> LeastChanges:
        """Find the least changes that make states equilibria under a concept."""
        if code in self._together:
            return self._least_together(states, code)
        parts = [self._least_of(dm, states, code) for dm in unstable]
        if not all(part.changes for part in parts):
            return LeastChanges((), 0, min(p.tried for p in parts if not p.changes))
        found = prod(part.found for part in parts)
        order = {dm: k for k, dm in enumerate(self._model.decision_makers)}
        # However many combinations there are, the first of each list make the first of them.
        some = max(1, int(MOST_CHANGES ** (1 / len(parts)))) if found > MOST_CHANGES else None
        changes = [
            StatementChange(tuple(sorted(edits, key=lambda edit: order[edit.decision_maker])))
            for edits in product(*([c.edits[0] for c in part.changes[:some]] for part in parts))
        ]
        return LeastChanges(_sorted(changes), found, max(part.tried for part in parts))

    def by_one(
        self, states: Sequence[int], code: str, unstable: Sequence[str]
    ) -> Mapping[str, LeastChanges | None]:
        """Find for each decision maker the least changes of its own statements alone.

        The parameters are those of :meth:`least`.
        """
        found: dict[str, LeastChanges | None] = {}
        for dm in self.changeable:
            if code in self._together:
                found[dm] = self._of_one(dm, states, code, alone=True)
            else:
                found[dm] = self._least_of(dm, states, code) if list(unstable) == [dm] else None
        return immutabledict(found)

    def _least_of(self, dm: str, states: Sequence[int], code: str) -> LeastChanges:
        """Find the least changes of one's own that make states stable for it."""
        if dm not in self.changeable:
            return LeastChanges((), 0, self._steps)
        return self._of_one(dm, states, code, alone=False)

    def _of_one(self, dm: str, states: Sequence[int], code: str, *, alone: bool) -> LeastChanges:
        for steps in range(1, self._steps + 1):
            edits = self._of(dm, steps)
            stable = self._stable(((dm, steps),), states, code)
            if stable is None:
                return LeastChanges((), 0, steps - 1)
            whose = slice(None) if alone else [self._model.decision_makers.index(dm)]
            good = np.flatnonzero(np.all(stable[:, whose], axis=1)).tolist()
            if good:
                changes = tuple(StatementChange((edits.edits[k],)) for k in good[:MOST_CHANGES])
                return LeastChanges(changes, len(good), steps)
            if not edits.complete:
                return LeastChanges((), 0, steps - 1)
        return LeastChanges((), 0, self._steps)

    def _least_together(self, states: Sequence[int], code: str) -> LeastChanges:
        for steps in range(1, self._steps + 1):
            changes: list[StatementChange] = []
            complete = True
            for shares in _shared(self.changeable, steps):
                stable = self._stable(shares, states, code)
                complete = complete and stable is not None
                if stable is not None:
                    changes += self._changes(shares, np.asarray(np.all(stable, axis=1)))
                complete = complete and all(self._of(dm, k).complete for dm, k in shares)
            if changes:
                return LeastChanges(_sorted(changes)[:MOST_CHANGES], len(changes), steps)
            if not complete:
                return LeastChanges((), 0, steps - 1)
        return LeastChanges((), 0, self._steps)

    def _changes(
        self, shares: tuple[tuple[str, int], ...], good: Truth
    ) -> Iterator[StatementChange]:
        sizes = [len(self._of(dm, steps).edits) for dm, steps in shares]
        for k in good.nonzero()[0].tolist():
            at = np.unravel_index(k, sizes)
            yield StatementChange(
                tuple(
                    self._of(dm, steps).edits[int(p)]
                    for (dm, steps), p in zip(shares, at, strict=True)
                )
            )

    def _of(self, dm: str, steps: int) -> EditsInSteps:
        if dm not in self._edits:
            self._edits[dm] = StatementEdits(self._model, dm, self._most)
        return self._edits[dm].of(steps)

    def _stable(
        self, shares: tuple[tuple[str, int], ...], states: Sequence[int], code: str
    ) -> Truth | None:
        """Say for every combination of changes, and whom, whether all the states are stable.

        None where there are too many combinations to solve.
        """
        known = self._solved.setdefault(shares, {})
        if not set(states) <= set(known):
            # Of all that is solved only what is asked, or will be, is kept.
            self.asked.update(states)
            solved = self._solve(shares)
            known.update(dict.fromkeys(self.asked) if solved is None else solved)
        found = [known[s] for s in states]
        stable = [own[:, self._codes.index(code)] for own in found if own is not None]
        if len(stable) < len(found):
            return None
        return np.asarray(np.all(stable, axis=0), dtype=bool)

    def _solve(self, shares: tuple[tuple[str, int], ...]) -> dict[int, Truth] | None:
        """Say of the states that are asked whether they are stable, for every combination."""
        sizes = [len(self._of(dm, steps).edits) for dm, steps in shares]
        combinations, states = prod(sizes), len(self._model.states)
        makers = self._model.decision_makers
        if combinations * states * len(makers) > self._most:
            return None
        parts = [self._edits[dm].ranks(steps) for dm, steps in shares]
        at = np.unravel_index(np.arange(combinations), sizes)
        found = {
            s: np.zeros((combinations, len(self._codes), len(makers)), dtype=bool)
            for s in self.asked
        }
        at_once = max(1, _SOLVED_AT_ONCE // (states * len(makers)))
        for start in range(0, combinations, at_once):
            some = slice(start, start + at_once)
            profiles = {
                dm: part[k[some]] for (dm, _), part, k in zip(shares, parts, at, strict=True)
            }
            many = solve_many(
                self._model, profiles, self._codes, keep="stable", follow=self._follow
            )
            bits = many.stable_bits
            assert bits is not None
            for s, own in found.items():
                own[some] = bits[:, :, :, s >> 3] >> (s & 7) & 1
        return found


def _shared(makers: Sequence[str], steps: int) -> Iterator[tuple[tuple[str, int], ...]]:
    """Give every way in which some decision makers can share steps.

    >>> list(_shared(["a", "b"], 2))
    [(('a', 2),), (('b', 2),), (('a', 1), ('b', 1))]
    """
    ways = [
        tuple((dm, k) for dm, k in zip(makers, shares, strict=True) if k)
        for shares in product(range(steps + 1), repeat=len(makers))
        if sum(shares) == steps
    ]
    return iter(sorted(ways, key=lambda way: (len(way), [makers.index(dm) for dm, _ in way])))


def _sorted(changes: Sequence[StatementChange]) -> tuple[StatementChange, ...]:
    """Order changes: those that move fewest places first, else as they were found."""
    return tuple(sorted(changes, key=lambda change: change.places))
