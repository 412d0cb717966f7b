"""What tests of the server for assistants share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistants import Played, played


@pytest.fixture(scope="package")
def gallery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    """Return a client of an empty folder, for the cases that come with the program."""
    with played(tmp_path_factory.mktemp("gallery")) as assistant:
        yield assistant


@pytest.fixture
def assistant(tmp_path: Path) -> Iterator[Played]:
    """Return a client of a folder of its own."""
    with played(tmp_path) as assistant:
        yield assistant
