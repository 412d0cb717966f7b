"""Starting the server; what it needs is imported when it starts."""

from __future__ import annotations

from pathlib import Path

from countermove.errors import missing_extra


def check_installed() -> None:
    """Raise if what the server needs isn't installed."""
    try:
        import mcp.server.mcpserver  # noqa: F401
    except ImportError as error:
        raise missing_extra("mcp", "The server for assistants") from error


def run(folder: Path) -> None:
    """Serve a folder at the standard input and output until the client leaves."""
    from countermove.assistant.server import server

    server(folder).run("stdio")
