"""Where in a TOML or JSON text the parts of a model stand.

The standard library's parsers give values without their places. When an error needs one, the
text is parsed a second time by tree-sitter, which keeps every position; a file without mistakes
never pays for it. Where tree-sitter is missing, as in a browser, messages name the part instead
of the line. Nothing here recurses, so a file can't be nested too deeply for it.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from itertools import chain, islice, repeat
from typing import TYPE_CHECKING, Literal

from countermove.errors import Path, Place

if TYPE_CHECKING:
    from tree_sitter import Node, Parser

Format = Literal["toml", "json"]

MOST_DUPLICATES = 500
"""How many keys that stand twice are found in one file."""

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


class _Twice(list[tuple[_Part, _Part, "Node"]]):
    """Parts that share a key with an earlier one: that one, the part, and where it is written."""

    def note(self, first: _Part, second: _Part, node: Node) -> None:
        if len(self) < MOST_DUPLICATES:
            self.append((first, second, node))


_COMPOSITE = frozenset({"array", "inline_table", "object"})


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A key that a file gives twice."""

    path: Path
    first: Place
    second: Place
    is_table: bool
    span: tuple[int, int]


@dataclass
class FilePlaces:
    """The places in one file; see :class:`countermove.errors.Places`."""

    text: str
    name: str
    format: Format

    def __getstate__(self) -> dict[str, str]:
        """Leave out what can be computed again, when a model is sent to another process."""
        return {"text": self.text, "name": self.name, "format": self.format}

    def find(self, path: Path, offset: int | None = None) -> Place:
        """Return where a part stands: a value where it begins, a table where its key does."""
        if self._parser is None:
            return Place(self.name)
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

    @cached_property
    def _inside(self) -> array[int]:
        """The bytes that begin no character: columns count characters."""
        return array("L", (match.start() for match in re.finditer(rb"[\x80-\xbf]", self._source)))

    def _place(self, byte: int) -> Place:
        line = bisect_right(self._line_starts, byte)
        start = self._line_starts[line - 1]
        inside = bisect_left(self._inside, byte) - bisect_left(self._inside, start)
        return Place(self.name, line, byte - start - inside + 1)

    @cached_property
    def _parser(self) -> Parser | None:
        """The parser of the text; None where tree-sitter isn't installed."""
        try:
            from tree_sitter import Language, Parser

            grammar = import_module(f"tree_sitter_{self.format}")
        except ImportError:
            return None
        return Parser(Language(grammar.language()))

    @cached_property
    def _index(self) -> tuple[_Part, list[Duplicate]]:
        root = _Part(None, "", -1)
        twice = _Twice()
        if self._parser is None:
            return root, []
        read = _read_toml if self.format == "toml" else _read_json
        sound = read(self._parser, self._source, root, twice)
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


def _read_toml(parser: Parser, source: bytes, root: _Part, twice: _Twice) -> bool:
    tree = parser.parse(source)
    pending: list[tuple[_Part, Node]] = []
    for node in _children(tree.root_node):
        if node.type == "pair":
            _toml_pair(root, node, twice, pending)
        elif node.type in {"table", "table_array_element"}:
            table = _open_table(root, node, twice)
            for pair in _children(node):
                if pair.type == "pair":
                    _toml_pair(table, pair, twice, pending)
        while pending:
            owner, inner = pending.pop()
            if inner.type == "array":
                pending += _items(owner, inner)
            elif inner.type == "inline_table":
                for pair in _children(inner):
                    if pair.type == "pair":
                        _toml_pair(owner, pair, twice, pending)
    return not tree.root_node.has_error


def _children(node: Node) -> Iterator[Node]:
    """Give a node's children one by one; a list of them is large where the file is."""
    cursor = node.walk()
    more = cursor.goto_first_child()
    while more:
        if cursor.node is not None:
            yield cursor.node
        more = cursor.goto_next_sibling()


def _open_table(root: _Part, node: Node, twice: _Twice) -> _Part:
    keys = toml_keys(node.children[1])
    part = root
    for name, start, _ in keys[:-1]:
        part = part.child(name, start)
        if part.kind == "array of tables":
            part = part.children[len(part.children) - 1]
    name, start, _ = keys[-1]
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
    twice.note(old, again, node)
    return again


def _toml_pair(owner: _Part, pair: Node, twice: _Twice, pending: list[tuple[_Part, Node]]) -> None:
    key, _, value = islice(chain(_children(pair), repeat(pair)), 3)
    keys = toml_keys(key)
    part = owner
    for name, start, _ in keys[:-1]:
        part = part.child(name, start)
    name, start, _ = keys[-1]
    if name in part.children:
        new = _Part(part, name, start)
        twice.note(part.children[name], new, pair)
    else:
        new = part.child(name, start)
    new.kind = "pair"
    new.start, new.end = value.start_byte, value.end_byte
    if value.type in _COMPOSITE:
        pending.append((new, value))


def toml_keys(node: Node) -> list[tuple[str, int, int]]:
    """Return the keys of a dotted key, each with the bytes where it begins and ends."""
    # a.b.c is nested to the left: ((a . b) . c)
    keys: list[Node] = []
    while node.type == "dotted_key":
        keys.append(node.children[-1])
        node = node.children[0]
    keys.append(node)
    return [(_unquoted(key), key.start_byte, key.end_byte) for key in reversed(keys)]


def _read_json(parser: Parser, source: bytes, root: _Part, twice: _Twice) -> bool:
    tree = parser.parse(_standard_json(source))
    pending = [(root, node) for node in _children(tree.root_node)][:1]
    for _, node in pending:
        root.start, root.end = node.start_byte, node.end_byte
    while pending:
        owner, node = pending.pop()
        if node.type == "array":
            pending += _items(owner, node)
            continue
        for pair in _children(node):
            key = pair.child_by_field_name("key")
            value = pair.child_by_field_name("value")
            if key is None or value is None:
                continue
            name = _unquoted(key)
            if name in owner.children:
                part = _Part(owner, name, key.start_byte)
                twice.note(owner.children[name], part, pair)
            else:
                part = owner.child(name, key.start_byte)
            part.start, part.end = value.start_byte, value.end_byte
            if value.type in _COMPOSITE:
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
    """Make a part of each item of a list, and give those that have parts of their own."""
    position = 0
    for node in _children(array):
        if node.is_named and node.type != "comment":
            part = owner.child(position, -1)
            part.start, part.end = node.start_byte, node.end_byte
            position += 1
            if node.type in _COMPOSITE:
                yield part, node


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
