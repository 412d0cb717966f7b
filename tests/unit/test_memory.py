"""What doesn't fit into memory is refused before it is begun."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
import pytest

from countermove import memory
from countermove.analysis.solving import solve
from countermove.building import build
from countermove.errors import TooLargeError
from countermove.graph.lists import Mask
from countermove.graph.region import Positions
from countermove.memory import free_memory, refuse_states_beyond_memory, written_bytes
from countermove.preferences.relations import Relations
from countermove.progress import Progress
from countermove.stability.engines.choose import Choice
from countermove.stability.engines.estimate import estimate
from countermove.stability.registry import find_concepts
from engines import FAST
from models import conflict_of, graph_conflict, option_conflict
from reference import CODES

FIVE = find_concepts(CODES)


def of_size(options: int, makers: int = 3, **option: Any) -> Any:
    owned = {f"dm{k}": [f"o{n}" for n in range(k, options, makers)] for k in range(makers)}
    parties = {
        dm: {"name": dm, "options": {o: {"text": o, **option} for o in own}}
        for dm, own in owned.items()
    }
    preferences = {dm: {"statements": own} for dm, own in owned.items()}
    return conflict_of(decision_makers=parties, preferences=preferences)


def test_there_is_some_memory() -> None:
    assert 1 << 24 < free_memory() < 1 << 50


def test_the_limit_of_a_container_counts(tmp_path: Path) -> None:
    with patch.object(memory, "_GROUP", tmp_path):
        without = free_memory()
        (tmp_path / "memory.current").write_text("1000\n")
        (tmp_path / "memory.max").write_text("max\n")
        assert free_memory() > without // 2
        (tmp_path / "memory.max").write_text("51000\n")
        assert free_memory() == 50_000
        (tmp_path / "memory.max").write_text("900\n")
        assert free_memory() == 0


def test_what_fits_is_not_refused() -> None:
    with patch.object(memory, "free_memory", return_value=0):
        refuse_states_beyond_memory(1 << 20, "a little", 10)
    with patch.object(memory, "free_memory", return_value=1 << 30):
        refuse_states_beyond_memory(1 << 30, "as much as there is", 10)


def test_what_does_not_fit_is_refused_with_the_numbers() -> None:
    with (
        patch.object(memory, "free_memory", return_value=10**9),
        pytest.raises(TooLargeError) as caught,
    ):
        refuse_states_beyond_memory(4 * 10**9, "this", 1_000_000, "That would do.")
    assert str(caught.value) == (
        "this needs about 4.0 GB of memory, and 1.0 GB are free. That would do. "
        "Fix options that are not in question, or add rules: 250,000 outcomes would fit."
    )


@pytest.mark.parametrize(
    ("count", "text"), [(0, "1 MB"), (12_400_000, "12 MB"), (999_999_999, "1000 MB")]
)
def test_bytes_in_words(count: int, text: str) -> None:
    assert written_bytes(count) == text


def test_states_that_cannot_be_ranked_are_not() -> None:
    with (
        patch.object(memory, "free_memory", return_value=10**8),
        pytest.raises(TooLargeError, match=r"ranking 8,388,608 outcomes for 3 parties needs"),
    ):
        build(of_size(23))


def test_states_that_cannot_be_listed_are_not() -> None:
    conflict = of_size(24)
    rules = {"infeasible": ["o0 and o1 and o2"]}
    data = {**conflict.to_dict(), "rules": rules}
    with (
        patch.object(memory, "free_memory", return_value=10**8),
        pytest.raises(TooLargeError, match="listing 14,680,064 outcomes needs about 117 MB"),
    ):
        build(conflict_of(**data))


@pytest.mark.parametrize("engine", FAST)
def test_a_model_that_cannot_be_solved_is_refused_before_it_is_begun(engine: str) -> None:
    model = build(of_size(22))
    refused = patch.object(memory, "free_memory", return_value=5 * 10**7)
    with refused, pytest.raises(TooLargeError) as caught:
        solve(model, engine=engine)
    text = str(caught.value)
    assert text.startswith(
        f"solving 4,194,304 outcomes for 3 parties with engine '{engine}' needs about "
    )
    assert ("Engine 'compiled' would need about" in text) == (engine == "numpy")


class NothingKnown(Relations):
    """Nothing tempts, and everything deters."""

    def tempts(self, targets: Positions, state: int) -> Mask:
        return np.zeros(len(targets), dtype=bool)

    def deters(self, targets: Positions, state: int) -> Mask:
        return np.ones(len(targets), dtype=bool)


def test_pairs_of_states_that_cannot_be_kept_are_refused_with_numbers() -> None:
    model = build(of_size(14))
    model = replace(model, preferences=dict.fromkeys(model.decision_makers, NothingKnown()))
    refused = patch.object(memory, "free_memory", return_value=76 * 10**6)
    with refused, pytest.raises(TooLargeError) as caught:
        solve(model)
    assert str(caught.value) == (
        "solving 16,384 outcomes for 3 parties with engine 'rows' needs about 302 MB of memory, "
        "and 76 MB are free. Engine 'definition' keeps no pairs of outcomes, and takes far longer. "
        "Fix options that are not in question, or add rules: 8,216 outcomes would fit."
    )


def test_more_pairs_than_fit_are_refused_before_any_is_judged_and_what_it_takes_is_told() -> None:
    model = build(of_size(13))
    told: list[Progress] = []
    with (
        patch.object(memory, "free_memory", return_value=10**8),
        pytest.raises(TooLargeError) as caught,
    ):
        solve(model, strength="strong")
    assert str(caught.value) == (
        "comparing each two of 8,192 outcomes for 3 parties needs about 327 MB of memory, and "
        "100 MB are free. Fix options that are not in question, or add rules: 4,529 outcomes "
        "would fit."
    )
    solve(build(of_size(3)), strength="strong", follow=told.append)
    assert told[0].expected == (
        "Comparing each two of 8 outcomes for 3 parties: less than a second, 1 MB"
    )


def needed(conflict: Any, engine: str) -> tuple[float, int]:
    found = estimate(build(conflict), FIVE, Choice(engine, "asked for"))  # type: ignore[arg-type]
    return found.seconds, found.bytes


@pytest.mark.parametrize("engine", ["definition", "numpy", "compiled"])
def test_more_states_are_expected_to_take_longer(engine: str) -> None:
    small, large = needed(of_size(6), engine), needed(of_size(12), engine)
    assert large[0] == pytest.approx(64 * small[0])
    assert large[1] > 32 * small[1]


@pytest.mark.parametrize("engine", ["numpy", "compiled"])
def test_what_costs_more_is_expected_to(engine: str) -> None:
    plain = needed(of_size(9), engine)
    assert needed(of_size(9, moves="take"), engine)[0] > plain[0]
    assert needed(of_size(9, makers=2), engine)[1] < plain[1]
    chain = {k: [k + 1] for k in range(9)}
    star = {k: [q for q in range(10) if q != k] for k in range(10)}
    ranks = {"one": list(range(10))}
    few, many = (needed(graph_conflict(10, {"one": m}, ranks), engine) for m in (chain, star))
    assert few < many
    joined = option_conflict(
        {"one": ["a", "b"], "two": ["c", "d"]}, rules={"coalesce": ["a and c"]}
    )
    single = option_conflict({"one": ["a", "b"], "two": ["c", "d"]})
    ranked = {"one": {"statements": []}, "two": {"statements": []}}
    of = [conflict_of(**{**c.to_dict(), "preferences": ranked}) for c in (joined, single)]
    assert needed(of[0], engine)[1] > needed(of[1], engine)[1]


def test_an_estimate_in_words() -> None:
    model = build(of_size(3))
    text = str(estimate(model, FIVE, Choice("numpy", "asked for")))
    assert text == "Finding what holds in 8 outcomes for 3 parties: less than a second, 1 MB"


def test_where_nobody_knows_what_is_free_nothing_is_too_much(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "psutil", None)
    monkeypatch.setattr(memory, "_GROUP", tmp_path)
    refuse_states_beyond_memory(1 << 60, "listing", 1 << 40)
    (tmp_path / "memory.max").write_text("1000000")
    (tmp_path / "memory.current").write_text("0")
    with pytest.raises(TooLargeError):
        refuse_states_beyond_memory(1 << 60, "listing", 1 << 40)
