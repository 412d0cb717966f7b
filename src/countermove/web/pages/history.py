"""The history: every version of the file, what was done, and the way back."""

from __future__ import annotations

import difflib
from typing import Any

from countermove.editing.edited_file import Snapshot
from countermove.errors import CountermoveError
from countermove.web.forms import Form, number
from countermove.web.page import ModelPage
from countermove.web.page_routes import PageRequest, Whole
from countermove.web.studio import Studio

_MOST_LINES = 2000
_KINDS = {"+": "added", "-": "removed", " ": "same", "@": "place"}


def variables(page: ModelPage, studio: Studio) -> dict[str, Any]:
    """Return the versions; of one that is looked at what it changed, and what differs now."""
    document = studio.document(page.name)
    versions = document.versions()
    shown = next((v for v in versions if str(v.number) == page.part), None)
    if page.part and shown is None:
        raise CountermoveError(f"the history has no version {page.part}.")
    changed: list[tuple[str, str]] = []
    lines: list[tuple[str, str]] = []
    if shown is not None:
        then = document.text_of(shown.number)
        if shown.parent is not None:
            changed = _differences(document.text_of(shown.parent), then)
        lines = _differences(page.snapshot.text, then)
    return {
        "versions": versions[::-1],
        "shown": shown,
        "changed": changed,
        "lines": lines,
        "history_problem": studio.history.problem,
    }


def _differences(before: str, after: str) -> list[tuple[str, str]]:
    """Return the lines that differ between two texts, with those around them."""
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), n=2, lineterm="")
    return [
        (_KINDS[line[0]], "" if line[0] == "@" else line[1:])
        for line in list(lines)[2 : _MOST_LINES + 2]
    ]


def _restore(asked: PageRequest, form: Form, seen: str) -> Snapshot:
    return asked.document.restore(number(form.get("version", "")), seen)


WHOLE: dict[str, Whole] = {"restore": _restore}
