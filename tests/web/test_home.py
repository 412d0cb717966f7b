"""The first page: models by their titles, what can't be read, and the ways to go on."""

from __future__ import annotations

import base64
import html
import json
import os
import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from countermove import load, solve
from web.app import case_in, client_of, edit


def text_of(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def verdict(model: Path, claim: str) -> str:
    return next(one.verdict for one in solve(load(model)).claims if one.claim == claim)


def test_models_are_listed_by_title_with_what_is_in_them(tmp_path: Path) -> None:
    case_in(tmp_path, "talks-2025")
    (tmp_path / "broken.toml").write_text('title = "x\n', "utf-8")
    (tmp_path / "wrong.toml").write_text('format = "countermove/1"\ntitle = "', "utf-8")
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "x"\n', "utf-8")
    (tmp_path / "data.json").write_text("[1]", "utf-8")
    with client_of(tmp_path) as client:
        listed = client.get("/").text.partition('id="mine"')[2].partition('id="gallery"')[0]
    names = re.findall(r'<a class="model" href="/models/([^"]*)"', listed)
    assert sorted(names) == ["broken.toml", "talks-2025.toml", "wrong.toml"]
    said = text_of(listed)
    assert "scenarios · changed today, " in said
    assert "Talks on Ukraine, February 2025 4 parties · 5 options · 9 claims · 8 scenarios" in said
    assert said.count("It can't be read: mend its text.") == 2


def test_members_of_a_family_are_counted_as_parties(tmp_path: Path) -> None:
    (tmp_path / "fund.toml").write_text(
        'format = "countermove/1"\ntitle = "Fund"\n[decision_makers.lead]\nname = "Lead"\n'
        '[families.members]\nname = "members"\nmembers = { ada = "Ada", bern = "Bern" }\n'
        '[families.members.options]\npay = "Pay"\n',
        "utf-8",
    )
    with client_of(tmp_path) as client:
        assert "Fund 3 parties · 2 options" in text_of(client.get("/").text)


def test_one_wish_is_flipped_by_who_has_never_seen_it(tmp_path: Path) -> None:
    with client_of(tmp_path) as client:
        first = client.get("/").text
        assert " autofocus" in first
        assert first.index('value="try"') < first.index('id="new-title"') < first.index("gallery")
        order = [
            first.index(f'value="{name}"')
            for name in ("prisoners-dilemma", "chicken", "elmira", "talks-2025")
        ]
        assert order == sorted(order)
        page = client.post("/models", data={"do": "try"})
        assert page.url.path == "/models/talks-2025.toml/preferences"
        assert "take Europe&#39;s first wish away" in page.text
        assert " autofocus" not in client.get("/").text
        before = verdict(tmp_path / "talks-2025.toml", "backs")
        edit(
            client,
            "talks-2025.toml",
            "preferences",
            do="remove",
            at=json.dumps(["preferences", "europe", "statements", 0]),
        )
        assert (before, verdict(tmp_path / "talks-2025.toml", "backs")) == ("holds", "fails")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_no_model(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.toml")
    os.mkfifo(tmp_path / "pipe.gmcr")
    with client_of(tmp_path) as client:
        assert 'value="pipe.' not in client.get("/").text
        assert client.get("/models/pipe.toml").status_code == 404


def test_a_model_is_renamed_with_its_history(tmp_path: Path) -> None:
    name = case_in(tmp_path, "talks-2025")
    case_in(tmp_path, "elmira-graph")
    script = {"HX-Request": "true"}
    with client_of(tmp_path) as client:
        edit(client, name, "parties", do="put", at='["title"]', value="Talks")
        form = {"do": "rename", "name": name, "to": "talks"}
        page = client.post("/models", data=form, headers=script)
        assert page.status_code == 200
        assert 'href="/models/talks.toml"' in page.text
        assert "Change the title" in client.get("/models/talks.toml/history").text
        form = {"do": "rename", "name": "talks.toml", "to": "elmira-graph.toml"}
        page = client.post("/models", data=form, headers=script)
        assert page.status_code == 422
        assert "There is a file 'elmira-graph.toml' already." in text_of(page.text)
    assert sorted(p.name for p in tmp_path.glob("*.toml")) == ["elmira-graph.toml", "talks.toml"]


def test_what_a_form_did_leaves_an_address_that_can_be_loaded_again(tmp_path: Path) -> None:
    name = case_in(tmp_path, "talks-2025")
    with client_of(tmp_path) as client:
        seen = client.get(f"/models/{name}/revision").text
        form = {"do": "put", "at": '["title"]', "value": "Talks"}
        headers = {"X-Revision": seen}
        address = f"/models/{name}/parties"
        answer = client.post(address, data=form, headers=headers, follow_redirects=False)
        assert answer.status_code == 303
        assert answer.headers["location"] == address
        # A page takes the answer into itself, and goes where a new model is.
        form = {"do": "new", "title": "Water"}
        answer = client.post("/models", data=form, headers={"HX-Request": "true"})
        assert answer.headers["HX-Redirect"] == "/models/water.toml/parties"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x = 1\n",
        "[[decisionMakers]]\n",
        'format = "countermove-result/1"\n',
        'format = "countermove/1"\ntitle = "t"\n[decision_makers.a]\nname = "A"\n'
        'options = { o = "O" }\n[rules]\ninfeasible = ["o"]\n[preferences.a]\nranking = ["Y"]\n',
    ],
)
def test_what_is_wrong_is_told_without_commands_of_a_terminal(tmp_path: Path, text: str) -> None:
    (tmp_path / "m.toml").write_text(text, "utf-8")
    with client_of(tmp_path) as client:
        for step in ("text", "parties", "preferences", "answer", "follow-up/evolve"):
            said = text_of(client.get(f"/models/m.toml/{step}").text)
            assert not re.search(r"countermove [a-z]+\b|--[a-z]|the command", said), said
        content = {"file": ("m.toml", text.encode())}
        answer = client.post("/import", files=content, headers={"HX-Request": "true"})
        said = text_of(answer.text.partition('id="message"')[2].partition("</div>")[0])
        assert not re.search(r"countermove [a-z]+\b|--[a-z]", said), said


def test_the_gallery_is_searched(tmp_path: Path) -> None:
    def found(client: TestClient, query: str) -> list[str]:
        page = client.get(f"/?{query}").text
        return re.findall(r'name="name" value="([^"]*)">', page.partition('id="cases"')[2])

    with client_of(tmp_path) as client:
        assert found(client, "text=cuban&happens=nothing-holds-at-once") == ["cuban-missile-crisis"]
        assert found(client, "text=rivers&parties=4") == ["milk-river"]
        assert found(client, "text=stag+hunt&games=true")[0] == "2x2-stag-hunt"
        assert found(client, "text=no+such+thing") == []
        games = client.get("/?text=stag+hunt").text
        assert "None of them is so. Of the 144 games of two parties" in games
        assert "are so: tick the box to see them." in games
        # As it may stand in an address that somebody wrote.
        assert "talks-2025" in found(client, "happens=x&parties=many")
        page = client.get("/?text=%3Cb%3E&happens=a-trap-holds").text
        assert 'value="&lt;b&gt;"' in page
        assert '<option value="a-trap-holds" selected>' in page
        copy = client.post("/models", data={"do": "case", "name": "2x2-stag-hunt"})
        assert copy.url.path.startswith("/models/2x2-stag-hunt.toml/")


TABLE = "Water 1 2 3 4\nUnion: Strike N Y N Y\nPort: Pay N N Y Y\nUnion 3 1 {2 4}\nPort 1 3 4 2\n"


def test_an_option_table_is_pasted_and_its_mistakes_are_told_with_lines(tmp_path: Path) -> None:
    with client_of(tmp_path) as client:
        page = client.post("/paste", data={"text": TABLE})
        assert "Read from best to worst: what Union, Port wants." in text_of(page.text)
        assert load(str(tmp_path / "water.toml")).preferences["port"].tiers == ("1", "3", "4", "2")
        wrong = client.post("/paste", data={"text": TABLE.replace("4 2\n", "5 2\n")})
        assert wrong.status_code == 422
        assert "Line 5: no outcome '5'" in text_of(wrong.text)
        assert "Port 1 3 5 2" in wrong.text  # what was pasted can be mended
        client.post("/models", data={"do": "new", "title": "Other"})
        listed = client.post("/models/other.toml/list", data={"value": TABLE})
        assert "Paste it on the first page" in listed.text


def test_a_workbook_is_filled_in_brought_and_given_back_marked(tmp_path: Path) -> None:
    with client_of(tmp_path) as client:
        book = client.get("/workbook")
        assert book.headers["content-disposition"] == 'attachment; filename="model.xlsx"'
        wrong = client.post("/import", files={"file": ("m.xlsx", book.content)})
        assert wrong.status_code == 422
        assert "Parties: no party is named." in text_of(wrong.text)
        link = r'href="data:[^;]*spreadsheetml.sheet;base64,([^"]*)" download="m-marked.xlsx"'
        (data,) = re.findall(link, wrong.text)
        assert base64.b64decode(data)[:2] == b"PK"
        client.post("/models", data={"do": "case", "name": "chicken"})
        out = client.get("/models/chicken.toml/report?as=xlsx")
        assert client.post("/import", files={"file": ("c.xlsx", out.content)}).status_code == 200
        assert load(str(tmp_path / "c.toml")) == load("chicken")
