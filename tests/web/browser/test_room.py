"""Long names, narrow windows, many outcomes, paper: nothing is cut, and nothing covers anything."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import expect

from web.app import case_in

LONG, SOLID = "a very long name of something " * 10, "Donaudampfschifffahrt" * 14
LONG_NAMES = f"""\
format = "countermove/1"
title = "{LONG}"
status_quo = []
[decision_makers.a]
name = "{LONG}"
options = {{ a = "{SOLID}", b = "{LONG}" }}
[decision_makers.b]
name = "{SOLID}"
options = {{ c = "{LONG} too" }}
[preferences]
a.statements = ["a and not b"]
b.statements = ["c"]
[claims.c]
says = "{SOLID}"
possible = "a"
[scenarios.s]
title = "{SOLID}"
status_quo = ["a"]
"""

# What each page is about, and what one does there.
IMPORTANT = {
    "parties": (".option .line", ".party .last-line"),
    "rules": (
        "form:has(#write-rule) .statement-line",
        "form:has(#write-rule) [type=submit]",
        ".rule",
    ),
    "preferences": (".wish", "form:has(#add-statement) .statement-line", ".level"),
    "record": (".sources .card-head",),
    "answer": (".finding", ".claim h3", ".claim .story"),
    "answer?state=5": (".why h2", ".stayers thead", ".stayers tbody tr"),
    "follow-up": (".questions li",),
    **{
        f"follow-up/{one}": ("#answer tbody tr",)
        for one in ("evolve", "compare", "needed", "worth")
    },
    "report": ("#print", "#report-title", "nav.contents li"),
    "history": (".versions tbody tr",),
    "text": ("label[for=text]",),
}
LAPTOP, AT_125_PERCENT = (1366, 768), (1093, 614)


def many(options: int) -> str:
    texts = "\n".join(f'o{k} = "Option {k}"' for k in range(options))
    return (
        'format = "countermove/1"\ntitle = "Many"\n[decision_makers.a]\nname = "A"\n'
        f'[decision_makers.a.options]\n{texts}\n[preferences.a]\nstatements = ["o0"]\n'
    )


def test_nothing_is_wider_than_a_narrow_window(
    new_tab: Callable[..., Any], root: str, folder: Path
) -> None:
    (folder / "m.toml").write_text(LONG_NAMES)
    tab = new_tab(viewport={"width": 320, "height": 800})
    for page in ("parties", "rules", "preferences", "answer?state=1", "follow-up/compare"):
        tab.goto(f"{root}/models/m.toml/{page}")
        assert tab.evaluate("document.documentElement.scrollWidth") == 320, page
    # The answer is in sight, and opens.
    tab.goto(f"{root}/models/m.toml/preferences")
    bar = tab.get_by_role("button", name="of 8 outcomes hold")
    expect(bar).to_be_in_viewport()
    expect(tab.locator("#live-answer")).to_be_hidden()
    bar.click()
    expect(tab.locator("#live-answer")).to_be_visible()
    expect(bar).to_have_attribute("aria-expanded", "true")


def test_nothing_important_is_off_screen(tab: Any, root: str, folder: Path) -> None:
    name = case_in(folder, "talks-2025")
    off = []
    for page, important in IMPORTANT.items():
        tab.goto(f"{root}/models/{name}/{page}")
        expect(tab.get_by_role("progressbar")).to_have_count(0, timeout=60_000)
        for width, height in (LAPTOP, AT_125_PERCENT):
            tab.set_viewport_size({"width": width, "height": height})
            bar = tab.locator("#live-line")
            foot, now = height, ()
            if bar.is_visible():
                foot = bar.bounding_box()["y"]
                assert "of 36 outcomes hold" in bar.inner_text()
            elif not page.startswith("answer"):
                now = ("#live-answer > p", "#live-answer .claims li")
            for what in ("h1", *important, *now):
                box = tab.locator(what).first.bounding_box()
                right, below = box["x"] + box["width"], box["y"] + box["height"]
                if box["x"] < 0 or box["y"] < 0 or right > width or below > foot:
                    off.append((page, width, what, right, below))
    assert not off, "\n".join(map(str, off))


def test_the_answer_stays_in_sight_beside_a_long_page(tab: Any, root: str, folder: Path) -> None:
    name = case_in(folder, "talks-2025")
    tab.goto(f"{root}/models/{name}/preferences")
    tab.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    expect(tab.locator("#live-answer .claims li").first).to_be_in_viewport()


def test_numbers_of_outcomes_stand_whole_on_screen_and_on_paper(
    tab: Any, root: str, folder: Path
) -> None:
    (folder / "m.toml").write_text(many(11))
    tab.goto(f"{root}/models/m.toml/answer?which=all&where=o10")
    heads = tab.locator("#outcomes th[data-number] a")
    expect(heads.first).to_be_visible()
    cut = "all => all.filter((one) => one.scrollWidth > one.clientWidth).length"
    assert heads.last.inner_text() >= "1000"
    assert heads.evaluate_all(cut) == 0
    # It is said how many are outside of the frame; on paper they stand below each other.
    expect(tab.locator("#beyond")).to_contain_text("more to the right")
    tab.goto(f"{root}/models/m.toml/answer?which=holding")
    shown = tab.locator("#outcomes th[data-number]").count()
    tab.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert tab.locator("#printed th[data-number]").count() == shown
    widest = "all => Math.max(...all.map((one) => one.rows[0].cells.length))"
    assert tab.locator("#printed table").evaluate_all(widest) == 15
    tab.evaluate("dispatchEvent(new Event('afterprint'))")
    assert tab.locator("#printed").count() == 0


def test_kept_steps_are_gone_along_in_the_room(
    new_tab: Callable[..., Any], root: str, folder: Path
) -> None:
    name = case_in(folder, "talks-2025")
    tab = new_tab(
        f"/models/{name}/preferences?party=europe", viewport={"width": 1280, "height": 720}
    )
    keep = tab.locator("#keep-name")
    # P and Enter keep what is there, under the name that is offered or another.
    tab.keyboard.press("p")
    expect(keep).to_be_focused()
    tab.keyboard.press("Enter")
    expect(tab.locator("#kept-steps li")).to_have_count(1)
    tab.keyboard.press("Escape")
    tab.get_by_role("button", name="Remove statement 1", exact=True).click()
    expect(tab.locator("#undo")).to_be_enabled()
    tab.keyboard.press("p")
    expect(keep).to_have_value("Remove a statement of Europe")
    tab.keyboard.type("Europe no longer asks")
    tab.keyboard.press("Enter")
    expect(tab.locator("#kept-steps li")).to_have_count(2)
    tab.locator("#kept-steps .handle").nth(1).press("Alt+ArrowUp")
    expect(tab.get_by_label("Name of step 1")).to_have_value("Europe no longer asks")
    tab.get_by_role("button", name="Remove step 2", exact=False).click()
    expect(tab.locator("#kept-steps li")).to_have_count(1)
    tab.get_by_role("button", name="Bring back As it begins").click()
    expect(tab.locator("#kept-steps li")).to_have_count(2)
    tab.keyboard.press("Escape")
    # F shows what is there now, the arrows go along, nothing below is reached meanwhile.
    place, over = tab.locator("#room-place"), tab.locator("#room-over")
    tab.keyboard.press("f")
    expect(place).to_have_text("Now")
    assert tab.evaluate("document.getElementById('app').inert")
    for key, where in (("ArrowRight", "1 of 2"), ("PageDown", "2 of 2"), ("ArrowLeft", "1 of 2")):
        tab.keyboard.press(key)
        expect(place).to_have_text(where)
    tab.locator("#room-on").click()
    expect(place).to_have_text("2 of 2")
    tab.keyboard.press("s")
    expect(tab.locator(".room-side")).to_have_count(2)
    tab.keyboard.press("b")
    expect(tab.locator("#room main")).to_be_hidden()
    tab.keyboard.press("b")
    expect(tab.locator("#room main")).to_be_visible()
    tab.keyboard.press("Escape")
    expect(over).to_have_count(0)
    assert not tab.evaluate("document.getElementById('app').inert")
    # A page of its own leads along, too.
    tab.goto(f"{root}/models/{name}/room/1")
    tab.keyboard.press("ArrowLeft")
    expect(place).to_have_text("1 of 2")
    tab.keyboard.press("Escape")
    tab.wait_for_url("**/answer")
