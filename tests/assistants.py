"""A client that plays an assistant, in this process: it calls tools one after the other."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import anyio.from_thread
from mcp import Client

from countermove.assistant.server import server


@dataclass(frozen=True)
class Given:
    """What a tool gave back, as far as an assistant sees it."""

    text: str
    data: dict[str, Any]
    is_refused: bool

    @property
    def size(self) -> tuple[int, int]:
        return len(self.text.encode()), len(json.dumps(self.data))


class Played:
    """An assistant's client, without the assistant."""

    def __init__(self, client: Client, portal: anyio.from_thread.BlockingPortal) -> None:
        self.client, self._portal = client, portal

    def call(self, tool: str, /, **arguments: Any) -> Given:
        """Call a tool, whatever comes of it."""
        found = self.do(self.client.call_tool, tool, arguments)
        (content,) = found.content
        return Given(content.text, found.structured_content or {}, bool(found.is_error))

    def ask(self, tool: str, /, **arguments: Any) -> dict[str, Any]:
        """Call a tool that answers, and return its data."""
        given = self.call(tool, **arguments)
        assert not given.is_refused, given.text
        return given.data

    def refused(self, tool: str, /, **arguments: Any) -> str:
        """Call a tool that refuses, and return what it says."""
        given = self.call(tool, **arguments)
        assert given.is_refused, given.text
        return given.text

    def do(self, function: Callable[..., Any], /, *arguments: Any, **named: Any) -> Any:
        """Run what waits for the server."""
        return self._portal.call(partial(function, *arguments, **named))


@contextmanager
def played(folder: Path) -> Iterator[Played]:
    """Connect a client to the server of a folder."""
    with (
        anyio.from_thread.start_blocking_portal() as portal,
        portal.wrap_async_context_manager(Client(server(folder))) as client,
    ):
        yield Played(client, portal)
