"""Follow-up questions and the report as they are asked in a browser."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from playwright.sync_api import expect

from web.app import case_in


def test_a_long_question_is_seen_through_a_reload_and_cancelled(
    tab: Any, root: str, folder: Path
) -> None:
    name = case_in(folder, "talks-2025")
    tab.goto(f"{root}/models/{name}/follow-up")
    tab.get_by_role("link", name="How sure is it?").click()
    tab.get_by_text("Ask it otherwise").click()
    tab.get_by_label("Draws").fill("500000000")
    tab.get_by_role("button", name="Ask").click()
    expect(tab).to_have_url(re.compile(r"samples=500000000.*#answer"))
    assert "scenario=" not in tab.url, "what is left empty stays out of the address"
    expect(tab.locator("#progress")).to_be_visible()
    cancel = tab.locator("#cancel")
    job = cancel.get_attribute("hx-delete")
    tab.reload()
    expect(cancel).to_have_attribute("hx-delete", job)
    cancel.focus()
    said = tab.locator("#expected").text_content()
    expect(tab.locator("#expected")).not_to_have_text(said)
    expect(cancel).to_be_focused()
    tab.keyboard.press("Enter")
    expect(tab.locator("#stopped")).to_be_visible()
    expect(tab.locator("#notices")).to_be_empty()
    expect(tab.get_by_role("button", name="Ask again")).to_be_visible()

    tab.goto(f"{root}/models/{name}/follow-up/evolve")
    table = tab.locator("#answer table").first
    expect(table).to_be_visible()
    tab.context.grant_permissions(["clipboard-read", "clipboard-write"])
    tab.get_by_role("button", name="Copy the table").first.click()
    expect(tab.get_by_role("button", name="Copied")).to_be_visible()
    copied = tab.evaluate("() => navigator.clipboard.readText()")
    assert len(copied.splitlines()) == table.locator("tr").count()
    assert "\t" in copied


def test_a_scenario_is_written_and_taken_back(tab: Any, root: str, folder: Path) -> None:
    name = case_in(folder, "prisoners-dilemma")
    before = (folder / name).read_bytes()
    tab.goto(f"{root}/models/{name}/follow-up/compare")
    adding = tab.locator("#add-scenario")
    adding.fill("The first has no choice")
    adding.press("Enter")
    card = tab.locator("#scenarios-the-first-has-no-choice-card")
    expect(card).to_contain_text("It changes nothing that bears on the answer yet.")
    card.get_by_text("Summary, start and options").click()
    card.get_by_role("combobox").first.select_option("fixed")
    expect(card).not_to_contain_text("It changes nothing")
    expect(card.get_by_role("combobox").first).to_be_visible()
    card.get_by_role("button", name=re.compile("^Copy")).click()
    expect(tab.locator("#scenarios > li")).to_have_count(2)
    for _ in range(3):
        done = tab.locator("#undo").get_attribute("title")
        tab.keyboard.press("Control+z")
        expect(tab.locator("#undo")).not_to_have_attribute("title", done)
    assert (folder / name).read_bytes() == before


def test_the_report_is_all_that_is_printed(tab: Any, root: str, folder: Path) -> None:
    name = case_in(folder, "prisoners-dilemma")
    tab.goto(f"{root}/models/{name}/report?parts=,holds")
    printing = tab.locator("#print")
    expect(printing).to_be_visible()
    expect(tab.locator("#answer table").first).to_be_visible()
    tab.evaluate("() => { window.print = () => { document.title = 'printed'; }; }")
    printing.click()
    expect(tab).to_have_title("printed")
    tab.emulate_media(media="print")
    for hidden in (".top", ".steps", ".live", ".frame", "main > h1", ".copy"):
        expect(tab.locator(hidden).first).to_be_hidden()
    expect(tab.locator("#report-title")).to_be_visible()
    expect(tab.locator("#answer table").first).to_be_visible()
    pages = tab.pdf(format="A4")
    assert pages.startswith(b"%PDF")
    assert len(re.findall(rb"/Type\s*/Page\b", pages)) >= 1
    assert b"/Font" in pages
