"""What tests of the web app share."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files

import pytest

from countermove.web.work.jobs import Work

TALKS = (files("countermove") / "cases" / "talks-2025" / "model.toml").read_text("utf-8")


@pytest.fixture(scope="package")
def work() -> Iterator[Work]:
    """Return work with two workers, one of them warm."""
    work = Work(2)
    yield work
    work.close()


@pytest.fixture(scope="session")
def talks() -> str:
    """Return the text of the talks case."""
    return TALKS
