"""A folder that was opened: the files in it by name, none of which leads out of it."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path as FilePath

from countermove.editing.file_names import checked_name
from countermove.errors import CountermoveError, FileError, unknown
from countermove.files.importing import MODELS
from countermove.files.not_a_model import looks_like_model
from countermove.record.formats import formats
from countermove.record.proving import document_path

_HEAD = 64 * 2**10


@dataclass(frozen=True, slots=True)
class Listed:
    """A file in the folder.

    Parameters
    ----------
    name : str
        Its name.
    changed : float
        When it was changed last, in seconds since 1970.
    """

    name: str
    changed: float


class ModelFolder:
    """A folder with models."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = FilePath(path).resolve()
        if not self.path.is_dir():
            raise FileError(f"there is no folder '{self.path}'.")

    def models(self) -> tuple[Listed, ...]:
        """Return the models that are in the folder, by name."""
        return self.files(MODELS, lambda _, head: looks_like_model(head))

    def files(
        self,
        suffixes: tuple[str, ...] = MODELS,
        meant: Callable[[str, bytes], bool] = lambda name, head: True,
    ) -> tuple[Listed, ...]:
        """Return the files whose names end so and whose first bytes are as is meant, by name."""
        return tuple(self._files(suffixes, meant))

    def path_of(self, name: str) -> FilePath:
        """Return where a model of the folder is."""
        return self.existing(checked_name(name), self.models)

    def documents(self) -> tuple[Listed, ...]:
        """Return the files in the folder that a model may quote, by name."""
        return self.files(document_suffixes())

    def document(self, file: str) -> FilePath:
        """Return where a document is that a model names: in the folder, or in one within it."""
        with told(file):
            try:
                return document_path(self.path, file)
            except FileNotFoundError:
                names = [listed.name for listed in self.documents()]
                raise unknown("document", file, names, "In the opened folder are") from None

    def existing(self, name: str, those_meant: Callable[[], tuple[Listed, ...]]) -> FilePath:
        """Return where a file is that is in the folder, under its name or what a link leads to."""
        path = self.confined(name)
        # On some systems a file answers to names in other capitals, too: it has one name here.
        if not path.is_file() or name not in self._names():
            names = [listed.name for listed in those_meant()]
            raise unknown("file", name, names, "In the opened folder are")
        return path

    def _files(
        self, suffixes: tuple[str, ...], meant: Callable[[str, bytes], bool]
    ) -> Iterator[Listed]:
        for name in sorted(self._names(), key=lambda name: (name.casefold(), name)):
            with contextlib.suppress(FileError, OSError, LookupError):
                path = self.confined(checked_name(name, *suffixes))
                if not path.is_file():  # to open a pipe is to wait for who writes into it
                    continue
                with path.open("rb") as file:
                    if meant(name, file.read(_HEAD)):
                        yield Listed(name, os.fstat(file.fileno()).st_mtime)

    def _names(self) -> list[str]:
        with told(str(self.path)):
            return [path.name for path in self.path.iterdir()]

    def confined(self, name: str) -> FilePath:
        """Follow links, and refuse those that lead out of the folder."""
        with told(name):
            path = (self.path / name).resolve()
        if path.parent != self.path or path.name.startswith("."):
            raise FileError(
                f"'{name}' is a link that leads out of the opened folder.",
                advice="Open the folder that the file is in.",
            )
        return path


def document_suffixes() -> tuple[str, ...]:
    """Return how the names of documents end that can be read."""
    return tuple(suffix for kind in formats() for suffix in kind.suffixes)


@contextlib.contextmanager
def told(name: str) -> Iterator[None]:
    """Say in words why the disk refuses."""
    try:
        yield
    except (FileExistsError, CountermoveError):
        raise
    # RuntimeError: links that lead to each other; ValueError: a name that can't be one.
    except (OSError, RuntimeError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise FileError(f"'{name}' can't be used: {reason}.") from None
