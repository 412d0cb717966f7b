"""The states of a model as a list: what is done in each, and how each party ranks it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from countermove.analysis.equilibria import Solution
from countermove.graph.states import State
from countermove.graph_model import GraphModel
from countermove.table import Cell, Result, Table

STATES_FORMAT = "countermove-states/1"


@dataclass(frozen=True, eq=False, repr=False)
class StateList(Result):
    """The feasible states of a model with their rankings and, where solved, the answers.

    Iterate over it for the states.

    Parameters
    ----------
    model : GraphModel
        The model.
    solution : Solution, optional
        Its solution, whose answers are then part of the table.
    """

    model: GraphModel
    solution: Solution | None = None

    def __iter__(self) -> Iterator[State]:
        """Give the states, by number."""
        return (self.model.states.view(state) for state in self.positions)

    def __len__(self) -> int:
        """Count the states."""
        return len(self.model.states)

    def __repr__(self) -> str:
        """Name the model and count the states."""
        return f"<StateList of '{self.model.conflict.title}': {len(self)} states>"

    @cached_property
    def positions(self) -> list[int]:
        """The states' positions, in the order of their numbers."""
        return self.model.states.in_order(range(len(self.model.states)))

    def ranking(self, decision_maker: str) -> list[list[int]]:
        """Return how a decision maker ranks the states.

        Parameters
        ----------
        decision_maker : str
            Its id or name.

        Returns
        -------
        list of list of int
            The states' positions, best first; those in one list are equal to it.
        """
        dm = self.model.find_decision_maker(decision_maker)
        ranks = self.model.preferences[dm].ranks
        groups: dict[int, list[int]] = {rank: [] for rank in np.unique(ranks)[::-1].tolist()}
        for state in self.positions:
            groups[int(ranks[state])].append(state)
        return list(groups.values())

    def table(self) -> Table:
        """Return the states as a table: options, then the place in each party's ranking.

        Where the model has been solved, a column for each concept says which states hold, and
        one for each concept and party for whom they are stable.
        """
        states, parties = self.model.states, self.model.decision_makers
        options = () if self.model.conflict.is_graph_form else states.option_names
        places = {
            dm: {s: place for place, tied in enumerate(self.ranking(dm), 1) for s in tied}
            for dm in parties
        }
        rows: list[tuple[Cell, ...]] = []
        for state in self.positions:
            view = states.view(state)
            row: list[Cell] = [view.number, view.label, view.pattern or None]
            row += [*view.pattern[: len(options)], view.text]
            row += [places[dm][state] for dm in parties]
            if self.solution is not None:
                row += self._answers(self.solution, state)
            rows.append(tuple(row))
        columns = ["state", "label", "pattern", *options, "text"]
        columns += [f"rank for {dm}" for dm in parties]
        if self.solution is not None:
            columns += [f"holds under {code}" for code in self.solution.codes]
            columns += [f"{code} for {dm}" for code in self.solution.codes for dm in parties]
        return Table(f"States of {self.model.conflict.title}", tuple(columns), tuple(rows))

    def _answers(self, solution: Solution, state: int) -> list[Cell]:
        stable = [
            bool(by_dm[dm][state])
            for by_dm in solution.stable.values()
            for dm in self.model.decision_makers
        ]
        size = len(self.model.decision_makers)
        holds = [all(stable[k : k + size]) for k in range(0, len(stable), size)]
        return [*holds, *stable]

    def to_dict(self) -> dict[str, Any]:
        """Return states and rankings as plain data."""
        conflict, states = self.model.conflict, self.model.states
        data: dict[str, Any] = {
            "format": STATES_FORMAT,
            "model": {"title": conflict.title, "digest": conflict.digest},
            "status_quo": None if states.status_quo is None else states.number(states.status_quo),
            "states": [view.to_dict() | {"text": view.text} for view in self],
            "rankings": {
                dm: [[states.number(s) for s in tied] for tied in self.ranking(dm)]
                for dm in self.model.decision_makers
            },
        }
        if self.model.scenario is not None:
            data["model"]["scenario"] = self.model.scenario
        return data
