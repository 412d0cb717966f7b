"""The answer in a browser: filtered, sorted, asked why, and followed on the graph."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, expect

from countermove.analysis.solving import solve
from countermove.files.model_file import load
from countermove.report.citing import Citing
from countermove.report.explain import explain
from countermove.report.phrases import state_text
from web.app import case_in

# How many pixels of its rows a table hides, and of its head the head of the page.
HIDDEN = """() => { const table = document.querySelector(".option-table");
  const below = document.querySelector(".top").getBoundingClientRect().bottom;
  const head = document.querySelector("#outcomes thead th").getBoundingClientRect();
  const covered = Math.max(0, Math.round(below - head.top - 1));
  return [table.scrollHeight - table.clientHeight, covered]; }"""


def shown(tab: Any) -> list[int]:
    """The numbers of the outcomes in the table, as they stand there."""
    heads = tab.locator("#outcomes th[data-number]:visible")
    return [int(n) for n in heads.evaluate_all("all => all.map((one) => one.dataset.number)")]


def cell(tab: Any, row: str, number: int) -> Locator:
    """The button of an outcome in a row of the table."""
    place = shown(tab).index(number)
    return tab.locator(f"#outcomes tr{row} > td:visible").nth(place).locator("button")


def test_the_table_is_filtered_and_sorted_and_a_cell_tells_its_story(
    tab: Any, root: str, folder: Path
) -> None:
    name = case_in(folder, "talks-2025")
    solution = solve(load("talks-2025"))
    model = solution.model
    tab.goto(f"{root}/models/{name}/answer")
    assert len(shown(tab)) == len(solution) + 1  # and the status quo

    # Few columns in a low window: no row is hidden in a frame, and the head stays in sight.
    tab.set_viewport_size({"width": 1366, "height": 480})
    expect(tab.locator(".option-table")).to_have_class(re.compile(r"\bfits\b"))
    tab.locator("#outcomes tr").last.scroll_into_view_if_needed()
    assert tab.evaluate(HIDDEN) == [0, 0]
    expect(tab.locator("#outcomes thead th").first).to_be_in_viewport()
    tab.set_viewport_size({"width": 1280, "height": 900})

    # Many have a frame of their own.
    tab.get_by_role("link", name="All 36 that can be").click()
    expect(tab.locator("#outcomes th[data-number]")).to_have_count(36)
    expect(tab.locator(".option-table")).not_to_have_class(re.compile(r"\bfits\b"))
    said = tab.locator("#shown")

    # By a cell, by a choice, and both taken back.
    settle = tab.locator("#outcomes tr.option", has_text="Settle on the terms")
    settle.locator("td[data-is=Y] button").first.click()
    true = model.states.holding("settle")
    expect(said).to_have_text(f"{true.count()} of 36 outcomes shown.")
    tab.locator("tr.concept[data-concept=SEQ] select").select_option("holds")
    wanted = [n.number for n in solution.equilibria("SEQ") if model.states.find(n.number) in true]
    assert sorted(shown(tab)) == wanted
    expect(said).to_have_text(f"{len(wanted)} of 36 outcomes shown.")
    tab.get_by_role("button", name="Clear the filter").click()
    assert len(shown(tab)) == 36

    # By a number, by a ranking.
    tab.get_by_role("button", name="Sort by number").click()
    assert shown(tab) == list(range(1, 37))
    tab.get_by_role("button", name="Sort by the ranking of Russia").click()
    expect(said).to_have_text("Sorted by the ranking of Russia.")
    ranks = [int(model.preferences["russia"].ranks[model.states.find(n)]) for n in shown(tab)]
    assert ranks == sorted(ranks, reverse=True)

    # A cell tells why; order and address stay, and the path is on the graph.
    tab.get_by_role("link", name="Each party under each concept").click()
    expect(tab.locator("tr.stays")).to_have_count(20)
    before = shown(tab)
    asked = cell(tab, ".stays[data-party=us][data-concept=SEQ]", 36)
    asked.click()
    (story,) = explain(model, 36, "us", "SEQ")
    said = Citing(model.conflict).said
    expect(tab.locator("#why .summary")).to_have_text(said(story.summary))
    expect(tab.locator("#why .told p")).to_have_text([*map(said, story.paragraphs)])
    expect(tab.locator("#why .chain .stop")).to_have_count(3)
    expect(asked).to_be_focused()
    expect(asked).to_be_in_viewport()
    assert shown(tab) == before
    assert "state=36&party=us&concept=SEQ" in tab.url
    expect(tab.locator("#outcomes [aria-current]")).to_have_count(1)
    step = tab.locator("[data-graph-story-said]")
    tab.get_by_role("button", name="Play it on the graph").click()
    expect(step).to_have_text(f"1 of 4: {state_text(model, model.states.find(36))}.")
    tab.get_by_role("button", name="Next").click()
    expect(step).to_contain_text("2 of 4: The United States would rather settle terms with Russia")

    # A reload shows the same; going back closes the story, and so does Escape.
    tab.reload()
    expect(tab.locator("#why .summary")).to_have_text(story.summary)
    tab.go_back()
    expect(tab.locator("#why")).to_have_count(0)
    cell(tab, ".concept[data-concept=SEQ]", 36).click()
    expect(tab.locator("#why")).to_be_visible()
    tab.keyboard.press("Escape")
    expect(tab.locator("#why")).to_have_count(0)
    expect(cell(tab, ".concept[data-concept=SEQ]", 36)).to_be_focused()

    # A claim is changed in place: the form stays open, the answer is new.
    claim = tab.locator("#claims > li").nth(3)
    claim.locator(".story > summary").click()
    claim.get_by_text("Change").click()
    kind = claim.get_by_label("It says that")
    kind.select_option("can last")
    expect(claim.locator(".verdict")).to_have_attribute("aria-label", "not true")
    expect(kind).to_be_visible()
    tab.keyboard.press("Control+z")
    expect(claim.locator(".verdict")).to_have_attribute("aria-label", "true")


def test_all_of_it_by_keyboard(tab: Any, root: str, folder: Path) -> None:
    name = case_in(folder, "talks-2025")
    tab.goto(f"{root}/models/{name}/answer")
    press = tab.keyboard.press
    tab.get_by_text("Find outcomes by a statement").click()
    where = tab.get_by_role("combobox", name="Only outcomes in which it is true that")
    where.focus()
    tab.keyboard.type("settle and accept")
    expect(tab.locator("#where-said")).to_have_text("True in 8 of 36 outcomes.")
    press("Enter")
    expect(tab.locator("#outcomes th[data-number]")).to_have_count(8)
    expect(where).to_be_focused()
    first = tab.locator("#outcomes th[data-number] a").first
    tab.locator("[data-sort-row=number]").focus()
    press("Tab")
    expect(first).to_be_focused()
    expect(first).to_have_accessible_name("Why 36 holds or not")
    press("ArrowRight")
    press("ArrowRight")
    press("End")
    press("Home")
    for _ in range(30):
        press("ArrowDown")
    last = tab.locator("#outcomes tr.concept[data-concept=SMR] td button").first
    expect(last).to_be_focused()
    press("Enter")
    expect(tab.locator("#why .summary")).to_contain_text("SMR: it holds")
    expect(last).to_be_focused()
    press("Enter")
    expect(tab.locator("#why-head")).to_be_focused()
    press("Escape")
    expect(last).to_be_focused()
    press("Enter")
    follow = tab.get_by_role("button", name="Play it on the graph").first
    follow.focus()
    press("Enter")
    expect(tab.get_by_role("button", name="Next")).to_be_focused()
    press("Enter")
    expect(tab.locator("[data-graph-story-said]")).to_contain_text("2 of ")
