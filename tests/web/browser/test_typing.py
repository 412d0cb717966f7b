"""Nothing typed is ever lost: typed on after Enter, refused, or sent to a server that is away."""

from __future__ import annotations

import itertools
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from web.app import TOKEN, Slowness, case_in, served, talks_in

_NUMBERS = itertools.count(1)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("typing")


@pytest.fixture(scope="module")
def slowness() -> Slowness:
    return Slowness()


@pytest.fixture(scope="module")
def root(folder: Path, slowness: Slowness) -> Iterator[str]:
    with served(folder, slowness=slowness) as address:
        yield address


@pytest.fixture
def model(folder: Path) -> Path:
    """A model of its own for each test."""
    return (folder / talks_in(folder)).rename(folder / f"t{next(_NUMBERS)}.toml")


def data_of(model: Path) -> Any:
    return tomllib.loads(model.read_text("utf-8"))


def at_rest(tab: Any) -> None:
    """Wait until all that was sent has been answered."""
    tab.wait_for_function("() => !document.querySelector('.htmx-request')")


def notices(tab: Any) -> Any:
    return tab.locator("#notices")


def told(wrong: list[str], *statuses: str) -> None:
    """Let the browser's own notes of refusals count as nothing wrong."""
    wrong[:] = [note for note in wrong if not any(s in note for s in statuses)]


def texts(entries: Any) -> list[str]:
    """Return what entries say, each a text alone or a table with one."""
    keys = ("text", "holds", "said")
    entries = entries.values() if isinstance(entries, dict) else entries
    return [
        one if isinstance(one, str) else next(one[key] for key in keys if key in one)
        for one in entries
    ]


def test_what_is_typed_on_after_enter_is_added_letter_by_letter(
    tab: Any, root: str, slowness: Slowness, model: Path
) -> None:
    tab.goto(f"{root}/models/{model.name}/parties")
    slowness.next = [0.3] * 6
    words = ["one", "two", "six", "ten", "red", "sea"]
    tab.get_by_label("What else can the United States do?").focus()
    for pace, pair in ((25, words[:2]), (60, words[2:4]), (110, words[4:])):
        for word in pair:
            tab.keyboard.type(word, delay=pace)
            tab.keyboard.press("Enter")
    tab.keyboard.type("half")
    at_rest(tab)
    assert texts(data_of(model)["decision_makers"]["us"]["options"])[-6:] == words
    expect(tab.locator(":focus")).to_have_value("half")
    assert notices(tab).inner_text() == ""


def test_what_is_sent_before_the_scripts_are_there_waits_for_them(
    tab: Any, root: str, model: Path
) -> None:
    late: list[Any] = []
    is_away = True

    def script(asked: Any) -> None:
        if is_away and "early" not in asked.request.url:
            late.append(asked)
        else:
            asked.continue_()

    tab.route("**/*.js*", script)
    tab.goto(f"{root}/models/{model.name}/parties", wait_until="commit")
    tab.get_by_role("link", name="Skip to the work").press("Enter")
    expect(tab.locator("#main")).to_be_focused()
    field = tab.get_by_label("What else can the United States do?")
    field.press_sequentially("Wait")
    field.press("Enter")
    assert len(late) > 1
    address, now = tab.url, data_of(model)["decision_makers"]["us"]["options"]
    assert "Wait" not in texts(now)
    is_away = False
    for asked in late:
        asked.continue_()
    expect(tab.locator("#app")).to_contain_text("Wait")
    expect(field).to_be_focused()  # and not what was skipped to
    at_rest(tab)
    assert texts(data_of(model)["decision_makers"]["us"]["options"]) == [*texts(now), "Wait"]
    assert tab.url == address
    assert notices(tab).inner_text() == ""


def test_a_server_that_takes_seconds_loses_nothing_either(
    tab: Any, root: str, slowness: Slowness, model: Path
) -> None:
    tab.goto(f"{root}/models/{model.name}/preferences?party=us")
    slowness.next = [3]
    tab.locator("#add-statement").focus()
    for word in ("not settle", "table", "not deal"):
        tab.keyboard.type(word, delay=25)
        tab.keyboard.press("Enter")
    first = tab.locator("#preferences-us-statements-0")
    first.fill("accept")
    first.press("Enter")
    tab.keyboard.type(" or deal")
    at_rest(tab)
    expect(first).to_have_value("accept or deal")
    first.press("Tab")
    at_rest(tab)
    wishes = texts(data_of(model)["preferences"]["us"]["statements"])
    assert wishes[0] == "accept or deal"
    assert wishes[-3:] == ["not settle", "table", "not deal"]


def test_what_is_refused_is_told_in_sight_with_both_values(
    new_tab: Callable[..., Any], wrong: list[str], slowness: Slowness, model: Path
) -> None:
    tab = new_tab(f"/models/{model.name}/parties", viewport={"width": 1280, "height": 500})
    name = tab.get_by_label("Name of party 4")
    name.fill("Brussels")
    # Another program writes the same name before it is saved.
    model.write_text(model.read_text("utf-8").replace('name = "Europe"', 'name = "EU"'), "utf-8")
    name.press("Enter")
    refusal = notices(tab).get_by_role("alert")
    expect(refusal).to_contain_text("The name of Europe changed meanwhile")
    expect(refusal).to_be_in_viewport()
    expect(name).to_have_value("Brussels")
    expect(name).to_have_attribute("aria-invalid", "true")
    beside = tab.locator("#decision_makers-europe-name-unsaved")
    expect(beside).to_contain_text("Not saved: the file says “EU”.")
    told(wrong, "409")

    # It stays until it is settled, whatever else is done.
    tab.get_by_label("‘Settle terms with Russia alone’ is done at the start").click()
    expect(tab.locator("#undo")).to_be_enabled()
    at_rest(tab)
    expect(name).to_have_value("Brussels")
    expect(refusal).to_be_in_viewport()
    beside.get_by_role("button", name="Use mine").click()
    expect(beside).to_have_count(0)
    expect(refusal).to_have_count(0)
    assert data_of(model)["decision_makers"]["europe"]["name"] == "Brussels"


def test_a_window_goes_on_after_the_server_was_started_anew(
    new_page: Callable[..., Any], tmp_path: Path
) -> None:
    model = tmp_path / case_in(tmp_path, "prisoners-dilemma")
    with served(tmp_path) as root:
        tab = new_page()
        tab.goto(f"{root}/?token={TOKEN}")
        tab.goto(f"{root}/models/{model.name}/parties")
        adding, name = tab.get_by_label("Who else takes part?"), tab.get_by_label("Name of party 2")
        expect(adding).to_be_editable()
    # Nobody listens.
    adding.fill("The judge")
    adding.press("Enter")
    expect(notices(tab)).to_contain_text("“The judge” wasn't added.")
    expect(notices(tab)).to_contain_text("The app can't be reached")
    expect(adding).to_have_value("The judge")
    with served(tmp_path, int(root.rpartition(":")[2]), "another-token") as root:
        name.fill("Bonnie")
        name.press("Enter")
        expect(notices(tab)).to_contain_text("The app was started anew.")
        expect(name).to_have_value("Bonnie")
        new_page().goto(f"{root}/?token=another-token")
        beside = tab.locator("#decision_makers-second-name-unsaved")
        beside.get_by_role("button", name="Send it again").click()
        expect(tab.locator("#undo")).to_be_enabled()
        adding.press("Enter")
        expect(tab.get_by_label("Name of party 3")).to_have_value("The judge")
        expect(notices(tab).get_by_role("alert")).to_have_count(0)
    names = [one["name"] for one in data_of(model)["decision_makers"].values()]
    assert names[1:] == ["Bonnie", "The judge"]


def test_what_is_half_typed_is_there_after_a_link_back_and_after_loading_again(
    new_tab: Callable[..., Any], slowness: Slowness, model: Path
) -> None:
    slowness.next = [0.3]
    tab = new_tab(f"/models/{model.name}/parties")
    adding, name = tab.get_by_label("Who else takes part?"), tab.get_by_label("Name of party 1")
    adding.fill("half a na")
    name.fill("Washington")
    # A link waits for what was typed to be saved.
    tab.get_by_role("link", name="History").click()
    expect(tab.get_by_role("heading", name="What was changed")).to_be_visible()
    assert data_of(model)["decision_makers"]["us"]["name"] == "Washington"
    tab.go_back()
    expect(adding).to_have_value("half a na")
    expect(name).to_have_value("Washington")
    name.fill("DC")
    tab.reload()
    expect(adding).to_have_value("half a na")
    expect(name).to_have_value("DC")
    beside = tab.locator("#decision_makers-us-name-unsaved")
    beside.get_by_role("button", name="Keep “Washington”").click()
    expect(name).to_have_value("Washington")
    expect(notices(tab).get_by_role("alert")).to_have_count(0)


def test_what_cannot_be_added_stays_where_it_was_typed(
    new_tab: Callable[..., Any], root: str, wrong: list[str], slowness: Slowness, model: Path
) -> None:
    tab = new_tab(f"/models/{model.name}/preferences?party=russia")
    adding = tab.locator("#add-statement")
    # Nobody knows it: it isn't even sent.
    adding.fill("not deeal")
    adding.press("Enter")
    expect(tab.locator("#add-statement-said")).to_contain_text("Did you mean “deal”?")
    expect(adding).to_have_value("not deeal")

    # Whoever has typed on meanwhile isn't disturbed, and finds the other again.
    tab.goto(f"{root}/models/{model.name}/parties")
    adding = tab.get_by_label("Who else takes part?")
    adding.fill("Europe")
    slowness.next = [0.3]
    adding.press("Enter")
    tab.keyboard.type("Chi")
    refusal = notices(tab).get_by_role("alert").filter(has_text="“Europe” wasn't added.")
    expect(refusal).to_contain_text("both called")
    expect(adding).to_have_value("Chi")
    tab.keyboard.type("na")
    tab.keyboard.press("Enter")
    at_rest(tab)
    refusal.get_by_role("button", name="Put it back").click()
    expect(adding).to_have_value("Europe")
    expect(refusal).to_have_count(0)
    assert list(data_of(model)["decision_makers"])[-1] == "china"
    told(wrong, "422")


def test_a_second_click_removes_and_adds_nothing_more(tab: Any, root: str, model: Path) -> None:
    tab.goto(f"{root}/models/{model.name}/preferences?party=us")
    first, second, *rest = texts(data_of(model)["preferences"]["us"]["statements"])
    button = tab.get_by_role("button", name="Remove statement 1", exact=True)
    box = button.bounding_box()
    button.dblclick()
    place = tab.locator(".removed-place")
    expect(place).to_contain_text(f"Removed statement 1, “{first}”.")
    # Later clicks at the same place meet the empty one.
    tab.mouse.click(box["x"] + 5, box["y"] + 5)
    tab.locator(".handle").nth(1).press("Alt+ArrowUp")
    expect(place).to_have_count(0)
    at_rest(tab)
    added = texts(data_of(model)["preferences"]["us"]["statements"])
    assert added == [rest[0], second, *rest[1:]]

    tab.get_by_role("button", name="Remove statement 1", exact=True).click()
    place.get_by_role("button", name="Bring it back").click()
    expect(place).to_have_count(0)
    assert texts(data_of(model)["preferences"]["us"]["statements"]) == added
    tab.goto(f"{root}/models/{model.name}/parties")
    tab.get_by_label("Who else takes part?").fill("China")
    tab.get_by_role("button", name="Add party").dblclick()
    expect(tab.get_by_label("Name of party 5")).to_have_value("China")
    at_rest(tab)
    assert len(data_of(model)["decision_makers"]) == 5
    # Nor on the first page.
    case_in(model.parent, "chicken")
    case_in(model.parent, "elmira-coalesced")
    tab.goto(root)
    more = tab.get_by_label("More: chicken.toml")
    more.click()
    tab.get_by_role("button", name="Remove chicken.toml").dblclick()
    expect(place).to_contain_text("Removed chicken.toml.")
    at_rest(tab)
    assert not (model.parent / "chicken.toml").exists()
    assert (model.parent / "elmira-coalesced.toml").exists()
    place.get_by_role("button", name="Bring it back").click()
    expect(more).to_be_visible()
