r"""The short cut to universal coalitional Nash stability: one look at each pair of states.

A larger coalition reaches more. So some coalition leads from :math:`s` to a :math:`t` that all its
members prefer exactly if :math:`P(s, t)`, all those who prefer :math:`t`, does: if
:math:`t \in R_{P(s,t)}(s)`. In option form that takes the decision makers whose options differ to
be in :math:`P(s, t)`; where every choice is a state that suffices, and no closure is needed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from countermove.analysis.coalitions.definition import Coalition, Improvement
from countermove.analysis.coalitions.minimal import shrunk
from countermove.analysis.coalitions.reach import GroupReach
from countermove.graph.lists import Mask
from countermove.graph.moves import FibreMoves
from countermove.graph.region import Positions

Members = NDArray[np.int64]
"""Coalitions as numbers: a bit for each decision maker, the first being the lowest."""


@dataclass(frozen=True, eq=False)
class Candidates:
    """States that a coalition might move to from one state."""

    targets: Positions
    owners: Members
    prefer: Members
    strictly: Members

    def __getitem__(self, which: Mask) -> Candidates:
        """Keep some of them."""
        return Candidates(
            self.targets[which], self.owners[which], self.prefer[which], self.strictly[which]
        )


class Pairs:
    """Looks at pairs of states."""

    def __init__(self, reach: GroupReach, improvement: Improvement) -> None:
        self.reach = reach
        self.improvement = improvement
        model = reach.model
        self.decision_makers = model.decision_makers
        self.ranks = [model.levels(dm, "coalitions") for dm in self.decision_makers]

    @cached_property
    def _own(self) -> list[FibreMoves]:
        """The moves of each decision maker in option form; none in other forms."""
        moves = self.reach.model.moves_of.values()
        return [own for each in moves if (own := each.by_options)] * self.reach.is_transitive

    @cached_property
    def _codes(self) -> NDArray[np.uint64]:
        return self.reach.model.states.choices.codes().astype(np.uint64)

    @cached_property
    def _owned(self) -> list[int]:
        """The options of each decision maker, as bits, also those that can't be changed."""
        states = self.reach.model.states
        return [states.layout.mask(states.vocabulary.owned_by(dm)) for dm in self.decision_makers]

    def candidates(self, state: int, group: int | None = None) -> Candidates:
        """Return the states that coalitions might move to, by what the pair alone shows."""
        targets = np.arange(len(self.ranks[0]), dtype=np.intp)
        if self._own:
            targets = self._allowed(state, targets, group)
        owners = np.zeros(len(targets), dtype=np.int64)
        prefer, strictly = owners.copy(), owners.copy()
        for k, ranks in enumerate(self.ranks):
            if group is not None and not group >> k & 1:
                continue
            better = ranks[targets] > ranks[state]
            weakly = better if self.improvement == "strict" else ranks[targets] >= ranks[state]
            if self._own and self._owned[k]:
                differ = (self._codes[targets] ^ self._codes[state]) & np.uint64(self._owned[k])
                moves = differ != 0
                keep = weakly | ~moves
                if not keep.all():
                    targets, owners, prefer, strictly, better, weakly, moves = (
                        part[keep]
                        for part in (targets, owners, prefer, strictly, better, weakly, moves)
                    )
                owners |= moves.astype(np.int64) << k
            prefer |= weakly.astype(np.int64) << k
            strictly |= better.astype(np.int64) << k
        found = Candidates(targets, owners, prefer, strictly)
        return found[strictly != 0]

    def _allowed(self, state: int, targets: Positions, group: int | None) -> Positions:
        """Keep the states to which options change only in ways and by owners that are allowed."""
        code = int(self._codes[state])
        choices = self.reach.model.states.choices
        own = (moves for k, moves in enumerate(self._own) if group is None or group >> k & 1)
        free = FibreMoves.together(choices, own).free(code)
        barred = (1 << choices.bits) - 1 & ~free
        if not barred:
            return targets
        kept = self._codes & np.uint64(barred)
        return np.flatnonzero(kept == np.uint64(code & barred))

    def blocked(self, state: int, closures: Callable[[], None]) -> tuple[Coalition, int] | None:
        """Return a coalition that gains by leaving a state, and the state that it leads to."""
        found = self.candidates(state)
        if not found.targets.size:
            return None
        if self.reach.is_free:
            needs = found.owners.copy()
            idle = (found.owners & found.strictly) == 0
            needs[idle] |= found.strictly[idle] & -found.strictly[idle]
            size = np.bitwise_count(needs)
            few = np.flatnonzero(size == size.min())
            best = few[self._liking(found.targets[few]).argmax()]
            return self.named(int(needs[best])), int(found.targets[best])
        groups = np.unique(found.prefer)
        for group in groups[np.argsort(np.bitwise_count(groups), kind="stable")].tolist():
            closures()
            here = found[found.prefer == group]
            hit = np.flatnonzero(self.reach.ends(self.named(group), state)[here.targets])
            if hit.size:
                best = hit[self._liking(here.targets[hit]).argmax()]
                target = int(here.targets[best])
                return self.smallest(group, int(here.strictly[best]), state, target), target
        return None

    def smallest(self, group: int, strictly: int, state: int, target: int) -> Coalition:
        """Leave out of a coalition that leads from a state to another whoever isn't needed."""

        def wins(members: frozenset[str]) -> bool:
            mask = self.mask(members)
            return bool(mask & strictly) and bool(self.reach.ends(self.named(mask), state)[target])

        found = shrunk(frozenset(self.named(group)), wins)
        return tuple(dm for dm in self.decision_makers if dm in found)

    def _liking(self, targets: Positions) -> NDArray[np.int64]:
        return np.asarray(np.sum([own[targets].astype(np.int64) for own in self.ranks], axis=0))

    def named(self, members: int) -> Coalition:
        """Return a coalition by the ids of its members."""
        return tuple(dm for k, dm in enumerate(self.decision_makers) if members >> k & 1)

    def mask(self, members: frozenset[str] | Coalition) -> int:
        """Return a coalition as a number."""
        return sum(1 << k for k, dm in enumerate(self.decision_makers) if dm in members)
