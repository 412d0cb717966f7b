"""What can be said of all readings where they are too many to be listed: bounds, and samples.

For a party that looks no further than its own preference one reading is the kindest to a state, and
one the harshest: they decide exactly. Where the others' improvements count there are bounds, by
what surely and what possibly is better. Readings drawn at random show that both is possible.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from countermove.analysis.readings.blocks import Packed, stable_in
from countermove.graph.lists import Mask
from countermove.graph.region import Positions
from countermove.graph_model import GraphModel
from countermove.model.doubts import Doubt
from countermove.model.parts import Claim
from countermove.preferences.doubted import Doubted, Possible
from countermove.preferences.levels import Ranks
from countermove.preferences.relations import Relations
from countermove.stability.engines.choose import choose, stable_states
from countermove.stability.registry import SolutionConcept

# So many comparisons of two states are made at a time.
_AT_ONCE = 1 << 22


@dataclass(frozen=True, eq=False)
class StableBounds:
    """What is stable for each party in all readings, and in some: by concept, party and state."""

    surely: Mask
    """In all."""
    possibly: Mask
    """Not in none."""
    is_exact: bool
    """Whether what is possible is so in some reading, and what isn't sure not so in another."""


def own_bounds(
    model: GraphModel, concepts: Sequence[SolutionConcept], owns: Sequence[Doubted]
) -> StableBounds:
    """Find them by the kindest and the harshest reading, where each party is settled alone."""
    size = len(model.states)
    shape = (len(concepts), len(owns), size)
    surely, possibly = np.ones(shape, bool), np.zeros(shape, bool)
    parts = [[part for part, _ in own.parts()] for own in owns]
    for k in range(max(map(len, parts))):
        # Of a party with fewer parts the last is taken again.
        some = [own[min(k, len(own) - 1)] for own in parts]
        for states, harsh, kind in _extremes(some, size):
            surely[:, :, states] &= _own_state(stable_in(model, concepts, *_pairs(harsh)), states)
            possibly[:, :, states] |= _own_state(stable_in(model, concepts, *_pairs(kind)), states)
    return StableBounds(surely, possibly, is_exact=True)


def _extremes(
    owns: Sequence[Doubted], size: int
) -> Iterator[tuple[Positions, list[Ranks], list[Ranks]]]:
    """Give for some states at a time the harshest and the kindest ranking of each party.

    Only what is above the state is told apart from the rest: more doesn't count.
    """
    every, step = np.arange(size), max(1, _AT_ONCE // size)
    for start in range(0, size, step):
        states = every[start : start + step]
        harsh, kind = (
            [own.above(states[:, None], every, kindly=kindly).astype(np.uint16) for own in owns]
            for kindly in (False, True)
        )
        yield states, harsh, kind


def _pairs(rankings: list[Ranks]) -> tuple[list[Ranks], NDArray[np.intp]]:
    """Return rankings of the parties that belong together, as :func:`stable_in` takes them."""
    return rankings, np.tile(np.arange(len(rankings[0])), (len(rankings), 1))


def _own_state(stable: Packed, states: Positions) -> Mask:
    """Return by concept, party and state whether it is stable in the reading made for it."""
    found = (
        stable[np.arange(len(states)), :, :, states >> 3]
        >> (states & 7).astype(np.uint8)[:, None, None]
    )
    return np.asarray(np.moveaxis(found & 1, 0, -1), dtype=np.bool_)


@dataclass(frozen=True, eq=False)
class _Side(Relations):
    """A preference of which only one side of what is open counts, by target and state."""

    tempting: Mask
    deterring: Mask
    believed: Mask

    def tempts(self, targets: Positions, state: int) -> Mask:
        return np.asarray(self.tempting[targets, state])

    def deters(self, targets: Positions, state: int) -> Mask:
        return np.asarray(self.deterring[targets, state])

    def credible(self, targets: Positions, state: int) -> Mask:
        return np.asarray(self.believed[targets, state])


def mutual_bounds(
    model: GraphModel, concepts: Sequence[SolutionConcept], owns: Sequence[Doubted]
) -> StableBounds:
    """Find them where the others' improvements count: not always as close as can be."""
    every = np.arange(len(model.states))
    return bounds_of(model, concepts, [own.possible(every[:, None], every) for own in owns])


def bounds_of(
    model: GraphModel, concepts: Sequence[SolutionConcept], possible: Sequence[Possible]
) -> StableBounds:
    """Find them by what may be better, equal and worse: of each party, by target and state."""
    sure, unsure = {}, {}
    for dm, (better, equal, worse) in zip(model.decision_makers, possible, strict=True):
        surely = better & ~equal & ~worse
        sure[dm] = _Side(better, ~better, surely)
        unsure[dm] = _Side(surely, ~surely, better)
    surely_stable, possibly_stable = (_stable(model, concepts, side) for side in (sure, unsure))
    return StableBounds(surely_stable, possibly_stable, is_exact=False)


def _stable(model: GraphModel, concepts: Sequence[SolutionConcept], side: dict[str, _Side]) -> Mask:
    bounded = replace(model, preferences=dict(side))
    choice = choose("auto", tuple(concepts), bounded)
    found = stable_states(bounded, tuple(concepts), choice)
    return np.array([[states.mask() for states in by_dm.values()] for by_dm in found.values()])


def decided_by_bounds(details: Claim, wanted: Mask, surely: Mask, possibly: Mask) -> bool | None:
    """Say what bounds of what holds decide of a claim: True in all readings, False in none."""
    if details.kind == "always":
        if (surely & ~wanted).any() or not (possibly & wanted).any():
            return False
        return True if surely.any() and not (possibly & ~wanted).any() else None
    if (surely & wanted).any():
        return details.kind == "possible"
    return None if (possibly & wanted).any() else details.kind == "never"


@dataclass(frozen=True, eq=False)
class DrawnReadings:
    """Joint readings drawn at random, and what holds in each: by reading, concept, party, state."""

    chosen: list[dict[str, int]]
    stable: Packed


def sample(
    model: GraphModel, concepts: Sequence[SolutionConcept], owns: Sequence[Doubted], count: int
) -> DrawnReadings:
    """Draw joint readings, as likely as they are, always the same ones."""
    luck = np.random.default_rng(0)
    doubts = {doubt.id: doubt for own in owns for doubt in own.doubts}.values()
    chosen = drawn(doubts, count, luck)
    rankings = [
        [own.given(one).anyhow(luck) if own.has_completions else own.ranks(one) for one in chosen]
        for own in owns
    ]
    return DrawnReadings(
        chosen, stable_in(model, concepts, *_pairs([np.array(one) for one in rankings]))
    )


def drawn(doubts: Iterable[Doubt], count: int, luck: np.random.Generator) -> list[dict[str, int]]:
    """Draw how doubts are resolved, so many times, as likely as each value is."""
    found = {}
    for doubt in doubts:
        likely = np.array([float(value.likely) for value in doubt.values])
        found[doubt.id] = luck.choice(len(likely), count, p=likely / likely.sum()).tolist()
    return [{key: values[k] for key, values in found.items()} for k in range(count)]
