"""Many choices from one number: to draw is what takes time with Hypothesis, not what is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from hypothesis import strategies as st

T = TypeVar("T")


class Digits:
    """A number read digit by digit, each to the base that is asked for; at its end come zeros.

    So a smaller number says something simpler, wherever 0 stands for the simplest.
    """

    def __init__(self, number: int) -> None:
        self._rest = number

    def below(self, count: int) -> int:
        """Give one of the numbers below one."""
        self._rest, digit = divmod(self._rest, count)
        return digit

    def one_of(self, values: Sequence[T]) -> T:
        """Give one of some values."""
        return values[self.below(len(values))]

    def some_of(self, values: Sequence[T], least: int = 0, most: int | None = None) -> list[T]:
        """Give some values, none twice, in any order."""
        left = list(values)
        count = least + self.below(min(len(left), most or len(left)) - least + 1)
        return [left.pop(self.below(len(left))) for _ in range(count)]


def digits(choices: int) -> st.SearchStrategy[Digits]:
    """Give digits for about so many choices."""
    return st.integers(0, 2 ** (4 * choices)).map(Digits)
