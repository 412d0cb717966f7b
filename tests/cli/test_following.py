"""The bar that is shown while something takes long, and Ctrl-C meanwhile."""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from countermove.analysis.radius.turning_points import TurningPoints
from countermove.analysis.rankings.least_change import RankingChange
from countermove.cli import following
from countermove.cli.following import Following
from countermove.model.parts import Claim
from countermove.progress import Progress
from countermove.stability.registry import SolutionConcept
from models import conflict_of, option_conflict
from processes import started

Command = Callable[..., Any]

CONFLICT = option_conflict({"one": ["a"], "two": ["b"]}, one=[0, 1, 2, 3], two=[0, 1, 2, 3])


class Terminal(io.StringIO):
    """A stream that somebody watches."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        return True

    def fileno(self) -> int:
        raise OSError("no terminal of that kind")

    @property
    def shown(self) -> str:
        """What was written, without what moves the cursor and colours the text."""
        return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", self.getvalue())


@pytest.fixture(autouse=True)
def _terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setattr(following, "SHOWN_AFTER", 0.0)


def shown(first: Progress, *later: Progress, stream: io.StringIO) -> None:
    """Follow some progress, the first before the bar is there."""
    with patch.object(following, "SHOWN_AFTER", 0.1), Following(CONFLICT, stream) as follow:
        follow(first)
        deadline = time.monotonic() + 10
        while follow._bar is None and time.monotonic() < deadline:
            time.sleep(0.01)
        for step in later:
            follow(step)


def test_the_bar_says_what_is_worked_on_and_for_whom() -> None:
    stream = Terminal()
    whole = Progress(0.0, 4, ("NASH",), expected="4 states: about 3 s, 2 MB")
    shown(whole, Progress(0.25, 4, ("SEQ", "SSEQ"), "two"), stream=stream)
    assert "4 states: about 3 s, 2 MB" in stream.shown
    assert stream.shown.count("about 3 s") == 1
    assert re.search(r"SEQ, SSEQ for Two .* 25%", stream.shown)


def test_before_the_solving_states_are_ranked() -> None:
    stream = Terminal()
    shown(Progress(0.0, 4, decision_maker="one"), stream=stream)
    assert "Ranking the outcomes for One" in stream.shown


def test_when_it_ends_the_cursor_is_back() -> None:
    stream = Terminal()
    shown(Progress(0.5, 4), Progress(0.6, 4), stream=stream)
    assert stream.getvalue().rindex("\x1b[?25h") > stream.getvalue().rindex("\x1b[?25l")


@pytest.mark.parametrize("late", [True, False])
def test_what_is_quick_shows_no_bar(late: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(following, "SHOWN_AFTER", 60.0 if late else 0.0)
    stream = Terminal() if late else io.StringIO()
    with Following(CONFLICT, stream) as follow:
        follow(Progress(0.5, 4))
        time.sleep(0.1)
        follow(Progress(0.7, 4))
    assert stream.getvalue() == ""


def test_a_terminal_that_cannot_overwrite_shows_no_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "dumb")
    stream = Terminal()
    with Following(CONFLICT, stream) as follow:
        follow(Progress(0.5, 4))
        time.sleep(0.1)
    assert stream.getvalue() == ""


# -- a whole run ----------------------------------------------------------------------------------

SHOWN_AT_ONCE = (
    "import sys; from countermove.cli import following; following.SHOWN_AFTER = 0.0;"
    "from countermove.cli.app import main; sys.exit(main(sys.argv[1:]))"
)


@pytest.fixture
def long_model(tmp_path: Path) -> Path:
    """Return a model that the definitions take minutes for."""
    owned = {f"dm{k}": [f"o{k}{n}" for n in range(3)] for k in range(4)}
    conflict = conflict_of(
        decision_makers={
            dm: {"name": dm, "options": {o: {"text": o} for o in own}} for dm, own in owned.items()
        },
        preferences={
            dm: {"statements": [f"{own[0]} iff {owned['dm0'][1]}", *own]}
            for dm, own in owned.items()
        },
    )
    path = tmp_path / "long.json"
    path.write_text(json.dumps(conflict.to_dict()))
    return path


@pytest.mark.skipif(sys.platform == "win32", reason="no terminals of this kind, no such signals")
def test_ctrl_c_ends_it_quietly_and_leaves_nothing_behind(long_model: Path) -> None:
    import pty

    watched, terminal = pty.openpty()
    output = long_model.with_name("result.json")
    command = ["solve", str(long_model), "--engine", "definition", "--output", str(output)]
    with started(
        *(sys.executable, "-c", SHOWN_AT_ONCE, *command),
        stdout=subprocess.PIPE,
        stderr=terminal,
        env={**os.environ, "TERM": "xterm-256color"},
    ) as process:
        os.close(terminal)
        seen = b""
        while b"for dm0" not in seen:
            seen += os.read(watched, 1 << 12)
        process.send_signal(signal.SIGINT)
        with contextlib.suppress(OSError):  # so Linux says that the other end is closed
            while part := os.read(watched, 1 << 12):
                seen += part
        os.close(watched)
        out, _ = process.communicate(timeout=60)
    assert (process.returncode, out) == (130, b"")
    assert b"Finding what holds in 4,096 outcomes for 4 parties: about " in seen
    assert b"Traceback" not in seen
    assert list(long_model.parent.iterdir()) == [long_model]


def interrupted_at(call: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have Ctrl-C come when a claim is looked at for the so-manyth time."""
    calls: list[str] = []
    real = TurningPoints.claim

    def looked_at(
        self: TurningPoints, claim: Claim, concept: SolutionConcept
    ) -> RankingChange | None:
        calls.append(concept.code)
        if len(calls) == call:
            signal.raise_signal(signal.SIGINT)
        return real(self, claim, concept)

    monkeypatch.setattr(TurningPoints, "claim", looked_at)


def test_ctrl_c_shows_what_was_found_until_then(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    interrupted_at(5, monkeypatch)
    before = signal.getsignal(signal.SIGINT)
    done = command("radius", "prisoners-dilemma", "--format", "json")
    assert signal.getsignal(signal.SIGINT) == before
    assert (done.code, done.err) == (130, "Stopped: this is what had been found until then.\n")
    data = json.loads(done.out)
    assert not data["provenance"]["complete"]
    claims = [turn for turn in data["claims"] if turn["concept"] == "NASH"]
    assert [turn["open"] for turn in claims[:2]] == [{}, {}]
    assert claims[2]["open"] == {dm: {"at_least": 1, "at_most": None} for dm in ("first", "second")}


def test_ctrl_c_before_anything_was_found_says_that_it_stopped(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    interrupted_at(1, monkeypatch)
    done = command("radius", "prisoners-dilemma", "--claim", "silence")
    assert (done.code, done.out, done.err) == (130, "", "Stopped.\n")
