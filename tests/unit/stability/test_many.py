"""Many profiles at once in models of different sizes, in batches, and on several threads."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from unittest.mock import patch

import numpy as np
import pytest
from numpy.typing import NDArray

from countermove.analysis import profiles as reading
from countermove.analysis.many import ManySolutions, solve_many
from countermove.building import build
from countermove.errors import ArgumentError, StoppedError, TooLargeError
from countermove.graph_model import GraphModel
from countermove.progress import Progress
from countermove.stability.engines import many as engines
from engines import FAST, stable_lists
from models import conflict_of, graph_conflict, two_by_two


def same(one: ManySolutions, other: ManySolutions) -> bool:
    return all(
        one.equilibrium_counts[code].tolist() == other.equilibrium_counts[code].tolist()
        and all(
            one.stable_counts[code][dm].tolist() == other.stable_counts[code][dm].tolist()
            for dm in one.model.decision_makers
        )
        for code in one.codes
    )


@pytest.fixture
def model() -> GraphModel:
    return build(two_by_two([1, 0, 3, 2], [1, 3, 0, 2]))


# -- size -----------------------------------------------------------------------------------------


def wide(decision_makers: int, options: int, **moves: str) -> GraphModel:
    """Return a model of so many decision makers, each with so many options."""
    parties = {
        f"dm{k}": {
            "name": f"DM {k}",
            "options": {
                f"o{k}{n}": {"text": "x", "moves": moves.get(f"o{k}{n}", "both")}
                for n in range(options)
            },
        }
        for k in range(decision_makers)
    }
    preferences = {dm: {"statements": [f"o{k}0"]} for k, dm in enumerate(parties)}
    return build(conflict_of(decision_makers=parties, preferences=preferences))


@pytest.mark.parametrize("engine", FAST)
def test_a_ranking_may_have_as_many_levels_as_fit(engine: str) -> None:
    """More states than levels are fine."""
    model = wide(15, 1)
    states = np.arange(len(model.states))
    ranks = np.broadcast_to(states, (1, 15, len(states)))
    many = solve_many(model, ranks % 32767, "NASH", engine=engine)
    assert many.count(len(states) - 1, "NASH") == 1
    with pytest.raises(TooLargeError) as caught:
        solve_many(model, ranks * 2, "NASH", engine=engine)
    assert str(caught.value) == (
        "a ranking has 32,768 levels. Many profiles can be solved at once with up to 32,767 of "
        "them."
    )


@pytest.mark.parametrize("moves", [{}, {"o00": "take", "o10": "drop"}])
def test_too_many_moves_are_refused(moves: dict[str, str]) -> None:
    model = wide(2, 3, **moves)
    ranks = np.zeros((1, 2, 64), dtype=int)
    with patch.object(engines, "MOST_MOVES", 8 * 64):
        assert solve_many(model, ranks)
    with patch.object(engines, "MOST_MOVES", 8 * 40), pytest.raises(TooLargeError) as caught:
        solve_many(model, ranks)
    assert str(caught.value) == (
        "many profiles can't be solved at once: 'dm0' has more than 320 moves among 64 outcomes. "
        "Solve them one by one: solve copes with models of this size."
    )


@pytest.mark.parametrize("engine", FAST)
@pytest.mark.parametrize("moves", [{}, {"o00": "take", "o11": "drop", "o12": "fixed"}])
def test_large_fibres(engine: str, moves: dict[str, str]) -> None:
    model = wide(2, 4, **moves)
    given = np.random.default_rng(1).integers(0, 200, size=(40, 2, 256))
    many = solve_many(model, given, engine=engine, keep="stable")
    for p in (0, 39):
        preferences = {
            dm: replace(model.preferences[dm], ranks=given[p, i].astype(np.uint16))
            for i, dm in enumerate(model.decision_makers)
        }
        one = stable_lists(replace(model, preferences=preferences), engine, many.codes)
        for code, by_dm in one.items():
            for dm, stable in by_dm.items():
                assert many.stable(p, dm, code).mask().tolist() == stable


@pytest.mark.parametrize("engine", FAST)
def test_long_sequences(engine: str) -> None:
    """Two opponents climb a ladder in turn; only its end is as bad as the start."""
    rungs = 200
    conflict = graph_conflict(
        rungs + 2,
        {
            "focal": {0: [1]},
            "odd": {k: [k + 1] for k in range(1, rungs + 1, 2)},
            "even": {k: [k + 1] for k in range(2, rungs + 1, 2)},
        },
        {dm: [0] * (rungs + 2) for dm in ("focal", "odd", "even")},
    )
    focal = [0, *[1] * rungs, 0]
    up, down = list(range(rungs + 2)), list(range(rungs + 2, 0, -1))
    many = solve_many(
        conflict, [[focal, up, up], [focal, up, down]], ["SEQ"], engine=engine, keep="stable"
    )
    assert 0 in many.stable(0, "focal", "SEQ")
    assert 0 not in many.stable(1, "focal", "SEQ")


# -- batches and progress -------------------------------------------------------------------------


@pytest.fixture
def few_at_once() -> Any:
    """Hand over as few profiles at a time as possible."""
    with patch.object(reading, "_AT_ONCE", 1), patch.dict("os.environ", COUNTERMOVE_THREADS="1"):
        yield


def mixed(count: int) -> NDArray[np.int64]:
    return np.random.default_rng(2).integers(0, 4, size=(count, 2, 4))


@pytest.mark.usefixtures("few_at_once")
@pytest.mark.parametrize("engine", FAST)
@pytest.mark.parametrize("count", [31, 32, 33, 100])
def test_batches_add_up(model: GraphModel, engine: str, count: int) -> None:
    given = mixed(count)
    many = solve_many(model, given, engine=engine, keep="stable")
    with patch.object(reading, "_AT_ONCE", 1 << 20):
        whole = solve_many(model, given, engine=engine, keep="stable")
    assert same(many, whole)
    assert np.array_equal(many.stable_bits, whole.stable_bits)
    assert np.array_equal(many.equilibrium_bits, whole.equilibrium_bits)


@pytest.mark.usefixtures("few_at_once")
def test_the_numpy_engine_divides_them_further(model: GraphModel) -> None:
    given = mixed(70)
    whole = solve_many(model, given, engine="numpy", keep="stable")
    with patch.object(engines, "_NUMPY_AT_ONCE", 1):
        single = solve_many(model, given, engine="numpy", keep="stable")
    assert same(single, whole)
    assert np.array_equal(single.stable_bits, whole.stable_bits)


@pytest.mark.usefixtures("few_at_once")
@pytest.mark.parametrize("engine", FAST)
def test_who_follows_is_told_how_far_it_is(model: GraphModel, engine: str) -> None:
    told: list[Progress] = []
    solve_many(model, mixed(80), ["NASH"], engine=engine, follow=told.append)
    assert told == [Progress(k / 80, 4, ("NASH",)) for k in (0, 32, 64)]


@pytest.mark.usefixtures("few_at_once")
def test_who_follows_may_stop_it(model: GraphModel) -> None:
    with pytest.raises(StoppedError, match="stopped when 50% was done; nothing of it was kept"):
        solve_many(model, mixed(64), follow=lambda progress: progress.share < 0.5)


@pytest.mark.parametrize("given", ["0", "-1", "two", "99999999999", "1.5"])
def test_an_odd_number_of_threads_is_refused(given: str) -> None:
    with (
        patch.dict("os.environ", COUNTERMOVE_THREADS=given),
        pytest.raises(ArgumentError, match=f"COUNTERMOVE_THREADS can't be '{given}'. It is a"),
    ):
        solve_many(wide(2, 1), mixed(2))


@pytest.mark.parametrize("threads", ["1", "2", "5"])
def test_threads_make_no_difference(threads: str) -> None:
    model = wide(3, 2)
    given = np.random.default_rng(3).integers(0, 40, size=(1100, 3, 64))
    whole = solve_many(model, given, keep="stable")
    with patch.dict("os.environ", COUNTERMOVE_THREADS=threads):
        some = solve_many(model, given, keep="stable")
    assert same(some, whole)
    assert np.array_equal(some.stable_bits, whole.stable_bits)
