"""Edits that follow each other at once, and fields that change under the cursor."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import expect

from web.app import talks_in

PAGE = "/models/talks-2025.toml/preferences?party=us"
SAVED = "() => document.getElementById('app').dataset.revision !== '{}'"


def statements(folder: Path) -> list[str]:
    model = tomllib.loads((folder / "talks-2025.toml").read_text("utf-8"))
    return [one["holds"] for one in model["preferences"]["us"]["statements"]]


def revision(tab: Any) -> str:
    return str(tab.locator("#app").get_attribute("data-revision"))


def test_who_types_and_clicks_at_once_makes_both_edits(
    new_tab: Callable[..., Any], folder: Path
) -> None:
    talks_in(folder)
    first, second, *rest = statements(folder)
    tab = new_tab(PAGE)
    field = tab.locator("#preferences-us-statements-0")
    field.fill(f"{first} or settle")
    tab.click("#preferences-us-statements-1-remove")
    tab.wait_for_function(
        "() => document.querySelector('#undo').title.startsWith('Remove') "
        "|| document.querySelector('#notices .notice')"
    )
    assert tab.locator("#notices .notice").count() == 0
    assert statements(folder) == [f"{first} or settle", *rest]
    # To undo at once is to undo what was typed last.
    field.fill("offer")
    tab.click("#undo")
    tab.wait_for_function("() => !document.querySelector('#redo').disabled")
    assert tab.locator("#notices .notice").count() == 0
    assert statements(folder) == [f"{first} or settle", *rest]
    tab.click("#undo")
    tab.wait_for_function("() => document.querySelector('#undo').title.startsWith('Change')")
    assert statements(folder) == [f"{first} or settle", second, *rest]


def test_a_field_in_which_nothing_was_typed_shows_what_another_window_wrote(
    new_tab: Callable[..., Any], folder: Path
) -> None:
    talks_in(folder)
    _, second, third, *rest = statements(folder)
    tab, other = new_tab(PAGE), new_tab(PAGE)
    field = tab.locator("#preferences-us-statements-1")
    # What was typed there has been saved, and the cursor is still there.
    seen = revision(tab)
    field.fill(f"{second} or offer")
    field.press("Enter")
    tab.wait_for_function(SAVED.format(seen))
    second = f"{second} or offer"
    other.reload()
    seen = revision(tab)
    other.click("#preferences-us-statements-0-remove")
    tab.wait_for_function(SAVED.format(seen))
    assert field.input_value() == third
    seen = revision(tab)
    field.press("End")
    tab.keyboard.type(" or settle")
    field.press("Tab")
    tab.wait_for_function(SAVED.format(seen))
    assert statements(folder) == [second, f"{third} or settle", *rest]


def test_who_works_on_stays_where_they_are(new_tab: Callable[..., Any], folder: Path) -> None:
    """What was asked for before an edit doesn't undo it; a late answer takes nobody's focus."""
    talks_in(folder)
    model = folder / "talks-2025.toml"
    tab = new_tab(PAGE)
    held: list[tuple[Any, Any]] = []
    method = "GET"

    def hold(route: Any) -> None:
        if held or route.request.method != method:
            return route.continue_()
        return held.append((route, route.fetch()))

    def let_go() -> None:
        (route, answer), *_ = held
        with tab.expect_response("**/preferences*"):
            route.fulfill(response=answer)
        tab.wait_for_function("() => !document.querySelector('.htmx-request')")

    tab.route("**/preferences*", hold)

    # Another program writes; what shows it is on its way when the next wish is written.
    model.write_text(model.read_text("utf-8") + "# more\n", "utf-8")
    while not held:
        tab.wait_for_timeout(20)
    wishes = tab.locator("ol.wishes > li")
    many = len(statements(folder))
    adding = tab.locator("#add-statement")
    adding.press_sequentially("table")
    adding.press("Enter")
    expect(wishes).to_have_count(many + 1)
    assert statements(folder)[-1] == "table"
    tab.keyboard.type("concede")
    let_go()
    assert wishes.count() == many + 1
    assert adding.input_value() == "concede"

    # What is moved is on its way when one goes on to write.
    method = "POST"
    held.clear()
    seen = revision(tab)
    tab.get_by_role("button", name="Move statement 1,").press("Alt+ArrowDown")
    adding.press("End")
    while not held:
        tab.wait_for_timeout(20)
    let_go()
    tab.wait_for_function(SAVED.format(seen))
    expect(tab.locator("#announced")).to_contain_text("Now 2")
    tab.keyboard.type(" or offer")
    assert adding.input_value() == "concede or offer"
