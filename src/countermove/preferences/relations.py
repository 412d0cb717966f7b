"""A preference as three relations: what tempts, what deters, what others believe of it.

Each kind of preference is one class on :class:`Relations`. What needs more than the relations asks
for the `levels` of a complete order through :meth:`GraphModel.levels`, and is refused in words
where there is none, or through :meth:`GraphModel.levels_or_none`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from enum import IntEnum
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from countermove.graph.lists import Lists, Mask, Sets
from countermove.graph.region import Positions
from countermove.preferences.levels import Ranks

Truths = NDArray[np.integer] | Mask
"""A :class:`Truth` for each state; booleans where nothing is unknown."""


Judged = Literal["tempts", "deters", "credible"]
"""One of the three relations."""


class Truth(IntEnum):
    """What is known of something: no and yes are the numbers of False and True."""

    NO = 0
    YES = 1
    UNKNOWN = 2


class Relations(ABC):
    """What an analysis may ask of any kind of preference.

    `tempts` and `deters` need not be each other's opposite, none of the relations need be
    transitive, and pairs of states may be left open.
    """

    @abstractmethod
    def tempts(self, targets: Positions, state: int) -> Mask:
        """Say which targets tempt the decision maker away from a state."""

    @abstractmethod
    def deters(self, targets: Positions, state: int) -> Mask:
        """Say which targets deter the decision maker from leaving a state, where it would end."""

    def credible(self, targets: Positions, state: int) -> Mask:
        """Say to which targets others believe it willing to move: by default what tempts it."""
        return self.tempts(targets, state)

    def better(self, targets: Positions, state: int) -> Truths:
        """Say which targets it prefers to a state, as far as is known.

        By default those that tempt and don't deter; open is what does both, or neither.
        """
        tempts = self.tempts(targets, state)
        return np.where(tempts == self.deters(targets, state), Truth.UNKNOWN, tempts)

    def worse(self, targets: Positions, state: int) -> Truths:
        """Say which targets it likes less than a state, as far as is known."""
        own = np.array([state], dtype=np.intp)
        return np.array([self.better(own, target)[0] for target in targets.tolist()], np.int8)

    def said(self, target: int, state: int, that: str, who: str = "it") -> str:
        """Say how a target, called `that`, stands to a state; nothing but where there is more."""
        return ""

    def judged(self, relation: Judged, moves: Lists) -> Mask:
        """Say of all moves whether they are so judged from where they begin."""
        judge = getattr(self, relation)
        each = [judge(moves[state], state) for state in range(len(moves.sizes))]
        return np.concatenate([np.zeros(0, dtype=bool), *each])

    def deterring_sets(self, count: int) -> Sets:
        """Return for each of so many states all those that deter from leaving it, as bits."""
        every = np.arange(count)
        sets = np.zeros((count, -(-count // 8)), dtype=np.uint8)
        for state in range(count):
            sets[state] = np.packbits(self.deters(every, state), bitorder="little")
        return sets

    @property
    def is_transitive(self) -> bool:
        """Whether two moves in a row that others believe it willing to make are always one."""
        return False

    @property
    def levels(self) -> Ranks | None:
        """How it ranks all states, higher being better; None where it is no complete order."""
        return None

    def over(self, states: Positions) -> Relations:
        """Return the same preference over other states, each in the place of one of these."""
        return _Over(self, states)


@dataclass(frozen=True, eq=False)
class _Over(Relations):
    """A preference over states that each stand for one of those that it was given for."""

    of: Relations
    states: Positions

    def tempts(self, targets: Positions, state: int) -> Mask:
        return self.of.tempts(self.states[targets], int(self.states[state]))

    def deters(self, targets: Positions, state: int) -> Mask:
        return self.of.deters(self.states[targets], int(self.states[state]))

    def credible(self, targets: Positions, state: int) -> Mask:
        return self.of.credible(self.states[targets], int(self.states[state]))

    def better(self, targets: Positions, state: int) -> Truths:
        return self.of.better(self.states[targets], int(self.states[state]))

    @property
    def is_transitive(self) -> bool:
        return self.of.is_transitive
