"""Which comparison of two outcomes open answers hang on most: by proof numbers.

How much has to be asked at least until an answer is proved, and until it is refuted: estimates, as
they count what two parts of a proof share twice. They choose what is asked; they decide nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from countermove.graph.lists import Mask
from countermove.graph_model import GraphModel
from countermove.stability.registry import SolutionConcept

NEVER = 1e6
"""What can't be proved, or can't be refuted: it is known not to be so."""

OPEN = NEVER / 2
"""What could be proved, or refuted, if somebody knew what nobody does."""

Numbers = NDArray[np.float64]
Leaves = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Proofs:
    """What many proofs and refutations take, and which comparison is needed next for both."""

    prove: Numbers
    refute: Numbers
    leaf: Leaves

    def both(self, axis: int) -> Proofs:
        """All along an axis have to be proved; one refuted."""
        return self._along(axis, self.prove, self.refute, swapped=False)

    def either(self, axis: int) -> Proofs:
        """One along an axis has to be proved; all refuted."""
        return self._along(axis, self.refute, self.prove, swapped=True)

    def _along(self, axis: int, added: Numbers, least: Numbers, *, swapped: bool) -> Proofs:
        total = np.minimum(added.sum(axis=axis), OPEN)
        total = np.where((added >= NEVER).any(axis=axis), NEVER, total)
        at = np.expand_dims(least.argmin(axis=axis), axis)
        lowest = np.take_along_axis(least, at, axis).squeeze(axis)
        leaf = np.take_along_axis(self.leaf, at, axis).squeeze(axis)
        return Proofs(lowest, total, leaf) if swapped else Proofs(total, lowest, leaf)

    def negated(self) -> Proofs:
        """Return proofs of the opposite."""
        return Proofs(self.refute, self.prove, self.leaf)

    def where(self, mask: Mask, *, otherwise: bool) -> Proofs:
        """Keep some; of the others it is known whether they hold."""
        prove, refute = (0.0, NEVER) if otherwise else (NEVER, 0.0)
        return Proofs(
            np.where(mask, self.prove, prove),
            np.where(mask, self.refute, refute),
            np.where(mask, self.leaf, -1),
        )

    def __getitem__(self, index: Any) -> Proofs:
        return Proofs(self.prove[index], self.refute[index], self.leaf[index])

    @classmethod
    def stacked(cls, some: Sequence[Proofs]) -> Proofs:
        """Put proofs side by side along a new first axis."""
        return cls(
            np.stack([one.prove for one in some]),
            np.stack([one.refute for one in some]),
            np.stack([one.leaf for one in some]),
        )


@dataclass(frozen=True, eq=False)
class Reached:
    """Where the moves of a model lead, as matrices by state and target."""

    model: GraphModel

    @cached_property
    def moves(self) -> list[Mask]:
        """By decision maker."""
        size = len(self.model.states)
        found = []
        for dm in self.model.decision_makers:
            own = np.zeros((size, size), dtype=bool)
            for state in range(size):
                own[state, self.model.moves_of[dm].reachable(state)] = True
            found.append(own)
        return found

    @cached_property
    def replies(self) -> list[Mask]:
        """By decision maker where legal sequences of all others lead."""
        return [
            self._legal([j for j in range(len(self.moves)) if j != i])
            for i in range(len(self.moves))
        ]

    def _legal(self, movers: Sequence[int]) -> Mask:
        # Behind each mover, as nobody moves twice in a row.
        last = {j: self.moves[j].copy() for j in movers}
        changed = True
        while changed:
            changed = False
            for j in movers:
                came = np.zeros_like(self.moves[j])
                for k in movers:
                    if k != j:
                        came |= last[k]
                further = last[j] | (
                    (came.astype(np.float32) @ self.moves[j].astype(np.float32)) > 0
                )
                if (further != last[j]).any():
                    last[j], changed = further, True
        return (
            np.asarray(np.logical_or.reduce(list(last.values()))) if last else self.moves[0] & False
        )


def stability_proofs(
    reached: Reached, not_above: Sequence[Proofs], concept: SolutionConcept, i: int
) -> Proofs:
    """Say what it takes to prove each state stable for one decision maker.

    `not_above` are by decision maker, target and state the proofs that it isn't better.
    """
    moves, own = reached.moves[i], not_above[i]
    # By state and target.
    stays = Proofs(own.prove.T, own.refute.T, own.leaf.T)
    if concept.replies != "none":
        replies, way = reached.replies[i], None
        if concept.replies == "credible":
            way = _improving(reached, not_above, i)
            replies = way.prove < NEVER
        deterred = _without_escape(stays, moves) if concept.escape else stays
        stays = _or_deterred(stays, deterred, moves, replies, way)
    return stays.where(moves, otherwise=True).both(axis=1)


def _without_escape(stays: Proofs, moves: Mask) -> Proofs:
    """Prove that a state deters, and whatever can be done from there does."""
    found = []
    for target, leads in enumerate(moves):
        some = np.flatnonzero(leads)
        found.append(stays[:, np.append(target, some)].both(axis=1))
    by_target = Proofs.stacked(found)
    return Proofs(by_target.prove.T, by_target.refute.T, by_target.leaf.T)


def _or_deterred(
    stays: Proofs, deterred: Proofs, moves: Mask, replies: Mask, way: Proofs | None
) -> Proofs:
    """Prove that a move doesn't pay, or that some reply to it deters."""
    prove, refute, leaf = stays.prove.copy(), stays.refute.copy(), stays.leaf.copy()
    for target in np.flatnonzero(moves.any(axis=0)):
        ends = np.flatnonzero(replies[target])
        rows = np.flatnonzero(moves[:, target])
        if not len(ends):
            continue
        reply = deterred[np.ix_(rows, ends)]
        if way is not None:
            wide = way[np.full(reply.prove.shape, target), ends]
            reply = Proofs.stacked([reply, wide]).both(axis=0)
        one = Proofs.stacked([stays[rows, target], reply.either(axis=1)]).either(axis=0)
        prove[rows, target], refute[rows, target] = one.prove, one.refute
        leaf[rows, target] = one.leaf
    return Proofs(prove, refute, leaf)


def _improving(reached: Reached, not_above: Sequence[Proofs], i: int) -> Proofs:
    """Say by state and end what it takes to prove that improvements of others lead there.

    To refute it the next unknown step may be refuted: an estimate, as there may be other ways.
    """
    others = [j for j in range(len(not_above)) if j != i]
    size = len(reached.moves[i])
    if not others:
        nothing = np.full((size, size), NEVER)
        return Proofs(nothing, nothing * 0, np.full((size, size), -1))
    steps = Proofs.stacked(
        [
            Proofs(one.refute.T, one.prove.T, one.leaf.T).where(reached.moves[j], otherwise=False)
            for j in others
            for one in [not_above[j]]
        ]
    )
    best = steps.either(axis=0)
    length, refute, leaf = best.prove.copy(), best.refute.copy(), best.leaf.copy()
    refute[length == 0] = NEVER
    for via in range(size):
        one, other = length[:, via, None], length[None, via, :]
        # A way with a step that nobody knows is open, however many of them there are.
        along = np.where((one < NEVER) & (other < NEVER), np.minimum(one + other, OPEN), NEVER)
        shorter = along < length
        if not shorter.any():
            continue
        length = np.where(shorter, along, length)
        # The first step that asking may settle.
        is_first = refute[:, via, None] < OPEN
        refute = np.where(
            shorter, np.where(is_first, refute[:, via, None], refute[None, via]), refute
        )
        leaf = np.where(shorter, np.where(is_first, leaf[:, via, None], leaf[None, via]), leaf)
    return Proofs(np.minimum(length, NEVER), refute, leaf)
