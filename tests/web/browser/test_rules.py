"""A rule from a pattern, all by keyboard: chosen, told, added, counted, undone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import expect

from web.app import talks_in


def test_a_pattern_becomes_a_rule_and_is_undone_by_keyboard(
    tab: Any, root: str, folder: Path
) -> None:
    name = talks_in(folder)
    before = (folder / name).read_bytes()
    tab.goto(f"{root}/models/{name}/rules")
    counts, rules = tab.locator("#counts"), tab.locator(".rules > li")
    expect(counts).to_contain_text("36 outcomes")

    # Tab goes from option to option, the arrow keys choose: either, not done, done.
    guarantee = tab.get_by_role("radiogroup", name="Provide security guarantees")
    accept = tab.get_by_role("radiogroup", name="Accept the terms")
    accept.get_by_role("radio", name="either").focus()
    tab.keyboard.press("ArrowLeft")
    tab.keyboard.press("Tab")
    tab.keyboard.press("ArrowLeft")
    tab.keyboard.press("ArrowLeft")
    written = tab.locator("#write-rule")
    expect(written).to_have_value("not accept and guarantee")
    expect(tab.locator("#write-rule-said")).to_contain_text(
        "This can't be (Enter): removes 10 of 36 outcomes. This must be so: removes 26 of 36"
    )
    tab.keyboard.press("Tab")
    typed = tab.get_by_role("combobox", name="What can't be, or must be so?")
    expect(typed).to_be_focused()
    tab.keyboard.press("Enter")
    expect(counts).to_contain_text("26 outcomes")
    expect(rules).to_have_count(4)
    expect(written).to_have_value("")
    expect(guarantee.get_by_role("radio", name="either")).to_be_checked()
    expect(typed).to_be_focused()
    assert b'"not accept and guarantee"' in (folder / name).read_bytes()

    # What only if says must be so: Enter adds it as that, the other meaning has its button.
    tab.keyboard.type("settle only if concede ")
    expect(tab.locator("#write-rule-said")).to_contain_text("This must be so (Enter): removes 6 of")
    tab.keyboard.press("Enter")
    expect(rules.nth(3)).to_contain_text("Settle on the terms only if Concede borders.")
    expect(counts).to_contain_text("20 outcomes")
    tab.keyboard.press("Control+z")
    expect(rules).to_have_count(4)
    tab.keyboard.type("settle only if concede ")
    tab.get_by_role("button", name="This can't be").press("Enter")
    expect(rules.nth(3)).to_contain_text("Never: Settle on the terms only if Concede borders.")
    expect(counts).to_contain_text("leave 6 outcomes")
    tab.keyboard.press("Control+z")
    expect(counts).to_contain_text("26 outcomes")

    # A group is ticked with the space bar; changed and taken back, its boxes follow.
    tab.locator("#kinds summary").focus()
    tab.keyboard.press("Enter")
    for option in ("bilateral", "settle"):
        tab.locator(f"#new-group-{option}-").focus()
        tab.keyboard.press("Space")
    tab.locator("#new-group-kind").focus()
    tab.keyboard.press("ArrowDown")
    tab.locator("#kinds .group button").focus()
    tab.keyboard.press("Enter")
    expect(rules).to_have_count(5)
    expect(tab.locator("#new-group-settle-")).not_to_be_checked()
    change = tab.locator("#rules-at_least_one-0-change")
    change.locator("summary").first.focus()
    tab.keyboard.press("Enter")
    change.get_by_label("Bring Ukraine").focus()
    tab.keyboard.press("Space")
    change.get_by_role("button").focus()
    tab.keyboard.press("Enter")
    card = tab.locator("#rules-at_least_one-0-card .rule-words")
    expect(card).to_contain_text("Bring Ukraine")
    tab.keyboard.press("Control+z")
    expect(card).not_to_contain_text("Bring Ukraine")
    expect(change.get_by_label("Bring Ukraine")).not_to_be_checked()

    # A mistake is told while it is typed, and stays at its place.
    tab.locator("#rules-infeasible-2-change > summary").press("Enter")
    field = tab.locator("#rules-infeasible-2")
    field.fill("not accept and garantee")
    expect(tab.locator("#rules-infeasible-2-said")).to_contain_text(
        "Did you mean “Provide security"
    )
    field.press("Tab")
    expect(tab.locator("#rules-infeasible-2-wrong")).to_contain_text("No option or term")

    for _ in range(3):
        seen = tab.locator("#app").get_attribute("data-revision")
        tab.keyboard.press("Control+z")
        expect(tab.locator("#app")).not_to_have_attribute("data-revision", seen)
    expect(counts).to_contain_text("36 outcomes")
    expect(rules).to_have_count(3)
    assert (folder / name).read_bytes() == before
