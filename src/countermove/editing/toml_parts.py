"""Where in the text of a TOML file each part of its data is written, comments around it included.

The text is parsed by tree-sitter, which keeps every position.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

from countermove.errors import MissingExtraError, Path, Problem
from countermove.files.positions import toml_keys

if TYPE_CHECKING:
    from tree_sitter import Node

Span = tuple[int, int]
"""Bytes of the text, from and to."""

Splice = tuple[int, int, str]
"""Bytes of the text, from and to, and what takes their place."""

Kind = Literal["implied", "scalar", "array", "inline", "table", "tables"]
"""How a part is written: by its keys alone, as a value, by [table] or by [[table]]."""


class TomlPart:
    """A key or an item of the data, with all the places where it is written."""

    __slots__ = ("blocks", "children", "entry", "kind", "names", "path", "value")

    def __init__(self, path: Path) -> None:
        self.path = path
        self.kind: Kind = "implied"
        self.children: dict[str | int, TomlPart] = {}
        self.names: list[Span] = []  # every time that its key is spelled out
        self.entry: Entry | None = None  # `key = value`
        self.value: Span | None = None
        self.blocks: list[Block] = []  # [table] with this very name

    def child(self, step: str | int) -> TomlPart:
        """Return a part within this one, made where it isn't known yet."""
        return self.children.setdefault(step, TomlPart((*self.path, step)))

    def below(self) -> Iterator[TomlPart]:
        """Give this part and all that is in it, in the order of the file."""
        pending = [self]
        while pending:
            part = pending.pop()
            yield part
            pending += reversed(part.children.values())


class Entry:
    """A line `key = value` of a table, or a pair within braces."""

    __slots__ = ("block", "end", "start")

    def __init__(self, start: int, end: int, block: Block | None) -> None:
        self.start = start
        self.end = end
        self.block = block  # None within braces


class Block:
    """The lines of one [table] or [[table]], or those before the first.

    `start` is where the comments right above its header begin, `end` the end of its last line;
    blank lines and comments behind that belong to nobody.
    """

    __slots__ = ("end", "entries", "header", "number", "part", "start")

    def __init__(self, number: int, part: TomlPart) -> None:
        self.number = number
        self.part = part
        self.start = self.header = self.end = 0
        self.entries: list[Entry] = []


class TomlParts:
    """The parts of a text."""

    def __init__(self, source: bytes) -> None:
        try:
            import tree_sitter_toml
            from tree_sitter import Language, Parser
        except ImportError:
            what = "parts of a TOML file can't be edited without tree-sitter."
            advice = "It isn't installed here: edit the text."
            raise MissingExtraError(Problem(what, advice=advice)) from None

        self.source = source
        self.root = TomlPart(())
        self.root.kind = "table"
        self.blocks = [Block(0, self.root)]
        self.root.blocks.append(self.blocks[0])
        self.comments: list[Span] = []
        self._comment_lines: set[int] = set()
        tree = Parser(Language(tree_sitter_toml.language())).parse(source)
        for node in tree.root_node.children:
            if node.type == "pair":
                self._line(self.root, self.blocks[0], node)
            elif node.type in {"table", "table_array_element"}:
                self._block(node)
            elif node.type == "comment":
                self._comment(node)

    def find(self, path: Path) -> TomlPart | None:
        """Return the part at a place of the data, None where the text has none."""
        part: TomlPart | None = self.root
        for step in path:
            part = part.children.get(step) if part is not None else None
        return part

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

    def lines_of(self, part: TomlPart) -> list[Span]:
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

    def _comment(self, node: Node) -> None:
        self.comments.append((node.start_byte, node.end_byte))
        start = self.line_start(node.start_byte)
        if not self.source[start : node.start_byte].strip():
            self._comment_lines.add(start)

    def _block(self, node: Node) -> None:
        keys = toml_keys(node.children[1])
        part = self.root
        for k, (name, start, end) in enumerate(keys):
            part = part.child(name)
            part.names.append((start, end))
            if k < len(keys) - 1 and part.kind == "tables":
                part = part.children[len(part.children) - 1]
        if node.type == "table_array_element":
            part.kind = "tables"
            part = part.child(len(part.children))
        part.kind = "table"
        block = Block(len(self.blocks), part)
        part.blocks.append(block)
        block.header = node.start_byte
        block.start = self.with_comments(node.start_byte)
        block.end = self.line_end(node.children[2].end_byte)
        self.blocks.append(block)
        for child in node.children:
            if child.type == "pair":
                self._line(part, block, child)
            elif child.type == "comment":
                self._comment(child)

    def _line(self, owner: TomlPart, block: Block, node: Node) -> None:
        entry = Entry(node.start_byte, node.end_byte, block)
        block.entries.append(entry)
        block.end = self.line_end(node.end_byte)
        self._pair(owner, entry, node)

    def _pair(self, owner: TomlPart, entry: Entry, node: Node) -> None:
        part = owner
        for name, start, end in toml_keys(node.children[0]):
            part = part.child(name)
            part.names.append((start, end))
        part.entry = entry
        pending = [(part, node.children[2])]
        while pending:
            part, value = pending.pop()
            part.value = (value.start_byte, value.end_byte)
            part.kind = "scalar"
            if value.type == "array":
                part.kind = "array"
                for child in value.children:
                    if child.type == "comment":
                        self._comment(child)
                    elif child.is_named:
                        pending.append((part.child(len(part.children)), child))
            elif value.type == "inline_table":
                part.kind = "inline"
                for child in value.children:
                    if child.type == "pair":
                        inner = Entry(child.start_byte, child.end_byte, None)
                        self._pair(part, inner, child)
                    elif child.type == "comment":
                        self._comment(child)
        for child in node.children[3:]:
            if child.type == "comment":
                self._comment(child)
