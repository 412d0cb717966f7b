"""Where in a TOML or JSON text each part of its data is written, comments around it included.

The text is parsed by tree-sitter, which keeps every position. It may have mistakes: what can be
told of it is there. Nothing here recurses, so a text can't be nested too deeply for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Literal

from countermove.errors import MissingExtraError, Path

if TYPE_CHECKING:
    from tree_sitter import Node, Parser

Format = Literal["toml", "json"]

MOST_DUPLICATES = 500
"""How many keys that stand twice are found in one file."""

Span = tuple[int, int]
"""Bytes of the text, from and to."""

Splice = tuple[int, int, str]
"""Bytes of the text, from and to, and what takes their place."""

Kind = Literal["implied", "scalar", "array", "inline", "table", "tables"]
"""How a part is written: by its keys alone, as a value, by [table] or by [[table]]."""

_KINDS: dict[str, Kind] = {"array": "array", "inline_table": "inline", "object": "inline"}

_JSON_TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*+"|-?Infinity|NaN', re.DOTALL)

ESCAPE = re.compile(
    r"""\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}  # two halves, one character
    |u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|x[0-9a-fA-F]{2}|.)""",
    re.VERBOSE | re.DOTALL,
)
"""One character, as a text in quotes may write it."""


@dataclass(slots=True, eq=False)
class TextPart:
    """A key or an item of the data, with all the places where it is written."""

    owner: TextPart | None
    step: str | int
    key: int = -1  # the byte where it is named first, or where its own table is
    kind: Kind = "implied"
    children: dict[str | int, TextPart] = field(default_factory=dict)
    names: Sequence[Span] = ()  # every time that its key is spelled out
    entry: Entry | None = None  # `key = value`
    value: Span | None = None
    blocks: tuple[Block, ...] = ()  # [table] with this very name

    @property
    def path(self) -> Path:
        """Where it is in the data."""
        steps: list[str | int] = []
        part = self
        while part.owner is not None:
            steps.append(part.step)
            part = part.owner
        return tuple(reversed(steps))

    def child(self, step: str | int, key: int = -1) -> TextPart:
        """Return a part within this one, made where it isn't known yet."""
        if step not in self.children:
            self.children[step] = TextPart(self, step, key)
        return self.children[step]

    def named(self, start: int, end: int) -> None:
        """Note that its key is spelled out here."""
        if isinstance(self.names, list):
            self.names.append((start, end))
        else:
            self.names = [(start, end)]

    def below(self) -> Iterator[TextPart]:
        """Give this part and all that is in it, in the order of the file."""
        pending = [self]
        while pending:
            part = pending.pop()
            yield part
            pending += reversed(part.children.values())


@dataclass(slots=True, eq=False)
class Entry:
    """A line `key = value` of a table, or a pair within braces."""

    start: int
    end: int
    block: Block | None  # None within braces


@dataclass(slots=True, eq=False)
class Block:
    """The lines of one [table] or [[table]], or those before the first."""

    # `start` is where the comments right above its header begin, `end` the end of its last line;
    # blank lines and comments behind that belong to nobody.

    number: int
    part: TextPart
    start: int = 0
    header: int = 0
    end: int = 0
    entries: list[Entry] = field(default_factory=list)


class TextParts:
    """The parts of a text, and the keys that it gives twice."""

    def __init__(self, source: bytes, format: Format = "toml") -> None:  # noqa: A002
        self.source = source
        self.root = TextPart(None, "")
        self.root.kind = "table"
        self.blocks = [Block(0, self.root)]
        self.root.blocks = (self.blocks[0],)
        self.comments: list[Span] = []
        # The one before, the one that has the same key, and where that is written.
        self.twice: list[tuple[TextPart, TextPart, Node]] = []
        self._comment_lines: set[int] = set()
        self._pending: list[tuple[TextPart, Node]] = []
        parser = _parser(format)
        tree = parser.parse(source if format == "toml" else _standard_json(source)).root_node
        self.is_sound = not tree.has_error
        (self._read_toml if format == "toml" else self._read_json)(tree)

    def find(self, path: Path) -> TextPart | None:
        """Return the part at a place of the data, None where the text has none."""
        part, is_there = self.nearest(path)
        return part if is_there else None

    def nearest(self, path: Path) -> tuple[TextPart, bool]:
        """Return the part at a place of the data or the nearest around it, and which it is."""
        part = self.root
        for step in path:
            child = part.children.get(step)
            if child is None:
                return part, False
            part = child
        return part, True

    def line_end(self, position: int) -> int:
        """Return where the line ends in which a byte stands, its line break included."""
        end = self.source.find(b"\n", position)
        return len(self.source) if end < 0 else end + 1

    def line_start(self, position: int) -> int:
        """Return where the line begins in which a byte stands."""
        return self.source.rfind(b"\n", 0, position) + 1

    def with_comments(self, position: int) -> int:
        """Return where the comments begin that stand right above the line of a byte."""
        start = self.line_start(position)
        while start and (above := self.line_start(start - 1)) in self._comment_lines:
            start = above
        return start

    def lines_of(self, part: TextPart) -> list[Span]:
        """Return the whole lines that write a part, with the comments right above them."""
        spans: list[Span] = []
        pending = [part]
        while pending:
            here = pending.pop()
            if here.entry is not None:
                if here.entry.block is not None:
                    entry = here.entry
                    spans.append((self.with_comments(entry.start), self.line_end(entry.end)))
                continue
            spans += [(block.start, block.end) for block in here.blocks]
            pending += here.children.values()
        return self._joined(sorted(spans))

    def _joined(self, spans: list[Span]) -> list[Span]:
        """Join blocks with nothing but their own blank lines and comments in between."""
        following = {a.end: b.start for a, b in zip(self.blocks, self.blocks[1:], strict=False)}
        joined: list[Span] = []
        for start, end in spans:
            if joined and start <= max(joined[-1][1], following.get(joined[-1][1], -1)):
                joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
            else:
                joined.append((start, end))
        return joined

    def has_comment(self, start: int, end: int) -> bool:
        """Say whether a comment stands between two bytes."""
        return any(start <= begin < end for begin, _ in self.comments)

    # -- reading ------------------------------------------------------------------------------

    def _read_toml(self, tree: Node) -> None:
        for node in _children(tree):
            if node.type in {"table", "table_array_element"}:
                self._block(node)
            else:
                self._line(self.root, self.blocks[0], node)

    def _block(self, node: Node) -> None:
        part = self._opened(node)
        block = Block(len(self.blocks), part)
        part.blocks = (*part.blocks, block)
        block.header = node.start_byte
        block.start = self.with_comments(node.start_byte)
        self.blocks.append(block)
        for child in _children(node):
            if child.type in {"pair", "comment"}:
                self._line(part, block, child)
            elif not block.entries:
                block.end = self.line_end(child.end_byte)

    def _opened(self, node: Node) -> TextPart:
        """Return the part of a [table], or of an item of [[tables]]."""
        *outer, (name, start, end) = _toml_keys(node.children[1])
        part = self.root
        for step, here, there in outer:
            part = part.child(step, here)
            part.named(here, there)
            if part.kind == "tables":
                part = part.children[len(part.children) - 1]
        old = part.children.get(name)
        is_item = node.type == "table_array_element"
        if is_item and (old is None or old.kind == "tables"):
            array = part.child(name, start)
            array.kind = "tables"
            array.named(start, end)
            table = array.child(len(array.children), start)
        elif old is None or (old.kind == "implied" and not is_item):
            table = part.child(name, start)
            table.key = start
            table.named(start, end)
        else:
            table = self._again(old, node, start)
        table.kind = "table"
        return table

    def _again(self, first: TextPart, node: Node, key: int) -> TextPart:
        """Note that a key is given twice, and return a part that stands beside the data."""
        second = TextPart(first.owner, first.step, key)
        if len(self.twice) < MOST_DUPLICATES:
            self.twice.append((first, second, node))
        return second

    def _line(self, owner: TextPart, block: Block, node: Node) -> None:
        """Read a line of a table, and all that is in its value."""
        if node.type == "comment":
            self._comment(node)
        elif node.type == "pair":
            entry = Entry(node.start_byte, node.end_byte, block)
            block.entries.append(entry)
            block.end = self.line_end(node.end_byte)
            self._pair(owner, entry, node)
        while self._pending:
            self._inside(*self._pending.pop())

    def _pair(self, owner: TextPart, entry: Entry, node: Node) -> None:
        key, _, value, *rest = [*_children(node), node, node]
        part = owner
        *outer, (name, start, end) = _toml_keys(key)
        for step, here, there in outer:
            part = part.child(step, here)
            part.named(here, there)
        if name in part.children:
            part = self._again(part.children[name], node, start)
        else:
            part = part.child(name, start)
        part.named(start, end)
        part.entry = entry
        self._value(part, value)
        for child in rest:
            if child.type == "comment":
                self._comment(child)

    def _value(self, part: TextPart, node: Node) -> None:
        part.value = (node.start_byte, node.end_byte)
        part.kind = _KINDS.get(node.type, "scalar")
        if part.kind != "scalar":
            self._pending.append((part, node))

    def _inside(self, part: TextPart, node: Node) -> None:
        for child in _children(node):
            if child.type == "comment":
                self._comment(child)
            elif part.kind == "array":
                if child.is_named:
                    self._value(part.child(len(part.children)), child)
            elif child.type == "pair" and node.type == "object":
                self._json_pair(part, child)
            elif child.type == "pair":
                self._pair(part, Entry(child.start_byte, child.end_byte, None), child)

    def _comment(self, node: Node) -> None:
        self.comments.append((node.start_byte, node.end_byte))
        start = self.line_start(node.start_byte)
        if not self.source[start : node.start_byte].strip():
            self._comment_lines.add(start)

    def _read_json(self, tree: Node) -> None:
        for node in list(_children(tree))[:1]:
            self._value(self.root, node)
        while self._pending:
            self._inside(*self._pending.pop())

    def _json_pair(self, owner: TextPart, node: Node) -> None:
        key = node.child_by_field_name("key")
        value = node.child_by_field_name("value")
        if key is None or value is None:
            return
        name, start = _unquoted(key), key.start_byte
        if name in owner.children:
            part = self._again(owner.children[name], node, start)
        else:
            part = owner.child(name, start)
        self._value(part, value)


def _parser(format: Format) -> Parser:  # noqa: A002
    try:
        from tree_sitter import Language, Parser

        grammar = import_module(f"tree_sitter_{format}")
    except ImportError:
        what = f"parts of a {format.upper()} file can't be edited without tree-sitter."
        advice = "It isn't installed here: edit the text."
        raise MissingExtraError(what, advice=advice) from None
    return Parser(Language(grammar.language()))


def _children(node: Node) -> Iterator[Node]:
    """Give a node's children one by one; a list of them is large where the file is."""
    cursor = node.walk()
    more = cursor.goto_first_child()
    while more:
        if cursor.node is not None:
            yield cursor.node
        more = cursor.goto_next_sibling()


def _toml_keys(node: Node) -> list[tuple[str, int, int]]:
    """Return the keys of a dotted key, each with the bytes where it begins and ends."""
    # a.b.c is nested to the left: ((a . b) . c)
    keys: list[Node] = []
    while node.type == "dotted_key":
        keys.append(node.children[-1])
        node = node.children[0]
    keys.append(node)
    return [(_unquoted(key), key.start_byte, key.end_byte) for key in reversed(keys)]


def _standard_json(source: bytes) -> bytes:
    """Put a number of the same length in place of what only Python reads as one."""
    return _JSON_TOKEN.sub(
        lambda match: match[0] if match[0].startswith(b'"') else b"1" * len(match[0]), source
    )


def _unquoted(node: Node) -> str:
    raw = (node.text or b"").decode(errors="replace")
    if raw[:1] not in {'"', "'"}:
        return raw
    inside = raw[1:-1]
    if raw[0] == '"' and "\\" in raw:
        inside = ESCAPE.sub(_character, inside)
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
