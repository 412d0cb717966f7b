"""Typst, which sets documents and pictures: fonts, and what becomes of letters they lack."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from threading import Lock
from typing import TYPE_CHECKING

from countermove.picture.drawing import Drawing
from countermove.picture.lacking import with_numbers
from countermove.picture.svg import svg
from countermove.texts import by_number

if TYPE_CHECKING:
    from typst import Compiler

_ALWAYS = frozenset(map(chr, range(0x20, 0x180))) - {"\xad"}
"""Letters that the fonts have that come with Typst: those of Latin are asked for nowhere."""

_JOINED = frozenset(("Mn", "Me", "Mc", "Cf"))
"""Letters that are written on or between others."""

BREAK = "\u200b"
"""Where a word may be broken."""

_PROBE = b"""#set document(title: "Letters")
#set text(lang: "en", font: ("Libertinus Serif", "DejaVu Sans Mono"))
#for letter in json(bytes(sys.inputs.letters)) { par(letter) }
"""
_PICTURE = b"""#set page(width: auto, height: auto, margin: 0pt)
#image(bytes(sys.inputs.svg), format: "svg", width: float(sys.inputs.width) * 1pt)
"""
_NAMED = re.compile(r'`"(?:(.)|\\u\{([0-9a-f]+)\})"`')
"""How Typst names the letters that it lacks; those that it doesn't are found by trying."""

_TRIALS = 40

_DOTS = 200.0
"""So many dots to the inch are printed well."""


@dataclass(frozen=True, slots=True)
class Fonts:
    """The fonts that come with Typst, or those of this machine, too; and letters they lack."""

    lacking: frozenset[str]
    of_machine: bool

    @classmethod
    def of(cls, text: str) -> Fonts:
        """Return the fonts to write a text with: those of Typst, if they have its letters."""
        return cls(*_lacking(frozenset(text) - _ALWAYS))

    @classmethod
    def to_try(cls, text: str) -> Iterator[Fonts]:
        """Give what writes a text, and what does where letters that are there don't go together."""
        fonts = cls.of(text)
        yield fonts
        beyond = frozenset(text) - _ALWAYS
        joined = {c for c in beyond if unicodedata.category(c) in _JOINED and c != BREAK}
        yield cls(fonts.lacking | joined, fonts.of_machine)
        yield cls(beyond - {BREAK}, fonts.of_machine)

    def numbered(self, text: str) -> str:
        """Write letters that are lacking by their numbers in Unicode; leave out what isn't seen."""
        if self.lacking.isdisjoint(text):
            return text
        return "".join(by_number(c) if c in self.lacking else c for c in text)

    def drawn(self, drawing: Drawing) -> str:
        """Write a drawing as SVG in which no letter is lacking."""
        return self.numbered(svg(with_numbers(drawing, self.lacking)))

    def pdf(self, template: bytes, **said: str) -> bytes:
        """Set a document as a PDF that can be heard."""
        return _compiled(template, said, of_machine=self.of_machine)


def png(drawing: Drawing) -> bytes:
    """Draw a picture in pixels, fine enough for print."""
    fonts = Fonts.of(svg(drawing))
    said = {"svg": fonts.drawn(drawing), "width": str(drawing.width * 0.75)}
    return _compiled(_PICTURE, said, of_machine=fonts.of_machine, dots=_DOTS)


def lacking(text: str) -> frozenset[str]:
    """Return the letters of a text that no font has."""
    return Fonts.of(text).lacking


@lru_cache(maxsize=64)
def _lacking(letters: frozenset[str]) -> tuple[frozenset[str], bool]:
    """Return which of some letters no font has, and whether those of this machine were asked."""
    lacking = frozenset(_tried(sorted(letters), of_machine=False))
    if not lacking:
        return lacking, False
    return frozenset(_tried(sorted(lacking), of_machine=True)), True


def _tried(letters: list[str], *, of_machine: bool) -> Iterator[str]:
    """Give those of some letters that no font has, and those not known after so many trials."""
    from typst import TypstError

    parts = [letters] if letters else []
    for _ in range(_TRIALS):
        if not parts:
            return
        part = parts.pop()
        try:
            _compiled(_PROBE, {"letters": json.dumps(part)}, of_machine=of_machine)
        except TypstError as error:
            said = _NAMED.findall(error.diagnostic)
            named = {c or chr(int(number, 16)) for c, number in said}.intersection(part)
            yield from named
            if rest := [c for c in part if c not in named]:
                half = len(rest) // 2
                if named:
                    parts.append(rest)
                elif half:
                    parts += [rest[half:], rest[:half]]
                else:
                    yield from rest
    for part in parts:
        yield from part


_ONE_AT_A_TIME = Lock()


def _compiled(
    template: bytes, said: dict[str, str], *, of_machine: bool, dots: float | None = None
) -> bytes:
    with _ONE_AT_A_TIME:
        made = _compiler(of_machine=of_machine).compile(
            template,
            format="pdf" if dots is None else "png",
            sys_inputs=said,
            pdf_standards=["ua-1"] if dots is None else [],
            ppi=dots,
        )
    assert isinstance(made, bytes)
    return made


@cache
def _compiler(*, of_machine: bool) -> Compiler:
    import typst

    return typst.Compiler(b"", ignore_system_fonts=not of_machine)
