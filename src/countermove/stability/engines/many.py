"""Stable states under many preference profiles at once: the moves stay, the ranks change.

The same inequality as in the engines for one profile (see :mod:`.engine`), but every step is taken
for many profiles side by side: for a state there is not one number but one for each profile. What
can be known from the moves alone is found once for all profiles.

States that have the same moves form a *group*. In option form that is a fibre, or with one-way
options a part of it that has gone equally far; otherwise a group is a single state.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Literal, Protocol

import numpy as np
from immutabledict import immutabledict
from numpy.typing import NDArray

from countermove.compiled import kernels, threads
from countermove.errors import TooLargeError
from countermove.graph.moves import Moves
from countermove.graph.sequences import closure
from countermove.graph_model import GraphModel
from countermove.memory import refuse_beyond_memory
from countermove.stability.registry import SolutionConcept

ManyRanks = NDArray[np.int16]
"""By profile, decision maker and state; higher is better."""

Counts = NDArray[np.int64]
"""For each state in how many profiles."""

Keep = Literal["counts", "equilibria", "stable"]
"""What is kept: counts; for each profile also the equilibria; also the stable states."""

NO_REPLY = np.int16(np.iinfo(np.int16).max)
"""Stands for having no reply; all ranks are below."""

WORST = np.int16(np.iinfo(np.int16).min)
"""No rank is below."""

LANES = 32
"""So many profiles each thread of the compiled engine takes at once."""

MOST_MOVES = 1 << 26
"""So many moves of one decision maker, from each state to each, are not looked at one by one."""

# What the NumPy engine works on at a time, in moves times profiles: it should fit into the cache.
_NUMPY_AT_ONCE = 1 << 20

# A state, or all of them without making a copy.
_Some = NDArray[np.intp] | slice

_EachMove = Sequence[Sequence[tuple[_Some, NDArray[np.intp]]]]


@dataclass(frozen=True, eq=False)
class Found:
    """Where the answers are put: counts are added up, bits are set."""

    stable_counts: NDArray[np.int64]
    equilibrium_counts: NDArray[np.int64]
    stable_bits: NDArray[np.uint8] | None = None
    equilibrium_bits: NDArray[np.uint8] | None = None

    @classmethod
    def nothing(cls, model: GraphModel, concepts: int, profiles: int, keep: Keep) -> Found:
        """Make room for the answers."""
        makers, states = len(model.decision_makers), len(model.states)
        packed = -(-states // 8)
        rows = {"counts": 0, "equilibria": 1, "stable": 1 + makers}[keep]
        needed = profiles * concepts * rows * packed
        refuse_beyond_memory(
            needed,
            f"keeping what holds in {profiles:,} profiles",
            lambda _: "Keep counts only, or solve fewer profiles at a time.",
        )
        return cls(
            np.zeros((concepts, makers, states), np.int64),
            np.zeros((concepts, states), np.int64),
            np.zeros((profiles, concepts, makers, packed), np.uint8) if rows > 1 else None,
            np.zeros((profiles, concepts, packed), np.uint8) if rows else None,
        )

    def part(self, profiles: slice) -> Found:
        """Return where the answers for some of the profiles are put."""
        return Found(
            self.stable_counts,
            self.equilibrium_counts,
            None if self.stable_bits is None else self.stable_bits[profiles],
            None if self.equilibrium_bits is None else self.equilibrium_bits[profiles],
        )

    def by_code(
        self, model: GraphModel, codes: Sequence[str]
    ) -> tuple[Mapping[str, Mapping[str, Counts]], Mapping[str, Counts]]:
        """Return the counts, to be read only: by concept and decision maker, and by concept."""
        self.stable_counts.flags.writeable = self.equilibrium_counts.flags.writeable = False
        stable = {
            code: immutabledict(zip(model.decision_makers, counts, strict=True))
            for code, counts in zip(codes, self.stable_counts, strict=True)
        }
        holding = zip(codes, self.equilibrium_counts, strict=True)
        return immutabledict(stable), immutabledict(holding)


class ManyEngine(Protocol):
    """Finds the stable states of one model under many preference profiles."""

    def solve(self, ranks: ManyRanks, found: Found) -> None:
        """Find the stable states for some profiles, and put them where they belong."""


def many_engine(
    engine: str,
    model: GraphModel,
    concepts: Sequence[SolutionConcept],
) -> ManyEngine:
    """Make an engine ready for a model."""
    groups = [group(dm, moves, len(model.states)) for dm, moves in model.moves_of.items()]
    if engine == "numpy":
        return _Arrays(groups, concepts)
    # In option form two moves in a row of one decision maker are one move, or none at all, so that
    # a sequence in which somebody moves twice in a row ends where a legal one does.
    # The profiles are rankings, and two improvements in a row one as well.
    return _Compiled(groups, model.moves_are_transitive(), concepts)


# -- moves ----------------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Groups:
    """The moves of one decision maker, by groups of states that have the same."""

    group_of: NDArray[np.uint32]
    offsets: NDArray[np.uint32]
    targets: NDArray[np.uint32]

    def each(self) -> Iterator[tuple[_Some, NDArray[np.intp]]]:
        """Give the first move of every state that has one, then the second, and so on."""
        first = self.offsets[self.group_of].astype(np.intp)
        count = self.offsets[self.group_of + 1] - first
        for k in range(int(count.max())):
            having = np.flatnonzero(count > k)
            origins: _Some = slice(None) if len(having) == len(count) else having
            yield origins, self.targets[first[origins] + k].astype(np.intp)


def are_few(moves: Moves) -> bool:
    """Say whether moves can be looked at one by one."""
    return moves.blocks.count() <= MOST_MOVES


def group(decision_maker: str, moves: Moves, states: int) -> Groups:
    """List the moves of a decision maker by groups."""
    blocks = moves.blocks
    if not are_few(moves):
        raise TooLargeError(
            f"many profiles can't be solved at once: '{decision_maker}' has more than "
            f"{MOST_MOVES:,} moves among {states:,} outcomes.",
            advice="Solve them one by one: solve copes with models of this size.",
        )
    targets = blocks.targets
    return Groups(
        *(part.astype(np.uint32) for part in (blocks.of, targets.offsets, targets.entries))
    )


# -- the compiled engine --------------------------------------------------------------------------


class _Compiled:
    """Takes some profiles at once, and shares them out to threads."""

    def __init__(
        self, groups: Sequence[Groups], transitive: bool, concepts: Sequence[SolutionConcept]
    ) -> None:
        self._moves = [(one.group_of, one.offsets, one.targets) for one in groups]
        self._transitive = transitive
        # As the kernel numbers them.
        first = {"none": 0, "any": 1, "credible": 3}
        self._concepts = [
            first[c.replies or "none"] + (c.escape and c.replies != "none") for c in concepts
        ]

    def solve(self, ranks: ManyRanks, found: Found) -> None:
        module = kernels()
        assert module is not None
        stable, equilibria = found.stable_bits, found.equilibrium_bits
        module.solve_many(
            ranks,
            self._moves,
            self._transitive,
            self._concepts,
            found.stable_counts.reshape(-1),
            found.equilibrium_counts.reshape(-1),
            None if stable is None else stable.reshape(-1),
            None if equilibria is None else equilibria.reshape(-1),
            threads(),
        )


# -- the engine on arrays -------------------------------------------------------------------------


class _Arrays:
    """Keeps the profiles on the last axis, so that one call serves all of them."""

    def __init__(self, groups: Sequence[Groups], concepts: Sequence[SolutionConcept]) -> None:
        self._moves = [list(one.each()) for one in groups]
        self._concepts = concepts
        listed = sum(len(targets) for moves in self._moves for _, targets in moves)
        self._at_once = max(1, _NUMPY_AT_ONCE // max(1, listed))

    def solve(self, ranks: ManyRanks, found: Found) -> None:
        for start in range(0, len(ranks), self._at_once):
            part = slice(start, start + self._at_once)
            _Profiles(self._moves, ranks[part]).solve(self._concepts, found.part(part))


class _Profiles:
    """Some profiles; the axes of arrays are states and profiles."""

    def __init__(self, moves: _EachMove, ranks: ManyRanks) -> None:
        self._moves = moves
        self._ranks = np.ascontiguousarray(ranks.transpose(1, 2, 0))

    def solve(self, concepts: Sequence[SolutionConcept], found: Found) -> None:
        for c, concept in enumerate(concepts):
            holds = np.ones(self._ranks.shape[1:], dtype=bool)
            for i in range(len(self._ranks)):
                stable = self._stable(i, concept)
                holds &= stable
                found.stable_counts[c, i] += stable.sum(axis=1)
                if found.stable_bits is not None:
                    found.stable_bits[:, c, i] = _packed(stable)
            found.equilibrium_counts[c] += holds.sum(axis=1)
            if found.equilibrium_bits is not None:
                found.equilibrium_bits[:, c] = _packed(holds)

    def _stable(self, i: int, concept: SolutionConcept) -> NDArray[np.bool_]:
        worth = own = self._ranks[i]
        if concept.replies != "none":
            label = np.maximum(own, self._most(i, own)) if concept.escape else own
            replies = self._least(i, label, improving=concept.replies == "credible")
            worth = np.minimum(own, replies)
        return np.asarray(self._most(i, worth) <= own)

    def _most(self, i: int, values: ManyRanks) -> ManyRanks:
        """Return the greatest value that a move of one decision maker leads to."""
        found = np.full_like(values, WORST)
        for origins, targets in self._moves[i]:
            found[origins] = np.maximum(found[origins], values[targets])
        return found

    def _least(self, i: int, label: ManyRanks, *, improving: bool) -> ManyRanks:
        """Return the least label at the end of a legal sequence of the others, in each profile."""
        others = (j for j in range(len(self._moves)) if j != i)
        steps = [partial(self._replies, j, improving=improving) for j in others]
        return closure(label, steps, np.minimum, int(NO_REPLY))

    def _replies(self, j: int, ends: ManyRanks, *, improving: bool) -> ManyRanks:
        """Return the least value that a move of one decision maker leads to."""
        found = np.full_like(ends, NO_REPLY)
        for k, (origins, targets) in enumerate(self._moves[j]):
            reply = ends[targets]
            if improving:
                np.maximum(reply, self._barriers[j][k], out=reply)
            found[origins] = np.minimum(found[origins], reply)
        return found

    @cached_property
    def _barriers(self) -> list[list[ManyRanks]]:
        """For each move, in the profiles in which it is no improvement, what nothing exceeds."""
        return [
            [np.where(own[targets] > own[origins], WORST, NO_REPLY) for origins, targets in moves]
            for own, moves in zip(self._ranks, self._moves, strict=True)
        ]


def _packed(truth: NDArray[np.bool_]) -> NDArray[np.uint8]:
    """Turn states by profiles into profiles by packed states."""
    return np.packbits(truth, axis=0, bitorder="little").T
