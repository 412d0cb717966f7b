"""The program as a process of its own: pipes, signals, terminals, shells."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from processes import started

PROGRAM = (sys.executable, "-m", "countermove")
SEVERAL = (
    *(sys.executable, "-c"),
    "import sys; from countermove.cli.app import main\n"
    "print(*(main(words.split()) for words in sys.argv[1:]), file=sys.stderr)",
)
"""Run several commands one after the other, and say how each ended: a start takes long."""
POSIX = pytest.mark.skipif(os.name != "posix", reason="pipes, signals and terminals of Unix")
PIPES = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
CLEAN = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "NO_COLOR", "TERM")}


def run(*arguments: str, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*PROGRAM, *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=CLEAN | {"PYTHONIOENCODING": "utf-8"} | (env or {}),
        check=False,
    )


def test_exit_codes() -> None:
    assert run("check", "talks-2025").returncode == 0
    assert run("check", "nowhere.toml").returncode == 1
    assert run("check").returncode == 2


def test_help_imports_nothing_heavy() -> None:
    script = (
        "import sys; from countermove.cli.app import main; main(['--help']); "
        "print(*sys.modules, file=sys.stderr)"
    )
    found = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, env=CLEAN, check=True
    )
    assert "solve" in found.stdout
    loaded = {name.split(".")[0] for name in found.stderr.split()}
    assert "cyclopts" in loaded
    heavy = {"numpy", "pydantic", "lark", "tree_sitter", "jinja2", "pandas", "fastapi", "uvicorn"}
    assert loaded & heavy == set()


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-16"])
def test_any_encoding_of_the_terminal_will_do(encoding: str) -> None:
    done = subprocess.run(
        [*SEVERAL, "solve talks-2025 -c SEQ", "compare talks-2025 -c NASH -s any-terms", "--help"],
        capture_output=True,
        env=CLEAN | {"PYTHONIOENCODING": encoding},
        check=True,
    )
    assert done.stderr.decode(encoding).split() == ["0", "0", "0"]
    text = done.stdout.decode(encoding)
    for of_each in ("explain talks-2025", "solve talks-2025 --scenario", "Usage: countermove"):
        assert of_each in text
    assert max(map(len, text.splitlines())) <= 80
    asked = sum(line.endswith("they want?") for line in text.splitlines())
    assert text.replace("…", "").count("?") == asked


@POSIX
@pytest.mark.parametrize("command", [("states", "milk-river", "-f", "json"), ("--help",)])
def test_a_reader_may_leave(command: tuple[str, ...]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [*PROGRAM, *command], stdout=writing, stderr=subprocess.PIPE, env=CLEAN, check=False
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")


@POSIX
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the full device of Linux")
@pytest.mark.parametrize("command", [("solve", "talks-2025"), ("--help",)])
def test_a_full_disk_is_told(command: tuple[str, ...]) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*PROGRAM, *command], stdout=full, stderr=subprocess.PIPE, env=CLEAN, check=False
        )
    assert done.returncode == 1
    assert done.stderr == b"countermove: the output can't be written: No space left on device.\n"


@POSIX
def test_no_output_at_all_is_told() -> None:
    script = f'"{sys.executable}" -m countermove solve chicken >&-'
    done = subprocess.run(["sh", "-c", script], stderr=subprocess.PIPE, env=CLEAN, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith(b"countermove: the output can't be written")
    script = f'"{sys.executable}" -m countermove solve nowhere 2>&-'
    assert subprocess.run(["sh", "-c", script], env=CLEAN, check=False).returncode == 1


@POSIX
def test_ctrl_c_ends_quietly(tmp_path: Path) -> None:
    pipe = tmp_path / "model.toml"
    os.mkfifo(pipe)
    with (
        started(*PROGRAM, "solve", str(pipe), **PIPES, env=CLEAN) as process,
        pipe.open("wb"),  # the program has begun to read, and gets nothing
    ):
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err) == (130, b"", b"")


@POSIX
def test_ctrl_c_leaves_nothing_of_a_file_half_written(tmp_path: Path) -> None:
    names = [f"option{k}" for k in range(18)]
    data = {
        "format": "countermove/1",
        "title": "Many states",
        "decision_makers": {"one": {"name": "One", "options": {name: name for name in names}}},
        "preferences": {"one": {"statements": names}},
    }
    (tmp_path / "many.json").write_text(json.dumps(data), "utf-8")
    before = sorted(tmp_path.iterdir())
    command = ("states", "many.json", "-o", "out.json")
    with started(*PROGRAM, *command, cwd=tmp_path, **PIPES, env=CLEAN) as process:
        while not any(file.stat().st_size for file in tmp_path.glob(".out.json.*")):
            assert process.poll() is None
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err) == (130, b"", b"")
    assert sorted(tmp_path.iterdir()) == before


def on_a_terminal(*program: str, **env: str) -> str:
    """Run a program on a terminal of 100 columns and return what it shows."""
    import fcntl
    import pty
    import struct
    import termios

    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 100, 0, 0))
    clean = CLEAN | {"TERM": "xterm-256color", "PYTHONIOENCODING": "utf-8"} | env
    shown = b""
    with started(*program, stdout=slave, stderr=slave, stdin=slave, env=clean):
        os.close(slave)
        while True:
            try:
                part = os.read(master, 65536)
            except OSError:  # the other end is closed
                break
            if not part:
                break
            shown += part
    os.close(master)
    return shown.decode()


@POSIX
def test_a_terminal_gets_colours_and_its_own_width() -> None:
    shown = on_a_terminal(*PROGRAM, "solve", "talks-2025")
    assert "\x1b[32m✓" in shown
    assert "\x1b[1m" in shown
    widest = max(
        len(line)
        for line in on_a_terminal(*PROGRAM, "states", "elmira-graph", NO_COLOR="1").split("\r\n")
    )
    assert 80 < widest <= 100


@POSIX
@pytest.mark.parametrize("env", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_colours_can_be_declined(env: dict[str, str]) -> None:
    shown = on_a_terminal(*SEVERAL, "solve talks-2025", "--help", "solve", **env)
    assert shown.split()[-3:] == ["0", "0", "2"]
    assert "\x1b" not in shown


def test_without_a_terminal_there_are_no_colours() -> None:
    done = subprocess.run(
        [*SEVERAL, "solve talks-2025", "--help"],
        capture_output=True,
        env=CLEAN | {"TERM": "xterm-256color"},
        check=True,
    )
    assert done.stderr.split() == [b"0", b"0"]
    assert b"\x1b" not in done.stdout


BASH = shutil.which("bash")
COMPLETE = """
source ./completion
for words in "$@"; do
  read -ra COMP_WORDS <<< "$words"
  [[ $words == *' ' ]] && COMP_WORDS+=("")
  COMP_CWORD=$(( ${#COMP_WORDS[@]} - 1 ))
  COMPREPLY=()
  _countermove
  echo "${COMPREPLY[*]}"
done
"""


@POSIX
@pytest.mark.skipif(BASH is None, reason="bash isn't installed")
def test_bash_completes_commands_models_and_names(tmp_path: Path) -> None:
    script = run("completion", "bash")
    assert script.returncode == 0
    (tmp_path / "completion").write_text(script.stdout, "utf-8")
    (tmp_path / "complete").write_text(COMPLETE, "utf-8")
    (tmp_path / "water.toml").touch()
    program = tmp_path / "bin" / "countermove"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m countermove "$@"\n', "utf-8")
    program.chmod(0o755)
    asked = {
        "countermove so": "solve",
        "countermove solve wat": "water.toml",
        "countermove solve talks-2025 --scenario any": "any-terms any-format",
        "countermove explain talks-2025 36 --decision-maker ": "us russia ukraine europe",
        "countermove solve talks-2025 -c SS": "SSEQ",
    }
    done = subprocess.run(
        [str(BASH), "complete", *asked],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        env=CLEAN | {"PATH": f"{program.parent}:{os.environ['PATH']}"},
        check=False,
    )
    assert done.stderr == ""
    assert dict(zip(asked, done.stdout.splitlines(), strict=True)) == asked


@POSIX
def test_completion_is_installed_where_the_shell_finds_it(tmp_path: Path) -> None:
    done = run("completion", "bash", "--install", env={"HOME": str(tmp_path)})
    assert done.returncode == 0
    (script,) = (path for path in tmp_path.rglob("*") if path.name == "countermove")
    assert "_countermove" in script.read_text("utf-8")
    assert str(script) in (tmp_path / ".bashrc").read_text("utf-8")
