"""The gallery: published conflicts that come with the program."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from countermove.errors import unknown

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
def lessons() -> Mapping[str, str]:
    """Return by name what each case teaches, in the order of learning."""
    known = {
        name: tomllib.loads((_gallery() / name / _EXPECTED).read_text("utf-8"))
        for name in case_names()
    }
    return {name: known[name]["teaches"] for name in sorted(known, key=lambda n: known[n]["place"])}


def case_path(name: str) -> Traversable:
    """Return where the model file of a case is."""
    names = case_names()
    if name not in names:
        raise unknown("case", name, names, "The cases are")
    return _gallery() / name / _MODEL
