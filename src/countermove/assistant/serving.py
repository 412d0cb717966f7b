"""Starting the server; what it needs is imported when it starts."""

from __future__ import annotations

import gc
from importlib.util import find_spec
from pathlib import Path

from countermove.errors import missing_extra


def check_installed() -> None:
    """Raise if what the server needs isn't installed."""
    if find_spec("mcp") is None:
        raise missing_extra("mcp", "The server for assistants")


def run(folder: Path) -> None:
    """Serve a folder at the standard input and output until the client leaves."""
    # Nothing of what is imported is rubbish: looking for some takes an eighth of the start.
    gc.disable()
    try:
        from countermove.assistant.server import server

        made = server(folder)
    finally:
        gc.freeze()
        gc.enable()
    made.run("stdio")
