"""What isn't sure is said in the browser: dragged together, typed at speed, undone, reloaded."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from web.app import Slowness, served

VALLEY = """\
format = "countermove/1"
title = "A valley"
decision_makers.town = { name = "Town", options = { pump = "Pump", ration = "Ration" } }
decision_makers.farm = { name = "Farm", options = { dam = "Dam" } }
[preferences.town]
statements = [
  "pump",  # above all
  "not dam",
  { any_order = ["ration", "not pump"] },
]
[preferences.farm]
statements = ["dam"]
[claims.dry]
says = "Nobody pumps"
never = "pump"
"""
PAGE = "/models/valley.toml/preferences?party=town"
WISH = "preferences-town-statements"


@pytest.fixture
def slowness() -> Slowness:
    return Slowness()


@pytest.fixture
def root(folder: Path, slowness: Slowness) -> Iterator[str]:
    (folder / "valley.toml").write_text(VALLEY, "utf-8")
    with served(folder, slowness=slowness) as address:
        yield address


def wishes(folder: Path) -> Any:
    text = (folder / "valley.toml").read_text("utf-8")
    return tomllib.loads(text)["preferences"]["town"]["statements"]


def saved(tab: Any, deed: Callable[[], Any]) -> None:
    """Do something, and wait until the page shows the version that it made."""
    before = tab.locator("#app").get_attribute("data-revision")
    deed()
    expect(tab.locator("#app")).not_to_have_attribute("data-revision", before)


def drag(tab: Any, row: str, over: str, until: str, depth: float = 0.5) -> None:
    """Drag a wish by its handle over another, and drop it once it is seen where it shall be."""
    handle = tab.locator(f"#{WISH}-{row}-row > .wish-line .handle").bounding_box()
    target = tab.locator(f"#{WISH}-{over}-row").bounding_box()
    tab.mouse.move(handle["x"] + 6, handle["y"] + 8)
    tab.mouse.down()
    for step in range(100):
        tab.mouse.move(target["x"] + 100 + step % 2, target["y"] + depth * target["height"])
        if tab.locator(f"{until}.sortable-chosen").count():
            break
    tab.mouse.up()


def test_an_order_is_left_open_by_mouse_and_by_keyboard(
    new_tab: Callable[..., Any], folder: Path
) -> None:
    tab = new_tab(PAGE, viewport={"width": 1280, "height": 1200})
    saved(tab, lambda: drag(tab, "1", "2-any_order-1", f"#{WISH}-2-any_order > li"))
    assert "not dam" in wishes(folder)[1]["any_order"]
    inner = wishes(folder)[1]["any_order"].index("not dam")
    first = f"#{WISH} > li:first-child"
    saved(tab, lambda: drag(tab, f"1-any_order-{inner}", "0", first, 0.1))
    assert wishes(folder) == ["not dam", "pump", {"any_order": ["ration", "not pump"]}]

    # By keyboard: with the one above, taken out again, and in this order.
    tab.locator(f"#{WISH}-1-sure > summary").press("Enter")
    saved(tab, lambda: tab.locator(f"#{WISH}-1-together").press("Enter"))
    assert wishes(folder)[0] == {"any_order": ["not dam", "pump"]}
    handle = tab.get_by_role("button", name="Move statement 1.1,")
    saved(tab, lambda: handle.press("Alt+ArrowDown"))
    expect(tab.get_by_role("button", name="Move statement 1.2,")).to_be_focused()
    saved(tab, lambda: tab.locator(f"#{WISH}-0-order").press("Enter"))
    assert wishes(folder) == ["pump", "not dam", {"any_order": ["ration", "not pump"]}]
    assert "# above all" in (folder / "valley.toml").read_text("utf-8")


def test_doubts_are_typed_at_speed_undone_and_loaded_again(
    new_tab: Callable[..., Any], wrong: list[str], folder: Path, slowness: Slowness
) -> None:
    tab = new_tab(PAGE)
    tab.locator(f"#{WISH}-0-sure > summary").click()
    saved(tab, lambda: tab.locator(f"#{WISH}-0-how-sure").select_option("perhaps"))
    # Three edits are sent before the first is answered.
    slowness.next = [0.4, 0.2, 0.1]
    tab.locator(f"#{WISH}-0-likely").fill("70%")
    tab.locator(f"#{WISH}-0-strength").select_option("2")
    tab.locator(f"#{WISH}-0-doubt").fill("The dry year")
    tab.locator(f"#{WISH}-0-doubt").press("Tab")
    marks = tab.locator(f"#{WISH}-0-sure > summary")
    expect(marks).to_have_text("Perhaps, 70% likely, strongly, the doubt ‘the-dry-year’")
    said = {"perhaps": True, "likely": 0.7, "strongly": True, "doubt": "the-dry-year"}
    assert wishes(folder)[0] == {"holds": "pump", **said}
    for _ in range(4):
        saved(tab, lambda: tab.keyboard.press("Control+z"))
    assert (folder / "valley.toml").read_text("utf-8") == VALLEY
    expect(marks).to_have_text("Sure")
    for _ in range(4):
        saved(tab, lambda: tab.keyboard.press("Control+Shift+z"))
    assert wishes(folder)[0] == {"holds": "pump", **said}

    # What is refused stays where it was typed; what is half typed is there after loading again.
    likely = tab.locator(f"#{WISH}-0-likely")
    likely.fill("often")
    likely.press("Tab")
    expect(tab.locator("#notices")).to_contain_text("A likelihood is a share, not “often”.")
    expect(likely).to_have_value("often")
    wrong.clear()  # the browser says that it was refused
    likely.fill("0.25")
    tab.reload()
    expect(tab.locator("#notices")).to_contain_text("0.25")
    saved(tab, tab.get_by_role("button", name="Use “0.25”").first.click)
    assert wishes(folder)[0]["likely"] == 0.25
