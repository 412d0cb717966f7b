"""One thing that an edit changed in a model as it is written, and the ids that it renamed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from countermove.errors import Path
from countermove.model.shapes import shape_of

Kind = Literal["added", "removed", "changed", "moved", "renamed"]

Data = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ModelChange:
    """One thing that is otherwise in a model.

    Parameters
    ----------
    kind : {"added", "removed", "changed", "moved", "renamed"}
        What was done. Moved is what stands elsewhere in an order that matters.
    path : tuple of str and int
        Where it stands after the edit; where it stood before, if it was removed.
    before, after : any
        What it was and what it is, as plain data; None where there was or is nothing.
    origin : tuple of str and int
        Where it stood before; empty if it was added.
    """

    kind: Kind
    path: Path
    before: Any
    after: Any
    origin: Path = ()

    @property
    def is_formal(self) -> bool:
        """Whether answers may depend on it; else it is in words, names or the record only."""
        path = self.path[2:] if self.path[0] == "scenarios" else self.path
        if self.kind == "renamed" or not path or path[0] in ("documents", "sources", "labels"):
            return False
        return not shape_of(path).is_words


@dataclass(slots=True)
class Renames:
    """Old and new ids; options by their full names, levels as ``us.terms is table``."""

    ids: dict[str, dict[str, str]] = field(default_factory=dict)

    def of(self, table: str, name: str) -> str:
        """Return the new id of something in a table."""
        return self.ids.get(table, {}).get(name, name)

    def level(self, option: str, level: str) -> str:
        """Return the new id of a level by the old full name of its option."""
        name = f"{option} is {level}"
        return self.of("levels", name).rpartition(" ")[2]
