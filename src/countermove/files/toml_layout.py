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
from countermove.model.shapes import shape_of

WIDTH = 100
"""How long a line may be, where it can be broken."""


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
            tables.append((key, shape_of((*path, key)).in_full(value)))
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
    shape = shape_of(path)
    return bool(shape.short) and shape.is_entry


def item_block(path: Path, item: Any) -> str:
    """Write an item of a list of tables; `path` leads to the list."""
    inside = (*path, 0)
    pairs = shape_of(inside).in_full(item)
    lines = [line for k, v in in_order(inside, pairs) for line in pair_lines((*inside, k), v)]
    return "\n".join([f"[[{dotted(path)}]]", *lines])


def in_order(path: Path, data: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """Give what a table holds in the order in which it is written."""
    order = list(shape_of(path).inside)
    return sorted(data.items(), key=lambda i: order.index(i[0]) if i[0] in order else len(order))


def needs_table(path: Path, value: Any) -> bool:
    """Say whether a value gets a [table] of its own, instead of standing behind its key."""
    shape = shape_of(path)
    if shape.is_read_down:
        # In an array each would be one long line.
        return (
            isinstance(value, Sequence)
            and all(isinstance(item, (str, Mapping)) for item in value)
            and any(isinstance(i, Mapping) and not _fits((*path, 0), "", i) for i in value)
        )
    if not isinstance(value, Mapping):
        return False
    return not ((shape.short or shape.form == "line") and _fits(path, str(path[-1]), value))


def _fits(path: Path, key: str, value: Any) -> bool:
    """Say whether a key and its value fit into one line."""
    return len(f"{written_key(key)} = {inline(path, value)}") <= WIDTH


def pair_lines(path: Path, value: Any) -> list[str]:
    """Write a key and its value, on as many lines as it takes to read them."""
    key, shape = str(path[-1]), shape_of(path)
    if isinstance(value, str):
        if shape.form == "date" and is_date(value):
            return [f"{written_key(key)} = {value}"]
        if "\r" not in value and ("\n" in value or not _fits(path, key, value)):
            return [f'{written_key(key)} = """', *_wrapped(value)]
    elif isinstance(value, Sequence) and value:
        items = [inline((*path, 0), item) for item in value]
        if shape.is_read_down or not _fits(path, key, value):
            lines = _filled(items) if shape.form == "across" else [f"  {item}," for item in items]
            return [f"{written_key(key)} = [", *lines, "]"]
    return [f"{written_key(key)} = {inline(path, value)}"]


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


def inline(path: Path, value: Any) -> str:
    """Write a value on one line."""
    if isinstance(value, Mapping):
        pairs = ", ".join(
            f"{written_key(k)} = {inline((*path, k), v)}" for k, v in in_order(path, value)
        )
        return f"{{ {pairs} }}" if pairs else "{}"
    if isinstance(value, str):
        import tomlkit

        return tomlkit.string(value).as_string()
    if isinstance(value, Sequence):
        return f"[{', '.join(inline((*path, 0), item) for item in value)}]"
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
