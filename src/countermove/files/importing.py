"""Importing: the importers that there are, and models from the files that they read.

An importer is a module in :mod:`countermove.files.importers` with an ``IMPORTER``. Whatever tells
of such files asks here: the command, `load`, the web app, the API.
"""

from __future__ import annotations

import os
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path as FilePath
from typing import TYPE_CHECKING

from countermove.arguments import path as path_given
from countermove.errors import FileError, ModelError, Problem
from countermove.result import InNotebook
from countermove.texts import or_list

if TYPE_CHECKING:
    from countermove.model.conflict import Conflict

MODELS = (".toml", ".json")
"""How the names of model files end."""


@dataclass(frozen=True)
class Imported(InNotebook):
    """A model that came from another program.

    Parameters
    ----------
    conflict : Conflict
        The model.
    warnings : tuple of str
        What that program means differently or what wasn't taken over, as sentences.
    problems : tuple of Problem
        What is wrong with it; the model is then mended as far as it goes.
    may_have_choices : bool
        Whether the other program knows no options with levels, so that choices of one among several
        are options there that exclude each other.
    choices : str
        Which options exclude each other and could be such a choice; nothing where none do.
    """

    conflict: Conflict
    warnings: tuple[str, ...]
    problems: tuple[Problem, ...] = ()
    may_have_choices: bool = False
    choices: str = ""


@dataclass(frozen=True, slots=True)
class Importer:
    """A kind of file that isn't a model, and becomes one."""

    name: str  # what such a file is: "a file of GMCR+"
    suffixes: tuple[str, ...]
    sniff: Callable[[bytes], bool]  # whether these bytes are such a file, whatever its name
    read: Callable[[bytes, str], Imported]  # what is in a file of this name
    is_of_all: bool = False  # whether others call files so, which are none by their names alone
    can_be_marked: bool = False  # whether it is a workbook, in which mistakes can be marked

    @property
    def with_suffixes(self) -> str:
        """What such a file is, and how its name ends."""
        return f"{self.name} ({', '.join(self.suffixes)})"


@cache
def importers() -> tuple[Importer, ...]:
    """Return the importers there are.

    >>> [importer.with_suffixes for importer in importers()]
    ['a table (.csv, .tsv)', 'a file of GMCR+ (.gmcr)',
     'an option table as papers print it (.txt)', 'a workbook (.xlsx, .xlsm)']
    """
    package = import_module("countermove.files.importers")
    names = sorted(module.name for module in pkgutil.iter_modules(package.__path__))
    return tuple(import_module(f"{package.__name__}.{name}").IMPORTER for name in names)


def suffixes() -> tuple[str, ...]:
    """Return how the names of files that can be imported end."""
    return tuple(suffix for importer in importers() for suffix in importer.suffixes)


def importable() -> str:
    """Say what can be imported: the files of one importer, or those of another."""
    return or_list([importer.with_suffixes for importer in importers()])


def readable() -> str:
    """Say what can be read, as a sentence."""
    return f"Countermove reads a model ({', '.join(MODELS)}) and imports {importable()}."


def by_content(raw: bytes) -> Importer | None:
    """Return the importer whose files begin like this one, if there is one."""
    return next((importer for importer in importers() if importer.sniff(raw)), None)


def by_suffix(name: str) -> Importer | None:
    """Return the importer of files with such a name, if there is one."""
    suffix = FilePath(name).suffix.lower()
    return next((importer for importer in importers() if suffix in importer.suffixes), None)


def offered(name: str, head: bytes) -> Importer | None:
    """Return the importer of a file by its name, and by how it begins where that says little."""
    importer = by_suffix(name)
    is_sure = importer is not None and (not importer.is_of_all or importer.sniff(head))
    return importer if is_sure else None


def import_file(path: str | os.PathLike[str]) -> Imported:
    """Make a model of a file of another program.

    Parameters
    ----------
    path : str or path
        The file, for example a ``.gmcr`` file of GMCR+.

    Returns
    -------
    Imported
        The model, and what the other program means differently.

    Raises
    ------
    FileError
        If there is no such file, or none that can be imported.
    ModelError
        If the model in it has mistakes; all of them are reported.
    """
    from countermove.files.parsing import file_bytes

    name = path_given(path, "a file of another program")
    raw = file_bytes(FilePath(path), *suffixes())
    if isinstance(raw, Problem):
        raise FileError(raw)
    return imported(raw, name)


def imported(raw: bytes, name: str) -> Imported:
    """Make a model of what is in a file of another program; see `import_file`."""
    new = read_import(raw, name)
    if new.problems:
        raise ModelError(*new.problems)
    return new


def read_import(raw: bytes, name: str) -> Imported:
    """Read a file of another program; what is wrong with its model is told with it, or raised."""
    from countermove.files.not_a_model import looks_like_model, not_a_model

    importer = by_content(raw) or by_suffix(name)
    if importer is None or not importer.sniff(raw):
        if problem := not_a_model(raw, name):
            raise FileError(problem)
        if looks_like_model(raw):
            what, advice = "this is a model of Countermove.", "It needs no import: use it as it is."
            raise FileError.of(name, what, advice)
    if importer is None:
        what = "this isn't a file that can be imported."
        raise FileError.of(name, what, readable())
    return importer.read(raw, name)
