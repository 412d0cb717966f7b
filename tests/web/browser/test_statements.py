"""The field for statements: options by their words, however they are put in, and nothing lost."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import expect

from countermove.files.model_file import load
from countermove.model.statement_words import statement_words
from countermove.model.vocabulary import Vocabulary
from web.app import talks_in

# The chips and words of a field, and where one types.
SHOWN = """(line) => [...line.children].map((one) =>
    one.matches('input') ? `|${one.value}` : one.textContent).join(' ')"""


class Field:
    """The field in which a wish is added."""

    def __init__(self, tab: Any, name: str = "add-statement") -> None:
        self.tab = tab
        self.value = tab.locator(f"#{name}")
        self.said = tab.locator(f"#{name}-said")
        self.line = tab.locator(f"#{name}-shown .statement-line")
        self.typed = self.line.get_by_role("combobox")
        self.offers = tab.locator("#statement-list [role=option]")

    def type(self, *keys: str) -> str:
        """Type texts, and press the keys among them; return what is then shown."""
        for key in keys:
            if key in KEYS:
                self.tab.keyboard.press(KEYS[key])
            else:
                self.tab.keyboard.type(key)
        return self.shown

    @property
    def shown(self) -> str:
        return str(self.line.evaluate(SHOWN)).strip()

    def empty(self) -> None:
        self.type("^a", "⌫")
        assert self.shown == "|"
        assert self.value.input_value() == ""


KEYS = {
    "⏎": "Enter",
    "⇥": "Tab",
    "←": "ArrowLeft",
    "→": "ArrowRight",
    "↓": "ArrowDown",
    "⌫": "Backspace",
    "⌦": "Delete",
    "⇱": "Home",
    "⇲": "End",
    "⎋": "Escape",
    "^a": "Control+a",
    "^z": "Control+z",
}


def wishes(model: Path, party: str = "us") -> list[str]:
    entries = tomllib.loads(model.read_text("utf-8"))["preferences"][party]["statements"]
    return [one if isinstance(one, str) else one["holds"] for one in entries]


def test_statements_are_written_in_words(tab: Any, root: str, folder: Path) -> None:
    model = folder / talks_in(folder)
    tab.goto(f"{root}/models/{model.name}/preferences?party=us")
    field = Field(tab)

    # What is there is said as everywhere else.
    vocabulary = Vocabulary(load(model))
    for k, wish in enumerate(wishes(model)):
        one = Field(tab, f"preferences-us-statements-{k}")
        words = statement_words(vocabulary, wish)
        assert one.shown == f"{words} |".replace("(", "( ").replace(")", " )")
        expect(one.typed).to_have_accessible_description(words)
        assert one.value.input_value() == wish

    # Any beginning of any word; the best is taken by Enter, another is gone to.
    field.typed.click()
    assert field.offers.count() == 9  # all there is to name
    assert field.type("russia") == "|russia"
    expect(field.offers.first).to_have_text("Settle terms with Russia aloneUnited States")
    expect(field.said).to_have_text("True in 16 of 36 outcomes.")  # as what Enter takes
    assert field.type("⏎") == "Settle terms |"
    assert field.type(" or set", "↓", "⇥") == "Settle terms or Settle on the terms |"
    assert field.value.input_value() == "bilateral or settle"
    expect(field.said).to_have_text("True in 24 of 36 outcomes.")

    # The caret goes over chips, which are taken away, and others put in between.
    assert field.type("←", "←") == "Settle terms | or Settle on the terms"
    assert field.type("⌦", "⌫") == "| Settle on the terms"
    assert field.type("not ") == "not | Settle on the terms"
    assert field.type("⇲", "gua", "⏎").endswith("the terms and Provide security guarantees |")
    assert field.value.input_value() == "not settle and guarantee"
    assert field.type("^z", "^z") == "Settle on the terms |"
    field.line.locator(".chip").click()
    assert field.type("⌫") == "|"

    # Words and signs that join become words; what is written out is read as what it means.
    typed = "if guarantee then !(accept, settle but deal) "
    shown = "if Provide security guarantees then not ( Accept the terms"
    assert field.type(typed) == f"{shown} and Settle on the terms and deal ) |"
    assert field.value.input_value() == "if guarantee then not (accept and settle and deal)"
    field.empty()
    tab.keyboard.insert_text(
        "Provide security guarantees, troops included, unless not bring ukraine and europe to the"
    )
    assert field.shown.startswith("Provide security guarantees unless not |bring")
    assert field.type("⏎").endswith("unless not Bring Ukraine |")
    assert field.type(" exactly when accept").endswith("Bring Ukraine exactly when |accept")

    # Escape closes the list, then gives up what was typed, then all of it.
    assert field.type("⎋").endswith("exactly when |accept")
    expect(field.offers).to_have_count(0)
    assert field.type("⎋").endswith("exactly when |")
    assert field.type("⎋") == "|"

    # The other way to say the same.
    field.type("not settle and table ")
    tab.get_by_role("button", name="Choose instead").click()
    strip = tab.get_by_role("group", name="Russia").get_by_role("radiogroup")
    expect(strip.get_by_role("radio", name="not done")).to_be_checked()
    strip.get_by_role("radio", name="either").check(force=True)
    assert field.value.input_value() == "table"
    tab.get_by_role("radiogroup", name="Accept").get_by_label("done", exact=True).check(force=True)
    assert field.shown == "Bring Ukraine and Accept the terms |"
    tab.keyboard.press("Escape")
    expect(field.typed).to_be_focused()

    # What nobody knows isn't added, and stays; what is known is.
    before = wishes(model)
    field.type(" and peace", "⏎")
    expect(field.said).to_contain_text("No option or term 'peace'")
    expect(field.typed).to_be_focused()
    assert field.shown == "Bring Ukraine and Accept the terms and peace |"
    assert wishes(model) == before
    assert field.type("⌫") == "Bring Ukraine and Accept the terms and |peace"
    field.type(" offr", "⏎")
    expect(field.said).to_contain_text("Nothing is called “peace offr” here.")
    field.type("⌫", *"⌫⌫⌫⌫⌫⌫⌫⌫⌫⌫", "deal", "⏎")
    expect(field.value).to_have_value("")
    expect(tab.locator("ol.wishes > li")).to_have_count(len(before) + 1)
    assert wishes(model) == [*before, "table and accept and deal"]
    expect(field.typed).to_be_focused()


def test_who_types_fast_on_a_slow_machine_loses_nothing(
    new_tab: Callable[..., Any], folder: Path
) -> None:
    model = folder / talks_in(folder)
    tab = new_tab(f"/models/{model.name}/preferences?party=us")
    tab.context.new_cdp_session(tab).send("Emulation.setCPUThrottlingRate", {"rate": 3})
    before = wishes(model)
    field = Field(tab)
    field.typed.focus()
    new = ["not deal", "table", "not accept or guarantee", "settle unless table", "concede"]
    for wish in new:
        field.type(wish, "⏎")
    # From wish to wish, each is changed and left.
    for k in range(3):
        one = Field(tab, f"preferences-us-statements-{k}")
        one.typed.focus()
        one.type("⇲", " or deal", "⇥")
        expect(one.typed).not_to_be_focused()
    changed = [f"{wish} or deal" for wish in before[:3]]
    tab.wait_for_function("() => !document.querySelector('.htmx-request')", timeout=60_000)
    assert wishes(model) == [*changed, *before[3:], *new]


UNION = """\
format = "countermove/1"
title = "A union"

[decision_makers.uk]
name = "United Kingdom"
options = { troops = "Send troops", lead = "Lead a force" }

[families.large]
name = "large members"
members = { france = "France", italy = "Italy" }
options = { troops = "Send troops" }

[preferences.uk]
statements = ["lead"]
[preferences.large]
statements = ["troops iff any others of (large.troops, uk.troops)"]
"""


def test_counts_are_written_in_words(tab: Any, root: str, folder: Path) -> None:
    model = folder / "union.toml"
    model.write_text(UNION, "utf-8")
    tab.goto(f"{root}/models/{model.name}/preferences?party=france")
    expect(tab.locator("#edited")).to_contain_text("as all large members want")
    first = Field(tab, "preferences-france-statements-0")
    assert first.shown == (
        "Send troops (France) exactly when any others of ( the large members send troops , "
        "Send troops (United Kingdom) ) |"
    )
    assert first.value.input_value() == "troops iff any others of (large.troops, uk.troops)"

    field = Field(tab)
    field.typed.click()
    shown = field.type("at least 2 of (lead, troops, the large members send", "⏎", ") ")
    assert shown == (
        "at least 2 of ( Lead a force , Send troops (France) , the large members send troops ) |"
    )
    written = "at least 2 of (lead, troops, large.troops)"
    assert field.value.input_value() == written
    expect(field.said).to_have_text("True in 8 of 16 outcomes.")
    field.type("⏎")
    expect(tab.locator("#edited")).to_contain_text("its own")
    assert wishes(model, "france") == [*wishes(model, "large"), written]
