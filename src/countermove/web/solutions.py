"""Answers for a scenario or for chosen concepts, and their graphs, each made once."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

from countermove.analysis.equilibria import Solution
from countermove.analysis.solving import solve
from countermove.web.graph.data import GraphData, graph_of
from countermove.web.live_answer import Live

_KEPT = 16

Key = tuple[str, str | None, tuple[str, ...]]


class Solutions:
    """The solutions that pages ask for beside the live answer, each made once."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._made: OrderedDict[Key, Solution] = OrderedDict()
        self._graphs: WeakKeyDictionary[Solution, dict[tuple[Any, ...], GraphData]] = (
            WeakKeyDictionary()
        )

    def of(
        self, live: Live, revision: str, scenario: str | None = None, concepts: Sequence[str] = ()
    ) -> Solution | None:
        """Return the solution of a version of a model."""
        if live.model is None or live.conflict is None:
            return None
        if scenario is None and not concepts:
            return live.solution
        key = (revision, scenario, tuple(concepts))
        with self._lock:
            if (known := self._made.get(key)) is not None:
                self._made.move_to_end(key)
                return known
        solution = solve(live.conflict, list(concepts) or None, scenario=scenario)
        with self._lock:
            self._made[key] = solution
            while len(self._made) > _KEPT:
                self._made.popitem(last=False)
        return solution

    def graph(self, solution: Solution, **asked: Any) -> GraphData:
        """Return the graph of a solution, as :func:`graph_of` makes it."""
        key = tuple(sorted(asked.items()))
        with self._lock:
            known = self._graphs.setdefault(solution, {})
            if key in known:
                return known[key]
        found = graph_of(solution.model, solution, **asked)
        with self._lock:
            if len(known) >= _KEPT:
                known.clear()
            known[key] = found
        return found
