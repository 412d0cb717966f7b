"""Degrees between outcomes, read off rankings and statements as they are written."""

from __future__ import annotations

import random
from typing import Any
from unittest.mock import patch

import numpy as np
import pytest

from countermove.analysis.solving import solve
from countermove.errors import TooLargeError
from countermove.preferences import pair_values, written_degrees
from countermove.preferences.written_degrees import compared, likely
from doubts import Doubts
from models import conflict_of


def test_what_is_known_beyond_a_ranking_tells_apart_by_one_degree() -> None:
    ranking = ["YY", ">>", {"unknown": ["NY", "YN"]}, "NN"]
    conflict = conflict_of(
        decision_makers={"we": {"name": "We", "options": {"a": "Do a", "b": "Do b"}}},
        preferences={"we": {"ranking": ranking, "known": ["NY > YN"]}},
    )
    for way in ({"unknown": "a"}, {}):
        model = solve(conflict, strength="strong", **way).model  # type: ignore[arg-type]
        own, (best, first, second) = model.preferences["we"], map(model.states.find, PATTERNS)
        assert own.better(np.array([first]), second).tolist() == [1]
        assert own.said(first, second, "it") == ""
        assert (
            own.said(best, first, "it") == own.said(best, second, "it") == "it greatly prefers it"
        )


PATTERNS = ("YY", "NY", "YN")


@pytest.mark.parametrize(
    ("module", "most"), [(written_degrees, "READINGS"), (pair_values, "VALUES")]
)
def test_what_is_too_much_is_refused(module: Any, most: str) -> None:
    make = Doubts(random.Random(7), 16)
    own = make.shared() if most == "READINGS" else make.statements(12)
    states = np.arange(16)
    with patch.object(module, f"MOST_{most}", 1), pytest.raises(TooLargeError) as caught:
        likely(own, states)
    assert "more than 1 " in str(caught.value)
    if most == "READINGS":
        with patch.object(module, "MOST_READINGS", 1), pytest.raises(TooLargeError):
            compared(own, states, graded=True, by_scores=True)
