"""What a format of documents says of itself, and what is known of a document beside its text."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from countermove.record.attribution import Span


@dataclass(frozen=True, slots=True)
class Particulars:
    """What a document says of itself, and what in it isn't the report."""

    title: str | None
    issued: datetime.date | None
    furniture: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class DocumentFormat:
    """A kind of file that documents come in."""

    words: str  # what such a file is: "a page of the web"
    suffixes: tuple[str, ...]
    text: Callable[[bytes, str], str]  # all that can be seen in a file of this name
    particulars: Callable[[bytes, str], Particulars]  # of a file, and of the text that was read
