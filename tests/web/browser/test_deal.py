"""The page of the deal in a browser: packages composed by pointer and by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from web.app import case_in


@pytest.fixture
def tab(new_tab: Callable[..., Any], root: str, folder: Path) -> Any:
    tab = new_tab()
    tab.goto(f"{root}/models/{case_in(folder, 'talks-2025')}/deal")
    return tab


def choose(tab: Any, option: str, value: str) -> None:
    tab.get_by_role("radiogroup", name=option).get_by_label(value).click()


def test_the_talks_are_told_from_an_empty_draft_to_the_open_deal(tab: Any) -> None:
    """In eight clicks: a deal behind Europe's back, who leaves it and why, and what would hold."""
    tab.evaluate("() => { globalThis.clicks = 0; onpointerdown = () => { clicks += 1; }; }")
    verdict = tab.locator("#this-verdict")
    expect(verdict).to_have_text("It does not hold")  # nothing is done yet
    choose(tab, "Settle on the terms", "yes")
    expect(verdict).to_have_text("This can't be")  # there are no terms
    choose(tab, "Terms on offer", "with Russia alone")
    choose(tab, "Concede borders", "yes")
    choose(tab, "Accept the terms", "yes")
    expect(verdict).to_have_text("It does not hold")
    ukraine = tab.locator(".parties li", has_text="Ukraine would withdraw its acceptance")
    expect(ukraine).to_contain_text("leaves")
    expect(ukraine).to_contain_text("Place 14 of 14")
    choose(tab, "Terms on offer", "of all four")
    near = tab.locator(".near", has_text="if the parties look ahead").get_by_role("button")
    near.get_by_text("Provide security guarantees: yes", exact=True).click()
    expect(verdict).to_have_text("It holds if the parties look ahead")
    united_states = tab.locator(".parties li", has_text="stays if it looks ahead")
    expect(united_states).to_contain_text("Under NASH the United States would settle terms")
    assert "draft=terms+is+table%2Cconcede%2Csettle%2Caccept%2Cguarantee" in tab.url
    # Pinned, it is shown in the room: whose wishes it meets, who would leave it, and why.
    tab.get_by_role("button", name="Pin it").click()
    expect(tab.locator("#pinned a")).to_have_text("Draft 1")
    assert tab.evaluate("clicks") <= 8
    tab.keyboard.press("f")
    tab.keyboard.press("ArrowRight")
    expect(tab.locator("#room-place")).to_have_text("1 of 1")
    large = tab.locator(".room-large")
    expect(large).to_contain_text("It holds if the parties look ahead.")
    expect(large).to_contain_text(
        "“Terms on offer: with Russia alone” is its third wish [Donald Trump]"
    )
    expect(tab.locator(".room-wishes .mark.fails")).to_have_count(5)
    tab.keyboard.press("Escape")
    tab.go_back()
    expect(
        tab.get_by_role("radiogroup", name="Provide security").get_by_label("no")
    ).to_be_checked()


def test_a_package_is_composed_at_the_speed_of_the_keyboard(tab: Any) -> None:
    tab.get_by_role("radiogroup", name="Terms on offer").get_by_label("none").focus()
    for key in ("Right", "Right", "Down", "Right", "Down", "Right", "Down", "Right", "Up"):
        tab.keyboard.press(f"Arrow{key}")
    expect(tab.locator("#this .package-words")).to_contain_text(
        "Terms on offer: of all four; Concede borders; Settle on the terms; Accept the terms"
    )
    chosen = tab.locator("#package input:checked")
    assert chosen.evaluate_all("all => all.map((one) => one.value).join('')") == "tableYYYN"
    settle = tab.get_by_role("radiogroup", name="Settle on the terms").get_by_label("yes")
    expect(settle).to_be_focused()
    assert tab.url.endswith("draft=terms+is+table%2Cconcede%2Csettle%2Caccept")
