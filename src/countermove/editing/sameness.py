"""When two files' data say the same, although TOML may write it in two ways."""

from __future__ import annotations

import datetime
from typing import Any

from countermove.errors import Path
from countermove.model.shapes import Shape, shape_of


def same(one: Any, other: Any, path: Path = ()) -> bool:
    """Say whether two files' data say the same, with ids in the same order."""
    if isinstance(one, dict) and isinstance(other, dict):
        shape = shape_of(path)
        agree = list(one) == list(other) or (
            one.keys() == other.keys() and _ordered(one, shape) == _ordered(other, shape)
        )
        return agree and all(same(one[k], other[k], (*path, k)) for k in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(
            same(a, b, (*path, k)) for k, (a, b) in enumerate(zip(one, other, strict=True))
        )
    if type(one) is type(other) and (one == other or repr(one) == repr(other)):
        return True
    shape = shape_of(path)
    one, other = shape.in_short(one), shape.in_short(other)
    if shape.form == "date":
        one, other = _written_date(one), _written_date(other)
    return type(one) is type(other) and bool(one == other)


def _ordered(table: dict[str, Any], shape: Shape) -> list[str]:
    """Return the keys whose order counts: those that are ids."""
    if not shape.is_table_of_ids or shape.each is None:
        return []
    if shape.each.inside:
        # Where a table must stand, something else is a mistake; TOML has it before all tables.
        kinds = (str, dict) if shape.each.short else dict
        return [key for key in table if isinstance(table[key], kinds)]
    return list(table)


def _written_date(value: Any) -> Any:
    return value.isoformat() if type(value) is datetime.date else value


def identical(one: Any, other: Any) -> bool:
    """Say whether two values are written alike: 1, 1.0 and true are three values."""
    if isinstance(one, dict) and isinstance(other, dict):
        return list(one) == list(other) and all(identical(one[k], other[k]) for k in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(identical, one, other))
    return type(one) is type(other) and bool(one == other)
