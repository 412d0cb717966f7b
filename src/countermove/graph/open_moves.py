"""Unilateral moves in option form, of single states and of sets of them, without listing any."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import compress, product
from math import prod
from typing import TYPE_CHECKING

from countermove.graph.diagrams import Diagrams
from countermove.graph.layout import Field
from countermove.model.parts import Option

if TYPE_CHECKING:
    from oxidd.bcdd import BCDDFunction as Diagram


@dataclass(frozen=True, eq=False)
class OpenMoves:
    """How one decision maker may change its own options, whether or not that is feasible."""

    diagrams: Diagrams
    own: tuple[tuple[Option, Field], ...]

    @cached_property
    def mask(self) -> int:
        """The bits of its options."""
        return sum(field.mask for _, field in self.own)

    @cached_property
    def count(self) -> int:
        """How many choices there are on its own options."""
        return prod(len(field.codes) for _, field in self.own)

    @cached_property
    def codes(self) -> tuple[int, ...]:
        """Every choice on its own options."""
        return tuple(map(sum, product(*(field.codes for _, field in self.own))))

    @property
    def is_transitive(self) -> bool:
        """Whether two of its moves in a row are always one, if not none."""
        return not any(_is_stepwise(option) for option, _ in self.own)

    def targets(self, code: int) -> Iterator[int]:
        """Give where one move would lead from a state, feasible or not."""
        rest, start = code & ~self.mask, code & self.mask
        if start not in self._ends:
            self._ends[start] = tuple(self._from(start))
        return (rest | end for end in self._ends[start])

    @cached_property
    def _ends(self) -> dict[int, tuple[int, ...]]:
        return {}

    def _from(self, start: int) -> Iterator[int]:
        """Give to which choices one move leads from one of them."""
        each: list[list[int]] = []
        for option, field in self.own:
            here = field.codes.index(start & field.mask)
            ways = (end == here or _allows(option, here, end) for end in range(len(field.codes)))
            each.append(list(compress(field.codes, ways)))
        return (end for end in map(sum, product(*each)) if end != start)

    def into(self, some: Diagram) -> Diagram:
        """Return from where one move, or none, leads into a set; feasible or not."""
        free = 0
        for option, field in self.own:
            if option.moves == "both" and not _is_stepwise(option):
                free |= field.mask
            else:
                some |= self._by(some, option, field)
        return self.diagrams.freed(some, free)

    def moved_into(self, some: Diagram) -> Diagram:
        """Return from where one move, and not none, leads into a set; feasible or not."""
        found = self.diagrams.false
        for option, field in self.own:
            by_this = self._by(some, option, field)
            found |= by_this
            some |= by_this
        return found

    def _by(self, some: Diagram, option: Option, field: Field) -> Diagram:
        """Return from where a change of one option leads into a set."""
        diagrams = self.diagrams
        found = diagrams.false
        for end, code in enumerate(field.codes):
            starts = [
                diagrams.cube(field.mask, other)
                for start, other in enumerate(field.codes)
                if start != end and _allows(option, start, end)
            ]
            if starts:
                found |= diagrams.union(starts) & diagrams.at(some, field.mask, code)
        return found


def _is_stepwise(option: Option) -> bool:
    """Say whether some level takes two moves."""
    return option.steps == "neighbour" and len(option.levels) > 2


def _allows(option: Option, start: int, end: int) -> bool:
    """Say whether an option may go from one of its values to another, by their places."""
    if option.steps == "neighbour" and abs(end - start) != 1:
        return False
    up, down = option.moves in ("up", "take"), option.moves in ("down", "drop")
    return option.moves == "both" or (up and end > start) or (down and end < start)
