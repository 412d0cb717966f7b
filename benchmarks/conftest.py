"""What the benchmarks share: the models on the path, and a report of more than seconds."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the page be asked for that the documentation shows."""
    parser.addoption("--page", type=Path, help="Write what was measured as a page (Markdown).")
    parser.addoption("--picture", type=Path, help="And the growth of it as a picture (SVG).")


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Print what the benchmarks noted besides their times, and write the page."""
    session = getattr(config, "_benchmarksession", None)
    for benchmark in session.benchmarks if session else ():
        notes = ", ".join(f"{key}: {value}" for key, value in benchmark.extra_info.items())
        if notes:
            terminalreporter.write_line(f"{benchmark.name}: {notes}")
    page, picture = config.getoption("page"), config.getoption("picture")
    if page is not None and picture is not None:
        import report

        missing = report.write(page, picture)
        done = f"not written, for want of: {', '.join(missing)}" if missing else "written"
        terminalreporter.write_line(f"{page}: {done}.")
