"""How long a whole run of the program takes, and how much memory, as its user sees it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from random_models import random_model

Benchmark = Any


# Run as a small process of its own, which runs the program and tells how much memory that had. A
# child's account begins with what its parent had, and these tests have a lot.
MEMORY = """
import os, sys
process = os.spawnv(os.P_NOWAIT, sys.executable, [sys.executable, *sys.argv[1:]])
print(os.wait4(process, 0)[2].ru_maxrss, file=sys.stderr)
"""


def run(*arguments: str) -> bytes:
    """Run the program and return what it printed."""
    command = [sys.executable, "-m", "countermove", *arguments]
    return subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout


def megabytes(*arguments: str) -> int | None:
    """Run the program and return the most memory that it had, where the system tells."""
    if not hasattr(os, "wait4"):
        return None
    command = [sys.executable, "-S", "-c", MEMORY, "-m", "countermove", *arguments]
    done = subprocess.run(command, capture_output=True, check=True)
    # Kilobytes on Linux, bytes on macOS.
    return round(int(done.stderr.split()[-1]) / (1024 if sys.platform != "darwin" else 1024**2))


@pytest.mark.benchmark(group="whole process, random model, all five concepts as JSON")
@pytest.mark.parametrize(("options", "decision_makers"), [(12, 2), (12, 5), (16, 5)])
def test_solve(benchmark: Benchmark, tmp_path: Path, options: int, decision_makers: int) -> None:
    """The target for 12 options and 5 decision makers: under 1 s and under 200 MB."""
    path = tmp_path / "model.json"
    path.write_text(json.dumps(random_model(options, decision_makers)))
    arguments = ("solve", str(path), "--format", "json")
    result = json.loads(benchmark.pedantic(run, arguments, rounds=3, warmup_rounds=1))
    assert len(result["states"]) == 2**options
    assert set(result["equilibria"]) == {"NASH", "SEQ", "SSEQ", "GMR", "SMR"}
    benchmark.extra_info["states"] = 2**options
    benchmark.extra_info["MB at most"] = megabytes(*arguments)


@pytest.mark.benchmark(group="whole process, small things")
@pytest.mark.parametrize("arguments", [("--help",), ("solve", "talks-2025")], ids=" ".join)
def test_start(benchmark: Benchmark, arguments: tuple[str, ...]) -> None:
    """The target for --help: under 0.5 s."""
    assert benchmark.pedantic(run, arguments, rounds=5, warmup_rounds=1)
    benchmark.extra_info["MB at most"] = megabytes(*arguments)
