"""The commented model that a new one can be started from."""

from __future__ import annotations

import json
from importlib.resources import files

from countermove.errors import ModelError
from countermove.model.conflict import FORMAT
from countermove.model.texts import control_in, is_blank

_TITLE = "Water for the valley"

_BLANK = """\
# A model of a conflict or a negotiation: who can do what, what can't be, and what each wants.
#
# A line that begins with # is a comment; comments stay when the model is edited in the browser.
# The file can be edited by hand as well. These commands look at it:
#   countermove check FILE     finds mistakes and says in which line they are
#   countermove solve FILE     says which claims are true and which outcomes hold

format = "{}"
title = {}
status_quo = []  # the options that are done at the start: none of them so far
"""


def starter(title: str | None = None, schema: str = "") -> str:
    """Return the text of a small model file with comments on every part."""
    text = (files("countermove") / "report" / "starter.toml").read_text("utf-8")
    text = f"#:schema {schema}\n{text}" if schema else text
    if title is None:
        return text
    control = control_in(title)
    if control or is_blank(title):
        what = f"the title holds {control}." if control else "the title is blank."
        raise ModelError(what, advice="Give another one, or none.")
    return text.replace(f'title = "{_TITLE}"', f"title = {_written(title)}", 1)


def starter_workbook(title: str | None = None) -> bytes:
    """Return a workbook to fill in, with a title where one is given."""
    from countermove.files.tables.model_rows import ModelRows
    from countermove.files.tables.workbook import workbook

    starter(title)  # refuses what can't be a title
    rows = [{"what": what} for what in ("Title", "Summary", "Note")]
    rows[0] |= {"says": title} if title else {}
    return workbook(ModelRows(title or "", {"Conflict": rows}, to_fill_in=True))


def blank(title: str) -> str:
    """Return the text of a model file that has a title and nothing else yet."""
    return _BLANK.format(FORMAT, _written(title))


def _written(title: str) -> str:
    # A JSON text is a TOML text too, but for the one control character that JSON lets stand.
    return json.dumps(title, ensure_ascii=False).replace("\x7f", "\\u007f")
