"""Nothing is lost where a program is killed while it saves, or where two save at once."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="it forks")


def run(what: str, folder: Path, text: str) -> str:
    path = folder / "talks.toml"
    path.write_text(text, encoding="utf-8")
    script = Path(__file__).with_name("killing.py")
    done = subprocess.run(
        [sys.executable, str(script), what, str(path)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.stderr == ""
    assert done.returncode == 0
    return done.stdout


def first_text() -> str:
    return "number = 0\n" + "# 0\n" * 2000 + "last = 0\n"


def test_killed_at_any_moment(tmp_path: Path) -> None:
    lines = run("random", tmp_path, first_text()).splitlines()
    assert len(lines) == 15
    # It was killed at work, each time: a new version was begun.
    assert int(lines[-1].split()[0]) >= 15


def test_killed_between_writing_and_renaming(tmp_path: Path) -> None:
    assert run("before", tmp_path, first_text()) == "Save 2"


def test_killed_between_renaming_and_the_history(tmp_path: Path) -> None:
    assert run("after", tmp_path, first_text()) == "Save 3"


def test_two_programs_edit_different_parts_at_once(tmp_path: Path) -> None:
    assert run("both", tmp_path, "title = 'Talks'\n[terms]\n") == "none is lost"
