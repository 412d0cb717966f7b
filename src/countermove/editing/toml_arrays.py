"""Items put into, taken out of and moved within the lists of a TOML text."""

from __future__ import annotations

from countermove.files.text_parts import Span, Splice, TextPart, TextParts
from countermove.files.toml_layout import inline


class Array:
    """A list in brackets."""

    def __init__(self, parts: TextParts, part: TextPart) -> None:
        self._parts = parts
        self._source = parts.source
        self._path = part.path
        self.start, self.end = part.value or (0, 0)
        self.items: list[Span] = [item.value or (0, 0) for item in part.children.values()]

    @property
    def has_lines(self) -> bool:
        """Whether each item stands on lines of its own."""
        lines = [self._line(k) for k in range(len(self.items))]
        return bool(lines) and all(
            self.start < start
            and not self._source[self._parts.line_start(item[0]) : item[0]].strip()
            and end < self.end
            and (k + 1 == len(lines) or end <= lines[k + 1][0])
            for k, ((start, end), item) in enumerate(zip(lines, self.items, strict=True))
        )

    def inserted(self, index: int, value: object) -> list[Splice]:
        """Put an item into a list that has some."""
        new = inline((*self._path, index), value)
        if not self.has_lines:
            if index < len(self.items):
                here = self.items[index][0]
                return [(here, here, f"{new}, ")]
            here = self.items[-1][1]
            return [(here, here, f", {new}")]
        first = self.items[0][0]
        indent = self._source[self._parts.line_start(first) : first].decode()
        if index < len(self.items):
            here = self._line(index)[0]
            return [(here, here, f"{indent}{new},\n")]
        here = self._line(-1)[1]
        return [*self._comma(), (here, here, f"{indent}{new},\n")]

    def removed(self, index: int) -> list[Splice]:
        """Take an item out."""
        if self.has_lines:
            return [(*self._line(index), "")]
        if len(self.items) == 1:
            return [(self.start, self.end, "[]")]
        if index + 1 < len(self.items):
            return [(self.items[index][0], self.items[index + 1][0], "")]
        return [(self.items[index - 1][1], self.items[index][1], "")]

    def moved(self, index: int, to: int) -> list[Splice]:
        """Move an item: its lines where it has lines of its own, else only what it says."""
        order = list(range(len(self.items)))
        order.insert(to, order.pop(index))
        if not self.has_lines:
            texts = [self._source[start:end].decode() for start, end in self.items]
            return [
                (*self.items[k], texts[old])
                for k, old in enumerate(order)
                if texts[old] != texts[k]
            ]
        start, end = self._line(index)
        value_end = self.items[index][1]
        lines = self._source[start:end].decode()
        if not self._has_comma(index):
            before = self._source[start:value_end].decode()
            lines = f"{before},{self._source[value_end:end].decode()}"
        here = self._line(to)[1 if to > index else 0]
        last = self._comma() if to == len(self.items) - 1 else []
        return [*last, (start, end, ""), (here, here, lines)]

    def _line(self, index: int) -> Span:
        start, end = self.items[index]
        return self._parts.with_comments(start), self._parts.line_end(end)

    def _has_comma(self, index: int) -> bool:
        if index % len(self.items) < len(self.items) - 1:
            return True
        return b"," in self._between(self.items[-1][1], self.end)

    def _between(self, start: int, end: int) -> bytes:
        """Return the text between two bytes without its comments."""
        pieces = []
        for begin, stop in sorted(self._parts.comments):
            if start <= begin < end:
                pieces.append(self._source[start:begin])
                start = stop
        return b"".join([*pieces, self._source[start:end]])

    def _comma(self) -> list[Splice]:
        here = self.items[-1][1]
        return [] if self._has_comma(-1) else [(here, here, ",")]
