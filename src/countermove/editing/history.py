"""The versions of the files of one folder: what each said, what was done, and where it stands.

They are kept in one SQLite file in the folder itself, so that undo and redo outlive the program.
Per file the versions form a tree: each knows the one it was made from, one of them is where the
file stands, and each remembers which of its successors was left last. So nothing that was ever
saved is lost by undoing it and going on in another way.
"""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import sqlite3
import threading
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Any, Literal

from countermove.errors import CountermoveError, FileError
from countermove.files.parsing import LARGEST

Author = Literal["here", "another program"]
"""Who made a version."""

MOST_VERSIONS = 1000
"""How many versions of one file are kept."""

MOST_BYTES = 50 * 2**20
"""How many bytes the versions of one file may take, compressed."""

_FOLDER = ".countermove"
_LAYOUT = 1
_PATIENCE = 10.0  # seconds to wait for another program that is just writing
# The content comes last: to read what stands behind it, SQLite would read through it.
_COLUMNS = "file, number, parent, redo, size, revision, said, author, made, content"
_TABLES = f"""
CREATE TABLE IF NOT EXISTS versions (
    file TEXT NOT NULL, number INTEGER NOT NULL, parent INTEGER, redo INTEGER,
    size INTEGER NOT NULL, revision TEXT NOT NULL,
    said TEXT NOT NULL, author TEXT NOT NULL, made TEXT NOT NULL, content BLOB NOT NULL,
    PRIMARY KEY (file, number)
);
CREATE INDEX IF NOT EXISTS revisions ON versions (file, revision);
CREATE TABLE IF NOT EXISTS files (name TEXT PRIMARY KEY, number INTEGER NOT NULL);
PRAGMA user_version = {_LAYOUT};
"""
# What a save that is under way does; a history without it is none of another layout.
_INTENTS = (
    "CREATE TABLE IF NOT EXISTS intents "
    "(file TEXT PRIMARY KEY, revision TEXT NOT NULL, said TEXT NOT NULL, number INTEGER)"
)


def revision_of(content: bytes) -> str:
    """Return the name that a content has for being what it is: its hash.

    >>> revision_of(b"")[:16]
    'e3b0c44298fc1c14'
    """
    return hashlib.sha256(content).hexdigest()


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a file."""

    number: int
    parent: int | None
    redo: int | None
    revision: str
    said: str
    author: Author
    made: datetime.datetime
    is_current: bool


class History(contextlib.AbstractContextManager["History"]):
    """The versions of the files of a folder.

    Several threads and programs may use it at once. Where it can't be kept on disk it is kept in
    memory, and `problem` says why.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder, History(FilePath(folder)) as history:
    ...     with history.change():
    ...         first = history.add("talks.toml", b"a = 1", "Began")
    ...         second = history.add("talks.toml", b"a = 2", "Changed a")
    ...         history.stand_at("talks.toml", first.number)
    ...     [(v.number, v.said, v.is_current) for v in history.versions("talks.toml")]
    [(1, 'Began', True), (2, 'Changed a', False)]
    """

    def __init__(self, folder: FilePath) -> None:
        self.path = folder / _FOLDER / "history.sqlite"
        self.problem: str | None = None
        self._lock = threading.RLock()
        self._changing = False
        self._is_on_disk = True
        self._db: sqlite3.Connection | None = None
        try:
            self._db = _opened(self.path)
        except (OSError, ValueError, sqlite3.Error) as error:
            self._go_on_after(error)

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            if self._db is not None:
                self._db.close()
                self._db = None

    @property
    def where(self) -> str:
        """Where the history is kept, in words."""
        return str(self.path) if self._is_on_disk else "in memory, until the program ends"

    @contextlib.contextmanager
    def change(self) -> Iterator[None]:
        """Change the history alone and as one; a refusal keeps what was noted before it."""
        with self._lock:
            self._run("BEGIN IMMEDIATE")
            self._changing = True
            try:
                yield
            except CountermoveError:
                self._run("COMMIT")
                raise
            except BaseException:
                self._run("ROLLBACK")
                raise
            else:
                self._run("COMMIT")
            finally:
                self._changing = False

    def add(self, file: str, content: bytes, said: str, author: Author = "here") -> Version:
        """Note a new version of a file, made from the one where it stands; it stands there now."""
        parent = self._number(file)
        ((last,),) = self._run("SELECT max(number) FROM versions WHERE file = ?", file)
        number = (last or 0) + 1
        packed = zlib.compress(content)
        made = datetime.datetime.now(datetime.UTC).isoformat(timespec="microseconds")
        self._run(
            f"INSERT INTO versions ({_COLUMNS}) VALUES (?, ?, ?, NULL, ?, ?, ?, ?, ?, ?)",
            *(file, number, parent, len(packed), revision_of(content), said, author, made),
            packed,
        )
        self._run("REPLACE INTO files VALUES (?, ?)", file, number)
        self._forget_oldest(file, number, parent)
        (version,) = self.versions(file, "AND number = ?", number)
        return version

    def stand_at(self, file: str, number: int) -> None:
        """Note that a file stands at one of its versions."""
        left = self._number(file)
        self._run("REPLACE INTO files VALUES (?, ?)", file, number)
        # Only a step back leaves something to come back to.
        self._run(
            "UPDATE versions SET redo = ? WHERE file = ? AND number = ? AND ? IN "
            "(SELECT number FROM versions WHERE file = ? AND parent = ?)",
            *(left, file, number, left, file, number),
        )

    def intend(self, file: str, revision: str, said: str, to: int | None) -> None:
        """Note what a file is about to say and how it comes to that, until it is noted as done."""
        self._run("REPLACE INTO intents VALUES (?, ?, ?, ?)", file, revision, said, to)

    def intended(self, file: str, revision: str) -> tuple[str, int | None] | None:
        """Return how a file came to say something, if that was intended and not noted as done."""
        rows = self._run(
            "SELECT said, number FROM intents WHERE file = ? AND revision = ?", file, revision
        )
        return rows[0] if rows else None

    def done(self, file: str) -> None:
        """Note that what was intended is done."""
        self._run("DELETE FROM intents WHERE file = ?", file)

    def rename(self, file: str, to: str) -> None:
        """Let a file that is called otherwise now keep its history, unless the new name has one."""
        with self.change():
            if self._number(to) is None:
                self._run("UPDATE versions SET file = ? WHERE file = ?", to, file)
                self._run("UPDATE files SET name = ? WHERE name = ?", to, file)

    def current(self, file: str) -> Version | None:
        """Return the version where a file stands; None for a file that has no history."""
        return self.version(file, self._number(file))

    def version(self, file: str, number: int | None) -> Version | None:
        """Return a version of a file; None where there is no such version."""
        return next(iter(self.versions(file, "AND number = ?", number)), None)

    def seen(self, file: str, revision: str) -> Version | None:
        """Return the latest version with this content; None where there is none."""
        return next(reversed(self.versions(file, "AND revision = ?", revision)), None)

    def content(self, file: str, number: int) -> bytes:
        """Return what a version of a file said."""
        rows = []
        if 0 < number < 2**63:  # what SQLite knows as a number
            rows = self._run(
                "SELECT content, revision FROM versions WHERE file = ? AND number = ?",
                *(file, number),
            )
        if not rows:
            raise FileError(
                f"the history of {file} has no version {number}.",
                advice="Choose one of those it lists.",
            )
        ((packed, revision),) = rows
        with contextlib.suppress(zlib.error, TypeError):
            content = zlib.decompressobj().decompress(packed, LARGEST + 1)
            if revision_of(content) == revision:
                return content
        raise FileError(
            f"version {number} of {file} is damaged in the history.",
            advice="Choose another version.",
        )

    def _number(self, file: str) -> int | None:
        rows = self._run("SELECT number FROM files WHERE name = ?", file)
        return rows[0][0] if rows else None

    def versions(self, file: str, which: str = "", *values: object) -> tuple[Version, ...]:
        """Return the versions of a file, all or those of which a condition holds, oldest first."""
        current = self._number(file)
        rows = self._run(
            "SELECT number, parent, redo, revision, said, author, made FROM versions "
            f"WHERE file = ? {which} ORDER BY number",
            *(file, *values),
        )
        return tuple(
            Version(number, parent, redo, revision, said, author, _time(made), number == current)
            for number, parent, redo, revision, said, author, made in rows
        )

    def _forget_oldest(self, file: str, *needed: int | None) -> None:
        sizes = self._run("SELECT number, size FROM versions WHERE file = ? ORDER BY number", file)
        count, total = len(sizes), sum(size for _, size in sizes)
        for number, size in sizes:
            if count <= MOST_VERSIONS and total <= MOST_BYTES:
                return
            if number not in needed:
                self._run("DELETE FROM versions WHERE file = ? AND number = ?", file, number)
                for column in ("parent", "redo"):
                    self._run(
                        f"UPDATE versions SET {column} = NULL WHERE file = ? AND {column} = ?",
                        *(file, number),
                    )
                count -= 1
                total -= size

    def _run(self, statement: str, *values: object) -> list[Any]:
        """Run a statement; where the history can't be used any more, in the one that follows."""
        with self._lock:
            if self._db is None:
                raise ValueError("the history is closed")
            try:
                return self._db.execute(statement, values).fetchall()
            except sqlite3.DatabaseError as error:
                if not self._is_on_disk or isinstance(error, _OUR_MISTAKES):
                    raise
                self._go_on_after(error)
            return self._db.execute(statement, values).fetchall()

    def _go_on_after(self, error: Exception) -> None:
        """Replace a history that failed: on disk where it was broken, else in memory."""
        kept = _rows(self._db)
        if self._db is not None:
            self._db.close()
            self._db = None
        if _is_broken(error):
            with contextlib.suppress(OSError, sqlite3.Error):
                self._db, aside = _made_anew(self.path)
                self.problem = f"The history of this folder was broken; it is now in {aside}."
        if self._db is None:
            self._is_on_disk = False
            self._db = _with_tables(sqlite3.connect(":memory:", **_CONNECTION))
            self.problem = (
                "The history of this folder can't be kept on disk "
                f"({getattr(error, 'strerror', None) or error}); it is lost when the program ends."
            )
        self._db.execute("BEGIN IMMEDIATE")
        for into, rows in kept.items():
            for row in rows:
                marks = ", ".join("?" * len(row))
                self._db.execute(f"INSERT OR IGNORE INTO {into} VALUES ({marks})", row)
        if not self._changing:
            self._db.execute("COMMIT")


_OUR_MISTAKES = (sqlite3.IntegrityError, sqlite3.ProgrammingError, sqlite3.DataError)


class _NotOursError(sqlite3.DatabaseError):
    """A database that isn't such a history."""


# One connection for all threads: a lock keeps them apart, and each change begins on purpose.
_CONNECTION: dict[str, Any] = {
    "timeout": _PATIENCE,
    "isolation_level": None,
    "check_same_thread": False,
}


def _time(made: object) -> datetime.datetime:
    try:
        return datetime.datetime.fromisoformat(str(made))
    except ValueError:  # damaged, and no reason to refuse the version
        return datetime.datetime.fromtimestamp(0, datetime.UTC)


def _opened(path: FilePath) -> sqlite3.Connection:
    if path.parent.is_symlink() or path.is_symlink():
        raise OSError(f"'{path.parent.name}' is a link that may lead out of it")
    path.parent.mkdir(exist_ok=True)
    ignore = path.with_name(".gitignore")
    if not ignore.exists():
        ignore.write_text("*\n", encoding="utf-8")
    db = sqlite3.connect(path, **_CONNECTION)
    try:
        db.execute("PRAGMA trusted_schema = OFF")
        ((layout,),) = db.execute("PRAGMA user_version")
        if layout > _LAYOUT:
            raise sqlite3.NotSupportedError("a newer version of the program wrote it")
        # Where another program is just doing the same there is no need to wait for it.
        with contextlib.suppress(sqlite3.OperationalError):
            db.execute("PRAGMA journal_mode = WAL")
        # A killed program loses nothing in this mode; a failing computer at most the last steps.
        db.execute("PRAGMA synchronous = NORMAL")
        return _with_tables(db)
    except BaseException:
        db.close()
        raise


def _with_tables(db: sqlite3.Connection) -> sqlite3.Connection:
    ((layout,),) = db.execute("PRAGMA user_version")
    try:
        if layout < _LAYOUT:
            db.executescript(f"BEGIN IMMEDIATE; {_TABLES} COMMIT;")
        db.execute(f"SELECT {_COLUMNS} FROM versions LIMIT 1").fetchall()
        db.execute("SELECT name, number FROM files LIMIT 1").fetchall()
        db.execute(_INTENTS)
    except sqlite3.OperationalError as error:
        if "no such" not in str(error):
            raise
        raise _NotOursError(str(error)) from None
    return db


def _is_broken(error: Exception) -> bool:
    """Tell a file that is no history, or no more, from one that can't be used just now."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return isinstance(error, _NotOursError) or code in {
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_NOTADB,
    }


def _made_anew(path: FilePath) -> tuple[sqlite3.Connection, str]:
    """Move a broken history out of the way; return a new one, and the name of the old."""
    now = datetime.datetime.now(datetime.UTC).strftime("%Y%m%d-%H%M%S-%f")
    aside = path.with_name(f"history-broken-{now}.sqlite")
    # What SQLite keeps beside its file belongs to that file alone.
    for suffix in ("-wal", "-shm", ""):
        with contextlib.suppress(FileNotFoundError):
            path.with_name(path.name + suffix).rename(aside.with_name(aside.name + suffix))
    return _opened(path), aside.name


def _rows(db: sqlite3.Connection | None) -> dict[str, list[Any]]:
    """Return what can still be read of a history that failed, by where it belongs."""
    kept: dict[str, list[Any]] = {f"versions ({_COLUMNS})": [], "files (name, number)": []}
    for into, rows in kept.items():
        table, _, columns = into.partition(" ")
        with contextlib.suppress(sqlite3.Error):
            if db is not None:
                for row in db.execute(f"SELECT {columns.strip('()')} FROM {table}"):
                    rows.append(row)
    return kept
