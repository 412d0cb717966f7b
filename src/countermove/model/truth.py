"""Where statements are true: formulas evaluated for many states at once."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from operator import and_, or_
from typing import Protocol, Self, TypeVar

from countermove.model.logic import Constant, Count, Formula, Name


class Logical(Protocol):
    """Truth values for many states that can be joined: arrays of bool, packed bits."""

    def __and__(self, other: Self, /) -> Self:
        """Hold where both do."""

    def __or__(self, other: Self, /) -> Self:
        """Hold where one does."""

    def __xor__(self, other: Self, /) -> Self:
        """Hold where one does and the other doesn't."""

    def __invert__(self) -> Self:
        """Hold where it doesn't."""


Truth = TypeVar("Truth", bound=Logical)


def truth(
    formula: Formula, value: Callable[[str], Truth], constant: Callable[[bool], Truth]
) -> Truth:
    """Evaluate a formula for many states at once."""
    if isinstance(formula, Name):
        return value(formula.name)
    if isinstance(formula, Constant):
        return constant(formula.value)
    parts = [truth(part, value, constant) for part in formula.parts]
    if isinstance(formula, Count):
        return _counted(parts, *formula.bounds, constant)
    match formula.operator:
        case "not":
            return ~parts[0]
        case "and":
            return reduce(and_, parts)
        case "or":
            return reduce(or_, parts)
        case "implies":
            return ~parts[0] | parts[1]
        case _:
            return ~(parts[0] ^ parts[1])


def _counted(parts: list[Truth], least: int, most: int, constant: Callable[[bool], Truth]) -> Truth:
    """Say where at least and at most so many parts hold: they are added up in binary."""
    enough = [] if least <= 0 else [(least, True)]
    if most < len(parts):
        enough.append((most + 1, False))
    if not enough:
        return constant(True)
    digits = binary_sum(parts)
    found = [_at_least(digits, number, constant) for number, _ in enough]
    return reduce(and_, (one if so else ~one for one, (_, so) in zip(found, enough, strict=True)))


def binary_sum(parts: list[Truth]) -> list[Truth]:
    """Return how many parts hold, as binary digits, the lowest first."""
    digits: list[Truth] = []
    column = list(parts)
    while column:
        carried: list[Truth] = []
        # Three of one weight make one of it and one of the next.
        while len(column) > 1:
            a, b = column.pop(), column.pop()
            either = a ^ b
            if column:
                c = column.pop()
                column.append(either ^ c)
                carried.append((a & b) | (either & c))
            else:
                column.append(either)
                carried.append(a & b)
        digits += column
        column = carried
    return digits


def _at_least(digits: list[Truth], number: int, constant: Callable[[bool], Truth]) -> Truth:
    """Say where a binary number, which is given digit by digit, isn't below another."""
    if number >= 1 << len(digits):
        return constant(False)
    found: Truth | None = None
    for place, digit in enumerate(digits):
        if number >> place & 1:
            found = digit if found is None else digit & found
        elif found is not None:
            found = digit | found
    return constant(True) if found is None else found
