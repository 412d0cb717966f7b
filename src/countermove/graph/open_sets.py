"""Sets of the states of a model that has too many to list, as people ask of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from countermove.arguments import whole
from countermove.errors import ArgumentError
from countermove.graph.open_states import OpenStates
from countermove.graph.states import State

if TYPE_CHECKING:
    from oxidd.bcdd import BCDDFunction as Diagram

MOST_PATTERNS = 1000
"""By so many patterns at most it is said which states are in a set."""


@dataclass(frozen=True, eq=False, repr=False)
class OpenSet:
    """A set of states of a model that has too many to list.

    Two sets of one answer can be met (``&``), joined (``|``) and taken from one another (``-``);
    ``^`` is what is in one of them only, ``~`` all the other states. Sets are equal where the same
    states are in both. However many states are in it, `count` is exact.

    Parameters
    ----------
    states : OpenStates
        The states of the model.
    diagram : BCDDFunction
        The set as OxiDD keeps it; nobody has to touch it.

    Examples
    --------
    >>> from countermove import load, solve_open
    >>> found = solve_open(load("prisoners-dilemma")).holding["SEQ"].least
    >>> found
    <OpenSet: 2 of 4 states>
    >>> [state.pattern for state in found]
    ['NN', 'YY']
    >>> "YY" in found, "YN" in found
    (True, False)
    """

    states: OpenStates
    diagram: Diagram

    def _with(self, other: OpenSet) -> Diagram:
        if other.states is not self.states:
            what = "only sets of one answer can be met or joined."
            raise ArgumentError(what, advice="Solve once, and take both sets from that.")
        return other.diagram

    def __and__(self, other: OpenSet) -> OpenSet:
        """Return what is in both sets."""
        return OpenSet(self.states, self.diagram & self._with(other))

    def __or__(self, other: OpenSet) -> OpenSet:
        """Return what is in one set or the other."""
        return OpenSet(self.states, self.diagram | self._with(other))

    def __sub__(self, other: OpenSet) -> OpenSet:
        """Return what is in this set and not in the other."""
        return OpenSet(self.states, self.diagram & ~self._with(other))

    def __xor__(self, other: OpenSet) -> OpenSet:
        """Return what is in one of the sets and not in both."""
        return OpenSet(self.states, self.diagram ^ self._with(other))

    def __invert__(self) -> OpenSet:
        """Return all states that are not in the set."""
        return OpenSet(self.states, self.states.feasible & ~self.diagram)

    def __eq__(self, other: object) -> bool:
        """Be equal when the same states are in both."""
        if not isinstance(other, OpenSet):
            return NotImplemented
        return other.states is self.states and bool(self.diagram == other.diagram)

    __hash__ = None  # type: ignore[assignment]

    def __bool__(self) -> bool:
        """Say whether some state is in the set."""
        return bool(self.diagram.satisfiable())

    def __contains__(self, state: str | int | State) -> bool:
        """Say whether a state, given by its number, its pattern or what is done, is in the set."""
        given = state.pattern if isinstance(state, State) else state
        return self.states.diagrams.holds(self.diagram, self.states.find(given))

    def __iter__(self) -> Iterator[State]:
        """Give the states in the set by their numbers, which may take for ever."""
        return map(self.states.state, self.states.diagrams.numbers(self.diagram))

    def __repr__(self) -> str:
        """Say how many are in the set."""
        return f"<OpenSet: {self.count():,} of {self.states.count:,} states>"

    def count(self) -> int:
        """Count the states in the set."""
        return self.states.diagrams.count(self.diagram)

    def first(self, most: int = 1) -> list[State]:
        """Return the states in the set with the lowest numbers.

        Parameters
        ----------
        most : int
            At most so many.
        """
        return [state for _, state in zip(range(whole(most, "most", 0)), self, strict=False)]

    def plainest(self) -> State | None:
        """Return a state in the set in which little is done; None where the set is empty.

        Option by option, in the order of the model, nothing is done where the set has such a
        state.
        """
        code = self.states.plainest(self.diagram)
        return None if code is None else self.states.state(code)

    def sample(self, most: int = 10, seed: int = 0) -> list[State]:
        """Return states in the set drawn by chance, each as likely, by their numbers.

        Parameters
        ----------
        most : int
            At most so many.
        seed : int
            With the same seed the same are drawn.
        """
        drawn = self.states.diagrams.sample(
            self.diagram, whole(most, "most", 0), whole(seed, "seed")
        )
        return list(map(self.states.state, drawn))

    def patterns(self, most: int = MOST_PATTERNS) -> list[str] | None:
        """Say by few patterns which states are in the set; none of them can be spared.

        Parameters
        ----------
        most : int
            How many patterns there may be.

        Returns
        -------
        list of str or None
            None where it takes more patterns than that, or more memory than there is.

        Examples
        --------
        >>> from countermove import load, solve_open
        >>> solve_open(load("prisoners-dilemma"), "NASH").holding["NASH"].least.patterns()
        ['NN']
        """
        try:
            return self.states.patterns(self.diagram, whole(most, "most", 0))
        except MemoryError:
            return None
