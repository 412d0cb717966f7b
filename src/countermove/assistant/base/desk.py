"""What a server keeps while it runs: the folder, its history, and which texts were shown."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Lock

from countermove.editing.edited_file import EditedFile, Snapshot
from countermove.editing.file_names import checked_name
from countermove.editing.history import History, revision_of
from countermove.editing.model_folder import ModelFolder
from countermove.errors import EditConflictError, FileError, ModelError, Place, Problem
from countermove.files.gallery import case_text, is_case
from countermove.files.model_file import ReadFile, read, read_text
from countermove.model.conflict import Conflict
from countermove.record.documents import Document
from countermove.record.proving import read_once
from countermove.report.checking import CheckReport, check_reading

WRITTEN = ".toml"


def _read(path: Path, name: str) -> Document:
    """Read a document, and tell what is wrong with it without where it is on the machine."""
    try:
        return read_once(path)
    except FileError as error:
        said = [replace(problem, place=Place(name)) for problem in error.problems]
        raise FileError(*said) from None


class Desk(AbstractContextManager["Desk"]):
    """What one server keeps; its tools and resources may use it from any thread."""

    def __init__(self, folder: ModelFolder) -> None:
        self.folder = folder
        self.history = History(self.folder.path)
        self._lock = Lock()
        self._files: dict[str, EditedFile] = {}
        self._shown: dict[str, str] = {}

    def __exit__(self, *_: object) -> None:
        """Close the history."""
        self.history.close()

    def now(self, name: str) -> Snapshot:
        """Return what a model of the folder says now."""
        return self._file(name, self.folder.path_of(name)).current()

    def document(self, name: str) -> Document:
        """Return a document of the folder; read again if it changed."""
        return _read(self.folder.document(name), name)

    def text(self, name: str) -> str:
        """Return the text of a model or of a case, and note that it was shown."""
        if self._is_case(name):
            return case_text(name)
        snapshot = self.now(name)
        self._shown[name] = snapshot.revision
        return snapshot.text

    def reading(self, name: str) -> ReadFile:
        """Return what was read of a model, or of a case of the gallery."""
        if self._is_case(name):
            return read(name)
        return self.now(name).reading

    @contextmanager
    def opened(self, name: str) -> Iterator[Conflict]:
        """Open a model or a case; if it turns out to be wrong, all its mistakes are raised."""
        reading = self.reading(name)
        try:
            yield reading.checked()
        except ModelError as error:
            problems = check_reading(name, reading).problems
            if not problems:
                raise  # nothing is wrong with the model: what was asked of it can't be done
            raise ModelError(*problems) from error

    def checked(self, name: str, reading: ReadFile) -> CheckReport:
        """Check a model: the folder is all there is, so that its documents have to be in it."""
        return check_reading(name, reading, needs_documents=True)

    def read(self, name: str, text: str) -> ReadFile:
        """Read a text as the model that it would be in the folder."""
        self._place(name)
        return read_text(text, name=name, folder=self.folder.path)

    def write(self, name: str, text: str, said: str) -> Snapshot:
        """Save a text as a model; what stands there must have been shown as it is."""
        path = self._place(name)
        if path.exists():
            path = self.folder.path_of(name)
            if name not in self._shown:
                raise EditConflictError(
                    Problem(
                        "there is such a model already, and you haven't read it.",
                        advice="Read it with read_model, or choose another name.",
                        place=Place(name),
                    )
                )
            seen = self._shown[name]
        else:
            stood = self.history.current(name)
            seen = stood.revision if stood is not None else revision_of(b"")
        try:
            snapshot = self._file(name, path).write(text, seen, said)
        except EditConflictError as error:
            again = Problem("Read it with read_model, and write what you want to change into that.")
            raise EditConflictError(*error.problems, again) from None
        self._shown[name] = snapshot.revision
        return snapshot

    def _place(self, name: str) -> Path:
        """Return where a model is to be written: in the folder, whatever links there are."""
        place = self.folder.confined(checked_name(name, WRITTEN))
        checked_name(place.name, WRITTEN)
        return place

    def _file(self, name: str, path: Path) -> EditedFile:
        with self._lock:
            if name not in self._files:
                self._files[name] = EditedFile(path, self.history)
            return self._files[name]

    def _is_case(self, name: str) -> bool:
        return is_case(name) and not (self.folder.path / name).exists()
