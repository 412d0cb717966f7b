"""Paper: nothing is cut, no word is broken, however much there is; and nothing is to be pressed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from countermove.report.article import Article, Grid, Line, Mark, Section
from countermove.report.formats.html import sections_html, to_html
from models import conflict_of
from web.app import talks_in

A4 = 794 - 2 * 60  # pixels between margins of 16 mm
PARTY = "Dockworkers' Union of the Port"


def article(outcomes: int) -> Article:
    options = ("Strike", "Work to rule without notice", "x" * 300)
    conflict = conflict_of(
        decision_makers={"a": {"name": PARTY, "options": {"x": "Strike"}}},
        preferences={"a": {"statements": ["x"]}},
    )
    heads = tuple(f"[{number}]" for number in range(1, outcomes + 1))
    cells = (Mark.NO,) * (outcomes - 1) + ("Y",)
    done = Grid("What is done", heads, tuple(Line(o, cells, f"{PARTY}:") for o in options))
    parties = tuple(f"{PARTY} {number}" for number in range(1, 11))
    places = Grid("Where it stands", parties, (Line("strike", ("1/108",) * 10, "[7]"),))
    return Article(conflict, None, (Section("What holds?", (done, places)),))


@pytest.mark.parametrize("outcomes", [1, 31, 108])
def test_all_of_a_table_is_on_the_paper(new_page: Callable[..., Any], outcomes: int) -> None:
    page = new_page(viewport={"width": A4, "height": 1000})
    page.emulate_media(media="print", color_scheme="dark")
    page.set_content(to_html(article(outcomes)))
    right = page.evaluate(
        "() => Math.max(...[...document.querySelectorAll('th, td')]"
        ".map(cell => cell.getBoundingClientRect().right))"
    )
    assert right <= A4
    heads = page.locator("thead th").all_inner_texts()
    assert f"[{outcomes}]" in heads
    for word in ("Strike", "Dockworkers'"):
        # A word in one line is in one box; broken, it is in two.
        boxes = page.evaluate(
            """word => [...document.querySelectorAll('th')].flatMap(cell => {
                const texts = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
                const found = [];
                for (let text; (text = texts.nextNode());) {
                    const start = text.data.indexOf(word);
                    if (start < 0) continue;
                    const range = document.createRange();
                    range.setStart(text, start);
                    range.setEnd(text, start + word.length);
                    found.push(range.getClientRects().length);
                }
                return found;
            })""",
            word,
        )
        assert boxes
        assert set(boxes) == {1}
    paper, ink = page.evaluate(
        "() => [getComputedStyle(document.body).backgroundColor, "
        "getComputedStyle(document.body).color]"
    )
    assert (paper, ink) == ("rgb(255, 255, 255)", "rgb(27, 31, 36)")


def test_a_broken_table_is_copied_whole(new_page: Callable[..., Any], site: Any) -> None:
    sections = sections_html(article(31).sections)
    site.pages["/broken.html"] = (
        f'<!doctype html><title>t</title><div class="answer">{sections}</div>'
        '<script type="module" src="/static/follow-up.js"></script>'
    )
    page = new_page()
    page.goto(f"{site.address}/broken.html")
    page.wait_for_selector("button.copy")
    text = page.evaluate(
        "async () => (await import('/static/copy.js')).tabbed(...document.querySelector("
        "'button.copy').dataset.copy.split(' ').map(id => document.getElementById(id)))"
    )
    head, *rows = text.splitlines()
    assert head.split("\t") == ["What is done", *(f"[{k}]" for k in range(1, 32))]
    assert len(rows) == 3
    assert all(row.split("\t")[1:] == ["–"] * 30 + ["Y"] for row in rows)
    # What stands below something else is apart from it, what stands in one line is not.
    page.set_content(
        "<table><tr><td><b>It is so</b>.<div>Why</div><div>Who</div></td></tr></table>"
    )
    told = page.evaluate(
        "async (at) => (await import(at)).tabbed(document.querySelector('table'))",
        f"{site.address}/static/copy.js",
    )
    assert told == "It is so. Why Who"


# What is for the screen alone: to press, to write in, to go elsewhere, to look at beside.
FOR_SCREENS = (
    "button, [role=button], dialog, form.adding, .handle, .menu, .steps, .tools, .live, #next, "
    "[type=file], [type=radio], .graph-bar, .statement-tools, .why-top a, .option-table"
)
SEEN = "all => all.filter((one) => one.checkVisibility()).map((one) => one.outerHTML.slice(0, 80))"
FRAMED = """() => [...document.querySelectorAll('input, select, textarea, .chip, .statement-line')]
    .filter((one) => one.checkVisibility({ opacityProperty: true }))
    .filter((one) => {
        const { borderTopWidth, borderTopColor } = getComputedStyle(one);
        return borderTopWidth !== '0px' && borderTopColor !== 'rgba(0, 0, 0, 0)';
    })
    .map((one) => one.outerHTML.slice(0, 80))"""


def test_on_paper_is_what_fields_hold(new_tab: Callable[..., Any], root: str, folder: Path) -> None:
    name = talks_in(folder)
    tab = new_tab(viewport={"width": A4, "height": 1000}, media="print", color_scheme="dark")
    found = []
    for page in (
        *("parties", "rules", "preferences?party=europe", "record", "answer?state=5"),
        *("follow-up", "follow-up/evolve", "follow-up/views"),
        *("report?parts=compare", "history", "text"),
    ):
        tab.goto(f"{root}/models/{name}/{page}")
        expect(tab.locator("progress")).to_have_count(0)
        found += [(page, one) for one in tab.locator(FOR_SCREENS).evaluate_all(SEEN)]
        found += [(page, "in a frame", one) for one in tab.evaluate(FRAMED)]
        wide = tab.evaluate("document.documentElement.scrollWidth")
        found += [(page, "too wide", wide)] if wide > A4 else []
        if page == "parties":
            said = "all => all.map((one) => getComputedStyle(one, '::before').content)"
            assert tab.get_by_role("switch").evaluate_all(said) == ['"not done"'] * 6
        elif page.startswith("preferences?"):
            wish = tab.locator(".statement-line").filter(has_text="only if").first
            words = " ".join(wish.inner_text().split())
            assert words == "Provide security guarantees only if Bring Ukraine"
            expect(tab.get_by_role("heading", name="The ranking that follows")).to_be_visible()
        elif page.startswith("answer"):
            expect(tab.locator(".claim h3")).to_have_count(9)
            expect(tab.get_by_role("heading", name="Why [5] holds or not")).to_be_visible()
            expect(tab.locator(".stayers tbody tr")).to_have_count(5)
    assert not found, "\n".join(map(str, found))
