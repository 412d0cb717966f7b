"""The opened folder: which models are in it, and what is added, renamed and removed.

No name that comes from the browser leads out of the folder, no file is ever overwritten, and what
is removed can be brought back.
"""

from __future__ import annotations

import contextlib
import datetime
import os
import re
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path as FilePath

from countermove.editing.file_names import checked_name, slug
from countermove.editing.model_folder import Listed, ModelFolder, document_suffixes, told
from countermove.errors import CountermoveError, FileError, Problem, unknown
from countermove.files.gallery import case_documents, case_text
from countermove.files.importing import (
    MODELS,
    Imported,
    by_content,
    by_suffix,
    offered,
    readable,
    suffixes,
)
from countermove.files.model_file import read_text
from countermove.files.not_a_model import looks_like_model, not_a_model
from countermove.files.parsing import decoded
from countermove.files.writing import to_toml
from countermove.model.ids import numbered
from countermove.model.texts import is_blank, without_control
from countermove.report.importing import import_model
from countermove.report.starter import blank

_OWN = ".countermove"  # beside the history of the models
_REMOVED = re.compile(r"(\d{8}T\d{12})-(.+)", re.DOTALL)
_WHEN = "%Y%m%dT%H%M%S%f"


@dataclass(frozen=True, slots=True)
class Importable(Listed):
    """A file in the folder that a model can be imported from, and what it is."""

    kind: str


@dataclass(frozen=True, slots=True)
class Removed:
    """A model that was removed and can be brought back.

    Parameters
    ----------
    key : str
        What it is brought back by.
    name : str
        What it was called.
    when : datetime
        When it was removed, in UTC.
    """

    key: str
    name: str
    when: datetime.datetime


class Folder(ModelFolder):
    """The folder that was opened in the app."""

    def importable(self) -> tuple[Importable, ...]:
        """Return the files in the folder that a model can be imported from, by name."""
        files = self.files(suffixes(), lambda name, head: offered(name, head) is not None)
        kinds = ((file, by_suffix(file.name)) for file in files)
        return tuple(Importable(f.name, f.changed, kind.name) for f, kind in kinds if kind)

    # -- documents that models quote ----------------------------------------------------------

    def add_document(self, filename: str, content: bytes) -> str:
        """Put a document beside the models, and return its name; what is there already stays."""
        suffix = FilePath(filename).suffix.lower()
        stem = _stem(filename)
        with contextlib.suppress(CountermoveError):
            name = checked_name(f"{stem}{suffix}", *document_suffixes())
            if self.existing(name, self.documents).read_bytes() == content:
                return name
        return self._create(stem, suffix, content, document_suffixes())

    # -- what adds a model --------------------------------------------------------------------

    def new(self, title: str) -> str:
        """Write a model with a title and nothing else, and return its name."""
        title = without_control(title.encode("utf-8", "replace").decode())
        title = "Model" if is_blank(title) else " ".join(title.split())
        return self._create(slug(title), ".toml", blank(title).encode())

    def copy_case(self, name: str) -> str:
        """Copy a case of the gallery, its documents too, and return the name of the copy."""
        for document, content in case_documents(name).items():
            # What is called so already stays: it is the same of an earlier copy, or somebody's own.
            with told(document), contextlib.suppress(FileExistsError):
                _write_new(self.path / document, content)
        return self._create(name, ".toml", case_text(name).encode())

    def upload(self, filename: str, content: bytes) -> tuple[str, tuple[str, ...]]:
        """Add a model, mistakes and all, or what can be imported: its name here, and notes."""
        if by_content(content) or by_suffix(filename):
            return self._import(filename, content)
        if other := not_a_model(content, filename):
            raise FileError(other)
        suffix = FilePath(filename).suffix.lower()
        if suffix not in MODELS:
            raise FileError("this isn't a file with a model.", advice=readable())
        text = _text(content, filename)
        if not looks_like_model(content):
            reading = read_text(text, "json" if suffix == ".json" else "toml", filename)
            if reading.conflict is None:
                raise FileError(*reading.problems)
        return self._create(_stem(filename), suffix, content), ()

    def import_file(self, name: str) -> tuple[str, tuple[str, ...]]:
        """Add a model that a file of the folder is imported from: its name, and notes."""
        path = self.existing(checked_name(name, *suffixes()), self.importable)
        return self._import(name, path.read_bytes())

    def paste(self, text: str) -> tuple[str, tuple[str, ...]]:
        """Add a model of an option table that was pasted: its name here, and notes."""
        new = import_model(text.encode("utf-8", "replace"), "pasted.txt")
        return self._add(slug(new.conflict.title), new)

    def _import(self, filename: str, content: bytes) -> tuple[str, tuple[str, ...]]:
        return self._add(_stem(filename), import_model(content, filename))

    def _add(self, stem: str, new: Imported) -> tuple[str, tuple[str, ...]]:
        text = _commented(new.warnings) + to_toml(new.conflict)
        return self._create(stem, ".toml", text.encode()), new.warnings

    def duplicate(self, name: str) -> str:
        """Copy a model of the folder, and return the name of the copy."""
        path = self.path_of(name)
        with told(name):
            content = path.read_bytes()
        return self._create(FilePath(name).stem, FilePath(name).suffix, content)

    # -- what changes names -------------------------------------------------------------------

    def rename(self, name: str, to: str) -> str:
        """Give a model of the folder another file name."""
        self.path_of(name)
        suffix = FilePath(name).suffix
        new = checked_name(to if to.lower().endswith(suffix.lower()) else f"{to}{suffix}")
        if new != name and not self._move(self.path / name, self.path / new):
            raise FileError(f"there is a file '{new}' already.", advice="Choose another name.")
        return new

    def remove(self, name: str) -> str:
        """Remove a model, and return the key to bring it back by."""
        self.path_of(name)
        place = self._removed_folder(make=True)
        while True:
            key = f"{datetime.datetime.now(datetime.UTC):{_WHEN}}-{name}"
            if self._move(self.path / name, place / key):
                return key

    def removed(self) -> tuple[Removed, ...]:
        """Return the models that can be brought back, the last removed first."""
        place = self._removed_folder()
        names = sorted((p.name for p in place.iterdir()), reverse=True) if place.is_dir() else []
        return tuple(found for name in names if (found := _removed(name)))

    def bring_back(self, key: str) -> str:
        """Bring a removed model back, and return its name, a new one if it is taken by now."""
        known = {entry.key: entry for entry in self.removed()}
        if key not in known:
            raise unknown("removed model", key, list(known), "The removed models are")
        name = FilePath(known[key].name)
        source = self._removed_folder() / key
        return next(
            new
            for free in numbered(name.stem)
            if self._move(source, self.path / (new := f"{free}{name.suffix}"))
        )

    # -- files --------------------------------------------------------------------------------

    def _removed_folder(self, *, make: bool = False) -> FilePath:
        place = self.path / _OWN / "removed"
        with told(_OWN):
            if make:
                place.mkdir(parents=True, exist_ok=True)
            if place.exists() and place.resolve() != place:
                raise FileError(
                    f"'{_OWN}' is a link that leads out of the opened folder.",
                    advice="Remove the link: it isn't the program's.",
                )
        return place

    def _create(
        self, stem: str, suffix: str, content: bytes, suffixes: tuple[str, ...] = MODELS
    ) -> str:
        """Write a new file under the first free name."""
        for free in numbered(stem):
            name = checked_name(f"{free}{suffix}", *suffixes)
            path = self.path / name
            with told(name), contextlib.suppress(FileExistsError):
                _write_new(path, content)
                return name
        raise AssertionError("there is always a next number")

    def _move(self, source: FilePath, target: FilePath) -> bool:
        """Move a file, unless there is one already where it would go."""
        with told(target.name):
            try:
                # Taking the name first is what keeps a file from being overwritten.
                target.open("xb").close()
            except FileExistsError:
                return False
            try:
                source.replace(target)
            except BaseException:
                target.unlink()
                raise
        return True


def _write_new(path: FilePath, content: bytes) -> None:
    """Write a file that isn't there yet, whole or not at all."""
    with path.open("xb") as file:
        try:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        except BaseException:
            path.unlink()
            raise


def _removed(key: str) -> Removed | None:
    match = _REMOVED.fullmatch(key)
    with contextlib.suppress(ValueError):  # a day that there isn't, or a name that can't be
        if match:
            when = datetime.datetime.strptime(match[1], _WHEN).replace(tzinfo=datetime.UTC)
            return Removed(key, checked_name(match[2]), when)
    return None


def _commented(notes: Sequence[str]) -> str:
    lines = [line for note in notes for line in textwrap.wrap(note, 98)]
    return "".join(f"# {line}\n" for line in lines) + "\n" if lines else ""


def _stem(filename: str) -> str:
    """Return the stem of the name that a file from elsewhere gets here."""
    stem = FilePath(re.split(r"[/\\]", filename)[-1]).stem
    try:
        checked_name(f"{stem}.toml")
    except FileError:
        return slug(stem)
    return stem


def _text(content: bytes, name: str) -> str:
    text = decoded(content, name)
    if isinstance(text, Problem):
        raise FileError(text)
    return text
