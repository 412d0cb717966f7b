"""What the public functions are given, of whatever type: one thing or several, names, numbers."""

from __future__ import annotations

import operator
import os
import reprlib
from collections.abc import Iterable, Mapping, Sequence
from math import isnan
from typing import Any, TypeVar, overload

from countermove.errors import ArgumentError, unknown

K = TypeVar("K")
T = TypeVar("T")


@overload
def several(given: str | Iterable[str]) -> tuple[str, ...]: ...
@overload
def several(given: str | int | Iterable[str | int]) -> tuple[str | int, ...]: ...
def several(given: object) -> tuple[Any, ...]:
    """Return what was given as one thing or as several; a text is one."""
    if isinstance(given, (str, bytes)):
        return (given,)
    try:
        found = iter(given)  # type: ignore[call-overload]
    except TypeError:
        return (given,)
    return tuple(found)


def one_of(given: object, known: Sequence[str], kind: str, expected: str) -> None:
    """Refuse what isn't one of some names."""
    if not isinstance(given, str) or given not in known:
        raise unknown(kind, given, known, expected)


def by_name(known: Mapping[str, T], given: object) -> T | None:
    """Return what a name in small letters stands for, whatever the capitals of the name given."""
    return known.get(given.casefold()) if isinstance(given, str) else None


def integer(given: object) -> int | None:
    """Return a whole number of whatever library as Python's own; None for all else."""
    if type(given) is int:  # as most are
        return given
    try:
        return None if is_boolean(given) else operator.index(given)  # type: ignore[arg-type]
    except TypeError:
        return None


def whole(given: object, what: str, least: int | None = None, most: int | None = None) -> int:
    """Return a whole number, at least and at most so large, as Python's own."""
    number = integer(given)
    if number is None:
        raise wrong_type(what, "a whole number", given)
    if (least is not None and number < least) or (most is not None and number > most):
        size = f"from {least} on" if most is None else f"from {least} to {most:,}"
        raise ArgumentError(f"{what} can't be {number}.", advice=f"Give a number {size}.")
    return number


def boolean(given: object, what: str) -> bool:
    """Return true or false, of whatever library, as Python's own."""
    if is_boolean(given):
        return bool(given)
    raise wrong_type(what, "True or False", given)


def is_boolean(given: object) -> bool:
    """Say whether something is true or false, of whatever library."""
    return isinstance(given, bool) or (
        type(given).__name__ in {"bool", "bool_"} and getattr(given, "ndim", None) == 0
    )


def duration(given: object, what: str) -> float:
    """Return how many seconds something may take, perhaps without end, as Python's own number."""
    try:
        found = None if isinstance(given, (str, bytes)) or is_boolean(given) else float(given)  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError):
        found = None
    if found is None or isnan(found):
        raise wrong_type(what, "a number of seconds", given)
    if found < 0:
        raise ArgumentError(f"{what} can't be {given}.", advice="Give a number from 0 on.")
    return found


def mapping(given: Mapping[K, T], what: str) -> Mapping[K, T]:
    """Return a mapping as it is, and refuse all else."""
    if not isinstance(given, Mapping):
        raise wrong_type(what, "a mapping", given)
    return given


def text(given: object, what: str) -> str:
    """Return a text as it is, and refuse all else."""
    if not isinstance(given, str):
        raise wrong_type(what, "a text", given)
    return given


def path(given: object, what: str) -> str:
    """Return where a file is, given as a text or a path; refuse all else."""
    found = os.fspath(given) if isinstance(given, os.PathLike) else given
    if not isinstance(found, str):
        raise wrong_type(what, "a path, as a text or a pathlib.Path", given)
    return found


def wrong_type(what: str, expected: str, given: object, advice: str = "") -> ArgumentError:
    """Build the error for an argument of another type."""
    plain = isinstance(given, (str, bytes, int, float)) or given is None
    said = reprlib.repr(given) if plain else type(given).__name__
    return ArgumentError(f"{what} must be {expected}, not {said}.", advice=advice)
