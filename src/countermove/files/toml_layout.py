"""How a model is laid out as TOML, so that people like to read it.

It takes any plain data, those of a model with mistakes included.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from countermove.errors import Path
from countermove.files.shapes import keys_at, shape_of, within_views

WIDTH = 100
"""How long a line may be, where it can be broken."""

# The order of keys where the keys are given; tables of ids keep the order they have.
_MODEL_ORDER = (
    *("format", "title", "summary", "note", "status_quo", "decision_makers", "states", "moves"),
    *("terms", "rules", "labels", "preferences", "views", "claims", "sources"),
    "scenarios",
)
_PART_ORDER = (
    *("name", "called", "text", "moves", "does", "stops", "options", "holds"),
    *("says", "never", "possible", "always", "who", "role", "on", "said", "where"),
    *("statements", "ranking", "weights", "unknown", "infeasible", "because", "note"),
    *("preferences", "views"),
)
_STATEMENT: Path = ("preferences", "", "statements", 0)


def whole_text(blocks: Iterable[str]) -> str:
    """Join the blocks of a file, with a blank line between most."""
    text = ""
    for block in blocks:
        text += f"{block}\n" if not text or is_glued(block) else f"\n{block}\n"
    return text


def is_glued(block: str) -> bool:
    """Say whether a table follows right on the one before, as options do on their owner."""
    return block.partition("\n")[0].endswith(".options]")


def table_blocks(path: Path, data: Mapping[str, Any]) -> Iterator[str]:
    """Give a table and the tables in it as blocks of lines."""
    own: list[str] = []
    tables: list[tuple[str, Any]] = []
    for key, value in in_order(path, data):
        # Options keep their order: after one with a table of its own come only such.
        follows = tables and is_option((*path, key)) and isinstance(value, (str, Mapping))
        if follows or needs_table((*path, key), value):
            tables.append((key, {"text": value} if isinstance(value, str) else value))
        else:
            own += pair_lines((*path, key), value)
    if not path:
        yield "\n".join(own)
    elif own or not tables:
        yield "\n".join([f"[{dotted(path)}]", *own])
    for key, value in tables:
        if isinstance(value, Mapping):
            yield from table_blocks((*path, key), value)
        else:
            yield from (item_block((*path, key), item) for item in value)


def is_option(path: Path) -> bool:
    """Say whether an option stands at a place of a model."""
    return shape_of(path) == "decision_makers.*.options.*"


def item_block(path: Path, item: Any) -> str:
    """Write an item of a list of tables; `path` leads to the list."""
    pairs = {"holds": item} if isinstance(item, str) else item
    inside = (*path, 0)
    lines = [line for k, v in in_order(inside, pairs) for line in pair_lines((*inside, k), v)]
    return "\n".join([f"[[{dotted(path)}]]", *lines])


def in_order(path: Path, data: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """Give what a table holds in the order in which it is written."""
    if "*" in keys_at(path):
        return list(data.items())
    is_model = not path or (path[0] == "scenarios" and len(path) == 2)
    order = _MODEL_ORDER if is_model else _PART_ORDER
    return sorted(data.items(), key=lambda i: order.index(i[0]) if i[0] in order else len(order))


def needs_table(path: Path, value: Any) -> bool:
    """Say whether a value gets a [table] of its own, instead of standing behind its key."""
    match within_views(shape_of(path)):
        case "decision_makers.*.options.*" | "preferences.*.weights":
            return isinstance(value, Mapping) and not fits(path[-1], value)
        case "preferences.*.statements":
            # In an array each would be one long line.
            return (
                isinstance(value, Sequence)
                and all(isinstance(item, (str, Mapping)) for item in value)
                and any(isinstance(item, Mapping) and not fits("", item) for item in value)
            )
    return isinstance(value, Mapping)


def fits(key: str | int, value: Any) -> bool:
    """Say whether a key and its value fit into one line."""
    return len(f"{written_key(str(key))} = {inline(value)}") <= WIDTH


def pair_lines(path: Path, value: Any) -> list[str]:
    """Write a key and its value, on as many lines as it takes to read them."""
    key = str(path[-1])
    if isinstance(value, str):
        if shape_of(path) == "sources.*.on" and is_date(value):
            return [f"{written_key(key)} = {value}"]
        if "\r" not in value and ("\n" in value or not fits(key, value)):
            return [f'{written_key(key)} = """', *_wrapped(value)]
    elif isinstance(value, Sequence) and value:
        items = [inline(item) for item in value]
        if key == "statements" or not fits(key, value):
            # Rankings are read across, statements and moves downwards.
            lines = _filled(items) if key == "ranking" else [f"  {item}," for item in items]
            return [f"{written_key(key)} = [", *lines, "]"]
    return [f"{written_key(key)} = {inline(value)}"]


def _filled(items: list[str]) -> list[str]:
    lines = [""]
    for item in items:
        if len(lines[-1]) + len(item) + 2 > WIDTH and lines[-1]:
            lines.append("")
        lines[-1] += f" {item}," if lines[-1] else f"  {item},"
    return lines


def _wrapped(text: str) -> list[str]:
    """Write a text between triple quotes; a backslash joins a line with the next."""
    import tomlkit

    # The x keeps tomlkit from writing a line break in front.
    escaped = tomlkit.string("x" + text, multiline=True).as_string()[4:-3]
    lines: list[str] = []
    for line in escaped.split("\n"):
        rest = line
        while len(rest) > WIDTH and (space := _break(rest)):
            lines.append(rest[:space] + "\\")
            rest = rest[space:]
        lines.append(rest)
    lines[-1] += '"""'
    return lines


def _break(line: str) -> int:
    """Return where a line can be broken: behind a space, with none to follow."""
    spaces = [match.end() for match in re.finditer(r"(?<=[^ ]) (?=[^ \\])", line)]
    return max((s for s in spaces if s < WIDTH), default=min(spaces, default=0))


def inline(value: Any) -> str:
    """Write a value on one line."""
    if isinstance(value, Mapping):
        pairs = ", ".join(f"{written_key(k)} = {inline(v)}" for k, v in in_order(_STATEMENT, value))
        return f"{{ {pairs} }}" if pairs else "{}"
    if isinstance(value, str):
        import tomlkit

        return tomlkit.string(value).as_string()
    if isinstance(value, Sequence):
        return f"[{', '.join(inline(item) for item in value)}]"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else repr(value)


def written_key(key: str) -> str:
    """Write a key, in quotes where it needs them."""
    import tomlkit

    return tomlkit.key(key).as_string()


def dotted(path: Path) -> str:
    """Write the name of a table, as it stands in its header."""
    return ".".join(written_key(str(step)) for step in path)


def is_date(text: str) -> bool:
    """Say whether a text is a date, ``2025-02-12``."""
    try:
        return datetime.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
