"""Take the pictures of the web app that the README and the documentation show.

Run by ``make screenshots``: Chromium looks at the app, which is served on a copy of the talks case.
"""

from __future__ import annotations

import contextlib
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from countermove.analysis.solving import solve
from countermove.files.gallery import case_documents, case_path
from countermove.files.model_file import load
from countermove.web.serving import listening, server_of
from countermove.web.settings import Settings

PICTURES = Path(__file__).parent / "pictures"
CASE = "talks-2025"
SIZE = {"width": 1280, "height": 860}


def main() -> None:
    """Take the pictures."""
    chromium = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    if chromium is None:
        sys.exit("There is no chromium here: on Debian, apt install chromium-headless-shell.")
    with served() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu", "--disable-quic"]
        )
        tab = browser.new_page(viewport=SIZE, device_scale_factor=1.5, reduced_motion="reduce")
        tab.goto(address)
        models = address.partition("/?")[0] + f"/models/{CASE}.toml"
        parties(tab, models)
        statement(tab, models)
        answer(tab, models)
        graph(tab, models)
        deal(tab, models)
        preferences(tab, models)
        ask(tab, models)
        record(tab, address)
        room(tab, models)
        sent(tab)
        browser.close()


def parties(tab: Any, models: str) -> None:
    """Show who takes part and what each can do, a line for each option."""
    tab.goto(f"{models}/parties")
    picture(tab, "app-parties")


def preferences(tab: Any, models: str) -> None:
    """Show what turns when Europe no longer wants to be at the table above all."""
    tab.goto(f"{models}/preferences?party=europe")
    changed(tab, tab.get_by_role("button", name="Remove statement 1", exact=True).click)
    tab.evaluate("document.activeElement.blur()")
    picture(tab, "app-preferences")
    changed(tab, lambda: tab.keyboard.press("Control+z"))


def changed(tab: Any, act: Callable[[], object]) -> None:
    """Do something, and wait for the page that comes of it."""
    seen = tab.locator("#app").get_attribute("data-revision")
    act()
    tab.wait_for_function(
        "seen => document.getElementById('app').dataset.revision !== seen", arg=seen
    )


def statement(tab: Any, models: str) -> None:
    """Show a wish that is typed, with what a word may mean."""
    tab.goto(f"{models}/preferences?party=europe")
    tab.get_by_role("combobox", name="What does Europe want").focus()
    tab.keyboard.type("conc\n")
    tab.keyboard.type("only if ter", delay=30)
    picture(tab, "app-statement")
    for key in ("Escape", *["Backspace"] * 12):  # what is typed would wait there
        tab.keyboard.press(key)


def answer(tab: Any, models: str) -> None:
    """Show why the open deal holds with foresight, with its path, beside the table."""
    tab.goto(f"{models}/answer?state=36&party=us&concept=SEQ")
    tab.evaluate("document.querySelector('#outcomes-head').scrollIntoView()")
    picture(tab, "app-answer")


def graph(tab: Any, models: str) -> None:
    """Show the outcomes that hold and the moves between."""
    tab.goto(f"{models}/answer")
    tab.get_by_text("The graph of moves").click()
    tab.locator(".graph-drawing").wait_for()
    tab.evaluate("document.querySelector('#graph').scrollIntoView()")
    picture(tab, "app-graph")


def deal(tab: Any, models: str) -> None:
    """Show a package made without Europe, and what each party would do about it."""
    tab.goto(f"{models}/deal?draft=terms is bilateral,concede,settle,accept")
    tab.set_viewport_size({"width": SIZE["width"], "height": 960})
    picture(tab, "app-deal")
    tab.set_viewport_size(SIZE)


def room(tab: Any, models: str) -> None:
    """Show two packages side by side in the room, with what differs marked."""
    for name, draft in (
        ("Behind Europe's back", "terms is bilateral,concede,settle,accept"),
        ("Everyone at the table", "terms is table,concede,settle,accept,guarantee"),
    ):
        tab.goto(f"{models}/deal?draft={draft}")
        tab.locator("#pin-name").fill(name)
        tab.get_by_role("button", name="Pin it").click()
        tab.locator("#pinned a", has_text=name).wait_for()
    tab.goto(f"{models}/room/2?split=1")
    picture(tab, "app-room")


def ask(tab: Any, models: str) -> None:
    """Show one question that is put to somebody, after the first is answered."""
    tab.goto(f"{models}/follow-up/ask?interview=on&claims=everyone&concepts=SEQ")
    changed(tab, lambda: tab.keyboard.press("2"))
    picture(tab, "app-ask")


def record(tab: Any, address: str) -> None:
    """Show a report that is read beside the model, and what may become of a marked passage."""
    name = "night-ward-report.html"
    report = {"name": name, "mimeType": "text/html", "buffer": case_documents("night-ward")[name]}
    tab.goto(address)
    tab.get_by_label("Or from a document").set_input_files(report)
    tab.get_by_role("button", name="Read it").click()
    statement = tab.locator(".found > li[aria-current]")
    for key in "xxxj":
        statement.wait_for()
        tab.wait_for_load_state("networkidle")
        tab.keyboard.press(key)
    picture(tab, "app-record")
    _mark(tab, "Eastmarch Health Board")
    tab.get_by_role("button", name="Party", exact=True).click()
    tab.get_by_label("Who takes part?").fill("Health board")
    changed(tab, lambda: tab.keyboard.press("Enter"))
    _mark(tab, "may close between ten at night and seven in the morning")
    tab.get_by_role("button", name="Option of …").click()
    tab.get_by_label("What could be done?").fill("Close the ward")
    picture(tab, "app-record-mark")


def sent(tab: Any) -> None:
    """Show the page that is sent, while a package is tried on it."""
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "sent.html"
        page.write_text(solve(load(CASE)).to_page(), "utf-8")
        tab.goto(f"file://{page}")
        tab.get_by_label("Begin from").select_option("36")
        tab.get_by_role("radiogroup", name="Provide security guarantees").get_by_text("no").click()
        tab.evaluate("document.querySelector('#deal-head').scrollIntoView()")
        picture(tab, "sent-page")


def _mark(tab: Any, words: str) -> None:
    """Mark a passage of the document on the page, as with the mouse."""
    tab.evaluate(
        """words => {
            const pieces = [...document.querySelectorAll("#document-text [data-at]")];
            const node = pieces.find(piece => piece.textContent.includes(words)).firstChild;
            const from = node.data.indexOf(words);
            getSelection().setBaseAndExtent(node, from, node, from + words.length);
        }""",
        words,
    )
    tab.locator("#passage").wait_for()


def picture(tab: Any, name: str) -> None:
    """Save what is in the window."""
    time.sleep(0.5)  # what moves comes to rest
    tab.screenshot(path=PICTURES / f"{name}.png")


@contextlib.contextmanager
def served() -> Iterator[str]:
    """Serve the app on a folder with the case in it, and give its address."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / f"{CASE}.toml").write_bytes(case_path(CASE).read_bytes())
        listener = listening("127.0.0.1", 0)
        settings = Settings(folder=Path(folder), port=listener.getsockname()[1])
        server = server_of(settings)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        try:
            yield settings.address()
        finally:
            server.should_exit = True
            thread.join()


if __name__ == "__main__":
    main()
