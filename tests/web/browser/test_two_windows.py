"""Two windows on one file, and another program beside them: nobody's work is lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import expect

from web.app import case_in

SOON = 10_000
"""Milliseconds within which a window shows what was done elsewhere."""


def told(wrong: list[str], status: str) -> None:
    """Let the browser's own note of a refusal count as nothing wrong; there was one at least."""
    notes = [note for note in wrong if f"status of {status}" in note]
    assert notes
    wrong[:] = [note for note in wrong if note not in notes]


def test_two_windows_on_one_file(
    new_tab: Callable[..., Any], wrong: list[str], folder: Path
) -> None:
    name = case_in(folder, "talks-2025")
    address = f"/models/{name}/parties"
    mine, other = new_tab(address), new_tab(address)

    # What is done in one window appears in the other, beside what is being typed there.
    typing = other.get_by_label("Name of party 3")
    typing.press("End")
    typing.press_sequentially(" and all")
    field = mine.get_by_label("Name of party 1")
    field.fill("Washington")
    field.press("Tab")
    theirs = other.get_by_label("Name of party 1")
    expect(theirs).to_have_value("Washington", timeout=SOON)
    expect(typing).to_be_focused()
    typed = typing.input_value()
    assert typed.endswith(" and all")
    typing.press("Tab")
    expect(mine.get_by_label("Name of party 3")).to_have_value(typed, timeout=SOON)

    # Both write the same: the second is told what the first wrote, and what was typed stays,
    # even where the page around it was brought up to date in between.
    theirs.fill("The White House")
    field.fill("DC")
    field.press("Tab")
    expect(mine.get_by_role("button", name="Move the party DC")).to_be_visible()
    revision = mine.locator("#app").get_attribute("data-revision")
    expect(other.locator("#app")).to_have_attribute("data-revision", revision, timeout=SOON)
    theirs.press("Tab")
    notice = other.locator("#notices")
    expect(notice).to_contain_text("changed meanwhile")
    expect(notice).to_contain_text("is “DC” now; your change makes it “The White House”")
    expect(theirs).to_have_value("The White House")
    assert b'name = "DC"' in (folder / name).read_bytes()
    told(wrong, "409")
    # Who has seen that may write it all the same.
    theirs.press("End")
    theirs.press_sequentially("!")
    theirs.press("Tab")
    expect(field).to_have_value("The White House!", timeout=SOON)


def test_another_program_beside_a_window(
    tab: Any, wrong: list[str], root: str, folder: Path
) -> None:
    name = case_in(folder, "talks-2025")
    file = folder / name
    before = file.read_text("utf-8")
    tab.goto(f"{root}/models/{name}/parties")
    file.write_text(before.replace('name = "Russia"', 'name = "Moscow"'), "utf-8")
    expect(tab.get_by_label("Name of party 2")).to_have_value("Moscow", timeout=SOON)
    expect(tab.locator("#undo")).to_have_attribute("title", "Changed by another program (Ctrl+Z)")

    # What is typed into the whole text isn't replaced either.
    tab.get_by_role("link", name="File").click()
    text = tab.get_by_label("The text of the file")
    text.fill("# mine")
    file.write_text(before, "utf-8")
    expect(tab.get_by_role("alert")).to_contain_text("What you typed is still here", timeout=SOON)
    tab.get_by_role("button", name="Save").click()
    expect(tab.locator("#notices")).to_contain_text("is “Russia” now")
    expect(text).to_have_value("# mine")
    assert file.read_text("utf-8") == before
    told(wrong, "409")

    # Broken by hand: the page says so and leads to where it is mended.
    tab.goto(f"{root}/models/{name}/parties")
    file.write_text(f"{before}\n[broken\n", "utf-8")
    expect(tab.locator("#broken")).to_be_visible(timeout=SOON)
    now = tab.get_by_role("complementary", name="The answer now")
    now.get_by_role("link", name="this isn't TOML").click()
    expect(tab.locator("#text-wrong")).to_contain_text("Line")
    expect(text).to_have_value("# mine")  # which is there still, half typed
    text.fill(before)
    tab.get_by_role("button", name="Save").click()
    expect(tab.locator("#text-wrong")).to_have_count(0)
    assert file.read_text("utf-8") == before

    # Gone: what is typed stays, and a version of the history brings the file back.
    tab.goto(f"{root}/models/{name}/parties")
    field = tab.get_by_label("Name of party 1")
    field.fill("Washington")
    file.unlink()
    expect(tab.get_by_role("alert")).to_contain_text("removed or renamed", timeout=SOON)
    field.press("Tab")
    expect(field).to_have_value("Washington")
    tab.reload()
    expect(tab.get_by_role("heading", name=f"{name} is gone")).to_be_visible()
    tab.get_by_role("button", name="Bring version").first.click()
    expect(tab.get_by_role("heading", name="What was changed, and when")).to_be_visible()
    assert file.read_text("utf-8") == before
    told(wrong, "410")
