"""Model files: read, checked in one pass, and saved."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from operator import attrgetter
from pathlib import Path as FilePath
from typing import Any, Protocol

from countermove.errors import (
    ArgumentError,
    FileError,
    ModelError,
    Path,
    Place,
    Places,
    Problem,
    UnknownNameError,
    closest,
    listed,
)
from countermove.files.gallery import case_names, case_path, case_text, is_case
from countermove.files.importing import MODELS
from countermove.files.parsing import Parsed, cleaned, decoded, file_bytes, parsed, whole
from countermove.files.positions import FilePlaces
from countermove.files.structure import MOST_PROBLEMS, checked
from countermove.files.text_parts import Format
from countermove.files.two_by_two import games
from countermove.model.checks import problems_of
from countermove.model.conflict import FORMAT, Conflict
from countermove.model.families import expanded

Source = str | os.PathLike[str]
"""The path of a model file, or the name of a case in the gallery."""


@dataclass(frozen=True)
class ReadFile:
    """What reading a model file gave."""

    conflict: Conflict | None
    problems: tuple[Problem, ...] = ()
    mended: frozenset[str] = frozenset()
    data: Mapping[str, Any] | None = None  # as written, not to be changed; None: not well-formed

    def checked(self) -> Conflict:
        """Return the model, or raise all that is wrong with it."""
        if self.conflict is None:
            raise FileError(*self.problems)
        if self.problems:
            raise ModelError(*self.problems)
        return self.conflict


def load(source: Source) -> Conflict:
    """Load a model from a file or from the gallery.

    Parameters
    ----------
    source : str or path
        The path of a TOML or JSON file, or the name of a case.

    Returns
    -------
    Conflict
        The model.

    Raises
    ------
    FileError
        If there is no such file, or it can't be read as a model.
    ModelError
        If the model has mistakes; all of them are reported.
    UnknownNameError
        If there is no such case.

    Examples
    --------
    >>> load("prisoners-dilemma")
    <Conflict 'Prisoner's dilemma': 2 decision makers, 2 options>
    """
    if isinstance(source, str) and source in case_names() and not _looks_like_path(source):
        return _case(source)
    return read(source).checked()


@cache
def _case(name: str) -> Conflict:
    """Load a case once: its file comes with the program, and no model ever changes."""
    return read(name).checked()


def loads(
    text: str,
    format: Format = "toml",  # noqa: A002
    name: str = "<text>",
) -> Conflict:
    """Load a model from a text.

    Parameters
    ----------
    text : str
        The content of a model file.
    format : {"toml", "json"}
        How it is written.
    name : str
        What to call it in messages.

    Returns
    -------
    Conflict

    Raises
    ------
    FileError
        If the text can't be read as a model at all.
    ModelError
        If the model has mistakes; all of them are reported.

    Examples
    --------
    >>> from countermove.files.writing import to_toml
    >>> loads(to_toml(load("prisoners-dilemma"))) == load("prisoners-dilemma")
    True
    """
    return read_text(text, format, name).checked()


def from_dict(data: Mapping[str, Any]) -> Conflict:
    """Make a model of data in the structure of its file, as :meth:`Conflict.to_dict` gives them.

    Parameters
    ----------
    data : mapping
        The model. Lists may be tuples or arrays, numbers those of NumPy, fractions or decimals:
        they are read exactly, a float by its shortest decimal form.

    Returns
    -------
    Conflict

    Raises
    ------
    ModelError
        If this isn't a model, or it has mistakes; all of them are reported.

    Examples
    --------
    >>> data = load("prisoners-dilemma").to_dict()
    >>> from_dict(data) == load("prisoners-dilemma")
    True
    >>> from_dict({**data, "title": ["T"]})
    Traceback (most recent call last):
    countermove.errors.ModelError: title: 'title' must be a text in quotes; found a list.
    """
    from countermove.files.plain_data import plain_data

    if not isinstance(data, Mapping):
        advice = "Use it as it is." if isinstance(data, Conflict) else _OTHER_WAYS
        what = f"a model is made of a dict, not of {_kind(data)}."
        raise ArgumentError(what, advice=advice)
    plain, problems = plain_data(data)
    reading = _read(cleaned(Parsed(plain, problems)), None)
    if reading.problems or reading.conflict is None:
        raise ModelError(*reading.problems)
    return reading.conflict


_OTHER_WAYS = "A file is read with load, a text with loads, a dict with from_dict."


def _kind(value: object) -> str:
    return type(value).__name__


def read(source: Source) -> ReadFile:
    """Read a model file and collect what is wrong with it, instead of raising it."""
    if not isinstance(source, (str, os.PathLike)):
        what = f"a model is loaded from a path or by the name of a case, not from {_kind(source)}."
        raise ArgumentError(what, advice=_OTHER_WAYS)
    name, raw, folder = _content(source)
    text = decoded(raw, name) if isinstance(raw, bytes) else raw
    if isinstance(text, Problem):
        return ReadFile(None, (text,))
    suffix = FilePath(name).suffix.lower()
    is_json = suffix == ".json" or (suffix != ".toml" and text.lstrip()[:1] in {"{", "["})
    format: Format = "json" if is_json and not text.startswith("[[") else "toml"  # noqa: A001
    return read_decoded(text, format, name, folder)


def read_text(
    text: str,
    format: Format = "toml",  # noqa: A002
    name: str = "<text>",
    folder: FilePath | None = None,
) -> ReadFile:
    """Read a model from a text and collect what is wrong with it; see `loads`.

    The folder is the one in which its documents are.
    """
    if not isinstance(text, str):
        advice = "Decode it first, or load the file." if isinstance(text, bytes) else _OTHER_WAYS
        raise ArgumentError(f"this is no text but {_kind(text)}.", advice=advice)
    if format not in ("toml", "json"):
        raise FileError(
            f"no format '{format}'.", advice="A model is written as 'toml' or as 'json'."
        )
    checked_text = whole(text, name)
    if isinstance(checked_text, Problem):
        return ReadFile(None, (checked_text,))
    return read_decoded(checked_text, format, name, folder)


def read_decoded(
    text: str,
    format: Format,  # noqa: A002
    name: str,
    folder: FilePath | None = None,
) -> ReadFile:
    """Read a model from a text of which it is known that a file can hold it."""
    places = FilePlaces(text, name, format)
    result = parsed(text, places)
    is_well_formed = isinstance(result.data, dict) and not result.problems
    reading = _read(result, places)
    conflict = reading.conflict and reading.conflict.in_folder(folder)
    return replace(reading, conflict=conflict, data=result.data if is_well_formed else None)


class NamedPlaces(Places, Protocol):
    """The places of a file."""

    @property
    def name(self) -> str:
        """What the file is called."""

    def find_key(self, path: Path) -> Place:
        """Return where the key of a part stands."""


def read_data(data: dict[str, Any], places: NamedPlaces) -> ReadFile:
    """Read a model from data of which it is known where they stand."""
    return _read(cleaned(Parsed(data)), places)


def _read(result: Parsed, places: NamedPlaces | None) -> ReadFile:
    """Make a model of plain data and collect what is wrong with it, in the order of the file."""
    if result.data is None:
        return ReadFile(None, _in_order(result.problems, places))
    data = result.data
    if isinstance(data, dict) and isinstance(data.get("$schema"), str):
        data = {key: value for key, value in data.items() if key != "$schema"}  # for editors
    problems = list(result.problems)
    about_format = _format_problem(data)
    if about_format:
        problems.append(about_format)
        if not _is_model(data):
            return ReadFile(None, _in_order(problems, places))
        data = {**data, "format": FORMAT}
    written, mistakes, mended = checked(data, places.find_key if places else _nowhere)
    problems += mistakes
    if written is None:
        return ReadFile(None, _in_order(problems, places, mended.unreported))
    conflict = expanded(written)
    if result.lost:
        mended.lost |= {"names", "documents", "sources", "words", "preferences"}
    lost = re.compile("|".join(_FOLLOWS[kind] for kind in sorted(mended.lost) if kind) or "(?!)")
    for problem in problems_of(conflict):
        if not lost.match(problem.what):
            problems.append(
                Problem(problem.what, mended.original(problem.path), problem.advice, problem.offset)
            )
    if places:
        conflict = conflict.written_at(mended.over(places))
    return ReadFile(conflict, _in_order(problems, places), frozenset(mended.parts))


def _nowhere(_: Path) -> None:
    """Give no place: what a program holds stands in no file."""


# What the check of names says because of names that were declared in a part that can't be used.
_FOLLOWS = {
    "names": r"(in scenario '[^']*', )?(no (option|term|outcome|party)|the model has no)",
    "documents": r"no document",
    "sources": r"(in scenario '[^']*', )?no source",
    "words": r"the source '[^']*' (says nothing|names)",
    "preferences": r".* has no preferences",
    "levels": r"'[^']*' (is about levels|has no levels?\b)",
    "members": r"the family '[^']*' has no members|(no (option|term|party|outcome)|'at )",
}


def _in_order(
    problems: list[Problem], places: NamedPlaces | None, more: int = 0
) -> tuple[Problem, ...]:
    """Locate problems and put them in the order of the file."""
    more += max(0, len(problems) - MOST_PROBLEMS)
    located = [problem.located(places) for problem in problems[:MOST_PROBLEMS]]
    located.sort(key=attrgetter("line_and_column"))
    if more:
        place = Place(places.name) if places else None
        located.append(Problem(f"and {more} more mistakes.", place=place))
    return tuple(located)


def _is_model(data: Any) -> bool:
    if not isinstance(data, dict) or str(data.get("format", FORMAT)).startswith("countermove-"):
        return False
    newer = re.fullmatch(r"countermove/\d+", str(data.get("format", "")))
    return not newer and ("title" in data or "decision_makers" in data)


def _format_problem(data: Any) -> Problem | None:
    write = f'A model begins with the line format = "{FORMAT}".'
    if not isinstance(data, dict):
        return Problem("this isn't a model: a model is a table of keys and values.", advice=write)
    given = data.get("format")
    if given == FORMAT:
        return None
    if str(data.get("$id", "")).startswith("urn:countermove:"):
        return Problem("this is the schema of model files, not a model.")
    if "format" not in data:
        if "title" in data or "decision_makers" in data:
            return Problem("the model has no format.", advice=write)
        return Problem(
            "this isn't a model: it has no format, title or parties.",
            advice=f"{write} Write a starter file with: countermove new",
        )
    if isinstance(given, str) and given.startswith("countermove-"):
        return Problem(
            f"this is an answer of the program ('{given}'), not a model.",
            ("format",),
            "The model itself is written with: countermove export MODEL --to json",
        )
    if isinstance(given, str) and re.fullmatch(r"countermove/\d+", given):
        return Problem(
            f"this version of the program doesn't read '{given}'.",
            ("format",),
            f"It reads '{FORMAT}'; a newer version may read more.",
        )
    return Problem("this isn't the format of a model.", ("format",), write)


def _content(source: Source) -> tuple[str, bytes | Problem, FilePath | None]:
    """Return the name of a source for messages, what is in it or why not, and its folder."""
    if isinstance(source, str) and not _looks_like_path(source):
        if is_case(source):
            folder = file_of(source).parent if source in case_names() else None
            return f"{source}/model.toml", case_text(source).encode(), folder
        if not source or not _exists(FilePath(source)):
            raise _no_case(source)
    path = FilePath(source)
    return os.fspath(source), file_bytes(path, *MODELS), path.absolute().parent


def file_of(source: Source) -> FilePath:
    """Return the file that a source is read from."""
    if isinstance(source, str) and not _looks_like_path(source) and source in case_names():
        return FilePath(str(case_path(source)))
    return FilePath(source)


def _no_case(name: str) -> UnknownNameError:
    """Say which cases and which files there are instead."""
    try:
        files = sorted(f.name for f in FilePath().iterdir() if f.suffix in MODELS)
    except OSError:
        files = []
    known = [*case_names(), *(FilePath(f).stem for f in files), *games()]
    meant = closest(name, known) if name else None
    meant = next((f for f in files if FilePath(f).stem == meant), meant)
    hint = f"Did you mean '{meant}'? " if meant else ""
    advice = f"{hint}The cases are: {listed(case_names())}."
    return UnknownNameError(f"no case '{name}'.", advice=advice)


def _exists(path: FilePath) -> bool:
    try:
        return path.exists()
    except OSError:
        return False  # a name too long for a file


def _looks_like_path(source: str) -> bool:
    separators = (os.sep, os.altsep or os.sep)
    return any(s in source for s in separators) or bool(FilePath(source).suffix)
