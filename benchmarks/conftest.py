"""What the benchmarks share: the models on the path, and a report of more than seconds."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Print what the benchmarks noted besides their times."""
    session = getattr(config, "_benchmarksession", None)
    for benchmark in session.benchmarks if session else ():
        notes = ", ".join(f"{key}: {value}" for key, value in benchmark.extra_info.items())
        if notes:
            terminalreporter.write_line(f"{benchmark.name}: {notes}")
