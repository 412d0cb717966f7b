"""What can be wrong with the record as it is written: documents, and what sources say of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath, PureWindowsPath

from countermove.errors import Problem
from countermove.model.conflict import Conflict


def record_problems(conflict: Conflict) -> Iterator[Problem]:
    """Find documents outside the model's folder, and sources that say nothing or half of it."""
    for name, document in conflict.documents.items():
        if leads_out(document.file):
            yield Problem(
                "a document stands in the folder of the model or in a folder there, not outside.",
                ("documents", name, "file"),
                "Copy it there, and write its path from the folder of the model: report.html.",
            )
    for name, source in conflict.sources.items():
        here = ("sources", name)
        if source.quote is None and source.said is None:
            yield Problem(
                f"the source '{name}' says nothing.",
                here,
                'Write said = "…", what was said or done, or quote = "…", words of a document.',
            )
        if source.quote is not None and source.document is None:
            advice = 'Write document = "…", the id of one of the [documents].'
            what = f"the source '{name}' names no document that its quote is from."
            yield Problem(what, (*here, "quote"), advice)
        for key in ("document", "near"):
            if source.quote is None and getattr(source, key) is not None:
                what = f"the source '{name}' names {_NAMED[key]}, and quotes nothing."
                yield Problem(what, (*here, key), f"Write quote = \"…\", or remove '{key}'.")


_NAMED = {"document": "a document", "near": "a place in one"}


def leads_out(file: str) -> bool:
    """Say whether a path, as any system reads it, may lead out of the folder that it is from.

    >>> [leads_out(file) for file in ("a/b.html", "/etc/passwd", "a/../../b", "C:b.html")]
    [False, True, True, True]
    """
    windows = PureWindowsPath(file)
    return bool(windows.anchor) or PurePosixPath(file).is_absolute() or ".." in windows.parts
