"""A preference is changed, and a claim turns beside it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import expect

from web.app import talks_in

# By an outcome of each place that would change: where it would stand, or stands.
WOULD = """() => [...document.querySelectorAll(".number[data-to]")].map((number) =>
  [number.parentElement.querySelector(".outcome b").textContent, number.dataset.to])"""
STANDS = """(leads) => leads.map((lead) => [lead, [...document.querySelectorAll(".outcome b")]
  .find((one) => one.textContent === lead).closest(".level").dataset.place])"""
IN_SIGHT = """(one) => { const { left, top, bottom } = one.getBoundingClientRect();
  const at = (y) => document.elementFromPoint(left + 2, y);
  return at(top + 2) === one && at(bottom - 2) === one; }"""


def drag_to_the_top(tab: Any, row: int) -> list[list[str]]:
    """Drag a wish by its handle, drop it once it is above the others; say what was to change."""
    rows = tab.locator("ol.wishes > li")
    handle, top = (rows.nth(k).locator(".handle").bounding_box() for k in (row, 0))
    tab.mouse.move(handle["x"] + 8, handle["y"] + 8)
    tab.mouse.down()
    for step in range(100):
        tab.mouse.move(top["x"] + 8 + step % 2, top["y"] + 4)
        if "sortable-chosen" in (rows.first.get_attribute("class") or ""):
            break
    would: list[list[str]] = tab.evaluate(WOULD)
    tab.mouse.up()
    return would


def test_europe_changes_its_mind_and_the_claims_turn(tab: Any, root: str, folder: Path) -> None:
    name = talks_in(folder)
    before = (folder / name).read_bytes()
    tab.goto(f"{root}/models/{name}/preferences")
    tab.get_by_role("navigation", name="Parties").get_by_role("link", name="Europe").click()
    tab.wait_for_url("**party=europe")
    wishes = tab.locator("ol.wishes > li textarea[data-check]")
    best = tab.locator(".level").first
    backs = tab.locator(".claims li").filter(has_text="A deal made behind Europe's back")
    expect(wishes.first).to_have_value("guarantee implies table")
    expect(backs).to_have_class("holds")

    # By keyboard: its first wish moves down, below all others.
    tab.get_by_role("button", name="Move statement 1,").focus()
    for number in (2, 3, 4):
        tab.keyboard.press("Alt+ArrowDown")
        expect(wishes.nth(number - 1)).to_have_value("guarantee implies table")
        expect(tab.get_by_role("button", name=f"Move statement {number},")).to_be_focused()
    expect(tab.locator("#live-changes")).to_be_visible()

    # By mouse: and up again to the top.
    would = drag_to_the_top(tab, 3)
    expect(tab.locator(".number[data-to]")).to_have_count(0)
    assert would
    assert tab.evaluate(STANDS, [lead for lead, _ in would]) == would
    expect(wishes.first).to_have_value("guarantee implies table")
    expect(backs).to_have_class("holds")

    # An option is chosen for a new wish, which is checked while it is typed.
    adding = tab.locator("#add-statement")
    adding.press_sequentially("not russia")
    tab.get_by_role("option", name="Settle terms with Russia alone").click()
    expect(adding).to_have_value("not bilateral")
    expect(tab.locator("#add-statement-said")).to_have_text("True in 20 of 36 outcomes.")
    adding.press("Enter")
    expect(wishes).to_have_count(5)
    expect(tab.get_by_role("combobox", name="What does Europe want")).to_be_focused()
    expect(adding).to_have_value("")

    # Dropped, Europe no longer minds: the claim turns.
    tab.get_by_role("button", name="Remove statement 1", exact=True).click()
    expect(backs).not_to_have_class("holds")

    # Ranked one by one, nothing changes; the record of it stays open when something is edited.
    first = best.inner_text()
    tab.locator("#kinds > summary").click()
    tab.get_by_role("button", name="By a direct ranking of the outcomes").click()
    expect(tab.locator("ol.direct")).to_be_visible()
    expect(best).to_have_text(first, use_inner_text=True)
    expect(tab.locator("#kinds")).to_have_attribute("open", "")

    while tab.locator("#undo").is_enabled():
        done = tab.locator("#app").get_attribute("data-revision")
        tab.locator("#undo").click()
        expect(tab.locator("#app")).not_to_have_attribute("data-revision", done)
    assert (folder / name).read_bytes() == before
    expect(wishes).to_have_count(4)


def test_in_a_scenario_the_last_edit_is_in_sight(tab: Any, root: str, folder: Path) -> None:
    """What is otherwise in the model itself stands above it, and covers nothing of it."""
    name = talks_in(folder)
    tab.set_viewport_size({"width": 1366, "height": 768})
    tab.goto(f"{root}/models/{name}/preferences?in=scenarios.any-terms&party=us")
    tab.get_by_role("button", name="Remove statement 1", exact=True).click()
    first = tab.locator("#live-changes li").first
    expect(first).to_contain_text("before, it was")
    assert first.evaluate(IN_SIGHT)
    expect(tab.locator("#live-answer #live-beside")).to_contain_text("in the model itself")
