"""What the app keeps beside the history of a folder, as JSON; no link there is followed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import RLock
from typing import Any, Generic, TypeVar

from countermove.editing.history import History
from countermove.errors import CountermoveError
from countermove.file_state import Stamp, stamp
from countermove.files.writing import replace_file
from countermove.model.ids import numbered

Kept = TypeVar("Kept")


def beside(folder: Path, name: str) -> Path:
    """Return where something of a folder is kept."""
    return folder / ".countermove" / name


def read_beside(path: Path) -> Any:
    """Return what is kept; an OSError where nothing is, a ValueError where that isn't JSON."""
    if _is_link(path):
        raise FileNotFoundError
    try:
        return json.loads(path.read_text("utf-8"))
    except RecursionError:
        raise ValueError("it is too deep") from None


def write_beside(path: Path, value: Any) -> bool:
    """Keep something, and say whether the disk took it."""
    with suppress(OSError):
        if path.parent.is_dir() and not _is_link(path):
            replace_file(path, [json.dumps(value).encode()])
            return True
    return False


def _is_link(path: Path) -> bool:
    return path.parent.is_symlink() or path.is_symlink()


class KeptByModel(Generic[Kept]):
    """What is kept of every model in a folder, in one file.

    Several programs may have it open: what another kept meanwhile stays, as in the history. Where
    the disk doesn't take it, it is kept in memory; what nobody can read stays, under another name.

    Parameters
    ----------
    path : Path
        The file.
    history : History
        The history beside which it lies: who changes something is alone with it.
    of_plain, plain : callable
        What is kept of one model, from plain data and as such; a TypeError, an AttributeError, a
        LookupError, an OverflowError or a ValueError where it is something else.
    """

    def __init__(
        self,
        path: Path,
        history: History,
        of_plain: Callable[[Any], Kept],
        plain: Callable[[Kept], Any],
    ) -> None:
        self._path = path
        self._history = history
        self._of_plain = of_plain
        self._plain = plain
        self._lock = RLock()
        self._known: dict[str, Kept] = {}
        self._seen: Stamp | None = None
        self._is_on_disk = True

    def of(self, model: str) -> Kept | None:
        """Return what is kept of a model; None for nothing, and where it can't be read."""
        with self._lock, suppress(ValueError, OSError):
            return self._read().get(model)
        return None

    @contextmanager
    def changed(self) -> Iterator[dict[str, Kept]]:
        """Let what is kept be changed by model, alone among all programs, and keep it."""
        with self._history.change(), self._lock:
            try:
                known = self._read()
            except ValueError:  # somebody's, and nothing that can be read: it stays, beside
                known = self._known = {}
                self._set_aside()
            except OSError as error:
                self._seen = None
                raise CountermoveError(
                    f"{self._path.name} can't be read: {error.strerror or error}.",
                    advice="What is kept beside the models stays as it is there: try again.",
                ) from error
            before = self._written(known)
            yield known
            now = self._written(known)
            if now != before and self._is_on_disk:
                self._seen = None
                self._is_on_disk = write_beside(self._path, now)

    def rename(self, model: str, to: str) -> None:
        """Let what is kept go along with a model to another name."""
        with self.changed() as known:
            if model in known:
                known[to] = known.pop(model)

    def _written(self, known: dict[str, Kept]) -> dict[str, Any]:
        return {model: self._plain(own) for model, own in known.items()}

    def _read(self) -> dict[str, Kept]:
        """Return what is known, read again where another program changed it."""
        if not self._is_on_disk:
            return self._known
        seen = stamp(self._path)
        if seen is None or seen != self._seen:
            self._known = {}
            with suppress(FileNotFoundError):
                self._known = self._from_plain(read_beside(self._path))
            self._seen = seen
        return self._known

    def _from_plain(self, found: Any) -> dict[str, Kept]:
        try:
            return {model: self._of_plain(own) for model, own in found.items()}
        except (TypeError, AttributeError, LookupError, OverflowError) as error:
            raise ValueError("it is something else") from error

    def _set_aside(self) -> None:
        stems = numbered(f"{self._path.stem}-unread")
        free = (self._path.with_name(f"{stem}.json") for stem in stems)
        try:
            self._path.replace(next(path for path in free if not path.exists()))
        except OSError as error:  # it would be written over
            raise CountermoveError(
                f"{self._path.name} can't be read, nor put aside: {error.strerror or error}.",
                advice="What is kept beside the models stays as it is there: rename it yourself.",
            ) from error
