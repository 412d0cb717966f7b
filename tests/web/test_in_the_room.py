"""In the room: kept steps one after the other, each as it was kept; two of them side by side."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from web.app import case_in, client_of, edit

TALKS, GRAPH = "talks-2025.toml", "elmira-graph.toml"
BACKS = "A deal made behind Europe's back will not work"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """Return the app with four steps of the talks: an edit before and after, a deal, a scenario."""
    folder = tmp_path_factory.mktemp("room")
    case_in(folder, "talks-2025")
    case_in(folder, "elmira-graph")
    first = '["preferences", "europe", "statements", 0]'
    with client_of(folder) as client:
        edit(client, TALKS, "preferences", do="step-keep", large="claim:backs", called="Before")
        edit(client, TALKS, "preferences", do="remove", at=first)
        edit(client, TALKS, "preferences", do="step-keep", large="claim:backs", called="Unasked")
        edit(client, TALKS, "preferences", do="undo")
        edit(client, TALKS, "answer?state=36", do="step-keep", large="outcome", called="Open deal")
        scenario = {"do": "step-keep", "large": "answer", "called": "Nothing conceded"}
        edit(client, TALKS, "answer?scenario=nothing-conceded", **scenario)
        yield client


def shown(client: TestClient, path: str, name: str = TALKS) -> str:
    answer = client.get(f"/models/{name}/room{path}")
    assert answer.status_code == 200, answer.text
    return answer.text


def words(page: str) -> str:
    """Return what a page says, without its tags."""
    return " ".join(html.unescape(re.sub("<[^>]+>", " ", page)).split())


def links(page: str) -> dict[str, str]:
    found = re.findall(r'<a[^>]* id="room-(\w+)" href="([^"]+)"', page)
    return {name: html.unescape(address) for name, address in found}


def test_a_step_has_its_place_and_leads_on(client: TestClient) -> None:
    page = shown(client, "/2")
    assert "2 of 4" in words(page)
    assert links(page)["back"].endswith("/room/1")
    assert links(page)["on"].endswith("/room/3")
    assert "on" not in links(shown(client, "/4"))
    assert "back" not in links(shown(client, ""))
    assert links(shown(client, ""))["on"].endswith("/room/1")
    assert client.get(f"/models/{TALKS}/room/99").status_code == 404
    # There are no steps of the way and no head around it.
    assert 'class="steps"' not in page
    assert 'id="undo"' not in page


def test_an_edit_is_shown_as_the_model_was_then_with_what_it_turned(client: TestClient) -> None:
    before, after = shown(client, "/1"), shown(client, "/2")
    assert f"✓ {BACKS} True, whatever the foresight." in words(before)
    assert f"✗ {BACKS} Not true." in words(after)
    assert f"“{BACKS}” is not true; before, it was true." in words(after)
    assert "Europe's first wish is gone" in words(after)
    # Europe's wish is there no more, and is there again in the model, in which it was undone.
    wish = "Provide security guarantees only if Terms on offer: of all four"
    assert wish in words(before.partition("<aside")[2])
    assert wish not in words(after.partition("<aside")[2])
    assert f"✓ {BACKS}" in words(shown(client, ""))


def test_two_steps_stand_side_by_side_and_what_differs_is_marked(client: TestClient) -> None:
    page = shown(client, "/2?split=1")
    one, other = re.findall(
        r'<section class="room-side.*?</section>\s*(?=<section|</main>)', page, re.S
    )
    assert f"✓ {BACKS}" in words(one)
    assert f"✗ {BACKS}" in words(other)
    assert one.count(" differs") == other.count(" differs") == 1  # the claim
    assert "Wishes that differ Europe: Provide security guarantees only if" in words(one)
    assert "Wishes that differ" not in words(other)
    assert "Europe's first wish is gone" in words(other)
    # Any step can be the one before; on the way further both stay side by side.
    page = shown(client, "/2?split=1&beside=4")
    assert "Before: Nothing conceded" in words(page)
    assert links(page)["on"].endswith("/room/3?split=1")
    assert links(page)["split"].endswith("/room/2")
    # A first step that is an edit is compared with the version before it, if there is one.
    assert "split" not in links(shown(client, "/1"))
    assert client.get(f"/models/{TALKS}/room/2?split=1&beside=99").status_code == 404


def test_an_outcome_is_shown_with_who_would_leave_and_whose_wishes_are_true(
    client: TestClient,
) -> None:
    page = words(shown(client, "/3"))
    assert "It holds if the parties look ahead. [36]" in page
    assert "United States would leave under NASH" in page
    assert "Europe would stay" in page
    assert "would settle terms with Russia alone" in page
    assert "Terms on offer: of all four Concede borders and NATO membership before" in page
    assert "place 2 of 16" in page
    assert "Deal ✓" in page
    assert "Not Provide security guarantees ✗" in page
    # Beside another outcome the options that differ are marked, and the wishes that turn.
    page = shown(client, "?state=35&split=1&beside=3")
    assert len(re.findall('<li class="(?:done|not) differs">', page)) == 2
    assert (
        words(page).count("Provide security guarantees only if Terms on offer: of all four ✓") == 1
    )
    assert (
        words(page).count("Provide security guarantees only if Terms on offer: of all four ✗") == 1
    )
    # In a model in which it can't be, that is said.
    assert "This can't be." in words(shown(client, "/3?split=1&beside=4"))
    graph = words(shown(client, "?state=1", GRAPH))
    assert "[1]" in graph


def test_what_is_shown_now_is_what_the_page_is_about(client: TestClient) -> None:
    page = client.get(f"/models/{TALKS}/answer?state=35&scenario=any-terms").text
    (address,) = re.findall(r'data-room="([^"]+)"', page)
    now = client.get(html.unescape(address)).text
    assert "In the scenario" in words(now)
    assert "[35]" in words(now)
    assert "No deal holds without Europe's guarantee" in words(shown(client, "?large=claim:veto"))
    page = client.get(f"/models/{TALKS}/deal?draft=settle").text
    (address,) = re.findall(r'data-room="([^"]+)"', page)
    excluded = words(client.get(html.unescape(address)).text)
    assert "This can't be. The rule “Never: Settle on the terms and not offer”" in excluded
    for wrong in ("?large=claim:none", "?state=99"):
        assert client.get(f"/models/{TALKS}/room{wrong}").status_code in {404, 422}


def test_steps_that_the_model_has_outgrown_say_so(tmp_path: Path) -> None:
    name = case_in(tmp_path, "talks-2025")
    with client_of(tmp_path) as client:
        keep = {"do": "step-keep", "large": "answer"}
        edit(client, name, "answer?scenario=any-terms", **keep)
        edit(client, name, "answer?scenario=any-terms", do="step-keep", large="claim:veto")
        edit(client, name, "deal?draft=terms is table", do="step-keep", large="draft")
        table = '["decision_makers", "us", "options", "{}"]'
        edit(client, name, "rules", do="remove", at='["scenarios", "any-terms"]')
        edit(client, name, "parties", do="put", at=table.format("wait"), value="Wait")
        assert "isn't in the model any more" in words(shown(client, "/1", name))
        assert "isn't in the model any more" in words(shown(client, "/2?split=1", name))
        assert "An option since then, taken as not done: Wait." in words(shown(client, "/3", name))
        # A model with mistakes says what they are; what was kept of it before is still shown.
        edit(client, name, "preferences", do="step-keep", large="claim:veto", called="As it was")
        text = (
            (tmp_path / name).read_text("utf-8").replace('"terms is table"', '"terms is tible"', 1)
        )
        (tmp_path / name).write_text(text, "utf-8")
        assert "tible" in words(shown(client, "/3", name))
        assert "No deal holds without Europe's guarantee" in words(shown(client, "/4", name))
        refused = client.post(f"/models/{name}/preferences", data=keep)
        assert refused.status_code == 422
        assert "Mend them first" in words(refused.text)


LEVELS = """\
format = "countermove/1"
title = "Levels"
status_quo = []
[decision_makers.us]
name = "US"
[decision_makers.us.options.terms]
text = "Terms"
levels = { none = "None", bilateral = "With Russia alone", table = "Of all four" }
[decision_makers.eu]
name = "EU"
options.guarantee = "Guarantee"
[rules]
infeasible = ["guarantee and terms is none"]
[preferences]
us.statements = ["terms is bilateral", "guarantee"]
eu.statements = ["guarantee implies terms is table", "terms is table"]
"""


def test_levels_are_told_by_their_names_and_those_that_differ_are_marked(tmp_path: Path) -> None:
    (tmp_path / "m.toml").write_text(LEVELS, "utf-8")
    with client_of(tmp_path) as client:
        for level in ("table", "bilateral"):
            draft = {"do": "step-keep", "large": "draft", "called": level}
            edit(client, "m.toml", f"deal?draft=terms is {level},guarantee", **draft)
        page = shown(client, "/2?split=1", "m.toml")
        assert "Terms: Of all four" in words(page)
        assert "EU would drop “Guarantee” (“Guarantee only if Terms: Of all four” is" in words(page)
        assert len(re.findall('<li class="done differs">', page)) == 2
        assert "Terms: None" in words(shown(client, "?state=1", "m.toml"))
        # A level that there isn't any more is the first.
        text = LEVELS.replace("table", "open")
        (tmp_path / "m.toml").write_text(text, "utf-8")
        assert "This can't be. The rule" in words(shown(client, "/1", "m.toml"))
