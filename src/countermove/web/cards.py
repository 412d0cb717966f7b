"""The models of a folder as the first page shows them: by title, with what is in them."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from countermove.editing.contents import text_of
from countermove.errors import CountermoveError
from countermove.files.parsing import parsed
from countermove.files.positions import FilePlaces
from countermove.report.amounts import counted
from countermove.web.draft import full_names, table, text
from countermove.web.folder import Folder

_LARGEST = 2**20
"""Beyond so many bytes a file isn't opened to be listed."""


@dataclass(frozen=True, slots=True)
class Card:
    """A model as the first page shows it."""

    name: str
    changed: float
    title: str
    holds: str
    is_broken: bool = False


def cards(folder: Folder) -> tuple[Card, ...]:
    """Return the models of a folder, and what may have been one, by name."""
    return tuple(_cards(folder))


def _cards(folder: Folder) -> Iterator[Card]:
    models = {listed.name for listed in folder.models()}
    for listed in folder.files():
        with contextlib.suppress(CountermoveError, OSError):
            path = folder.path_of(listed.name)
            found = path.stat()
            summary = _summary(path, found.st_mtime_ns, found.st_size)
            if listed.name in models or summary is None:
                title, holds = summary or ("", "It can't be read: mend its text.")
                title = title or listed.name.rpartition(".")[0]
                yield Card(listed.name, listed.changed, title, holds, summary is None)


@lru_cache(maxsize=512)
def _summary(path: Path, _: int, size: int) -> tuple[str, str] | None:
    """Return the title of a model and what is in it; None where it is no TOML or JSON at all."""
    if size > _LARGEST:
        return "", ""
    content = text_of(path.read_bytes())
    read = parsed(
        content,
        FilePlaces(content, path.name, "json" if path.suffix.lower() == ".json" else "toml"),
    )
    if read.problems:
        return None
    counts = (
        (len(table(read.data, "decision_makers")), "party", "parties"),
        (len(full_names(read.data)), "option", "options"),
        (len(table(read.data, "states")), "outcome", "outcomes"),
        (len(table(read.data, "claims")), "claim", "claims"),
        (len(table(read.data, "scenarios")), "scenario", "scenarios"),
    )
    return text(read.data, "title"), " · ".join(counted(n, *of) for n, *of in counts if n)
