"""A page that is sent, opened from the disk: what it says of packages is what Python says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import expect

from countermove.analysis.deal.board import DealBoard
from countermove.analysis.equilibria import Solution
from countermove.analysis.solving import solve
from countermove.files.model_file import load, loads
from countermove.model.conflict import Conflict
from countermove.report.answer import record_section
from countermove.report.article import Article, Grid, Prose, Section
from countermove.report.deal import deal_section
from countermove.share import packages
from countermove.share.page import shared_page

from .test_accessible import EVERYTHING, VIOLATIONS
from .test_printed import A4

# Puts every package together, as somebody would by pressing, and reads what is said of it: texts
# without the numbers of notes, and the signs of tables.
TRY_ALL = """(drafts) => drafts.map((values) => {
    for (const [k, value] of values.entries()) {
        document.querySelector(`[name=option-${k}][value="${value}"]`).click();
    }
    const said = document.getElementById('reaction').cloneNode(true);
    for (const note of said.querySelectorAll('sup')) note.remove();
    return [...said.querySelectorAll('p, th, td')].map((one) => one.textContent).filter(Boolean);
})"""


def texts(section: Section, article: Article) -> Iterator[str]:
    """Give the texts of paragraphs and tables in their order, without the numbers of notes."""

    def bare(text: str) -> str:
        return "".join(part for part in article.noted(text) if isinstance(part, str))

    def cell(value: Any) -> str:
        return str(getattr(value, "value", value))

    for block in section.in_words:
        if isinstance(block, Prose):
            yield block.lead + bare(block.text)
        elif isinstance(block, Grid):
            yield from (bare(block.heading), *block.columns)
            for line in block.lines:
                lead = cell(line.lead) if line.lead else ""
                yield from (lead + bare(line.text + line.note), *map(cell, line.cells))
                yield "".join(map(bare, (line.story, line.further)))
            yield block.left_out


def said_in_python(solution: Solution) -> list[list[str]]:
    """Return what is said of each package, in the order of the page's choices."""
    board, conflict = DealBoard(solution), solution.model.conflict
    article = Article(conflict, None, tuple(filter(None, (record_section(conflict),))))
    drafts = product(*solution.model.states.vocabulary.spelling.values)
    return [[*filter(None, texts(deal_section(board.deal(one)), article))] for one in drafts]


@pytest.fixture
def opened(new_page: Callable[..., Any], tmp_path: Path) -> Callable[..., Any]:
    """Return what opens the page of a solution from the disk."""

    def open_(solution: Solution, **look: Any) -> Any:
        (tmp_path / "sent.html").write_text(shared_page(solution), "utf-8")
        page, asked = new_page(**look), []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"file://{tmp_path / 'sent.html'}")
        assert len(asked) == 1
        return page

    return open_


WITH_LEVELS = """
format = "countermove/1"
title = "Terms, at a price"
status_quo = []
[decision_makers.us]
name = "Us"
[decision_makers.us.options]
terms = { text = "Terms", levels = { none = "None", alone = "Of two", all = "Of all four" } }
price = { text = "Price", levels = { low = "Ten", mid = "Sixty" }, moves = "up" }
[decision_makers.ru]
name = "Them"
[decision_makers.ru.options]
settle = "Settle on the terms"
[rules]
infeasible = ["settle and terms is none"]
[preferences]
us = { statements = ["settle and terms is alone", "price at least mid"] }
ru = { statements = ["settle", "not terms is all", "price at most low"] }
"""


@pytest.mark.parametrize("model", [load("elmira-coalesced"), loads(WITH_LEVELS)])
def test_of_every_package_it_says_what_python_says(
    opened: Callable[..., Any], model: Conflict
) -> None:
    solution = solve(model)
    page = opened(solution)
    drafts = [*product(*map(range, map(len, solution.model.states.vocabulary.spelling.values)))]
    found = page.evaluate(TRY_ALL, drafts)
    assert len(found) == len(drafts)
    for told, expected in zip(found, said_in_python(solution), strict=True):
        assert told == expected


def test_an_outcome_is_chosen_wherever_it_is_shown(opened: Callable[..., Any]) -> None:
    page = opened(solve(load("elmira")))
    told, chosen = page.locator("#told"), page.locator("#outcome")
    page.get_by_role("columnheader", name="3", exact=True).get_by_role("button").press("Enter")
    expect(chosen).to_have_value("3")
    expect(told.get_by_role("heading")).to_have_text(["Uniroyal", "Local Government"])
    page.get_by_label("What tempts").select_option("Ministry of the Environment")
    expect(told.get_by_role("heading")).to_have_count(0)
    page.locator('.graph g[data-states="1"]').click()
    expect(chosen).to_have_value("1")
    expect(page.locator(".graph.is-focused .is-near[data-states='2']")).to_have_count(1)
    page.get_by_role("radiogroup", name="Modify the control order").get_by_text("yes").click()
    expect(chosen).to_have_value("2")
    expect(page.locator("#reaction .finding")).to_contain_text("It does not hold")
    page.locator("#reaction").get_by_role("button").first.click()
    expect(page.locator("#reaction .finding")).to_contain_text("It holds")


def test_of_a_large_model_it_says_which_packages_are_not_in_the_file(
    opened: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    solution = solve(load("elmira"))
    board, states = DealBoard(solution), solution.model.states
    drafts = [*product((0, 1), repeat=5)]
    dealt = [board.deal(["NY"[value] for value in one]) for one in drafts]
    monkeypatch.setattr(packages, "MOST_TRIED", 8)
    found = opened(solution).evaluate(TRY_ALL, drafts)
    for told, deal in zip(found, dealt, strict=True):
        assert told[0].startswith("This package isn't in this file: ") == (deal.state is None)
    page = opened(solution)
    draft = next(k for k, deal in enumerate(dealt) if deal.state is None)
    page.evaluate(TRY_ALL, [drafts[draft]])
    near = page.locator("#reaction .nearest").get_by_role("button").all_inner_texts()
    expected = dealt[draft].nearest_feasible.states
    assert [one.partition("]")[0] for one in near] == [f"[{states.number(k)}" for k in expected]


def test_it_is_for_everyone(opened: Callable[..., Any]) -> None:
    size = {"width": 390, "height": 900}
    page = opened(solve(load("elmira")), viewport=size, color_scheme="dark")
    page.evaluate(AXE_SCRIPT)
    assert not page.evaluate(VIOLATIONS, {"runOnly": EVERYTHING})
    assert page.evaluate("() => document.documentElement.scrollWidth") == 390


def test_nothing_is_cut_on_paper(opened: Callable[..., Any]) -> None:
    solution = solve(load("elmira"))
    page = opened(solution, viewport={"width": A4, "height": 1000})
    page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    seen = page.locator(".options table:visible")
    assert seen.count() > 1
    for one in seen.all():
        assert one.evaluate("one => one.getBoundingClientRect().right") <= A4
    shown = [head for one in seen.all() for head in one.locator("thead th").all_inner_texts()[1:]]
    assert sorted(int(head.strip("⚑")) for head in shown) == list(range(1, 13))
    page.evaluate("() => dispatchEvent(new Event('afterprint'))")
    assert page.locator(".options table").count() == 1
