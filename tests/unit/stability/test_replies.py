"""The least of what opponents can lead to: by sweeps, and backwards where sequences are long."""

from __future__ import annotations

import itertools
from typing import Any
from unittest.mock import patch

import numpy as np
import pytest

from countermove.building import build
from countermove.graph import sequences
from countermove.graph.neighbours import (
    ArcNeighbours,
    FibreNeighbours,
    JoinedNeighbours,
    Neighbours,
    Origins,
)
from countermove.graph.region import Positions
from countermove.graph.sequences import least
from countermove.graph_model import GraphModel
from countermove.stability.engines.arrays import ArrayEngine
from engines import stable_lists
from models import graph_conflict, option_conflict
from reference import CODES
from seeded import seeded_model


def ladder(rungs: int) -> GraphModel:
    """Return a model in which even and odd lead up from 0 in turn, one rung each time."""
    moves: dict[str, dict[int, list[int]]] = {"even": {}, "odd": {}}
    for k in range(rungs):
        moves["odd" if k % 2 else "even"][k] = [k + 1]
    ranks = list(range(rungs + 1))
    return build(graph_conflict(rungs + 1, moves, {"even": ranks, "odd": ranks}))


def around(model: GraphModel) -> list[Any]:
    return list(ArrayEngine(model)._around.values())


def swept(label: Any, group: list[Any], *, improving: bool) -> list[int]:
    """Return the least replies by sweeps, however many they take."""
    with patch.object(sequences, "_least_backwards", side_effect=AssertionError):
        return least(label, group, improving=improving).tolist()


def backwards(label: Any, group: list[Any], *, improving: bool) -> list[int]:
    """Return the least replies, found backwards from the start."""
    return sequences._least_backwards(label, group, improving, lambda: None).tolist()


@pytest.mark.parametrize("improving", [False, True])
@pytest.mark.parametrize("rungs", [1, 2, 3, 4, 5, 6, 7, 30])
def test_replies_on_a_ladder_are_found_from_every_rung(rungs: int, improving: bool) -> None:
    """The end is worst for whom it is about: it is what each of the rungs leads to."""
    label = np.array([3] * rungs + [1])
    # From the top nothing leads on: one more than the greatest label says so.
    expected = [1] * rungs + [4]
    opponents = around(ladder(rungs))
    assert backwards(label, opponents, improving=improving) == expected
    for order in (opponents, opponents[::-1]):
        assert swept(label, order, improving=improving) == expected


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_who_can_do_nothing_for_long_is_asked_again(order: tuple[int, ...]) -> None:
    """Two lead up in turn, but the third has the only move from the bottom: it is told last."""
    moves: dict[str, dict[int, list[int]]] = {"even": {}, "odd": {}, "third": {0: [1]}}
    for k in range(1, 8):
        moves["odd" if k % 2 else "even"][k] = [k + 1]
    ranks = list(range(9))
    opponents = around(build(graph_conflict(9, moves, dict.fromkeys(moves, ranks))))
    found = swept(np.array([3] * 8 + [1]), [opponents[k] for k in order], improving=True)
    assert found == [1] * 8 + [4]


def test_sweeps_give_up_on_long_sequences() -> None:
    label = np.array([3] * 200 + [1])
    opponents = around(ladder(200))[::-1]
    with pytest.raises(AssertionError):
        swept(label, opponents, improving=False)
    with patch.object(sequences, "SWEEPS", 201):
        assert swept(label, opponents, improving=False) == [1] * 200 + [4]


def test_without_opponents_there_are_no_replies() -> None:
    label = np.array([2, 0])
    assert swept(label, [], improving=False) == [3, 3]
    assert backwards(label, [], improving=False) == [3, 3]


@pytest.mark.parametrize("seed", range(12))
def test_sweeps_suffice_where_sequences_are_short(seed: int) -> None:
    model = seeded_model(seed)
    with patch.object(sequences, "_least_backwards", side_effect=AssertionError):
        stable_lists(model, "numpy", CODES)


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("improving", [False, True])
def test_backwards_nothing_is_followed_twice(seed: int, improving: bool) -> None:
    """What makes it linear: each state once for each mover, each move at most once."""
    model = seeded_model(seed)
    followed: list[tuple[int, int]] = []
    met: list[tuple[int, int]] = []

    def counted(kind: type[Neighbours]) -> Any:
        original = kind.origins

        def origins(self: Neighbours, *, improving: bool) -> Origins:
            source = original(self, improving=improving)

            def new(target: int) -> Positions:
                found = source(target)
                followed.append((id(self), target))
                met.extend((id(self), int(origin)) for origin in found)
                return found

            return new

        return patch.object(kind, "origins", origins)

    opponents = around(model)
    label = np.array([s * 5 % 7 for s in range(len(model.states))])
    with counted(ArcNeighbours), counted(FibreNeighbours), counted(JoinedNeighbours):
        backwards(label, opponents, improving=improving)
    assert followed
    assert len(set(followed)) == len(followed)
    assert len(set(met)) == len(met)
    assert len(followed) <= len(opponents) * len(model.states)


def test_one_way_options_lead_only_onward() -> None:
    """Two options that may only be taken: from each state those with more of them are ahead."""
    model = build(
        option_conflict(
            {"one": ["a"], "two": ["b", "c", "d"]},
            moves={"b": "take", "c": "take"},
            one=[0] * 16,
            two=range(16),
        )
    )
    (_, two) = around(model)
    label = np.arange(16)[::-1].copy()
    for improving in (False, True):
        found = swept(label, [two], improving=improving)
        expected = []
        for s in range(16):
            ahead = [int(q) for q in model.moves("two", s) if q > s or not improving]
            # Over all moves a state counts among its own targets.
            ahead += [] if improving else [s]
            expected.append(min((int(label[q]) for q in ahead), default=16))
        assert found == expected
        assert backwards(label, [two], improving=improving) == expected
