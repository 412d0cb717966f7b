"""The gallery: published conflicts that come with the program."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from countermove.errors import unknown
from countermove.files.two_by_two import games

_MODEL = "model.toml"
_EXPECTED = "expected.toml"


def _gallery() -> Traversable:
    return files("countermove") / "cases"


@cache
def case_names() -> tuple[str, ...]:
    """Return the names of the cases in the gallery, in alphabetical order.

    Returns
    -------
    tuple of str

    Examples
    --------
    >>> "talks-2025" in case_names()
    True
    """
    return tuple(sorted(c.name for c in _gallery().iterdir() if (c / _MODEL).is_file()))


@cache
def _expected() -> Mapping[str, Mapping[str, Any]]:
    """Return by name what is written down beside the model of each case."""
    return {
        name: tomllib.loads((_gallery() / name / _EXPECTED).read_text("utf-8"))
        for name in case_names()
    }


@cache
def lessons() -> Mapping[str, str]:
    """Return by name what each case teaches, in the order of learning."""
    known = _expected()
    return {name: known[name]["teaches"] for name in sorted(known, key=lambda n: known[n]["place"])}


@dataclass(frozen=True, slots=True)
class UnlistedCase:
    """What is written down of a case that has too many states to list."""

    states: int
    happens: tuple[str, ...]


@cache
def unlisted_cases() -> Mapping[str, UnlistedCase]:
    """Return by name the cases that have too many states to list.

    >>> f"{unlisted_cases()['talks-2025-members'].states:.1e}"
    '1.2e+16'
    """
    return {
        name: UnlistedCase(known["unlisted"]["states"], tuple(known["unlisted"]["happens"]))
        for name, known in _expected().items()
        if "unlisted" in known
    }


def is_case(name: str) -> bool:
    """Say whether a case is called so: one of the gallery, or one of the 144 games.

    >>> is_case("elmira"), is_case("2x2-chicken"), is_case("elmira.toml")
    (True, True, False)
    """
    return name in case_names() or name in games()


def case_text(name: str) -> str:
    """Return the model file of a case or of a game."""
    game = games().get(name)
    return case_path(name).read_text("utf-8") if game is None else game.text()


def case_documents(name: str) -> Mapping[str, bytes]:
    """Return the documents that lie beside the model of a case, by the names of their files.

    >>> sorted(case_documents("night-ward")), dict(case_documents("elmira"))
    (['night-ward-minutes.txt', 'night-ward-report.html'], {})
    """
    if name in games():
        return {}
    folder = case_path(name).parent  # type: ignore[attr-defined]
    beside = sorted(folder.iterdir(), key=lambda file: file.name)
    return {file.name: file.read_bytes() for file in beside if file.name not in (_MODEL, _EXPECTED)}


def case_path(name: str) -> Traversable:
    """Return where the model file of a case of the gallery is."""
    names = case_names()
    if name not in names:
        raise unknown("case", name, names, "The cases are")
    return _gallery() / name / _MODEL
