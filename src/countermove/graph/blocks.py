"""Blocks: the states of one fibre that have gone equally far on a decision maker's one-way options.

Without such options a block is a fibre. From a state every state of the blocks that are as far or
further can be reached, so states of one block have the same moves.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from countermove.graph.lists import Lists, Sets
from countermove.graph.region import Positions


@dataclass(frozen=True, eq=False)
class Blocks:
    """The blocks of one decision maker's moves, numbered by fibre and then by progress."""

    of: Positions
    onward: Lists

    @classmethod
    def by(cls, fibre: Positions, progress: NDArray[np.uint64]) -> Blocks:
        """Find the blocks by the fibre of each state and how far it has gone."""
        one_way, gone = np.unique(progress, return_inverse=True)
        used, of = np.unique(fibre * len(one_way) + gone, return_inverse=True)
        return cls(of, _onward(used // len(one_way), one_way[used % len(one_way)]))

    def __len__(self) -> int:
        return len(self.onward.sizes)

    @cached_property
    def starts(self) -> Positions:
        """Where each block begins when the states are sorted by block, and where the last ends."""
        sizes = np.bincount(self.of, minlength=len(self))
        return np.concatenate([np.zeros(1, np.intp), np.cumsum(sizes)])

    @cached_property
    def members(self) -> Lists:
        """The states of each block."""
        return Lists(self.starts, np.argsort(self.of, kind="stable"))

    @cached_property
    def behind(self) -> Lists:
        """For each block those from which its states can be reached, itself included."""
        return self.onward.reversed(len(self))

    @property
    def targets(self) -> Lists:
        """The states that those of each block can be moved to."""
        return self.onward.then(self.members)

    def count(self) -> int:
        """Count the moves of all states; where they have blocks, with that to itself for each."""
        sizes = np.diff(self.starts)
        return int(np.repeat(sizes, self.onward.sizes) @ sizes[self.onward.entries])

    def ahead(self, sets: Sets) -> Sets:
        """Return where one move, or none, leads from the states of each set."""
        return np.asarray(self.behind.unions(self.members.unions(sets))[self.of])

    def back(self, sets: Sets) -> Sets:
        """Return from where one move, or none, leads into each set."""
        return np.asarray(self.onward.unions(self.members.unions(sets))[self.of])


def _onward(fibre: Positions, progress: NDArray[np.uint64]) -> Lists:
    """Return for each block the blocks of its fibre that are as far or further: later ones."""
    origins, targets = [np.arange(len(fibre))], [np.arange(len(fibre))]
    distance = 1
    while distance < len(fibre):
        near = fibre[distance:] == fibre[:-distance]
        if not near.any():
            break
        earlier, later = progress[:-distance], progress[distance:]
        found = np.flatnonzero(near & ((later & earlier) == earlier))
        origins.append(found)
        targets.append(found + distance)
        distance += 1
    origin, target = np.concatenate(origins), np.concatenate(targets)
    order = np.argsort(origin, kind="stable")
    return Lists(np.searchsorted(origin[order], np.arange(len(fibre) + 1)), target[order])
