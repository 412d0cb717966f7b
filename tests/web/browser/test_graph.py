"""The graph in a real browser: what it shows and says, by mouse and by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from countermove.files.model_file import load
from countermove.model.conflict import Conflict
from models import conflict_of

from .conftest import Site
from .graph_page import graph_page

Open = Callable[..., Any]

MOUNTED = """
const { mountGraph } = await import("/static/graph.js");
const section = document.querySelector("[data-graph]");
const graph = await mountGraph(section);
"""


@pytest.fixture
def opened(new_page: Callable[..., Any], wrong: list[str], site: Site) -> Open:
    """Give a function that opens the graph of a model; nothing may go wrong in its page."""

    def opened(conflict: str | Conflict) -> Any:
        if isinstance(conflict, str):
            conflict = load(conflict)
        site.pages["/page.html"], site.pages["/graph.json"] = graph_page(conflict, "/graph.json")
        page = new_page(reduced_motion="reduce")
        page.on("console", lambda message: wrong.append(message.text))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.goto(f"{site.address}/page.html")
        page.wait_for_selector("[data-graph-canvas] canvas")
        return page

    return opened


def ask(page: Any, code: str) -> Any:
    return page.evaluate(f"async () => {{ {MOUNTED} return {code}; }}")


def until(page: Any, code: str) -> None:
    """Wait for something to be true; a busy machine draws late."""
    page.wait_for_function(f"async () => {{ {MOUNTED} return {code}; }}")


def said(page: Any) -> str:
    return str(page.locator("[data-graph-said]").inner_text())


def visible(page: Any, what: str) -> int:
    return int(ask(page, f"graph.cy.{what}(':visible').length"))


def test_the_states_are_drawn_and_told_by_mouse(opened: Open) -> None:
    page = opened("prisoners-dilemma")
    assert (visible(page, "nodes"), visible(page, "edges")) == (4, 4)
    assert ask(page, "graph.cy.nodes('.is-ringed').length") == 2
    at = ask(page, "graph.cy.$id('n3').renderedPosition()")
    box = page.locator("[data-graph-canvas]").bounding_box()
    page.mouse.move(box["x"] + at["x"], box["y"] + at["y"])
    page.locator("[data-graph-said]", has_text="[4]").wait_for()
    assert said(page) == (
        "[4] first.silent, second.silent. Done: Keep silent; Keep silent. "
        "Holds under SEQ, SSEQ, GMR and SMR."
    )
    page.evaluate("addEventListener('state-chosen', (event) => { window.got = event.detail; })")
    page.mouse.click(box["x"] + at["x"], box["y"] + at["y"])
    assert page.evaluate("window.got") == {"number": 4, "mark": "4"}


def test_by_keyboard_one_walks_along_moves(opened: Open) -> None:
    page = opened("talks-2025")
    page.evaluate("addEventListener('state-chosen', (event) => { window.got = event.detail; })")
    page.get_by_role("checkbox", name="Only what those moves").focus()
    page.keyboard.press("Tab")
    assert said(page).startswith("[1] nothing done.")
    assert said(page).endswith("Doesn't hold. The status quo.")
    for key in ("ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp"):
        page.keyboard.press(key)
    page.keyboard.press("Home")
    # Some arrow leads along a line from the status quo, and says the move.
    told = set()
    for key in ("ArrowRight", "ArrowDown", "ArrowUp"):
        page.keyboard.press("Home")
        page.keyboard.press(key)
        told.add(said(page))
    assert any(text.startswith("The United States would ") for text in told)
    page.keyboard.press("Home")
    page.keyboard.press("Enter")
    assert page.evaluate("window.got.number") == 1
    before = ask(page, "graph.cy.zoom()")
    page.keyboard.press("+")
    assert ask(page, "graph.cy.zoom()") > before
    page.keyboard.press("0")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement === document.body")


def test_controls_choose_what_is_shown(opened: Open) -> None:
    page = opened("talks-2025")
    russian = "graph.data.edges.filter((e) => e.party === 1).length"
    assert 0 < ask(page, russian) < ask(page, "graph.cy.edges().length")
    page.get_by_label("Moves of").select_option("Russia")
    only = "graph.cy.edges(':visible').every((e) => e.data('party') === 1)"
    until(page, f"graph.cy.edges(':visible').length === {russian} && {only}")
    page.get_by_label("Moves of").select_option("all parties")
    page.get_by_label("Improvements only").check()
    improving = "graph.data.edges.filter((e) => e.improves || e.back).length"
    until(page, f"graph.cy.edges(':visible').length === {improving}")
    page.get_by_label("Only what those moves").check()
    assert said(page) == f"{visible(page, 'nodes')} of 36 outcomes shown."
    ringed = ask(page, "graph.cy.nodes('.is-ringed').length")
    page.get_by_label("Ring what holds under").select_option("NASH")
    nash = "graph.data.nodes.filter((n) => n.holds.includes('NASH')).length"
    assert ask(page, "graph.cy.nodes('.is-ringed').length") == ask(page, nash) < ringed


def test_a_story_is_played_step_by_step(opened: Open) -> None:
    page = opened("prisoners-dilemma")
    steps = (
        "[{at: 4, says: 'Both are silent.'}, {from: 4, to: 3, party: 0, says: 'The first talks.'}]"
    )
    page.evaluate(
        "document.querySelector('[data-graph]').dispatchEvent("
        f"new CustomEvent('play-path', {{detail: {{steps: {steps}}}}}))"
    )
    told = page.locator("[data-graph-story-said]")
    assert told.inner_text() == "1 of 2: Both are silent."
    assert ask(page, "graph.cy.edges('.is-on-path').length") == 0
    page.get_by_role("button", name="Next").click()
    assert told.inner_text() == "2 of 2: The first talks."
    assert ask(page, "graph.cy.edges('.is-now').length") == 1
    assert page.get_by_role("button", name="Next").is_disabled()
    page.get_by_role("button", name="Back").click()
    page.get_by_role("button", name="Play").click()
    page.locator("[data-graph-story-said]", has_text="2 of 2").wait_for()
    page.get_by_role("button", name="Close").click()
    assert not told.is_visible()
    assert ask(page, "graph.cy.elements('.is-on-path, .is-dim').length") == 0


CORNER = """
async (bytes) => {
  const image = await createImageBitmap(new Blob([new Uint8Array(bytes)]));
  const canvas = new OffscreenCanvas(image.width, image.height);
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  pen.drawImage(image, 0, 0);
  const title = pen.getImageData(48, 48, 600, 44).data;
  return [[...pen.getImageData(0, 0, 1, 1).data], title.some((value) => value < 100)];
}
"""


def test_the_picture_is_saved_in_light_with_the_title(opened: Open) -> None:
    page = opened("prisoners-dilemma")
    page.emulate_media(color_scheme="dark")
    with page.expect_download() as waited:
        page.get_by_role("button", name="Save picture").click()
    assert waited.value.suggested_filename == "model-graph.png"
    picture = Path(waited.value.path()).read_bytes()
    assert page.evaluate(CORNER, list(picture)) == [[255, 255, 255, 255], True]


def test_a_step_leads_one_way_and_past_no_other_outcome(opened: Open) -> None:
    page = opened("talks-2025")
    step = (
        "{from: 36, to: 35, party: 0, says: 'There.'}, {from: 35, to: 36, party: 3, says: 'Back.'}"
    )
    ask(page, f"graph.playPath([{step}], 1)")
    drawn = "graph.cy.edges('.is-on-path').map((e) => [e.data('ahead'), e.data('behind')])"
    assert ask(page, drawn) == [["triangle", "none"]] * 2
    bends = ask(page, "graph.cy.edges('.is-on-path').map((e) => e.data('bend'))")
    assert 0 not in bends


@pytest.mark.parametrize("case", ["elmira-graph", "talks-2025"])
def test_every_label_can_be_read_at_first(opened: Open, case: str) -> None:
    page = opened(case)
    page.set_viewport_size({"width": 700, "height": 700})
    size = "graph.cy.nodes().map((n) => parseFloat(n.style('font-size')) * graph.cy.zoom())"
    ask(page, "(section.querySelector('[data-graph-zoom=fit]').click(), 1)")
    assert min(ask(page, size)) >= 9


def test_colours_follow_the_theme(opened: Open) -> None:
    page = opened("prisoners-dilemma")
    colour = "graph.cy.edges()[0].style('line-color')"
    light = ask(page, colour)
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    page.wait_for_timeout(50)
    assert ask(page, colour) != light
    page.evaluate("delete document.documentElement.dataset.theme")
    page.wait_for_timeout(50)
    assert ask(page, colour) == light


def test_names_of_any_kind_do_no_harm(opened: Open) -> None:
    evil = "<script>window.harmed = 1</script><img src=x onerror=alert(1)> 𝔘𝔫𝔦 日本 עברית"
    page = opened(
        conflict_of(
            title=evil,
            decision_makers={
                "a": {"name": evil, "options": {"o": evil}},
                "b": {"name": "B", "options": {"p": "P"}},
            },
            preferences={"a": {"statements": ["o"]}, "b": {"statements": ["p"]}},
            status_quo=[],
        )
    )
    page.get_by_role("application").focus()
    page.keyboard.press("Tab")
    for number in (1, 2, 3, 4):
        detail = f"{{detail: {{number: {number}}}}}"
        ask(page, f"section.dispatchEvent(new CustomEvent('choose-state', {detail}))")
    assert said(page).startswith("[4] o, p. Done: <script>")
    assert page.evaluate("window.harmed") is None
    assert page.locator("img").count() == 0
