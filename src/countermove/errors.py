"""Every exception of Countermove, and the problems they carry."""

from __future__ import annotations

import contextlib
import pathlib
import sys
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Protocol

Path = tuple[str | int, ...]
"""A place in a model: the keys and positions that lead to it."""

_SHOWN_NAMES = 8


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a file; line and column count from 1. On a sheet they name a cell."""

    file: str
    line: int | None = None
    column: int | None = None
    sheet: str = ""

    def __str__(self) -> str:
        """Give the place as compilers print it, ``file:line:column``, or as ``file:Sheet!C7``."""
        if self.sheet:
            return f"{self.file}:{self.sheet}{f'!{self.cell}' if self.cell else ''}"
        parts = [self.file, *(str(n) for n in (self.line, self.column) if n is not None)]
        return ":".join(parts)

    @property
    def cell(self) -> str:
        """The cell of a sheet, as spreadsheets call it: ``C7``."""
        return f"{column_letters(self.column)}{self.line}" if self.column and self.line else ""


class Places(Protocol):
    """Something that knows where in a file the parts of a model stand."""

    def find(self, path: Path, offset: int | None = None) -> Place:
        """Return the place of a part, `offset` characters into its text where given."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong.

    Parameters
    ----------
    what : str
        What is wrong, as a sentence.
    path : tuple of str and int
        Where in the model.
    advice : str
        What was expected and what to do, as sentences; may be empty.
    offset : int, optional
        How many characters into the text at `path` the mistake stands.
    place : Place, optional
        Where in the file, once known.
    """

    what: str
    path: Path = ()
    advice: str = ""
    offset: int | None = None
    place: Place | None = None

    def located(self, places: Places | None) -> Problem:
        """Return the problem with its place in the file filled in."""
        if places is None or self.place is not None:
            return self
        return replace(self, place=places.find(self.path, self.offset))

    @property
    def line_and_column(self) -> tuple[int, int]:
        """Where in the file, to put problems in its order."""
        return (self.place.line or 0, self.place.column or 0) if self.place else (0, 0)

    @property
    def said(self) -> str:
        """The fault and the advice, where its place is plain."""
        return f"{self.what} {self.advice}".rstrip()

    def __str__(self) -> str:
        """Give place, fault and advice in one line."""
        found = [str(self.place)] if self.place is not None else []
        if self.path and (self.place is None or self.place.line is None):
            found.append(written_path(self.path))
        return ": ".join([*found, self.said])


class CountermoveError(Exception):
    """The root of all errors that Countermove raises on purpose.

    Parameters
    ----------
    *problems : Problem or str
        What is wrong; at least one.
    path : tuple of str and int
        Where in the model, of what is said in a text.
    advice : str
        What was expected and what to do about it.
    """

    def __init__(self, *problems: Problem | str, path: Path = (), advice: str = "") -> None:
        self.problems = tuple(
            Problem(p, path, advice) if isinstance(p, str) else p for p in problems
        )
        super().__init__("\n".join(str(p) for p in self.problems))


class ModelError(CountermoveError, ValueError):
    """The model itself is wrong: names, statements, rules, preferences, states."""


class FileError(CountermoveError, ValueError):
    """A file can't be read or written, or isn't in the format it claims."""

    @classmethod
    def of(cls, file: object, what: str, advice: str = "") -> FileError:
        """Say what is wrong about a file, wherever in it."""
        return cls(Problem(what, advice=advice, place=Place(str(file))))


class FileGoneError(FileError):
    """A model file that was there is gone; its history still has what it said."""


class EditError(CountermoveError, ValueError):
    """A change of a model file can't be made: what it is about isn't there."""


class UnknownNameError(CountermoveError, LookupError):
    """A request names something that the model or the program doesn't have."""


class ArgumentError(CountermoveError, TypeError, ValueError):
    """An argument of a function isn't of a type, or a number not of a size, that it takes."""


class ConceptNotApplicableError(CountermoveError, TypeError):
    """A concept or a question doesn't apply to this kind of model, preference or engine."""


class MissingExtraError(CountermoveError, ImportError):
    """An optional part of the program isn't installed."""


class TooLargeError(CountermoveError, MemoryError):
    """The model is too large for the engine that was asked."""


class StoppedError(CountermoveError, RuntimeError):
    """A computation was stopped by whoever follows its progress."""


class EditConflictError(CountermoveError, RuntimeError):
    """A file was changed by others in what an edit touches; the edit wasn't made."""


class collected(contextlib.AbstractContextManager[None]):  # noqa: N801 (said as a verb)
    """Note what is wrong with a model within, to say all of it at once."""

    def __init__(self, problems: list[Problem]) -> None:
        self._problems = problems

    def __exit__(self, kind: object, error: object, trace: object) -> bool:
        if not isinstance(error, ModelError):
            return False
        self._problems += error.problems
        return True


@dataclass(frozen=True, slots=True)
class MovedPlaces:
    """Places of a model of which a part stands in the file where another path leads."""

    places: Places
    written_at: Callable[[Path], Path]

    def find(self, path: Path, offset: int | None = None) -> Place:
        """Return the place of a part, `offset` characters into its text where given."""
        return self.places.find(self.written_at(path), offset)


def column_letters(number: int) -> str:
    """Return what spreadsheets call a column, counted from 1.

    >>> column_letters(3), column_letters(28)
    ('C', 'AB')
    """
    letters = ""
    while number:
        number, last = divmod(number - 1, 26)
        letters = f"{chr(ord('A') + last)}{letters}"
    return letters


def written_path(path: Path) -> str:
    """Write a place in a model the way Python would, ``preferences.us.statements[2]``."""
    text = ""
    for step in path:
        if isinstance(step, int):
            text += f"[{step}]"
        else:
            text += f".{step}" if text else step
    return text


def shown_of(total: int, most: int) -> int:
    """Return how many of a list are shown, `most` or so: all, where few would be left out."""
    return total if total <= most + max(most // 5, min(4, most // 2)) else most


def listed(names: Iterable[str], count: int | None = None) -> str:
    """Write names as a list, shortened after eight or so."""
    if count is None:
        names = list(names)
        count = len(names)
    most = shown_of(count, _SHOWN_NAMES)
    shown = ", ".join(islice(names, most))
    rest = count - most
    return f"{shown} and {rest} more" if rest > 0 else shown


def closest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name that was probably meant, or None; capitals don't matter."""
    import difflib

    by_folded = {candidate.casefold(): candidate for candidate in reversed(list(known))}
    close = difflib.get_close_matches(name.casefold(), by_folded, n=1, cutoff=0.6)
    return by_folded[close[0]] if close else None


def suggestion(name: str, known: Iterable[str], expected: str) -> str:
    """Say which known name was probably meant, and which names there are."""
    known = list(known)
    if not known:
        return f"{expected}: none."
    if alike := next((k for k in known if k != name and _seen(k) == _seen(name)), None):
        return f"'{alike}' looks the same, but {_unseen(name, alike)}"
    close = closest(name, known)
    hint = f"Did you mean '{close}'? " if close is not None else ""
    return f"{hint}{expected}: {listed(known)}."


def _seen(name: str) -> str:
    """Return a name as it looks: without characters that nothing is drawn for."""
    return unicodedata.normalize("NFC", "".join(c for c in name if not _is_hidden(c)))


def _is_hidden(character: str) -> bool:
    return unicodedata.category(character) == "Cf"


def _unseen(name: str, alike: str) -> str:
    """Say what differs between two names that look the same."""
    for which, text in (("here", name), ("there", alike)):
        for hidden in filter(_is_hidden, text):
            called = unicodedata.name(hidden, f"U+{ord(hidden):04X}").lower()
            return f"{which} stands a character that can't be seen ({called}). Type it anew."
    return "a letter and its mark are one character in the one and two in the other. Copy it."


def unknown(kind: str, name: object, known: Sequence[str], expected: str) -> UnknownNameError:
    """Build the error for a name in a request that isn't known."""
    return UnknownNameError(f"no {kind} '{name}'.", advice=suggestion(str(name), known, expected))


def missing_extra(extra: str, what: str) -> MissingExtraError:
    """Build the error for an optional part that isn't installed."""
    return MissingExtraError(
        f"{what} needs an optional part that isn't installed.",
        advice=f"Install it with: {install_command(extra)}",
    )


def install_command(extra: str) -> str:
    """Return what installs an optional part where this program runs, and nowhere else."""
    return f'{_this_python()} -m pip install "countermove[{extra}]"'


def _this_python() -> str:
    """Return what is typed to run the interpreter that runs this."""
    import shutil

    interpreter = sys.executable
    if not interpreter or shutil.which("python") == interpreter:
        return "python"
    with contextlib.suppress(ValueError):
        interpreter = str(pathlib.Path(interpreter).relative_to(pathlib.Path.cwd()))
    return f'"{interpreter}"' if " " in interpreter else interpreter
