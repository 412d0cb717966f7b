"""A newcomer's whole way: from an empty model of the prisoner's dilemma to its answer on paper."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import expect


def add(tab: Any, label: str, *texts: str) -> None:
    """Write into the field that adds, once for each text."""
    for text in texts:
        field = tab.get_by_label(label)
        field.fill(text)
        field.press("Enter")
        expect(field).to_have_value("")


def test_from_the_first_page_to_an_answer(tab: Any, folder: Path) -> None:
    tab.get_by_label("What is the conflict or negotiation called?").fill("Two prisoners")
    tab.get_by_role("button", name="Begin").click()
    expect(tab.get_by_role("heading", name="Parties and options")).to_be_visible()
    expect(tab.get_by_label("Title of the model")).to_have_value("Two prisoners")
    now = tab.get_by_role("complementary", name="The answer now")
    expect(now).to_contain_text("Add the parties first")

    party = tab.get_by_label("Who takes part?")
    party.fill("Ann")
    party.press("Enter")
    add(tab, "Who else takes part?", "Bob")
    expect(now).to_contain_text("Say what the parties can do")
    for name in ("Ann", "Bob"):
        option = tab.get_by_label(f"What can {name} do?")
        option.fill(f"{name} is silent")
        option.press("Enter")
        expect(tab.get_by_label(f"Option 1 of {name}")).to_have_value(f"{name} is silent")
    expect(now).to_contain_text("4 outcomes can be")

    steps = tab.get_by_role("navigation", name="Steps")
    steps.get_by_role("link", name="Preferences").click()
    for name, other in (("Ann", "Bob"), ("Bob", "Ann")):
        tab.get_by_role("navigation", name="Parties").get_by_role("link", name=name).click()
        expect(tab.get_by_text(f"{name} is indifferent")).to_be_visible()
        most = tab.get_by_role("combobox", name=f"What does {name} want most?")
        # An option is clicked, not typed.
        most.click()
        tab.get_by_role("option", name=f"{other} is silent").click()
        most.press("Enter")
        next_to_that = tab.get_by_role("combobox", name=f"What does {name} want, next to that?")
        next_to_that.press_sequentially(f"not {name} is silent")
        next_to_that.press("Enter")
        expect(tab.get_by_role("combobox", name=f"Statement 2 of {name}")).to_be_visible()
    expect(now).to_contain_text("2 outcomes hold under some kind of foresight")

    now.get_by_role("link", name="The whole answer, and why").click()
    claimed = tab.get_by_role("combobox", name="Claim something")
    claimed.press_sequentially("Ann is silent and Bob is silent")
    claimed.press("Enter")
    claim = tab.get_by_role("listitem").filter(has_text="can last")
    expect(claim).to_contain_text("holds under SEQ, SSEQ, GMR and SMR")
    expect(claim.get_by_label("true under some concepts only")).to_be_visible()

    tab.get_by_role("link", name="Why 4 holds or not").click()
    why = tab.get_by_role("region", name="Why [4]")
    expect(why).to_contain_text("Ann would rather drop “Ann is silent”")
    why.get_by_role("link", name="Ann would stay under SEQ: why?").click()
    expect(why).to_contain_text("But then Bob would drop “Bob is silent”")
    why.get_by_role("button", name="On the graph").last.click()
    graph = tab.get_by_role("region", name="Graph")
    expect(graph.get_by_role("button", name="Next")).to_be_enabled()
    expect(graph.get_by_text("1 of")).to_contain_text("[4] Ann is silent; Bob is silent")

    # All of it on paper.
    steps.get_by_role("link", name="Report").click()
    report = tab.get_by_role("article", name="Two prisoners")
    expect(report).to_contain_text("“Ann is silent and Bob is silent” can last")
    expect(tab.get_by_role("progressbar")).to_have_count(0)
    tab.emulate_media(media="print")
    expect(report.get_by_text("“Ann is silent and Bob is silent” can last").first).to_be_visible()
    expect(steps).not_to_be_visible()
    expect(now).not_to_be_visible()
    assert tab.pdf().startswith(b"%PDF")

    # What was written is a model file that a person would have written.
    text = (folder / "two-prisoners.toml").read_text("utf-8")
    assert '[decision_makers.ann.options]\nann-is-silent = "Ann is silent"\n' in text
    assert 'statements = [\n  "bob-is-silent",\n  "not ann-is-silent",\n]' in text
