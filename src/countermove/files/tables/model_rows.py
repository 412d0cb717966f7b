"""The rows of a model by sheet, and what explains them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from countermove.files.tables.kinds import KINDS
from countermove.files.tables.sheets import COMMENT, Column, SheetKind

GUIDE = "Guide"
"""The sheet that explains the others; it isn't read."""

GUIDANCE = (
    ("Rows", f"A row each. Blank rows don't matter; a row that begins with {COMMENT} isn't read."),
    (
        "Columns",
        "Known by their heads, in any order. What isn't needed may be left blank or taken out.",
    ),
    (
        "Statements",
        "Options by their ids or in their words, joined by: not, and, or, implies, if, iff, and "
        "parentheses. Strike and not Raise the pay.",
    ),
    (
        "Ids",
        "Short names that don't change when words do. They are made where they are left blank.",
    ),
    (
        "Then",
        "Open it in the app, or: countermove import FILE.xlsx -o FILE.toml. Mistakes are told.",
    ),
)


@dataclass(frozen=True, slots=True)
class ModelRows:
    """The rows of a model by sheet, each with its cells by column; or a workbook to fill in.

    Parameters
    ----------
    title : str
        What the model is called.
    rows : mapping of str to list
        The rows by sheet.
    to_fill_in : bool
        Whether all is offered that is written often, with examples, and nothing for reading alone.
    """

    title: str
    rows: Mapping[str, list[dict[str, Any]]] = field(default_factory=dict)
    to_fill_in: bool = False

    @property
    def kinds(self) -> tuple[SheetKind, ...]:
        """The sheets that are written: the rare ones only where they have rows."""
        return tuple(
            kind
            for kind in KINDS
            if not kind.is_rare
            or self.rows.get(kind.title)
            or (self.to_fill_in and kind.is_offered)
        )

    def columns(self, kind: SheetKind) -> tuple[Column, ...]:
        """Return the columns that are written: the rare ones only where a row has them."""
        given = {key for row in self.rows.get(kind.title, ()) for key in row}
        if self.to_fill_in:
            return tuple(
                c for c in kind.columns if not c.is_said and (not c.is_rare or c.is_offered)
            )
        return tuple(c for c in kind.columns if not c.is_rare or c.key in given)

    def examples(self, kind: SheetKind) -> list[dict[str, Any]]:
        """Return rows that show how a sheet is filled in, and that aren't read."""
        first = kind.columns[0].key
        rows = kind.examples if self.to_fill_in else ()
        return [{**row, first: f"{COMMENT} {row[first]}"} for row in rows]
