"""Look at the built documentation in a browser: how high its pages are, and what its search finds.

.venv/bin/python .ci/look_at_docs.py build/docs
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

HIGHEST = 8_000
"""So many pixels at most is a page that somebody reads, in a window 1280 wide."""
LISTS = ("genindex", "_modules")
"""How the names begin of what is only looked up: the index, and the code of modules."""
FIRST = {
    "install": "how-to/install.html",
    "picture": "how-to/figures.html",
    "Word": "how-to/report.html",
}
"""What people look for, and the page that has to be among the first two that are found."""
ALONE = "Word"
"""Whose page is the first."""


def main(built: Path) -> None:
    """Say what is wrong, and leave with 1 where anything is."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        wrong = [*_too_high(page, built), *_not_found(page, built)]
        browser.close()
    sys.exit("\n".join(wrong))


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


if __name__ == "__main__":
    main(Path(sys.argv[1]))
