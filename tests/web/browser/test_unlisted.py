"""A model with too many outcomes to list in a browser: claimed, answered as it comes, stopped."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from web.app import case_in


def test_a_claim_with_a_count_is_answered_stopped_and_told_why(
    tab: Any, root: str, folder: Path
) -> None:
    pytest.importorskip("oxidd")
    name = case_in(folder, "talks-2025-members")
    tab.goto(f"{root}/models/{name}/answer")
    expect(tab.locator("#finding")).to_contain_text("Known so far", timeout=60_000)
    count = tab.locator("#claims > li").count()

    tab.locator("#new-claim-statement-shown").get_by_role("combobox").click()
    tab.keyboard.type("at least 1 of (france.troops, germany.troops)")
    tab.get_by_role("button", name="Claim it").click()
    expect(tab.locator("#claims > li")).to_have_count(count + 1)
    # The version before is answered no more; this one is, from the beginning.
    expect(tab.locator("#finding")).to_contain_text("Known so far", timeout=60_000)
    tab.get_by_role("button", name="Stop").click()
    expect(tab.locator("#stopped")).to_be_visible(timeout=10_000)
    claim = tab.locator("#claims > li").last
    expect(claim).to_have_class(re.compile(r"\b(holds|depends|fails|open)\b"))

    tab.get_by_role("link", name="One that holds").click()
    why = tab.locator("#why")
    expect(why).to_contain_text("What is done in it?", timeout=60_000)
    tab.locator("#why-close").click()
    expect(why).to_have_count(0)
    expect(tab.locator("#stopped")).to_be_visible()
