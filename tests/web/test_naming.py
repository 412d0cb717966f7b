"""What things are called follows the words that they were called by."""

from __future__ import annotations

import json
from pathlib import Path

from countermove.files.model_file import load
from web.app import case_in, client_of, edit

STRIKE = """\
format = "countermove/1"
title = "A strike"
status_quo = []
[decision_makers.union]
name = "Union"
options = { strike = "Strike", work-to-rule = "Work to rule", s = "Sue" }
[decision_makers.port]
name = "Port"
options.raise-the-pay-offer = "Raise the pay offer"
[preferences]
union.statements = ["raise-the-pay-offer", "not strike"]
port.statements = ["not strike and not raise-the-pay-offer"]
[scenarios.hard]
title = "Hard"
[scenarios.hard.decision_makers.union.options]
strike = { text = "Strike", moves = "fixed" }
"""

OPTIONS = ["decision_makers", "union", "options"]


def renamed(folder: Path, *at: str, value: str) -> str:
    (folder / "m.toml").write_text(STRIKE)
    with client_of(folder) as client:
        edit(client, "m.toml", "parties", do="put", at=json.dumps(at), value=value)
        page = client.get("/models/m.toml/answer").text
        assert client.get("/models/m.toml/history").text.count("<tr") == 3
        versions = client.get("/models/m.toml/history").text.partition("<tbody")[2]
        assert "more" not in versions.partition("</tbody")[0]
    return page


def test_an_outcome_is_called_by_the_new_words_of_its_option(tmp_path: Path) -> None:
    page = renamed(tmp_path, *OPTIONS, "strike", value="Walk out")
    assert "walk-out" in page
    assert "strike" not in page.replace("A strike", "")
    conflict = load(tmp_path / "m.toml")
    assert list(conflict.decision_makers["union"].options) == ["walk-out", "work-to-rule", "s"]
    assert conflict.preferences["union"].statements[1].holds == "not walk-out"
    assert "walk-out" in conflict.scenarios["hard"].decision_makers["union"].options


def test_an_id_that_somebody_chose_stays(tmp_path: Path) -> None:
    renamed(tmp_path, *OPTIONS, "s", value="Go to court")
    assert load(tmp_path / "m.toml").decision_makers["union"].options["s"].text == "Go to court"


def test_the_words_of_two_options_may_be_alike(tmp_path: Path) -> None:
    renamed(tmp_path, *OPTIONS, "strike", value="Work to rule")
    union = load(tmp_path / "m.toml").decision_makers["union"]
    assert list(union.options) == ["work-to-rule-2", "work-to-rule", "s"]


def test_words_that_are_taken_away_and_written_anew_name_it_anew(tmp_path: Path) -> None:
    (tmp_path / "m.toml").write_text(STRIKE + '[terms]\nnothing = "not strike"\n')
    with client_of(tmp_path) as client:
        at = json.dumps([*OPTIONS, "strike"])
        edit(client, "m.toml", "parties", do="put", at=at, value="")
        assert 'option = ""' in (tmp_path / "m.toml").read_text()
        at = json.dumps([*OPTIONS, "option"])
        edit(client, "m.toml", "parties", do="put", at=at, value="Nothing")
        assert 'nothing-2 = "Nothing"' in (tmp_path / "m.toml").read_text()


def test_the_page_is_told_what_is_called_otherwise(tmp_path: Path) -> None:
    (tmp_path / "m.toml").write_text(STRIKE)
    with client_of(tmp_path) as client:
        at = ["decision_makers", "port", "name"]
        form = {"do": "put", "at": json.dumps(at), "value": "Häfen"}
        seen = client.get("/models/m.toml/revision").text
        answer = client.post(
            "/models/m.toml/parties", data=form, headers={"X-Revision": seen, "HX-Request": "true"}
        )
        assert json.loads(answer.headers["X-Renamed"]) == [[["decision_makers", "port"], "hafen"]]


def test_a_new_model_begins_where_nothing_is_done(tmp_path: Path) -> None:
    with client_of(tmp_path) as client:
        address = client.post(
            "/models", data={"do": "new", "title": "New"}, follow_redirects=False
        ).headers["location"]
        for at, value in (
            (["decision_makers"], "A"),
            (["decision_makers", "a", "options"], "Go"),
        ):
            edit(client, "new.toml", "parties", do="add", at=json.dumps(at), value=value)
        assert address.startswith("/models/new.toml")
        assert load(tmp_path / "new.toml").status_quo == ()
        page = client.get("/models/new.toml/follow-up/evolve").text
        assert "no status quo" not in page


def test_a_start_that_is_not_said_is_shown_as_not_said(tmp_path: Path) -> None:
    (tmp_path / "m.toml").write_text(STRIKE.replace("status_quo = []\n", ""))
    with client_of(tmp_path) as client:
        asked = client.get("/models/m.toml/follow-up/evolve").text
        assert "/models/m.toml/parties#start-not-said" in asked
        assert 'id="start-not-said"' in client.get("/models/m.toml/parties").text
        edits = json.dumps([{"do": "put", "at": ["status_quo"], "value": []}])
        page = edit(client, "m.toml", "parties", edits=edits)
        assert 'id="start-not-said"' not in page


def test_a_case_with_long_labels_shows_them_whole(tmp_path: Path) -> None:
    name = case_in(tmp_path, "elmira-graph")
    with client_of(tmp_path) as client:
        assert 'id="outcomes" class="letters-1"' in client.get(f"/models/{name}/answer").text
