"""What is said of a field of the model beside its type: how it is written in a file.

It stands on the field itself, in its `Annotated` type; what several fields share stands on the
type. From it follow how mistakes are told and mended, the order and layout of a saved file, what an
edit carries over, and the JSON Schema: see :mod:`countermove.model.shapes`.
"""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass
from typing import Any, Literal

Use = Literal[
    "statement",
    "option",
    "choice",
    "name",
    "source",
    "document",
    "state",
    "ranking",
    "group",
]
"""What a text names: a name is that of an option or a term, a choice an option or its level.

A group is one of parties, or a party or a family in it.
"""

Kind = Literal[
    "party",
    "family",
    "member",
    "group",
    "option",
    "level",
    "term",
    "state",
    "label",
    "document",
    "source",
    "claim",
    "scenario",
]
"""What an id is the id of."""

IN_STATEMENTS: frozenset[Kind | None] = frozenset({"option", "term", "state"})
"""What statements call by its id."""

KeyUse = Kind | Literal["name"]
"""What a key of a table names."""

OUT: Any = object()
"""In place of a harmless value: leave the part out."""


@dataclass(frozen=True, slots=True)
class Written:
    """How a part of a model is written; what isn't said follows from its type."""

    expected: str = ""  # what it must be, in the words of an error
    called: str = ""  # by people: `{}` is its own name, `{dm}` that of its party
    _: KW_ONLY
    # For a broken one that can't be left out: a value, or what makes one of the place in the file.
    instead: Any = OUT
    how_to_add: str = ""  # one that is missing
    noun: str = ""  # what a wrong word among a few is called …
    choices: str = ""  # … and what the right ones mean
    names: Use | None = None  # what a text names
    ids: Kind | None = None  # what its keys are the ids of
    keys: KeyUse | None = None  # what its keys name that has its id elsewhere
    declares: str = ""  # what may be missed where it is broken, beside what it holds ids of
    empty: bool = False  # whether it says nothing when empty, beside what is empty by default
    at_least: int | None = None  # how many of a group hold, in a rule about groups …
    at_most: int | None = None  # … and at most
    # A table on one line where it fits, a list that is read across, a text that may be a date.
    form: Literal["line", "across", "date"] | None = None
