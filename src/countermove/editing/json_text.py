"""Edits of the text of a JSON file: its indentation and the order of its keys stay."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from countermove.editing.applying import applied
from countermove.editing.edits import Edit
from countermove.errors import EditError
from countermove.model.numbers import plain


class _Number(float):
    """A number that is written again as the file has it."""

    spelling: str

    def __deepcopy__(self, _: object) -> _Number:
        return self


def _number(text: str) -> _Number:
    number = _Number(text)
    number.spelling = text
    return number


def _table(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    table = dict(pairs)
    if len(table) < len(pairs):
        raise ValueError("a key is given twice")
    return table


def edited_json(text: str, edits: Sequence[Edit]) -> str:
    """Return the text of a JSON file after some edits."""
    try:
        data = json.loads(text, parse_float=_number, object_pairs_hook=_table)
    except (ValueError, RecursionError) as error:
        what = f"the file isn't JSON, so it can't be edited part by part: {error}."
        raise EditError(what, advice="Mend its text first.") from None
    if not isinstance(data, dict):
        raise EditError("the file holds no model.", advice="Mend its text first.")
    changed = applied(data, edits)
    written = _written(changed, _indentation(text), text.isascii() and "\\u" in text)
    end = text[len(text.rstrip()) :]
    return written.replace("\n", "\r\n") + end if "\r\n" in text else written + end


def _indentation(text: str) -> str | None:
    """Return how deep the first line within the outermost table is indented."""
    first = re.match(r"\s*\{[ \t]*\r?\n([ \t]*)", text)
    return first[1] if first else None


def _written(value: Any, indent: str | None, ascii_only: bool, depth: int = 0) -> str:
    """Write a value as `json.dumps` does, but every number as the file has it."""
    if isinstance(value, (dict, list)) and value:
        opening, closing = "{}" if isinstance(value, dict) else "[]"
        values = value.values() if isinstance(value, dict) else value
        inner = [_written(v, indent, ascii_only, depth + 1) for v in values]
        if isinstance(value, dict):
            inner = [
                f"{json.dumps(key, ensure_ascii=ascii_only)}: {text}"
                for key, text in zip(value, inner, strict=True)
            ]
        if indent is None:
            return f"{opening}{', '.join(inner)}{closing}"
        line = f"\n{indent * (depth + 1)}"
        return f"{opening}{line}{f',{line}'.join(inner)}\n{indent * depth}{closing}"
    match value:
        case _Number():
            return value.spelling
        case datetime.date() | datetime.time():
            value = value.isoformat()
        case Decimal():
            value = plain(value)
    return json.dumps(value, ensure_ascii=ascii_only)
