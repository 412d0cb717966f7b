"""Which states hold for coalitions as well, and what coalitions could do together."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any, Literal

import numpy as np
from immutabledict import immutabledict

from countermove.analysis.claims import undeterred
from countermove.analysis.coalitions.classes import ClassImprovements
from countermove.analysis.coalitions.concepts import (
    CoalitionalConcept,
    find_coalitional_concepts,
)
from countermove.analysis.coalitions.definition import (
    Coalition,
    CoalitionVerdict,
    Improvement,
    coalition_verdict,
    in_model_order,
)
from countermove.analysis.coalitions.jumps import MOST_JUMPS, Jump, equilibrium_jumps
from countermove.analysis.coalitions.pairs import Pairs
from countermove.analysis.coalitions.reach import Reach
from countermove.analysis.coalitions.search import for_every, for_one, refuse_too_much
from countermove.analysis.coalitions.sets import Examination
from countermove.analysis.equilibria import Solution, solve
from countermove.analysis.lists import in_order, move_data, numbers, states_data, states_table
from countermove.analysis.provenance import Provenance
from countermove.errors import Problem, UnknownNameError, unknown
from countermove.graph.bits import Bits
from countermove.graph.choices import Positions
from countermove.graph.sequences import Path
from countermove.graph.states import State
from countermove.graph_model import GraphModel, built
from countermove.model.conflict import Conflict
from countermove.model.parts import StateReference
from countermove.progress import Follow
from countermove.streams import settled
from countermove.table import Result, Row, Table

COALITIONS_FORMAT = "countermove-coalitions/1"

IMPROVEMENTS: tuple[Improvement, ...] = ("strict", "pareto")


@dataclass(frozen=True, slots=True)
class Standing:
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

    alone: Solution
    coalition: Coalition | None
    improvement: Improvement
    concepts: tuple[CoalitionalConcept, ...]
    stable: Mapping[str, Bits]
    jumps: tuple[Jump, ...]
    provenance: Provenance
    _upsets: Mapping[str, Mapping[int, tuple[Coalition, int]]]
    _reach: Reach = field(compare=False)

    @property
    def model(self) -> GraphModel:
        """The model."""
        return self.alone.model

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """The codes of the concepts."""
        return tuple(concept.code for concept in self.concepts)

    def __iter__(self) -> Iterator[Standing]:
        """Give every state that holds for each alone under some concept, by number."""
        for part in in_order(self.model.states, self.alone.holding_somehow):
            for state in part.tolist():
                alone = tuple(c for c in self.alone.codes if self.alone.holding[c][state])
                together = tuple(c for c in self.codes if self.stable[c][state])
                yield Standing(self.model.states.view(state), alone, together)

    def __len__(self) -> int:
        """Count the states that hold for each alone under some concept."""
        return len(self.alone)

    def __bool__(self) -> bool:
        """Be true: an answer is there even when nothing holds."""
        return True

    def __repr__(self) -> str:
        """Name the model and count what was found."""
        counts = ", ".join(f"{code} {self.stable[code].count()}" for code in self.codes)
        title = self.model.conflict.title
        return f"<Coalitions of '{title}': {counts} stable; {len(self.jumps)} jumps>"

    def is_stable(self, state: StateReference, concept: str) -> bool:
        """Say whether a state is stable for the coalition asked about, or for every one.

        Parameters
        ----------
        state : str or int
            The state: its number, label, id or pattern.
        concept : str
            The code or name of a coalitional concept that was asked.

        Returns
        -------
        bool

        Raises
        ------
        UnknownNameError
            If one of them isn't known, or the concept wasn't asked.

        Examples
        --------
        >>> from countermove.files.model_file import load
        >>> found = coalitions(load("elmira-coalesced"))
        >>> found.is_stable(5, "CNASH"), found.is_stable(8, "CNASH")
        (False, True)
        """
        return self.stable[self._concept(concept).code][self.model.states.find(state)]

    def holds(self, state: StateReference, concept: str) -> bool:
        """Say whether a state holds for everyone: for each alone, and for the coalitions.

        Parameters
        ----------
        state : str or int
            The state: its number, label, id or pattern.
        concept : str
            The code or name of a coalitional concept that was asked; the individuals are judged
            by the concept that it goes with (CNASH with NASH, and so on).

        Returns
        -------
        bool

        Raises
        ------
        UnknownNameError
            If one of them isn't known, or the concept wasn't asked.

        Examples
        --------
        >>> from countermove.files.model_file import load
        >>> coalitions(load("elmira-coalesced")).holds(8, "CNASH")
        True
        """
        return self.holding[self._concept(concept).code][self.model.states.find(state)]

    @cached_property
    def holding(self) -> Mapping[str, Bits]:
        """By code the set of the states that hold for each alone and for the coalitions."""
        return immutabledict(
            {c.code: self.stable[c.code] & self.alone.holding[c.alone] for c in self.concepts}
        )

    def upset(self, state: StateReference, concept: str) -> Upset | None:
        """Return a coalition that gains by leaving a state, undeterred.

        Parameters
        ----------
        state : str or int
            The state: its number, label, id or pattern.
        concept : str
            The code or name of a coalitional concept that was asked.

        Returns
        -------
        Upset or None
            None where the state is stable. The coalition may be a single decision maker.

        Raises
        ------
        UnknownNameError
            If one of them isn't known, or the concept wasn't asked.

        Examples
        --------
        >>> from countermove.files.model_file import load
        >>> found = coalitions(load("elmira-coalesced")).upset(5, "CNASH")
        >>> found.coalition, [move.decision_maker for move in found.path]
        (('moe', 'uniroyal'), ['moe', 'uniroyal'])
        """
        return self.upset_at(self.model.states.find(state), self._concept(concept))

    def upset_at(self, state: int, concept: CoalitionalConcept) -> Upset | None:
        """Return the same for the state at a position."""
        if self.stable[concept.code][state]:
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
        dm = next(dm for dm in self.model.decision_makers if not stable[dm][state])
        verdict = self.alone.verdict(self.model.states.label(state), dm, concept.alone)
        return (dm,), undeterred(self.model, verdict).improvement.target

    def verdict(
        self, state: StateReference, concept: str, members: Iterable[str] | None = None
    ) -> CoalitionVerdict:
        """Return the verdict for a coalition with its witness, from the definition.

        Parameters
        ----------
        state : str or int
            The state: its number, label, id or pattern.
        concept : str
            The code or name of a coalitional concept that was asked.
        members : iterable of str, optional
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
        >>> from countermove.files.model_file import load
        >>> found = coalitions(load("elmira-coalesced"), ["moe", "uniroyal"])
        >>> found.verdict(5, "CNASH").is_stable
        False
        """
        coalition = self.coalition if members is None else found_members(self.model, members)
        if coalition is None:
            raise UnknownNameError(
                Problem("no coalition was asked about.", advice="Name its members.")
            )
        position = self.model.states.find(state)
        named = self._concept(concept)
        return coalition_verdict(self.model, named, coalition, position, self.improvement)

    def _concept(self, name: str) -> CoalitionalConcept:
        (found,) = find_coalitional_concepts(name)
        if found not in self.concepts:
            raise unknown("solved concept", name, self.codes, "Solved were")
        return found

    def table(self) -> Table:
        """Return the states that hold for each alone as a table, with all concepts."""
        sets = [*self.alone.holding.values(), *self.stable.values()]

        def marks(part: Positions) -> Iterator[Row]:
            return zip(*(found.among(part).tolist() for found in sets), strict=True)

        columns = (*self.alone.codes, *self.codes)
        title = f"Coalitions in {self.model.conflict.title}"
        return states_table(title, self.model.states, self.alone.holding_somehow, columns, marks)

    def to_dict(self) -> dict[str, Any]:
        """Return the result as the command line prints it with ``--format json``."""
        return dict(settled(self._data()))

    def _data(self) -> dict[str, Any]:
        states = self.model.states
        return {
            "format": COALITIONS_FORMAT,
            "model": self.model.about(),
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
                for part in in_order(states, self.alone.holding_somehow)
                for state in part.tolist()
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
            "provenance": self.provenance.to_dict(),
        }


def coalitions(
    conflict: Conflict | GraphModel | Solution,
    members: Iterable[str] | None = None,
    concepts: str | Iterable[str] | None = None,
    *,
    improvement: Literal["strict", "pareto"] = "strict",
    scenario: str | None = None,
    follow: Follow | None = None,
) -> Coalitions:
    r"""Find out which states a coalition could upset, or any coalition.

    A coalition :math:`H` improves on a state :math:`s` by moving to :math:`t \in CR_H^+(s)`: a
    state that legal sequences of its members lead to, and that every member prefers. The state
    is stable for :math:`H` under CNASH when there is no such :math:`t`; under CGMR, CSMR and CSEQ
    when the others can answer each so that some member is no better off than at :math:`s` (and,
    under CSMR, the coalition can't repair it). A coalition never takes the place of its members:
    what is stable for coalitions is given beside what holds for each alone.

    Parameters
    ----------
    conflict : Conflict, GraphModel or Solution
        The model, or a solution of it under the classical concepts.
    members : iterable of str, optional
        The members of the coalition, by ids or names. Every coalition when not given.
    concepts : str or iterable of str, optional
        Coalitional concepts: CNASH, CSEQ, CGMR, CSMR; all of them when none are given.
    improvement : {"strict", "pareto"}
        Whether every member must be better off, or none worse off and some better off. What is
        no improvement deters.
    scenario : str, optional
        The scenario to look at instead of the base.
    follow : callable, optional
        Is told of progress now and then; when it returns False the computation stops.

    Returns
    -------
    Coalitions

    Raises
    ------
    ModelError
        If the model is wrong.
    UnknownNameError
        If a decision maker, a concept, a way of improving or the scenario isn't known.
    TooLargeError
        If there are too many coalitions and states for what is asked.
    StoppedError
        If `follow` stopped it.

    Notes
    -----
    For CNASH no list of all coalitions is needed: a larger coalition reaches more, so for each
    pair of states it is enough to look at all those who prefer the second.

    References
    ----------
    .. [1] Kilgour, D. M., Hipel, K. W., Fang, L. and Peng, X. (2001). Coalition analysis in group
       decision support. Group Decision and Negotiation 10, 159-175.
    .. [2] Inohara, T. and Hipel, K. W. (2008). Coalition analysis in the graph model for conflict
       resolution. Systems Engineering 11.

    Examples
    --------
    In the Elmira conflict nobody leaves state 5 alone; the Ministry and Uniroyal jump together.

    >>> from countermove.files.model_file import load
    >>> found = coalitions(load("elmira-coalesced"))
    >>> [(standing.state.label, standing.together) for standing in found][2:4]
    [('5', ()), ('8', ('CNASH', 'CSEQ', 'CGMR', 'CSMR'))]
    >>> [(jump.coalition, len(jump.path)) for jump in found.jumps]
    [(('moe', 'uniroyal'), 2)]
    """
    started = time.perf_counter()
    asked = find_coalitional_concepts(concepts)
    if improvement not in IMPROVEMENTS:
        raise unknown("way of improving", improvement, IMPROVEMENTS, "The ways are")
    alone = _solved(conflict, scenario, follow)
    model = alone.model
    coalition = None if members is None else found_members(model, members)
    refuse_too_much(model, coalition, asked)
    reach = Reach(model)
    pairs = Pairs(reach, improvement)
    group = model.decision_makers
    if coalition is not None:
        group = tuple(dm for dm in group if dm not in coalition)
    classes = ClassImprovements(pairs, group, follow)
    examination = Examination(reach, improvement, classes)
    search = partial(for_every, alone, pairs) if coalition is None else partial(for_one, coalition)
    upsets, stable = search(examination, asked, follow)
    jumps = equilibrium_jumps(pairs, alone.holding, coalition, follow)
    seconds = round(time.perf_counter() - started, 6)
    is_complete = len(jumps) < MOST_JUMPS
    provenance = Provenance("sets", "whole sets of states at once", seconds, is_complete)
    return Coalitions(
        alone,
        coalition,
        improvement,
        asked,
        immutabledict(stable),
        jumps,
        provenance,
        immutabledict(upsets),
        reach,
    )


def found_members(model: GraphModel, members: Iterable[str]) -> Coalition:
    """Return the members of a coalition by ids, in the order of the model.

    Raises
    ------
    UnknownNameError
        If one of them isn't known, or there are none.
    """
    given = [members] if isinstance(members, str) else members
    found = in_model_order(model, [model.find_decision_maker(member) for member in given])
    if not found:
        raise UnknownNameError(
            Problem("a coalition has at least one member.", advice="Name one by id or name.")
        )
    return found


_NEEDED = ("NASH", "SEQ", "GMR", "SMR")


def _solved(
    conflict: Conflict | GraphModel | Solution, scenario: str | None, follow: Follow | None
) -> Solution:
    if not isinstance(conflict, Solution):
        return solve(built(conflict, scenario, follow), follow=follow)
    built(conflict.model, scenario)
    if set(_NEEDED) <= set(conflict.codes):
        return conflict
    return solve(conflict.model, follow=follow)
