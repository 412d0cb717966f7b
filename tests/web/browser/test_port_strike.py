"""A conflict from an empty folder to paper, with every key and every click counted."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import expect

MOST_KEYS, MOST_CLICKS, MANY_QUESTIONS = 450, 40, 13


class Hand:
    """A hand at the keyboard and the mouse; each letter, each key and each click counts as one."""

    def __init__(self, tab: Any) -> None:
        self.tab = tab
        self.keys = 0
        self.clicks = 0

    def types(self, text: str) -> None:
        """Type letters and keys: ⏎ is Enter."""
        for part in re.split("(⏎)", text):
            if part == "⏎":
                self.tab.keyboard.press("Enter")
            else:
                self.tab.keyboard.type(part)
        self.keys += len(text)

    def presses(self, key: str) -> None:
        self.tab.keyboard.press(key)
        self.keys += 1

    def comes_to(self, heading: str) -> None:
        """Wait for a page, and go into the field that adds there."""
        expect(self.tab.get_by_role("heading", name=heading, exact=True)).to_be_visible()
        self.tab.wait_for_load_state()
        self.types("/")

    def clicks_on(self, there: Any) -> None:
        there.click()
        self.clicks += 1


OPTIONS = {
    "Port Authority": (
        "Automate the terminal",
        "Pay for retraining",
        "Raise the pay offer",
        "Hire replacements",
    ),
    "Dockworkers' Union": ("Strike", "Ban overtime"),
    "Shipping lines": ("Divert ships",),
    "Government": ("Order a return to work",),
}
ONE_WAY = {"Automate the terminal", "Divert ships"}


def written(hand: Hand) -> None:
    """Begin a model, and write who takes part and what each can do."""
    tab = hand.tab
    hand.types("Port strike⏎")
    party = tab.get_by_label("Who takes part?")
    expect(party).to_be_focused()
    for name in OPTIONS:
        hand.types(f"{name}⏎")
        expect(tab.locator(".party")).to_have_count(list(OPTIONS).index(name) + 1)
    hand.types("⏎")
    for name, options in OPTIONS.items():
        for number, option in enumerate(options):
            hand.types(f"{option}⏎")
            expect(tab.get_by_label(f"Option {number + 1} of {name}")).to_be_visible()
            if option in ONE_WAY:
                hand.presses("Alt+l")
                shut = tab.get_by_label(f"Can ‘{option}’ be changed?")
                expect(shut).to_have_value("take")
        hand.types("⏎")


# A letter or two, and Enter, take an option or a word; Enter once more adds what stands there.
RULES = ("s⏎b⏎⏎", "h⏎n⏎s⏎⏎", "or⏎n⏎s⏎⏎", "d⏎n⏎s⏎⏎")
WISHES = {
    "Port Authority": ("n⏎s⏎⏎", "au⏎⏎", "n⏎b⏎⏎", "n⏎ra⏎⏎", "n⏎p⏎⏎"),
    "Dockworkers' Union": ("au⏎on⏎p⏎⏎", "ra⏎⏎", "n⏎h⏎⏎", "n⏎or⏎⏎", "n⏎s⏎⏎"),
    "Shipping lines": ("n⏎s⏎⏎", "n⏎b⏎⏎", "d⏎ex⏎s⏎⏎"),
    "Government": ("n⏎s⏎⏎", "n⏎d⏎⏎", "p⏎⏎", "or⏎ex⏎s⏎⏎"),
}
SOURCES = {0: "The premier's speech", 2: "Budget of May"}


def ruled(hand: Hand) -> None:
    """Say what can't happen together."""
    hand.types("⏎")
    hand.comes_to("What can be, and what can't?")
    for number, rule in enumerate(RULES):
        hand.types(rule)
        expect(hand.tab.locator(".rules > li")).to_have_count(number + 1)
    hand.types("⏎")


def wished(hand: Hand) -> None:
    """Say what each party wants."""
    for name, wishes in WISHES.items():
        hand.types("⏎")
        hand.comes_to(f"What {name} wants")
        for number, wish in enumerate(wishes):
            hand.types(wish)
            expect(hand.tab.locator("ol.wishes > li")).to_have_count(number + 1)
        hand.types("⏎")


def sourced(hand: Hand) -> None:
    """Say on what two of the wishes rest."""
    for number, said in SOURCES.items():
        wish = hand.tab.locator(f"#preferences-government-statements-{number}-row")
        hand.clicks_on(wish.get_by_text("Judgement", exact=True))
        hand.clicks_on(wish.locator(".citing summary"))
        hand.clicks_on(wish.get_by_label("What was said or done"))
        hand.types(f"{said}⏎")
        expect(wish.locator(".record > summary")).to_contain_text(said)


def explained(hand: Hand) -> None:
    """Claim something; read why an outcome holds, and look at the graph."""
    tab = hand.tab
    hand.clicks_on(tab.get_by_role("link", name="Next: Which outcomes hold?"))
    hand.comes_to("Which outcomes hold?")
    hand.types("au⏎n⏎s⏎⏎")
    claim = tab.locator(".claim")
    expect(claim).to_contain_text("“Automate the terminal and not Strike” can last")
    hand.clicks_on(tab.locator("#outcomes th[data-number] :is(a, button)").first)
    expect(tab.locator("#why")).to_contain_text("Who would stay")
    hand.clicks_on(tab.get_by_text("The graph of moves"))
    expect(tab.get_by_role("region", name="Graph").locator("svg").first).to_be_visible()


def varied(hand: Hand) -> None:
    """Say what if something were otherwise."""
    tab = hand.tab
    hand.types("7")
    expect(tab.get_by_role("heading", name="What follows from it?")).to_be_visible()
    tab.wait_for_load_state()
    hand.clicks_on(tab.get_by_role("link", name="What if …?"))
    hand.comes_to("What if …?")
    hand.types("No replacements⏎")
    hand.clicks_on(tab.get_by_role("link", name="rules in No replacements"))
    expect(tab.locator("#mode")).to_contain_text("No replacements")
    hand.comes_to("What can be, and what can't?")
    hand.types("h⏎⏎")
    expect(tab.locator(".rules > li")).to_have_count(len(RULES) + 1)
    hand.types("⏎")


def handed_on(hand: Hand) -> None:
    """Print the report."""
    tab = hand.tab
    hand.types("8")
    report = tab.get_by_role("article", name="Port strike")
    expect(report).to_contain_text("What does each want?", timeout=60_000)
    expect(tab.get_by_role("button", name="Print")).to_be_enabled()
    hand.clicks += 1  # who clicks on it is asked by the browser, which then makes this
    assert tab.pdf().startswith(b"%PDF")


def asked(hand: Hand) -> None:
    """Open every question; what takes longer is left to work on."""
    tab = hand.tab
    questions = tab.locator(".questions a")
    for number in range(MANY_QUESTIONS):
        hand.types("7")
        expect(tab.get_by_role("heading", name="What follows from it?")).to_be_visible()
        expect(questions).to_have_count(MANY_QUESTIONS)
        asks = questions.nth(number).inner_text()
        hand.clicks_on(questions.nth(number))
        expect(tab.locator("h1")).to_have_text(asks)
        tab.wait_for_load_state()


def test_a_port_strike(new_tab: Callable[..., Any], folder: Path) -> None:
    tab = new_tab(reduced_motion="no-preference")  # here all moves that can
    hand = Hand(tab)
    expect(tab.get_by_label("What is the conflict or negotiation called?")).to_be_focused()
    written(hand)
    ruled(hand)
    wished(hand)
    sourced(hand)
    explained(hand)
    varied(hand)
    handed_on(hand)
    asked(hand)
    model = tomllib.loads((folder / "port-strike.toml").read_text("utf-8"))
    assert [
        (
            party["name"],
            tuple(o["text"] if isinstance(o, dict) else o for o in party["options"].values()),
        )
        for party in model["decision_makers"].values()
    ] == list(OPTIONS.items())
    assert model["rules"]["infeasible"] == [
        "strike and ban-overtime",
        "hire-replacements and not strike",
        "order-a-return-to-work and not strike",
        "divert-ships and not strike",
    ]
    assert sum(len(wants["statements"]) for wants in model["preferences"].values()) == 17
    assert model["claims"]["automate-the-terminal"] == {
        "says": "“Automate the terminal and not Strike” can last",
        "possible": "automate-the-terminal and not strike",
    }
    assert model["preferences"]["government"]["statements"][0]["because"] == [
        "the-premier-s-speech"
    ]
    assert [source["said"] for source in model["sources"].values()] == list(SOURCES.values())
    assert model["scenarios"]["no-replacements"]["rules"]["infeasible"][-1] == "hire-replacements"
    assert hand.keys <= MOST_KEYS
    assert hand.clicks <= MOST_CLICKS
