"""What a sheet of a model is made of: columns, and the words that stand in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

YES, NO = "yes", "no"
NOTHING = "nothing"
"""What a status quo says in which nothing is done."""
NOTHING_DONE = "nothing done"
"""What an outcome is called in which none of the options is taken."""

INDIFFERENT = "indifferent"
"""What stands for the wishes of a party to which all outcomes are alike."""

COMMENT = "#"
"""A row whose first cell begins with this isn't read: an example, or what is left out for now."""

SURE: Mapping[str, Mapping[str, Any]] = {
    "perhaps": {"perhaps": True},
    "perhaps; left out": {"perhaps": "left out"},
    "either way": {"either_way": True},
    "perhaps; either way": {"perhaps": True, "either_way": True},
    "perhaps; left out; either way": {"perhaps": "left out", "either_way": True},
}
"""How sure a wish is, in words, and how the model has it; commas would part those of a list."""

LEVELS_ARE: Mapping[str, Mapping[str, Any]] = {
    "from least to most": {"ordered": True},
    "one step at a time": {"steps": "neighbour"},
    "from least to most; one step at a time": {"ordered": True, "steps": "neighbour"},
}
"""How the levels of an option are, in words, and how the model has it."""

STRONGLY = "strongly"
RULES = {
    "can't be": "infeasible",
    "only these can be": "feasible",
    "at most one": "at_most_one",
    "at least one": "at_least_one",
    "exactly one": "exactly_one",
    "needs": "requires",
    "count as one": "coalesce",
}
TESTS = {"never": "never", "possible": "possible", "always": "always"}
FOR, AGAINST = "wants it", "doesn't want it"
UNKNOWN_ORDER = "order not known"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet.

    Parameters
    ----------
    key : str
        What the program calls it.
    head : str
        What stands above it.
    hint : str
        What is to be written there.
    width : int
        How wide it is, in letters.
    choices : tuple of str
        What is offered in a list; anything else is refused.
    offers : str
        The sheet whose first column is offered in a list.
    is_prose : bool
        Whether it is text to be kept to the letter, blanks at its ends included.
    is_said : bool
        Whether it is there for reading alone.
    is_rare : bool
        Whether it is left out where no row has it.
    is_offered : bool
        Whether it stands in an empty workbook although it is rare.
    also : tuple of str
        What else may stand above it.
    """

    key: str
    head: str
    hint: str
    width: int = 16
    choices: tuple[str, ...] = ()
    offers: str = ""
    is_prose: bool = False
    is_said: bool = False
    is_rare: bool = False
    is_offered: bool = False
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SheetKind:
    """A sheet: what is on it, its columns, and rows that show how it is filled."""

    title: str
    holds: str
    columns: tuple[Column, ...]
    needs: tuple[str, ...]  # the columns without which it can't be read
    examples: tuple[Mapping[str, Any], ...] = ()
    also: tuple[str, ...] = ()
    is_rare: bool = False  # left out where it has no row …
    is_offered: bool = False  # … but for an empty workbook

    def column(self, key: str) -> Column:
        """Return a column."""
        return next(column for column in self.columns if column.key == key)
