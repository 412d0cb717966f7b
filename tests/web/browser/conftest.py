"""A browser, and tabs in it that fail their test for any error or foreign request."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from web.app import TOKEN, served

CHROMIUM = Path("/usr/bin/chromium")
QUIET = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    if not CHROMIUM.exists():
        pytest.skip("there is no /usr/bin/chromium: on Debian, apt install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(QUIET))
        yield browser
        browser.close()


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
def new_tab(browser: Any, root: str) -> Iterator[Callable[..., Any]]:
    """Open a tab with the app in it, in a window of its own."""
    contexts = []
    wrong: list[str] = []

    def opened(path: str = "/", **context: Any) -> Any:
        context.setdefault("viewport", {"width": 1280, "height": 900})
        window = browser.new_context(**context)
        window.set_default_timeout(10_000)
        contexts.append(window)
        tab = window.new_page()
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

    opened.wrong = wrong  # type: ignore[attr-defined]
    yield opened
    for window in contexts:
        window.close()
    assert not wrong, wrong


@pytest.fixture
def tab(new_tab: Callable[..., Any]) -> Any:
    """One tab with the first page of the app."""
    return new_tab()
