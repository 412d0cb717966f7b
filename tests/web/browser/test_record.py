"""From a document to parts of a model, by keys and by marking."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import expect

from .one_of_each import RECORDED, REPORT

MARK = """(words) => {
    const pieces = [...document.querySelectorAll('#document-text [data-at]')];
    const node = pieces.find((piece) => piece.textContent.includes(words)).firstChild;
    const range = document.createRange();
    range.setStart(node, node.data.indexOf(words));
    range.setEnd(node, node.data.indexOf(words) + words.length);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
}"""


def test_a_document_becomes_parts_of_a_model(
    new_tab: Callable[..., Any], wrong: list[str], folder: Path, tmp_path_factory: Any
) -> None:
    brought = tmp_path_factory.mktemp("elsewhere") / "river.txt"
    brought.write_text(REPORT, "utf-8")
    (folder / "report.txt").write_text(REPORT, "utf-8")
    (folder / "water.toml").write_text(RECORDED, "utf-8")

    def data() -> dict[str, Any]:
        return tomllib.loads((folder / "water.toml").read_text("utf-8"))

    tab = new_tab("/models/water.toml/record")
    looked, now = tab.locator("#looked"), tab.locator(".found > li[aria-current]")

    # Words that are lost are red, and taken back.
    lost = tab.locator("#sources-holt")
    expect(lost).to_contain_text("“will” stands as “can”")
    lost.get_by_role("button", name="Take the document’s words").click()
    expect(lost).not_to_contain_text("stands as")
    assert data()["sources"]["holt"]["quote"] == "We can wait"

    # Three are looked at by a key each, one of them with another speaker.
    expect(looked).to_contain_text("1 of 4")
    expect(now).to_contain_text("Without water the maize is lost")
    tab.keyboard.press("k")  # there is none before: it has the focus
    tab.keyboard.press("Enter")
    expect(looked).to_contain_text("2 of 4")
    expect(now).to_contain_text("would build the reservoir")
    expect(now).to_be_focused()
    tab.keyboard.press("s")
    expect(tab.get_by_role("dialog", name="Who says it?")).to_be_visible()
    tab.get_by_role("button", name="The town a party").focus()
    tab.keyboard.press("Enter")
    tab.keyboard.press("Enter")
    expect(looked).to_contain_text("3 of 4")
    expect(now).to_contain_text("close the upper weir")
    tab.keyboard.press("k")
    expect(now).to_contain_text("We can wait")
    tab.keyboard.press("j")
    tab.keyboard.press("t")
    expect(looked).to_contain_text("4 of 4")
    made = data()
    sources = made["sources"]
    assert list(sources) == ["holt", "ana-ruiz", "the-town", "the-water-authority"]
    assert sources["the-town"]["quote"] == "Mayor Ben Holt said the town would build the reservoir"
    weir = made["decision_makers"]["water-authority"]["options"]["close-the-upper-weir"]
    assert weir["because"] == ["the-water-authority"]

    # The answer is in sight all the while, and covers neither the statement nor its keys.
    bar = tab.get_by_role("button", name="of 8 outcomes hold")
    for width, height in ((1366, 768), (390, 844)):
        tab.set_viewport_size({"width": width, "height": height})
        expect(bar).to_be_in_viewport(ratio=1)
        card, foot = now.bounding_box(), bar.bounding_box()["y"]
        assert 0 <= card["y"] < card["y"] + card["height"] <= foot, (width, card, foot)
        if width < 400:  # and some of the document is in sight before anything is scrolled
            tab.evaluate("scrollTo(0, 0)")
            read = tab.locator("#document-text p").nth(1).bounding_box()
            assert read["y"] + read["height"] <= now.bounding_box()["y"]
    tab.set_viewport_size({"width": 1280, "height": 900})

    # A marked passage becomes an option, and both lead to each other.
    tab.evaluate(MARK, "talks began badly")
    menu = tab.get_by_role("dialog", name="“talks began badly”")
    menu.get_by_role("button", name="Option of …").click()
    expect(menu.locator("#passage-option-of")).to_have_value("")  # nobody is told to say it
    menu.locator("#passage-option-of").select_option("The town")
    menu.get_by_label("What could be done?").fill("Begin the talks anew")
    tab.keyboard.press("Enter")
    expect(menu).to_be_hidden()
    passage = tab.locator("#document-text [data-source]", has_text="talks began badly")
    expect(passage).to_be_visible()
    option = data()["decision_makers"]["town"]["options"]["begin-the-talks-anew"]
    [source] = option["because"]
    assert data()["sources"][source]["quote"] == "talks began badly"
    passage.click()
    card = tab.locator(f"#sources-{source}")
    expect(card).to_be_focused()
    expect(card).to_contain_text("The option “Begin the talks anew”")
    tab.locator("#undo").click()
    expect(passage).to_have_count(0)
    assert list(data()["sources"]) == list(sources)

    # Of a passage low on the page the menu is whole; what is refused stays there to be mended.
    tab.set_viewport_size({"width": 1280, "height": 620})
    tab.evaluate(MARK, "Most read")
    menu = tab.get_by_role("dialog", name="“Most read”")
    menu.get_by_role("button", name="Wish of …").click()
    menu.locator("#passage-wish-of").select_option("The town")
    typed = menu.get_by_role("combobox", name="It wants an outcome in which")
    typed.fill("strike")
    add = menu.get_by_role("button", name="Add the wish")
    add.click()
    expect(tab.locator("#notices")).to_contain_text("No option 'strike'")
    expect(menu).to_be_in_viewport(ratio=1)
    expect(add).to_be_in_viewport(ratio=1)
    menu.get_by_role("button", name="Claim").click()
    menu.get_by_role("button", name="Wish of …").click()
    expect(menu.locator("#passage-wish")).to_have_value("")
    tab.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    wrong.clear()  # what is refused says so in the console
    tab.set_viewport_size({"width": 1280, "height": 900})

    # By keyboard alone a sentence is marked, and isn't the report.
    tab.locator("#main").focus()
    tab.keyboard.press("m")
    expect(tab.locator("#marking")).to_contain_text("Marked: The water authority threatened")
    tab.keyboard.press("ArrowDown")
    expect(tab.locator("#marking")).to_contain_text("Marked: Most read")
    tab.keyboard.press("ArrowUp")
    tab.keyboard.press("Enter")
    menu = tab.get_by_role("dialog", name="“The water authority")
    expect(menu.get_by_role("button", name="Source", exact=True)).to_be_focused()
    menu.get_by_role("button", name="Not the report").press("Enter")
    expect(tab.locator("#document-text p.furniture")).to_have_count(3)

    # Another document is brought along.
    tab.get_by_text("Another document").click()
    tab.get_by_label("A report, minutes, a page").set_input_files(brought)
    tab.locator("form", has_text="A report, minutes").get_by_role("button", name="Read it").click()
    tab.wait_for_url("**/record/river")
    assert data()["documents"]["river"]["file"] == "river.txt"
