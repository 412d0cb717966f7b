"""The record where texts name it, by who said it: for readers who don't know the ids of sources."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

from countermove.model.conflict import Conflict
from countermove.picture.drawing import Drawing, Group, Label, Shape
from countermove.report.article import IN_BRACKETS, Note
from countermove.texts import and_list


@dataclass(frozen=True, slots=True)
class Citing:
    """Texts about a model with its sources in brackets."""

    notes: ClassVar[Mapping[str, Note]] = {}

    conflict: Conflict

    def noted(self, text: str) -> Iterator[str]:
        """Give a text in the one piece that it is, where no notes stand below."""
        yield self.said(text)

    def said(self, text: str) -> str:
        """Say who said it, where a text names only the source.

        >>> from countermove.files.model_file import load
        >>> Citing(load("talks-2025")).said("“Settle terms” is its third wish [call] [2].")
        '“Settle terms” is its third wish [Donald Trump] [2].'
        """
        return IN_BRACKETS.sub(self._who, text)

    def _who(self, found: re.Match[str]) -> str:
        sources = [self.conflict.sources.get(name) for name in found[1].split(", ")]
        if found[1] in self.conflict.labels or not all(sources):
            return found[0]
        names = dict.fromkeys((source and source.who) or "" for source in sources)
        return f" [{and_list(list(names))}]" if all(names) else found[0]


def without_record(drawing: Drawing, sources: Collection[str]) -> Drawing:
    """Leave out of a picture what names sources: beside it the sentences have them as notes."""
    if not sources:
        return drawing
    name = "|".join(map(re.escape, sorted(sources, key=len, reverse=True)))
    some = f"(?:{name})(?:, (?:{name}))*"
    # A list in brackets may go on in the next line.
    named = re.compile(rf"(?:^| )\[{some}(?:\]|,$)|^{some}\]")

    def bare(shape: Shape) -> Shape:
        match shape:
            case Group():
                shapes = tuple(map(bare, shape.shapes))
                return replace(shape, shapes=shapes, says=named.sub("", shape.says))
            case Label():
                return replace(shape, text=named.sub("", shape.text))
        return shape

    shapes = tuple(map(bare, drawing.shapes))
    return replace(drawing, says=named.sub("", drawing.says), shapes=shapes)
