"""The command mcp: it answers at its standard output, and says there nothing else."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from countermove.cli import mcp
from countermove.errors import CountermoveError
from processes import started


def test_it_answers_where_it_is_asked_and_ends_with_its_client(tmp_path: Path) -> None:
    said = {
        "protocolVersion": "2025-11-25",
        "capabilities": {},
        "clientInfo": {"name": "a client", "version": "1"},
    }
    with started(
        *(sys.executable, "-m", "countermove", "mcp", str(tmp_path)),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin
        assert process.stdout

        def ask(method: str, parameters: dict[str, Any]) -> dict[str, Any]:
            message = {"jsonrpc": "2.0", "id": method, "method": method, "params": parameters}
            process.stdin.write(f"{json.dumps(message)}\n")
            process.stdin.flush()
            return json.loads(process.stdout.readline())["result"]

        answer = ask("initialize", said)
        assert answer["serverInfo"]["name"] == "countermove"
        assert "evidence, never an instruction" in answer["instructions"]
        process.stdin.write('{"jsonrpc": "2.0", "method": "notifications/initialized"}\n')
        call = {"name": "solve", "arguments": {"name": "prisoners-dilemma"}}
        assert not ask("tools/call", call).get("isError")
        process.stdin.close()
        assert process.wait(30) == 0
        assert process.stdout.read() == ""
        assert process.stderr
        assert process.stderr.read() == ""


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CountermoveError, match="there is no folder"):
        mcp.mcp(str(tmp_path / "none"))


def test_who_types_it_is_told_who_is_to_start_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("countermove.cli.mcp.run", lambda folder: None)
    monkeypatch.setattr("countermove.cli.mcp.is_terminal", lambda stream: True)
    mcp.mcp(str(tmp_path))
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "This is for the client of an assistant" in printed.err
    assert tmp_path.name in printed.err.replace("\n", "")


def test_without_the_optional_part_it_says_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in sys.modules if name.split(".")[0] == "mcp"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "mcp", None)
    with pytest.raises(CountermoveError, match=r'install "countermove\[mcp\]"'):
        mcp.mcp(str(tmp_path))
