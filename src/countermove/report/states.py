"""The states of a model as a list: what is done in each, and how each party ranks it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise, repeat
from typing import Any

import numpy as np

from countermove.analysis.equilibria import Solution
from countermove.analysis.state_lists import (
    MOST_PRINTED,
    STATES_AT_ONCE,
    Described,
    in_order,
    marks,
    one_by_one,
    option_table,
    states_data,
)
from countermove.graph.region import Positions, Region
from countermove.graph.states import State
from countermove.graph_model import GraphModel
from countermove.result import Result
from countermove.stability.registry import SolutionConcept
from countermove.streams import Long
from countermove.table import Cell, Row, Table
from countermove.texts import counted


@dataclass(frozen=True, eq=False, repr=False)
class StateList(Result):
    """The feasible states of a model with their rankings and, where solved, the answers."""

    format = "countermove-states/1"
    provenance = None

    model: GraphModel
    solution: Solution | None = None

    @property
    def concepts(self) -> tuple[SolutionConcept, ...]:
        """The concepts that were solved for."""
        return () if self.solution is None else self.solution.concepts

    def __iter__(self) -> Iterator[State]:
        """Give the states, by number."""
        return (self.model.states.view(state) for state in self.positions())

    def __len__(self) -> int:
        """Count the states."""
        return len(self.model.states)

    def _brief(self) -> str:
        return f"of '{self.model.conflict.title}': {counted(len(self), 'state')}"

    def positions(self) -> Iterator[int]:
        """Give the states' positions, in the order of their numbers."""
        return one_by_one(self.model.states)

    @property
    def _ranking(self) -> list[str]:
        """Those who rank all the states."""
        unordered = self.model.unordered
        return [dm for dm in self.model.decision_makers if dm not in unordered]

    def ranking(self, decision_maker: str) -> Iterator[list[int]]:
        """Give the states as a decision maker ranks them."""
        dm = self.model.find_decision_maker(decision_maker)
        order, levels = self._ranked(dm)
        for start, stop in pairwise(levels.tolist()):
            yield order[start:stop].tolist()

    def _ranked(self, dm: str) -> tuple[Positions, Positions]:
        """Return all states, best first, and where in them each level begins, and the end."""
        ranks = self.model.levels(dm, "a ranking")
        everything = self.model.states.in_order_array(np.arange(len(self)))
        worst_last = ranks.max() - ranks[everything]
        order = everything[np.argsort(worst_last, kind="stable")]
        return order, np.concatenate([[0], np.cumsum(np.bincount(worst_last))])

    def table(self) -> Table:
        """Return the states as a table: options, then the place in each party's ranking."""
        states, parties = self.model.states, self.model.decision_makers
        options = () if self.model.conflict.is_graph_form else states.option_names
        columns = ["state", "label", "pattern", *options, "text"]
        columns += [f"rank for {dm}" for dm in self._ranking]
        if self.solution is not None:
            heads = self.solution.printed_codes
            columns += [f"holds under {head}" for head in heads]
            columns += [f"{head} for {dm}" for head in heads for dm in parties]
        rows = Long[Row](len(self), self._rows)
        return Table(f"States of {self.model.conflict.title}", tuple(columns), rows)

    def _printed(self) -> Table:
        table, states = self.table(), self.model.states
        if self.model.conflict.is_graph_form or len(self) > MOST_PRINTED:
            return table
        shown = list(self.positions())
        ranks = {dm: self.model.levels(dm) for dm in self._ranking}
        places: list[tuple[str, Iterable[Cell]]] = [
            (
                f"rank for {self.model.name(dm)}",
                [int(own.max() - own[state] + 1) for state in shown],
            )
            for dm, own in ranks.items()
        ]
        answers: list[tuple[str, Iterable[Cell]]] = []
        if self.solution is not None:
            holding = zip(self.solution.printed_codes, self.solution.holding.values(), strict=True)
            answers = [(f"holds under {c}", [state in b for state in shown]) for c, b in holding]
        return option_table(table.title, states, shown, places, answers)

    def _rows(self) -> Iterator[list[Row]]:
        states = self.model.states
        described, letters = Described(states), states.vocabulary.spelling.letters
        ranks = [self.model.levels(dm) for dm in self._ranking]
        # No level is left out, so that the levels above a state are the places before its own.
        places = [(int(own.max()) + 1, own) for own in ranks]
        sets: list[Region] = []
        if self.solution is not None:
            sets += self.solution.holding.values()
            sets += (found for by_dm in self.solution.stable.values() for found in by_dm.values())
        for part in in_order(states):
            about: Iterable[Row]
            if states.labels:
                views = [states.view(state) for state in part.tolist()]
                about = [
                    (v.number, v.label, v.pattern or None, *letters(v.pattern), v.text)
                    for v in views
                ]
            else:
                numbered = zip(states.numbers_of(part).tolist(), states.patterns(part), strict=True)
                about = (
                    (n, str(n), p or None, *letters(p), described.text(p)) for n, p in numbered
                )
            ranked: Iterable[Row] = repeat((), len(part))
            if places:
                columns = [(many - own[part].astype(np.intp)).tolist() for many, own in places]
                ranked = zip(*columns, strict=True)
            answers = marks(sets)(part) if sets else repeat((), len(part))
            yield [(*a, *b, *c) for a, b, c in zip(about, ranked, answers, strict=True)]

    def _content(self) -> dict[str, Any]:
        states = self.model.states
        return {
            "status_quo": None if states.status_quo is None else states.number(states.status_quo),
            "states": states_data(states, text=True),
            "rankings": dict.fromkeys(self.model.decision_makers)
            | {dm: self._levels(dm) for dm in self._ranking},
        }

    def _levels(self, dm: str) -> Long[list[int]]:
        """Return the printed numbers of the states as a decision maker ranks them."""

        def parts() -> Iterator[list[list[int]]]:
            order, levels = self._ranked(dm)
            numbered = self.model.states.numbers_of(order)
            some: list[list[int]] = []
            for start, stop in pairwise(levels.tolist()):
                some.append(numbered[start:stop].tolist())
                if len(some) == STATES_AT_ONCE or stop - start > STATES_AT_ONCE:
                    yield some
                    some = []
            yield some

        return Long(int(self.model.levels(dm).max()) + 1, parts)
