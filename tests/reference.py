"""The five concepts once more, straight from their definitions, for comparison.

Shares with the program only what states and ranks are: moves, legal sequences and the five
conditions are written anew, with sets, and without a thought for speed.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from countermove.graph_model import GraphModel

# Code: whose replies count (all moves, improvements only), and whether one may escape.
SANCTIONED = {
    "GMR": ("moves", False),
    "SMR": ("moves", True),
    "SEQ": ("improvements", False),
    "SSEQ": ("improvements", True),
}
CODES = ("NASH", *SANCTIONED)

Table = list[list[bool]]


class Reference:
    """One model, solved by definition.

    Parameters
    ----------
    model : GraphModel
        The model.
    """

    def __init__(self, model: GraphModel) -> None:
        self.states = range(len(model.states))
        self.decision_makers = model.decision_makers
        self.judged = {i: _judged(model, i) for i in self.decision_makers}
        self.moves = {i: _moves(model, i) for i in self.decision_makers}
        self.improvements = {
            i: [{q for q in self.moves[i][s] if self.judged[i][2][q][s]} for s in self.states]
            for i in self.decision_makers
        }
        self.ends = cache(self._ends)

    def _ends(self, kind: str, i: str, start: int) -> frozenset[int]:
        """Return where the legal sequences of the opponents of `i` end."""
        steps = self.moves if kind == "moves" else self.improvements
        others = [j for j in self.decision_makers if j != i]
        found = {(q, j) for j in others for q in steps[j][start]}
        new = found
        while new:
            new = {(q, j) for s, k in new for j in others if j != k for q in steps[j][s]} - found
            found |= new
        return frozenset(q for q, _ in found)

    def stable(self, code: str, i: str, s: int) -> bool:
        """Say whether a state is stable for a decision maker."""
        tempts, deters, _ = self.judged[i]
        tempting = {q for q in self.moves[i][s] if tempts[q][s]}
        if code == "NASH":
            return not tempting
        kind, escape = SANCTIONED[code]
        return all(
            any(
                deters[s2][s]
                # What tempts doesn't deter by itself, where one state does both.
                and s2 != s1
                and not (escape and any(not deters[s3][s] for s3 in self.moves[i][s2]))
                for s2 in self.ends(kind, i, s1)
            )
            for s1 in tempting
        )


def _judged(model: GraphModel, i: str) -> tuple[Table, Table, Table]:
    """Return what tempts, what deters and what is credible, by target and then by state."""
    preference, states = model.preferences[i], range(len(model.states))
    if preference.levels is None:
        every = np.arange(len(states))
        relations = (preference.tempts, preference.deters, preference.credible)
        tempts, deters, credible = (
            np.column_stack([relation(every, s) for s in states]).tolist() for relation in relations
        )
        return tempts, deters, credible
    v = preference.levels.tolist()
    better = [[v[q] > v[s] for s in states] for q in states]
    return better, [[not one for one in row] for row in better], better


def _moves(model: GraphModel, i: str) -> list[set[int]]:
    conflict, states = model.conflict, model.states
    count = len(states)
    if conflict.is_graph_form:
        position = {state: k for k, state in enumerate(conflict.states)}
        lists: list[set[int]] = [set() for _ in range(count)]
        for origin, target in conflict.moves.get(i, ()):
            lists[position[origin]].add(position[target])
        return lists
    ways = {"both": (-99, 99), "take": (0, 1), "drop": (-1, 0), "fixed": (0, 0)}
    ways |= {"up": (0, 99), "down": (-99, 0)}
    allowed = []
    for dm, party in conflict.decision_makers.items():
        for option in party.options.values():
            least, most = ways[option.moves] if dm == i else (0, 0)
            farthest = 1 if option.steps == "neighbour" else 99
            allowed.append((max(least, -farthest), min(most, farthest)))

    def choices(state: int) -> list[tuple[int, ...]]:
        return [states.layout.values(int(code)) for code in states.members(state)]

    def leads(a: tuple[int, ...], b: tuple[int, ...]) -> bool:
        each = zip(a, b, allowed, strict=True)
        return all(least <= y - x <= most for x, y, (least, most) in each)

    of = [choices(state) for state in range(count)]
    return [
        {q for q in range(count) if q != s and any(leads(a, b) for a in of[s] for b in of[q])}
        for s in range(count)
    ]
