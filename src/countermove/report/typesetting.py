"""Typst, which sets documents and pictures: fonts, and what becomes of letters they lack."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING

from countermove.picture.drawing import Drawing
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
_NAMED = re.compile('`"(.)"`')
"""Most of the letters that it lacks Typst names; the others are found by trying."""

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
        letters = frozenset(text) - _ALWAYS
        for of_machine in (False, True):
            letters = frozenset(_lacking(sorted(letters), of_machine=of_machine))
            if not letters:
                break
        return cls(letters, of_machine)

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

    def pdf(self, template: bytes, **said: str) -> bytes:
        """Set a document as a PDF that can be heard."""
        return _compiled(template, said, of_machine=self.of_machine)


def png(drawing: Drawing) -> bytes:
    """Draw a picture in pixels, fine enough for print."""
    text = svg(drawing)
    fonts = Fonts.of(text)
    said = {"svg": fonts.numbered(text), "width": str(drawing.width * 0.75)}
    return _compiled(_PICTURE, said, of_machine=fonts.of_machine, dots=_DOTS)


def _lacking(letters: list[str], *, of_machine: bool) -> Iterator[str]:
    """Give those of some letters that no font has."""
    from typst import TypstError

    try:
        if letters:
            _compiled(_PROBE, {"letters": json.dumps(letters)}, of_machine=of_machine)
    except TypstError as error:
        named = set(_NAMED.findall(error.diagnostic)).intersection(letters)
        yield from named
        if named:
            yield from _lacking([c for c in letters if c not in named], of_machine=of_machine)
        elif len(letters) == 1:
            yield letters[0]
        else:
            for half in (letters[: len(letters) // 2], letters[len(letters) // 2 :]):
                yield from _lacking(half, of_machine=of_machine)


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
