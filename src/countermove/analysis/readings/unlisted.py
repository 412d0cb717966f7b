"""Answers across readings that are too many to be listed: by bounds, and by some of them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, islice, product

import numpy as np
from immutabledict import immutabledict

from countermove.analysis.claims import claim_holds
from countermove.analysis.readings.answer import Turn
from countermove.analysis.readings.axes import Axis
from countermove.analysis.readings.blocks import Packed, stable_in
from countermove.analysis.readings.bounded import (
    DrawnReadings,
    StableBounds,
    decided_by_bounds,
    drawn,
    mutual_bounds,
    own_bounds,
    sample,
)
from countermove.analysis.readings.finding import (
    MOST_SECONDS,
    Asked,
    Decided,
    Finding,
    Hinges,
    How,
    StandingOfStates,
    seconds_each,
    seconds_to_rank,
    shared_by,
    standing_of,
    unknown_likelihood,
)
from countermove.graph.bits import Bits
from countermove.graph.lists import Mask
from countermove.graph_model import GraphModel
from countermove.model.doubts import Doubt
from countermove.preferences.doubted import Doubted, likely_values
from countermove.preferences.levels import Ranks
from countermove.stability.engines.choose import choose
from countermove.stability.engines.estimate import estimate
from countermove.stability.registry import SolutionConcept

# So many seconds may be spent on readings drawn at random; so many of them are drawn.
_SAMPLED_SECONDS = 2.0
_MOST_SAMPLED = 200
_FEWEST_SAMPLED = 20

# So many of them, and what is near to them, are looked at for what an answer hangs on.
_MOST_FLIPPED = 20

# Of so many doubts two at a time are resolved otherwise for that.
_MOST_PAIRED = 64

_Solved = tuple[list[dict[str, int]], Packed]
"""Joint readings, and what is stable in each."""

# Seconds to compare two states in all readings at once.
_PAIR = 1e-8

# Seconds for a joint reading that is near the one written, beside solving it.
_TURN = 4e-5


@dataclass(frozen=True, eq=False)
class Unlisted(Finding):
    """Answers where the readings are too many."""

    model: GraphModel
    concepts: tuple[SolutionConcept, ...]
    owns: tuple[Doubted, ...]
    how: How = "bounded"

    @cached_property
    def doubts(self) -> Mapping[str, Doubt]:  # type: ignore[override]
        """By id."""
        return {doubt.id: doubt for own in self.owns for doubt in own.doubts}

    @property
    def _are_alone(self) -> bool:
        return all(concept.is_settled_alone for concept in self.concepts)

    @property
    def seconds(self) -> float:
        """About how long it takes."""
        bounding = self._seconds_to_bound
        return (bounding if bounding <= MOST_SECONDS else 0.0) + _SAMPLED_SECONDS

    @cached_property
    def _seconds_to_bound(self) -> float:
        """About how long it takes to find bounds; without end where there are none."""
        states, makers = len(self.model.states), len(self.owns)
        if not all(concept.is_sanctioned for concept in self.concepts):
            return math.inf
        shared = Axis.of(shared_by(self.owns))
        if self._are_alone:
            parts = max(math.prod(len(likely_values(d)) for d in own.coupled) for own in self.owns)
            one = 2 * parts * states * (seconds_each(self.model, self.concepts) + _PAIR * states)
        else:
            choice = choose("definition", self.concepts, None)
            one = estimate(self.model, self.concepts, choice).seconds
            one = 2 * one + makers * states**2 * _PAIR
        return one * shared.size

    @cached_property
    def _bounds(self) -> tuple[StableBounds, Mask, Mask] | None:
        """Bounds of what is stable, and of what holds; None where nothing is bounded in time."""
        if self._seconds_to_bound > MOST_SECONDS:
            return None
        shared = Axis.of(shared_by(self.owns))
        bound = own_bounds if self._are_alone else mutual_bounds
        every = [
            bound(self.model, self.concepts, [own.given(cell) for own in self.owns])
            for cell in shared.cells()
        ]
        stable = StableBounds(
            np.logical_and.reduce([one.surely for one in every]),
            np.logical_or.reduce([one.possibly for one in every]),
            self._are_alone,
        )
        surely = np.logical_and.reduce([one.surely.all(axis=1) for one in every])
        possibly = np.logical_or.reduce([one.possibly.all(axis=1) for one in every])
        return stable, surely, possibly

    @cached_property
    def _sample(self) -> DrawnReadings | None:
        one = seconds_each(self.model, self.concepts)
        one += len(self.owns) * seconds_to_rank(self.model)
        count = min(_MOST_SAMPLED, int(_SAMPLED_SECONDS / one))
        if count < _FEWEST_SAMPLED:
            return None
        return sample(self.model, self.concepts, self.owns, count)

    def states(self, c: int, party: int | None = None) -> StandingOfStates:
        """Say of the states in which readings they hold, or are stable for a party."""
        size = len(self.model.states)
        in_all, maybe = np.zeros(size, bool), np.ones(size, bool)
        if self._bounds is not None:
            stable, surely, possibly = self._bounds
            in_all, maybe = surely[c], possibly[c]
            if party is not None:
                in_all, maybe = stable.surely[c, party], stable.possibly[c, party]
            if stable.is_exact:
                none = np.zeros(size, bool)
                return standing_of(in_all, maybe & ~in_all, none, unknown_likelihood)
        in_some = np.zeros(size, bool)
        if self._sample is not None and (maybe & ~in_all).any():
            packed = self._sample.stable[:, c]
            own = packed[:, party] if party is not None else np.bitwise_and.reduce(packed, axis=1)
            once = np.bitwise_or.reduce(own, axis=0)
            not_once = np.bitwise_or.reduce(~own, axis=0)
            in_some = Bits(once & not_once, size).mask() & maybe & ~in_all
        return standing_of(in_all, in_some, maybe & ~in_all & ~in_some, unknown_likelihood)

    def claim(self, asked: Asked) -> Decided:
        """Say in which readings a claim holds."""
        details, c, party = asked.details, asked.concept, asked.party
        wanted = asked.satisfying.mask()
        sometimes = [False, False]
        if self._bounds is not None:
            stable, every, some = self._bounds
            surely, possibly = every[c], some[c]
            if party is not None:
                surely, possibly = stable.surely[c, party], stable.possibly[c, party]
            decided = decided_by_bounds(details, wanted, surely, possibly)
            if decided is not None:
                return Decided("all" if decided else "none", "bounded")
            if stable.is_exact and details.kind != "always" and (possibly & wanted).any():
                # There is a reading in which one of them holds.
                sometimes[details.kind == "possible"] = True
        if self._sample is None:
            return Decided("open", "bounded")
        holds = _holds(asked, self._sample.stable)
        true, false = int(holds.sum()), int((~holds).sum())
        sometimes = [sometimes[0] or bool(false), sometimes[1] or bool(true)]
        for _, near_to_it in self._near(1) if not all(sometimes) else ():
            near = _holds(asked, near_to_it)
            sometimes = [sometimes[0] or not near.all(), sometimes[1] or bool(near.any())]
        has_orders = any(own.has_completions for own in self.owns)
        between = None if has_orders else _interval(true, true + false)
        return Decided("some" if all(sometimes) else "open", "sampled", between=between)

    def turns(self, asked: Asked, as_written: bool, found: Decided) -> tuple[Turn, ...] | None:
        """Return the smallest sets of doubts that turn a claim, if a few turn it."""
        if found.holds in ("all", "none"):
            return ()
        for turned, stable in self._near():
            holds = _holds(asked, stable)
            turns = [immutabledict(turned[k]) for k in np.flatnonzero(holds != as_written)]
            if turns:
                return tuple(turns)
        return None

    def hinges(self, asked: Asked, found: Decided) -> Hinges:
        """Say on which doubts an answer hangs: by readings that differ in one doubt only."""
        matter: set[str] = set()
        for pairs, stable in self._flips:
            holds = _holds(asked, stable)
            matter |= {key for key, one, other in pairs if holds[one] != holds[other]}
        is_all = matter | self._idle == set(self.doubts)
        is_all &= not any(own.has_completions for own in self.owns)
        return Hinges(frozenset(matter), self._idle, is_all)

    @cached_property
    def _idle(self) -> frozenset[str]:
        """The doubts that are proved to turn nothing."""
        every = [own.idle() for own in self.owns]
        telling = {
            doubt.id
            for own, idle in zip(self.owns, every, strict=True)
            for doubt in own.doubts
            if doubt.id not in idle
        }
        return frozenset(self.doubts) - telling

    @cached_property
    def _flips(self) -> list[tuple[list[tuple[str, int, int]], Packed]]:
        """Pairs of readings that differ in one doubt, with which one; and what is stable there."""
        place: dict[frozenset[tuple[str, int]], int] = {}
        pairs: list[tuple[str, int, int]] = []
        near = list(self._near(2 if len(self.doubts) <= _MOST_PAIRED else 1))
        for turned, _ in near:
            for chosen in turned:
                own = place.setdefault(frozenset(chosen.items()), len(place))
                for key, value in chosen.items():
                    pairs.append((key, own, place[frozenset(chosen.items()) - {(key, value)}]))
        found = [(pairs, np.concatenate([stable for _, stable in near]))] if pairs else []
        drawn, pairs = self._drawn_flips
        if pairs:
            found.append((pairs, self._stable_in(drawn)))
        return found

    @cached_property
    def _drawn_flips(self) -> tuple[list[dict[str, int]], list[tuple[str, int, int]]]:
        """Readings drawn at random, and with one doubt otherwise: as many as are solved quickly."""
        luck = np.random.default_rng(1)
        flipping = {key: likely_values(self.doubts[key]) for key in {*self.doubts} - self._idle}
        one = seconds_each(self.model, self.concepts) + _TURN + seconds_to_rank(self.model)
        each = 1 + sum(len(values) - 1 for values in flipping.values())
        readings: list[dict[str, int]] = []
        pairs: list[tuple[str, int, int]] = []
        count = min(_MOST_FLIPPED, int(_SAMPLED_SECONDS / (one * each)))
        for base in drawn(self.doubts.values(), count, luck):
            start = len(readings)
            readings.append(base)
            for key in sorted(flipping):
                for value in flipping[key]:
                    if value != base[key]:
                        pairs.append((key, start, len(readings)))
                        readings.append({**base, key: value})
        return readings, pairs

    def _stable_in(self, readings: list[dict[str, int]]) -> Packed:
        rankings = [np.array(_ranked(own, readings)) for own in self.owns]
        rows = np.tile(np.arange(len(readings)), (len(self.owns), 1))
        return stable_in(self.model, self.concepts, rankings, rows)

    def readings(self, asked: Asked, value: bool, found: Decided) -> Iterable[Turn]:
        """Give readings in which a claim holds, or doesn't: near to what is written, or drawn."""
        if found.holds == ("none" if value else "all"):
            return
        for turned, stable in (*self._near(), *self._drawn):
            for k in np.flatnonzero(_holds(asked, stable) == value).tolist():
                yield immutabledict((key, v) for key, v in turned[k].items() if v)
        if (made := self._made(asked, value)) is not None:
            yield made

    def _made(self, asked: Asked, value: bool) -> Turn | None:
        """Make a reading in which a claim holds, or doesn't: the kindest, or harshest, to a state.

        None where no reading of one state settles it.
        """
        if not self._are_alone or self._bounds is None or shared_by(self.owns):
            return None
        wanted, kind = asked.satisfying.mask(), asked.details.kind
        kindly = kind == "always" or value == (kind == "possible")
        if kind == "always":
            wanted = ~wanted
        if (kind == "always" and value) or not (kindly or wanted.sum() == 1):
            return None
        stable = self._bounds[0]
        whose = list(range(len(self.owns))) if asked.party is None else [asked.party]
        possibly = stable.possibly[asked.concept, whose].all(axis=0)
        state = next(iter(np.flatnonzero(wanted & possibly if kindly else wanted).tolist()), None)
        if state is None:
            return None
        if not kindly:
            whose = [i for i in whose if not stable.surely[asked.concept, i, state]][:1]
        chosen = {key: likely_values(doubt)[0] for key, doubt in self.doubts.items()}
        for i in whose:
            if (own := self.owns[i].extreme(state, kindly=kindly)) is None:
                return None
            chosen |= own
        return (
            immutabledict((key, value) for key, value in chosen.items() if value) if whose else None
        )

    @property
    def _drawn(self) -> list[_Solved]:
        """What is stable in readings drawn at random, if values of doubts say all of them."""
        if self._sample is None or any(own.has_completions for own in self.owns):
            return []
        return [(self._sample.chosen, self._sample.stable)]

    def _near(self, most: int = 3) -> Iterator[_Solved]:
        """Give what is stable as written, then with one doubt otherwise, with two, with three."""
        for size in range(most + 1):
            if size == len(self._levels):
                self._levels.append(self._level(size))
            if (level := self._levels[size]) is None:
                return
            yield level

    @cached_property
    def _levels(self) -> list[_Solved | None]:
        """What is known of that; None where it would take too long, or there is no more."""
        return []

    def _level(self, size: int) -> _Solved | None:
        others = {key: [k for k in likely_values(d) if k] for key, d in self.doubts.items()}
        forced = any(not doubt.values[0].likely for doubt in self.doubts.values())
        # Each party's rankings are but few: it is the joint readings that take the time.
        one = seconds_each(self.model, self.concepts) + _TURN
        most = int(_SAMPLED_SECONDS / one)
        ways = [len(values) for values in others.values()]
        counts = (math.prod(some) for k in range(size + 1) for some in combinations(ways, k))
        if forced or sum(islice(counts, most + 1)) > most:
            return None
        turned = [
            dict(zip(keys, values, strict=True))
            for keys in combinations(others, size)
            for values in product(*(others[key] for key in keys))
        ]
        return (turned, self._stable_in(turned)) if turned else None


def _holds(asked: Asked, stable: Packed) -> Mask:
    """Say in which of some joint readings a claim holds, by what is stable in each for whom."""
    found = stable[:, asked.concept]
    held = np.bitwise_and.reduce(found, axis=1) if asked.party is None else found[:, asked.party]
    wanted = np.packbits(asked.satisfying.mask(), bitorder="little")
    met = np.asarray((held & wanted).any(axis=1))
    return claim_holds(asked.details, met, np.asarray((held & ~wanted).any(axis=1)))


def _ranked(own: Doubted, turned: list[dict[str, int]]) -> list[Ranks]:
    """Rank the states with some doubts turned, for each set of those of one party once."""
    ids = {doubt.id for doubt in own.doubts}
    known: dict[tuple[tuple[str, int], ...], Ranks] = {}
    found = []
    for chosen in turned:
        mine = tuple((key, value) for key, value in chosen.items() if key in ids)
        if mine not in known:
            known[mine] = own.ranks(dict(mine))
        found.append(known[mine])
    return found


def _interval(met: int, count: int) -> tuple[float, float]:
    """Return where a share lies with 95 %, by how many of those drawn at random met something.

    >>> [round(end, 3) for end in _interval(50, 100)]
    [0.404, 0.596]
    """
    # By Wilson (1927).
    z, share = 1.959964, met / count
    middle = share + z * z / (2 * count)
    wide = z * math.sqrt(share * (1 - share) / count + z * z / (4 * count * count))
    return (
        max(0.0, (middle - wide) / (1 + z * z / count)),
        min(1.0, (middle + wide) / (1 + z * z / count)),
    )
