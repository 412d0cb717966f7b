"""Whole outputs, as they were looked at and found good.

To write them again after a change that is meant: COUNTERMOVE_GOLDEN=write pytest tests/cli; then
read the difference before it is committed.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

GOLDEN = Path(__file__).parent / "golden"
BAD = Path(__file__).parent / "bad.toml"
MISREAD = Path(__file__).parent / "misread.toml"
NILE = Path(__file__).parent / "nile.toml"
RIVER = Path(__file__).parent / "river.txt"

OUTPUTS = {
    "solve-talks": ("solve", "talks-2025"),
    "solve-talks-any-terms": ("solve", "talks-2025", "--scenario", "any-terms", "-c", "SEQ"),
    "solve-elmira-graph": ("solve", "elmira-graph"),
    "solve-milk-river": ("solve", "milk-river"),
    "solve-nile": ("solve", "nile.toml"),
    "explain-talks-36": ("explain", "talks-2025", "36"),
    "explain-talks-5": ("explain", "talks-2025", "5", "-d", "russia", "-c", "SEQ"),
    "deal-talks": ("deal", "talks-2025", "bilateral, settle, accept"),
    "deal-talks-excluded": ("deal", "talks-2025", "settle, accept", "-c", "SEQ"),
    "claims-talks-backs": ("claims", "talks-2025", "--claim", "backs"),
    "sweep-talks": ("sweep", "talks-2025", "chicken", "-s", "any-terms", "--doubt", "us.2"),
    "compare-talks": ("compare", "talks-2025"),
    "evolve-talks": ("evolve", "talks-2025"),
    "evolve-elmira": ("evolve", "elmira-coalesced"),
    "evolve-elmira-8": ("evolve", "elmira-graph", "--to", "8", "-c", "SEQ"),
    "evolve-cuba": ("evolve", "cuban-missile-crisis-one-way", "--from", "4", "--to", "all"),
    "goals-talks-35": ("goals", "talks-2025", "35"),
    "goals-talks-deal": ("goals", "talks-2025", "deal", "-c", "NASH"),
    "radius-talks": ("radius", "talks-2025"),
    "radius-talks-everyone": ("radius", "talks-2025", "--claim", "everyone", "-d", "russia"),
    "judgements-talks": ("judgements", "talks-2025"),
    "judgements-talks-backs": ("judgements", "talks-2025", "--claim", "backs"),
    "judgements-elmira": ("judgements", "elmira"),
    "sample-talks": ("sample", "talks-2025", "--within", "3", "--seed", "1"),
    "sample-cuba-ties": ("sample", "cuban-missile-crisis", "--unknown", "ties", "-c", "NASH,SEQ"),
    "compare-talks-any-format": ("compare", "talks-2025", "-s", "any-format", "-c", "NASH,SEQ"),
    "compare-elmira-with-coalesced": ("compare", "elmira", "elmira-coalesced", "-c", "SEQ"),
    "worth-talks": ("worth", "talks-2025"),
    "coalitions-talks": ("coalitions", "talks-2025"),
    "coalitions-elmira": ("coalitions", "elmira-coalesced", "-w", "moe", "-w", "Uniroyal"),
    "needed-talks": ("needed", "talks-2025"),
    "needed-talks-negotiator": ("needed", "talks-2025", "--claim", "negotiator"),
    "states-prisoners": ("states", "prisoners-dilemma"),
    "states-syria": ("states", "syria-iraq-1975", "-d", "syria"),
    "views-misread": ("views", "misread.toml", "--concept", "NASH,SEQ"),
    "views-talks": ("views", "talks-2025"),
    "read-river": ("read", "river.txt", "--issued", "2025-07-05"),
    "read-river-draft": ("read", "river.txt", "--issued", "2025-07-05", "--output", "-"),
    "check-talks": ("check", "talks-2025"),
    "check-bad": ("check", "bad.toml"),
    "concepts": ("concepts",),
    "cases": ("cases",),
    "help": ("--help",),
    "help-solve": ("solve", "--help"),
    "help-goals": ("goals", "--help"),
    "help-radius": ("radius", "--help"),
}


def steady(text: str) -> str:
    """Replace how long it took, and with which of the two fast engines, which may differ."""
    taken = r"in (\d+ ms|[\d.]+ s) \(engine: (compiled|numpy)\)"
    return re.sub(taken, "in 3 ms (engine: compiled)", text)


@pytest.mark.parametrize("name", OUTPUTS)
def test_output_is_as_it_was(command: Callable[..., Any], tmp_path: Path, name: str) -> None:
    shutil.copy(BAD, tmp_path)
    shutil.copy(MISREAD, tmp_path)
    shutil.copy(NILE, tmp_path)
    shutil.copy(RIVER, tmp_path)
    done = command(*OUTPUTS[name])
    assert done.code == (1 if name == "check-bad" else 0)
    found = steady(done.out + done.err)
    golden = GOLDEN / f"{name}.txt"
    if os.environ.get("COUNTERMOVE_GOLDEN") == "write":
        golden.write_text(found, "utf-8")
    assert found == golden.read_text("utf-8")


def test_no_golden_output_is_left_over() -> None:
    assert {path.stem for path in GOLDEN.glob("*.txt")} == set(OUTPUTS)
