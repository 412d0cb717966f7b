"""Every kind of edit on every page, undone to the same bytes, and done again to the others."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx2
import pytest

from web.app import TOKEN, case_in

from .one_of_each import ONE_OF_EACH

Act = Callable[[Any], Any]
OPEN_ALL = """() => {
  const folds = document.querySelectorAll("details:not(.menu, :has(> .menu))");
  for (const one of folds) one.open = true;
}"""
HEADERS = {"Authorization": f"Bearer {TOKEN}"}


def writes(label: str, text: str) -> Act:
    """Write into a field and leave it."""

    def act(tab: Any) -> None:
        field = tab.get_by_label(label, exact=True).first
        field.fill(text)
        tab.evaluate("document.activeElement.blur()")

    return act


def adds(label: str, text: str) -> Act:
    """Write into a field that adds, and press Enter."""

    def act(tab: Any) -> None:
        field = tab.get_by_label(label, exact=True).first
        field.fill(text)
        field.press("Enter")

    return act


def fills(texts: dict[str, str], button: str) -> Act:
    """Fill in a form, and send it."""

    def act(tab: Any) -> None:
        form = tab.locator("form").filter(has=tab.get_by_role("button", name=button, exact=True))
        for label in texts:
            form = form.filter(has=tab.get_by_label(label, exact=True))
        for label, text in texts.items():
            form.get_by_label(label, exact=True).first.fill(text)
        form.get_by_role("button", name=button, exact=True).click()

    return act


def moves(name: str, key: str) -> Act:
    handle = re.compile(f"^Move {re.escape(name)}[:,]")
    return lambda tab: tab.get_by_role("button", name=handle).press(f"Alt+Arrow{key}")


def presses(name: str) -> Act:
    return lambda tab: tab.get_by_role("button", name=name, exact=True).first.click()


def chooses(label: str, value: str) -> Act:
    return lambda tab: tab.get_by_label(label, exact=True).first.select_option(value)


def toggles(label: str) -> Act:
    return lambda tab: tab.get_by_label(label, exact=True).first.click()


def forbids(tab: Any) -> None:
    for option in ("Is silent", "Sings"):
        group = tab.get_by_role("radiogroup", name=option)
        group.get_by_role("radio", name="not done").check(force=True)
    tab.get_by_role("button", name="This can't be").click()


def groups(tab: Any) -> None:
    form = tab.locator("form").filter(has=tab.get_by_label("How many of them?"))
    form.get_by_label("Is silent", exact=True).check()
    form.get_by_label("Keeps quiet", exact=True).check()
    form.get_by_role("button", name="Add rule").click()


def requires(tab: Any) -> None:
    tab.get_by_label("What is possible", exact=True).select_option("sings")
    adds("only if", "not silent")(tab)


def weighs(tab: Any) -> None:
    weight = tab.locator(".weights input").first
    weight.fill("77")
    weight.blur()


def leads(tab: Any) -> None:
    """Add a move."""
    form = tab.locator("form").filter(has=tab.get_by_role("button", name="Add move")).first
    form.get_by_label("From", exact=True).select_option(index=1)
    form.get_by_role("button", name="Add move").click()


def undo(tab: Any) -> None:
    tab.locator("#undo").dispatch_event("click")


def redo(tab: Any) -> None:
    tab.locator("#redo").dispatch_event("click")


EDITS: dict[str, tuple[Act, ...]] = {
    "parties": (
        writes("Title of the model", "The prisoners"),
        writes("What is it about?", "War and peace."),
        writes("Name of party 2", "Bobby"),
        moves("the party Bobby", "Up"),
        adds("Who else takes part?", "Türkiye"),
        presses("Remove the party Türkiye"),
        writes("Option 1 of Ann", "Says nothing"),
        chooses("Can ‘Keeps quiet’ be changed?", "take"),
        chooses("Can ‘Says nothing’ be changed?", ""),
        toggles("‘Sings’ is done at the start"),
        moves("the option Sings", "Up"),
        adds("What else can Ann do?", "Run away"),
        writes("What sentences call it", "big Bob"),
        writes("‘Sings’ Taken: it would …", "sing a song"),
        writes("‘Sings’ Given up: it would …", "fall silent"),
        writes("Why ‘Sings’ is so", "He is known to."),
        presses("Remove the option Sings"),
    ),
    "rules": (
        forbids,
        groups,
        adds("What can't be, or must be so? Choose it, or write it.", "sings and silent"),
        requires,
        adds("All outcomes in which this holds are one and the same", "both"),
        fills({"New name": "all", "stands for": "both and silent"}, "Add name"),
        writes("What all stands for", "both"),
        writes("The name both", "two"),
        presses("Remove the name all"),
        lambda tab: tab.locator(".rules .remove").first.click(),
        lambda tab: tab.locator(".rules .remove").last.click(),
    ),
    "preferences?party=ann": (
        writes("Statement 1 of Ann", "not sings"),
        moves("statement 2", "Up"),
        adds("What does Ann want, next to that?", "both"),
        writes("Why it is judged so", "Who knows."),
        chooses("It rests on", "call"),
        presses("Remove the source Ann, 2025-02-13 from statement 2"),
        writes("What is to be said of it all", "Nothing."),
        presses("Remove statement 1"),
        presses("By weights of options and terms"),
        weighs,
        lambda tab: tab.locator(".weights .remove").first.click(),
        presses("By a direct ranking of the outcomes"),
        presses("Tie place 2 with the one above"),
        presses("Split place 1 into its outcomes"),
        moves("place 2", "Up"),
    ),
    "preferences?party=ann&in=scenarios.later": (
        writes("Statement 1 of Ann", "sings"),
        presses("Take it back: as in the model itself"),
    ),
    "record": (
        writes("What was said or done", "I don't talk."),
        writes("Its name in the file: id of source 1", "note"),
        writes("When", "in spring"),
        adds("What else was said or done?", "Something else"),
        presses("Remove the source call"),
    ),
    "answer": (
        writes("What is claimed", "Both can be silent"),
        chooses("It says that such an outcome", "never"),
        writes("An outcome in which", "both and silent"),
        writes("Note", "As ever."),
        chooses("It rests also on", "call"),
        presses("Remove the source Ann, 2025-02-13 from the claim ‘Both can be silent’"),
        moves("the claim Not both talk", "Up"),
        fills({"Claim something: an outcome in which": "sings"}, "Claim it"),
        presses("Remove the claim Not both talk"),
    ),
    "follow-up/compare": (
        adds("What if …?", "Bob sings"),
        writes("Title of scenario 1", "A month later"),
        presses("Copy the scenario A month later"),
        moves("the scenario Bob sings", "Up"),
        writes("Summary", "Time went by."),
        chooses("Can ‘Sings’ be changed in Bob sings?", "fixed"),
        toggles("‘Sings’ is done at the start of Bob sings"),
        presses("Begin as the model does"),
        presses("Remove the scenario A month later"),
    ),
    "follow-up/views": (
        toggles("Bob: Keeps quiet"),
        presses("What Ann sees: as it is"),
    ),
    "text": (fills({"The text of the file": 'format = "countermove/1"\ntitle = "X"\n'}, "Save"),),
}
GRAPH_EDITS: dict[str, tuple[Act, ...]] = {
    "rules": (
        writes("Outcome 1", "Nothing happens"),
        writes("Name of outcome 1 in the file", "nothing"),
        adds("Which other outcome is there?", "Something else"),
        leads,
        lambda tab: tab.locator(".moves .remove").first.click(),
        presses("Remove outcome 1"),
    ),
}


@pytest.mark.parametrize(
    ("model", "pages"), [("two-prisoners", EDITS), ("elmira-graph", GRAPH_EDITS)]
)
def test_every_edit_is_undone_and_done_again(
    tab: Any, root: str, folder: Path, model: str, pages: dict[str, tuple[Act, ...]]
) -> None:
    if model == "two-prisoners":
        (folder / "two-prisoners.toml").write_text(ONE_OF_EACH, "utf-8")
    else:
        case_in(folder, model)
    file = folder / f"{model}.toml"
    written = file.read_bytes()
    app = tab.locator("#app")

    def changed(act: Act) -> bytes:
        """Make an edit, wait for the page, and return what the file holds."""
        revision = app.get_attribute("data-revision")
        act(tab)
        tab.locator(f"#app:not([data-revision='{revision}'])").wait_for(state="attached")
        assert tab.locator("#notices .notice").count() == 0
        return file.read_bytes()

    for page, acts in pages.items():
        tab.goto(f"{root}/models/{file.name}/{page}")
        versions = [written]
        for number, act in enumerate(acts):
            tab.evaluate(OPEN_ALL)
            try:
                versions.append(changed(act))
            except Exception as error:
                error.add_note(f"edit {number} of {page}")
                raise
        assert changed(undo) == versions[-2]
        assert changed(redo) == versions[-1]
        # All the way back and forth without a window that shows each step.
        revision = app.get_attribute("data-revision")
        tab.goto("about:blank")
        with httpx2.Client(base_url=f"{root}/api/models/{file.name}/", headers=HEADERS) as api:
            for step, met in (("undo", versions[-2::-1]), ("redo", versions[1:])):
                for number, expected in enumerate(met):
                    answer = api.post(step, json={"revision": revision})
                    assert answer.is_success, answer.text
                    revision = answer.json()["revision"]
                    assert file.read_bytes() == expected, f"{step} {number} on {page}"
        file.write_bytes(written)
