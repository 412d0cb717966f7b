"""What an equilibrium is worth: how firmly it holds, what would be better for all, who is free."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, reduce
from itertools import islice
from operator import and_, or_
from typing import Any

import numpy as np
from immutabledict import immutabledict

from countermove.analysis.equilibria import Solution, Stable, all_stable
from countermove.analysis.follow_up import FollowUp
from countermove.analysis.pareto import Optima, pareto_optima, trapped
from countermove.analysis.solving import model_of, solved_for
from countermove.analysis.state_lists import firmest, move_data, numbers
from countermove.analysis.worth.state_worth import Appraiser, StateWorth
from countermove.arguments import mapping, several, whole
from countermove.docstrings import citing
from countermove.errors import ArgumentError
from countermove.graph.bits import Bits
from countermove.graph.region import Region
from countermove.graph_model import GraphModel
from countermove.literature import MATBOULI_2014
from countermove.model.conflict import Conflict
from countermove.model.values import StateReference
from countermove.progress import Follow, Progress, tell
from countermove.result import ListResult, Provenance
from countermove.stability.registry import SolutionConcept, find_concepts
from countermove.table import Cell, Table
from countermove.texts import counted

MOST_STATES = 100
"""How many equilibria are looked at, at most, when no states are named."""


@dataclass(frozen=True, eq=False, repr=False)
class Worth(FollowUp, ListResult[StateWorth]):
    """What the equilibria of a model, or some of its states, are worth.

    Iterate over it for what each state is worth, by number.

    Parameters
    ----------
    solution : Solution
        The solution, under all the concepts that were needed.
    concepts : tuple of SolutionConcept
        The concepts that were asked for; the strength of an equilibrium counts these.
    foresight : mapping of str to str
        The concepts that were given to decision makers.
    mixed : mapping of str to Region
        By code of a concept the states that are stable for each decision maker under the concept
        that was given to it, and under this one for those to whom none was given. Empty where
        none was given to anybody.
    states : tuple of StateWorth
        What there is to say, state by state.
    optima : Optima or None
        The Pareto-optimal states; None where they are too many to be found.
    held : Region
        The equilibria that were asked about, whether or not each was looked at.
    trapped : Region or None
        Those of them to which everybody would prefer another state, and nobody can go to such a
        one alone; None where there are too many states to say so.
    left_out : int
        How many equilibria there are beyond those that were looked at.
    provenance : Provenance
        How it was made.
    """

    format = "countermove-worth/1"
    literature = (MATBOULI_2014,)
    _list = "states"

    concepts: tuple[SolutionConcept, ...] = field()
    foresight: Mapping[str, str]
    mixed: Mapping[str, Region]
    states: tuple[StateWorth, ...]
    optima: Optima | None
    held: Region
    trapped: Region | None
    left_out: int
    provenance: Provenance

    def _brief(self) -> str:
        optimal = sum(one.is_optimal for one in self)
        title = self.model.conflict.title
        return f"of '{title}': {counted(len(self), 'state')}, {optimal} of them Pareto-optimal"

    @cached_property
    def only_mixed(self) -> Region:
        """The states that hold under different concepts for each, and under none for all."""
        stable = self.solution.stable
        by_dm = [
            reduce(or_, (stable[code][dm] for code in self.codes))
            for dm in self.model.decision_makers
        ]
        holding = reduce(or_, (self.solution.holding[code] for code in self.codes))
        return reduce(and_, by_dm) & ~holding

    def table(self) -> Table:
        """Return it as a table: one row for each state."""
        states, conflict = self.model.states, self.model.conflict
        rows: list[tuple[Cell, ...]] = []
        for one in self:
            view = states.view(one.state)
            example = one.example
            rows.append(
                (
                    view.number,
                    view.label if conflict.is_graph_form else view.pattern,
                    " ".join(one.concepts),
                    one.strength,
                    one.is_optimal,
                    one.is_weakly_optimal,
                    not one.dominated_by.any(),
                    one.better,
                    one.reached_alone,
                    None if example is None else states.number(example.state),
                    None if example is None else example.reach,
                    one.rank_sum,
                    one.borda,
                    *(s.place for s in one.standings.values()),
                    *(s.freedom for s in one.standings.values()),
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

    def _content(self) -> dict[str, Any]:
        states, optima = self.model.states, self.optima
        return {
            "concepts": list(self.codes),
            "foresight": dict(self.foresight),
            "mixed": {code: numbers(states, found) for code, found in self.mixed.items()},
            "only_mixed": numbers(states, self.only_mixed),
            "pareto_optimal": None if optima is None else numbers(states, optima.optimal),
            "weakly_pareto_optimal": None if optima is None else numbers(states, optima.weakly),
            "states": [self._state_data(one) for one in self],
            "left_out": self.left_out,
        }

    def _state_data(self, one: StateWorth) -> dict[str, Any]:
        states, example = self.model.states, one.example
        data: dict[str, Any] = {
            "state": states.view(one.state).to_dict(),
            "concepts": list(one.concepts),
            "pareto_optimal": one.is_optimal,
            "weakly_pareto_optimal": one.is_weakly_optimal,
            "better_for_all": one.better,
            "pareto_better": one.pareto_better,
            "reached_alone": one.reached_alone,
            "example": None,
            "equilibria_all_prefer": numbers(states, one.preferred),
            "dominated_by": numbers(states, one.dominated_by),
            "dominates": numbers(states, one.dominates),
            "rank_sum": one.rank_sum,
            "borda": one.borda,
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
                for dm, standing in one.standings.items()
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


@citing(Worth.literature)
def worth(
    conflict: Conflict | GraphModel | Solution,
    *,
    states: StateReference | Iterable[StateReference] | None = None,
    foresight: Mapping[str, str] | None = None,
    concepts: str | Iterable[str] | None = None,
    scenario: str | None = None,
    most: int = MOST_STATES,
    follow: Follow | None = None,
) -> Worth:
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
        Which states, by number, label, id or pattern; all equilibria when not given.
    foresight : mapping of str to str, optional
        For some decision makers, by id or name, the concept that each of them follows.
    concepts : str or iterable of str, optional
        Codes of solution concepts, as in :func:`solve`; those of a solution when one is given.
    scenario : str, optional
        The scenario to look at instead of the base.
    most : int
        How many equilibria to look at, at most, when no states are named, those first that hold
        under most concepts.
    follow : callable, optional
        Is told of progress, and may stop it, as in :func:`solve`.

    Returns
    -------
    Worth

    Raises
    ------
    UnknownNameError
        If a state, a decision maker, a concept or the scenario isn't known.
    ModelError
        If the model is wrong; all problems at once.

    Examples
    --------
    >>> from countermove import load
    >>> result = worth(load("prisoners-dilemma"), states="NN")
    >>> result.states[0].strength, result.states[0].example.reach
    (5, 'jointly')
    """
    started = time.perf_counter()
    if isinstance(conflict, Solution) and concepts is None:
        concepts = conflict.codes
    model = model_of(conflict, scenario, follow)
    asked = find_concepts(concepts)
    most = whole(most, "most", 0)
    given = {} if foresight is None else _foresight(model, foresight)
    codes = [concept.code for concept in asked]
    solution = solved_for(dict.fromkeys([*codes, *given.values()]), conflict, model, follow)
    holding = reduce(or_, (solution.holding[code] for code in codes))
    chosen = _chosen(solution, codes, holding, states, most)
    held = holding if states is None else holding & Bits.at(np.array(chosen, np.intp), holding.size)
    left_out = 0 if states is not None else holding.count() - len(chosen)
    appraiser = Appraiser(solution, codes, holding)
    states_worth = []
    for k, state in enumerate(chosen):
        tell(follow, Progress(k / len(chosen), len(model.states)))
        states_worth.append(appraiser.appraise(state))
    optima = pareto_optima(model, follow=follow)
    traps = None if optima is None else trapped(model, held & ~optima.weakly)
    unknown = any(r.example and r.example.reach == "unknown" for r in states_worth)
    made, complete = solution.provenance, not left_out and not unknown and traps is not None
    provenance = Provenance.since(started, made.engine, made.why, complete)
    mixed = _mixed(model, solution.stable, given, codes)
    return Worth(
        solution,
        asked,
        immutabledict(given),
        immutabledict(mixed),
        tuple(states_worth),
        optima,
        held,
        traps,
        left_out,
        provenance,
    )


def _foresight(model: GraphModel, given: Mapping[str, str]) -> dict[str, str]:
    """Return the code of the concept that was given to each decision maker, by its id."""
    found: dict[str, str] = {}
    for name, concept in mapping(given, "foresight").items():
        dm = model.find_decision_maker(name)
        if dm in found:
            raise ArgumentError(
                f"foresight is given twice for {model.name(dm)}.", advice="Give one concept."
            )
        found[dm] = find_concepts([concept])[0].code
    return {dm: found[dm] for dm in model.decision_makers if dm in found}


def _chosen(
    solution: Solution,
    codes: Sequence[str],
    holding: Region,
    states: StateReference | Iterable[StateReference] | None,
    most: int,
) -> list[int]:
    model = solution.model
    if states is not None:
        return list(dict.fromkeys(map(model.states.find, several(states))))
    if holding.count() <= most:
        return model.states.in_order(holding.positions().tolist())
    return list(islice(firmest(model.states, [solution.holding[code] for code in codes]), most))


def _mixed(
    model: GraphModel, stable: Stable, given: Mapping[str, str], codes: Iterable[str]
) -> dict[str, Region]:
    if not given:
        return {}
    assigned: dict[str, dict[str, Region]] = {
        code: {dm: stable[given.get(dm, code)][dm] for dm in model.decision_makers}
        for code in codes
    }
    return all_stable(assigned)
