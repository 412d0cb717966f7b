"""Many profiles at once: in each the verdicts are those of the definitions."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from countermove.analysis.many import ManySolutions, solve_many
from countermove.graph_model import GraphModel
from countermove.preferences.ordinal import OrdinalPreference
from engines import FAST, stable_lists
from models import FORMS
from reference import CODES
from seeded import seeded_model

Ranks = NDArray[np.int64]


def random_profiles(model: GraphModel, count: int, seed: int) -> Ranks:
    """Give ranks with many ties, few or none: every profile has its own number of levels."""
    luck = np.random.default_rng(seed)
    shape = (len(model.decision_makers), len(model.states))
    levels = luck.choice([1, 2, 3, len(model.states), 10 * len(model.states)], size=count)
    return np.stack([luck.integers(0, some, size=shape) for some in levels])


def with_ranks(model: GraphModel, ranks: Ranks) -> GraphModel:
    """Return the model with other preferences."""
    rows = zip(model.decision_makers, ranks, strict=True)
    own = {dm: np.unique(row, return_inverse=True)[1].astype(np.uint16) for dm, row in rows}
    return replace(model, preferences={dm: OrdinalPreference(row) for dm, row in own.items()})


def check(model: GraphModel, profiles: Ranks, engine: str, solved: list[int]) -> ManySolutions:
    """Compare some profiles with their definitions, and the counts with the bits."""
    many = solve_many(model, profiles, CODES, engine=engine, keep="stable")
    for p in solved:
        expected = stable_lists(with_ranks(model, profiles[p]), "definition", CODES)
        for code, by_dm in expected.items():
            for dm, stable in by_dm.items():
                assert many.stable(p, dm, code).mask().tolist() == stable, (p, code, dm)
            for_all = np.all(list(by_dm.values()), axis=0).tolist()
            assert many.equilibria(p, code).mask().tolist() == for_all, (p, code)
    every = range(len(profiles))
    for code in CODES:
        holding = sum(many.equilibria(p, code).mask().astype(int) for p in every)
        assert many.equilibrium_counts[code].tolist() == holding.tolist()
        for dm in model.decision_makers:
            stable = sum(many.stable(p, dm, code).mask().astype(int) for p in every)
            assert many.stable_counts[code][dm].tolist() == stable.tolist()
    return many


@pytest.mark.parametrize("engine", FAST)
@pytest.mark.parametrize("form", FORMS)
@given(data=st.data())
def test_every_profile_is_solved_as_by_definition(
    form: str, engine: str, data: st.DataObject
) -> None:
    model = data.draw(FORMS[form]())
    seed = data.draw(st.integers(0, 2**20))
    check(model, random_profiles(model, 3, seed), engine, list(range(3)))


@pytest.mark.parametrize("engine", FAST)
@pytest.mark.parametrize("seed", range(40))
def test_profiles_don_t_get_mixed_up(seed: int, engine: str) -> None:
    """Whatever the number of profiles, full lanes or not: each has its own answer."""
    model = seeded_model(seed)
    count = random.Random(seed).choice([1, 7, 31, 32, 33, 64, 70])
    profiles = random_profiles(model, count, seed)
    check(model, profiles, engine, sorted({0, count // 2, count - 1}))


@pytest.mark.skipif(len(FAST) < 2, reason="only one engine is there")
@pytest.mark.parametrize("seed", range(40))
def test_both_engines_keep_the_same_bits(seed: int) -> None:
    model = seeded_model(seed)
    profiles = random_profiles(model, 200, seed)
    compiled, arrays = (solve_many(model, profiles, engine=e, keep="stable") for e in FAST)
    assert np.array_equal(compiled.stable_bits, arrays.stable_bits)
    assert np.array_equal(compiled.equilibrium_bits, arrays.equilibrium_bits)


@pytest.mark.parametrize("engine", FAST)
@given(model=st.one_of(*(form() for form in FORMS.values())))
def test_only_the_order_of_the_ranks_counts(engine: str, model: GraphModel) -> None:
    profiles = random_profiles(model, 4, 0)
    plain = solve_many(model, profiles, engine=engine, keep="stable")
    huge = profiles.astype(np.uint64) + np.uint64(2**63)
    for same in (profiles * 3 - 70, profiles * 10**15, huge):
        other = solve_many(model, same, engine=engine, keep="stable")
        assert np.array_equal(other.stable_bits, plain.stable_bits)
