"""One question at a time, at the keyboard alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import expect

from web.test_interview import FARM, PAGE, TOWN, WATER


def test_answers_are_typed_and_the_way_back_is_open(tab: Any, root: str, folder: Path) -> None:
    (folder / "water.toml").write_text(WATER, "utf-8")
    tab.goto(f"{root}/models/water.toml/follow-up/ask?interview=choose")
    tab.get_by_label("Who answers?").fill("Anna Ito")
    tab.keyboard.press("Enter")
    asked = tab.locator("[data-asked]")
    expect(asked).to_have_text(TOWN)
    expect(asked).to_be_focused()
    assert tab.url.endswith(f"{PAGE}&who=Anna+Ito")
    # Twice by the same hand: the second is no answer to what is asked then.
    tab.keyboard.press("2")
    tab.keyboard.press("2")
    expect(asked).to_have_text(FARM)
    expect(asked).to_be_focused()
    tab.keyboard.press("?")
    expect(asked).to_contain_text("Once more, the other way round")
    tab.reload()
    expect(asked).to_contain_text("Once more, the other way round")
    tab.keyboard.press("2")
    expect(asked).to_have_text("These can’t all be true. Which is to go?")
    tab.keyboard.press("1")
    expect(asked).to_have_text("Nothing is left to ask.")
    tab.get_by_role("link", name="The order of asking").click()
    tab.get_by_role("button", name="One question at a time").wait_for()
    tab.get_by_text("In which order to ask (drawn)").click()
    with tab.expect_download() as saved:
        tab.get_by_role("button", name="Save the picture").click()
    assert saved.value.suggested_filename == "water-in-which-order-to-ask.svg"
    # In the colours of a light page, which it doesn't need any more.
    assert "var(" not in saved.value.path().read_text("utf-8")
    tab.go_back()
    expect(asked).to_have_text("Nothing is left to ask.")
    tab.keyboard.press("Control+z")
    expect(asked).to_have_text(TOWN)
    assert (folder / "water.toml").read_text("utf-8") == WATER
    tab.keyboard.press("Tab")
    expect(tab.get_by_role("button", name="Yes")).to_be_focused()
