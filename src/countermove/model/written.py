"""What is said of a field of the model beside its type: how it is written in a file.

It stands on the field itself, in its `Annotated` type; what several fields share stands on the
type. From it follow how mistakes are told and mended, the order and layout of a saved file, what an
edit carries over, and the JSON Schema: see :mod:`countermove.model.shapes`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from countermove.errors import Path

Use = Literal["statement", "option", "name", "source", "state", "ranking"]
"""What a text names: a name is that of an option or a term; a ranking names several states."""

Kind = Literal["party", "option", "term", "state", "label", "source", "claim", "scenario"]
"""What an id is the id of."""

KeyUse = Kind | Literal["name"]
"""What a key of a table names."""

OUT: Any = object()
"""In place of a harmless value: leave the part out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """How a part of a model is written; what isn't said follows from its type.

    Parameters
    ----------
    expected : str
        What it must be, in the words of an error.
    instead : object
        What stands in for a broken one that can't be left out: a value, or what makes one of the
        place in the file.
    how_to_add : str
        How one is added that is missing.
    noun, choices : str
        What a wrong word among a few is called, and what they mean.
    names : Use, optional
        What a text names.
    ids : Kind, optional
        What the keys of a table are the ids of.
    keys : KeyUse, optional
        What the keys of a table name that has its id elsewhere.
    declares : {"names", "sources", "preferences"}, optional
        What may be missed where it is broken; what it holds ids of needn't be said.
    called : str
        What people call it: `{}` is its own name, `{dm}` that of its decision maker.
    empty : bool
        Whether it says nothing when it is empty. Where that is the default it needn't be said.
    at_least, at_most : int, optional
        In a rule about groups, how many of a group hold.
    form : {"line", "across", "date"}, optional
        A table that stands on one line where it fits, a list read across, a text that may be a
        date.
    """

    expected: str = ""
    instead: Any = OUT
    how_to_add: str = ""
    noun: str = ""
    choices: str = ""
    names: Use | None = None
    ids: Kind | None = None
    keys: KeyUse | None = None
    declares: str = ""
    called: str = ""
    empty: bool = False
    at_least: int | None = None
    at_most: int | None = None
    form: Literal["line", "across", "date"] | None = None


StandIn = Callable[[Path], Any]
"""Makes what stands in for a broken part of its place."""
