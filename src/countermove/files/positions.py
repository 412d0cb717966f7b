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
from dataclasses import dataclass
from functools import cached_property

from countermove.errors import MissingExtraError, Path, Place
from countermove.files.text_parts import ESCAPE, Format, TextParts
from countermove.model.shapes import shape_of


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
        if self._parts is None:
            return Place(self.name)
        part, is_there = self._parts.nearest(path)
        if offset is not None and is_there:
            if short := shape_of(path).short:
                part = part.children.get(short, part)
            start, end = part.value or (0, 0)
            raw = self._source[start:end].decode()
            if raw[:1] in {'"', "'"}:
                before = raw[: raw_offset(raw, offset)]
                return self._place(start + len(before.encode()))
        if part.value is not None and not (part.key >= 0 and part.kind in {"inline", "table"}):
            return self._place(part.value[0])
        return self._place(max(part.key, 0))

    def find_key(self, path: Path) -> Place:
        """Return where the key of a part stands, or the item where it has none."""
        part = self._parts.find(path) if self._parts is not None else None
        return self._place(part.key) if part is not None and part.key >= 0 else self.find(path)

    def place_of(self, character: int) -> Place:
        """Return the place of a character of the text."""
        return self._place(len(self.text[:character].encode()))

    @cached_property
    def duplicates(self) -> list[Duplicate]:
        """Keys that the file gives twice; empty when the text has syntax errors."""
        if self._parts is None or not self._parts.is_sound:
            return []
        return [
            Duplicate(
                second.path,
                self._place(first.key),
                self._place(second.key),
                bool(second.children) or node.type in {"table", "table_array_element"},
                (node.start_byte, node.end_byte),
            )
            for first, second, node in self._parts.twice
        ]

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
    def _parts(self) -> TextParts | None:
        """The parts of the text; None where tree-sitter isn't installed."""
        try:
            return TextParts(self._source, self.format)
        except MissingExtraError:
            return None


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
        escape = ESCAPE.match(raw, k) if quote[0] == '"' else None
        k = escape.end() if escape else k + (2 if raw.startswith("\r\n", k) else 1)
        offset -= 1
    return min(k, last)


_LINE_JOIN = re.compile(r"\\[ \t]*\r?\n[ \t\r\n]*")
