"""The answer about coalitions: what is stable for them, who upsets the rest, and who could jump."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from immutabledict import immutabledict

from countermove.analysis.claims import undeterred
from countermove.analysis.coalitions.concepts import CoalitionalConcept
from countermove.analysis.coalitions.definition import (
    Coalition,
    CoalitionVerdict,
    Improvement,
    coalition_verdict,
    members_of,
)
from countermove.analysis.coalitions.jumps import Jump
from countermove.analysis.coalitions.reach import GroupReach
from countermove.analysis.equilibria import Solution
from countermove.analysis.state_lists import (
    marks,
    move_data,
    numbers,
    one_by_one,
    states_data,
    states_table,
)
from countermove.errors import UnknownNameError
from countermove.graph.bits import Bits
from countermove.graph.region import Region
from countermove.graph.sequences import Path
from countermove.graph.states import State
from countermove.graph_model import GraphModel
from countermove.literature import INOHARA_2008, KILGOUR_2001
from countermove.model.values import StateReference
from countermove.result import Provenance, Result, described
from countermove.stability.registry import concepts
from countermove.table import Table


@dataclass(frozen=True, slots=True)
class CoalitionStanding:
    """A state that holds for each decision maker alone, and how it stands with coalitions.

    Parameters
    ----------
    state : State
        The state.
    alone : tuple of str
        The codes of the concepts under which it is an equilibrium of individuals.
    together : tuple of str
        The codes of the coalitional concepts under which it is stable for the coalitions.
    """

    state: State
    alone: tuple[str, ...]
    together: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Upset:
    """A coalition that gains by leaving a state, undeterred.

    Parameters
    ----------
    coalition : tuple of str
        The ids of its members.
    path : tuple of Move
        What they do, one after another.
    """

    coalition: Coalition
    path: Path


@dataclass(frozen=True, eq=False, repr=False)
class Coalitions(Result):
    """Which states are stable for coalitions, which coalitions upset the others, and jumps.

    Iterate over it for the states that hold for each decision maker alone, by number.

    Parameters
    ----------
    alone : Solution
        What holds for the individuals.
    coalition : tuple of str or None
        The coalition that was asked about; None for every one.
    improvement : {"strict", "pareto"}
        What makes a state better for a coalition.
    concepts : tuple of CoalitionalConcept
        What was asked.
    stable : mapping of str to Bits
        By code the set of the states that are stable: for the coalition, or for every one.
    jumps : tuple of Jump
        From one equilibrium to another that a coalition prefers.
    provenance : Provenance
        How it was made.
    """

    format = "countermove-coalitions/1"
    literature = (KILGOUR_2001, INOHARA_2008)

    alone: Solution
    coalition: Coalition | None
    improvement: Improvement
    concepts: tuple[CoalitionalConcept, ...]
    stable: Mapping[str, Bits]
    jumps: tuple[Jump, ...]
    provenance: Provenance
    _upsets: Mapping[str, Mapping[int, tuple[Coalition, int]]]
    _reach: GroupReach = field(compare=False)

    @property
    def model(self) -> GraphModel:
        """The model."""
        return self.alone.model

    def __iter__(self) -> Iterator[CoalitionStanding]:
        """Give every state that holds for each alone under some concept, by number."""
        for state in one_by_one(self.model.states, self.alone.holding_somehow):
            alone = tuple(c for c in self.alone.codes if state in self.alone.holding[c])
            together = tuple(c for c in self.codes if state in self.stable[c])
            yield CoalitionStanding(self.model.states.view(state), alone, together)

    def __len__(self) -> int:
        """Count the states that hold for each alone under some concept."""
        return len(self.alone)

    def _brief(self) -> str:
        counts = ", ".join(f"{code} {self.stable[code].count()}" for code in self.codes)
        title = self.model.conflict.title
        return f"of '{title}': {counts} stable; {len(self.jumps)} jumps"

    @described
    def is_stable(self, state: StateReference, concept: str) -> bool:
        """Say whether a state is stable for the coalition asked about, or for every one.

        Returns
        -------
        bool

        Examples
        --------
        >>> from countermove import coalitions, load
        >>> found = coalitions(load("elmira-coalesced"))
        >>> found.is_stable(5, "CNASH"), found.is_stable(8, "CNASH")
        (False, True)
        """
        return self.model.states.find(state) in self.stable[self.code(concept)]

    @described
    def holds(self, state: StateReference, concept: str) -> bool:
        """Say whether a state holds for everyone: for each alone, and for the coalitions.

        The individuals are judged by the concept that the coalitional one goes with (CNASH with
        NASH, and so on).

        Returns
        -------
        bool

        Examples
        --------
        >>> from countermove import coalitions, load
        >>> coalitions(load("elmira-coalesced")).holds(8, "CNASH")
        True
        """
        return self.model.states.find(state) in self.holding[self.code(concept)]

    @cached_property
    def holding(self) -> Mapping[str, Region]:
        """By code the set of the states that hold for each alone and for the coalitions."""
        return immutabledict(
            {c.code: self.alone.holding[c.alone] & self.stable[c.code] for c in self.concepts}
        )

    @described
    def upset(self, state: StateReference, concept: str) -> Upset | None:
        """Return a coalition that gains by leaving a state, undeterred.

        Returns
        -------
        Upset or None
            None where the state is stable. The coalition may be a single decision maker.

        Examples
        --------
        >>> from countermove import coalitions, load
        >>> found = coalitions(load("elmira-coalesced")).upset(5, "CNASH")
        >>> found.coalition, [move.decision_maker for move in found.path]
        (('moe', 'uniroyal'), ['moe', 'uniroyal'])
        """
        return self.upset_at(self.model.states.find(state), self._named(concept))

    def upset_at(self, state: int, concept: CoalitionalConcept) -> Upset | None:
        """Return the same for the state at a position."""
        state = self.model.states.position(state)
        if state in self.stable[concept.code]:
            return None
        coalition, target = self._upsets[concept.code].get(state) or self._by_one(state, concept)
        end = np.zeros(len(self.model.states), dtype=bool)
        end[target] = True
        path = self._reach.shortest(coalition, state, end)
        assert path is not None
        return Upset(coalition, path)

    def _by_one(self, state: int, concept: CoalitionalConcept) -> tuple[Coalition, int]:
        """Return who upsets a state alone; such states were never looked at for coalitions."""
        stable = self.alone.stable[concept.alone]
        dm = next(dm for dm in self.model.decision_makers if state not in stable[dm])
        verdict = concepts()[concept.alone].verdict(self.model, dm, state)
        return (dm,), undeterred(self.model, verdict).first.target

    def verdict(
        self, state: StateReference, concept: str, members: str | Iterable[str] | None = None
    ) -> CoalitionVerdict:
        """Return the verdict for a coalition with its witness, from the definition.

        Parameters
        ----------
        state : str or int
            The state: its number, label, id or pattern.
        concept : str
            The code or name of a coalitional concept that was asked.
        members : str or iterable of str, optional
            The coalition, by ids or names; the one that was asked about when not given.

        Returns
        -------
        CoalitionVerdict

        Raises
        ------
        UnknownNameError
            If one of them isn't known.

        Examples
        --------
        >>> from countermove import coalitions, load
        >>> found = coalitions(load("elmira-coalesced"), ["moe", "uniroyal"])
        >>> found.verdict(5, "CNASH").is_stable
        False
        """
        coalition = self.coalition if members is None else members_of(self.model, members)
        if coalition is None:
            raise UnknownNameError("no coalition was asked about.", advice="Name its members.")
        position = self.model.states.find(state)
        named = self._named(concept)
        return coalition_verdict(self.model, named, coalition, position, self.improvement)

    def _named(self, concept: str) -> CoalitionalConcept:
        return self.concepts[self.codes.index(self.code(concept))]

    def table(self) -> Table:
        """Return the states that hold for each alone as a table, with all concepts."""
        stable = marks([*self.alone.holding.values(), *self.stable.values()])
        columns = (*self.alone.codes, *self.codes)
        title = f"Coalitions in {self.model.conflict.title}"
        return states_table(title, self.model.states, self.alone.holding_somehow, columns, stable)

    def _content(self) -> dict[str, Any]:
        states = self.model.states
        return {
            "coalition": None if self.coalition is None else list(self.coalition),
            "improvement": self.improvement,
            "states": states_data(states),
            "equilibria": {
                code: numbers(states, found) for code, found in self.alone.holding.items()
            },
            "stable": {code: numbers(states, found) for code, found in self.stable.items()},
            "holds": {code: numbers(states, found) for code, found in self.holding.items()},
            "upset": [
                {
                    "state": states.number(state),
                    "concept": concept.code,
                    "coalition": list(upset.coalition),
                    "path": [move_data(states, move) for move in upset.path],
                }
                for state in one_by_one(states, self.alone.holding_somehow)
                for concept in self.concepts
                if (upset := self.upset_at(state, concept)) is not None
            ],
            "jumps": [
                {
                    "from": states.number(jump.origin),
                    "to": states.number(jump.target),
                    "coalition": list(jump.coalition),
                    "path": [move_data(states, move) for move in jump.path],
                    "concepts": list(jump.concepts),
                }
                for jump in self.jumps
            ],
        }
