"""Which comparison of two outcomes open answers hang on most: by proof numbers.

How much has to be asked at least until an answer is proved, and until it is refuted: estimates, as
they count what two parts of a proof share twice. They choose what is asked; they decide nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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

# So many proofs are put together at once.
_AT_ONCE = 1 << 21

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
        if not added.shape[axis]:
            shape = added.sum(axis=axis).shape
            nothing = Proofs(np.zeros(shape), np.full(shape, NEVER), np.full(shape, -1))
            return nothing.negated() if swapped else nothing
        total = np.minimum(added.sum(axis=axis), OPEN)
        total = np.where((added >= NEVER).any(axis=axis), NEVER, total)
        at = np.expand_dims(least.argmin(axis=axis), axis)
        lowest = np.take_along_axis(least, at, axis).squeeze(axis)
        leaf = np.take_along_axis(self.leaf, at, axis).squeeze(axis)
        return Proofs(lowest, total, leaf) if swapped else Proofs(total, lowest, leaf)

    def and_also(self, other: Proofs) -> Proofs:
        """Both have to be proved; one refuted."""
        total, is_own = _added(self.prove, other.prove), self.refute <= other.refute
        least = np.minimum(self.refute, other.refute)
        return Proofs(total, least, np.where(is_own, self.leaf, other.leaf))

    def or_else(self, other: Proofs) -> Proofs:
        """One has to be proved; both refuted."""
        return self.negated().and_also(other.negated()).negated()

    def turned(self) -> Proofs:
        """Return what stands by first and second index the other way round."""
        return Proofs(self.prove.T, self.refute.T, self.leaf.T)

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


def _added(one: Numbers, other: Numbers) -> Numbers:
    total = np.minimum(one + other, OPEN)
    return np.where((one >= NEVER) | (other >= NEVER), NEVER, total)


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


class Replying:
    """How the others may get from where a party moves to where it is deterred, by proofs."""

    def __init__(self, reached: Reached, not_above: Sequence[Proofs]) -> None:
        self._reached, self._not_above = reached, not_above
        self._ways: dict[int, Proofs] = {}

    def stable(self, concept: SolutionConcept, i: int) -> Proofs:
        """Say what it takes to prove each state stable for one decision maker."""
        moves, own = self._reached.moves[i], self._not_above[i]
        # By state and target.
        stays = own.turned()
        if concept.replies != "none":
            replies, way = self._reached.replies[i], None
            if concept.replies == "credible":
                way = self._way(i)
                replies = way.prove < NEVER
            deterred = _without_escape(stays, moves) if concept.escape else stays
            stays = _or_deterred(stays, deterred, moves, replies, way)
        return stays.where(moves, otherwise=True).both(axis=1)

    def _way(self, i: int) -> Proofs:
        """Say by state and end what it takes to prove that improvements of others lead there."""
        if i not in self._ways:
            self._ways[i] = _improving(self._reached, self._not_above, i)
        return self._ways[i]


def _listed(truth: Mask) -> tuple[NDArray[np.intp], Mask]:
    """Return by row where it is true, as long as the longest, and which of these count."""
    counts = truth.sum(axis=1)
    order = np.argsort(~truth, axis=1, kind="stable")[:, : int(counts.max(initial=0))]
    return order, np.arange(order.shape[1]) < counts[:, None]


def _parts(count: int, each: int) -> Iterator[slice]:
    """Give parts of so many rows that fit together into what is done at once."""
    step = max(1, _AT_ONCE // max(1, each))
    return (slice(start, start + step) for start in range(0, count, step))


def _without_escape(stays: Proofs, moves: Mask) -> Proofs:
    """Prove that a state deters, and whatever can be done from there does."""
    leads, counts = _listed(moves)
    prove, refute, leaf = stays.prove.copy(), stays.refute.copy(), stays.leaf.copy()
    for part in _parts(len(moves), stays.prove.shape[0] * (leads.shape[1] + 1)):
        after = stays[:, leads[part]].where(counts[part], otherwise=True)
        one = stays[:, part].and_also(after.both(axis=2))
        prove[:, part], refute[:, part], leaf[:, part] = one.prove, one.refute, one.leaf
    return Proofs(prove, refute, leaf)


def _or_deterred(
    stays: Proofs, deterred: Proofs, moves: Mask, replies: Mask, way: Proofs | None
) -> Proofs:
    """Prove that a move doesn't pay, or that some reply to it deters."""
    prove, refute, leaf = stays.prove.copy(), stays.refute.copy(), stays.leaf.copy()
    (rows, is_row), (ends, is_end) = _listed(moves.T), _listed(replies)
    for part in _parts(len(moves), rows.shape[1] * ends.shape[1]):
        targets = np.arange(len(moves))[part, None]
        counts = is_end[part, None, :] & is_row[part, :, None]
        reply = deterred[rows[part, :, None], ends[part, None, :]]
        if way is not None:
            reply = reply.and_also(way[targets, ends[part]][:, None, :])
        hurt = reply.where(counts, otherwise=False).either(axis=2)
        one = stays[rows[part], targets].or_else(hurt)
        at = rows[part][is_row[part]], np.broadcast_to(targets, rows[part].shape)[is_row[part]]
        prove[at], refute[at] = one.prove[is_row[part]], one.refute[is_row[part]]
        leaf[at] = one.leaf[is_row[part]]
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
            one.negated().turned().where(reached.moves[j], otherwise=False)
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
