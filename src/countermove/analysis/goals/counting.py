r"""How many rankings meet requirements: exactly, and without going through them.

Where one state :math:`s` shall be stable, a ranking matters only by the set :math:`L` of states
that it puts below :math:`s`. Of :math:`m` states with :math:`N_k` sets :math:`L` of :math:`k`
others that suffice,

.. math:: \sum_k N_k \, k! \, (m - 1 - k)!

strict rankings make it stable. The :math:`N_k` are the coefficients of a polynomial, found by
branching on one state after another: what doesn't hang together is counted apart and multiplied,
states that always occur in the same way are counted as one, and nothing is counted twice.

Where several states shall be stable at once, each other state lies below all of them, between
two, or above all; the same count is made for each order of them, with a power for each place.
A polynomial is kept as one whole number, its powers as powers of 2 that are far enough apart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain, pairwise, permutations
from math import factorial, prod

from countermove.analysis.goals.requirements import Requirement

Atom = tuple[int, int]
"""State (or group of states) `x` and place `j`: `x` lies below the j-th lowest of the goals."""
Alternative = frozenset[Atom]
Clause = frozenset[Alternative]
Clauses = frozenset[Clause]
Places = set[tuple[int, ...]]

# Polynomials of more bits, and longer or deeper searches, are given up.
_MOST_BITS = 1 << 21
_MOST_LOOKED_AT = 100_000
_DEEPEST = 200


@dataclass(frozen=True, slots=True)
class RankingCount:
    """How many of a decision maker's rankings meet what is required of it.

    Parameters
    ----------
    states : int
        How many states there are.
    share : Fraction
        The share of all strict rankings.
    """

    states: int
    share: Fraction

    def __repr__(self) -> str:
        """Give the share; the numbers have thousands of digits where there are many states."""
        share = float(self.share)
        some = f"{share:.6g}" if share or not self.share else "almost none"
        return f"<RankingCount: {some} of the rankings of {self.states} states>"

    @property
    def all_strict(self) -> int:
        """How many strict rankings there are."""
        return factorial(self.states)

    @property
    def strict(self) -> int:
        """How many strict rankings meet it."""
        return int(self.share * self.all_strict)


def count_rankings(requirements: Sequence[Requirement], states: int) -> RankingCount | None:
    """Count the strict rankings of one decision maker that meet requirements, all at once.

    >>> from countermove import build, concepts, load
    >>> from countermove.analysis.goals.requirements import requirement
    >>> model = build(load("syria-iraq-1975"))
    >>> found = requirement(model, "syria", model.states.find(2), concepts()["NASH"])
    >>> count = count_rankings([found], 6)
    >>> count.strict, count.all_strict, str(count.share)
    (240, 720, '1/3')
    """
    goals = [found.state for found in requirements]
    mentioned = {
        x for found in requirements for c in found.clauses for a in c.alternatives for x in a
    }
    relevant = sorted(mentioned.difference(goals))
    try:
        polynomials = Polynomials(len(relevant), len(goals))
        counted = [
            Counting(polynomials, relevant, _clauses(requirements, order)).count()
            for order in permutations(range(len(goals)))
        ]
    except _TooEntangledError:
        return None
    among = len(relevant) + len(goals)
    terms = chain.from_iterable(map(polynomials.terms, counted))
    total = sum(coefficient * prod(map(factorial, powers)) for powers, coefficient in terms)
    return RankingCount(states, Fraction(total, factorial(among)))


def _clauses(requirements: Sequence[Requirement], order: Sequence[int]) -> Clauses:
    """Write requirements for one order of their states, the k-th of which is at `order[k]`."""
    place = {found.state: order[k] + 1 for k, found in enumerate(requirements)}
    clauses: set[Clause] = set()
    for found in requirements:
        j = place[found.state]
        for clause in found.clauses:
            written: set[Alternative] = set()
            for states in clause.alternatives:
                # A state of another goal lies below this one's or above it by the order alone.
                if all(place[x] < j for x in states if x in place):
                    written.add(frozenset((x, j) for x in states if x not in place))
            if frozenset() not in written:
                clauses.add(frozenset(written))
    return frozenset(clauses)


class _TooEntangledError(Exception):
    """There is too much to count."""


class Polynomials:
    """Polynomials in one power less than there are places, each as one whole number."""

    def __init__(self, states: int, goals: int) -> None:
        self.states, self.goals = states, goals
        self.width = ((goals + 1) ** states).bit_length()
        if self.width * (states + 1) ** goals > _MOST_BITS:
            raise _TooEntangledError
        self.places = [1 << self.width * (states + 1) ** place for place in range(goals)] + [1]

    def terms(self, number: int) -> Iterator[tuple[tuple[int, ...], int]]:
        """Give the powers of each place, and their coefficient where it isn't 0."""
        mask, at = (1 << self.width) - 1, 0
        while number:
            if coefficient := number & mask:
                powers, rest = [], at
                for _ in range(self.goals):
                    rest, power = divmod(rest, self.states + 1)
                    powers.append(power)
                yield (*powers, self.states - sum(powers)), coefficient
            number >>= self.width
            at += 1


class Counting:
    """Counts in how many ways states can be placed among the goals so that all clauses are met."""

    def __init__(self, polynomials: Polynomials, relevant: Iterable[int], clauses: Clauses) -> None:
        # For each state, and later each group of states: in how many ways it is at each place.
        self.ways = {x: list(polynomials.places) for x in relevant}
        self.clauses = clauses
        self.known: dict[Clauses, int] = {}
        self.looked_at = 0

    def count(self) -> int:
        """Return the polynomial."""
        clauses = self._grouped(self.clauses)
        used = _used(clauses)
        found = self._count(clauses, 0)
        for x, ways in self.ways.items():
            if x not in used:
                found *= sum(ways)
        return found

    # -- states that always occur in the same way -----------------------------------------------

    def _grouped(self, clauses: Clauses) -> Clauses:
        """Replace states that can stand for each other by one of them, as long as there are any."""
        while True:
            numbered = [sorted(clause, key=sorted) for clause in clauses]
            alone: dict[int, Places] = {}
            together: dict[int, Places] = {}
            joined: set[int] = set()
            for c, clause in enumerate(numbered):
                for a, alternative in enumerate(clause):
                    for x, j in alternative:
                        alone.setdefault(x, set()).add((c, j))
                        together.setdefault(x, set()).add((c, a, j))
                        if len(alternative) > 1:
                            joined.add(x)
            merged = self._merged({x: k for x, k in alone.items() if x not in joined}, any_of=True)
            merged |= self._merged({x: together[x] for x in joined}, any_of=False)
            if not merged:
                return clauses
            clauses = frozenset(
                frozenset(
                    frozenset((merged.get(x, x), j) for x, j in alternative)
                    for alternative in clause
                )
                for clause in clauses
            )

    def _merged(self, where: dict[int, Places], *, any_of: bool) -> dict[int, int]:
        """Join the ways of states that occur at the same places; return which stand for which."""
        alike: dict[frozenset[tuple[int, ...]], list[int]] = {}
        for x in sorted(where):
            alike.setdefault(frozenset(where[x]), []).append(x)
        merged: dict[int, int] = {}
        for kept, *others in alike.values():
            if others:
                merged |= dict.fromkeys(others, kept)
                ways = [self.ways[kept], *(self.ways.pop(x) for x in others)]
                self.ways[kept] = _joined(ways, any_of=any_of)
        return merged

    # -- branching ------------------------------------------------------------------------------

    def _count(self, clauses: Clauses, depth: int) -> int:
        """Count in how many ways all the states that occur in clauses can be placed."""
        if clauses in self.known:
            return self.known[clauses]
        if frozenset() in clauses:
            return 0
        if not clauses:
            return 1
        self.looked_at += sum(len(alternative) for clause in clauses for alternative in clause)
        if self.looked_at > _MOST_LOOKED_AT or depth > _DEEPEST:
            raise _TooEntangledError
        parts = _unconnected(clauses)
        if len(parts) > 1:
            found = prod(self._count(part, depth + 1) for part in parts)
        else:
            found = self._branched(clauses, depth)
        self.known[clauses] = found
        return found

    def _branched(self, clauses: Clauses, depth: int) -> int:
        x = _most_urgent(clauses)
        used = _used(clauses) - {x}
        found = 0
        for place, ways in enumerate(self.ways[x]):
            left = _placed(clauses, x, place)
            if frozenset() in left:
                continue
            free = prod(sum(self.ways[y]) for y in used - _used(left))
            found += ways * free * self._count(left, depth + 1)
        return found


def _used(clauses: Clauses) -> set[int]:
    return {x for clause in clauses for alternative in clause for x, _ in alternative}


def _joined(many: Sequence[list[int]], *, any_of: bool) -> list[int]:
    """Return in how many ways the lowest of some is at each place, or else the highest."""
    if any_of:
        return _joined([ways[::-1] for ways in many], any_of=False)[::-1]
    numbers = Counter(map(tuple, many))
    up_to = [
        prod(sum(ways[: k + 1]) ** number for ways, number in numbers.items())
        for k in range(len(many[0]))
    ]
    return [up_to[0], *(after - before for before, after in pairwise(up_to))]


def _most_urgent(clauses: Clauses) -> int:
    """Choose the state to branch on: one in the shortest alternatives of the shortest clauses."""
    weight: Counter[int] = Counter()
    for clause in clauses:
        for alternative in clause:
            for x, _ in alternative:
                weight[x] += 1 << 2 * max(0, 16 - len(alternative) - len(clause))
    return min(weight, key=lambda x: (-weight[x], x))


def _placed(clauses: Clauses, x: int, place: int) -> Clauses:
    """Return what is left to be met when a state is at a place, counted from the lowest."""
    left: set[Clause] = set()
    for clause in clauses:
        rest: set[Alternative] = set()
        for alternative in clause:
            if any(y == x and place >= j for y, j in alternative):
                continue
            rest.add(frozenset(atom for atom in alternative if atom[0] != x))
        if frozenset() not in rest:
            left.add(frozenset(rest))
    return frozenset(left)


def _unconnected(clauses: Clauses) -> list[Clauses]:
    """Split clauses into parts that have no state in common."""
    parts: list[tuple[set[int], set[Clause]]] = []
    for clause in clauses:
        states, together = _used(frozenset([clause])), {clause}
        apart = []
        for part in parts:
            if part[0].isdisjoint(states):
                apart.append(part)
            else:
                states |= part[0]
                together |= part[1]
        parts = [*apart, (states, together)]
    return [frozenset(together) for _, together in parts]
