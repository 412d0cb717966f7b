"""What the app keeps beside the history of a folder, as JSON; no link there is followed."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

from countermove.files.writing import replace_file


def read_beside(path: Path) -> Any:
    """Return what is kept; an OSError where nothing is, a ValueError where that isn't JSON."""
    if _is_link(path):
        raise FileNotFoundError
    try:
        return json.loads(path.read_text("utf-8"))
    except RecursionError:
        raise ValueError("it is too deep") from None


def write_beside(path: Path, value: Any) -> bool:
    """Keep something, and say whether the disk took it."""
    with suppress(OSError):
        if path.parent.is_dir() and not _is_link(path):
            replace_file(path, [json.dumps(value).encode()])
            return True
    return False


def _is_link(path: Path) -> bool:
    return path.parent.is_symlink() or path.is_symlink()
