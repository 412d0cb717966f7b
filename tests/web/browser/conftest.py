"""A browser, and tabs in it that fail their test for any error or foreign request."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

import countermove
from web.app import TOKEN, served

# The shell draws the same pages in two thirds of the time: there is no window around them.
CHROMIUM = shutil.which("chromium-headless-shell") or shutil.which("chromium")
QUIET = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)

WEB = Path(countermove.__file__).parent / "web"
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self' data: blob:; connect-src 'self'; base-uri 'none'; form-action 'self'"
)
KINDS = {".html": "text/html", ".js": "text/javascript", ".css": "text/css"}


class Site:
    """Pages by their addresses; what isn't among them is a file of the app."""

    def __init__(self) -> None:
        self.pages: dict[str, str] = {}
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                path = self.path.partition("?")[0]
                kind = KINDS.get(Path(path).suffix, "application/json")
                file = WEB / path.lstrip("/")
                if path in site.pages:
                    body = site.pages[path].encode()
                elif file.is_file():
                    body = file.read_bytes()
                else:
                    self.send_error(404)
                    return
                self.send_response(200)
                self.send_header("Content-Type", f"{kind}; charset=utf-8")
                self.send_header("Content-Security-Policy", CSP)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_address[1]}"
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    site = Site()
    yield site
    site.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    if CHROMIUM is None:
        pytest.skip(
            "there is no chromium on this machine: on Debian, apt install chromium-headless-shell"
        )
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=15_000)  # a busy machine draws late; nothing waits for longer
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def window(browser: Any) -> Iterator[Any]:
    """The window of all tabs: another one starts all anew, and takes longer to than most tests."""
    size = {"width": 1280, "height": 900}
    window = browser.new_context(
        viewport=size, reduced_motion="reduce"
    )  # what moves is drawn often
    window.set_default_timeout(20_000)
    yield window
    window.close()


@pytest.fixture
def wrong() -> Iterator[list[str]]:
    """What went wrong in the tabs of a test: nothing may have, once they are closed."""
    wrong: list[str] = []
    yield wrong
    assert not wrong, wrong


@pytest.fixture
def new_page(window: Any, wrong: list[str]) -> Iterator[Callable[..., Any]]:
    """Open an empty tab, of another size if asked for; nothing of it is left afterwards."""
    pages = []

    def opened(viewport: dict[str, int] | None = None, **media: Any) -> Any:
        page = window.new_page()
        pages.append(page)
        if viewport:
            page.set_viewport_size(viewport)
        if media:
            page.emulate_media(**media)
        return page

    yield opened
    for page in pages:
        page.close()
    window.clear_cookies()
    window.clear_permissions()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The opened folder."""
    return tmp_path


@pytest.fixture
def root(folder: Path) -> Iterator[str]:
    """The address of the app, which has the folder open."""
    with served(folder) as address:
        yield address


@pytest.fixture
def new_tab(root: str, new_page: Callable[..., Any], wrong: list[str]) -> Callable[..., Any]:
    """Open a tab with the app in it."""

    def opened(path: str = "/", **looks: Any) -> Any:
        tab = new_page(**looks)
        tab.on("pageerror", lambda error: wrong.append(f"script: {error}"))
        tab.on("console", lambda said: said.type == "error" and wrong.append(said.text))
        tab.on(
            "request",
            lambda asked: (
                asked.url.startswith((root, "data:", "blob:"))
                or wrong.append(f"a request leaves the machine: {asked.url}")
            ),
        )
        tab.goto(f"{root}/?token={TOKEN}")
        if path != "/":
            tab.goto(root + path)
        return tab

    return opened


@pytest.fixture
def tab(new_tab: Callable[..., Any]) -> Any:
    """One tab with the first page of the app."""
    return new_tab()
