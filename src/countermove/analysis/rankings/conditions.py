"""That a state is stable, or isn't, as clauses about rankings.

The definitions of :mod:`countermove.stability.sanctions`, word for word, with literals in place of
comparisons. What the others can lead to by any moves is known beforehand. What they lead to by
improvements hangs on their rankings: there is a literal for each node of the search for legal
sequences (a state and who moved there last).

Where a state must *not* be reached, a node is reached when one before it is and the move between
them is an improvement; that more than these be called reached does no harm. Where a state must be
reached, a node needs one before it; nodes that lean on each other in a circle, and on nothing
else, are found in an answer and cut off by a clause (a loop formula).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from countermove.analysis.rankings.encoding import TRUE, RankingFormula, is_so
from countermove.graph.sequences import Branch, branches
from countermove.graph_model import GraphModel
from countermove.stability.registry import Replies, SolutionConcept

START = 0
"""The node of a search from which the others begin to move."""

Sets = frozenset[frozenset[int]]
"""Sets of states: a move is deterred when all states of one of them are no better."""


@dataclass(frozen=True, slots=True)
class Arc:
    """A move of one of the others in a search: between which nodes, who, from where to where."""

    before: int
    after: int
    mover: str
    origin: int
    target: int


@dataclass(frozen=True, eq=False)
class Search:
    """What the others could lead to from a state, whatever the rankings that may change."""

    nodes: int
    followed: list[Branch]
    ends: dict[int, list[int]]

    @cached_property
    def arcs(self) -> list[Arc]:
        """The moves, in the order of the search; often nobody asks for them."""
        return [
            Arc(node, nodes[target], mover, origin, target)
            for node, mover, origin, targets, nodes, _ in self.followed
            for target in targets
        ]

    @cached_property
    def into(self) -> list[list[Arc]]:
        """The moves into each node."""
        found: list[list[Arc]] = [[] for _ in range(self.nodes)]
        for arc in self.arcs:
            found[arc.after].append(arc)
        return found

    @cached_property
    def out_of(self) -> list[list[Arc]]:
        """The moves from each node."""
        found: list[list[Arc]] = [[] for _ in range(self.nodes)]
        for arc in self.arcs:
            found[arc.before].append(arc)
        return found


class Searches:
    """Finds what the others could lead to, and remembers it."""

    def __init__(
        self, model: GraphModel, among: frozenset[str], idle: frozenset[str] = frozenset()
    ) -> None:
        self._model = model
        self._among = among
        self._idle = idle
        self._found: dict[tuple[str, int, Replies], Search] = {}
        self._deterring: dict[tuple[str, int, str], Sets] = {}
        self._steps: dict[tuple[str, bool], dict[int, list[int]]] = defaultdict(dict)
        self._is_transitive = model.is_transitive()

    def moves(self, decision_maker: str, state: int) -> list[int]:
        """Return where somebody can move to."""
        return self._step(decision_maker, state, improving=False)

    def _step(self, mover: str, state: int, *, improving: bool) -> list[int]:
        steps = self._steps[mover, improving]
        if state not in steps:
            moves = self._model.credible_moves if improving else self._model.moves
            steps[state] = moves(mover, state).tolist()
        return steps[state]

    def of(self, i: str, start: int, replies: Replies) -> Search:
        """Return what the others of `i` could lead to from a state."""
        key = (i, start, replies)
        if key not in self._found:
            self._found[key] = self._search(i, start, replies)
        return self._found[key]

    def _search(self, i: str, start: int, replies: Replies) -> Search:
        others = [
            j for j in self._model.opponents(i) if replies != "credible" or j not in self._idle
        ]
        improving = {j: replies == "credible" and j not in self._among for j in others}
        steps = {j: self._steps[j, improving[j]] for j in others}

        def moves(j: str, state: int) -> list[int]:
            return steps[j].get(state) or self._step(j, state, improving=improving[j])

        # Where two moves in a row of one decision maker are one move, or none at all, who moved
        # last need not be known.
        followed = list(branches(others, start, moves, is_transitive=self._is_transitive))
        met = START
        ends: dict[int, list[int]] = {}
        for *_, nodes, new in followed:
            for target in new:
                met = nodes[target]
                ends.setdefault(target, []).append(met)
        return Search(met + 1, followed, ends)

    def deterring(self, i: str, s1: int, concept: SolutionConcept) -> Sets:
        """Return the sets of states one of which has to be no better for a move to be deterred."""
        key = (i, s1, concept.code)
        if key not in self._deterring:
            found = {frozenset([s1])}
            if concept.replies in ("credible", "any"):
                for s2 in self.of(i, s1, concept.replies).ends:
                    escapes = self.moves(i, s2) if concept.escape else ()
                    found.add(frozenset([s2, *escapes]))
            self._deterring[key] = frozenset(found)
        return self._deterring[key]


class Conditions:
    """Writes that states are stable, or aren't, into a formula about rankings."""

    def __init__(self, formula: RankingFormula, searches: Searches) -> None:
        self._formula = formula
        self._searches = searches
        self._reached: dict[tuple[str, int], list[int]] = {}
        self._closed: dict[tuple[str, int], list[int]] = {}

    # -- stable ---------------------------------------------------------------------------------

    def require_stable(
        self, i: str, s: int, concept: SolutionConcept, provided: int = TRUE
    ) -> None:
        """Demand that a state is stable for a decision maker: each improvement is deterred.

        It is demanded where a literal holds that may be given.
        """
        formula, replies = self._formula, concept.replies
        for s1 in self._searches.moves(i, s):
            clause = [-provided, -formula.better(i, s1, s)]
            if replies in ("credible", "any") and TRUE not in clause:
                search = self._searches.of(i, s1, replies)
                reached = self._nodes((i, s1), replies, self._reached, self._support)
                for s2, nodes in search.ends.items():
                    clause.append(
                        self._all(
                            [
                                self._some([reached[node] for node in nodes]),
                                *(-worse for worse in self._ways_out(i, s2, s, concept)),
                            ]
                        )
                    )
            formula.add(clause)

    def _all(self, literals: list[int]) -> int:
        """Return a literal that implies some others."""
        return self._implying([[literal] for literal in literals if literal != TRUE])

    def _some(self, literals: list[int]) -> int:
        """Return a literal that implies one of some others."""
        if TRUE in literals:
            return TRUE
        return self._implying([literals])

    def _implying(self, clauses: list[list[int]]) -> int:
        """Return a literal that implies some clauses."""
        if not clauses:
            return TRUE
        if len(clauses) == 1 and len(clauses[0]) == 1:
            return clauses[0][0]
        if [-TRUE] in clauses:
            return -TRUE
        name = self._formula.new()
        for clause in clauses:
            self._formula.add([-name, *clause])
        return name

    def _ways_out(self, i: str, s2: int, s: int, concept: SolutionConcept) -> list[int]:
        """Return literals of which none holds where `s2` deters `i` from leaving `s`."""
        ends = [s2, *self._searches.moves(i, s2)] if concept.escape else [s2]
        return [self._formula.better(i, end, s) for end in ends]

    # -- not stable -----------------------------------------------------------------------------

    def unstable(self, i: str, s: int, concept: SolutionConcept) -> list[int]:
        """Return literals of which each implies that a state isn't stable: one for each move."""
        formula, replies = self._formula, concept.replies
        found: list[int] = []
        for s1 in self._searches.moves(i, s):
            clauses = [[formula.better(i, s1, s)]]
            if replies in ("credible", "any") and clauses != [[-TRUE]]:
                search = self._searches.of(i, s1, replies)
                closed = self._nodes((i, s1), replies, self._closed, self._closure)
                for s2, nodes in search.ends.items():
                    ways_out = self._ways_out(i, s2, s, concept)
                    clauses += [[-closed[node], *ways_out] for node in nodes]
            open_clauses = [
                [literal for literal in clause if literal != -TRUE] or [-TRUE]
                for clause in clauses
                if TRUE not in clause
            ]
            name = self._implying(open_clauses)
            if name != -TRUE:
                found.append(name)
        return found

    # -- what the others lead to ----------------------------------------------------------------

    def _nodes(
        self,
        key: tuple[str, int],
        replies: Replies,
        made: dict[tuple[str, int], list[int]],
        write: Callable[[Search, list[int]], None],
    ) -> list[int]:
        """Return the literals that nodes are reached when the others move on from a state."""
        search = self._searches.of(*key, replies)
        if replies == "any":
            return [TRUE] * search.nodes
        if key not in made:
            literals = self._sure(search)
            write(search, literals)
            made[key] = literals
        return made[key]

    def _sure(self, search: Search) -> list[int]:
        """Return literals for nodes: true where no ranking that may change matters."""
        literals = [self._formula.new() for _ in range(search.nodes)]
        literals[START] = TRUE
        for arc in search.arcs:
            # Moves stand in the order of the search, so that most are settled from the start on.
            if literals[arc.before] == TRUE and arc.mover not in self._formula.among:
                literals[arc.after] = TRUE
        return literals

    def _improves(self, arc: Arc) -> int:
        return self._formula.better(arc.mover, arc.target, arc.origin)

    def _closure(self, search: Search, literals: list[int]) -> None:
        for arc in search.arcs:
            if literals[arc.after] != TRUE:
                self._formula.add(
                    [-literals[arc.before], -self._improves(arc), literals[arc.after]]
                )

    def _support(self, search: Search, literals: list[int]) -> None:
        for node in range(1, search.nodes):
            if literals[node] != TRUE:
                supports = [
                    self._all([literals[arc.before], self._improves(arc)])
                    for arc in search.into[node]
                ]
                self._formula.add([-literals[node], *supports])

    def cut_circles(self, holding: frozenset[int]) -> bool:
        """Cut off nodes that are called reached in an answer and aren't."""
        found = False
        for (i, s1), literals in self._reached.items():
            search = self._searches.of(i, s1, "credible")
            reached = self._founded(search, holding)
            circle = [
                node
                for node in range(search.nodes)
                if literals[node] in holding and node not in reached
            ]
            if circle:
                found = True
                self._cut(search, literals, circle)
        return found

    def _founded(self, search: Search, holding: frozenset[int]) -> set[int]:
        """Return the nodes that are reached by improvements in an answer."""
        reached, waiting = {START}, [START]
        while waiting:
            for arc in search.out_of[waiting.pop()]:
                if arc.after not in reached and is_so(self._improves(arc), holding):
                    reached.add(arc.after)
                    waiting.append(arc.after)
        return reached

    def _cut(self, search: Search, literals: list[int], circle: list[int]) -> None:
        """Demand that one of some nodes is reached from outside when any of them is reached."""
        inside = set(circle)
        entered = [
            self._all([literals[arc.before], self._improves(arc)])
            for node in circle
            for arc in search.into[node]
            if arc.before not in inside
        ]
        for node in circle:
            self._formula.add([-literals[node], *entered])
