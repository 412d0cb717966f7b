"""The gallery: published conflicts that come with the program."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from countermove.errors import unknown

_MODEL = "model.toml"


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


def case_path(name: str) -> Traversable:
    """Return where the model file of a case is."""
    names = case_names()
    if name not in names:
        raise unknown("case", name, names, "The cases are")
    return _gallery() / name / _MODEL
