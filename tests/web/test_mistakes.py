"""The same mistake in many places is told once, with the ways out of it."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from countermove.files.model_file import read
from web.app import case_in, client_of, edit

NAME = "talks-2025.toml"


def told(page: str) -> str:
    """Return what a page says is to be mended."""
    found = page.partition('id="live-mistakes"')[2].partition("</details>")[0]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", found)).split())


def pressed(client: TestClient, page: str, button: str) -> str:
    """Press a button of what is to be mended, as the browser does."""
    (found,) = re.findall(rf'id="{button}" hx-post="[^"]*" hx-vals="([^"]*)"', page)
    form: dict[str, Any] = json.loads(html.unescape(found))
    return edit(client, NAME, "parties", **form)


def test_what_is_gone_is_told_once_and_comes_back(tmp_path: Path) -> None:
    case_in(tmp_path, "talks-2025")
    before = (tmp_path / NAME).read_bytes()
    at = '["decision_makers", "ukraine", "options", "accept"]'
    with client_of(tmp_path) as client:
        page = edit(client, NAME, "parties", do="remove", at=at)
        said = told(page)
        assert said.count("is gone, and still used.") == 1
        assert "The option ‘Accept the terms on offer’ of Ukraine is gone, and still used." in said
        assert (
            "a statement of Ukraine, “Accept the terms only if Provide security guarantees”" in said
        )
        assert 'href="/models/talks-2025.toml/rules#rules-infeasible-1"' in page
        pressed(client, page, "bring-back-1")
        assert (tmp_path / NAME).read_bytes() == before

        # After another edit, too; and with it what went along.
        edit(client, NAME, "parties", do="remove", at='["decision_makers", "ukraine"]')
        page = edit(client, NAME, "parties", do="put", at='["title"]', value="Talks")
        assert "The party ‘Ukraine’ is gone" in told(page)
        assert 'id="live-mistakes"' not in pressed(client, page, "bring-back-1")
        conflict = read(tmp_path / NAME).checked()
        assert conflict.decision_makers["ukraine"].options["accept"].text
        assert len(conflict.preferences["ukraine"].statements or ()) == 4


def test_what_uses_something_that_is_gone_is_removed(tmp_path: Path) -> None:
    case_in(tmp_path, "talks-2025")
    with client_of(tmp_path) as client:
        page = edit(client, NAME, "record", edits='[{"do": "remove", "at": ["sources", "call"]}]')
        assert "The source ‘Donald Trump, 2025-02-12’ is gone, and still used." in told(page)
        assert 'id="live-mistakes"' not in pressed(client, page, "take-out-1")
    assert '"call"' not in (tmp_path / NAME).read_text("utf-8")
    assert not read(tmp_path / NAME).problems


def test_one_press_removes_what_uses_a_party_and_what_uses_that(tmp_path: Path) -> None:
    case_in(tmp_path, "talks-2025")
    with client_of(tmp_path) as client:
        page = edit(client, NAME, "parties", do="remove", at='["decision_makers", "ukraine"]')
        without = (tmp_path / NAME).read_bytes()
        said = told(page)
        assert said.count("is gone, and still used.") == 1
        assert "the rule “Never: Accept the terms and not offer” in the scenario" in said
        assert "Remove what uses it, and what uses that" in said
        assert 'id="live-mistakes"' not in pressed(client, page, "take-out-1")
        assert not read(tmp_path / NAME).problems
        assert "deal" not in read(tmp_path / NAME).checked().terms
        edit(client, NAME, "parties", do="undo")
        assert (tmp_path / NAME).read_bytes() == without


def test_a_party_gone_is_told_once_for_all_its_options(tmp_path: Path) -> None:
    (tmp_path / NAME).write_text(
        'format = "countermove/1"\ntitle = "Plant"\n'
        '[decision_makers.a]\nname = "Anna"\noptions = { sell = "Sell", stay = "Stay" }\n'
        '[decision_makers.b]\nname = "Bert"\noptions = { buy = "Buy", rent = "Rent" }\n'
        '[rules]\ninfeasible = ["buy and sell"]\nat_most_one = [["buy", "stay"]]\n'
        'requires = { rent = "stay" }\n'
        '[preferences.a]\nstatements = ["sell", "b.rent"]\n'
        '[preferences.b]\nstatements = ["buy"]\n',
        "utf-8",
    )
    with client_of(tmp_path) as client:
        page = edit(client, NAME, "parties", do="remove", at='["decision_makers", "b"]')
        said = told(page)
        assert said.count("is gone, and still used.") == 1
        for rule in ("Never: Buy and Sell", "At most one of ‘Buy’ and ‘Stay’", "Rent only if Stay"):
            assert f"the rule “{rule}”" in said
        assert "Remove what uses it" in said
        assert "uses that" not in said
        assert 'id="live-mistakes"' not in pressed(client, page, "take-out-1")
    left = read(tmp_path / NAME).checked()
    assert [len(getattr(left.rules, kind)) for kind in ("infeasible", "at_most_one")] == [0, 0]
    assert len(left.preferences["a"].statements or ()) == 1


def test_what_never_was_has_no_way_back(tmp_path: Path) -> None:
    case_in(tmp_path, "talks-2025")
    at = '["preferences", "us", "statements", 0]'
    with client_of(tmp_path) as client:
        page = edit(client, NAME, "preferences", do="put", at=at, value="peace")
        assert told(page).startswith("> 1 mistake to mend No option or term 'peace'. The names")
        assert "Bring it back" not in page


def test_who_wants_nothing_yet_is_said_where_it_is_mended(tmp_path: Path) -> None:
    text = 'format = "countermove/1"\ntitle = "Port"\n[decision_makers.u]\nname = "Union"\n'
    (tmp_path / NAME).write_text(f'{text}options = {{ strike = "Strike" }}\n', "utf-8")
    with client_of(tmp_path) as client:
        page = client.get(f"/models/{NAME}/parties").text
    assert "Union has no preferences. Say on the page Preferences what it wants." in told(page)
