"""What legal sequences lead to from one state: how soon, who moves last, in how many ways.

Breadth first over the pairs of a state and who moved last there, which is all that what may follow
depends on. Each state is left by each decision maker once, so the moves are gone through once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, reduce

import numpy as np
from numpy.typing import NDArray

from countermove.graph.bits import Bits
from countermove.graph.region import Positions
from countermove.graph.sequences import Move, Path
from countermove.graph.weighted_moves import WeightedMoves, Weights, Which, summed

Depth = NDArray[np.int32]

NEVER = -1
"""The depth of what no legal sequence leads to."""

# Numbers of sequences from here on are kept as Python's: sums of those below fit into 64 bits.
_LARGE = 1 << 53
_LARGEST = 1 << 62


@dataclass(frozen=True, slots=True)
class Rule:
    """Which moves may be made in which phase of a sequence, and the phase that they lead to."""

    phase: int
    which: Which
    then: int


RULES: Mapping[str, tuple[Rule, ...]] = {
    "improvements": (Rule(0, "improving", 0),),
    # Phase 1 begins with the one move that isn't an improvement.
    "one-countermove": (Rule(0, "improving", 0), Rule(0, "other", 1), Rule(1, "improving", 1)),
    "moves": (Rule(0, "any", 0),),
}
"""The kinds of sequences, those that ask least of the decision makers first."""


@dataclass(frozen=True, eq=False)
class Reach:
    """What the legal sequences of one kind lead to."""

    start: int
    rules: tuple[Rule, ...]
    steps: Mapping[str, WeightedMoves]
    depth: tuple[dict[str, Depth], ...]
    ways: tuple[dict[str, Weights], ...]

    def first_phase(self) -> Reach:
        """Return what is reached before any move that isn't an improvement."""
        return replace(
            self,
            rules=tuple(rule for rule in self.rules if rule.then == 0),
            depth=self.depth[:1],
            ways=self.ways[:1],
        )

    @cached_property
    def by_last_mover(self) -> dict[str, Depth]:
        """For each last mover and state the fewest moves, -1 for none: the status quo table."""
        movers = self.depth[0]
        return {dm: reduce(_sooner, (phase[dm] for phase in self.depth)) for dm in movers}

    @cached_property
    def fewest(self) -> Depth:
        """For each state the fewest moves; 0 for the start, -1 for what can't be reached."""
        found = reduce(_sooner, self.by_last_mover.values()).copy()
        found[self.start] = 0
        return found

    @cached_property
    def reached(self) -> Bits:
        """The set of the states that can be reached, the start among them."""
        return Bits.of(self.fewest != NEVER)

    def ends(self, state: int) -> list[tuple[int, str]]:
        """Return the phases and last movers with which shortest sequences end at a state."""
        fewest = self.fewest[state]
        return [
            (phase, dm)
            for dm in self.steps
            for phase, depth in enumerate(self.depth)
            if fewest > 0 and depth[dm][state] == fewest
        ]

    def count(self, state: int) -> int:
        """Count the shortest legal sequences to a state; the empty one leads to the start."""
        if state == self.start:
            return 1
        return sum(int(self.ways[phase][dm][state]) for phase, dm in self.ends(state))

    def paths(self, state: int) -> Iterator[Path]:
        """Give the shortest legal sequences to a state, found from their ends."""
        if state == self.start:
            yield ()
            return
        # Whatever is met on the way back is as near as it can be, so no attempt is in vain.
        fewest = int(self.fewest[state])
        nodes: Sequence[_Node]
        nodes = [_Node(state, dm, phase, fewest) for phase, dm in self.ends(state)]
        waiting = [self._before(nodes)]
        path: list[Move] = []
        while waiting:
            found = next(waiting[-1], None)
            if found is None:
                waiting.pop()
                if path:
                    path.pop()
                continue
            move, nodes = found
            path.append(move)
            if nodes:
                waiting.append(self._before(nodes))
            else:
                yield tuple(reversed(path))
                path.pop()

    def _before(self, nodes: Sequence[_Node]) -> Iterator[tuple[Move, Sequence[_Node]]]:
        """Give the last moves of what ends at some nodes, and the nodes that each may follow."""
        for node in nodes:
            step = self.steps[node.mover]
            for rule in self.rules:
                if rule.then != node.phase:
                    continue
                for origin in step.origins(node.state, rule.which).tolist():
                    move = Move(node.mover, origin, node.state)
                    if node.depth == 1:
                        if origin == self.start and rule.phase == 0:
                            yield move, ()
                        continue
                    before = [
                        _Node(origin, dm, rule.phase, node.depth - 1)
                        for dm, depth in self.depth[rule.phase].items()
                        if dm != node.mover and depth[origin] == node.depth - 1
                    ]
                    if before:
                        yield move, before


@dataclass(frozen=True, slots=True)
class _Node:
    """A state, who moved last, in which phase, and after how many moves."""

    state: int
    mover: str
    phase: int
    depth: int


def search(
    steps: Mapping[str, WeightedMoves],
    start: int,
    states: int,
    rules: tuple[Rule, ...],
    ask: Callable[[int], None] = lambda reached: None,
) -> Reach:
    """Find what the legal sequences from a state lead to."""
    phases = range(1 + max(rule.then for rule in rules))
    depth = tuple({dm: np.full(states, NEVER, np.int32) for dm in steps} for _ in phases)
    ways: tuple[dict[str, Weights], ...]
    ways = tuple({dm: np.zeros(states, np.int64) for dm in steps} for _ in phases)
    left = tuple({dm: np.zeros(states, bool) for dm in steps} for _ in phases)
    leaving = {(0, dm): (np.array([start]), np.ones(1, np.int64)) for dm in steps}
    for dm in steps:
        left[0][dm][start] = True
    level = found = 0
    while leaving:
        level += 1
        new: dict[tuple[int, str], Positions] = {}
        for dm, one in steps.items():
            for phase in phases:
                arrived = [
                    one.arriving(*leaving[rule.phase, dm], rule.which)
                    for rule in rules
                    if rule.then == phase and (rule.phase, dm) in leaving
                ]
                targets, counts = _together(arrived)
                fresh = depth[phase][dm][targets] == NEVER
                if not fresh.any():
                    continue
                targets, counts = targets[fresh], counts[fresh]
                depth[phase][dm][targets] = level
                ways[phase][dm] = _noted(ways[phase][dm], targets, counts)
                new[phase, dm] = targets
                found += len(targets)
                ask(found)
        leaving = {}
        for dm in steps:
            for phase in phases:
                arrived = [
                    (targets, ways[phase][other][targets])
                    for (at, other), targets in new.items()
                    if at == phase and other != dm
                ]
                origins, weights = _together(arrived)
                first = ~left[phase][dm][origins]
                if first.any():
                    origins, weights = origins[first], weights[first]
                    left[phase][dm][origins] = True
                    leaving[phase, dm] = origins, weights
    return Reach(start, rules, dict(steps), depth, ways)


def _together(found: Sequence[tuple[Positions, Weights]]) -> tuple[Positions, Weights]:
    """Add up the weights that several searches found, as numbers whose sums don't overflow."""
    if not found:
        return np.zeros(0, np.intp), np.zeros(0, np.int64)
    states = np.concatenate([states for states, _ in found])
    weights = np.concatenate([weights for _, weights in found])
    if weights.dtype != object and len(weights) and int(weights.max()) * len(weights) >= _LARGEST:
        weights = weights.astype(object)
    return summed(states, weights)


def _noted(ways: Weights, targets: Positions, counts: Weights) -> Weights:
    """Note how many sequences end at some states."""
    if ways.dtype != object and counts.max() >= _LARGE:
        ways = ways.astype(object)
    ways[targets] = counts
    return ways


def _sooner(first: Depth, second: Depth) -> Depth:
    """Return for each state the lesser depth, where -1 is none."""
    # As numbers without a sign, -1 is the greatest.
    return np.minimum(first.view(np.uint32), second.view(np.uint32)).view(np.int32)
