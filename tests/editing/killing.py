"""Savers that are killed, or save against each other; run by `test_edited_file_killed.py`.

A program of its own, so that it can fork: a new one for each kill would take a second to start.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import signal
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from random import Random

from countermove.editing.edited_file import EditedFile
from countermove.editing.edits import Put
from countermove.editing.history import History

ROUNDS = 15
EDITS = 50


def text_of(number: int) -> str:
    """Return a text that shows whether it is whole, and takes some time to write."""
    return f"number = {number}\n" + f"# {number}\n" * 2000 + f"last = {number}\n"


@contextlib.contextmanager
def document(path: Path) -> Iterator[EditedFile]:
    with History(path.parent) as history:
        yield EditedFile(path, history)
        assert history.problem is None, history.problem


def forked(work: Callable[[], None]) -> int:
    child = os.fork()
    if child == 0:
        try:
            work()
            os._exit(0)
        except BaseException as error:
            os.write(2, f"{error!r}\n".encode())
            os._exit(1)
    return child


def save_for_ever(path: Path, first: int, pipe: int) -> None:
    with document(path) as saved:
        seen = saved.current()
        for number in count(first):
            os.write(pipe, f"{number} ".encode())
            seen = saved.write(text_of(number), seen.revision, f"Save {number}")
            os.write(pipe, b"done ")


def look(path: Path, begun: int, done: int) -> str:
    """Check what a killed saver left, and return how the history came to know the last text."""
    raw = path.read_bytes()
    assert raw in {text_of(begun).encode(), text_of(done).encode()}, "the file is no whole version"
    with document(path) as saved:
        with contextlib.closing(sqlite3.connect(saved.history.path)) as db:
            assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        seen = saved.current()
        assert seen.text.encode() == raw
        assert seen.version.is_current
        texts = {saved.text_of(version.number) for version in saved.versions()}
        assert {text_of(k) for k in range(1, done + 1)} <= texts, "a save was lost"
        assert texts <= {text_of(k) for k in range(begun + 1)}
        if seen.undo:  # None where it was killed before its first save
            assert saved.undo(seen.revision).text in texts
            saved.redo(saved.current().revision)
        assert path.read_bytes() == raw
    for leftover in path.parent.glob(".*.tmp"):
        EditedFile(path, saved.history)
        assert leftover.exists(), "a save may have begun just now"
        os.utime(leftover, (time.time() - 100,) * 2)
        with leftover.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            EditedFile(path, saved.history)
            assert leftover.exists(), "a save is under way"
        EditedFile(path, saved.history)
        assert not leftover.exists()
    return seen.version.said


def killed(path: Path, first: int, after: float | None) -> tuple[int, int, str]:
    """Kill a saver some seconds after it began, or wait until it kills itself."""
    reading, writing = os.pipe()
    child = forked(lambda: save_for_ever(path, first, writing))
    os.close(writing)
    first_byte = os.read(reading, 1)
    if after is not None:
        time.sleep(after)
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status), "the saver failed"
    with os.fdopen(reading) as pipe:
        words = (first_byte.decode() + pipe.read()).split()
    begun = [int(word) for word in words if word != "done"][-1]
    done = begun - (words[-1] != "done")
    return begun, done, look(path, begun, done)


def at_random(path: Path) -> None:
    random = Random(5)
    done = 0
    for _ in range(ROUNDS):
        begun, _, said = killed(path, done + 1, random.uniform(0, 0.12))
        done = begun
        # What wasn't saved is saved here, so that the next one goes on from there.
        with document(path) as saved:
            saved.write(text_of(done), saved.current().revision)
        sys.stdout.write(f"{begun} {said}\n")


def within_a_save(path: Path, *, is_renamed: bool) -> None:
    real = Path.replace
    calls = 0

    def replace(self: Path, target: Path) -> Path:
        nonlocal calls
        calls += 1
        if calls == 3:
            if is_renamed:
                real(self, target)
            os.kill(os.getpid(), signal.SIGKILL)
        return real(self, target)

    Path.replace = replace  # type: ignore[method-assign]
    try:
        begun, done, said = killed(path, 1, None)
    finally:
        Path.replace = real  # type: ignore[method-assign]
    assert (begun, done) == (3, 2)
    assert path.read_text(encoding="utf-8") == text_of(3 if is_renamed else 2)
    sys.stdout.write(said)


def against_each_other(path: Path) -> None:
    def work(name: str) -> None:
        with document(path) as edited:
            seen = edited.current()
            for k in range(1, EDITS + 1):
                seen = edited.edit([Put(at=("terms", name), value=str(k))], seen.revision)

    children = [forked(lambda name=name: work(name)) for name in ("a", "b")]  # type: ignore[misc]
    for child in children:
        assert os.waitpid(child, 0)[1] == 0, "an edit failed"
    with document(path) as edited:
        assert dict(edited.current().data["terms"]) == {"a": str(EDITS), "b": str(EDITS)}
        # Each edit is a version that differs from the one before it in nothing else.
        assert [v.author for v in edited.versions()] == ["another program"] + ["here"] * 2 * EDITS
    sys.stdout.write("none is lost")


if __name__ == "__main__":
    file = Path(sys.argv[2])
    match sys.argv[1]:
        case "random":
            at_random(file)
        case "before":
            within_a_save(file, is_renamed=False)
        case "after":
            within_a_save(file, is_renamed=True)
        case "both":
            against_each_other(file)
