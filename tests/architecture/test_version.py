"""The version is the same wherever it is written."""

from __future__ import annotations

import json
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


def test_what_registers_the_server_for_assistants_is_of_this_version() -> None:
    """A registry starts `uvx RUNTIME_ARGUMENTS IDENTIFIER PACKAGE_ARGUMENTS`."""
    server = json.loads((ROOT / "server.json").read_text("utf-8"))
    (package,) = server["packages"]
    assert {server["version"], package["version"]} == {__version__}
    (installed,) = package["runtimeArguments"]
    assert installed["value"] == f"countermove[mcp,read,sat]=={__version__}"
    assert package["identifier"] == metadata.metadata("countermove")["Name"]
    assert package["packageArguments"][0]["value"] == "mcp"
    assert len(server["description"]) <= 100
    assert f"<!-- mcp-name: {server['name']} -->" in (ROOT / "README.md").read_text("utf-8")
