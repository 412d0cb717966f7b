"""The history of a folder: a tree per file, on disk where that can be, and never in the way."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermove.editing.history import History, revision_of
from countermove.errors import FileError

FILE = "talks.toml"


@contextlib.contextmanager
def opened(folder: Path) -> Iterator[History]:
    with History(folder) as history:
        yield history


def add(history: History, content: bytes, said: str = "", file: str = FILE) -> int:
    with history.change():
        return history.add(file, content, said or content.decode()).number


def stand_at(history: History, number: int) -> None:
    with history.change():
        history.stand_at(FILE, number)


def summary(history: History) -> list[tuple[int, int | None, int | None, str, bool]]:
    return [(v.number, v.parent, v.redo, v.said, v.is_current) for v in history.versions(FILE)]


def test_versions_form_a_tree_that_outlives_the_program(tmp_path: Path) -> None:
    with opened(tmp_path) as history:
        for content in (b"one", b"two", b"three"):
            add(history, content)
        stand_at(history, 2)
        stand_at(history, 1)
        add(history, b"another way")
        stand_at(history, 1)
    with opened(tmp_path) as history:
        assert summary(history) == [
            (1, None, 4, "one", True),
            (2, 1, 3, "two", False),
            (3, 2, None, "three", False),
            (4, 1, None, "another way", False),
        ]
        assert [history.content(FILE, n) for n in (1, 2, 3, 4)] == [
            *(b"one", b"two", b"three", b"another way"),
        ]
        assert history.problem is None
        assert history.where == str(tmp_path / ".countermove" / "history.sqlite")


def test_a_version_says_what_who_and_when(tmp_path: Path) -> None:
    with opened(tmp_path) as history:
        with history.change():
            version = history.add(FILE, b"x", "Renamed us", "another program")
        assert (version.said, version.author) == ("Renamed us", "another program")
        assert version.revision == revision_of(b"x")
        assert version.made.utcoffset() is not None
        assert history.current(FILE) == version
        assert history.seen(FILE, version.revision) == version
        assert history.seen(FILE, "none") is None


def test_files_have_histories_of_their_own(tmp_path: Path) -> None:
    with opened(tmp_path) as history:
        add(history, b"one")
        add(history, b"two", file="other ' name.json")
        assert [v.said for v in history.versions(FILE)] == ["one"]
        assert history.current("other ' name.json").said == "two"  # type: ignore[union-attr]
        assert history.current("third.toml") is None
        assert history.versions("third.toml") == ()


@dataclass
class Model:
    """What the history means: a tree with a pointer."""

    parents: dict[int, int | None] = field(default_factory=dict)
    redos: dict[int, int] = field(default_factory=dict)
    here: int | None = None

    def add(self) -> None:
        number = len(self.parents) + 1
        self.parents[number] = self.here
        self.here = number

    def undo(self) -> int | None:
        to = self.parents[self.here] if self.here else None
        if to is not None and self.here is not None:
            self.redos[to] = self.here
        return to

    def redo(self) -> int | None:
        return self.redos.get(self.here) if self.here else None


@given(st.lists(st.sampled_from(["add", "undo", "redo", "reopen"]), max_size=25))
def test_undo_and_redo_walk_a_tree(steps: list[str]) -> None:
    model = Model()
    with TemporaryDirectory() as folder:
        history = History(Path(folder))
        for step in steps:
            if step == "add":
                model.add()
                add(history, b"%d" % len(model.parents))
            elif step == "reopen":
                history.close()
                history = History(Path(folder))
            else:
                to = model.undo() if step == "undo" else model.redo()
                current = history.current(FILE)
                found = current and (current.parent if step == "undo" else current.redo)
                assert found == to
                if to is not None:
                    model.here = to
                    stand_at(history, to)
            assert summary(history) == [
                (n, parent, model.redos.get(n), str(n), n == model.here)
                for n, parent in model.parents.items()
            ]
        history.close()


def test_the_oldest_versions_go_first_but_never_the_last_two(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("countermove.editing.history.MOST_VERSIONS", 3)
    with opened(tmp_path) as history:
        for k in range(1, 6):
            add(history, b"%d" % k)
        assert summary(history) == [
            (3, None, None, "3", False),
            (4, 3, None, "4", False),
            (5, 4, None, "5", True),
        ]
        stand_at(history, 4)
        stand_at(history, 3)
        add(history, b"6")
        # 3 is the oldest, but what is undone next.
        assert summary(history) == [
            (3, None, None, "3", False),
            (5, None, None, "5", False),
            (6, 3, None, "6", True),
        ]
        with pytest.raises(FileError, match="no version 4"):
            history.content(FILE, 4)
    monkeypatch.setattr("countermove.editing.history.MOST_BYTES", 1)
    with opened(tmp_path) as history:
        add(history, b"7")
        assert [v.number for v in history.versions(FILE)] == [6, 7]


@pytest.mark.parametrize("number", [0, -1, 2, 10**30])
def test_a_version_that_is_not_there(tmp_path: Path, number: int) -> None:
    with opened(tmp_path) as history:
        add(history, b"one")
        with pytest.raises(FileError, match="has no version"):
            history.content(FILE, number)


def test_a_refusal_keeps_what_was_noted_and_a_fault_does_not(tmp_path: Path) -> None:
    with opened(tmp_path) as history:

        def fail(said: str, error: Exception) -> None:
            with history.change():
                history.add(FILE, b"", said)
                raise error

        with pytest.raises(FileError):
            fail("noted", FileError("refused"))
        with pytest.raises(ZeroDivisionError):
            fail("undone", ZeroDivisionError())
        assert [v.said for v in history.versions(FILE)] == ["noted"]


def test_threads_and_connections_do_not_disturb_each_other(tmp_path: Path) -> None:
    with opened(tmp_path) as one, opened(tmp_path) as two:

        def work(history: History, name: str) -> None:
            for k in range(20):
                add(history, f"{name}{k}".encode())

        threads = [
            threading.Thread(target=work, args=pair)
            for pair in ((one, "a"), (one, "b"), (two, "c"), (two, "d"))
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        versions = one.versions(FILE)
        assert sorted(v.said for v in versions) == sorted(
            f"{n}{k}" for n in "abcd" for k in range(20)
        )
        # Each was made from the one before it: nobody overlooked another.
        assert [v.parent for v in versions] == [None, *range(1, 80)]
        assert one.problem is two.problem is None


def test_what_is_no_folder_can_hold_no_history(tmp_path: Path) -> None:
    (tmp_path / ".countermove").write_text("in the way", encoding="utf-8")
    with opened(tmp_path) as history:
        add(history, b"one")
        add(history, b"two")
        assert [v.said for v in history.versions(FILE)] == ["one", "two"]
        assert history.where == "in memory, until the program ends"
        assert history.problem is not None
        assert history.problem.startswith("The history of this folder can't be kept on disk (")
    assert (tmp_path / ".countermove").read_text(encoding="utf-8") == "in the way"


@pytest.mark.parametrize("link", [".countermove", ".countermove/history.sqlite"])
def test_a_link_that_leads_elsewhere_is_not_followed(tmp_path: Path, link: str) -> None:
    folder, elsewhere = tmp_path / "folder", tmp_path / "elsewhere"
    elsewhere.mkdir()
    (folder / link).parent.mkdir(parents=True)
    (folder / link).symlink_to(elsewhere if "/" not in link else elsewhere / "history.sqlite")
    with History(folder) as history:
        history.add("talks.toml", b"a = 1", "Began")
        assert history.where.startswith("in memory")
        assert "is a link that may lead out of it" in str(history.problem)
    assert list(elsewhere.iterdir()) == []


def test_a_broken_history_is_moved_aside(tmp_path: Path) -> None:
    path = tmp_path / ".countermove" / "history.sqlite"
    path.parent.mkdir()
    path.write_bytes(b"This is no database. " * 500)
    with opened(tmp_path) as history:
        assert history.problem is not None
        assert history.problem.startswith("The history of this folder was broken; it is now in ")
        add(history, b"one")
    (aside,) = path.parent.glob("history-broken-*.sqlite")
    assert aside.name in history.problem
    assert aside.read_bytes().startswith(b"This is no database.")
    with opened(tmp_path) as history:
        assert history.problem is None
        assert [v.said for v in history.versions(FILE)] == ["one"]


def test_a_database_of_another_kind_is_moved_aside(tmp_path: Path) -> None:
    path = tmp_path / ".countermove" / "history.sqlite"
    path.parent.mkdir()
    with contextlib.closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE versions (file, other)")
        db.commit()
    with opened(tmp_path) as history:
        assert "was broken" in (history.problem or "")
        assert add(history, b"one") == 1
    assert list(path.parent.glob("history-broken-*.sqlite"))


def test_a_history_that_breaks_while_it_is_used(tmp_path: Path) -> None:
    path = tmp_path / ".countermove" / "history.sqlite"
    with opened(tmp_path) as history:
        for k in range(50):
            add(history, bytes(range(256)) * 8 + b"%d" % k, said=str(k))
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xaa" * (len(content) - 4096)
    path.write_bytes(content)
    with opened(tmp_path) as history:
        add(history, b"on")
        assert "was broken" in (history.problem or "")
        assert history.current(FILE).said == "on"  # type: ignore[union-attr]
        assert history.where == str(path)


def test_a_history_of_a_newer_program_is_left_alone(tmp_path: Path) -> None:
    with opened(tmp_path) as history:
        add(history, b"one")
    path = tmp_path / ".countermove" / "history.sqlite"
    with contextlib.closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA user_version = 99")
    with opened(tmp_path) as history:
        assert "a newer version of the program" in (history.problem or "")
        add(history, b"two")
        assert history.where.startswith("in memory")
    with contextlib.closing(sqlite3.connect(path)) as db:
        assert db.execute("SELECT said FROM versions").fetchall() == [("one",)]


def test_a_locked_history_goes_on_in_memory_with_what_it_had(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules["countermove.editing.history"]._CONNECTION, "timeout", 0.05)
    with opened(tmp_path) as history:
        add(history, b"one")
        with contextlib.closing(sqlite3.connect(history.path)) as db:
            db.execute("BEGIN IMMEDIATE")
            add(history, b"two")
            assert [v.said for v in history.versions(FILE)] == ["one", "two"]
            assert "database is locked" in (history.problem or "")


def test_a_full_disk_at_the_end_of_a_change_loses_no_version_of_this_program(
    tmp_path: Path,
) -> None:
    with opened(tmp_path) as history:
        add(history, b"one")
        with history.change():
            history._run("PRAGMA max_page_count = 1")
            history.add(FILE, Random(0).randbytes(100_000), "two")
        assert [v.said for v in history.versions(FILE)] == ["one", "two"]
        assert history.content(FILE, 1) == b"one"
        assert "full" in (history.problem or "")


def test_a_damaged_version_is_told(tmp_path: Path) -> None:
    with opened(tmp_path) as history:
        add(history, b"one")
        history._run("UPDATE versions SET content = ?", b"no zlib")
        with pytest.raises(FileError, match="version 1 of talks"):
            history.content(FILE, 1)
        history._run("UPDATE versions SET made = ?", "yesterday")
        assert history.versions(FILE)[0].made.year == 1970


def test_git_does_not_see_it(tmp_path: Path) -> None:
    with opened(tmp_path) as history:
        add(history, b"one")
        assert (tmp_path / ".countermove" / ".gitignore").read_text(encoding="utf-8") == "*\n"
        git = shutil.which("git")
        if git:
            subprocess.run([git, "init", "-q"], cwd=tmp_path, check=True)
            status = subprocess.run(
                [git, "status", "--short"], cwd=tmp_path, check=True, capture_output=True
            )
            assert status.stdout == b""


def test_a_closed_history_is_not_used(tmp_path: Path) -> None:
    history = History(tmp_path)
    history.close()
    history.close()
    with pytest.raises(ValueError, match="closed"):
        history.versions(FILE)
