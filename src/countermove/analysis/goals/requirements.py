r"""What a decision maker must hold for a state to be stable: the exact requirements.

Whether a state :math:`s` is stable for :math:`i`, the others' preferences being what they are,
depends only on the set :math:`L` of the states that are not better for :math:`i` than :math:`s`.
It is stable exactly when for every unilateral move :math:`s_1 \in R_i(s)` one of some
*alternatives* lies in :math:`L` as a whole:

===========  =====================================================================
NASH         :math:`\{s_1\}`
GMR          :math:`\{s_1\}`, or :math:`\{s_2\}` for an :math:`s_2 \in R_{N-i}(s_1)`
SMR          :math:`\{s_1\}`, or :math:`\{s_2\} \cup R_i(s_2)` for such an :math:`s_2`
SEQ, SSEQ    the same with :math:`R^+_{N-i}(s_1)` instead of :math:`R_{N-i}(s_1)`
===========  =====================================================================

The more states are in :math:`L` the better, so that the sets that suffice are those that contain
one of the minimal ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, reduce
from itertools import chain, groupby
from operator import or_

import numpy as np

from countermove.graph.reach import RULES, search
from countermove.graph.weighted_moves import WeightedMoves
from countermove.graph_model import GraphModel
from countermove.stability.registry import SolutionConcept

States = frozenset[int]

MOST_SETS = 200
"""So many minimal sets are listed when there are more."""

# So many sets are tried in the search for minimal ones.
_MOST_TRIED = 50_000


@dataclass(frozen=True, slots=True)
class Clause:
    """What one unilateral move demands: one of the alternatives, all of it no better.

    Parameters
    ----------
    move : int
        The position of the state that the move leads to.
    alternatives : tuple of frozenset of int
        Sets of states; those of one have to be no better than that of the goal.
    """

    move: int = field(repr=False)
    alternatives: tuple[States, ...] = field(repr=False)

    def is_met(self, no_better: Iterable[int]) -> bool:
        """Say whether it is met when some states are no better than that of the goal."""
        no_better = frozenset(no_better)
        return any(states <= no_better for states in self.alternatives)


@dataclass(frozen=True, slots=True)
class MinimalSets:
    """Minimal sets of states, the smaller ones first; iterate over it for them.

    Parameters
    ----------
    sets : tuple of frozenset of int
        The sets, by position.
    complete : bool
        Whether these are all.
    """

    sets: tuple[States, ...]
    complete: bool

    def __iter__(self) -> Iterator[frozenset[int]]:
        """Give the sets."""
        return iter(self.sets)

    def __len__(self) -> int:
        """Count the sets."""
        return len(self.sets)


@dataclass(frozen=True, eq=False)
class Requirement:
    """What a decision maker must hold for a state to be stable for it under a concept.

    Parameters
    ----------
    decision_maker : str
        Its id.
    state : int
        The position of the state.
    concept : str
        The code of the concept.
    clauses : tuple of Clause
        What each of its moves demands; all of them have to be met.
    no_better_today : frozenset of int
        The states that are no better for it as it ranks them today.
    """

    decision_maker: str
    state: int = field(repr=False)
    concept: str
    clauses: tuple[Clause, ...]
    no_better_today: States = field(repr=False)

    @cached_property
    def failing(self) -> tuple[Clause, ...]:
        """The clauses that aren't met today."""
        return tuple(c for c in self.clauses if not c.is_met(self.no_better_today))

    @property
    def is_met_today(self) -> bool:
        """Whether the state is stable for the decision maker as it ranks the states today."""
        return not self.failing

    @cached_property
    def minimal(self) -> MinimalSets:
        """The minimal sets of states that have to be no better than the state, in any ranking.

        The state is stable exactly when all states of one of these sets are no better.
        """
        return minimal_sets([clause.alternatives for clause in self.clauses])

    @cached_property
    def missing(self) -> MinimalSets:
        """The minimal sets of states that have to be no better besides those that are so today."""
        today = self.no_better_today
        return minimal_sets([[a - today for a in c.alternatives] for c in self.failing])


class Replies:
    """What the others can lead to, and what one can escape to; found once."""

    def __init__(self, model: GraphModel) -> None:
        self._model = model
        self._steps: dict[str, WeightedMoves] = {}
        self._found: dict[tuple[str, int, str], list[int]] = {}
        self._deterring: dict[tuple[str, int], States] = {}
        self._sets: dict[States, States] = {}

    def of(self, i: str, s1: int, concept: SolutionConcept) -> list[int]:
        """Return where the others' legal sequences of moves that count can end."""
        if concept.replies == "none":
            return []
        kind = "improvements" if concept.replies == "credible" else "moves"
        if (i, s1, kind) not in self._found:
            opponents = {dm: self._step(dm) for dm in self._model.opponents(i)}
            reach = search(opponents, s1, len(self._model.states), RULES[kind])
            # That they can lead back counts for nothing: there one is with the move itself.
            ends = np.flatnonzero(reach.fewest > 0) if opponents else np.empty(0, np.intp)
            self._found[i, s1, kind] = ends.tolist()
        return self._found[i, s1, kind]

    def deterring(self, i: str, s2: int, concept: SolutionConcept) -> States:
        """Return what must be no better for a reply to deter: it, and what one can escape to."""
        if not concept.escape:
            return frozenset([s2])
        if (i, s2) not in self._deterring:
            states = frozenset([s2, *self._model.moves(i, s2).tolist()])
            # Mostly it is the same from wherever one escapes: then it is kept once.
            self._deterring[i, s2] = self._sets.setdefault(states, states)
        return self._deterring[i, s2]

    def _step(self, dm: str) -> WeightedMoves:
        if dm not in self._steps:
            ranks = self._model.levels(dm, "goals").astype(np.int64)
            self._steps[dm] = self._model.moves_of[dm].weighted(ranks)
        return self._steps[dm]


def requirement(
    model: GraphModel,
    decision_maker: str,
    state: int,
    concept: SolutionConcept,
    replies: Replies | None = None,
) -> Requirement:
    """Return what a decision maker must hold for a state to be stable for it.

    >>> from countermove import build, concepts, load
    >>> model = build(load("prisoners-dilemma"))
    >>> found = requirement(model, "first", 3, concepts()["SEQ"])
    >>> [sorted(states) for states in found.minimal], found.is_met_today
    ([[0], [2]], True)
    """
    ranks = model.levels(decision_maker, "goals")
    today = frozenset((ranks <= ranks[state]).nonzero()[0].tolist())
    known = Replies(model) if replies is None else replies
    clauses = (
        _clause(known, decision_maker, state, int(s1), concept)
        for s1 in model.moves(decision_maker, state)
    )
    demanding = tuple(clause for clause in clauses if frozenset() not in clause.alternatives)
    return Requirement(decision_maker, state, concept.code, demanding, today)


def _clause(replies: Replies, i: str, s: int, s1: int, concept: SolutionConcept) -> Clause:
    alternatives = [frozenset([s1])]
    for s2 in replies.of(i, s1, concept):
        deters = replies.deterring(i, s2, concept)
        alternatives.append(deters - {s} if s in deters else deters)
    return Clause(s1, _smallest(alternatives))


def _smallest(sets: Iterable[States]) -> tuple[States, ...]:
    """Keep the sets that contain no other, the smaller first."""
    kept: list[States] = []
    singles: set[int] = set()
    # Those of one size are all different, so that none of them contains another.
    for size, alike in groupby(sorted(dict.fromkeys(sets), key=len), key=len):
        smaller = [states for states in kept if len(states) != 1]
        kept += [
            states
            for states in alike
            if states.isdisjoint(singles) and not any(other <= states for other in smaller)
        ]
        if size == 1:
            singles = {state for states in kept for state in states if len(states) == 1}
    return tuple(kept)


def minimal_sets(clauses: Sequence[Sequence[States]], most: int = MOST_SETS) -> MinimalSets:
    """Find the minimal sets that contain an alternative of every clause, the smaller first.

    >>> either = [[{1}, {2, 3}], [{2}, {4}]]
    >>> found = minimal_sets([[frozenset(a) for a in clause] for clause in either])
    >>> [sorted(states) for states in found], found.complete
    ([[1, 2], [1, 4], [2, 3]], True)
    """
    # The same sets stand in many clauses, and each is as long as there are states; of the single
    # states, which are many, only the positions are kept, below 0.
    every = set(chain.from_iterable(clauses))
    bits = {states: _as_bits(states) if len(states) != 1 else ~min(states) for states in every}
    search = _DemandSearch([[bits[states] for states in clause] for clause in clauses], most)
    complete = search.run()
    in_order = sorted(map(_positions, search.found), key=lambda states: (len(states), states))
    return MinimalSets(tuple(map(frozenset, in_order)), complete)


class _DemandSearch:
    """Searches sets of one size after another for those that meet all demands.

    A set that does and contains none that was found before is minimal.
    """

    def __init__(self, demands: list[list[int]], most: int) -> None:
        # What asks for nothing is met by every set.
        self.demands = sorted((d for d in demands if 0 not in d), key=len)
        self.single = [_as_bits(~a for a in d if a < 0) for d in self.demands]
        # By demand, and by the lowest state of each, the alternatives of several states.
        self.several: list[dict[int, list[int]]] = []
        self.heads: list[int] = []
        self.all = [
            reduce(or_, (a for a in d if a > 0), single)
            for d, single in zip(self.demands, self.single, strict=True)
        ]
        self.most = most
        self.tried = 0
        self.found: list[int] = []

    def run(self) -> bool:
        """Fill `found`, and say whether all minimal sets are in it."""
        size: int | None = 0
        while size is not None:
            larger: set[int] = set()
            if not self._of_size(size, larger):
                return False
            size = min(larger, default=None)
        return True

    def _of_size(self, size: int, larger: set[int]) -> bool:
        """Find the minimal sets of a size, and which larger sizes may be worth a look."""
        # What is larger than the set is in none of its size.
        self.several = [
            _by_lowest(a for a in d if a > 0 and a.bit_count() <= size) for d in self.demands
        ]
        self.heads = [sum(several) for several in self.several]
        seen = {0}
        waiting = [(0, 0)]
        while waiting:
            chosen, first = waiting.pop()
            open_ones = [d for d in range(first, len(self.demands)) if not self._is_met(d, chosen)]
            if not open_ones:
                is_new = chosen.bit_count() == size
                if is_new and all(other & ~chosen for other in self.found):
                    self.found.append(chosen)
                    if len(self.found) > self.most:
                        self.found.pop()
                        return False
                continue
            needed = chosen.bit_count() + self._apart(open_ones)
            if needed > size:
                larger.add(needed)
                continue
            for alternative in reversed(self.demands[open_ones[0]]):
                self.tried += 1
                more = chosen | (alternative if alternative > 0 else 1 << ~alternative)
                if (count := more.bit_count()) > size:
                    larger.add(count)
                elif more not in seen:
                    seen.add(more)
                    waiting.append((more, open_ones[0] + 1))
            if self.tried > _MOST_TRIED:
                return False
        return True

    def _is_met(self, d: int, chosen: int) -> bool:
        if self.single[d] & chosen:
            return True
        heads = self.heads[d] & chosen
        while heads:
            lowest = heads & -heads
            for alternative in self.several[d][lowest]:
                if not alternative & ~chosen:
                    return True
            heads ^= lowest
        return False

    def _apart(self, open_ones: list[int]) -> int:
        """Count demands that have no state in common: each takes one state more, at least."""
        count, taken = 0, 0
        for d in open_ones:
            if not self.all[d] & taken:
                count += 1
                taken |= self.all[d]
        return count


def _by_lowest(sets: Iterable[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for bits in sets:
        found.setdefault(bits & -bits, []).append(bits)
    return found


def _as_bits(states: Iterable[int]) -> int:
    return reduce(or_, (1 << state for state in states), 0)


def _positions(bits: int) -> list[int]:
    found = []
    while bits:
        low = bits & -bits
        found.append(low.bit_length() - 1)
        bits ^= low
    return found
