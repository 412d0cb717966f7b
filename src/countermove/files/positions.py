"""Where in a TOML or JSON text the parts of a model stand.

The standard library's parsers give values without their places. When an error needs one, the
text is parsed a second time by tree-sitter, which keeps every position; a file without mistakes
never pays for it. Nothing here recurses, so a file can't be nested too deeply for it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from countermove.errors import Path, Place

if TYPE_CHECKING:
    from tree_sitter import Node

Format = Literal["toml", "json"]

# What a part is: made on the way to another one, by `key = value`, by [table] or by [[table]].
_Kind = Literal["implied", "pair", "table", "array of tables"]


class _Part:
    """A key or an item, with the bytes where its key and its value begin and its value ends."""

    __slots__ = ("children", "end", "key", "kind", "parent", "start", "step")

    def __init__(self, parent: _Part | None, step: str | int, key: int) -> None:
        self.parent = parent
        self.step = step
        self.key = key
        self.start = self.end = -1
        self.kind: _Kind = "implied"
        self.children: dict[str | int, _Part] = {}

    @property
    def path(self) -> Path:
        steps: list[str | int] = []
        part = self
        while part.parent is not None:
            steps.append(part.step)
            part = part.parent
        return tuple(reversed(steps))

    def child(self, step: str | int, key: int) -> _Part:
        return self.children.setdefault(step, _Part(self, step, key))


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A key that a file gives twice.

    Parameters
    ----------
    path : tuple of str and int
        The key.
    first, second : Place
        Where it stands.
    is_table : bool
        Whether the second one holds further keys.
    span : tuple of int
        The bytes of the second one, from and to.
    """

    path: Path
    first: Place
    second: Place
    is_table: bool
    span: tuple[int, int]


@dataclass
class FilePlaces:
    """The places in one file; see :class:`countermove.errors.Places`.

    Parameters
    ----------
    text : str
        What the file says.
    name : str
        What the file is called in messages.
    format : {"toml", "json"}
        How it is written.
    """

    text: str
    name: str
    format: Format

    def __getstate__(self) -> dict[str, str]:
        """Leave out what can be computed again, when a model is sent to another process."""
        return {"text": self.text, "name": self.name, "format": self.format}

    def find(self, path: Path, offset: int | None = None) -> Place:
        """Return where a part stands: a value where it begins, a table where its key does.

        Parameters
        ----------
        path : tuple of str and int
            The part. Where the file doesn't have it, the nearest thing around it is found.
        offset : int, optional
            How many characters into the text at `path`.
        """
        part, whole = self._part(path)
        if offset is not None and whole:
            part = part.children.get("holds", part)
            raw = self._source[part.start : part.end].decode()
            if raw[:1] in {'"', "'"}:
                before = raw[: raw_offset(raw, offset)]
                return self._place(part.start + len(before.encode()))
        is_value = part.start >= 0 and not (part.key >= 0 and self._is_table(part))
        return self._place(part.start if is_value else max(part.key, 0))

    def find_key(self, path: Path) -> Place:
        """Return where the key of a part stands, or the item where it has none."""
        part, whole = self._part(path)
        return self._place(part.key) if whole and part.key >= 0 else self.find(path)

    def place_of(self, character: int) -> Place:
        """Return the place of a character of the text."""
        return self._place(len(self.text[:character].encode()))

    @property
    def duplicates(self) -> list[Duplicate]:
        """Keys that the file gives twice; empty when the text has syntax errors."""
        return self._index[1]

    def _part(self, path: Path) -> tuple[_Part, bool]:
        part = self._index[0]
        for step in path:
            child = part.children.get(step)
            if child is None:
                return part, False
            part = child
        return part, True

    def _is_table(self, part: _Part) -> bool:
        return self._source[part.start : part.start + 1] == b"{" or part.kind == "table"

    @cached_property
    def _source(self) -> bytes:
        return self.text.encode()

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer(rb"\n", self._source))]

    def _place(self, byte: int) -> Place:
        line = bisect_right(self._line_starts, byte)
        before = self._source[self._line_starts[line - 1] : byte].decode(errors="replace")
        return Place(self.name, line, len(before) + 1)

    @cached_property
    def _index(self) -> tuple[_Part, list[Duplicate]]:
        root = _Part(None, "", -1)
        twice: list[tuple[_Part, _Part, Node]] = []
        read = _read_toml if self.format == "toml" else _read_json
        sound = read(self._source, root, twice)
        return root, [
            Duplicate(
                second.path,
                self._place(first.key),
                self._place(second.key),
                bool(second.children) or node.type in {"table", "table_array_element"},
                (node.start_byte, node.end_byte),
            )
            for first, second, node in twice
            if sound
        ]


def raw_offset(raw: str, offset: int) -> int:
    r"""Say where a character of a text stands in the way it is written, quotes and all.

    Parameters
    ----------
    raw : str
        The text as the file has it, quotes included.
    offset : int
        Which character of the text, from 0.

    Returns
    -------
    int
        The position of its first character in `raw`.

    Examples
    --------
    >>> raw_offset(r'"a\tb"', 2)
    4
    """
    quote = raw[:3] if raw[:3] in {'"""', "'''"} else raw[:1]
    k = len(quote)
    if len(quote) == 3:
        k += len(re.match(r"\r?\n|", raw[k:]).group())  # type: ignore[union-attr]
    last = max(len(raw) - len(quote), k)
    while k < last:
        if len(quote) == 3 and (joined := _LINE_JOIN.match(raw, k)):
            k = joined.end()
            continue
        if offset <= 0:
            break
        escape = _ESCAPE.match(raw, k) if quote[0] == '"' else None
        k = escape.end() if escape else k + (2 if raw.startswith("\r\n", k) else 1)
        offset -= 1
    return min(k, last)


_LINE_JOIN = re.compile(r"\\[ \t]*\r?\n[ \t\r\n]*")
_ESCAPE = re.compile(
    r"""\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}  # two halves, one character
    |u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|x[0-9a-fA-F]{2}|.)""",
    re.VERBOSE | re.DOTALL,
)


def _read_toml(source: bytes, root: _Part, twice: list[tuple[_Part, _Part, Node]]) -> bool:
    import tree_sitter_toml
    from tree_sitter import Language, Parser

    tree = Parser(Language(tree_sitter_toml.language())).parse(source)
    pending: list[tuple[_Part, Node]] = []
    for node in tree.root_node.children:
        here = root
        if node.type in {"table", "table_array_element"}:
            here = _open_table(root, node, twice)
            pending += [(here, pair) for pair in reversed(node.children) if pair.type == "pair"]
        elif node.type == "pair":
            pending.append((here, node))
        while pending:
            owner, inner = pending.pop()
            if inner.type == "pair":
                _toml_pair(owner, inner, twice, pending)
            elif inner.type == "inline_table":
                pending += [(owner, p) for p in reversed(inner.children) if p.type == "pair"]
            elif inner.type == "array":
                pending += _items(owner, inner)
    return not tree.root_node.has_error


def _open_table(root: _Part, node: Node, twice: list[tuple[_Part, _Part, Node]]) -> _Part:
    keys = _toml_keys(node.children[1])
    part = root
    for name, start in keys[:-1]:
        part = part.child(name, start)
        if part.kind == "array of tables":
            part = part.children[len(part.children) - 1]
    name, start = keys[-1] if keys else ("", node.start_byte)
    old = part.children.get(name)
    if node.type == "table_array_element" and (old is None or old.kind == "array of tables"):
        array = part.child(name, start)
        array.kind = "array of tables"
        item = array.child(len(array.children), start)
        item.kind = "table"
        return item
    if old is None or (old.kind == "implied" and node.type == "table"):
        table = part.child(name, start)
        table.kind = "table"
        table.key = start
        return table
    again = _Part(part, name, start)
    twice.append((old, again, node))
    return again


def _toml_pair(
    owner: _Part,
    pair: Node,
    twice: list[tuple[_Part, _Part, Node]],
    pending: list[tuple[_Part, Node]],
) -> None:
    keys = _toml_keys(pair.children[0])
    # A comment behind the value is a child of the pair, too.
    value = next((n for n in pair.named_children[1:] if n.type != "comment"), pair)
    part = owner
    for name, start in keys[:-1]:
        part = part.child(name, start)
    name, start = keys[-1]
    if name in part.children:
        new = _Part(part, name, start)
        twice.append((part.children[name], new, pair))
    else:
        new = part.child(name, start)
    new.kind = "pair"
    new.start, new.end = value.start_byte, value.end_byte
    pending.append((new, value))


def _toml_keys(node: Node) -> list[tuple[str, int]]:
    # a.b.c is nested to the left: ((a . b) . c)
    keys: list[Node] = []
    while node.type == "dotted_key":
        keys.append(node.children[-1])
        node = node.children[0]
    keys.append(node)
    return [(_unquoted(key), key.start_byte) for key in reversed(keys)]


def _read_json(source: bytes, root: _Part, twice: list[tuple[_Part, _Part, Node]]) -> bool:
    import tree_sitter_json
    from tree_sitter import Language, Parser

    tree = Parser(Language(tree_sitter_json.language())).parse(_standard_json(source))
    pending = [(root, node) for node in tree.root_node.children if node.type != "comment"][:1]
    for _, node in pending:
        root.start, root.end = node.start_byte, node.end_byte
    while pending:
        owner, node = pending.pop()
        if node.type == "array":
            pending += _items(owner, node)
        elif node.type == "object":
            for pair in node.children:
                key = pair.child_by_field_name("key")
                value = pair.child_by_field_name("value")
                if key is None or value is None:
                    continue
                name = _unquoted(key)
                if name in owner.children:
                    part = _Part(owner, name, key.start_byte)
                    twice.append((owner.children[name], part, pair))
                else:
                    part = owner.child(name, key.start_byte)
                part.start, part.end = value.start_byte, value.end_byte
                pending.append((part, value))
    return not tree.root_node.has_error


def _standard_json(source: bytes) -> bytes:
    """Put a number of the same length in place of what only Python reads as one."""
    token = rb'"(?:[^"\\]|\\.)*+"|-?Infinity|NaN'
    return re.sub(
        token,
        lambda match: match[0] if match[0].startswith(b'"') else b"1" * len(match[0]),
        source,
        flags=re.DOTALL,
    )


def _items(owner: _Part, array: Node) -> Iterator[tuple[_Part, Node]]:
    values = [node for node in array.named_children if node.type != "comment"]
    for position, node in enumerate(values):
        part = owner.child(position, -1)
        part.start, part.end = node.start_byte, node.end_byte
    return ((owner.children[k], values[k]) for k in reversed(range(len(values))))


def _unquoted(node: Node) -> str:
    raw = (node.text or b"").decode(errors="replace")
    if raw[:1] not in {'"', "'"}:
        return raw
    inside = raw[1:-1]
    if raw[0] == '"' and "\\" in raw:
        inside = re.sub(_ESCAPE, _character, inside)
    return inside.encode("utf-8", "backslashreplace").decode()


def _character(escape: re.Match[str]) -> str:
    import json

    text = escape[0]
    if text[1] in "Ux":
        code = int(text[2:], 16) if len(text) > 2 else ord(text[1])
        return chr(code) if code < 0x110000 else "\N{REPLACEMENT CHARACTER}"
    if text[1] == "e":
        return "\x1b"
    try:
        return str(json.loads(f'"{text}"'))
    except ValueError:
        return text
