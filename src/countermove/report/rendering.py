"""The formats in which an article is written: modules of `formats`, each with a ``RENDERING``."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from countermove.errors import missing_extra
from countermove.report.article import Article


@dataclass(frozen=True, slots=True)
class Rendering:
    """A format of documents."""

    name: str  # as --format and addresses call it
    words: str  # what the document is: "Markdown"
    suffixes: tuple[str, ...]  # how files of it end, the usual one first
    media: str  # its media type
    write: Callable[[Article], bytes]
    library: str = ""  # what writes it, where that comes with the extra ``report`` only
    # How it is written in the styles of a file of its kind; refuses one that isn't.
    with_template: Callable[[Path], Callable[[Article], bytes]] | None = None

    # The letters of a text that its pictures give by their numbers.
    lacking: Callable[[str], frozenset[str]] = lambda text: frozenset()

    @property
    def is_text(self) -> bool:
        """Whether people can read it as it is."""
        return self.media.startswith("text/")

    @property
    def is_there(self) -> bool:
        """Whether what writes it is installed."""
        return not self.library or find_spec(self.library) is not None

    def check(self) -> None:
        """Refuse what can't be written as what writes it isn't installed."""
        if not self.is_there:
            raise missing_extra("report", f"{self.words[0].upper()}{self.words[1:]}")


@cache
def renderings() -> Mapping[str, Rendering]:
    """Return the formats there are, by name.

    >>> [rendering.suffixes for rendering in renderings().values()]
    [('.docx',), ('.html', '.htm'), ('.md', '.markdown'), ('.pdf',), ('.tex',)]
    """
    package = import_module("countermove.report.formats")
    names = sorted(module.name for module in pkgutil.iter_modules(package.__path__))
    every = [import_module(f"{package.__name__}.{name}").RENDERING for name in names]
    return {rendering.name: rendering for rendering in every}
