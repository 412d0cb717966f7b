"""Cells: what one holds, where it stands, and which texts it gives back as they were."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from countermove.errors import Place
from countermove.model.numbers import Number, exact

LONGEST = 32_767
"""So many characters fit into a cell of a spreadsheet."""

_UNSAFE = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]|_x[0-9a-fA-F]{4}_"
)
GUARD = re.compile(r"(?<![^;\t])'(?=\s*[=+\-@＝＋－＠])")
"""What keeps a spreadsheet from computing a text of CSV, or its part behind a semicolon."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What stands in a cell that has no value: an error of its program, a formula never computed.

    Parameters
    ----------
    what : str
        What is wrong, as a sentence.
    advice : str
        What to do about it.
    """

    what: str
    advice: str


Value = str | int | float | bool | Decimal | datetime.date | Fault


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that isn't blank."""

    value: Value
    place: Place

    @property
    def column(self) -> int:
        """In which column of its row it stands, counted from 1."""
        return self.index or self.place.column or 1

    index: int = 0

    @property
    def text(self) -> str:
        """What it says, as a text."""
        return text_of(self.value)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet as it is read: rows of cells that aren't blank, none of them empty."""

    title: str
    rows: Sequence[Sequence[Cell]] = field(default_factory=list)


def text_of(value: Any) -> str:
    """Return what a cell says, as a text.

    >>> text_of(3.0), text_of(True), text_of(datetime.datetime(2025, 2, 12)), text_of("a ")
    ('3', 'yes', '2025-02-12', 'a ')
    """
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.datetime):
        is_day = value.time() == datetime.time()
        return (value.date() if is_day else value.replace(microsecond=0)).isoformat()
    if isinstance(value, datetime.date):
        return value.isoformat()
    return "" if isinstance(value, Fault) else str(value)


def number_of(value: Any) -> Number | None:
    """Return the number that a cell holds, also as a text, exactly; None where it is none.

    >>> [str(number_of(value)) for value in ("0,7", "70 %", "1/3", 2.0, "many", True)]
    ['0.7', '0.7', '1/3', '2', 'None', 'None']
    """
    if not isinstance(value, str):
        return None if isinstance(value, (datetime.date, Fault)) else exact(value)
    text = value.strip().replace("−", "-").replace("–", "-")
    share = text.endswith("%")
    text = text.removesuffix("%").strip()
    if re.fullmatch(r"[-+]?\d+/\d+", text):
        return exact(text.removeprefix("+"))
    if not re.fullmatch(r"[-+]?(\d+([.,]\d*)?|[.,]\d+)([eE][-+]?\d{1,3})?", text):
        return None
    found = exact(Decimal(text.replace(",", ".")))
    return exact(Fraction(found) / 100) if share and found is not None else found


def held(text: str) -> str:
    r"""Return what a cell can hold of a text: without what isn't read back as it was.

    >>> held("=a"), held("'=a"), held("a\r\nb")
    ('=a', '=a', 'a\nb')
    """
    return GUARD.sub("", _UNSAFE.sub("", text))[:LONGEST]


def written(value: Any) -> Value:
    """Return a value of a model as a cell gives it back, or a text where that is exact."""
    if isinstance(value, str):
        return held(value)
    if isinstance(value, (bool, float)):
        return value
    if isinstance(value, int):
        return value if abs(value) < 10**15 else str(value)
    return str(Fraction(value)) if isinstance(value, (Decimal, Fraction)) else str(value)
