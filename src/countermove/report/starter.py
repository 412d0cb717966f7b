"""The commented model that a new one can be started from."""

from __future__ import annotations

import json
from importlib.resources import files

_TITLE = "Water for the valley"


def starter(title: str | None = None) -> str:
    """Return the text of a small model file with comments on every part.

    Parameters
    ----------
    title : str, optional
        The title to give it.

    Returns
    -------
    str
        TOML; it can be solved as it is.
    """
    text = (files("countermove") / "report" / "starter.toml").read_text("utf-8")
    if title is None:
        return text
    # A JSON text is a TOML text too, but for the one control character that JSON lets stand.
    written = json.dumps(title, ensure_ascii=False).replace("\x7f", "\\u007f")
    return text.replace(f'title = "{_TITLE}"', f"title = {written}", 1)
