"""Families in the app: members are shown as parties, and edits of one leave the others alone."""

from __future__ import annotations

import html
import json
import re
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from web.app import client_of, edit

MODEL = """\
format = "countermove/1"
title = "A union"
status_quo = []

[decision_makers.uk]
name = "United Kingdom"
options = { troops = "Send troops", lead = "Lead a force" }

[families.large]
name = "large members"
members = { france = "France", italy = "Italy" }
options = { troops = "Send troops" }

[preferences.uk]
statements = ["lead iff any others of (uk.troops, large.troops)"]
[preferences.large]
statements = ["troops iff any others of large.troops", "not troops"]
[preferences.italy]
statements = ["troops"]
"""


def test_members_are_parties_of_the_app(tmp_path: Path) -> None:
    file = tmp_path / "union.toml"
    file.write_text(MODEL, "utf-8")

    def data() -> dict[str, Any]:
        return tomllib.loads(file.read_text("utf-8"))

    def at(*path: str | int) -> str:
        return json.dumps(path)

    with client_of(tmp_path) as client:
        for page in ("parties", "preferences?party=france"):
            ids = Counter(re.findall(r'\bid="([^"]+)"', shown(client, page)))
            assert not [one for one, count in ids.items() if count > 1]
        assert "What Italy wants is <b>its own</b>" in shown(client, "preferences?party=italy")
        france = shown(client, "preferences?party=france")
        assert "What France wants is <b>as all large members want</b>" in france
        assert "any others of large.troops" in france

        here = "preferences?party=france"
        edit(client, file.name, here, do="put", at=at("preferences", "france", "statements", 1),
             value="lead")  # fmt: skip
        assert data()["preferences"]["france"]["statements"][1] == "lead"
        assert data()["preferences"]["large"]["statements"][1] == "not troops"
        edit(client, file.name, here, do="undo")
        assert file.read_text("utf-8") == MODEL

        start = at("decision_makers", "italy", "options", "troops")
        edit(client, file.name, "parties", do="start", at=start, value="1")
        assert data()["status_quo"] == ["italy.troops"]
        edit(client, file.name, "parties", do="put", at=at("decision_makers", "italy", "name"),
             value="Italia")  # fmt: skip
        edit(
            client, file.name, "parties", do="rename", at=at("decision_makers", "italy"), value="it"
        )
        assert data()["families"]["large"]["members"] == {"france": "France", "it": "Italia"}
        assert data()["status_quo"] == ["it.troops"]


def test_a_statement_is_checked_as_what_a_party_wants(tmp_path: Path) -> None:
    (tmp_path / "union.toml").write_text(MODEL, "utf-8")
    told = {
        ("troops", "france"): "True in 8 of 16 outcomes.",
        ("any others of large.troops", "italy"): "True in 8 of 16 outcomes.",
        ("any others of large.troops", ""): "'others' doesn't say whose options are left out here.",
        ("at least 3 of large.troops", ""): "'at least 3' never holds: the list has 2 entries.",
    }
    with client_of(tmp_path) as client:
        for (statement, party), says in told.items():
            asked = {"statement": statement, "party": party}
            found = client.get("/models/union.toml/check", params=asked).json()
            assert found["text"].startswith(says)


def test_a_mistake_of_a_family_is_shown_with_a_member(tmp_path: Path) -> None:
    (tmp_path / "union.toml").write_text(MODEL.replace('"not troops"', '"not tropps"'), "utf-8")
    with client_of(tmp_path) as client:
        assert "/preferences?party=large#" in shown(client, "answer")
        # Each page lists all mistakes; one has it where it stands as well.
        told = [
            shown(client, f"preferences?party={dm}").count("o option 'tropps'")
            for dm in ("france", "uk")
        ]
        assert told[0] > told[1]


def shown(client: TestClient, page: str) -> str:
    answer = client.get(f"/models/union.toml/{page}")
    assert answer.status_code == 200
    return html.unescape(answer.text)


def test_a_family_is_one_thing_of_the_app(tmp_path: Path) -> None:
    file = tmp_path / "union.toml"
    file.write_text(MODEL, "utf-8")

    def data() -> dict[str, Any]:
        return tomllib.loads(file.read_text("utf-8"))

    with client_of(tmp_path) as client:

        def do(what: str, *at: str | int, page: str = "parties", **more: str) -> None:
            edit(client, file.name, page, do=what, at=json.dumps(at), **more)

        page = shown(client, "parties")
        assert page.count('id="families-large-options-troops-row"') == 1
        assert 'id="decision_makers-france-options-troops-row"' not in page
        do("family", "families", value="small members", members="Malta, Czech Republic",
           option="Pay for it")  # fmt: skip
        small = data()["families"]["small-members"]
        assert small["members"] == {"malta": "Malta", "czech-republic": "Czech Republic"}
        assert list(small["options"].values()) == ["Pay for it"]
        assert data()["preferences"]["small-members"] == {"statements": []}
        do("members", "families", "large", "members", value="Spain, Poland")
        assert list(data()["families"]["large"]["members"]) == [
            "france", "italy", "spain", "poland",
        ]  # fmt: skip
        do("add", "families", "large", "options", value="Lead talks")
        assert "Lead talks" in data()["families"]["large"]["options"].values()
        do("add", "families", "large", "rules", "infeasible", value="troops and lead-talks")
        assert "troops and lead-talks" in shown(client, "parties")
        do("new-group", "groups", value="Leaders", first="large")
        do("into-group", "groups", "leaders", "parties", value="uk")
        assert data()["groups"]["leaders"] == {"name": "Leaders", "parties": ["large", "uk"]}
        do("rename", "families", "large", value="big")
        assert data()["groups"]["leaders"]["parties"] == ["big", "uk"]
        for _ in range(7):
            do("undo", "families")
        assert file.read_text("utf-8") == MODEL

        large = shown(client, "preferences?party=large")
        assert "What each of the large members wants" in large
        assert "8 of 16" in large  # of the outcomes, as France reads it
        assert "What one of them alone wants" in large
        do("put", "preferences", "large", "statements", 1, page="preferences?party=large",
           value="lead")  # fmt: skip
        assert data()["preferences"]["large"]["statements"][1] == "lead"
        assert "france" not in data()["preferences"]


def test_who_takes_part_already_is_no_new_member(tmp_path: Path) -> None:
    file = tmp_path / "union.toml"
    file.write_text(MODEL, "utf-8")
    with client_of(tmp_path) as client:
        at = json.dumps(["families", "large", "members"])
        seen = client.get("/models/union.toml/revision").text
        told = client.post(
            "/models/union.toml/parties",
            data={"do": "members", "at": at, "value": "Malta, Italy"},
            headers={"X-Revision": seen, "HX-Request": "true"},
        )
        assert told.status_code == 422
        assert "‘Italy’ takes part already." in html.unescape(told.text)
    assert file.read_text("utf-8") == MODEL
