"""The formats in which an article is written: modules of `formats`, each with a ``RENDERING``."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module

from countermove.report.article import Article


@dataclass(frozen=True, slots=True)
class Rendering:
    """A format of documents."""

    name: str  # as --format and addresses call it
    words: str  # what the document is: "Markdown"
    suffixes: tuple[str, ...]  # how files of it end, the usual one first
    media: str  # its media type
    write: Callable[[Article], bytes]


@cache
def renderings() -> Mapping[str, Rendering]:
    """Return the formats there are, by name.

    >>> {name: rendering.suffixes for name, rendering in renderings().items()}
    {'html': ('.html', '.htm'), 'markdown': ('.md', '.markdown')}
    """
    package = import_module("countermove.report.formats")
    names = sorted(module.name for module in pkgutil.iter_modules(package.__path__))
    every = [import_module(f"{package.__name__}.{name}").RENDERING for name in names]
    return {rendering.name: rendering for rendering in every}
