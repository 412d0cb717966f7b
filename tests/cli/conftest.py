"""Running the command line inside the test process."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from countermove.cli.app import main


@dataclass(frozen=True)
class Run:
    """What a command did: its exit code and what it wrote."""

    code: int
    out: str
    err: str


Command = Callable[..., Run]


@pytest.fixture
def command(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> Command:
    """Return a function that runs a command in an empty folder, 80 columns wide."""
    monkeypatch.setenv("COLUMNS", "80")
    for name in ("NO_COLOR", "TERM", "COUNTERMOVE_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str, columns: int = 80) -> Run:
        monkeypatch.setenv("COLUMNS", str(columns))
        capsys.readouterr()
        code = main(arguments)
        captured = capsys.readouterr()
        return Run(code, captured.out, captured.err)

    return run
