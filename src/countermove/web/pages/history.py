"""The history: every version of the file, what was done, and the way back."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from countermove.editing.document import Document, Snapshot
from countermove.errors import CountermoveError, Problem
from countermove.web.forms import Form, number
from countermove.web.page import Page
from countermove.web.studio import Studio

_MOST_LINES = 2000
_KINDS = {"+": "added", "-": "removed", " ": "same", "@": "place"}


@dataclass(frozen=True, slots=True)
class DiffLine:
    """A line of what differs between two versions.

    Parameters
    ----------
    kind : {"added", "removed", "same", "place"}
        Whether it is in the new text only, in the old one only, in both, or says where one is.
    text : str
        The line.
    """

    kind: str
    text: str


def variables(page: Page, studio: Studio) -> dict[str, Any]:
    """Return the versions, and for one that is looked at what differs from the file now."""
    document = studio.document(page.name)
    versions = document.versions()
    shown = next((v for v in versions if str(v.number) == page.part), None)
    if page.part and shown is None:
        raise CountermoveError(Problem(f"the history has no version {page.part}."))
    lines: list[DiffLine] = []
    if shown is not None:
        old = document.text_of(shown.number).splitlines()
        new = page.snapshot.text.splitlines()
        for line in list(difflib.unified_diff(new, old, n=2, lineterm=""))[2 : _MOST_LINES + 2]:
            sign, text = line[0], line[1:]
            lines.append(DiffLine(_KINDS[sign], "" if sign == "@" else text))
    return {
        "versions": versions[::-1],
        "shown": shown,
        "lines": lines,
        "history_problem": studio.history.problem,
    }


def _restore(document: Document, form: Form, seen: str) -> Snapshot:
    return document.restore(number(form.get("version", "")), seen)


WHOLE: dict[str, Callable[[Document, Form, str], Snapshot]] = {"restore": _restore}
