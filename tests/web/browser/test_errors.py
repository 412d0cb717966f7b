"""Mistakes are told where they are made, and undone; what can't be used is refused in words."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import expect

from web.app import case_in, talks_in


def now(tab: Any) -> Any:
    return tab.get_by_role("complementary", name="The answer now")


def undone(tab: Any) -> None:
    done = tab.locator("#app").get_attribute("data-revision")
    tab.keyboard.press("Control+z")
    expect(tab.locator("#app")).not_to_have_attribute("data-revision", done)


def test_a_statement_half_typed(tab: Any, root: str, folder: Path) -> None:
    name = talks_in(folder)
    before = (folder / name).read_bytes()
    tab.goto(f"{root}/models/{name}/preferences?party=europe")
    wish = tab.locator("#preferences-europe-statements-0")
    shown = tab.get_by_role("combobox", name="Statement 1 of Europe")
    wish.fill("guarantee implies tabel")
    said = tab.locator("#preferences-europe-statements-0-said")
    expect(said).to_have_text(
        re.compile("^No option or term 'tabel'. Did you mean “Bring Ukraine”?")
    )
    wish.fill("guarantee implies")
    expect(said).to_contain_text("The statement ends too early")
    wish.press("Enter")
    expect(shown).to_have_attribute("aria-invalid", "true")
    expect(shown).to_be_focused()
    mistakes = now(tab).get_by_role("group").filter(has_text="1 mistake to mend")
    expect(mistakes).to_be_visible()
    expect(now(tab)).to_contain_text("Before the mistakes:")

    # From another page a link leads back to where it is.
    steps = tab.get_by_role("navigation", name="Steps")
    expect(steps.get_by_role("link", name="Preferences")).to_contain_text("1 mistake")
    steps.get_by_role("link", name="Rules").click()
    expect(tab.get_by_role("heading", name="What can be, and what can't?")).to_be_visible()
    mistakes.get_by_role("link").click()
    expect(shown).to_be_in_viewport()
    expect(shown).to_be_focused()
    expect(shown).to_have_accessible_description(re.compile("ends too early"))
    undone(tab)
    expect(shown).not_to_have_attribute("aria-invalid", "true")
    expect(mistakes).to_have_count(0)
    assert (folder / name).read_bytes() == before


def test_parties_and_options_that_others_need(
    tab: Any, wrong: list[str], root: str, folder: Path
) -> None:
    name = case_in(folder, "prisoners-dilemma")
    before = (folder / name).read_bytes()
    tab.goto(f"{root}/models/{name}/parties")
    # The same words twice are one and the same option.
    adding = tab.get_by_label("What else can the first prisoner do?")
    adding.fill("Keep silent")
    adding.press("Enter")
    expect(tab.get_by_role("alert").filter(has_text="“Keep silent” wasn't added")).to_be_visible()
    expect(adding).to_have_value("Keep silent")
    wrong.clear()  # what is refused says so in the console
    # A party without options, and preferences that name what is gone.
    tab.get_by_title("More about the option Keep silent").first.click()
    tab.get_by_role("button", name="Remove the option Keep silent").first.click()
    mistakes = now(tab).get_by_role("group").filter(has_text="to mend")
    expect(mistakes).to_contain_text("5 mistakes")
    for place, heading in (
        ("a statement of First prisoner", "What does each party want?"),
        ("the claim ‘", "Which outcomes hold?"),
    ):
        tab.get_by_role("link", name=place).last.click()
        expect(tab.get_by_role("heading", name=heading)).to_be_visible()
        expect(tab.locator(":target")).to_be_in_viewport()
        expect(tab.locator(":target")).to_have_attribute("aria-invalid", "true")
        # The field of a statement stands in for what is targeted.
        expect(tab.locator(":is(:target, *:has(> :target)):focus-within").first).to_be_visible()
    undone(tab)
    expect(mistakes).to_have_count(0)
    assert (folder / name).read_bytes() == before


def test_files_that_cannot_be_used(
    new_tab: Callable[..., Any], wrong: list[str], root: str, folder: Path
) -> None:
    (folder / "broken.toml").write_text('format = "countermove/1"\ntitle = "open\n', "utf-8")
    tab = new_tab()
    field = tab.get_by_label("A model file")
    opened = tab.get_by_role("button", name="Open", exact=True)
    for filename, content, said in (
        ("image.png", b"\x89PNG", "This file can't be used."),
        ("huge.toml", b"#" * 6_000_000, "huge.toml is larger than 5 MiB"),
    ):
        field.set_input_files({"name": filename, "mimeType": "text/plain", "buffer": content})
        opened.click()
        expect(tab.get_by_role("alert").filter(has_text=said)).to_be_in_viewport()
        assert tab.url == f"{root}/"
    assert [path.name for path in folder.glob("[!.]*")] == ["broken.toml"]

    # What isn't TOML is mended as text.
    tab.get_by_role("link", name="broken").click()
    expect(tab.get_by_role("heading", name="The model file")).to_be_visible()
    expect(tab.get_by_text("Line 2:")).to_be_visible()
    tab.get_by_label("The text of the file").fill('format = "countermove/1"\ntitle = "Mended"\n')
    tab.get_by_role("button", name="Save").click()
    expect(tab.get_by_label("Title of the model")).to_have_value("Mended")

    for path in ("/models/none.toml", "/models/broken.toml/nowhere", "/nowhere", "/models/.toml/x"):
        tab.goto(root + path)
        expect(tab.get_by_role("link", name="To all models")).to_be_visible()
    wrong.clear()  # what is refused says so in the console
