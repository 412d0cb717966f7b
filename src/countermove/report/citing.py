"""The record where texts name it, by who said it: for readers who don't know the ids of sources."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from countermove.model.conflict import Conflict
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
