"""When two files' data say the same, although TOML may write it in two ways."""

from __future__ import annotations

import datetime
from typing import Any

from countermove.errors import Path
from countermove.files.shapes import keys_at, shape_of, within_views

_TABLES_OF_TABLES = frozenset(
    {"decision_makers", "preferences", "views", "claims", "sources", "scenarios"}
)


def same(one: Any, other: Any, path: Path = ()) -> bool:
    """Say whether two files' data say the same, in the same order where the order counts.

    What TOML writes in two ways is one and the same: an option or a statement as a text or as a
    table of that text alone, the date of a source in quotes or without. The order of keys counts
    in tables of ids, not where the keys are given.
    """
    if isinstance(one, dict) and isinstance(other, dict):
        agree = list(one) == list(other) or (
            one.keys() == other.keys() and _ordered_keys(one, path) == _ordered_keys(other, path)
        )
        return agree and all(same(one[k], other[k], (*path, k)) for k in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(
            same(a, b, (*path, k)) for k, (a, b) in enumerate(zip(one, other, strict=True))
        )
    if type(one) is type(other) and (one == other or repr(one) == repr(other)):
        return True
    match within_views(shape_of(path)):
        case "decision_makers.*.options.*":
            one, other = _in_short(one, "text"), _in_short(other, "text")
        case "preferences.*.statements.#":
            one, other = _in_short(one, "holds"), _in_short(other, "holds")
        case "sources.*.on":
            one, other = _written_date(one), _written_date(other)
    return type(one) is type(other) and bool(one == other)


def _ordered_keys(table: dict[str, Any], path: Path) -> list[str]:
    if "*" not in keys_at(path):
        return []
    # Where a table must stand, something else is a mistake; TOML has it before all tables.
    shape = within_views(shape_of(path))
    if shape in _TABLES_OF_TABLES:
        return [key for key in table if isinstance(table[key], dict)]
    if shape == "decision_makers.*.options":
        return [key for key in table if isinstance(table[key], (str, dict))]
    return list(table)


def _in_short(value: Any, key: str) -> Any:
    return value[key] if isinstance(value, dict) and value.keys() == {key} else value


def _written_date(value: Any) -> Any:
    return value.isoformat() if type(value) is datetime.date else value


def identical(one: Any, other: Any) -> bool:
    """Say whether two values are written alike: 1, 1.0 and true are three values."""
    if isinstance(one, dict) and isinstance(other, dict):
        return list(one) == list(other) and all(identical(one[k], other[k]) for k in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(identical, one, other))
    return type(one) is type(other) and bool(one == other)
