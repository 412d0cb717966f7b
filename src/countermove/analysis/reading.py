"""What an equilibrium is worth: how firmly it holds, what would be better for all, who is free."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, reduce
from itertools import islice
from operator import and_, or_
from typing import Any, Literal

import numpy as np
from immutabledict import immutabledict

from countermove.analysis.equilibria import Solution, Stable, all_stable, solve
from countermove.analysis.lists import move_data, numbers
from countermove.analysis.provenance import Provenance
from countermove.analysis.together import (
    Optima,
    better_for_all,
    highest_on_the_whole,
    liked,
    pareto_better,
    pareto_optima,
    ranks_of,
)
from countermove.graph.bits import Bits
from countermove.graph.sequences import Move, Path, legal_sequences
from countermove.graph_model import GraphModel, built
from countermove.model.conflict import Conflict
from countermove.model.parts import StateReference
from countermove.progress import Follow, Progress, tell
from countermove.stability.engines.arrays import least_replies
from countermove.stability.engines.backward import least_replies_backward
from countermove.stability.engines.neighbours import Neighbours, neighbours
from countermove.stability.registry import SolutionConcept, find_concepts
from countermove.streams import settled
from countermove.table import Cell, Result, Table

READING_FORMAT = "countermove-reading/1"

MOST_STATES = 100
"""How many equilibria are read at most when no states are named."""

MOST_SEARCHED = 1 << 20
"""Legal sequences to what is better for all are looked for in models of so many states."""

_MOST_SEQUENCES = 50_000

Reach = Literal["alone", "jointly", "never", "unknown"]


@dataclass(frozen=True, slots=True)
class Better:
    """A state that everybody prefers (or nobody likes less), and who can bring it about.

    Parameters
    ----------
    state : int
        Its position.
    for_all : bool
        Whether every decision maker prefers it; else nobody likes it less and somebody more.
    reach : {"alone", "jointly", "never", "unknown"}
        How it can be reached: by one move of one decision maker, by a legal sequence of moves
        only, not at all; or it was not looked for because the model is too large.
    path : tuple of Move
        The move, or a shortest legal sequence; empty where there is none, or it is too long to
        look for.
    """

    state: int
    for_all: bool
    reach: Reach
    path: Path


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one decision maker stands in a state.

    Parameters
    ----------
    place : int
        The level of the state in its ranking, 1 being the best.
    levels : int
        How many levels its ranking has.
    points : float
        How many states it likes less, and half of those that it likes as much (Borda's count).
    moves, improvements : int
        How many unilateral moves it has from the state, and how many of them are improvements.
    stable : tuple of str
        The codes of the concepts under which the state is stable for it.
    """

    place: int
    levels: int
    points: float
    moves: int
    improvements: int
    stable: tuple[str, ...]

    @property
    def freedom(self) -> int:
        """The level of freedom: the moves that another preference could make improvements."""
        return self.moves - self.improvements


@dataclass(frozen=True, eq=False, slots=True)
class StateReading:
    """What there is to say of one state.

    Parameters
    ----------
    state : int
        Its position.
    concepts : tuple of str
        The codes of the concepts under which it is an equilibrium.
    better, pareto_better : int
        How many of all feasible states are better for all, and how many Pareto-better.
    reached_alone : int
        How many of those that are better for all some decision maker can move to by itself.
    example : Better or None
        One of those that are better for all, or else Pareto-better; None where there is none.
    preferred : Bits
        The equilibria that are better for all.
    dominated_by, dominates : Bits
        The equilibria that are Pareto-better than it, and those that it is Pareto-better than.
    standings : mapping of str to Standing
        By decision maker.
    """

    state: int
    concepts: tuple[str, ...]
    better: int
    pareto_better: int
    reached_alone: int
    example: Better | None
    preferred: Bits
    dominated_by: Bits
    dominates: Bits
    standings: Mapping[str, Standing]

    @property
    def strength(self) -> int:
        """Under how many concepts it is an equilibrium."""
        return len(self.concepts)

    @property
    def is_optimal(self) -> bool:
        """Whether it is Pareto-optimal among all feasible states."""
        return not self.pareto_better

    @property
    def is_weakly_optimal(self) -> bool:
        """Whether it is weakly Pareto-optimal among all feasible states."""
        return not self.better

    @property
    def rank_sum(self) -> int:
        """The sum of its places; lower is better, but no standard measure."""
        return sum(standing.place for standing in self.standings.values())

    @property
    def borda(self) -> float:
        """The sum of Borda's counts; higher is better, but no standard measure."""
        return sum(standing.points for standing in self.standings.values())


@dataclass(frozen=True, eq=False, repr=False)
class Reading(Result):
    """What the equilibria of a model, or some of its states, are worth.

    Iterate over it for the readings of states, by number.

    Parameters
    ----------
    solution : Solution
        The solution, under all the concepts that were needed.
    concepts : tuple of SolutionConcept
        The concepts that were asked for; the strength of an equilibrium counts these.
    foresight : mapping of str to str
        The concepts that were given to decision makers.
    mixed : mapping of str to Bits
        By code of a concept the states that are stable for each decision maker under the concept
        that was given to it, and under this one for those to whom none was given. Empty where
        none was given to anybody.
    readings : tuple of StateReading
        What there is to say, state by state.
    optima : Optima or None
        The Pareto-optimal states; None where they are too many to be found.
    left_out : int
        How many equilibria there are beyond those that were read.
    provenance : Provenance
        How it was made.
    """

    solution: Solution
    concepts: tuple[SolutionConcept, ...]
    foresight: Mapping[str, str]
    mixed: Mapping[str, Bits]
    readings: tuple[StateReading, ...]
    optima: Optima | None
    left_out: int
    provenance: Provenance

    def __iter__(self) -> Iterator[StateReading]:
        """Give the readings, by number of the state."""
        return iter(self.readings)

    def __len__(self) -> int:
        """Count the states that were read."""
        return len(self.readings)

    def __bool__(self) -> bool:
        """Be true: an answer is there even when nothing holds."""
        return True

    def __repr__(self) -> str:
        """Name the model, count the states and those that are Pareto-optimal."""
        optimal = sum(reading.is_optimal for reading in self)
        title = self.model.conflict.title
        return f"<Reading of '{title}': {len(self)} states, {optimal} of them Pareto-optimal>"

    @property
    def model(self) -> GraphModel:
        """The model that was solved."""
        return self.solution.model

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """The codes of the concepts that were asked for."""
        return tuple(concept.code for concept in self.concepts)

    @cached_property
    def only_mixed(self) -> Bits:
        """The states that hold under different concepts for each, and under none for all."""
        stable = self.solution.stable
        by_dm = [
            reduce(or_, (stable[code][dm] for code in self.codes))
            for dm in self.model.decision_makers
        ]
        holding = reduce(or_, (self.solution.holding[code] for code in self.codes))
        return reduce(and_, by_dm) & ~holding

    def table(self) -> Table:
        """Return the readings as a table: one row for each state."""
        states, conflict = self.model.states, self.model.conflict
        rows: list[tuple[Cell, ...]] = []
        for reading in self:
            view = states.view(reading.state)
            example = reading.example
            rows.append(
                (
                    view.number,
                    view.label if conflict.is_graph_form else view.pattern,
                    " ".join(reading.concepts),
                    reading.strength,
                    reading.is_optimal,
                    reading.is_weakly_optimal,
                    not reading.dominated_by.any(),
                    reading.better,
                    reading.reached_alone,
                    None if example is None else states.number(example.state),
                    None if example is None else example.reach,
                    reading.rank_sum,
                    reading.borda,
                    *(s.place for s in reading.standings.values()),
                    *(s.freedom for s in reading.standings.values()),
                )
            )
        names = [party.name for party in conflict.decision_makers.values()]
        columns = (
            "state",
            "id" if conflict.is_graph_form else "pattern",
            "holds under",
            "concepts",
            "Pareto-optimal",
            "weakly",
            "optimal among equilibria",
            "better for all",
            "reached alone",
            "example",
            "reach",
            "rank sum",
            "Borda",
            *(f"place: {name}" for name in names),
            *(f"freedom: {name}" for name in names),
        )
        return Table(f"Equilibria of {conflict.title}", columns, tuple(rows))

    def to_dict(self) -> dict[str, Any]:
        """Return the reading as plain data, as the command line prints it in JSON."""
        return dict(settled(self._data()))

    def _data(self) -> dict[str, Any]:
        states, optima = self.model.states, self.optima
        return {
            "format": READING_FORMAT,
            "model": self.model.about(),
            "concepts": list(self.codes),
            "foresight": dict(self.foresight),
            "mixed": {code: numbers(states, found) for code, found in self.mixed.items()},
            "only_mixed": numbers(states, self.only_mixed),
            "pareto_optimal": None if optima is None else numbers(states, optima.optimal),
            "weakly_pareto_optimal": None if optima is None else numbers(states, optima.weakly),
            "states": [self._reading_data(reading) for reading in self],
            "left_out": self.left_out,
            "provenance": self.provenance.to_dict(),
        }

    def _reading_data(self, reading: StateReading) -> dict[str, Any]:
        states, example = self.model.states, reading.example
        data: dict[str, Any] = {
            "state": states.view(reading.state).to_dict(),
            "concepts": list(reading.concepts),
            "pareto_optimal": reading.is_optimal,
            "weakly_pareto_optimal": reading.is_weakly_optimal,
            "better_for_all": reading.better,
            "pareto_better": reading.pareto_better,
            "reached_alone": reading.reached_alone,
            "example": None,
            "equilibria_all_prefer": numbers(states, reading.preferred),
            "dominated_by": numbers(states, reading.dominated_by),
            "dominates": numbers(states, reading.dominates),
            "rank_sum": reading.rank_sum,
            "borda": reading.borda,
            "decision_makers": {
                dm: {
                    "place": standing.place,
                    "levels": standing.levels,
                    "points": standing.points,
                    "moves": standing.moves,
                    "improvements": standing.improvements,
                    "freedom": standing.freedom,
                    "stable": list(standing.stable),
                }
                for dm, standing in reading.standings.items()
            },
        }
        if example is not None:
            data["example"] = {
                "state": states.view(example.state).to_dict(),
                "for_all": example.for_all,
                "reach": example.reach,
                "path": [move_data(states, move) for move in example.path],
            }
        return data


def read_equilibria(
    conflict: Conflict | GraphModel | Solution,
    *,
    states: StateReference | Iterable[StateReference] | None = None,
    foresight: Mapping[str, str] | None = None,
    concepts: str | Iterable[str] | None = None,
    scenario: str | None = None,
    most: int = MOST_STATES,
    follow: Follow | None = None,
) -> Reading:
    r"""Say what the equilibria are worth: how firmly they hold, and what would be better.

    For a state :math:`s` the answer has

    *strength*
        the number of concepts under which :math:`s` is an equilibrium;
    *Pareto comparison*
        the states :math:`t` that are better for all, :math:`t \succ_i s` for every
        :math:`i \in N`, and those that are Pareto-better, :math:`t \succeq_i s` for every
        :math:`i` and :math:`t \succ_j s` for some :math:`j`. Without any of the latter
        :math:`s` is Pareto-optimal, without any of the former weakly so;
    *reach*
        whether somebody reaches what is better for all by one move,
        :math:`t \in \bigcup_i R_i(s)`, or all together, :math:`t \in R_N(s)`, or nobody;
    *levels of freedom*
        for each decision maker :math:`|R_i(s)| - |R_i^+(s)|`: how many of its moves are no
        improvements, and so could become ones if its preference changed. Matbouli, Hipel and
        Kilgour (2014) describe it as the number of unilateral moves that could be turned into
        improvements; their paper was known from its abstract only;
    *place*
        the level of :math:`s` in each ranking, 1 being the best. The sum of the places and
        Borda's count are given as plain numbers: neither is a standard of the graph model;
    *mixed stability*
        the concepts :math:`C_i(s)` under which :math:`s` is stable for each decision maker.
        When each follows a concept of its own, :math:`c_i`, then :math:`s` holds if and only
        if :math:`c_i \in C_i(s)` for all :math:`i`.

    Parameters
    ----------
    conflict : Conflict, GraphModel or Solution
        The model, or its solution.
    states : str, int or iterable of them, optional
        Which states to read, by number, label, id or pattern; all equilibria when not given.
    foresight : mapping of str to str, optional
        For some decision makers, by id or name, the concept that each of them follows.
    concepts : str or iterable of str, optional
        Codes of solution concepts, as in :func:`solve`; those of a solution when one is given.
    scenario : str, optional
        The scenario to look at instead of the base.
    most : int
        How many equilibria to read at most when no states are named, those first that hold
        under most concepts.
    follow : callable, optional
        Is told of progress, and may stop it, as in :func:`solve`.

    Returns
    -------
    Reading

    Raises
    ------
    UnknownNameError
        If a state, a decision maker, a concept or the scenario isn't known.
    ModelError
        If the model is wrong; all problems at once.

    References
    ----------
    Y. T. Matbouli, K. W. Hipel and D. M. Kilgour (2014), on the robustness of equilibria.

    Examples
    --------
    >>> from countermove.files.model_file import load
    >>> reading = read_equilibria(load("prisoners-dilemma"), states="NN")
    >>> reading.readings[0].strength, reading.readings[0].example.reach
    (5, 'jointly')
    """
    started = time.perf_counter()
    if isinstance(conflict, Solution):
        concepts = conflict.codes if concepts is None else concepts
        model = built(conflict.model, scenario)
    else:
        model = built(conflict, scenario, follow)
    asked = find_concepts(concepts)
    given = _foresight(model, foresight or {})
    solution = _solution(model, conflict, [c.code for c in asked], given.values(), follow)
    holding = reduce(or_, (solution.holding[concept.code] for concept in asked))
    chosen = _chosen(solution, asked, holding, states, most)
    left_out = 0 if states is not None else holding.count() - len(chosen)
    reader = _Reader(solution, [concept.code for concept in asked], holding)
    readings = []
    for k, state in enumerate(chosen):
        tell(follow, Progress(k / len(chosen), len(model.states)))
        readings.append(reader.read(state))
    optima = pareto_optima(model, follow=follow)
    unknown = any(r.example and r.example.reach == "unknown" for r in readings)
    provenance = replace(
        solution.provenance,
        seconds=round(time.perf_counter() - started, 6),
        complete=not left_out and not unknown and optima is not None,
    )
    mixed = _mixed(model, solution.stable, given, [concept.code for concept in asked])
    return Reading(
        solution,
        asked,
        immutabledict(given),
        immutabledict(mixed),
        tuple(readings),
        optima,
        left_out,
        provenance,
    )


def _foresight(model: GraphModel, given: Mapping[str, str]) -> dict[str, str]:
    """Return the code of the concept that was given to each decision maker, by its id."""
    found = {
        model.find_decision_maker(dm): find_concepts([concept])[0].code
        for dm, concept in given.items()
    }
    return {dm: found[dm] for dm in model.decision_makers if dm in found}


def _solution(
    model: GraphModel,
    given: Conflict | GraphModel | Solution,
    asked: Iterable[str],
    more: Iterable[str],
    follow: Follow | None,
) -> Solution:
    """Solve for what is asked, as far as a solution that was given doesn't have it already."""
    codes = list(dict.fromkeys([*asked, *more]))
    if isinstance(given, Solution) and set(codes) <= set(given.codes):
        return given
    return solve(model, codes, follow=follow)


def _chosen(
    solution: Solution,
    asked: tuple[SolutionConcept, ...],
    holding: Bits,
    states: StateReference | Iterable[StateReference] | None,
    most: int,
) -> list[int]:
    model = solution.model
    if states is not None:
        named = [states] if isinstance(states, (str, int)) else states
        return list(dict.fromkeys(model.states.find(name) for name in named))
    if holding.count() <= most:
        return model.states.in_order(holding.positions().tolist())
    codes = [concept.code for concept in asked]
    narrowed = replace(
        solution, concepts=asked, stable=immutabledict({c: solution.stable[c] for c in codes})
    )
    return [model.states.find(found.state.label) for found in narrowed.strongest(most)]


def _mixed(
    model: GraphModel, stable: Stable, given: Mapping[str, str], codes: Iterable[str]
) -> dict[str, Bits]:
    if not given:
        return {}
    assigned: dict[str, dict[str, Bits]] = {
        code: {dm: stable[given.get(dm, code)][dm] for dm in model.decision_makers}
        for code in codes
    }
    return all_stable(assigned)


class _Reader:
    """Reads the states of one solution."""

    def __init__(self, solution: Solution, codes: list[str], holding: Bits) -> None:
        self._solution = solution
        self._model = solution.model
        self._codes = codes
        self._holding = holding

    def read(self, state: int) -> StateReading:
        model = self._model
        better, pareto = better_for_all(model, state), pareto_better(model, state)
        moved_to = np.zeros(len(model.states), dtype=bool)
        for dm in model.decision_makers:
            moved_to[model.moves(dm, state)] = True
        alone = better & Bits.of(moved_to)
        return StateReading(
            state,
            tuple(code for code in self._codes if self._solution.holding[code][state]),
            better.count(),
            pareto.count(),
            alone.count(),
            self._example(state, better, pareto, Bits.of(moved_to)),
            better & self._holding,
            pareto & self._holding,
            self._dominated(state) & self._holding,
            immutabledict({dm: self._standing(dm, state) for dm in model.decision_makers}),
        )

    def _standing(self, dm: str, state: int) -> Standing:
        model = self._model
        ranks = model.preferences[dm].ranks
        rank, top = int(ranks[state]), int(ranks.max())
        below, alike = int((ranks < rank).sum()), int((ranks == rank).sum()) - 1
        return Standing(
            top - rank + 1,
            top + 1,
            below + alike / 2,
            len(model.moves(dm, state)),
            len(model.improvements(dm, state)),
            tuple(c for c in self._codes if self._solution.stable[c][dm][state]),
        )

    def _dominated(self, state: int) -> Bits:
        as_bad = np.ones(len(self._model.states), dtype=bool)
        less = np.zeros(len(self._model.states), dtype=bool)
        for ranks in ranks_of(self._model):
            as_bad &= ranks <= ranks[state]
            less |= ranks < ranks[state]
        return Bits.of(as_bad & less)

    def _example(self, state: int, better: Bits, pareto: Bits, moved_to: Bits) -> Better | None:
        """Choose a better state: for all if there is one, then one that can best be reached.

        Among several it is the one that the decision makers rank highest on the whole.
        """
        for_all = better.any()
        found = better if for_all else pareto
        if not found.any():
            return None
        if (alone := found & moved_to).any():
            target = highest_on_the_whole(self._model, alone)
            mover = next(
                dm for dm in self._model.decision_makers if target in self._model.moves(dm, state)
            )
            return Better(target, for_all, "alone", (Move(mover, state, target),))
        if len(self._model.states) > MOST_SEARCHED:
            return Better(highest_on_the_whole(self._model, found), for_all, "unknown", ())
        best = self._reached_jointly(state, found)
        if best is None:
            return Better(highest_on_the_whole(self._model, found), for_all, "never", ())
        return Better(best, for_all, "jointly", self._path(state, best))

    @cached_property
    def _around(self) -> list[Neighbours]:
        moves, preferences = self._model.moves_of, self._model.preferences
        return [
            neighbours(moves[dm], preferences[dm].ranks.astype(np.int64))
            for dm in self._model.decision_makers
        ]

    def _reached_jointly(self, state: int, found: Bits) -> int | None:
        """Return the state that is ranked highest on the whole of those that R_N leads to.

        The engine's search for the least label at the end of a legal sequence answers it, with
        the place in that order for a label.
        """
        positions = self._model.states.in_order_array(found.positions())
        order = positions[np.argsort(-liked(self._model, positions).round(12), kind="stable")]
        label = np.full(len(self._model.states), len(order), dtype=np.int64)
        label[order] = np.arange(len(order))
        least = least_replies(label, self._around, improving=False)
        if least is None:
            least = least_replies_backward(label, self._around, improving=False, ask=lambda: None)
        return int(order[least[state]]) if least[state] < len(order) else None

    def _path(self, state: int, target: int) -> Path:
        model = self._model
        sequences = legal_sequences(model.decision_makers, state, model.moves, len(model.states))
        some = islice(sequences, _MOST_SEQUENCES)
        return next((path for path in some if path[-1].target == target), ())
