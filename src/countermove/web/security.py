"""Who may ask the web app, and what it answers with: a layer around the whole application.

The app listens on the user's own machine, where every web site that is open in the same browser
can send requests to it. So nothing is answered, not even a style sheet, unless it was asked by
this server's name (against sites that let their own name lead here), with the token that the
terminal printed, and from this server's own pages.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any, Final
from urllib.parse import parse_qsl, quote

from countermove.web import refusals
from countermove.web.refusals import RefusedRequest
from countermove.web.settings import Settings

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
STATIC: Final = ("/static/", "/vendored/")
"""Where the files of the program stand; with their hash behind the ``?`` they never change."""

_HEADERS: Final = {
    b"content-security-policy": POLICY.encode(),
    b"x-content-type-options": b"nosniff",
    # Not no-referrer: with that, browsers hide the origin of forms, which is asked for below.
    b"referrer-policy": b"same-origin",
    b"cross-origin-opener-policy": b"same-origin",
    b"cross-origin-resource-policy": b"same-origin",
    b"permissions-policy": b"camera=(), display-capture=(), geolocation=(), microphone=(), "
    b"midi=(), payment=(), serial=(), usb=()",
}
_SAFE: Final = {"GET", "HEAD"}
_OWN_SITE: Final = {"same-origin", "none"}  # none: typed, or a bookmark


class Guard:
    """A layer of ASGI that lets through only what may be asked, and adds headers to all answers."""

    def __init__(self, app: Application, settings: Settings) -> None:
        self.app = app
        self.settings = settings
        self._hosts = frozenset(settings.hosts)
        self._token = settings.token.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or let the application do so."""
        if scope["type"] == "http":
            await self._answer(_Request(scope, self.settings), receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            await self.app(scope, receive, send)

    async def _answer(self, request: _Request, receive: Receive, send: Send) -> None:
        send = _with_headers(request, send)
        if request.host not in self._hosts:
            await _refuse(request, refusals.wrong_host(request.host), send)
            return
        knows = self._is_token(request.bearer) or any(map(self._is_token, request.cookies))
        if request.method in _SAFE and (tokens := request.take_tokens()):
            shows = any(map(self._is_token, tokens))
            if shows or knows:
                await self._enter(request, send, new=shows)
                return
        if not knows:
            await _refuse(request, refusals.NO_TOKEN, send)
            return
        if not self._is_from_here(request):
            await _refuse(request, refusals.OTHER_SITE, send)
            return
        body = await _body(request, receive, self.settings.largest_body)
        if isinstance(body, RefusedRequest):
            await _refuse(request, body, send)
        elif body is not None:
            await self._let_through(request, _replayed(body, receive), send)

    async def _let_through(self, request: _Request, receive: Receive, send: Send) -> None:
        started = False

        async def sending(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self.app(request.scope, receive, sending)
        except Exception:
            if not started:
                await _refuse(request, refusals.OWN_MISTAKE, send)
            raise  # for the terminal to show

    def _is_token(self, given: str) -> bool:
        """Compare in a time that doesn't tell how much of it is right."""
        return secrets.compare_digest(given.encode("utf-8", "replace"), self._token)

    def _is_from_here(self, request: _Request) -> bool:
        """Say whether a page of this server asked, or a program that needs no browser."""
        site = request.header(b"sec-fetch-site")
        if request.method in _SAFE:
            # A link on another site may lead here; it may not load parts of this one into itself.
            return site in {*_OWN_SITE, ""} or (
                request.header(b"sec-fetch-mode") == "navigate"
                and request.header(b"sec-fetch-dest") == "document"
            )
        origin = request.header(b"origin")
        if not origin and not site:
            return self._is_token(request.bearer)
        return origin in {request.origin, ""} and site in {"same-origin", ""}

    async def _enter(self, request: _Request, send: Send, *, new: bool) -> None:
        """Keep the token in a cookie, and lead to the same address without it."""
        headers: Headers = []
        if new:
            cookie = f"{self.settings.cookie}={self.settings.token}; Path=/; HttpOnly"
            cookie += "; SameSite=Strict" + ("; Secure" if request.scheme == "https" else "")
            headers.append((b"set-cookie", cookie.encode()))
        if request.header(b"sec-fetch-site") in {*_OWN_SITE, ""}:
            headers.append((b"location", request.url.encode()))
            await _send(send, 303, headers, b"")
            return
        # Someone clicked a link elsewhere, in a chat for instance. After a redirect that would
        # still count as coming from there, and the browser would keep a strict cookie back.
        headers += _page_headers()
        await _send(send, 200, headers, refusals.onward_page(request.url), request.method)


class _Request:
    """What the guard needs to know of a request."""

    def __init__(self, scope: Scope, settings: Settings) -> None:
        self.scope = scope
        self.method: str = scope["method"]
        self.host = self.header(b"host").lower()
        self.cookie_name = settings.cookie
        forwarded = self.header(b"x-forwarded-proto") if settings.behind_proxy else ""
        self.scheme: str = forwarded if forwarded in {"http", "https"} else scope["scheme"]

    def header(self, name: bytes) -> str:
        """Return a header; what is given more than once counts as not understood."""
        found = [value for key, value in self.scope["headers"] if key == name]
        return found[0].decode("latin-1") if len(found) == 1 else "?" * len(found)

    @property
    def origin(self) -> str:
        """The origin of this server's pages, as the browser sees it."""
        return f"{self.scheme}://{self.host}"

    @property
    def bearer(self) -> str:
        """The token that a program sends."""
        scheme, _, token = self.header(b"authorization").partition(" ")
        return token.strip() if scheme.lower() == "bearer" else ""

    @property
    def cookies(self) -> Iterable[str]:
        """What the cookies of the right name hold; there may be several, for several paths."""
        for key, value in self.scope["headers"]:
            if key == b"cookie":
                for pair in value.decode("latin-1").split(";"):
                    name, _, held = pair.strip().partition("=")
                    if name == self.cookie_name:
                        yield held

    def take_tokens(self) -> list[str]:
        """Return the tokens in the query, and take them out of it."""
        query: bytes = self.scope["query_string"]
        pairs = [(part, parse_qsl(part, True)) for part in query.decode("latin-1").split("&")]
        found = [value for _, parsed in pairs for name, value in parsed if name == "token"]
        rest = [part for part, parsed in pairs if not any(n == "token" for n, _ in parsed)]
        self.scope["query_string"] = "&".join(rest).encode("latin-1")
        return found

    @property
    def url(self) -> str:
        """The path and the query, safe to write into a header."""
        # Two slashes in front would be the name of another server.
        path = "/" + self.scope.get("raw_path", b"").decode("latin-1").lstrip("/\\")
        query = self.scope["query_string"].decode("latin-1")
        return quote(f"{path}?{query}" if query else path, safe="/%?&=:@!$'()*+,;~[]")

    @property
    def wants_page(self) -> bool:
        """Whether a browser asks for a page, and not a program for data."""
        return "text/html" in self.header(b"accept")

    @property
    def cache(self) -> bytes:
        """How long an answer may be kept where the application doesn't say."""
        if not self.scope["path"].startswith(STATIC):
            return b"no-store"
        has_hash = re.fullmatch(rb"[0-9a-f]{8,}", self.scope["query_string"])
        return b"private, max-age=31536000, immutable" if has_hash else b"private, no-cache"


async def _body(request: _Request, receive: Receive, most: int) -> bytes | RefusedRequest | None:
    """Return what a request brings, or why it isn't taken; None if the client has gone."""
    length = request.header(b"content-length") or "0"
    if not re.fullmatch(r"[0-9]{1,15}", length) or int(length) > most:
        return refusals.too_large(most)
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        body += message.get("body", b"")
        if len(body) > most:
            return refusals.too_large(most)
        if not message.get("more_body"):
            return bytes(body)


def _replayed(body: bytes, receive: Receive) -> Receive:
    """Give the application a body that has been read already, then what follows it."""
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def replay() -> Message:
        return waiting.pop() if waiting else await receive()

    return replay


def _with_headers(request: _Request, send: Send) -> Send:
    """Add to every answer what keeps browsers from doing more with it than is meant."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            own: Headers = [(name.lower(), value) for name, value in message.get("headers", ())]
            names = {name for name, _ in own}
            # Pages of the guard bring their own policy; the application has no need to.
            headers = [*own, *((n, v) for n, v in _HEADERS.items() if n not in names)]
            if b"cache-control" not in names:
                good = message["status"] in {200, 206, 304}
                headers.append((b"cache-control", request.cache if good else b"no-store"))
            message = {**message, "headers": headers}
        await send(message)

    return sending


async def _refuse(request: _Request, refusal: RefusedRequest, send: Send) -> None:
    if request.wants_page:
        headers, body = _page_headers(), refusal.html()
    else:
        headers, body = [(b"content-type", b"application/json")], refusal.json()
    if refusal.status == 413:
        headers.append((b"connection", b"close"))  # the rest of the body isn't read
    await _send(send, refusal.status, headers, body, request.method)


def _page_headers() -> Headers:
    return [
        (b"content-type", b"text/html; charset=utf-8"),
        (b"content-security-policy", refusals.POLICY.encode()),
        (b"cache-control", b"no-store"),
    ]


async def _send(
    send: Send, status: int, headers: Headers, body: bytes, method: str = "GET"
) -> None:
    headers = [*headers, (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if method == "HEAD" else body})
