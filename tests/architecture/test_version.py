"""The version is the same wherever it is written."""

from __future__ import annotations

import re
from importlib import metadata
from pathlib import Path

from countermove._version import __version__

ROOT = Path(__file__).parents[2]


def test_the_version_that_is_cited_is_that_of_the_package() -> None:
    cited = re.findall(r"^version: *[\"']?([^\"'\n]+)", (ROOT / "CITATION.cff").read_text(), re.M)
    assert cited == [__version__]


def test_the_latest_change_is_of_this_version() -> None:
    latest = re.search(r"^## \[([^\]]+)\]", (ROOT / "CHANGELOG.md").read_text(), re.M)
    assert latest is not None
    assert latest[1] in (__version__, "Unreleased")


def test_the_installed_version_is_that_of_the_package() -> None:
    assert metadata.version("countermove") == __version__
