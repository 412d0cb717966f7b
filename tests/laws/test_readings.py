"""Answers across readings are those of solving every joint reading by itself."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import islice

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from countermove.analysis.many import solve_many
from countermove.analysis.readings import unlisted
from countermove.analysis.readings.across import Across
from countermove.analysis.readings.answer import Condition
from countermove.analysis.readings.axes import Axis
from countermove.analysis.readings.exact import Listing
from countermove.analysis.readings.finding import Asked
from countermove.analysis.readings.work import AcrossWork
from countermove.analysis.solving import solve
from countermove.graph.bits import Bits
from countermove.graph_model import GraphModel
from countermove.model.doubts import Doubt
from countermove.model.parts import Claim
from countermove.preferences.doubted import Doubted
from countermove.preferences.levels import Ranks
from countermove.preferences.ordinal import OrdinalPreference
from doubts import Doubts
from seeded import seeded_model

ALONE, MUTUAL = ("NASH", "GMR", "SMR"), ("SEQ", "SSEQ")
KINDS = ("never", "possible", "always")
seeds = st.integers(0, 1 << 30)


@dataclass(frozen=True)
class Joint:
    """All joint readings of a model, solved one by one."""

    doubts: tuple[Doubt, ...]
    values: tuple[tuple[int, ...], ...]
    likely: list[Fraction] | None
    rankings: list[list[Ranks]]

    @classmethod
    def of(cls, owns: Sequence[Doubted], most: int) -> Joint | None:
        """Write them out; None where they are too many."""
        every = {doubt.id: doubt for own in owns for doubt in own.doubts}
        orders: dict[Doubt, int] = {}
        for own in owns:
            if (unknown := own.unknown(most)) is None:
                return None
            orders |= unknown
        axis = Axis.of(tuple(every.values()), orders)
        if axis.size > most:
            return None
        rankings = [[own.ranks(chosen) for own in owns] for chosen in axis.cells()]
        likely = [Fraction(int(w), axis.total) for w in axis.weights]
        return cls(axis.doubts, axis.values, None if orders else likely, rankings)

    def hinges(self, holds: NDArray[np.bool_]) -> tuple[NDArray[np.bool_], set[str]]:
        """Return where something holds by the value of each doubt, and which of them matter."""
        grid = holds.reshape([len(values) for values in self.values])
        axes = enumerate(self.doubts)
        return grid, {d.id for axis, d in axes if (np.diff(grid, axis=axis) != 0).any()}

    def share(self, holds: NDArray[np.bool_]) -> Fraction | None:
        """Return how likely it is that something holds, by where it does."""
        if self.likely is None:
            return None
        return sum((one for one, yes in zip(self.likely, holds, strict=True) if yes), Fraction(0))


def doubtful(
    seed: int, forms: Sequence[str], shared: bool = False
) -> tuple[GraphModel, list[Doubted]]:
    """Give a model with three claims, and what its parties may want."""
    luck = random.Random(seed)
    model = seeded_model(luck.randrange(3000))
    size = len(model.states)
    owns = [getattr(Doubts(luck, size, dm), luck.choice(forms))() for dm in model.decision_makers]
    if shared:
        # One and the same doubt with all parties that have one of its kind.
        every = (doubt for own in owns for doubt in own.doubts)
        common = next((doubt for doubt in every if doubt.kind == "cares"), None)
        owns = [_with(own, common) for own in owns]
    details, regions = {}, {}
    for kind in KINDS:
        details[kind] = Claim.model_validate({"says": kind, kind: "true"})
        regions[kind] = Bits.of(np.array([luck.random() < 0.5 for _ in range(size)]))
    conflict = model.conflict.model_copy(update={"claims": details})
    base = {
        dm: OrdinalPreference(own.ranks({}))
        for dm, own in zip(model.decision_makers, owns, strict=True)
    }
    return replace(model, conflict=conflict, claims=regions, preferences=base), owns


def _with(own: Doubted, common: Doubt | None) -> Doubted:
    """Give one of the doubts of statements another name: that of a doubt of somebody else."""
    if common is None or common in own.doubts:
        return own
    items = getattr(own, "items", ())
    for k, item in enumerate(items):
        old = getattr(item, "cares", None)
        if old is not None and old not in own.coupled:
            changed = (*items[:k], replace(item, cares=common), *items[k + 1 :])
            doubts = (*(doubt for doubt in own.doubts if doubt is not old), common)
            return replace(own, items=changed, doubts=doubts)
    return own


def answered(model: GraphModel, owns: list[Doubted], codes: Sequence[str]) -> Across:
    solution = solve(model, codes)
    by_dm = dict(zip(model.decision_makers, owns, strict=True))
    doubts = {doubt.id: doubt for own in owns for doubt in own.doubts}
    return AcrossWork(model, by_dm, tuple(doubts.values()), solution.concepts).done(solution.claims)


def claims_in(model: GraphModel, kind: str, equilibria: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Say in which joint readings a claim holds."""
    wanted = model.claims[kind].mask()
    met, missed = (equilibria & wanted).any(axis=1), (equilibria & ~wanted).any(axis=1)
    return {"never": ~met, "possible": met, "always": met & ~missed}[kind]


def met(chosen: Mapping[str, int], condition: Condition) -> bool:
    """Say whether a reading meets a condition."""
    return all(chosen[key] in some for key, some in condition.items())


def compare(model: GraphModel, owns: list[Doubted], codes: Sequence[str], joint: Joint) -> None:
    """Compare all answers with those of the joint readings."""
    found, size = answered(model, owns, codes), len(model.states)
    many = solve_many(model, np.array(joint.rankings, dtype=int), codes, keep="stable")
    assert many.stable_bits is not None
    as_written = solve(model, codes)
    for c, code in enumerate(codes):
        packed = many.stable_bits[:, c]
        stable = np.unpackbits(packed, axis=-1, count=size, bitorder="little").view(bool)
        equilibria = stable.all(axis=1)
        for standing, is_so in (
            (found.states[code], equilibria),
            *((found.stable[code][dm], stable[:, i]) for i, dm in enumerate(model.decision_makers)),
        ):
            assert (standing.all.mask() == is_so.all(axis=0)).all()
            assert ((standing.some | standing.all).mask() == is_so.any(axis=0)).all()
            assert not standing.open.any()
            for state in range(size):
                assert standing.likelihood(state) == joint.share(is_so[:, state])
        for i, dm in enumerate(model.decision_makers):
            for_one = found.standing_of(1, code, dm)
            assert joint.likely is None or for_one.likelihood == joint.share(stable[:, i, 0])
            assert for_one.as_written == (0 in as_written.stable[code][dm])
        for k, kind in enumerate(KINDS):
            holds = claims_in(model, kind, equilibria)
            one = found.standing(kind, code)
            assert one.holds == ("all" if holds.all() else "some" if holds.any() else "none")
            written = as_written.claims[k].holds[code]
            assert one.as_written == written
            grid, mattering = joint.hinges(holds)
            assert {doubt.id for doubt in one.hangs_on or ()} == mattering
            if joint.likely is not None or one.likelihood is not None:
                assert joint.likely is None or one.likelihood == joint.share(holds)
            turned = [
                {
                    doubt.id: values[v]
                    for doubt, values, v in zip(joint.doubts, joint.values, cell, strict=True)
                    if values[v]
                }
                for cell in np.argwhere(grid != written).tolist()
            ]
            fewest = min(map(len, turned), default=0)
            turns = [dict(turn) for turn in one.nearest_turns or ()]
            assert all(turn in turned and len(turn) == fewest for turn in turns)
            assert len(turns) == min(256, sum(len(turn) == fewest for turn in turned))
            for value in (True, False):
                reading = one.reading(value)
                if reading is None:
                    is_orders = any(not doubt.values for doubt in joint.doubts)
                    assert is_orders or (grid != value).all()
                    continue
                pairs = zip(joint.doubts, joint.values, strict=True)
                cell = tuple(values.index(reading.get(doubt.id, 0)) for doubt, values in pairs)
                assert grid[cell] == value
            conditions = one.turned_exactly_if
            for cell, value in np.ndenumerate(grid):
                pairs = zip(joint.doubts, joint.values, cell, strict=True)
                chosen = {doubt.id: own[k] for doubt, own, k in pairs}
                if conditions is not None:
                    assert any(met(chosen, some) for some in conditions) == (value != written)
                assert value == written or met(chosen, one.turned_only_if)


def without_idle(model: GraphModel, owns: list[Doubted], joint: Joint, luck: random.Random) -> None:
    """Drop what turns nothing for a claim, at any of its values: the answer stays."""
    code, kind = luck.choice(ALONE + MUTUAL), luck.choice(KINDS)
    whole = answered(model, owns, [code]).standing(kind, code)
    hinges = {doubt.id for doubt in whole.hangs_on or ()}
    chosen = {
        doubt.id: luck.choice(values)
        for doubt, values in zip(joint.doubts, joint.values, strict=True)
        if doubt.values and doubt.id not in hinges
    }
    left = answered(model, [own.given(chosen) for own in owns], [code]).standing(kind, code)
    assert left.holds == whole.holds
    assert left.likelihood == whole.likelihood
    assert {doubt.id for doubt in left.hangs_on or ()} == hinges
    turned = whole.turned_exactly_if
    assert (left.turned_exactly_if is None) == (turned is None)


@pytest.mark.parametrize("codes", [ALONE, MUTUAL], ids=["alone", "mutual"])
@given(seeds, st.booleans())
def test_listed_readings(codes: tuple[str, ...], seed: int, shared: bool) -> None:
    forms = ("statements", "statements", "shared", "readings", "ranking")
    model, owns = doubtful(seed, forms, shared)
    joint = Joint.of(owns, 400)
    if joint is not None:
        compare(model, owns, codes, joint)
        without_idle(model, owns, joint, random.Random(seed))


@pytest.mark.parametrize("codes", [ALONE, MUTUAL], ids=["alone", "mutual"])
@given(seeds, st.booleans())
def test_readings_that_are_not_listed(codes: tuple[str, ...], seed: int, shared: bool) -> None:
    forms = ("statements", "statements", "readings", "ranking", "shared")
    model, owns = doubtful(seed, forms, shared)
    joint = Joint.of(owns, 400)
    if joint is None:
        return
    concepts = solve(model, codes).concepts
    finding = unlisted.Unlisted(model, concepts, tuple(owns))
    many = solve_many(model, np.array(joint.rankings, dtype=int), codes, keep="stable")
    assert many.stable_bits is not None
    for c in range(len(codes)):
        packed = many.stable_bits[:, c]
        size = len(model.states)
        stable = np.unpackbits(packed, axis=-1, count=size, bitorder="little").view(bool)
        equilibria = stable.all(axis=1)
        for standing, is_so in (
            (finding.states(c), equilibria),
            *((finding.states(c, i), stable[:, i]) for i in range(len(owns))),
        ):
            is_open = standing.open.mask()
            always, once = is_so.all(axis=0), is_so.any(axis=0)
            assert (standing.all.mask() <= always).all()
            assert (standing.some.mask() <= once & ~always).all()
            assert (once <= (standing.all | standing.some | standing.open).mask()).all()
            if codes is ALONE:
                assert not is_open.any()
        for kind in KINDS:
            asked = Asked(c, model.conflict.claims[kind], model.claims[kind])
            found, holds = finding.claim(asked), claims_in(model, kind, equilibria)
            expected = "all" if holds.all() else "some" if holds.any() else "none"
            assert found.holds in (expected, "open")
            written = bool(
                claims_in(model, kind, np.array([solve(model, codes).holding[codes[c]].mask()]))[0]
            )
            grid, mattering = joint.hinges(holds)
            hinges = finding.hinges(asked, found)
            assert hinges.matter <= mattering
            assert not hinges.idle & mattering
            assert not hinges.is_all or hinges.matter == mattering
            assert found.holds != "open" or not hinges.matter
            for value in (True, False):
                made = finding._made(asked, value)
                some = [*islice(finding.readings(asked, value, found), 5), *filter(None, [made])]
                for reading in some:
                    pairs = zip(joint.doubts, joint.values, strict=True)
                    cell = tuple(values.index(reading.get(d.id, 0)) for d, values in pairs)
                    assert grid[cell] == value
            turns = finding.turns(asked, written, found)
            if turns:
                listing = Listing.of(model, concepts, tuple(owns))
                listed = listing and listing.answered()
                assert listed is not None
                exactly = listed.claim(asked)
                wanted = listed.turns(asked, written, exactly) or ()
                has_orders = any(own.has_completions for own in owns)
                assert has_orders or _sorted(turns) == _sorted(wanted)


def _sorted(turns: Sequence[Mapping[str, int]]) -> list[list[tuple[str, int]]]:
    return sorted(sorted(turn.items()) for turn in turns)


@given(seeds)
def test_weights_within_bounds(seed: int) -> None:
    model, owns = doubtful(seed, ("weights",))
    found = answered(model, owns, ALONE)
    luck = np.random.default_rng(seed)
    drawn = [[own.anyhow(luck) for own in owns] for _ in range(40)]
    many = solve_many(model, np.array(drawn, dtype=int), ALONE, keep="equilibria")
    for code in ALONE:
        holds = np.array([many.equilibria(k, code).mask() for k in range(len(drawn))])
        standing = found.states[code]
        assert (standing.all.mask() <= holds.all(axis=0)).all()
        assert (holds.any(axis=0) <= (standing.all | standing.some).mask()).all()
        for kind in KINDS:
            said = found.standing(kind, code).holds
            seen = claims_in(model, kind, holds)
            assert said != "all" or seen.all()
            assert said != "none" or not seen.any()


@given(seeds)
def test_other_concepts_are_enumerated(seed: int) -> None:
    model, owns = doubtful(seed, ("statements", "readings"))
    joint = Joint.of(owns, 60)
    if joint is None or len(model.states) > 12:
        return
    found = answered(model, owns, ["MR4"])
    every = [
        solve(
            replace(
                model,
                preferences={
                    dm: OrdinalPreference(ranks)
                    for dm, ranks in zip(model.decision_makers, rankings, strict=True)
                },
            ),
            ["MR4"],
        ).holding["MR4"]
        for rankings in joint.rankings
    ]
    holds = np.array([held.mask() for held in every])
    assert (found.states["MR4"].all.mask() == holds.all(axis=0)).all()
    assert {one.how for one in found.claims["never"].values()} == {"enumerated"}
    for kind in KINDS:
        expected = joint.share(claims_in(model, kind, holds))
        assert found.standing(kind, "MR4").likelihood == expected
