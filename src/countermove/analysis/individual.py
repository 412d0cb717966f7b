"""The individual stability table: for whom each state is stable, and how, as papers print it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from countermove.analysis.follow_up import FollowUp
from countermove.analysis.state_lists import MOST_PRINTED, in_order, option_table, states_table
from countermove.graph.region import Positions, Region
from countermove.model.values import StateReference
from countermove.result import Provenance, described
from countermove.stability.engines.choose import choose, stable_states
from countermove.stability.registry import find_concepts
from countermove.streams import Long
from countermove.table import Cell, Row, Table
from countermove.texts import counted

if TYPE_CHECKING:
    pass

LETTERS: Mapping[str, str] = {
    "r": "stable, and nothing tempts it away",
    "s": "stable, though something tempts it away",
    "u": "not stable",
    "E": "stable for all",
}
"""The letters of papers, and what they mean."""

_WEAKLY = {"s": "weakly stable", "–": "not stable, or strongly so", "E": "stable for all so"}


@dataclass(frozen=True, eq=False, repr=False)
class IndividualStability(FollowUp):
    """For whom each state is stable under each concept: r, s or u, and E where for all.

    Parameters
    ----------
    solution : Solution
        What was solved.
    """

    format = "countermove-stability/1"

    @property
    def provenance(self) -> Provenance:
        """How the solution was made."""
        return self.solution.provenance

    @property
    def meanings(self) -> Mapping[str, str]:
        """The letters, and what each of them means."""
        return LETTERS if self.solution.strong is None else _WEAKLY

    def __len__(self) -> int:
        """Count the states."""
        return len(self.model.states)

    def _brief(self) -> str:
        title, states = self.model.conflict.title, counted(len(self), "state")
        return f"of '{title}': {states}, {', '.join(self.codes)}"

    @cached_property
    def _untempted(self) -> Mapping[str, Region]:
        """By decision maker the states that nothing tempts it to leave."""
        if "NASH" in self.solution.stable and self.solution.strong is None:
            return self.solution.stable["NASH"]
        nash = find_concepts("NASH")
        return stable_states(self.model, nash, choose("auto", nash, self.model))["NASH"]

    def letters(self, concept: str, decision_maker: str, some: Positions) -> list[str]:
        """Return the letters of some states, by position."""
        stable = self.solution.stable[concept][decision_maker].among(some)
        if self.solution.strong is not None:
            return list(np.where(stable, "s", "–").tolist())
        untempted = self._untempted[decision_maker].among(some)
        return list(np.where(stable, np.where(untempted, "r", "s"), "u").tolist())

    def equilibria(self, concept: str, some: Positions) -> list[str]:
        """Return E for those of some states that are stable for all, nothing for the others."""
        return list(np.where(self.solution.holding[concept].among(some), "E", "").tolist())

    @described
    def letter(self, state: StateReference, decision_maker: str, concept: str) -> str:
        """Return r, s or u: stable as nothing tempts, stable otherwise, not stable.

        Returns
        -------
        str

        Examples
        --------
        >>> from countermove import load, solve
        >>> found = solve(load("prisoners-dilemma")).individual()
        >>> [found.letter("YY", "first", code) for code in ("NASH", "SEQ")]
        ['u', 's']
        """
        position = np.array([self.model.states.find(state)])
        dm = self.model.find_decision_maker(decision_maker)
        return self.letters(self.code(concept), dm, position)[0]

    def table(self) -> Table:
        """Return a row for each state, and a column for each concept and decision maker."""
        columns = [head for head, _ in self._columns(str)]
        held = self.solution.holding_somehow

        def cells(part: Positions) -> Iterable[Row]:
            return zip(*(cells(part) for _, cells in self._columns(str)), strict=True)

        return states_table(self._title, self.model.states, held | ~held, tuple(columns), cells)

    @property
    def _title(self) -> str:
        way = f": {self.model.way.name}" if self.model.way else ""
        return f"Individual stability in {self.model.conflict.title}{way}"

    def _columns(self, called: Any) -> Iterator[tuple[str, Any]]:
        for code, printed in zip(self.codes, self.solution.printed_codes, strict=True):
            for dm in self.model.decision_makers:

                def of_one(part: Positions, code: str = code, dm: str = dm) -> list[str]:
                    return self.letters(code, dm, part)

                yield f"{printed} for {called(dm)}", of_one

            def of_all(part: Positions, code: str = code) -> list[str]:
                return self.equilibria(code, part)

            yield f"{printed} for all", of_all

    def _printed(self) -> Table:
        states = self.model.states
        told = "; ".join(f"{letter} = {says}" for letter, says in self.meanings.items())
        if len(self) > MOST_PRINTED:
            return replace(self.table(), note=told)
        shown = states.in_order_array(np.arange(len(self)))
        rows: list[tuple[str, Iterable[Cell]]]
        rows = [(head, cells(shown)) for head, cells in self._columns(self.model.name)]
        size = len(self.model.decision_makers) + 1
        blocks = (rows[k : k + size] for k in range(0, len(rows), size))
        return replace(option_table(self._title, states, shown.tolist(), *blocks), note=told)

    def _content(self) -> dict[str, Any]:
        states = self.model.states

        def parts() -> Iterator[list[dict[str, Any]]]:
            for part in in_order(states):
                letters = {
                    code: {dm: self.letters(code, dm, part) for dm in self.model.decision_makers}
                    for code in self.codes
                }
                holding = {code: self.equilibria(code, part) for code in self.codes}
                yield [
                    {
                        "state": number,
                        "for": {
                            code: {dm: found[at] for dm, found in by_dm.items()}
                            for code, by_dm in letters.items()
                        },
                        "equilibrium": [code for code, held in holding.items() if held[at]],
                    }
                    for at, number in enumerate(states.numbers_of(part).tolist())
                ]

        return {"letters": dict(self.meanings), "stability": Long(len(states), parts)}
