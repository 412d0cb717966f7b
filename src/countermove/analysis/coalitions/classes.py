r"""Class improvements: what coalitions of a group do one after another, each in its own interest.

They are kept as moves, each with the coalition that makes it. In option form two moves of one
coalition in a row are one move as well, so of the coalitions that can make a move only the minimal
ones are kept: any sequence then has a legal one with the same end. In other forms, where that no
coalition moves twice in a row may matter, all are kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from countermove.analysis.coalitions.gain import Gain
from countermove.analysis.coalitions.pairs import Members, Pairs
from countermove.analysis.coalitions.reach import packed, unpacked
from countermove.errors import TooLargeError
from countermove.graph.lists import Values
from countermove.graph.region import Positions
from countermove.memory import refuse_beyond_memory
from countermove.progress import Follow, Progress, tell

# What each takes besides where it is kept, when they are put in order.
_BYTES_TO_SORT = 56

MOST_MOVES = 1 << 26
"""So many moves of coalitions are kept at most."""


@dataclass(frozen=True, eq=False)
class _Moves:
    """Moves of coalitions, by where they start and then by coalition."""

    origins: Positions
    targets: Positions
    members: Members

    @classmethod
    def of(cls, parts: Sequence[tuple[Positions, Positions, Members]]) -> _Moves:
        empty = np.empty(0, dtype=np.intp)
        origins, targets, members = (
            np.concatenate([empty, *(part[k] for part in parts)]) for k in range(3)
        )
        order = np.lexsort((members, origins))
        return cls(origins[order], targets[order], members[order])

    def within(self, group: int) -> _Moves:
        """Keep the moves of coalitions of a group."""
        keep = (self.members & ~group) == 0
        return _Moves(self.origins[keep], self.targets[keep], self.members[keep])


class ClassImprovements:
    """The improvements of the coalitions of a group."""

    def __init__(self, pairs: Pairs, group: Sequence[str], follow: Follow | None = None) -> None:
        self._pairs = pairs
        self._group = pairs.mask(tuple(group))
        self._follow = follow
        self._moves: _Moves | None = None

    def least(self, group: Sequence[str], label: Values) -> Values:
        """Return for each state the least value of a label at the ends of class improvements."""
        if self._moves is None:
            is_free = self._pairs.reach.is_free
            self._moves = _Moves.of(self._by_pairs() if is_free else self._by_coalitions())
        return _least(self._moves.within(self._pairs.mask(tuple(group))), label)

    def _by_pairs(self) -> list[tuple[Positions, Positions, Members]]:
        """Read the moves off the pairs: those move whose options differ."""
        parts: list[tuple[Positions, Positions, Members]] = []
        count = 0
        for state in range(len(self._pairs.ranks[0])):
            self._tell(state, len(self._pairs.ranks[0]))
            found = self._pairs.candidates(state, self._group)
            idle = (found.owners & found.strictly) == 0
            needs = [(found.targets[~idle], found.owners[~idle])]
            # Where none of those who move likes it better, somebody who does must be with them.
            for k in range(len(self._pairs.decision_makers)):
                joins = idle & ((found.strictly >> k & 1) == 1)
                needs.append((found.targets[joins], found.owners[joins] | 1 << k))
            for targets, members in needs:
                count += len(targets)
                parts.append((np.full(len(targets), state), targets, members))
            _refuse_beyond(count)
        return parts

    def _by_coalitions(self) -> list[tuple[Positions, Positions, Members]]:
        """Work out for each coalition where it leads."""
        reach = self._pairs.reach
        names = self._pairs.named(self._group)
        states = len(self._pairs.ranks[0])
        every = packed(np.eye(states, dtype=bool))
        rows = np.arange(states)
        first = np.zeros((states, states), dtype=np.int64) if reach.is_transitive else None
        parts: list[tuple[Positions, Positions, Members]] = []
        count, done = 0, 0
        for size in range(1, len(names) + 1):
            for coalition in combinations(names, size):
                self._tell(done, 1 << len(names))
                done += 1
                better = Gain.of(reach.model, coalition, self._pairs.improvement).better(rows)
                if not better.any():
                    continue
                better &= unpacked(reach.ahead(coalition, every), states)
                mask = self._pairs.mask(coalition)
                if first is not None:
                    better &= (first == 0) | (first & ~mask != 0)
                    first[better & (first == 0)] = mask
                origins, targets = np.nonzero(better)
                count += len(origins)
                _refuse_beyond(count)
                parts.append((origins, targets, np.full(len(origins), mask)))
        return parts

    def _tell(self, done: int, of: int) -> None:
        states = len(self._pairs.ranks[0])
        tell(self._follow, Progress(done / of, states, ("CSEQ",)))


def _refuse_beyond(count: int) -> None:
    advice = "Ask for other concepts, as in --concept CNASH, or add rules."
    if count > MOST_MOVES:
        raise TooLargeError(
            f"coalitions have more than {MOST_MOVES:,} improvements, too many for CSEQ.",
            advice=advice,
        )
    refuse_beyond_memory(
        count * _BYTES_TO_SORT,
        f"CSEQ with {count:,} improvements of coalitions",
        lambda _: advice,
    )


def _least(moves: _Moves, label: Values) -> Values:
    """Find the least label at the end of a sequence in which no coalition moves twice in a row.

    For each state the least value is kept, the coalition that moves first to get it, and the
    least value with another coalition moving first. Swept until nothing changes.
    """
    nothing = int(label.max()) + 1
    best = np.full(len(label), nothing, dtype=np.int64)
    if not moves.origins.size:
        return best
    first, second = np.full(len(label), -1, dtype=np.int64), best.copy()
    change = np.flatnonzero(np.diff(moves.origins) | np.diff(moves.members)) + 1
    runs = np.concatenate([[0], change])
    origin, members = moves.origins[runs], moves.members[runs]
    owners = np.concatenate([[0], np.flatnonzero(np.diff(origin)) + 1])
    sizes = np.diff(np.append(owners, len(origin)))
    here = origin[owners]
    before: Values | None = None
    while True:
        onward = np.where(
            first[moves.targets] == moves.members, second[moves.targets], best[moves.targets]
        )
        by_run = np.minimum.reduceat(np.minimum(label[moves.targets], onward), runs)
        if before is not None and np.array_equal(by_run, before):
            return best
        before = by_run
        least = np.minimum.reduceat(by_run, owners)
        having = np.where(by_run == np.repeat(least, sizes), np.arange(len(by_run)), len(by_run))
        holder = np.minimum.reduceat(having, owners)
        others = by_run.copy()
        others[holder] = nothing
        best[here], first[here] = least, members[holder]
        second[here] = np.minimum.reduceat(others, owners)
