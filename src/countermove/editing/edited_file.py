"""A model file under edit: the file is the truth, and its history keeps what it said before.

Whatever is done, the file is looked at first. What another program did to it becomes a version
of its own, and is never overwritten unseen: who edits says which revision was seen, and where the
file has changed since in what the edit touches, the edit is refused with both sides in words.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Any, Literal

from countermove.editing.clashes import clashes, differences
from countermove.editing.contents import Contents, contents, text_of
from countermove.editing.edits import Edit, Rename
from countermove.editing.edits import said as said_of
from countermove.editing.history import History, Version, revision_of
from countermove.editing.toml_text import edited_text
from countermove.errors import EditConflictError, FileError, FileGoneError, Place, Problem
from countermove.file_state import Stamp, stamp
from countermove.files.parsing import file_bytes, parsed
from countermove.files.positions import FilePlaces
from countermove.files.text_parts import Format
from countermove.files.writing import clear_leftovers, write_file

_MOST_READINGS = 8
_MOST_ATTEMPTS = 5

_FOUND = "As it was found"
_BY_OTHERS = "Changed by another program"


@dataclass(frozen=True)
class Snapshot(Contents):
    """What a model file says at one moment."""

    format: Format
    version: Version
    made_from: str | None
    undo: str | None
    redo: str | None


@dataclass(frozen=True)
class _Change:
    """What a file shall hold, and how it came to that: by a new version or by going to one."""

    raw: bytes
    said: str = ""
    to: int | None = None


class EditedFile:
    r"""A model file under edit.

    Threads may share one; several documents, in several programs too, may edit one file at once.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder, History(FilePath(folder)) as history:
    ...     path = FilePath(folder, "talks.toml")
    ...     _ = path.write_text("title = 'Talks'\n")
    ...     document = EditedFile(path, history)
    ...     seen = document.current()
    ...     seen = document.write("title = 'Peace talks'\n", seen.revision, "A better title")
    ...     print(seen.undo)
    ...     document.undo(seen.revision).text
    A better title
    "title = 'Talks'\n"
    """

    def __init__(self, path: FilePath, history: History) -> None:
        self.path = path
        self.history = history
        self.format: Format = "json" if path.suffix.lower() == ".json" else "toml"
        # A name that isn't Unicode has no place in SQLite.
        self._key = path.name.encode("utf-8", "backslashreplace").decode()
        self._lock = threading.RLock()
        self._readings: OrderedDict[str, Contents] = OrderedDict()
        self._latest: tuple[Stamp, Snapshot] | None = None
        clear_leftovers(path)

    def current(self) -> Snapshot:
        """Return what the file says now; it is read again where it has changed."""
        with self._lock:
            if self._latest is not None and self._latest[0] == stamp(self.path):
                return self._latest[1]
            with self.history.change():
                seen = stamp(self.path)
                snapshot = self._snapshot(self._noticed())
            self._latest = (seen, snapshot) if seen is not None else None
            return snapshot

    def edit(self, edits: Sequence[Edit], revision: str, said: str = "") -> Snapshot:
        """Make edits and save them."""

        def change(now: Contents) -> _Change:
            if not now.is_well_formed:
                raise FileError(
                    Problem(
                        "the text of the file is broken, so its parts can't be edited.",
                        advice="Mend the text, or go back to a version before.",
                        place=Place(self.path.name),
                    ),
                    *now.reading.problems,
                )
            if revision != now.revision:
                self._check_still_meant(edits, revision, now)
            text = edited_text(now.text, self.format, edits)
            return _Change(now.with_text(text, self.path.name), said or _in_words(edits, now.data))

        return self._save(change)

    def write(self, text: str, revision: str, said: str = "") -> Snapshot:
        """Save another text in place of the whole."""

        def change(now: Contents) -> _Change:
            self._check_same(revision, now)
            return _Change(now.with_text(text, self.path.name), said or "Change the text")

        return self._save(change, may_be_gone=True)

    def undo(self, revision: str) -> Snapshot:
        """Go back to the version that the present one was made from."""
        return self._step("undo", revision)

    def redo(self, revision: str) -> Snapshot:
        """Go forward to the version that was undone last here."""
        return self._step("redo", revision)

    def restore(self, number: int, revision: str) -> Snapshot:
        """Save what a version of the history said, as a version of its own."""
        raw = self.history.content(self._key, number)

        def change(now: Contents) -> _Change:
            if self.path.exists():
                self._check_same(revision, now)
            return _Change(raw, f"Go back to version {number}")

        return self._save(change, may_be_gone=True)

    def versions(self) -> tuple[Version, ...]:
        """Return all versions in the history, the oldest first."""
        return self.history.versions(self._key)

    def text_of(self, number: int) -> str:
        """Return what a version said."""
        return text_of(self.history.content(self._key, number))

    def contents_of(self, text: str) -> Contents:
        """Return what is in a text that the file said once, or could say."""
        return self._contents(text.encode())

    def data_of(self, number: int) -> Mapping[str, Any]:
        """Return the plain data of a version; empty where it isn't well-formed."""
        text = self.text_of(number)
        data = parsed(text, FilePlaces(text, self.path.name, self.format)).data
        return data if isinstance(data, Mapping) else {}

    def _step(self, way: Literal["undo", "redo"], revision: str) -> Snapshot:
        def change(now: Contents) -> _Change:
            self._check_same(revision, now)
            stands = self.history.current(self._key)
            to = None
            if stands is not None:
                to = stands.parent if way == "undo" else stands.redo
            if to is None:
                raise FileError(f"there is nothing to {way}.")
            return _Change(self.history.content(self._key, to), to=to)

        return self._save(change)

    def _save(
        self, change: Callable[[Contents], _Change], *, may_be_gone: bool = False
    ) -> Snapshot:
        """Look at the file, and replace it by what is made of it; again where it has changed."""
        with self._lock:
            self._latest = None
            for _ in range(_MOST_ATTEMPTS):
                # Nobody else's save comes between, as far as others keep to the history.
                with self.history.change():
                    is_gone = may_be_gone and not self.path.exists()
                    now = self._last_known() if is_gone else self._noticed()
                    then = change(now)
                    then_read = self._contents(then.raw)
                    # Whatever ends the program between the file and its history.
                    self.history.intend(self._key, revision_of(then.raw), then.said, then.to)
                with self.history.change():
                    if self._replaced(None if is_gone else now.raw, then.raw):
                        self._note(then)
                        return self._snapshot(then_read)
        what = "another program keeps changing the file."
        raise FileError.of(self.path, what, "Wait until it is done, and do it again.")

    def _replaced(self, expected: bytes | None, raw: bytes) -> bool:
        """Replace the file, unless it is no longer what is expected (None: gone)."""
        if (self._raw() if self.path.exists() else None) != expected:
            return False
        if raw == expected:
            return True
        write_file(self.path, raw)
        return True

    def _note(self, change: _Change) -> None:
        stands = self.history.current(self._key)
        if change.to is not None:
            self.history.stand_at(self._key, change.to)
        elif stands is None or stands.revision != revision_of(change.raw):
            self.history.add(self._key, change.raw, change.said)
        self.history.done(self._key)

    def _noticed(self) -> Contents:
        """Look at the file, and note in the history what another program did to it."""
        now = self._contents(self._raw())
        stands = self.history.current(self._key)
        if stands is None or stands.revision != now.revision:
            meant = self.history.intended(self._key, now.revision)
            if stands is not None and meant is not None:
                self._note(_Change(now.raw, *meant))
                return now
            said = _FOUND if stands is None else _BY_OTHERS
            self.history.add(self._key, now.raw, said, "another program")
        return now

    def _last_known(self) -> Contents:
        stands = self.history.current(self._key)
        return self._contents(self.history.content(self._key, stands.number) if stands else b"")

    def _raw(self) -> bytes:
        try:
            raw = file_bytes(self.path, ".toml", ".json")
        except FileError:
            if self.path.exists() or self.history.current(self._key) is None:
                raise
            what = "the file was removed or renamed by another program."
            advice = "Go back to a version in its history, and it is there again."
            raise FileGoneError.of(self.path, what, advice) from None
        if isinstance(raw, Problem):
            raise FileError(raw)
        return raw

    def _contents(self, raw: bytes) -> Contents:
        with self._lock:
            revision = revision_of(raw)
            if revision not in self._readings:
                self._readings[revision] = contents(
                    raw, self.path.name, self.format, self.path.absolute().parent
                )
                if len(self._readings) > _MOST_READINGS:
                    self._readings.popitem(last=False)
            self._readings.move_to_end(revision)
            return self._readings[revision]

    def _snapshot(self, now: Contents) -> Snapshot:
        stands = self.history.current(self._key)
        assert stands is not None
        undone = self.history.version(self._key, stands.parent)
        redone = self.history.version(self._key, stands.redo)
        return Snapshot(
            **vars(now),
            format=self.format,
            version=stands,
            made_from=undone.revision if undone else None,
            undo=stands.said if undone else None,
            redo=redone.said if redone else None,
        )

    def _seen(self, revision: str) -> Contents | None:
        version = self.history.seen(self._key, revision)
        if version is None:
            return None
        return self._contents(self.history.content(self._key, version.number))

    def _check_same(self, revision: str, now: Contents) -> None:
        if revision != now.revision:
            seen = self._seen(revision)
            details = differences(seen.data, now.data) if seen else ()
            raise EditConflictError(self._changed(now), *details)

    def _check_still_meant(self, edits: Sequence[Edit], revision: str, now: Contents) -> None:
        seen = self._seen(revision)
        if seen is None or not seen.is_well_formed:
            raise EditConflictError(self._changed(now))
        met = clashes(seen.data, now.data, edits)
        if met:
            raise EditConflictError(*met)

    def _changed(self, now: Contents) -> Problem:
        version = self.history.seen(self._key, now.revision)
        did = f" ({version.said})" if version else ""
        return Problem(
            f"the file was changed meanwhile{did}.",
            advice="Nothing was saved. Look at what it says now, and do it again if it still fits.",
            place=Place(self.path.name),
        )


def _in_words(edits: Sequence[Edit], data: Mapping[str, Any]) -> str:
    if not edits:
        return "Change nothing"
    first = said_of(edits[0], data)
    # A new party comes with its preferences: that is one thing to whoever adds it.
    kind, *name = edits[0].at
    along = ("preferences", *name) if kind == "decision_makers" else ()
    more = sum(edit.at != along and not _follows(edit, edits[0]) for edit in edits[1:])
    return f"{first} and {more} more" if more else first


def _follows(edit: Edit, first: Edit) -> bool:
    """Say whether an edit only lets an id follow the words that the first one changes."""
    return isinstance(edit, Rename) and first.at[: len(edit.at)] == edit.at
