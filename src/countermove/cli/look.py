"""What the place that is written to can show: its width, colours, signs and characters."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, TextIO

from countermove.texts import one_line

if TYPE_CHECKING:
    from rich.console import Console

NARROWEST = 50
STANDARD = 80


@dataclass(frozen=True, slots=True)
class Symbols:
    """The signs that stand beside colours, so that nothing is said by colour alone."""

    holds: str = "✓"
    depends: str = "~"
    fails: str = "✗"
    no: str = "–"
    more: str = "…"
    dot: str = "·"
    goes: str = "⊖"
    stands: str = "●"
    partly: str = "◐"
    left: str = "○"

    def verdict(self, verdict: str) -> str:
        """Return the sign for ``holds``, ``depends`` or ``fails``."""
        return {"holds": self.holds, "depends": self.depends}.get(verdict, self.fails)

    def yes(self, value: bool) -> str:
        """Return the sign for a mark in a table."""
        return self.holds if value else self.no


PLAIN = Symbols("y", "~", "x", "-", "...", "|", "o", "y", "~", "-")

# What is written for signs that a terminal can't print; the rest becomes a question mark.
_FOLDED = str.maketrans(
    {
        "✓": "y",
        "✗": "x",
        "⊖": "o",
        "●": "y",
        "◐": "~",
        "○": "-",
        "–": "-",
        "—": "-",
        "−": "-",
        "…": "...",
        "·": "|",
        "→": "->",
        "×": "x",
    }
    | {"─": "-", "│": "|"}
    | dict.fromkeys("╭╮╰╯", "+")
    | dict.fromkeys("“”„«»", '"')
    | dict.fromkeys("‘’‚", "'")
    | dict.fromkeys("\u00a0\u202f", " ")
)

_STYLES = {
    **dict.fromkeys("✓●y+", "green"),
    **dict.fromkeys("~◐", "yellow"),
    **dict.fromkeys("✗x⊖o", "red"),
    **dict.fromkeys("–-○", "dim"),
}


@dataclass(frozen=True, slots=True)
class Look:
    """What the place that is written to can show."""

    width: int = STANDARD
    colour: bool = False
    encoding: str = "utf-8"

    @classmethod
    def of(cls, stream: TextIO | None) -> Look:
        """Find out what a stream can show."""
        encoding = getattr(stream, "encoding", None) or "utf-8"
        terminal = is_terminal(stream)
        colour = (
            terminal
            and not os.environ.get("NO_COLOR")
            and os.environ.get("TERM", "").casefold() not in {"dumb", "unknown"}
            and not _is_old_windows()
        )
        return cls(max(NARROWEST, _columns(stream, terminal)), colour, encoding)

    @property
    def symbols(self) -> Symbols:
        """The signs that can be printed there."""
        return Symbols() if self.prints("✓✗–…·●◐○") else PLAIN

    def prints(self, text: str) -> bool:
        """Say whether a text can be printed there as it is."""
        try:
            text.encode(self.encoding)
        except (UnicodeError, LookupError):
            return False
        return True

    def printable(self, text: str) -> str:
        """Replace what can't be printed there by the nearest that can."""
        if self.prints(text):
            return text
        kept = "".join(c if self.prints(c) else c.translate(_FOLDED) for c in text)
        try:
            return kept.encode(self.encoding, "replace").decode(self.encoding)
        except LookupError:
            return kept.encode("ascii", "replace").decode()

    def clean(self, text: str) -> str:
        """Make a text of a model one line that is safe to print."""
        return self.printable(one_line(text))

    def console(self, stream: TextIO, *, live: bool = False) -> Console:
        """Return a rich console that looks like this and writes to `stream`."""
        from rich.console import Console

        return Console(
            file=stream,
            width=self.width,
            force_terminal=self.colour or live,
            color_system="standard" if self.colour else None,
            legacy_windows=False,
            markup=False,
            emoji=False,
            highlight=False,
            safe_box=not self.prints("│╭"),
        )


def style_of(sign: str) -> str:
    """Return the colour that goes with a sign."""
    return _STYLES.get(sign.strip(" *"), "")


def is_terminal(stream: TextIO | None) -> bool:
    """Say whether somebody is watching."""
    try:
        return stream is not None and stream.isatty()
    except ValueError:  # closed
        return False


def _columns(stream: TextIO | None, terminal: bool) -> int:
    given = os.environ.get("COLUMNS", "")
    if given.isdecimal() and int(given):
        return int(given)
    if terminal and stream is not None:
        try:
            return os.get_terminal_size(stream.fileno()).columns or STANDARD
        except (OSError, ValueError):
            return STANDARD
    return STANDARD


def _is_old_windows() -> bool:
    if sys.platform != "win32":
        return False
    from rich.console import detect_legacy_windows

    return detect_legacy_windows()
