"""The graph in a real browser: what it shows and says, by mouse and by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from playwright.sync_api import expect

from countermove.files.model_file import load
from countermove.model.conflict import Conflict
from models import conflict_of
from web.app import case_in

from .conftest import Site
from .graph_page import graph_page

Open = Callable[..., Any]


@pytest.fixture
def opened(new_page: Callable[..., Any], wrong: list[str], site: Site) -> Open:
    """Give a function that opens the graph of a model; nothing may go wrong in its page."""

    def opened(conflict: str | Conflict) -> Any:
        if isinstance(conflict, str):
            conflict = load(conflict)
        parts = graph_page(conflict, "/graph.json")
        site.pages |= dict(
            zip(("/page.html", "/graph.json", "/graph.json.svg"), parts, strict=True)
        )
        page = new_page()
        page.on("console", lambda message: wrong.append(message.text))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.goto(f"{site.address}/page.html")
        page.wait_for_selector(".graph-drawing")
        return page

    return opened


def said(page: Any) -> str:
    return str(page.locator("[data-graph-said]").inner_text())


def card(page: Any, number: int) -> Any:
    return page.locator(".graph-card", has_text=f"[{number}]")


def lines(page: Any) -> int:
    return int(page.locator(".graph-lines > .graph-line:visible").count())


def listen(page: Any) -> None:
    page.evaluate("addEventListener('state-chosen', (event) => { window.got = event.detail; })")


def play(page: Any, steps: str) -> None:
    page.evaluate(
        "document.querySelector('[data-graph]').dispatchEvent("
        f"new CustomEvent('play-path', {{detail: {{steps: {steps}}}}}))"
    )


def test_the_states_are_drawn_and_told_by_mouse(opened: Open) -> None:
    page = opened("prisoners-dilemma")
    expect(page.locator(".graph-card")).to_have_count(4)
    assert lines(page) == 4
    expect(page.locator(".graph-card.holds")).to_have_count(2)
    card(page, 4).hover()
    page.locator("[data-graph-said]", has_text="[4]").wait_for()
    assert said(page).endswith("Holds under SEQ, SSEQ, GMR and SMR.")
    listen(page)
    page.get_by_role("button", name="Why?").click()
    assert page.evaluate("window.got") == {"number": 4, "mark": "4"}
    card(page, 3).click()
    assert page.evaluate("window.got.number") == 4
    card(page, 3).click()
    page.wait_for_function("window.got.number === 3")
    page.get_by_text("The same as a list").click()
    first = page.locator("[data-graph-list] > ul > li").first
    expect(first).to_contain_text("[1]")
    moves = page.locator("[data-graph-list] > ul > li").last.get_by_role("listitem")
    expect(moves.first).to_have_text(
        "The first prisoner would give evidence: to [3], an improvement."
    )


def test_by_keyboard_one_walks_along_moves(opened: Open) -> None:
    page = opened("elmira")
    page.get_by_label("holds").focus()
    page.keyboard.press("Tab")
    assert said(page).startswith("[1] ")
    assert said(page).endswith("The status quo.")
    # Some arrow leads along a line from the status quo, and says the move.
    told = set()
    for key in ("ArrowRight", "ArrowDown", "ArrowUp", "ArrowLeft"):
        page.keyboard.press("Home")
        page.keyboard.press(key)
        told.add(said(page))
    assert any(text.startswith("Local Government would ") for text in told)
    view = page.locator(".graph-drawing")
    before = view.get_attribute("viewBox")
    page.keyboard.press("+")
    assert view.get_attribute("viewBox") != before
    page.keyboard.press("0")
    assert view.get_attribute("viewBox") == before
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement === document.body")


def test_the_legend_switches_what_is_drawn(opened: Open) -> None:
    page = opened("elmira")
    every = lines(page)
    switch = page.get_by_role("button", name="Uniroyal")
    expect(switch).to_have_attribute("aria-pressed", "true")
    switch.click()
    expect(switch).to_have_attribute("aria-pressed", "false")
    hidden = page.locator(".graph-lines > .party-2:not(.is-left-out)")
    expect(hidden).to_have_count(0)
    assert 0 < lines(page) < every
    switch.click()
    back = page.locator(".graph-tip.is-back:not(.is-better):visible")
    expect(back).to_have_count(0)
    page.get_by_role("button", name="All moves").click()
    assert lines(page) >= every
    assert back.count() > 0
    ringed = page.locator(".graph-card.holds").count()
    page.get_by_label("holds").select_option("NASH")
    assert 0 < page.locator(".graph-card.holds").count() < ringed


def test_a_story_is_played_step_by_step(opened: Open) -> None:
    page = opened("prisoners-dilemma")
    play(
        page,
        "[{at: 4, says: 'Both are silent.'}, {from: 4, to: 3, party: 0, says: 'The first talks.'},"
        " {from: 3, to: 4, party: 0, says: 'And back.'}]",
    )
    told = page.locator("[data-graph-story-said]")
    expect(told).to_have_text("1 of 3: Both are silent.")
    expect(page.locator(".graph-story-lines > *")).to_have_count(0)
    page.get_by_role("button", name="Next").click()
    expect(told).to_have_text("2 of 3: The first talks.")
    # Each step leads one way, and lies beside those on the same line.
    tips = page.locator(".graph-story-lines .graph-tip")
    expect(tips).to_have_count(1)
    page.get_by_role("button", name="Next").click()
    expect(tips).to_have_count(2)
    expect(page.locator(".graph-story-lines .is-now")).to_have_count(1)
    runs = page.locator(".graph-story-lines .graph-run").evaluate_all(
        "(all) => all.map((one) => one.getAttribute('d'))"
    )
    assert runs[0] != runs[1]
    assert page.get_by_role("button", name="Next").is_disabled()
    page.get_by_role("button", name="Back").click()
    page.get_by_role("button", name="Play").click()
    page.locator("[data-graph-story-said]", has_text="3 of 3").wait_for()
    page.get_by_role("button", name="Close").click()
    assert not told.is_visible()
    expect(page.locator(".is-on-path, .graph-story-lines > *")).to_have_count(0)


def test_pictures_are_saved_under_the_name_of_the_model_as_they_are_drawn_for_paper(
    opened: Open, site: Site
) -> None:
    page = opened("prisoners-dilemma")
    saved = {}
    for kind in ("SVG", "PNG"):
        with page.expect_download() as waited:
            page.get_by_role("button", name=f"Save as {kind}").click()
        assert waited.value.suggested_filename == f"model-graph.{kind.lower()}"
        saved[kind] = Path(waited.value.path()).read_bytes()
    assert saved["PNG"].startswith(b"\x89PNG")
    assert saved["SVG"].decode() == site.pages["/graph.json.svg"]
    page.get_by_role("button", name="Copy picture").click()
    page.locator("[data-graph-said]", has_text="picture").wait_for()


def test_every_label_can_be_read_at_first(opened: Open) -> None:
    page = opened("elmira-graph")
    for width in (1280, 1366):
        page.set_viewport_size({"width": width, "height": 768})
        high = page.locator(".graph-words").evaluate_all(
            "(all) => all.map((one) => parseFloat(getComputedStyle(one).fontSize)"
            " * one.getScreenCTM().a)"
        )
        assert min(high) >= 11


def test_an_outcome_is_centred_on_by_steps(
    tab: Any, root: str, folder: Path, wrong: list[str]
) -> None:
    name = case_in(folder, "talks-2025")
    tab.goto(f"{root}/models/{name}/answer")
    tab.get_by_text("The graph of moves").click()
    graph = tab.get_by_role("region", name="Graph")
    graph.scroll_into_view_if_needed()
    shown = graph.locator("[data-graph-shown]")
    expect(shown).to_contain_text(" of 36 outcomes: ")
    canvas = graph.get_by_role("application")
    canvas.focus()
    tab.keyboard.press("Home")
    tab.keyboard.press("Enter")
    expect(shown).to_contain_text("[1] and what moves lead to from there in one move")
    tab.keyboard.press("2")
    expect(shown).to_contain_text("in at most 2 moves")
    expect(graph.get_by_role("button", name="2", exact=True)).to_have_attribute(
        "aria-pressed", "true"
    )
    expect(canvas).to_be_focused()
    tab.keyboard.press("Escape")
    expect(shown).to_contain_text("the status quo")
    expect(canvas).to_be_focused()
    graph.get_by_role("button", name="Show all 36").click()
    expect(shown).to_have_text("All 36 outcomes.")
    graph.get_by_role("button", name="Back to the first view").click()
    expect(shown).to_contain_text("the status quo")
    assert wrong == []


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
    for number in (1, 2, 3, 4):
        page.evaluate(
            "(number) => document.querySelector('[data-graph]').dispatchEvent("
            "new CustomEvent('choose-state', {detail: {number}}))",
            number,
        )
    page.locator("[data-graph-said]", has_text="[4]").wait_for()
    with page.expect_download() as waited:
        page.get_by_role("button", name="Save as SVG").click()
    drawn = ElementTree.fromstring(Path(waited.value.path()).read_bytes())
    assert any(evil in (one.text or "") for one in drawn.iter())
    assert page.evaluate("window.harmed") is None
    assert page.locator("img").count() == 0
