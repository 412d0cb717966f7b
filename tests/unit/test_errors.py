"""What errors advise."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from countermove.errors import install_command


@pytest.mark.parametrize(
    ("executable", "found", "typed"),
    [
        ("{here}/.venv/bin/python", "/usr/bin/python", ".venv/bin/python"),
        ("/opt/tools/python", "/usr/bin/python", "/opt/tools/python"),
        ("/opt/my tools/python", None, '"/opt/my tools/python"'),
        ("/usr/bin/python", "/usr/bin/python", "python"),
        ("", None, "python"),
    ],
)
def test_an_optional_part_is_installed_for_the_interpreter_that_runs(
    executable: str, found: str | None, typed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is on the user's path may be another Python than the one that lacks something."""
    monkeypatch.setattr(sys, "executable", executable.format(here=Path.cwd()))
    monkeypatch.setattr(shutil, "which", lambda name: found)
    assert install_command("sat") == f'{typed} -m pip install "countermove[sat]"'
