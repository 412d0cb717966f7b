"""Sets of states, however they are kept."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import TYPE_CHECKING, Self

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from countermove.graph.patterns import Cover
    from countermove.graph.states import States

Positions = NDArray[np.intp]


class Region(ABC):
    """A set of states, given by their positions: all that answers may ask of one.

    :class:`~countermove.graph.bits.Bits` keeps a bit for each state. What keeps sets otherwise, as
    decision diagrams, has to answer what is abstract here.
    """

    __slots__ = ()
    __hash__ = None  # type: ignore[assignment]

    size: int
    """How many states there are, in the set or not."""

    @abstractmethod
    def __and__(self, other: Self) -> Self:
        """Return what is in both sets."""

    @abstractmethod
    def __or__(self, other: Self) -> Self:
        """Return what is in one set or the other."""

    @abstractmethod
    def __invert__(self) -> Self:
        """Return what is not in the set."""

    @abstractmethod
    def __contains__(self, state: int) -> bool:
        """Say whether the state at a position is in the set."""

    @abstractmethod
    def any(self) -> bool:
        """Say whether some state is in the set."""

    @abstractmethod
    def count(self) -> int:
        """Count the states in the set."""

    @abstractmethod
    def parts(self) -> Iterator[Positions]:
        """Give the positions of the states in the set, ascending, some at a time."""

    @abstractmethod
    def only(self, state: int) -> Self:
        """Return the set that holds one state, whether or not it is in this one."""

    def __xor__(self, other: Self) -> Self:
        return (self & ~other) | (~self & other)

    def __eq__(self, other: object) -> bool:
        """Be equal when the same states are in both."""
        if not isinstance(other, type(self)):
            return NotImplemented
        return self.size == other.size and not (self ^ other).any()

    def __repr__(self) -> str:
        """Say how many are in the set."""
        return f"<{type(self).__name__}: {self.count()} of {self.size}>"

    def all(self) -> bool:
        """Say whether every state is in the set."""
        return self.count() == self.size

    def first(self, most: int) -> list[int]:
        """Return the first positions of states in the set."""
        return list(islice(chain.from_iterable(part.tolist() for part in self.parts()), most))

    def positions(self) -> Positions:
        """Return the positions of the states in the set, ascending."""
        return np.concatenate([np.empty(0, np.intp), *self.parts()])

    def mask(self) -> NDArray[np.bool_]:
        """Return the truth values, a byte for each state."""
        return self.among(np.arange(self.size))

    def among(self, states: Positions) -> NDArray[np.bool_]:
        """Say which of some states are in the set."""
        return np.fromiter((state in self for state in states.tolist()), np.bool_, len(states))

    def patterns(self, states: States, apart: Sequence[int] = ()) -> Cover | None:
        """Say by few patterns, each alike in the options apart, which states are in the set.

        None where that would take too many. Here it is found by looking at every state.
        """
        from countermove.graph.patterns import cover

        return cover(states, self, apart)
