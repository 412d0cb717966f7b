"""How results are laid out: aligned rows, columns of marks, wrapped sentences."""

from __future__ import annotations

import os
import re
import shlex
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size
from rich.text import Text

from countermove.cli.look import STANDARD, Look, style_of

if TYPE_CHECKING:
    from rich.console import Console

_LINE_OF_PROSE = 100
_LINES_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Marks:
    """The columns of marks at the right of a table, one for each concept or scenario."""

    codes: tuple[str, ...]
    least: int = 1

    def room(self, code: str) -> int:
        """How wide a column is."""
        return max(cell_len(code), self.least)

    @property
    def width(self) -> int:
        """How wide they are together, with the gaps before them."""
        return sum(self.room(code) + 1 for code in self.codes)

    def line(self, cells: Iterable[str], style: str | None = None) -> Text:
        """Write cells under their heads."""
        text = Text()
        for code, cell in zip(self.codes, cells, strict=True):
            room = self.room(code)
            left = (room - cell_len(cell)) // 2
            text.append(" " * (1 + left))
            text.append(cell, style_of(cell) if style is None else style)
            text.append(" " * (room - cell_len(cell) - left))
        return text

    def heads(self) -> Text:
        """Write the heads."""
        return self.line(self.codes, "bold")

    def blocks(self, width: int, text: int = 28) -> list[Marks]:
        """Split them so that beside each block there is room for `text` columns."""
        blocks: list[list[str]] = [[]]
        for code in self.codes:
            wider = Marks((*blocks[-1], code), self.least)
            if blocks[-1] and wider.width > width - text:
                blocks.append([])
            blocks[-1].append(code)
        return [Marks(tuple(block), self.least) for block in blocks]


class Page:
    """Lines to be shown, laid out for one look."""

    def __init__(self, look: Look) -> None:
        self.look = look
        self.symbols = look.symbols
        self.width = look.width
        self._lines: list[Text] = []
        self._before: list[tuple[list[Text], Iterable[Text]]] = []

    # -- texts ------------------------------------------------------------------------------

    def clean(self, text: str) -> str:
        """Make a text of a model one line that is safe to print."""
        return self.look.clean(text)

    def short(self, text: str, width: int) -> str:
        """Shorten a text to a width on the terminal."""
        text = self.clean(text)
        if cell_len(text) <= width:
            return text
        more = self.symbols.more
        kept = set_cell_size(text, max(0, width - len(more))).rstrip(" ,;:(")
        return (kept + more) if width >= len(more) else more[:width]

    def padded(self, text: str, width: int) -> str:
        """Shorten or lengthen a text to exactly a width on the terminal."""
        return set_cell_size(self.short(text, width), width)

    def wrapped(self, text: str, width: int) -> list[str]:
        """Break a text into lines."""
        text = self.clean(text)
        lines = Text(text).wrap(self._console, max(10, width))
        return [line.plain.rstrip() for line in lines] or [""]

    @cached_property
    def _console(self) -> Console:
        return self.look.console(sys.stdout)

    # -- lines ------------------------------------------------------------------------------

    def line(self, *parts: str | Text | tuple[str, str]) -> None:
        """Add a line of parts, each a text or a text with a style; they must fit."""
        self._lines.append(Text.assemble(*parts))

    def stream(self, lines: Iterable[Text]) -> None:
        """Add lines that are made when the page is written, however many they are."""
        self._before.append((self._lines, lines))
        self._lines = []

    def blank(self) -> None:
        """Add an empty line, unless there is one."""
        after_lines = bool(self._lines[-1].plain) if self._lines else bool(self._before)
        if after_lines:
            self._lines.append(Text())

    def prose(
        self, text: str, indent: int = 0, lead: str = "", style: str = "", lead_style: str = ""
    ) -> None:
        """Add a text, broken into lines that all begin behind `lead`."""
        lead = self.look.printable(lead)
        room = min(self.width, _LINE_OF_PROSE) - indent - cell_len(lead)
        for k, part in enumerate(self.wrapped(text, room)):
            before = lead if k == 0 else " " * cell_len(lead)
            self.line(" " * indent, (before, lead_style), (part, style))

    def flow(self, items: Sequence[str], indent: int, lead: str) -> None:
        """Add items one after the other, lines being broken between them, behind `lead`."""
        left = indent + cell_len(lead)
        lines = [""]
        for item in items:
            for part in self.wrapped(item, self.width - left):
                if lines[-1] and left + cell_len(lines[-1]) + 1 + cell_len(part) > self.width:
                    lines.append("")
                lines[-1] += f" {part}" if lines[-1] else part
        for k, line in enumerate(lines):
            self.line(" " * indent, lead if k == 0 else " " * cell_len(lead), line)

    def command(self, text: str, *command: str, indent: int = 0) -> None:
        """Say what may be done next, with the command for it on a line of its own."""
        self.prose(text, indent)
        self.line(" " * (indent + 2), (self.look.printable(written_command(*command)), "cyan"))

    def title(self, left: str, right: str = "") -> None:
        """Add the title of the page, with its size at the right margin."""
        left, right = self.clean(left), self.clean(right)
        room = min(self.width, max(STANDARD, cell_len(left) + cell_len(right) + 2))
        gap = room - cell_len(left) - cell_len(right)
        if gap >= 2:
            self.line((left, "bold"), " " * gap, (right, "dim"))
            return
        for part in self.wrapped(left, room):
            self.line((part, "bold"))
        if right:
            self.line((right, "dim"))

    def heading(self, text: str, span: int = 0, right: Text | str = "") -> None:
        """Add a heading, with the heads of columns at the right."""
        self.blank()
        if right:
            self.row(text, span, right, style="bold")
        else:
            self.prose(text, style="bold")

    def row(self, text: str, span: int, right: Text | str = "", **marks: str) -> None:
        """Add a line, as :meth:`row_text` makes it."""
        self._lines.append(self.row_text(text, span, right, **marks))

    def rows(self, text: str, span: int, right: Text | str = "", **marks: str) -> None:
        """Add the lines that :meth:`rows_text` makes."""
        self._lines += self.rows_text(text, span, right, **marks)

    def rows_text(
        self,
        text: str,
        span: int,
        right: Text | str = "",
        *,
        lead: str = "",
        end: str = "",
        style: str = "",
    ) -> Iterator[Text]:
        """Make a row of `span` columns, its text broken into as many lines as it needs."""
        indent = cell_len(self.look.printable(lead))
        lines = self.wrapped(text, span - indent - cell_len(end))
        lines[-1] += end
        first, *rest = lines
        yield self.row_text(first, span, right, lead=lead, lead_style=style_of(lead), style=style)
        for line in rest:
            yield Text.assemble(" " * indent, (line, style))

    def row_text(
        self,
        text: str,
        span: int,
        right: Text | str = "",
        *,
        lead: str = "",
        note: str = "",
        lead_style: str = "",
        style: str = "",
    ) -> Text:
        """Make a line of `span` columns, its text shortened so that `lead` and `note` have room."""
        lead, note = self.look.printable(lead), self.look.printable(note)
        room = max(0, span - cell_len(lead) - cell_len(note))
        text = self.short(f"{self.short(text, room)}{note}", span - cell_len(lead))
        gap = " " * (span - cell_len(lead) - cell_len(text))
        return Text.assemble((lead, lead_style), (text, style), gap, right)

    def text(self) -> str:
        """Return the page as it is printed."""
        return "".join(self.parts())

    def parts(self) -> Iterator[str]:
        """Give the page as it is printed, in pieces."""
        for lines, more in self._before:
            yield self._printed(lines)
            streamed = iter(more)
            while some := list(islice(streamed, _LINES_AT_ONCE)):
                yield self._printed(some)
        while self._lines and not self._lines[-1].plain:
            self._lines.pop()
        yield self._printed(self._lines)

    def _printed(self, lines: list[Text]) -> str:
        if not self.look.colour:
            return "".join(f"{line.plain.rstrip()}\n" for line in lines)
        with self._console.capture() as capture:
            for line in lines:
                line.rstrip()
                self._console.print(line, no_wrap=True, overflow="ignore", crop=False)
        return capture.get()


def span_of(page: Page, text: str, marks: Marks, indent: int) -> int:
    """Return how wide the text left of the marks may be: what fits, no more than it needs."""
    needed = indent + cell_len(page.clean(text)) + 1
    room = page.width - marks.width
    return max(min(room, max(needed, STANDARD - marks.width)), 10)


def columns_that_fit(widths: Sequence[int], room: int) -> list[slice]:
    """Split columns into blocks, none wider than `room` (but each of at least one column)."""
    blocks: list[slice] = []
    start, taken = 0, 0
    for k, width in enumerate(widths):
        if k > start and taken + width > room:
            blocks.append(slice(start, k))
            start, taken = k, 0
        taken += width
    if start < len(widths):
        blocks.append(slice(start, len(widths)))
    return blocks


def written_command(*words: str, windows: bool = os.name == "nt") -> str:
    r"""Write a command of the program as it is typed in the shell of the platform."""
    quoted = _for_windows if windows else shlex.quote
    safe = (f"./{word}" if re.fullmatch(r"-.+\.(toml|json)", word) else word for word in words)
    return " ".join(map(quoted, ("countermove", *safe)))


def _for_windows(word: str) -> str:
    """Quote a word for cmd and PowerShell; programs read it as their C library does."""
    if re.fullmatch(r"[\w.:\\/+=-]+", word):
        return word
    quotes = re.sub(r'(\\*)"', r'\1\1\\"', word)
    return '"' + re.sub(r"(\\+)$", r"\1\1", quotes) + '"'
