"""The server of the web app: the port it listens at, and how it runs."""

from __future__ import annotations

import contextlib
import errno
import socket
from typing import TYPE_CHECKING

from countermove.errors import CountermoveError, Problem, missing_extra
from countermove.web.settings import Settings

if TYPE_CHECKING:
    import uvicorn

PORT = 8421
_TRIES = 20


def listening(host: str, port: int | None = None) -> socket.socket:
    """Take a port to listen at."""
    *others, last = [port] if port is not None else [*range(PORT, PORT + _TRIES), 0]
    for number in others:
        with contextlib.suppress(_TakenError):
            return _listening(host, number)
    return _listening(host, last)


class _TakenError(CountermoveError):
    """Another program listens at the port."""


def _listening(host: str, port: int) -> socket.socket:
    try:
        family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.create_server(address[:2], family=family)
    except OSError as error:
        raise _refused(host, port, error) from None
    # Connections inherit it. Without it the body of an answer waits some 40 ms for the browser to
    # acknowledge its head; asyncio sets it only on sockets that name their protocol.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


def _refused(host: str, port: int, error: OSError) -> CountermoveError:
    if error.errno == errno.EADDRINUSE:
        return _TakenError(
            Problem(
                f"another program listens at port {port}.",
                advice="Choose another one, or leave --port out: then a free one is found.",
            )
        )
    if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
        return CountermoveError(
            f"this machine has no address '{host}'.",
            advice="Leave --host out to be reached from this machine only; "
            "0.0.0.0 is all its addresses.",
        )
    return CountermoveError(f"port {port} of {host} can't be used: {error.strerror or error}.")


def check_installed() -> None:
    """Raise if what the web app needs isn't installed."""
    try:
        import fastapi  # noqa: F401
        import python_multipart  # noqa: F401
        import uvicorn  # noqa: F401
    except ImportError as error:
        raise missing_extra("web", "The web app") from error


def run(settings: Settings, listener: socket.socket) -> None:
    """Serve the web app until Ctrl-C, or until the process is asked to end."""
    server_of(settings).run(sockets=[listener])


def server_of(settings: Settings) -> uvicorn.Server:
    """Return the server of the web app, ready to run."""
    import uvicorn

    from countermove.web.app import create_app

    config = uvicorn.Config(
        create_app(settings),
        # Addresses hold the token: nothing is logged but what goes wrong within the program.
        access_log=False,
        log_level="error",
        # The guard reads what a proxy says, and only where one was announced.
        proxy_headers=False,
        server_header=False,
        ws="none",
        timeout_graceful_shutdown=1,
    )
    return uvicorn.Server(config)
