"""What a sweep costs beside the work of its parts, and how much faster two processes are.

The work is the processors' time that is spent in the parts themselves; what is spent beside it is
to read and plan, to write finished parts and to read them, and to put runs where they belong.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
from report import note

from countermove.analysis.sweep import gathering
from countermove.analysis.sweep.sweep import sweep
from countermove.files.model_file import from_dict, load

TALKS = load("talks-2025")
OTHERS = {str(k): from_dict({**TALKS.to_dict(), "title": f"Talks {k}"}) for k in range(100)}

SWEEPS: dict[str, dict[str, Any]] = {
    "draws near to the model": {"conflicts": TALKS, "samples": 100_000, "within": 0.1},
    "draws of ties": {"conflicts": TALKS, "samples": 1_000_000, "unknown": "ties"},
    "readings": {"conflicts": TALKS, "doubts": "all", "scenarios": None},
    "models and scenarios": {"conflicts": OTHERS, "scenarios": None},
}


@pytest.mark.benchmark(group="sweeps")
@pytest.mark.parametrize("name", SWEEPS)
def test_what_a_sweep_costs(
    benchmark: Any, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The target: less than 5 % beside the work, with parts of about a second."""
    work: list[float] = []
    done = gathering.done

    def timed(*given: Any, **named: Any) -> Any:
        begun = time.process_time()
        answer = done(*given, **named)
        work.append(time.process_time() - begun)
        return answer

    asked = {"scenarios": (), **SWEEPS[name]}
    sweep(TALKS, jobs=1)  # what is imported when it is first used
    monkeypatch.setattr(gathering, "done", timed)
    begun = time.process_time()
    runs = benchmark.pedantic(lambda: sweep(**asked, folder=tmp_path, jobs=1), rounds=1)
    took = time.process_time() - begun
    monkeypatch.undo()
    assert runs.provenance.complete
    alone = benchmark.stats.stats.min
    begun = time.perf_counter()
    sweep(**asked, jobs=2)
    faster = alone / (time.perf_counter() - begun)
    beside = took / sum(work) - 1
    note(
        "sweeps",
        name=name,
        runs=len(runs),
        a_second=len(runs) / sum(work),
        part=sum(work) / len(work),
        beside=beside,
        faster=faster,
    )
    assert beside < 0.05 or took < 1
