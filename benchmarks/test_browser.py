"""How long the page of the answer takes from a key to the paint, in a browser.

The target for a model of 4,096 outcomes, after an edit or its undoing: under 300 ms.
"""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from countermove.web.serving import listening, server_of
from countermove.web.settings import Settings

playwright = pytest.importorskip("playwright.sync_api")

CHROMIUM = shutil.which("chromium")
PARTIES, OPTIONS = 4, 12

# From a key to the second frame after the new page: what the first one drew is on the screen then.
PAINTED = """
(redo) => new Promise((resolve) => {
  const seen = document.getElementById("app").dataset.revision;
  const begun = performance.now();
  document.addEventListener("htmx:after:swap", function swapped() {
    if (document.getElementById("app").dataset.revision === seen) return;
    document.removeEventListener("htmx:after:swap", swapped);
    requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now() - begun)));
  });
  const key = { key: "z", ctrlKey: true, shiftKey: redo, bubbles: true };
  document.body.dispatchEvent(new KeyboardEvent("keydown", key));
})
"""


def model() -> str:
    lines = ['format = "countermove/1"', 'title = "Large"', "status_quo = []"]
    for k in range(PARTIES):
        lines += [f"[decision_makers.p{k}]", f'name = "P{k}"', f"[decision_makers.p{k}.options]"]
        lines += [f'o{o} = "Option {o}"' for o in range(OPTIONS) if o % PARTIES == k]
    for k in range(PARTIES):
        wishes = [f'"{"not " if (o + k) % 3 else ""}o{o}"' for o in range(k, OPTIONS, 2)]
        lines += [f"[preferences.p{k}]", f"statements = [{', '.join(wishes)}]"]
    lines += ["[claims.both]", 'says = "Both come about"', 'possible = "o0 and o1"']
    return "\n".join(lines)


@pytest.fixture(scope="module")
def tab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    if CHROMIUM is None:
        pytest.skip("there is no chromium here: on Debian, apt install chromium")
    folder: Path = tmp_path_factory.mktemp("opened")
    (folder / "large.toml").write_text(model())
    listener = listening("127.0.0.1", 0)
    settings = Settings(folder=folder, port=listener.getsockname()[1])
    server = server_of(settings)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    with playwright.sync_playwright() as running:
        flags = ["--no-sandbox", "--disable-gpu", "--disable-quic"]
        browser = running.chromium.launch(executable_path=CHROMIUM, args=flags)
        tab = browser.new_page(viewport={"width": 1280, "height": 900})
        tab.goto(settings.address())
        models = settings.address().partition("/?")[0] + "/models/large.toml"
        tab.goto(f"{models}/preferences?party=p0")
        seen = tab.locator("#app").get_attribute("data-revision")
        tab.locator(".sortable button.remove").first.click()
        tab.wait_for_selector(f'#app:not([data-revision="{seen}"])')
        tab.goto(f"{models}/answer")
        tab.wait_for_selector("#outcomes")
        yield tab
        browser.close()
    server.should_exit = True
    thread.join()


@pytest.mark.benchmark(group="web, an edit painted")
@pytest.mark.parametrize("place", ["the claims", "the graph"])
def test_undo_on_the_answer_page(benchmark: Any, tab: Any, place: str) -> None:
    tab.evaluate(
        f"document.querySelector('{'h1' if 'claims' in place else '#why'}').scrollIntoView()"
    )
    tab.wait_for_timeout(1000)
    painted: list[float] = []

    def both() -> None:
        for redo in (False, True):
            painted.append(tab.evaluate(PAINTED, redo))
            tab.wait_for_timeout(500)  # as somebody who looks at it

    benchmark.pedantic(both, rounds=8, warmup_rounds=1)
    benchmark.extra_info["ms"] = [round(ms) for ms in sorted(painted)]
