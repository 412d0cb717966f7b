"""How much of an answer is shown."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from countermove.analysis.state_lists import one_by_one
from countermove.errors import shown_of
from countermove.graph.region import Region
from countermove.graph.states import States

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Shown:
    """How much of each list is shown: ``SHORT`` the usual number, ``FULL`` all, or ``some(8)``."""

    most: int | None = None

    def of(self, total: int, usual: int) -> int:
        """Return how many of a list are shown: all, where few would be left out."""
        return shown_of(total, usual if self.most is None else self.most)

    def first(self, items: Sequence[Item], usual: int) -> Sequence[Item]:
        """Return the part of a list that is shown."""
        return items[: self.of(len(items), usual)]

    def states(self, states: States, found: Region, usual: int) -> list[int]:
        """Return the positions of the states that are shown of some, in order."""
        return list(islice(one_by_one(states, found), self.of(found.count(), usual)))


SHORT = Shown()
FULL = Shown(sys.maxsize)


def some(most: int) -> Shown:
    """Show so many of each list."""
    return Shown(most)
