"""A conflict from an empty folder to paper, with every key and every click counted."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from playwright.sync_api import expect

MOST_KEYS, MOST_CLICKS = 450, 40


class Hand:
    """A hand at the keyboard and the mouse; each letter, each key and each click counts as one."""

    def __init__(self, tab: Any) -> None:
        self.tab = tab
        self.keys = 0
        self.clicks = 0

    def types(self, text: str) -> None:
        """Type letters and keys: ⏎ is Enter."""
        for letter in text:
            self.tab.keyboard.press("Enter" if letter == "⏎" else letter)
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
RULES = ("s⏎b⏎⏎", "h⏎n⏎s⏎⏎", "or⏎h⏎⏎", "ra⏎h⏎⏎")
WISHES = {
    "Port Authority": ("au⏎⏎", "n⏎s⏎⏎", "n⏎b⏎⏎", "n⏎d⏎⏎", "n⏎ra⏎⏎"),
    "Dockworkers' Union": ("n⏎h⏎⏎", "au⏎on⏎p⏎⏎", "ra⏎⏎", "n⏎or⏎⏎", "n⏎s⏎⏎"),
    "Shipping lines": ("n⏎s⏎⏎", "n⏎b⏎⏎", "d⏎on⏎s⏎⏎"),
    "Government": ("n⏎s⏎⏎", "n⏎d⏎⏎", "p⏎⏎", "n⏎or⏎⏎"),
}


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


# A letter or two, and Enter, take an option or a word; Enter once more adds what stands there.
RULES = ("s⏎b⏎⏎", "h⏎n⏎s⏎⏎", "or⏎h⏎⏎", "ra⏎h⏎⏎")
WISHES = {
    "Port Authority": ("au⏎⏎", "n⏎s⏎⏎", "n⏎b⏎⏎", "n⏎d⏎⏎", "n⏎ra⏎⏎"),
    "Dockworkers' Union": ("n⏎h⏎⏎", "au⏎on⏎p⏎⏎", "ra⏎⏎", "n⏎or⏎⏎", "n⏎s⏎⏎"),
    "Shipping lines": ("n⏎s⏎⏎", "n⏎b⏎⏎", "d⏎on⏎s⏎⏎"),
    "Government": ("n⏎s⏎⏎", "n⏎d⏎⏎", "p⏎⏎", "n⏎or⏎⏎"),
}


def test_a_port_strike(tab: Any, folder: Path) -> None:
    hand = Hand(tab)
    expect(tab.get_by_label("What is the conflict or negotiation called?")).to_be_focused()
    written(hand)
    ruled(hand)
    wished(hand)
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
        "order-a-return-to-work and hire-replacements",
        "raise-the-pay-offer and hire-replacements",
    ]
    assert sum(len(wants["statements"]) for wants in model["preferences"].values()) == 17
    assert hand.keys <= MOST_KEYS
    assert hand.clicks <= MOST_CLICKS
