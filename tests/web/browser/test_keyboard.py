"""A small model built, ordered, answered and explained without a mouse."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import expect

# What has the focus: its name and whether one sees that it has it.
FOCUSED = """() => {
    const one = document.activeElement;
    const shown = one.closest('.statement-line') ?? one;
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(shown);
    const outlined = outlineStyle !== 'none' && parseFloat(outlineWidth) > 0;
    const name = one.getAttribute('aria-label') ?? one.labels?.[0]?.textContent ?? one.textContent;
    return [name.replace(/\\s+/g, ' ').trim(), outlined || boxShadow !== 'none', one.tagName];
}"""


class Hands:
    """A keyboard, and eyes for the focus."""

    def __init__(self, tab: Any) -> None:
        self.tab = tab
        self.press = tab.keyboard.press

    def focus(self) -> str:
        name, ringed, tag = self.tab.evaluate(FOCUSED)
        assert tag != "BODY", "the focus is lost"
        assert ringed or tag == "MAIN", f"nobody sees that {name!r} has the focus"
        return str(name)

    def on(self, name: str) -> None:
        """Wait until a page that has come puts the focus on something whose name begins so."""
        self.tab.wait_for_function(f"name => ({FOCUSED})()[0].startsWith(name)", arg=name)
        self.focus()

    def to(self, name: str, key: str = "Tab", most: int = 80) -> None:
        """Press a key until something has the focus whose name begins so."""
        seen = []
        for _ in range(most):
            self.press(key)
            try:
                seen.append(self.focus())
            except AssertionError as error:
                raise AssertionError(f"{error}: no {name!r} among {seen}") from None
            if seen[-1].startswith(name):
                return
        raise AssertionError(f"no {name!r} among {seen}")

    def edit(self, *keys: str) -> None:
        """Press keys that change the model, and wait for it; the focus stays somewhere."""
        app = self.tab.locator("#app")
        before = app.get_attribute("data-revision")
        for key in keys:
            self.press(key)
        expect(app).not_to_have_attribute("data-revision", before)
        self.focus()

    def type(self, text: str) -> None:
        self.tab.keyboard.type(text)


def test_a_model_is_made_and_explained_by_keyboard(tab: Any, folder: Path) -> None:
    hands = Hands(tab)
    hands.on("What is the conflict")
    hands.type("Chicken")
    hands.press("Enter")
    expect(tab.get_by_role("heading", name="Parties and options")).to_be_visible()

    hands.on("Who takes part?")
    hands.to("Skip to the work", "Shift+Tab")
    hands.press("Enter")
    hands.to("Who takes part?")
    for name in ("Bea", "Art"):
        hands.type(name)
        hands.edit("Enter")
    hands.to("Move the party Art", "Shift+Tab")
    hands.edit("Alt+ArrowUp")
    hands.on("Move the party Art")
    for name in ("Art", "Bea"):
        hands.to(f"What can {name} do?")
        hands.type(f"{name} swerves")
        hands.edit("Enter")
        hands.type("Oops")
        hands.edit("Enter")
        hands.edit("Control+z")
    hands.to("‘Bea swerves’ is done", "Shift+Tab")
    hands.edit("Space")
    hands.to("Can ‘Bea swerves’", "Shift+Tab")
    hands.edit("ArrowDown", "Tab")

    hands.press("3")
    expect(tab.get_by_role("heading", name="What can be, and what can't?")).to_be_visible()
    tab.wait_for_load_state()
    hands.press("?")
    shown = tab.get_by_role("dialog", name="Keys")
    expect(shown).to_be_visible()
    hands.press("4")
    hands.press("Escape")
    expect(shown).to_be_hidden()
    hands.press("/")
    hands.on("What can't be, or must be so?")
    hands.press("Shift+Tab")
    hands.press("4")
    expect(tab.get_by_role("heading", name="What does each party want?")).to_be_visible()
    tab.wait_for_load_state()
    hands.on("What does Art want")
    hands.type("1/?")  # in a field they are what is typed
    assert tab.evaluate("document.activeElement.value") == "1/?"
    hands.press("Control+a")
    hands.press("Delete")
    hands.press("Shift+Tab")
    for name, other in (("Art", "Bea"), ("Bea", "Art")):
        if name == "Bea":
            hands.to("Bea", "Shift+Tab")
            hands.press("Enter")
            expect(tab.get_by_text("Bea is indifferent")).to_be_visible()
            hands.on("What does Bea want")  # where her page begins
        else:
            hands.to("What does Art want")
        hands.type(f"{name.lower()}-swerves")
        hands.edit("Enter")
        hands.type(f"{other.lower()}-swerves")
        hands.edit("Enter")
        hands.to("Move statement 2", "Shift+Tab")
        hands.edit("Alt+ArrowUp")
        hands.on("Move statement 1")
    written = (folder / "chicken.toml").read_text("utf-8")
    assert '"bea-swerves",\n  "art-swerves",' in written

    hands.to("Answer", "Shift+Tab")
    hands.press("Enter")
    expect(tab.get_by_role("heading", name="Which outcomes hold?")).to_be_visible()
    hands.to("Claim something")
    hands.type("art-swerves or bea-swerves")
    hands.edit("Enter")
    expect(tab.locator(".claim")).to_have_count(1)
    hands.to("Why ")
    hands.press("Enter")
    expect(tab.locator("#why h2")).to_contain_text("Why [")
    hands.press("Enter")  # once more it leads there
    expect(tab.locator("#why h2")).to_be_focused()
    # Into the graph, and out of it.
    hands.to("The graph of moves", "Shift+Tab")
    hands.press("Enter")
    hands.to("Outcomes and the moves")
    hands.press("ArrowRight")
    hands.focus()
    hands.press("Escape")
    hands.press("Tab")
    hands.on("Zoom in")
    for _ in range(30):
        hands.edit("Control+z")
        if tab.locator("#undo").is_disabled():
            break
    assert 'name = "Art"' not in (folder / "chicken.toml").read_text("utf-8")
