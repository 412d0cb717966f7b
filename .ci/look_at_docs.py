"""Look at the built documentation: its pages' heights, its search, and where llms.txt leads.

.venv/bin/python .ci/look_at_docs.py build/docs
"""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

HIGHEST = 8_000
"""So many pixels at most is a page that somebody reads, in a window 1280 wide."""
LISTS = ("genindex", "_modules", "reference/python.html")
"""How the names begin of what is only looked up: the index, the names, and the code of modules."""
FIRST = {
    "install": "how-to/install.html",
    "picture": "how-to/figures.html",
    "Word": "how-to/report.html",
    "quotation": "how-to/quotations.html",
    "assistant": "how-to/assistant.html",
}
"""What people look for, and the page that has to be among the first two that are found."""
ALONE = "Word"
"""Whose page is the first."""


def main(built: Path) -> None:
    """Say what is wrong, and leave with 1 where anything is."""
    with sync_playwright() as playwright:
        chromium = shutil.which("chromium-headless-shell") or shutil.which("chromium")
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        wrong = [*_too_high(page, built), *_not_found(page, built), *_not_there(built)]
        browser.close()
    # An exit with an empty text would still be one with 1.
    sys.exit("\n".join(wrong) or None)


def _too_high(page: Any, built: Path) -> Iterator[str]:
    for path in sorted(built.rglob("*.html")):
        name = str(path.relative_to(built))
        if name.startswith(LISTS):
            continue
        page.goto(path.as_uri())
        height = page.evaluate("document.documentElement.scrollHeight")
        if height > HIGHEST:
            yield f"{name} is {height:,} px high (at most {HIGHEST:,}): cut it up."


def _not_found(page: Any, built: Path) -> Iterator[str]:
    for words, wanted in FIRST.items():
        page.goto(f"{(built / 'search.html').as_uri()}?q={words}")
        page.wait_for_selector(".search-summary:has-text('found')")
        links = page.locator("#search-results li > a").evaluate_all(
            "links => links.map(link => link.getAttribute('href'))"
        )
        if wanted not in links[: 1 if words == ALONE else 2]:
            yield f"Who looks for “{words}” finds {links[:4]}, and {wanted} not before them."


def _not_there(built: Path) -> Iterator[str]:
    """Say which links of llms.txt lead nowhere, and which how-to guides it doesn't name."""
    links = set(re.findall(r"\]\(([^)]+)\)", (built / "llms.txt").read_text("utf-8")))
    guides = {f"how-to/{path.name}" for path in (built / "how-to").glob("*.html")}
    yield from (f"llms.txt: {link} is not there." for link in links if not (built / link).is_file())
    yield from (f"llms.txt doesn't name {name}." for name in guides - links - {"how-to/index.html"})


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
