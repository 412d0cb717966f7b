"""Stable states in every joint reading, from solving far fewer of them.

What is stable for a party hangs on the others through their moves alone, or, where only credible
replies count, through what they would improve by: whatever else their readings say makes no
difference. So the readings of each party are sorted into classes. In a *block*, a class of each
party, the parties are independent of each other, and the readings of all are solved side by side.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from itertools import product

import numpy as np
from numpy.typing import NDArray

from countermove.analysis.readings.axes import Rankings
from countermove.graph_model import GraphModel
from countermove.preferences.levels import Ranks
from countermove.preferences.ordinal import OrdinalPreference
from countermove.preferences.relations import Relations
from countermove.stability.engines.choose import choose, stable_states
from countermove.stability.engines.many import NO_REPLY, Found, are_few, group, many_engine
from countermove.stability.registry import SolutionConcept

# Of the ranks and of the answers so many bytes at a time.
_AT_ONCE = 1 << 26

Packed = NDArray[np.uint8]
"""Sets of states, eight a byte."""


@dataclass(frozen=True, eq=False)
class BlockOfReadings:
    """For each party some of its rankings, and what is stable for it in each of them."""

    shared: int
    """Which cell of the shared doubts."""
    own: tuple[tuple[int, ...], ...]
    """By party which of its rankings."""
    stable: tuple[Packed, ...]
    """By party: by ranking and concept the states."""


def classes_of(
    model: GraphModel, concepts: Sequence[SolutionConcept], listed: Sequence[Rankings]
) -> list[list[int]]:
    """Return for each party the class of each of its rankings, so far as others are concerned."""
    if all(concept.is_settled_alone for concept in concepts):
        return [[0] * len(own.ranks) for own in listed]
    if not all(concept.is_sanctioned for concept in concepts) or not _can_be_many(model):
        return [list(range(len(own.ranks))) for own in listed]
    return [
        _by_improvements(model, dm, own.ranks)
        for dm, own in zip(model.decision_makers, listed, strict=True)
    ]


def _can_be_many(model: GraphModel) -> bool:
    return all(map(are_few, model.moves_of.values()))


def _by_improvements(model: GraphModel, dm: str, rankings: Sequence[Ranks]) -> list[int]:
    number: dict[bytes, int] = {}
    moves = list(group(dm, model.moves_of[dm], len(model.states)).each())
    found = []
    for ranks in rankings:
        digest = blake2b()
        for origins, targets in moves:
            digest.update(np.packbits(ranks[targets] > ranks[origins]).tobytes())
        found.append(number.setdefault(digest.digest(), len(number)))
    return found


def count_of(classes: Sequence[Sequence[int]]) -> int:
    """Count how many joint readings the blocks of some classes have solved side by side."""
    total = 0
    sizes = [np.bincount(of) for of in classes]
    for block in product(*sizes) if sizes else ():
        total += max(block)
        if total > 1 << 40:
            break
    return total


def blocks_of(
    model: GraphModel,
    concepts: Sequence[SolutionConcept],
    shared: int,
    listed: Sequence[Rankings],
    classes: Sequence[Sequence[int]],
) -> Iterator[BlockOfReadings]:
    """Solve every block, some at a time."""
    members = [
        [tuple(np.flatnonzero(np.array(of) == e).tolist()) for e in range(max(of) + 1)]
        for of in classes
    ]
    each = max(1, len(listed) * len(model.states) * 2 + len(concepts) * len(model.states))
    waiting: list[tuple[tuple[int, ...], ...]] = []
    count = 0
    for own in product(*members):
        waiting.append(own)
        count += max(map(len, own))
        if count * each > _AT_ONCE:
            yield from _solved(model, concepts, shared, listed, waiting)
            waiting, count = [], 0
    if waiting:
        yield from _solved(model, concepts, shared, listed, waiting)


def _solved(
    model: GraphModel,
    concepts: Sequence[SolutionConcept],
    shared: int,
    listed: Sequence[Rankings],
    waiting: Sequence[tuple[tuple[int, ...], ...]],
) -> Iterator[BlockOfReadings]:
    # Where a party has fewer readings in a block than another its last one is solved again.
    rows = [
        [own[i][min(k, len(own[i]) - 1)] for own in waiting for k in range(max(map(len, own)))]
        for i in range(len(listed))
    ]
    stable = stable_in(model, concepts, [np.array(one.ranks) for one in listed], np.array(rows))
    start = 0
    for own in waiting:
        parts = tuple(stable[start : start + len(some), :, i] for i, some in enumerate(own))
        yield BlockOfReadings(shared, own, parts)
        start += max(map(len, own))


def stable_in(
    model: GraphModel,
    concepts: Sequence[SolutionConcept],
    rankings: Sequence[NDArray[np.unsignedinteger]],
    rows: NDArray[np.intp],
) -> Packed:
    """Return what is stable in joint readings: by reading, concept and party the states.

    `rows` says by party and joint reading which of the party's rankings it is.
    """
    makers, count = rows.shape
    size = -(-len(model.states) // 8)
    found = np.zeros((count, len(concepts), makers, size), np.uint8)
    fits = all(int(own.max(initial=0)) < NO_REPLY for own in rankings)
    if fits and _can_be_many(model) and all(concept.is_sanctioned for concept in concepts):
        choice = choose("auto", tuple(concepts), None)
        ranks = np.empty((count, makers, len(model.states)), np.int16)
        for i, own in enumerate(rankings):
            ranks[:, i] = own[rows[i]]
        answers = Found.nothing(model, len(concepts), count, "stable")
        many_engine(choice.engine, model, tuple(concepts)).solve(ranks, answers)
        assert answers.stable_bits is not None
        return answers.stable_bits
    for k in range(count):
        preferences: dict[str, Relations] = {
            dm: OrdinalPreference(own[rows[i, k]])
            for i, (dm, own) in enumerate(zip(model.decision_makers, rankings, strict=True))
        }
        one = replace(model, preferences=preferences)
        choice = choose("auto", tuple(concepts), one)
        by_code = stable_states(one, tuple(concepts), choice)
        for c, by_dm in enumerate(by_code.values()):
            for i, states in enumerate(by_dm.values()):
                found[k, c, i] = states.packed
    return found
