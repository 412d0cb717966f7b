"""The model file as it is: for whoever likes to write it, and to mend what can't be read."""

from __future__ import annotations

from typing import Any

from countermove.editing.edited_file import Snapshot
from countermove.web.forms import Form
from countermove.web.page import ModelPage
from countermove.web.page_routes import PageRequest, Whole
from countermove.web.studio import Studio


def variables(page: ModelPage, _: Studio) -> dict[str, Any]:
    """Return what is wrong with the text."""
    return {"wrong": page.snapshot.reading.problems or page.live.problems}


def _write(asked: PageRequest, form: Form, seen: str) -> Snapshot:
    # The version that was shown, not the one that the page around it has by now.
    text = form.get("text", "").replace("\r\n", "\n")
    return asked.document.write(text, form.get("revision") or seen)


WHOLE: dict[str, Whole] = {"write": _write}
