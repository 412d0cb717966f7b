"""The talks of 2025: from the gallery to a claim that turns, and why."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from playwright.sync_api import expect


def test_from_the_gallery_through_the_talks(tab: Any, folder: Path) -> None:
    gallery = tab.get_by_role("region", name="The gallery")
    gallery.get_by_role("button", name="Open a copy of Talks on Ukraine, February 2025").click()
    expect(tab.get_by_role("heading", name="Which outcomes hold?")).to_be_visible()
    assert (folder / "talks-2025.toml").is_file()

    # Each claim with its verdict, and the path of one outcome on the graph.
    claims = tab.locator(".claim")
    expect(claims).to_have_count(9)
    everyone = claims.filter(has_text="A deal with everyone at the table holds")
    expect(everyone.get_by_label("true under some concepts only")).to_be_visible()
    tab.get_by_text("The graph of moves").click()
    graph = tab.get_by_role("region", name="Graph")
    graph.scroll_into_view_if_needed()  # it is drawn when it comes into sight
    expect(graph.locator(".graph-drawing")).to_be_visible()
    table = tab.get_by_role("table", name="Outcomes as columns")
    table.get_by_role("link", name="Why 5 holds or not", exact=True).click()
    why = tab.get_by_role("region", name="Why [5]")
    why.get_by_text("The path").first.click()
    expect(why.get_by_role("button", name="On the graph").first).to_be_visible()

    # Another scenario, and back.
    tab.get_by_text("Scenarios", exact=True).click()
    tab.get_by_role("list", name="Scenarios").get_by_role(
        "link", name="The United States does not mind the format"
    ).click()
    expect(tab).to_have_url(re.compile("scenario=any-format"))
    expect(everyone.get_by_label("true", exact=True)).to_be_visible()
    tab.get_by_role("link", name="Leave it").click()
    expect(everyone.get_by_label("true under some concepts only")).to_be_visible()

    # What is edited comes back, and the claim beside it turns.
    steps = tab.get_by_role("navigation", name="Steps")
    steps.get_by_role("link", name="Preferences").click()
    tab.get_by_role("navigation", name="Parties").get_by_role("link", name="Europe").click()
    now = tab.get_by_role("complementary", name="The answer now")
    back = now.get_by_role("listitem").filter(has_text="A deal made behind Europe")
    expect(back.get_by_label("true", exact=True)).to_be_visible()
    tab.get_by_role("button", name="Remove statement 1", exact=True).click()
    expect(now.get_by_text("The last edit:")).to_be_visible()
    expect(back.get_by_label("true", exact=True)).to_have_count(0)
    tab.get_by_role("button", name="Undo").click()
    expect(back.get_by_label("true", exact=True)).to_be_visible()

    # A question that follows from it.
    steps.get_by_role("link", name="Follow-up").click()
    tab.get_by_role("link", name="What would have to change?").click()
    expect(tab.get_by_role("region", name="The answer", exact=True)).not_to_be_empty()
