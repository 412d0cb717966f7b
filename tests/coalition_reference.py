"""The coalitional concepts once more, straight from their definitions, for comparison.

With sets, every coalition looked at, and without a thought for speed.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from itertools import chain, combinations
from typing import TypeVar

from countermove.graph_model import GraphModel
from reference import Reference

Coalition = frozenset[str]
Mover = TypeVar("Mover")


class CoalitionReference:
    """One model, its coalitions judged by definition.

    Parameters
    ----------
    model : GraphModel
        The model.
    improvement : {"strict", "pareto"}
        What makes a state better for a coalition.
    """

    def __init__(self, model: GraphModel, improvement: str = "strict") -> None:
        self.model = model
        self.individuals = Reference(model)
        self.improvement = improvement
        self.everyone: Coalition = frozenset(model.decision_makers)
        self.reached = cache(self._reached)
        self.class_improvements = cache(self._class_improvements)

    def better(self, group: Coalition, t: int, s: int) -> bool:
        """Say whether a group is better off at `t` than at `s`."""
        ranks = [self.model.preferences[i].levels for i in group]
        if self.improvement == "strict":
            return all(v[t] > v[s] for v in ranks)
        return all(v[t] >= v[s] for v in ranks) and any(v[t] > v[s] for v in ranks)

    def _reached(self, group: Coalition, s: int) -> frozenset[int]:
        moves = self.individuals.moves
        return saturated(group, s, lambda i, q: moves[i][q])

    def improvements(self, group: Coalition, s: int) -> set[int]:
        """Return the coalition improvements from a state."""
        return {t for t in self.reached(group, s) if self.better(group, t, s)}

    def _class_improvements(self, group: Coalition, s: int) -> frozenset[int]:
        return saturated(subsets(group), s, self.improvements)

    def stable(self, code: str, group: Coalition, s: int) -> bool:
        """Say whether a state is stable for a coalition."""
        tempting = self.improvements(group, s)
        if code == "CNASH":
            return not tempting
        others = self.everyone - group
        replies = self.class_improvements if code == "CSEQ" else self.reached

        def deters(u: int) -> bool:
            if self.better(group, u, s):
                return False
            return code != "CSMR" or not any(
                self.better(group, x, s) for x in self.reached(group, u)
            )

        return all(any(deters(u) for u in replies(others, t)) for t in tempting)

    def universally(self, code: str, s: int) -> bool:
        """Say whether a state is stable for every coalition."""
        return all(self.stable(code, group, s) for group in subsets(self.everyone))


def subsets(group: Coalition) -> list[Coalition]:
    """Return all coalitions of a group."""
    sizes = range(1, len(group) + 1)
    return [frozenset(c) for c in chain.from_iterable(combinations(group, k) for k in sizes)]


def saturated(
    movers: frozenset[Mover] | list[Mover], start: int, step: Callable[[Mover, int], set[int]]
) -> frozenset[int]:
    """Return the ends of all sequences in which no mover moves twice in a row."""
    found = {(q, i) for i in movers for q in step(i, start)}
    new = found
    while new:
        new = {(q, j) for s, i in new for j in movers if j != i for q in step(j, s)} - found
        found |= new
    return frozenset(q for q, _ in found)
