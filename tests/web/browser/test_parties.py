"""Parties and options, as they are typed, moved and taken back."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from playwright.sync_api import expect

from web.app import case_in
from web.test_naming import STRIKE


def test_a_party_and_its_options_are_written_moved_and_undone(
    tab: Any, root: str, folder: Path
) -> None:
    name = case_in(folder, "talks-2025")
    before = (folder / name).read_bytes()
    tab.goto(f"{root}/models/{name}/parties")
    field = tab.get_by_label("Name of party 2")
    field.fill("Russian Federation")
    field.press("Tab")
    expect(tab.locator("#undo")).to_be_enabled()
    assert b'name = "Russian Federation"' in (folder / name).read_bytes()

    adding = tab.get_by_label("What else can the United States do?")
    adding.fill("Lift sanctions")
    adding.press("Enter")
    expect(adding).to_have_value("")
    expect(adding).to_be_focused()
    row = tab.locator("#decision_makers-us-options-lift-sanctions-row")
    row.locator(".handle").focus()
    tab.keyboard.press("Alt+ArrowUp")
    # The last but one: the page as it was before has it at the end.
    expect(tab.locator("#decision_makers-us-options > li").nth(1)).to_have_id(
        "decision_makers-us-options-lift-sanctions-row"
    )
    expect(row.locator(".handle")).to_be_focused()

    for _ in range(3):
        done = tab.locator("#undo").get_attribute("title")
        tab.keyboard.press("Control+z")
        expect(tab.locator("#undo")).not_to_have_attribute("title", done)
    expect(tab.locator("#undo")).to_be_disabled()
    expect(field).to_have_value("Russia")
    assert (folder / name).read_bytes() == before


def test_who_renames_an_option_can_go_on_at_once(tab: Any, root: str, folder: Path) -> None:
    (folder / "m.toml").write_text(STRIKE)
    tab.goto(f"{root}/models/m.toml/parties")
    tab.get_by_label("Option 1 of Union").fill("Walk out")
    tab.keyboard.press("Tab")
    way = tab.get_by_label(re.compile("Can ‘(Strike|Walk out)’ be changed?"))
    expect(way).to_be_focused()
    way.select_option("Can't be undone")  # mostly for the option as it was called before
    expect(tab.locator("#decision_makers-union-options-walk-out-row")).to_be_visible()
    expect(tab.get_by_label("Can ‘Walk out’ be changed?")).to_have_value("take")
    expect(tab.get_by_label("Can ‘Walk out’ be changed?")).to_be_focused()
    # The choice is seen at once, and saved a moment later: what was edited last is the second edit.
    expect(tab.locator("#undo")).to_have_attribute(
        "title", "Change the option ‘Walk out’ of Union (Ctrl+Z)"
    )
    assert 'walk-out = { text = "Walk out", moves = "take" }' in (folder / "m.toml").read_text()
    assert tab.locator("#message").count() == 0


def test_enter_leads_on_and_a_pasted_list_is_added_at_once(
    tab: Any, root: str, folder: Path
) -> None:
    (folder / "m.toml").write_text('format = "countermove/1"\ntitle = "M"\nstatus_quo = []\n')
    tab.goto(f"{root}/models/m.toml/parties")
    expect(tab.get_by_label("Who takes part?")).to_be_focused()
    tab.keyboard.type("Union")
    tab.keyboard.press("Enter")
    expect(tab.get_by_label("What can Union do?")).to_be_visible()
    tab.keyboard.press("Enter")
    expect(tab.get_by_label("What can Union do?")).to_be_focused()
    tab.keyboard.type("Strike")
    tab.keyboard.press("Enter")
    expect(tab.get_by_label("Option 1 of Union")).to_have_value("Strike")
    tab.keyboard.press("Alt+l")
    expect(tab.get_by_label("Can ‘Strike’ be changed?")).to_have_value("take")
    expect(tab.locator("#undo")).to_have_attribute(
        "title", re.compile("Change the option ‘Strike’")
    )

    tab.evaluate(
        """text => {
            const clipboardData = new DataTransfer();
            clipboardData.setData("text/plain", text);
            const options = { clipboardData, bubbles: true, cancelable: true };
            document.activeElement.dispatchEvent(new ClipboardEvent("paste", options));
        }""",
        "Sue\nPort; Raise the pay; Automate the terminal (one-way)",
    )
    tab.get_by_role("button", name="Add 1 party and 3 options").click()
    expect(tab.get_by_label("Option 2 of Port")).to_have_value("Automate the terminal")
    expect(tab.get_by_role("dialog")).not_to_be_visible()
    expect(tab.get_by_label("Option 2 of Union")).to_have_value("Sue")
    tab.locator("#undo").click()
    expect(tab.get_by_label("Name of party 2")).to_have_count(0)
