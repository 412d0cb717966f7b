"""Settings that all tests share.

Hypothesis is derandomised by default: a test that turns red shows a change in the code, not
luck, on every machine alike. ``HYPOTHESIS_PROFILE=thorough`` looks for new examples, and more;
``fewer`` is for what another run has tried already, with the kernels; ``mutants`` is content with
the first example that fails.
"""

from __future__ import annotations

import builtins
import gc
import os
import signal
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings

# No deadlines: how fast this machine is today says nothing about right and wrong.
settings.register_profile(
    "quick",
    derandomize=True,
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    "thorough", settings.get_profile("quick"), derandomize=False, max_examples=2000
)
settings.register_profile("fewer", settings.get_profile("quick"), max_examples=8)
settings.register_profile(
    "mutants",
    settings.get_profile("quick"),
    max_examples=30,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))

# A shell that runs this in the background has Ctrl-C ignored, and the programs that tests start
# would inherit that: they couldn't be sent one.
if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

SLOW = (
    *("web/browser", "web/test_api_conformance.py", "web/test_jobs.py", "web/test_workers.py"),
    *("web/test_questions.py", "web/test_follow_up_page.py", "unit/draw/test_graph_data.py"),
    *("cli/test_process.py", "cli/test_following.py", "cli/test_serving.py"),
    *("docs/test_contributing.py", "editing/test_edited_file_killed.py", "files/test_fuzzing.py"),
    *(
        "docs/test_notebooks.py",
        "docs/test_pages.py",
        "editing/test_option_changes.py",
        "editing/test_toml_text.py",
    ),
    *("files/test_positions.py", "files/test_round_trips.py", "files/test_schema.py"),
    *("cli/test_errors.py", "papers/test_goals.py", "unit/report/test_report.py"),
    *("web/test_answer_page.py", "web/test_preferences_page.py", "web/test_together.py"),
    *("unit/analysis/test_evolve.py", "unit/analysis/test_goals.py", "unit/test_arguments.py"),
    *("cli/test_layout.py", "cli/test_notations.py", "unit/preferences/test_levels.py"),
    *("web/test_rules_page.py", "unit/analysis/test_coalitions.py", "web/test_odd_input.py"),
    *("unit/analysis/test_differences.py", "unit/analysis/test_judgements.py"),
    *("laws/test_concepts.py", "laws/test_engines.py", "laws/test_goals.py"),
    *("laws/test_judgements.py", "laws/test_listed_moves.py", "laws/test_sample.py"),
    *("laws/test_coalitions.py", "laws/test_every_analysis.py", "laws/test_goal_rankings.py"),
    *("laws/test_views.py", "laws/test_invariance.py", "laws/test_large.py"),
    *("laws/test_least_change.py", "laws/test_many.py", "laws/test_witnesses.py"),
    *("laws/test_ask.py", "laws/test_doubted.py", "laws/test_further_concepts.py"),
    *("laws/test_interview.py", "laws/test_interviews.py", "laws/test_readings.py"),
    *("laws/test_kinds_of_preference.py", "laws/test_rows.py", "web/test_interview.py"),
)
"""What `make quick` leaves out: browsers, programs of their own, laws that take seconds."""

FIRST = (
    *("web/browser/test_accessible.py", "web/browser/test_port_strike.py"),
    *("web/browser/test_every_edit.py", "web/browser/test_statements.py"),
    *("web/browser/test_room.py", "web/browser/test_typing.py", "web/browser"),
)
"""What takes longest: begun first, and by one process, so that none works on alone at the end."""


# What is made while tests are collected stays until the end.
gc.disable()


def pytest_collection_finish() -> None:
    """Leave what thousands of collected tests are made of out of every later collection."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)
    gc.enable()


@pytest.hookimpl(wrapper=True)
def pytest_collect_file() -> Generator[None, list[pytest.Collector], list[pytest.Collector]]:
    """Look for examples in the package and in pages, not in tests."""
    return [found for found in (yield) if type(found) is pytest.Module]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    slow, first = _paths(SLOW), _paths(FIRST)
    for item in items:
        if str(item.path).startswith(slow):
            item.add_marker("slow")
    items.sort(
        key=lambda item: next(
            (rank for rank, path in enumerate(first) if str(item.path).startswith(path)), len(first)
        )
    )


def _paths(names: tuple[str, ...]) -> tuple[str, ...]:
    paths = tuple(str(Path(__file__).parent / name) for name in names)
    if gone := [path for path in paths if not Path(path).exists()]:
        raise pytest.UsageError(f"{__file__} names what isn't there: {', '.join(gone)}")
    return paths


@pytest.fixture
def without_sat(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the extra `sat` missing."""
    real: Callable[..., Any] = builtins.__import__

    def blocked(name: str, *rest: Any, **more: Any) -> Any:
        if name.partition(".")[0] == "pysat":
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", blocked)
