"""Every page for everyone: axe finds nothing, nothing scrolls sideways, targets are large."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import expect

from countermove.editing.history import History
from countermove.share.kept_steps import KeptStep, KeptSteps
from web.app import case_in
from web.test_levels import SALE

from .one_of_each import NOT_SURE, ONE_OF_EACH, RECORDED, REPORT

EVERYTHING = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# What a darker and narrower page may have wrong that the others haven't. Whether targets cover each
# other takes as long as all other rules: it is asked of the narrow pages, where they are close.
LOOKS = ["color-contrast", "target-size", "scrollable-region-focusable"]

WRONG = ONE_OF_EACH.replace('"not silent"', '"not silnt"')

# Which target is smaller than 24 px and no link within a line of text.
SMALL = """() => [...document.querySelectorAll('a, button, input, select, summary, textarea')]
    .filter((one) => {
        const { width, height } = one.getBoundingClientRect();
        const label = one.closest('label')?.getBoundingClientRect();
        const style = getComputedStyle(one);
        return width && one.checkVisibility({ visibilityProperty: true, opacityProperty: true })
            && style.display !== 'inline' && !(label?.height >= 24 && label?.width >= 24)
            && !one.closest('.hidden, .skip') && (width < 24 || height < 24);
    })
    .map((one) => one.outerHTML.slice(0, 120))"""

# Marks two texts of each kind of colours, size and what is behind them: where these can be read,
# so can all others of the kind.
MARK = """() => {
    const grounds = new Map([[document.documentElement, '']]), marked = {};
    for (const one of document.querySelectorAll('body, body *')) {
        const style = getComputedStyle(one);
        const ground = [style.backgroundColor, style.backgroundImage, style.opacity].join();
        const before = grounds.get(one.parentElement);
        grounds.set(one, ground === 'rgba(0, 0, 0, 0),none,1' ? before : `${before};${ground}`);
        one.removeAttribute('data-colours');
        const { width, height } = one.getBoundingClientRect();
        const isText = one.matches('input, select, textarea')
            || [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
        const isSeen = width > 1 && height > 1 && one.checkVisibility({ visibilityProperty: true });
        if (!isText || !isSeen) continue;
        const off = one.closest(':disabled, [aria-disabled=true]') ? 'off' : '';
        const font = [style.color, style.textShadow, style.fontSize, style.fontWeight];
        const kind = [one.localName, off, ...font, grounds.get(one)].join();
        marked[kind] = (marked[kind] ?? 0) + 1;
        if (marked[kind] <= 2) one.dataset.colours = '';
    }
    axe.configure({ rules: [{ id: 'color-contrast', selector: '[data-colours]' }] });
}"""
VIOLATIONS = "async (options) => (await axe.run('html', options)).violations"

LIGHT_AND_DARK = ((1280, "light", EVERYTHING), (390, "dark", LOOKS))

# A menu lies over what stands below it: over the form of a question it stays closed.
OPEN = """(isQuestion) => {
    for (const one of document.querySelectorAll('details')) {
        one.open = !(isQuestion && one.matches('.menu'));
    }
}"""

TWICE = """() => {
    const ids = [...document.querySelectorAll('[id]')].map((one) => one.id);
    return ids.filter((id, k) => ids.indexOf(id) < k);
}"""


def of(model: str, *steps: str) -> tuple[str, ...]:
    return tuple(f"/models/{model}/{step}" for step in steps)


ASKED = ("claims=everyone&concepts=SEQ", "interview=on&claims=everyone")

PAGES = (
    "/",
    "/nowhere",
    *of("fit.toml", "parties", "rules", "preferences", "preferences?party=bob"),
    *of("fit.toml", "record", "answer?state=2&party=ann&concept=SEQ"),
    *of("fit.toml", "follow-up", "follow-up/compare", "follow-up/views", "report", "history"),
    *of("wrong.toml", "parties", "preferences", "answer", "text"),
    *of("new.toml", "parties", "rules", "answer"),
    *of("unsure.toml", "preferences", "preferences?which=2", "answer"),
    *of("elmira-graph.toml", "rules"),
    *of("levels.toml", "parties", "rules", "answer"),
    *of("water.toml", "record"),
    *of("talks-2025.toml", "room?state=36", "room/2?split=1"),
    *of("talks-2025.toml", *(f"follow-up/ask?{said}" for said in ASKED)),
    *of("talks-2025.toml", "deal?draft=table,concede&beside=table,settle"),
)


@pytest.fixture
def models(folder: Path) -> None:
    (folder / "fit.toml").write_text(ONE_OF_EACH, "utf-8")
    (folder / "wrong.toml").write_text(WRONG, "utf-8")
    (folder / "unsure.toml").write_text(NOT_SURE, "utf-8")
    (folder / "levels.toml").write_text(SALE, "utf-8")
    (folder / "water.toml").write_text(RECORDED, "utf-8")
    (folder / "report.txt").write_text(REPORT, "utf-8")
    (folder / "new.toml").write_text('format = "countermove/1"\ntitle = "New"\n', "utf-8")
    case_in(folder, "elmira-graph")
    talks = case_in(folder, "talks-2025")
    with History(folder) as history:
        steps = KeptSteps(folder, history)
        steps.add(talks, KeptStep("As it is", large="claim", claim="backs"))
        steps.add(talks, KeptStep("Otherwise", large="claim", claim="backs", scenario="no-troops"))


@pytest.mark.usefixtures("models")
def test_every_page_is_for_everyone(
    new_tab: Callable[..., Any], wrong: list[str], root: str
) -> None:
    tab = new_tab()
    found = []
    for path in PAGES:
        tab.goto(root + path)
        expect(tab.get_by_role("progressbar")).to_have_count(0)
        tab.evaluate(OPEN, "/follow-up/" in path)
        tab.evaluate(AXE_SCRIPT)
        found += [(path, "the same id twice", one) for one in tab.evaluate(TWICE)]
        for width, scheme, rules in LIGHT_AND_DARK:
            tab.set_viewport_size({"width": width, "height": 844})
            tab.emulate_media(color_scheme=scheme)
            tab.evaluate(MARK)
            options = {
                "runOnly": rules,
                "rules": {"target-size": {"enabled": rules is LOOKS}},
                "resultTypes": ["violations"],
                "preload": rules is EVERYTHING,  # stylesheets, for a rule that is among those
            }
            found += [
                (path, scheme, broken["id"], node["target"], node["failureSummary"])
                for broken in tab.evaluate(VIOLATIONS, options)
                for node in broken["nodes"]
            ]
            found += [(path, scheme, "small", one) for one in tab.evaluate(SMALL)]
            wide = tab.evaluate("document.documentElement.scrollWidth")
            found += [(path, scheme, "sideways", wide)] if wide > width else []
    wrong.clear()  # pages that aren't there say so
    assert not found, "\n".join(map(str, found))


def test_what_is_on_is_seen_in_the_colours_of_the_system(
    new_tab: Callable[..., Any], root: str, folder: Path
) -> None:
    name = case_in(folder, "talks-2025")
    tab = new_tab(forced_colors="active")
    tab.goto(f"{root}/models/{name}/parties")
    switch = tab.get_by_role("switch").first
    off = switch.screenshot()
    switch.check()
    expect(tab.locator("#undo")).to_be_enabled()
    tab.mouse.move(0, 0)
    switch.blur()
    assert switch.screenshot() != off
    # The ticks of the steps are lines on their ground, and not of its colour.
    line, ground = tab.locator(".steps a.done").first.evaluate(
        "(one) => [getComputedStyle(one, '::after').borderBottomColor, "
        "getComputedStyle(one, '::before').backgroundColor]"
    )
    assert line != ground
    tab.goto(f"{root}/models/{name}/preferences")
    chip = tab.locator(".wish .chip").first
    expect(chip).to_be_visible()
    frame = "(one) => [getComputedStyle(one).borderTopStyle, getComputedStyle(one).borderTopColor]"
    style, colour = chip.evaluate(frame)
    ground = tab.evaluate("getComputedStyle(document.body).backgroundColor")
    assert style == "solid"
    assert colour != ground
    dot = tab.locator(".levels .dot").first
    assert dot.evaluate("(one) => getComputedStyle(one, '::before').color") != ground
    tab.goto(f"{root}/models/{name}/answer")
    tab.get_by_text("The graph of moves").click()
    grounds = tab.locator("[data-graph-moves]").evaluate_all(
        "all => all.map((one) => getComputedStyle(one).backgroundColor)"
    )
    assert len(set(grounds)) == 2  # pressed, and not
