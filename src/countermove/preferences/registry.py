"""The kinds of preference: which of them reads which key of a preference in a model file.

A kind is one module in this folder: a class on :class:`Relations`, and under the decorator
:func:`preference_kind` a function that makes one of what the analyst wrote.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import TypeVar

from countermove.errors import ModelError, Path, Problem
from countermove.graph.bits import Bits
from countermove.graph.states import States
from countermove.model.preference import Preference
from countermove.preferences.relations import Relations

Read = Callable[[States, Preference, Path, Bits | None], Relations]
"""Makes relations of a preference as written, with its place in the model for errors. Where a set
of states is given only those matter: a ranking may miss the others."""

_READS: dict[str, Read] = {}

R = TypeVar("R", bound=Read)


def preference_kind(*keys: str) -> Callable[[R], R]:
    """Register the decorated function as the one that reads what stands under these keys."""

    def register(read: R) -> R:
        _READS.update(dict.fromkeys(keys, read))
        return read

    return register


@cache
def _load_kinds() -> None:
    package = import_module("countermove.preferences")
    for module in pkgutil.iter_modules(package.__path__):
        import_module(f"{package.__name__}.{module.name}")


def relations_of(
    states: States, written: Preference, path: Path, only: Bits | None = None
) -> Relations:
    """Return what an analyst wrote down of a preference as relations between the states."""
    _load_kinds()
    if written.kind not in _READS:
        what = f"what is written under '{written.kind}' gives no ranking of the outcomes."
        advice = "Write statements, a ranking or weights to have one."
        raise ModelError(*states.conflict.locate(Problem(what, (*path, written.kind), advice)))
    return _READS[written.kind](states, written, path, only)
