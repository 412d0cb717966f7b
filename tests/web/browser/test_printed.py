"""The report on paper: nothing is cut, and no word is broken, however much there is to show."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from countermove.report.article import Article, Grid, Line, Mark, Section
from countermove.report.formats.html import sections_html, to_html
from models import conflict_of

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
