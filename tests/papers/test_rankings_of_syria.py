"""The inverse analysis printed for Syria and Iraq: how many rankings make state 2 hold."""

from __future__ import annotations

import itertools
import tomllib
from dataclasses import replace

import numpy as np
import pytest

from countermove.analysis.solving import solve
from countermove.building import build
from countermove.files.gallery import case_path
from countermove.files.model_file import load
from countermove.graph_model import GraphModel
from countermove.preferences.ordinal import OrdinalPreference
from reference import CODES


def with_ranks(model: GraphModel, dm: str, ranks: tuple[int, ...]) -> GraphModel:
    return replace(model, preferences={**model.preferences, dm: OrdinalPreference(np.array(ranks))})


@pytest.fixture(scope="module")
def counts() -> dict[str, int]:
    model = build(load("syria-iraq-1975"))
    holding = dict.fromkeys(CODES, 0)
    for ranks in itertools.permutations(range(6)):
        solution = solve(with_ranks(model, "syria", ranks))
        for code in holding:
            holding[code] += solution.is_equilibrium(2, code)
    return holding


def test_of_720_rankings_240_make_it_a_nash_equilibrium(counts: dict[str, int]) -> None:
    """Printed in Kinsara (2014), A Simple Guide to GMCR+."""
    assert counts["NASH"] == 240


def test_of_720_rankings_384_and_not_420_make_it_a_seq_equilibrium(
    counts: dict[str, int],
) -> None:
    """The guide prints 420, more than there are for GMR, which SEQ implies."""
    with (case_path("syria-iraq-1975").parent / "expected.toml").open("rb") as file:  # type: ignore[attr-defined]
        differs = tomllib.load(file)["differs"]
    (printed,) = [row["printed"] for row in differs if row["concept"] == "INVERSE SEQ"]
    assert printed == [420]
    assert counts["SEQ"] == counts["GMR"] == 384
