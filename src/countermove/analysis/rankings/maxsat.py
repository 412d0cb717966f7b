"""Maximal satisfiability that can be stopped: at any moment, and when more would change nothing.

The solver is python-sat's. It works in slices of so many conflicts, between which Python takes
over, so that Ctrl-C and whoever follows stop it within a fraction of a second on any system, in
any thread. The cost that it has proved so far is a lower bound at any time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from countermove.errors import missing_extra

Ask = Callable[[int], object]
"""Is told now and then what the cost is at least, and may raise an error to stop the search."""

# Named, so that the same answer is found every time.
_SOLVER = "glucose4"

_CONFLICTS = 1000
"""So many conflicts are one slice: a tenth of a second, seldom more."""


class EnoughError(Exception):
    """The cost is known to be as much as would be of no more interest."""


class MaximalSatisfiability:
    """Clauses that must hold and literals that each cost something where they don't."""

    def __init__(
        self,
        ask: Ask | None = None,
        hard: Iterable[Sequence[int]] = (),
        soft: Iterable[tuple[int, int]] = (),
    ) -> None:
        try:
            from pysat.examples.rc2 import RC2, RC2Stratified
            from pysat.formula import WCNF
        except ImportError as error:
            raise missing_extra("sat", "The least change of a ranking") from error
        formula = WCNF()
        formula.extend(hard)
        for literal, weight in soft:
            formula.append([literal], weight=weight)
        kind = RC2Stratified if formula.soft else RC2
        self._search: Any = kind(formula, solver=_SOLVER, minz=True, trim=5)
        self._search.oracle = _Patient(self._search.oracle, self._asked)
        self._ask = ask
        self._below: int | None = None

    def add(self, clause: Sequence[int]) -> None:
        """Add a clause that must hold."""
        self._search.add_clause(list(clause))

    def prefer(self, literal: int) -> None:
        """Add a literal that costs one where it doesn't hold."""
        self._search.add_clause([literal], weight=1)

    def compute(self, below: int | None = None) -> frozenset[int] | None:
        """Return the literals that hold in a cheapest answer; None where nothing fits."""
        self._below = below
        model = self._search.compute()
        if model is None:
            return None
        if below is not None and self._search.cost >= below:
            raise EnoughError
        return frozenset(literal for literal in model if literal > 0)

    def _asked(self) -> None:
        cost = int(self._search.cost)
        if self._below is not None and cost >= self._below:
            raise EnoughError
        if self._ask is not None:
            self._ask(cost)

    def close(self) -> None:
        """Let go of the solver, which is not Python's to clean up."""
        self._search.delete()


class _Patient:
    """A solver for satisfiability that stops between slices to ask whether to go on."""

    def __init__(self, oracle: Any, ask: Callable[[], None]) -> None:
        self._oracle = oracle
        self._ask = ask
        self._budget = -1

    def __getattr__(self, name: str) -> Any:
        """Be the solver in all else."""
        return getattr(self._oracle, name)

    def conf_budget(self, budget: int = -1) -> None:
        """Limit the conflicts of the next calls."""
        self._budget = budget

    def get_core(self) -> list[int]:
        """Return the assumptions that can't hold together; none where nothing holds at all."""
        return self._oracle.get_core() or []

    def solve(self, assumptions: Sequence[int] = ()) -> bool | None:
        """Solve, and stop now and then to ask."""
        return self.solve_limited(assumptions)

    def solve_limited(
        self, assumptions: Sequence[int] = (), expect_interrupt: bool = False
    ) -> bool | None:
        """Solve within the limit that is set; else in as many slices as it takes."""
        self._ask()
        answer: bool | None = None
        left = self._budget
        while answer is None:
            self._oracle.conf_budget(_CONFLICTS if left < 0 else min(left, _CONFLICTS))
            # Without this the solver would catch Ctrl-C itself, and jump out of its own work.
            answer = self._oracle.solve_limited(assumptions=assumptions, expect_interrupt=True)
            if 0 < left <= _CONFLICTS:
                break
            left -= _CONFLICTS if left > 0 else 0
            self._ask()
        return answer
