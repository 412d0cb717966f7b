"""Who is let in: asked of the guard directly, byte for byte, as no well-behaved client would."""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
import secrets
from collections.abc import Coroutine, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermove.web import refusals, security
from countermove.web.security import Guard
from countermove.web.settings import Settings

TOKEN = "a-token-that-nobody-guesses"
PORT = 8421
HERE = f"127.0.0.1:{PORT}"
COOKIE = {"cookie": f"countermove-{PORT}={TOKEN}"}
OWN = {"origin": f"http://{HERE}"}
BEARER = {"authorization": f"Bearer {TOKEN}"}


@dataclass(frozen=True)
class Answer:
    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def __getitem__(self, name: str) -> str:
        (value,) = [value for key, value in self.headers if key == name]
        return value

    def has(self, name: str) -> bool:
        return name in [key for key, _ in self.headers]

    @property
    def is_from_app(self) -> bool:
        return self.has("x-from-app")

    @property
    def problem(self) -> str:
        (problem,) = json.loads(self.body)["problems"]
        assert set(problem) == {"what", "path", "advice", "line", "column", "sheet"}
        return str(problem["what"])


def _run(asked: Coroutine[Any, Any, None]) -> None:
    """Run it in a thread of its own: a browser that other tests drive keeps a loop in this one."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, asked).result()


def settings(**changes: Any) -> Settings:
    return Settings(**{"folder": Path(), "port": PORT, "token": TOKEN} | changes)


async def app(scope: Any, receive: Any, send: Any) -> None:
    """Give back what came through."""
    message = await receive()
    if scope["path"] == "/broken":
        raise ZeroDivisionError
    seen = {
        "query": scope["query_string"].decode(),
        "body": len(message["body"]),
        "then": (await receive())["type"],
    }
    headers = [(b"X-From-App", b"yes")]
    if scope["path"] == "/kept":
        headers.append((b"Cache-Control", b"max-age=5"))
    status = 404 if scope["path"] == "/static/none.js" else 200
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": json.dumps(seen).encode()})


def ask(
    path: str = "/",
    headers: Mapping[str, str] | Iterable[tuple[str, str]] = COOKIE,
    *,
    method: str = "GET",
    host: str | None = HERE,
    chunks: Iterable[bytes] = (b"",),
    leaves: bool = False,
    given: Settings | None = None,
) -> Answer | None:
    """Ask the guard; None if it answers nothing."""
    pairs = list(headers.items() if isinstance(headers, Mapping) else headers)
    pairs += [("host", host)] if host is not None else []
    raw_path, _, query = path.partition("?")
    scope = {
        "type": "http",
        "method": method,
        "scheme": "http",
        "path": raw_path,
        "raw_path": raw_path.encode(),
        "query_string": query.encode(),
        "headers": [(name.encode(), value.encode("latin-1")) for name, value in pairs],
    }
    parts = iter(chunks)
    sent: list[Any] = []

    async def receive() -> Any:
        for part in parts:
            return {"type": "http.request", "body": part, "more_body": True}
        if leaves or ended:
            return {"type": "http.disconnect"}
        ended.append(True)
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    ended: list[bool] = []
    with contextlib.suppress(ZeroDivisionError):
        _run(Guard(app, given or settings())(scope, receive, send))
    if not sent:
        return None
    start, body = sent
    decoded = [(name.decode(), value.decode()) for name, value in start["headers"]]
    return Answer(start["status"], decoded, body["body"])


def asked(*arguments: Any, **options: Any) -> Answer:
    answer = ask(*arguments, **options)
    assert answer is not None
    return answer


# -- names ------------------------------------------------------------------------------------


@pytest.mark.parametrize("host", [HERE, f"localhost:{PORT}", f"LocalHost:{PORT}", f"[::1]:{PORT}"])
def test_this_machine_is_asked_by_its_own_names(host: str) -> None:
    assert asked(host=host).is_from_app


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        f"evil.example:{PORT}",
        "127.0.0.1",
        "127.0.0.1:80",
        f"127.0.0.1:{PORT}@evil.example",
        f"127.0.0.1.evil.example:{PORT}",
        f"localhost.:{PORT}",
        f"0.0.0.0:{PORT}",
        "",
        None,
    ],
)
def test_a_name_that_was_led_here_is_refused(host: str | None) -> None:
    answer = asked("/", {**COOKIE, **BEARER}, host=host)
    assert answer.status == 421
    assert "doesn't go by the name" in answer.problem


def test_two_names_at_once_are_none() -> None:
    assert asked(headers=[*COOKIE.items(), ("host", HERE), ("host", HERE)], host=None).status == 421


@pytest.mark.parametrize(
    ("allowed", "host", "status"),
    [
        ("talks.example", "talks.example", 200),
        ("talks.example", f"Talks.Example:{PORT}", 200),
        ("talks.example", "talks.example:81", 421),
        ("talks.example:8443", "talks.example:8443", 200),
        ("talks.example:8443", "talks.example", 421),
        ("2001:db8::1", f"[2001:db8::1]:{PORT}", 200),
        ("talks.example", HERE, 200),
    ],
)
def test_further_names_may_be_allowed(allowed: str, host: str, status: int) -> None:
    assert asked(host=host, given=settings(allowed_hosts=(allowed,))).status == status


def test_the_address_that_is_listened_at_is_a_name_but_all_addresses_are_none() -> None:
    given = settings(host="192.0.2.7")
    assert asked(host=f"192.0.2.7:{PORT}", given=given).is_from_app
    given = settings(host="0.0.0.0")
    assert asked(host=f"0.0.0.0:{PORT}", given=given).status == 421
    assert asked(host="localhost", given=settings(port=80), headers=BEARER).is_from_app


# -- the token --------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/", "/models/x.toml/parties", "/static/app.css", "/api/x", "/?"])
@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"cookie": f"countermove-{PORT}="},
        {"cookie": f"countermove-{PORT}=wrong"},
        {"cookie": f"countermove-{PORT}={TOKEN}x"},
        {"cookie": f"countermove-{PORT + 1}={TOKEN}"},
        {"cookie": TOKEN},
        {"authorization": f"Basic {TOKEN}"},
        {"authorization": "Bearer"},
        {"authorization": "Bearer \xe9"},
    ],
)
def test_nothing_is_answered_without_the_token(path: str, headers: dict[str, str]) -> None:
    answer = asked(path, headers)
    assert (answer.status, answer.is_from_app) == (403, False)
    assert answer.problem == "the app opens with the address that the terminal printed."


@pytest.mark.parametrize(
    "headers",
    [
        COOKIE,
        BEARER,
        {"authorization": f"bearer  {TOKEN}"},
        {"cookie": f"other=1; countermove-{PORT}=old; countermove-{PORT}={TOKEN}"},
    ],
)
def test_the_cookie_or_a_bearer_token_opens(headers: dict[str, str]) -> None:
    assert asked(headers=headers).is_from_app


@pytest.mark.parametrize(
    ("path", "onward"),
    [
        (f"/?token={TOKEN}", "/"),
        (f"/models/a%20b.toml/parties?token={TOKEN}", "/models/a%20b.toml/parties"),
        (f"/answer?state=5&token={TOKEN}&by=SEQ", "/answer?state=5&by=SEQ"),
        (f"/answer?%74oken={TOKEN}", "/answer"),
        (f"/static/app.css?token={TOKEN}", "/static/app.css"),
        (f"//evil.example/?token={TOKEN}", "/evil.example/"),
        (f"/\\evil.example/?token={TOKEN}", "/evil.example/"),
        (f"/x\r\nset-cookie: a=b?token={TOKEN}", "/x%0D%0Aset-cookie:%20a=b"),
    ],
)
def test_the_address_with_the_token_sets_the_cookie_and_leads_on(path: str, onward: str) -> None:
    answer = asked(path, {})
    assert (answer.status, answer["location"]) == (303, onward)
    assert answer["set-cookie"] == (
        f"countermove-{PORT}={TOKEN}; Path=/; HttpOnly; SameSite=Strict"
    )
    assert answer["cache-control"] == "no-store"


def test_the_cookie_is_for_https_only_behind_a_proxy_that_says_so() -> None:
    path, headers = f"/?token={TOKEN}", {"x-forwarded-proto": "https"}
    behind = settings(allowed_hosts=("talks.example",))
    assert asked(path, headers, given=behind)["set-cookie"].endswith("; SameSite=Strict; Secure")
    assert "Secure" not in asked(path, headers)["set-cookie"]


@pytest.mark.parametrize("path", ["/?token=wrong", "/?token=", "/x?token=%00", "/?token=\u00e9"])
def test_a_wrong_token_in_the_address_opens_nothing(path: str) -> None:
    answer = asked(path, {})
    assert (answer.status, answer.has("set-cookie")) == (403, False)


def test_an_old_address_doesnt_close_what_is_open() -> None:
    answer = asked("/report?token=old")
    assert (answer.status, answer["location"]) == (303, "/report")
    assert not answer.has("set-cookie")


def test_a_link_in_a_chat_leads_on_from_a_page_of_this_server() -> None:
    """The browser keeps a strict cookie back in a redirect that began on another site."""
    elsewhere = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}
    answer = asked(f"/a?b=1&token={TOKEN}&c=%22", elsewhere)
    assert answer.status == 200
    assert "SameSite=Strict" in answer["set-cookie"]
    assert b'content="0; url=/a?b=1&amp;c=%22"' in answer.body
    assert TOKEN.encode() not in answer.body


def test_a_token_in_the_address_is_for_opening_only() -> None:
    assert asked(f"/?token={TOKEN}", OWN, method="POST").status == 403


def test_the_token_is_compared_in_constant_time(monkeypatch: pytest.MonkeyPatch) -> None:
    compared = []
    real = secrets.compare_digest

    def compare(given: bytes, right: bytes) -> bool:
        compared.append(given)
        return real(given, right)

    monkeypatch.setattr(security.secrets, "compare_digest", compare)
    asked("/?token=one", {"cookie": f"countermove-{PORT}=two", "authorization": "Bearer three"})
    assert set(compared) == {b"one", b"two", b"three"}


def test_settings_dont_show_the_token() -> None:
    assert TOKEN not in repr(settings())
    tokens = {Settings(folder=Path(), port=1).token for _ in range(10)}
    assert len(tokens) == 10
    assert all(re.fullmatch(r"[\w-]{43}", token) for token in tokens)


@given(st.text(st.characters(codec="latin-1"), max_size=60))
def test_no_text_but_the_token_is_a_token(text: str) -> None:
    if text.strip() != TOKEN:
        for headers in ({"cookie": f"countermove-{PORT}={text}"}, {"authorization": text}):
            assert asked(headers=headers).status == 403


# -- other sites ------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": "http://evil.example"},
        {"origin": f"https://{HERE}"},
        {"origin": "http://127.0.0.1"},
        {"origin": f"http://localhost:{PORT}"},
        {"origin": f"http://{HERE}.evil.example"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "none"},
        {**OWN, "sec-fetch-site": "cross-site"},
        {"origin": "null", "sec-fetch-site": "same-origin"},
    ],
)
def test_no_other_site_changes_anything(method: str, headers: dict[str, str]) -> None:
    answer = asked(headers={**COOKIE, **headers}, method=method)
    assert (answer.status, answer.is_from_app) == (403, False)
    assert not answer.has("access-control-allow-origin")
    assert answer.problem == "this request didn't come from a page of this server."


@pytest.mark.parametrize(
    "headers",
    [
        {**COOKIE, **OWN},
        {**COOKIE, **OWN, "sec-fetch-site": "same-origin"},
        {**COOKIE, "sec-fetch-site": "same-origin"},
        BEARER,
        {**BEARER, **OWN},
    ],
)
def test_a_page_of_this_server_may_change_things_and_so_may_a_program(
    headers: dict[str, str],
) -> None:
    assert asked(headers=headers, method="POST").is_from_app


def test_two_origins_are_none() -> None:
    twice = [*COOKIE.items(), *OWN.items(), *OWN.items()]
    assert asked(headers=twice, method="POST").status == 403


def test_behind_a_proxy_the_origin_is_that_of_the_proxy() -> None:
    given = settings(allowed_hosts=("talks.example",))
    headers = {**COOKIE, "origin": "https://talks.example", "x-forwarded-proto": "https"}
    proxied = {"host": "talks.example", "method": "POST", "given": given}
    assert asked(headers=headers, **proxied).is_from_app
    assert asked(headers={**headers, "x-forwarded-proto": "http"}, **proxied).status == 403
    assert asked(headers={**headers, "origin": f"https://{HERE}"}, **proxied).status == 403


@pytest.mark.parametrize(
    ("fetch", "status"),
    [
        (("same-origin", "cors", "empty"), 200),
        (("none", "navigate", "document"), 200),
        (("cross-site", "navigate", "document"), 200),
        (("cross-site", "navigate", "iframe"), 403),
        (("cross-site", "no-cors", "image"), 403),
        (("same-site", "no-cors", "script"), 403),
    ],
)
def test_other_sites_may_link_here_and_not_load_from_here(
    fetch: tuple[str, str, str], status: int
) -> None:
    names = ("sec-fetch-site", "sec-fetch-mode", "sec-fetch-dest")
    assert asked(headers={**COOKIE, **dict(zip(names, fetch, strict=True))}).status == status


def test_websockets_are_refused() -> None:
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message["type"])

    _run(Guard(app, settings())({"type": "websocket"}, None, send))  # type: ignore[arg-type]
    assert sent == ["websocket.close"]


# -- headers ----------------------------------------------------------------------------------

ANSWERS = {
    "app": {},
    "421": {"host": "evil.example"},
    "403": {"headers": {}},
    "500": {"path": "/broken"},
    "303": {"path": f"/?token={TOKEN}"},
    "413": {"headers": {**BEARER, "content-length": "9" * 9}, "method": "POST"},
}


@pytest.mark.parametrize("name", ANSWERS)
def test_every_answer_keeps_the_browser_in_bounds(name: str) -> None:
    answer = asked(**ANSWERS[name])
    assert answer.status == (200 if name == "app" else int(name))
    assert answer["content-security-policy"] == security.POLICY
    assert "unsafe" not in security.POLICY
    assert answer["x-content-type-options"] == "nosniff"
    assert answer["referrer-policy"] == "same-origin"
    assert answer["cross-origin-opener-policy"] == "same-origin"
    assert answer["cross-origin-resource-policy"] == "same-origin"
    assert "camera=()" in answer["permissions-policy"]
    assert answer["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("/models/x.toml/parties?1a2b3c4d", "no-store"),
        ("/static/app.js?1a2b3c4d", "private, max-age=31536000, immutable"),
        ("/vendored/a.js?1a2b3c4d", "private, max-age=31536000, immutable"),
        ("/static/app.js?v=1", "private, no-cache"),
        ("/static/app.js", "private, no-cache"),
        ("/static/none.js?1a2b3c4d", "no-store"),
        ("/kept", "max-age=5"),
    ],
)
def test_only_files_of_the_program_are_kept(path: str, kept: str) -> None:
    assert asked(path)["cache-control"] == kept


@pytest.mark.parametrize("name", sorted(set(ANSWERS) - {"app", "303"}))
def test_people_are_refused_with_a_page_of_its_own_style(name: str) -> None:
    given = dict(ANSWERS[name])
    given["headers"] = {**given.get("headers", COOKIE), "accept": "text/html,*/*"}
    answer = asked(**given)
    assert answer["content-type"] == "text/html; charset=utf-8"
    page = answer.body.decode()
    assert int(answer["content-length"]) == len(answer.body)
    assert page.startswith("<!doctype html>")
    assert not re.search(r"<script|<link|src=|style=", page)
    assert answer["content-security-policy"] == refusals.POLICY


def test_the_style_of_these_pages_is_the_one_that_their_policy_names() -> None:
    import base64
    import hashlib

    (style,) = re.findall(r"<style>(.*)</style>", refusals.NO_TOKEN.html().decode())
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in refusals.POLICY


def test_a_name_cant_write_into_the_page() -> None:
    answer = asked("/", {"accept": "text/html"}, host="<script>alert(1)</script>")
    assert b"<script" not in answer.body
    assert b"&lt;script&gt;" in answer.body


def test_head_is_answered_without_a_body() -> None:
    answer = asked(headers={}, method="HEAD")
    assert (answer.status, answer.body) == (403, b"")
    assert int(answer["content-length"]) > 0


# -- sizes ------------------------------------------------------------------------------------


def test_what_is_sent_arrives_whole_and_the_client_is_heard_after_it() -> None:
    answer = asked("/?a=1", BEARER, method="POST", chunks=[b"ab", b"", b"c"])
    assert json.loads(answer.body) == {"query": "a=1", "body": 3, "then": "http.disconnect"}


@pytest.mark.parametrize("length", ["101", "9" * 30, "9" * 10_000, "-1", "1e9", "\xb2", "+1"])
def test_too_much_is_refused_before_it_is_read(length: str) -> None:
    def unread() -> Iterable[bytes]:
        raise AssertionError("read")
        yield b""

    headers = {**BEARER, "content-length": length}
    answer = asked("/", headers, method="POST", chunks=unread(), given=settings(largest_body=100))
    assert (answer.status, answer["connection"]) == (413, "close")


@pytest.mark.parametrize("headers", [{}, {"content-length": "1"}])
def test_too_much_is_refused_while_it_streams(headers: dict[str, str]) -> None:
    read = 0

    def endless() -> Iterable[bytes]:
        nonlocal read
        while True:
            read += 1
            yield b"x" * 30

    small = settings(largest_body=100)
    answer = asked("/", {**BEARER, **headers}, method="POST", chunks=endless(), given=small)
    assert (answer.status, answer.is_from_app, read) == (413, False, 4)


def test_as_much_as_is_allowed_is_taken() -> None:
    small = settings(largest_body=100)
    answer = asked("/", BEARER, method="POST", chunks=[b"x" * 60, b"x" * 40], given=small)
    assert json.loads(answer.body)["body"] == 100


def test_the_limit_is_told() -> None:
    answer = asked("/", {**BEARER, "content-length": "9999999"}, method="POST")
    assert answer.problem == "this is larger than 5 MiB, and wasn't taken."


def test_nothing_is_read_of_those_who_may_not_ask() -> None:
    def unread() -> Iterable[bytes]:
        raise AssertionError("read")
        yield b""

    assert asked("/", {}, method="POST", chunks=unread()).status == 403


def test_who_has_gone_isnt_answered() -> None:
    assert ask("/", BEARER, method="POST", chunks=[b"half"], leaves=True) is None
