"""Levels typed at speed, and named in statements by words and by choosing."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from playwright.sync_api import expect

from web.test_levels import SALE

BID = ("Low", "Middling", "High", "Top of all")


def test_levels_are_typed_at_speed_and_chosen_in_statements(
    tab: Any, root: str, folder: Path
) -> None:
    (folder / "m.toml").write_text(SALE)
    tab.goto(f"{root}/models/m.toml/parties")
    tab.get_by_label("What else can Buyer do?").click()
    tab.keyboard.type("Bid: Low / Middling\n")
    adding = tab.get_by_label("What else can ‘Bid’ be?")
    adding.click()
    tab.keyboard.type("High\nTop of all\n")  # the first is under way while the second is typed
    row = tab.locator("#decision_makers-buyer-options-bid-row")
    expect(row.get_by_label("Level 4 of Bid")).to_have_value(BID[3])
    expect(adding).to_be_focused()
    row.get_by_label("‘Bid’ is ‘High’ at the start").check()
    handle = row.locator(".level .handle").nth(3)
    handle.focus()
    tab.keyboard.press("Alt+ArrowUp")
    expect(row.get_by_label("Level 3 of Bid")).to_have_value(BID[3])
    expect(row.get_by_label("‘Bid’ is ‘High’ at the start")).to_be_checked()

    tab.goto(f"{root}/models/m.toml/preferences?party=buyer")
    field = tab.get_by_role("combobox", name="What does Buyer want, next to that?")
    field.click()
    tab.keyboard.type("bid top\n\n")
    wishes = tab.locator(".wishes .chip")
    expect(wishes.last).to_have_text("Bid: Top of all")
    tab.keyboard.type("Terms is not on credit and price at most sixty\n")
    expect(wishes.last).to_have_text("Price at most sixty")

    tab.goto(f"{root}/models/m.toml/rules")
    strip = tab.locator(".statement-strip").first
    strip.get_by_role("radiogroup", name="Price").get_by_label("seventy").check()
    strip.get_by_role("radiogroup", name="Sell").get_by_label("not done").check()
    tab.get_by_role("button", name="This can't be").click()
    expect(tab.locator(".rule-words").last).to_contain_text("Never: not Sell and Price: seventy")

    said = tomllib.loads((folder / "m.toml").read_text())
    levels = said["decision_makers"]["buyer"]["options"]["bid"]["levels"]
    assert list(levels.values()) == [BID[0], BID[1], BID[3], BID[2]]
    assert said["preferences"]["buyer"]["statements"][-2:] == [
        "bid is top-of-all",
        "terms is not credit and price at most sixty",
    ]
    assert said["rules"]["infeasible"][-1] == "not sell and price is seventy"
