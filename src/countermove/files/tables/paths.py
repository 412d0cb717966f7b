"""Parts of a model by their paths: in cells, compared, put in their place."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from countermove.errors import Path
from countermove.files.toml_layout import inline
from countermove.model.shapes import shape_of

_STEP = re.compile(r'(?:^|\.)(?:("(?:[^"\\]|\\.)*")|([\w-]+))|\[(\d+)\]')
_ODD = re.compile(r"[^\x20-\x7e\xa1-\u1fff\u2010-\u2027\u2030-\u205f\u2070-\ud7ff\uf900-\ufdff]")


def path_text(path: Path) -> str:
    """Write a path, keys joined by points and places in lists in brackets.

    >>> path_text(("views", "us", "unknown", 0)), path_text(("labels", "4*"))
    ('views.us.unknown[0]', 'labels."4*"')
    """
    text = ""
    for step in path:
        if isinstance(step, int):
            text += f"[{step}]"
        else:
            key = step if re.fullmatch(r"[\w-]+", step) else _plain(json.dumps(step))
            text += f".{key}" if text else key
    return text


def read_path(text: str) -> Path | None:
    """Read a path; None where it is none.

    >>> read_path('labels."4*"'), read_path("views.us.unknown[0]"), read_path("a b")
    (('labels', '4*'), ('views', 'us', 'unknown', 0), None)
    """
    path: list[str | int] = []
    at = 0
    while at < len(text):
        step = _STEP.match(text, at)
        if step is None:
            return None
        quoted, plain, number = step.groups()
        try:
            path.append(int(number) if number else plain or json.loads(quoted))
        except ValueError:
            return None
        at = step.end()
    return tuple(path) if path and isinstance(path[0], str) else None


def leaves(path: Path, value: Any) -> Iterator[tuple[Path, Any]]:
    """Give the parts of a value that stand in a row each, in order."""
    value = _in_full(path, value)
    if isinstance(value, Mapping) and value:
        for key, inner in value.items():
            yield from leaves((*path, key), inner)
    elif isinstance(value, (list, tuple)) and any(isinstance(v, (dict, list)) for v in value):
        for k, inner in enumerate(value):
            yield from leaves((*path, k), inner)
    else:
        yield path, value


def _in_full(path: Path, value: Any) -> Any:
    """Return an option as a table, so that a text may come beside what it has already."""
    return value if isinstance(value, str) else shape_of(path).in_full(value)


def value_text(value: Any) -> str:
    """Write a value as TOML has it, in signs that any cell holds."""
    return _plain(inline((), value))


def _plain(text: str) -> str:
    return _ODD.sub(lambda m: f"\\U{ord(m[0]):08X}", text.replace("_x", "\\u005Fx"))


def read_value(text: str) -> Any:
    """Read such a value; a text without quotes is itself.

    >>> read_value('["a", 1]'), read_value("friendly"), read_value("0.5")
    (['a', 1], 'friendly', Decimal('0.5'))
    """
    try:
        return tomllib.loads(f"value = {text}", parse_float=Decimal)["value"]
    except (tomllib.TOMLDecodeError, ValueError, RecursionError):
        if text[:1] in {'"', "'", "[", "{"}:
            raise ValueError("this isn't written as TOML has it") from None
        return text


def differences(data: Any, back: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Give what has to be put into data so that they say what others say."""
    if isinstance(data, Mapping) and isinstance(back, Mapping):
        for key, value in data.items():
            if key not in back:
                yield (*path, key), value
            elif not _same(value, back[key]):
                yield from differences(value, back[key], (*path, key))
    elif isinstance(data, list) and isinstance(back, list) and len(data) == len(back):
        for k, (value, other) in enumerate(zip(data, back, strict=True)):
            if not _same(value, other):
                yield from differences(value, other, (*path, k))
    else:
        yield path, data


def _same(value: Any, other: Any) -> bool:
    return bool(type(value) is type(other) and value == other)


def put(data: dict[str, Any], path: Path, value: Any) -> bool:
    """Put a value in its place, whatever stands there, and say whether there is such a place."""
    here: Any = data
    for k, step in enumerate(path):
        last = k == len(path) - 1
        following: Any = value if last else [] if isinstance(path[k + 1], int) else {}
        if isinstance(step, int):
            if not isinstance(here, list) or step > len(here):
                return False
            if step == len(here):
                here.append(following)
            elif last:
                here[step] = value
        elif not isinstance(here, dict):
            return False
        elif last or step not in here:
            here[step] = following
        if not last:
            inner = shape_of(path[: k + 1]).in_full(here[step])
            here[step] = inner if isinstance(inner, type(following)) else following
            here = here[step]
    return True


def table(data: Any, *path: str | int) -> dict[str, Any]:
    """Return the table at a place; an empty one where there is none, or something else."""
    found = part(data, path)
    return found if isinstance(found, dict) else {}


def part(data: Any, path: Sequence[str | int]) -> Any:
    """Return what stands at a place, or None."""
    for step in path:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return None
    return data
