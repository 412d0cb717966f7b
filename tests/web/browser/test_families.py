"""Families by hand: a card each, whose members are folded; what is done is undone."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from playwright.sync_api import expect

MODEL = """\
format = "countermove/1"
title = "A union"
status_quo = []

[decision_makers.uk]
name = "United Kingdom"
options = { lead = "Lead a force" }

[preferences.uk]
statements = ["lead"]
"""


def test_a_family_is_written_and_undone(
    tab: Any, root: str, folder: Path, wrong: list[str]
) -> None:
    file = folder / "union.toml"
    file.write_text(MODEL, "utf-8")

    def data() -> dict[str, Any]:
        return tomllib.loads(file.read_text("utf-8"))

    tab.goto(f"{root}/models/union.toml/parties")
    tab.click("#new-family > summary")
    tab.fill("#new-family-name", "large members")
    tab.fill("#new-family-members", "France, United Kingdom")
    tab.fill("#new-family-option", "Send troops")
    tab.click("#new-family button")
    expect(tab.get_by_text("‘United Kingdom’ takes part already.").first).to_be_visible()
    expect(tab.locator("#new-family-members")).to_have_value("France, United Kingdom")
    wrong.clear()  # that it was refused
    tab.fill("#new-family-members", "France, Italy")
    tab.click("#new-family button")
    card = tab.locator("#families-large-members-card")
    expect(card).to_be_visible()
    expect(card.locator(".member")).to_have_count(2)
    add = tab.locator("#families-large-members-members-add")
    add.fill("Spain, Poland")
    add.press("Enter")
    expect(card.locator(".member")).to_have_count(4)
    assert list(data()["families"]["large-members"]["members"]) == [
        "france", "italy", "spain", "poland",
    ]  # fmt: skip
    card.locator(".member").nth(2).get_by_role("switch").check()
    expect(tab.locator("#undo")).to_have_attribute("title", re.compile("start|status|begin", re.I))
    assert data()["status_quo"] == ["spain.send-troops"]
    tab.click("text=What each of them wants")
    expect(tab.get_by_role("heading", name="What each of the large members wants")).to_be_visible()
    tab.go_back()
    for _ in range(3):
        done = tab.locator("#undo").get_attribute("title")
        tab.keyboard.press("Control+z")
        expect(tab.locator("#undo")).not_to_have_attribute("title", done)
    assert file.read_text("utf-8") == MODEL
