"""The model file as it is: for whoever likes to write it, and to mend what can't be read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from countermove.editing.document import Document, Snapshot
from countermove.web.forms import Form
from countermove.web.page import ModelPage
from countermove.web.studio import Studio


def variables(page: ModelPage, _: Studio) -> dict[str, Any]:
    """Return what is wrong with the text."""
    return {"wrong": page.snapshot.reading.problems or page.live.problems}


def _write(document: Document, form: Form, seen: str) -> Snapshot:
    # The version that was shown, not the one that the page around it has by now.
    return document.write(form.get("text", "").replace("\r\n", "\n"), form.get("revision") or seen)


WHOLE: dict[str, Callable[[Document, Form, str], Snapshot]] = {"write": _write}
