"""Sets of binary numbers as decision diagrams: numbers of any length, counted exactly.

A diagram asks of one bit after another and shares what is alike, so that its size doesn't depend on
how many numbers are in the set. The library is OxiDD (the extra ``symbolic``), imported when the
first diagram is made.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property, reduce
from operator import or_
from typing import TYPE_CHECKING

from countermove.errors import missing_extra
from countermove.memory import free_memory

if TYPE_CHECKING:
    from oxidd.bcdd import BCDDFunction as Diagram
    from oxidd.bcdd import BCDDSubstitution as Substitution

# A node with its share of what is remembered of operations.
_NODE_BYTES = 45
_MOST_NODES = 1 << 26
_CACHE_SHARE = 16

Cube = tuple[int, int]
"""The numbers that have at some bits, a mask, what another number has there."""


class Diagrams:
    """The sets of the numbers of so many bits, in a store of limited size.

    Parameters
    ----------
    bits : int
        How many bits the numbers have.
    order : sequence of int, optional
        The bits in the order in which diagrams ask of them; from the lowest when not given.
    nodes : int, optional
        How many nodes there may be; if not given as many as fit into a quarter of the free memory.
        What needs more raises MemoryError, and what there was before stands.

    Examples
    --------
    >>> diagrams = Diagrams(3, nodes=1 << 10)
    >>> some = diagrams.bit(0) & ~diagrams.bit(2)
    >>> list(diagrams.numbers(some)), diagrams.count(~some)
    ([1, 3], 6)
    """

    def __init__(
        self, bits: int, order: Sequence[int] | None = None, *, nodes: int | None = None
    ) -> None:
        try:
            from oxidd.bcdd import BCDDManager
            from oxidd.util import BooleanOperator
        except ImportError as error:
            raise missing_extra("symbolic", "Answering without listing the outcomes") from error
        if nodes is None:
            fitting = max(1, free_memory() // 4 // _NODE_BYTES)
            nodes = min(_MOST_NODES, 1 << fitting.bit_length() - 1)
        self.bits = bits
        self._and = BooleanOperator.AND
        self._store = BCDDManager(nodes, max(nodes // _CACHE_SHARE, 1 << 10), 1)
        self._store.add_vars(bits)
        if order is not None:
            self._store.set_var_order(order)
        self.true, self.false = self._store.true(), self._store.false()
        self._cubes: dict[Cube, Diagram] = {}

    @property
    def nodes(self) -> int:
        """About how many nodes there are."""
        return self._store.approx_num_inner_nodes()

    def constant(self, value: bool) -> Diagram:
        """Return the set of all numbers, or of none."""
        return self.true if value else self.false

    def bit(self, bit: int) -> Diagram:
        """Return the numbers that have a bit."""
        return self._store.var(bit)

    def union(self, some: Iterable[Diagram]) -> Diagram:
        """Return what is in one set or more."""
        return reduce(or_, some, self.false)

    def cube(self, mask: int, code: int) -> Diagram:
        """Return the numbers that have at the bits of a mask what a code has there."""
        key = mask, code & mask
        if key not in self._cubes:
            found = self.true
            # The last asked of first: each step then adds one node.
            for bit in sorted(_bits(mask), key=self._store.var_to_level, reverse=True):
                found &= self.bit(bit) if code >> bit & 1 else self._store.not_var(bit)
            self._cubes[key] = found
        return self._cubes[key]

    def at(self, some: Diagram, mask: int, code: int) -> Diagram:
        """Return the numbers that are in a set once their bits of a mask are those of a code."""
        if not mask:
            return some
        return some.apply_exists(self._and, self.cube(mask, code), self.cube(mask, mask))

    def freed(self, some: Diagram, mask: int) -> Diagram:
        """Return the numbers that are in a set with some bits of a mask or others."""
        return some.exists(self.cube(mask, mask)) if mask else some

    def substitution(self, of: dict[int, Diagram]) -> Substitution:
        """Return what puts sets in the place of bits."""
        from oxidd.bcdd import BCDDFunction

        return BCDDFunction.make_substitution(list(of.items()))

    # -- single numbers -----------------------------------------------------------------------

    def assigned(self, code: int) -> list[tuple[int, bool]]:
        """Return a number as diagrams take it, to ask several of it."""
        return [(bit, bool(code >> bit & 1)) for bit in range(self.bits)]

    def holds(self, some: Diagram, code: int) -> bool:
        """Say whether a number is in a set."""
        return bool(some.eval(self.assigned(code)))

    def any_of(self, some: Diagram) -> int | None:
        """Return a number in a set, whichever is found first; None where it is empty."""
        chosen = some.pick_cube()
        return None if chosen is None else sum(1 << bit for bit, one in enumerate(chosen) if one)

    def numbers(self, some: Diagram) -> Iterator[int]:
        """Give the numbers in a set, ascending."""
        waiting = [(some, self.bits, 0)] if some.satisfiable() else []
        while waiting:
            left, bits, code = waiting.pop()
            if not bits:
                yield code
                continue
            bit = 1 << bits - 1
            for one in (bit, 0):
                with_it = self.at(left, bit, one)
                if with_it.satisfiable():
                    waiting.append((with_it, bits - 1, code | one))

    def count(self, some: Diagram) -> int:
        """Count the numbers in a set."""
        return int(some.sat_count(self.bits))

    def place(self, some: Diagram, code: int) -> int:
        """Count the numbers in a set that are below one."""
        found = 0
        for bit in reversed(range(self.bits)):
            if code >> bit & 1:
                # The bits above are fixed already, and count in neither way.
                found += self.count(self.at(some, 1 << bit, 0)) >> self.bits - bit
            some = self.at(some, 1 << bit, code)
        return found

    def number(self, some: Diagram, place: int) -> int:
        """Return the number in a set below which so many others are."""
        code = 0
        for bit in reversed(range(self.bits)):
            without = self.at(some, 1 << bit, 0)
            below = self.count(without) >> self.bits - bit
            if place < below:
                some = without
            else:
                place -= below
                code |= 1 << bit
                some = self.at(some, 1 << bit, code)
        return code

    def sample(self, some: Diagram, count: int, seed: int) -> list[int]:
        """Return some numbers in a set drawn by chance, each as likely, ascending."""
        size = self.count(some)
        luck = random.Random(seed)
        places = {luck.randrange(size) for _ in range(count)} if size > count else range(size)
        return [self.number(some, place) for place in sorted(places)]

    # -- few words for many numbers -----------------------------------------------------------

    def cover(self, some: Diagram, free: Diagram, most: int) -> list[Cube] | None:
        """Return cubes that hold a set, and beside it only what is free; none can be spared.

        By the method of Minato and Morreale. None where it takes more than so many.
        """
        try:
            return _Cover(self, most).of(some, some | free)[0]
        except _TooManyError:
            return None

    @cached_property
    def level_bits(self) -> list[int]:
        """The bits in the order in which diagrams ask of them."""
        return [self._store.level_to_var(level) for level in range(self.bits)]


class _TooManyError(Exception):
    """More cubes than were asked for."""


class _Cover:
    """Finds cubes between two sets, each asked of once."""

    def __init__(self, diagrams: Diagrams, most: int) -> None:
        self._diagrams, self._most = diagrams, most
        self._known: dict[tuple[Diagram, Diagram], tuple[list[Cube], Diagram]] = {}

    def of(self, least: Diagram, whole: Diagram) -> tuple[list[Cube], Diagram]:
        """Return cubes that hold all of the least set, within the whole, and what they hold."""
        diagrams = self._diagrams
        if not least.satisfiable():
            return [], diagrams.false
        if whole.valid():
            return [(0, 0)], diagrams.true
        if (least, whole) in self._known:
            return self._known[least, whole]
        level = min(x for x in (least.node_level(), whole.node_level()) if x is not None)
        bit = diagrams.level_bits[level]
        (least_1, least_0), (whole_1, whole_0) = _split(least, level), _split(whole, level)
        cubes_0, held_0 = self.of(least_0 & ~whole_1, whole_0)
        cubes_1, held_1 = self.of(least_1 & ~whole_0, whole_1)
        left = (least_0 & ~held_0) | (least_1 & ~held_1)
        either, held = self.of(left, whole_0 & whole_1)
        one = 1 << bit
        cubes = [(mask | one, code) for mask, code in cubes_0]
        cubes += [(mask | one, code | one) for mask, code in cubes_1]
        cubes += either
        if len(cubes) > self._most:
            raise _TooManyError
        found = cubes, diagrams.bit(bit).ite(held_1, held_0) | held
        self._known[least, whole] = found
        return found


def _split(some: Diagram, level: int) -> tuple[Diagram, Diagram]:
    """Return a set where the bit of a level is set, and where it isn't."""
    if some.node_level() != level:
        return some, some
    parts = some.cofactors()
    assert parts is not None
    return parts


def _bits(mask: int) -> Iterator[int]:
    return (bit for bit in range(mask.bit_length()) if mask >> bit & 1)


Ask = Callable[[], None]
"""Is called between operations; it may raise what ends them."""
