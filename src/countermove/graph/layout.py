"""How what is chosen on every option is written as one binary number.

An option that is done or not has one bit. One of several levels has as many as count them, or,
where moves only go up or only down, a bit for each level above the first, of which those up to the
level are set: then a move up only sets bits, and all that is known of one-way bits holds of it.
Either way a higher level is a higher number, so that the order of the states doesn't depend on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import or_

import numpy as np
from numpy.typing import NDArray

from countermove.graph.bits import Bits
from countermove.graph.choices import Choices, Codes
from countermove.model.parts import Option
from countermove.model.vocabulary import Vocabulary

Allowed = Mapping[int, Sequence[int]]
"""For each of some options which of its values may be, both by their places."""


@dataclass(frozen=True)
class Field:
    """The bits of one option.

    Parameters
    ----------
    mask : int
        The bits.
    codes : tuple of int
        How they are set for each of its values, ascending.
    """

    mask: int
    codes: tuple[int, ...]

    @property
    def is_full(self) -> bool:
        """Whether bits in any setting are a value."""
        return len(self.codes) == 1 << self.mask.bit_count()


@dataclass(frozen=True)
class Layout:
    """Where in a binary number each option has its bits.

    >>> from countermove import load
    >>> layout = Layout.of(Vocabulary(load("talks-2025")))
    >>> layout.bits, layout.code((2, 0, 1, 0, 0)), layout.values(0b1010)
    (6, 10, (2, 0, 1, 0, 0))
    """

    fields: tuple[Field, ...]

    @classmethod
    def of(cls, vocabulary: Vocabulary) -> Layout:
        """Lay out the options of a model, the first at the lowest bits."""
        fields: list[Field] = []
        start = 0
        for option in vocabulary.options.values():
            width, codes = _own(option)
            fields.append(Field((1 << width) - 1 << start, tuple(code << start for code in codes)))
            start += width
        return cls(tuple(fields))

    @cached_property
    def bits(self) -> int:
        """How many bits the numbers have."""
        return self.all.bit_length()

    @cached_property
    def all(self) -> int:
        """The bits of all options."""
        return self.mask(range(len(self.fields)))

    def mask(self, options: Iterable[int]) -> int:
        """Return the bits of some options."""
        return reduce(or_, (self.fields[option].mask for option in options), 0)

    def code(self, values: Iterable[int]) -> int:
        """Return the number for a value of each option."""
        each = zip(self.fields, values, strict=True)
        return reduce(or_, (field.codes[value] for field, value in each), 0)

    def values(self, code: int) -> tuple[int, ...]:
        """Return the value of each option in a number."""
        return tuple(field.codes.index(code & field.mask) for field in self.fields)

    def column(self, codes: Codes, option: int) -> NDArray[np.intp]:
        """Return the value of one option in many numbers."""
        field, kind = self.fields[option], codes.dtype.type
        return np.searchsorted(np.array(field.codes, codes.dtype), codes & kind(field.mask))

    def laid_out(self, codes: Codes, other: Layout) -> Codes:
        """Return numbers of this layout in another of the same options."""
        if self == other:
            return codes
        found: Codes = np.zeros(len(codes), Choices(other.bits).dtype)
        for option, field in enumerate(other.fields):
            found = found | np.array(field.codes, found.dtype)[self.column(codes, option)]
        return found

    def matching(self, choices: Choices, allowed: Allowed) -> Bits:
        """Return which choices have on some options one of the values that are allowed."""
        fixed = wanted = 0
        several: list[Bits] = []
        for option, values in allowed.items():
            field = self.fields[option]
            if len(values) == 1:
                fixed |= field.mask
                wanted |= field.codes[values[0]]
            else:
                each = (choices.matching(field.mask, field.codes[value]) for value in values)
                several.append(reduce(or_, each, Bits.all_or_none(len(choices), False)))
        if fixed.bit_count() == 1:
            column = choices.column(fixed.bit_length() - 1)
            one = column if wanted else ~column
        elif fixed:
            one = choices.matching(fixed, wanted)
        elif several:
            one = several.pop()
        else:
            one = Bits.all_or_none(len(choices), True)
        for more in several:
            one &= more
        return one


def differing(masks: Sequence[int], codes: Codes, code: int) -> NDArray[np.uint8]:
    """Count in how many of some options, each given by its bits, numbers differ from one."""
    kind = codes.dtype.type
    changed = codes ^ kind(code)
    single = reduce(or_, (mask for mask in masks if mask.bit_count() == 1), 0)
    counts = np.bitwise_count(changed & kind(single))
    for mask in masks:
        if mask.bit_count() > 1:
            counts += (changed & kind(mask)) != 0
    return np.asarray(counts)


def _own(option: Option) -> tuple[int, Iterable[int]]:
    """Return how many bits an option has, and how they are set for each of its values."""
    count = len(option.levels) or 2
    if option.moves in ("up", "down"):
        return count - 1, ((1 << level) - 1 for level in range(count))
    return (count - 1).bit_length(), range(count)
