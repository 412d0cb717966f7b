"""Several people, windows and programs at work on one folder."""

from __future__ import annotations

import html
import re
import tomllib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from countermove.web.settings import Settings
from web.app import app_for, case_in, client_of, edit

PAGE = "/models/talks-2025.toml"
API = f"/api{PAGE}"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[TestClient, Path]]:
    folder = tmp_path_factory.mktemp("opened")
    with client_of(folder) as client:
        yield client, folder


@pytest.fixture
def file(client: tuple[TestClient, Path]) -> Path:
    """The file of the talks, as it comes with the program."""
    return client[1] / case_in(client[1], "talks-2025")


@pytest.fixture
def app(client: tuple[TestClient, Path], file: Path) -> TestClient:
    assert file.exists()
    return client[0]


def seen(app: TestClient) -> str:
    return app.get(f"{PAGE}/revision").text


def put(at: list[str | int], value: object) -> dict[str, Any]:
    return {"do": "put", "at": at, "value": value}


def send(app: TestClient, revision: str, *edits: dict[str, Any]) -> Any:
    return app.post(f"{API}/edits", json={"revision": revision, "edits": edits})


def main_text(page: str) -> str:
    """Return what the middle of a page says, without markup."""
    (main,) = re.findall(r"<main.*?</main>", page, re.DOTALL)
    return text_of(main)


def text_of(page: str) -> str:
    """Return what a page says, without markup."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def test_edits_of_different_parts_at_the_same_time_are_all_made(
    app: TestClient, file: Path
) -> None:
    before = tomllib.loads(file.read_text("utf-8"))
    parties = list(before["decision_makers"])
    opened = seen(app)

    def rename(party: str) -> list[int]:
        # Each of them keeps to the version with which they began, as a window does while one types.
        names = (f"{party} {k}" for k in range(6))
        mine = ("decision_makers", party, "name")
        statuses, revision = [], opened
        for name in names:
            answer = send(app, revision, put([*mine], name))
            statuses.append(answer.status_code)
            revision = answer.json()["revision"]
        return statuses

    with ThreadPoolExecutor(len(parties)) as people:
        statuses = list(people.map(rename, parties))
    assert statuses == [[200] * 6] * len(parties)
    after = tomllib.loads(file.read_text("utf-8"))
    assert [after["decision_makers"][p]["name"] for p in parties] == [f"{p} 5" for p in parties]
    for party in parties:
        after["decision_makers"][party]["name"] = before["decision_makers"][party]["name"]
    assert after == before


def test_of_two_edits_of_the_same_part_one_is_made_and_the_other_told(
    app: TestClient, file: Path
) -> None:
    revision = seen(app)
    place: list[str | int] = ["decision_makers", "us", "name"]
    with ThreadPoolExecutor(2) as people:
        answers = list(
            people.map(lambda name: send(app, revision, put(place, name)), ["Washington", "DC"])
        )
    made, refused = sorted(answers, key=lambda answer: answer.status_code)
    assert (made.status_code, refused.status_code) == (200, 409)
    (problem,) = refused.json()["problems"]
    for name in ("United States", "Washington", "DC"):
        assert f"“{name}”" in problem["what"]
    assert problem["path"] == place
    assert seen(app) == made.json()["revision"]


def test_a_page_says_both_sides_and_shows_what_the_file_has(app: TestClient, file: Path) -> None:
    old = seen(app)
    place = '["decision_makers", "us", "name"]'
    edit(app, "talks-2025.toml", "parties", do="put", at=place, value="Washington")
    form = {"do": "put", "at": place, "value": "The White House"}
    answer = app.post(f"{PAGE}/parties", data=form, headers={"X-Revision": old})
    assert answer.status_code == 409
    said = text_of(answer.text)
    assert "Not done." in said
    assert (
        "The name of United States changed meanwhile: it was “United States”, and is “Washington” "
        "now; your change makes it “The White House”." in said
    )
    assert 'value="Washington"' in answer.text
    assert b'name = "Washington"' in file.read_bytes()
    # Whoever has seen that may write it all the same.
    assert 'value="The White House"' in edit(app, "talks-2025.toml", "parties", **form)
    assert b'name = "The White House"' in file.read_bytes()


def test_what_is_added_at_the_end_of_a_list_does_not_meet_what_others_add_there(
    app: TestClient, file: Path
) -> None:
    old = seen(app)
    at = '["preferences", "us", "statements"]'
    for statement in ("settle", "accept"):
        form = {"do": "add", "at": at, "value": statement}
        headers = {"X-Revision": old}
        assert app.post(f"{PAGE}/preferences", data=form, headers=headers).status_code == 200
    data = tomllib.loads(file.read_text("utf-8"))
    added = data["preferences"]["us"]["statements"][-2:]
    assert [one["holds"] for one in added] == ["settle", "accept"]
    # Whoever meant a place in the list is told in words what came.
    at = '["preferences", "us", "statements", 0]'
    form = {"do": "remove", "at": at}
    answer = app.post(f"{PAGE}/preferences", data=form, headers={"X-Revision": old})
    assert answer.status_code == 409
    assert (
        "The statements of United States changed meanwhile: “Settle on the terms”, "
        "“Accept the terms” came." in text_of(answer.text)
    )


def test_a_whole_text_is_not_saved_over_what_others_wrote(app: TestClient, file: Path) -> None:
    old = seen(app)
    edit(app, "talks-2025.toml", "parties", do="put", at='["title"]', value="Changed")
    form = {"do": "write", "text": "# mine", "revision": old}
    answer = app.post(f"{PAGE}/text", data=form, headers={"X-Revision": old})
    assert answer.status_code == 409
    assert "is “Changed” now" in text_of(answer.text)
    assert b"# mine" not in file.read_bytes()


def test_what_another_program_does_is_in_the_history_and_can_be_undone(
    app: TestClient, file: Path
) -> None:
    before, old = file.read_bytes(), seen(app)
    file.write_bytes(before.replace(b"\ntitle = ", b"\n# by hand\ntitle = ", 1))
    assert seen(app) != old
    last = app.get(f"{API}/history").json()[-1]
    assert (last["said"], last["author"]) == ("Changed by another program", "another program")
    assert "Changed by another program" in main_text(app.get(f"{PAGE}/history").text)
    # What was meant before it is still made, for it touches something else.
    assert send(app, old, put(["title"], "Mine")).status_code == 200
    assert b"# by hand" in file.read_bytes()
    for _ in range(2):
        edit(app, "talks-2025.toml", "parties", do="undo")
    assert file.read_bytes() == before


def test_a_file_that_is_gone_comes_back_from_its_history(app: TestClient, file: Path) -> None:
    edit(app, "talks-2025.toml", "parties", do="put", at='["title"]', value="Changed")
    content, old = file.read_bytes(), seen(app)
    file.unlink()
    assert seen(app) == "gone"
    for step in ("parties", "answer", "history", "text"):
        page = app.get(f"{PAGE}/{step}", headers={"Accept": "text/html"})
        assert page.status_code == 410
        assert "was removed or renamed by another program" in main_text(page.text)
    form = {"do": "put", "at": '["title"]', "value": "Mine"}
    answer = app.post(f"{PAGE}/parties", data=form, headers={"X-Revision": old})
    assert (answer.status_code, answer.headers["HX-Reswap"]) == (410, "none")
    assert app.get(API).status_code == 404
    assert send(app, old, put(["title"], "Mine")).status_code == 404
    assert not file.exists()

    last = app.get(f"{API}/history").json()[-1]["number"]
    page = app.get(f"{PAGE}/parties").text
    assert f'name="version" value="{last}"' in page
    back = app.post(f"{PAGE}/history", data={"do": "restore", "version": str(last)})
    assert back.status_code == 200
    assert file.read_bytes() == content
    file.unlink()
    assert app.post(f"{API}/history/{last}", json={"revision": ""}).status_code == 200
    assert file.read_bytes() == content


def test_what_was_removed_here_or_never_was_there_is_not_gone(app: TestClient) -> None:
    assert app.get("/models/none.toml/parties").status_code == 404
    name = app.post("/api/models", json={"title": "Short"}).json()["name"]
    assert app.get(f"/api/models/{name}").status_code == 200
    app.delete(f"/api/models/{name}")
    assert app.get(f"/models/{name}/parties").status_code == 404
    assert app.get(f"/models/{name}/revision").text == "gone"


def test_a_renamed_model_keeps_its_history(app: TestClient, file: Path) -> None:
    name = app.post("/api/models", json={"title": "First"}).json()["name"]
    edit(app, name, "parties", do="put", at='["title"]', value="Second")
    before = app.get(f"/api/models/{name}/history").json()
    new = app.put(f"/api/models/{name}/name", json={"name": "renamed"}).json()["name"]
    assert new == "renamed.toml"
    assert app.get(f"/api/models/{new}/history").json() == before
    assert app.get(f"/models/{name}/parties").status_code == 404
    edit(app, new, "parties", do="undo")
    assert app.get(f"/api/models/{new}").json()["data"]["title"] == "First"


def test_broken_toml_leads_to_the_file_page_and_is_mended_there(
    app: TestClient, file: Path
) -> None:
    good, old = file.read_bytes(), seen(app)
    file.write_bytes(good + b"\n[broken\n")
    line = len(good.splitlines()) + 2
    for step in ("parties", "rules", "preferences", "answer", "report"):
        page = app.get(f"{PAGE}/{step}")
        assert page.status_code == 200
        assert "Mend the text or go back to a version before" in main_text(page.text)
    assert f"Line {line}:" in main_text(app.get(f"{PAGE}/text").text)
    form = {"do": "put", "at": '["title"]', "value": "Mine"}
    answer = app.post(f"{PAGE}/parties", data=form, headers={"X-Revision": old})
    assert answer.status_code in {409, 422}
    assert "Not done" in text_of(answer.text)
    assert file.read_bytes() == good + b"\n[broken\n"

    mended = edit(
        app, "talks-2025.toml", "text", do="write", text=good.decode(), revision=seen(app)
    )
    assert "To be mended" not in mended
    assert file.read_bytes() == good
    file.write_bytes(good + b"\n[broken\n")
    edit(app, "talks-2025.toml", "history", do="undo")
    assert file.read_bytes() == good


def test_the_history_shows_what_each_edit_changed(app: TestClient, file: Path) -> None:
    edit(app, "talks-2025.toml", "parties", do="put", at='["title"]', value="First")
    edit(app, "talks-2025.toml", "parties", do="put", at='["title"]', value="Second")
    last = app.get(f"{API}/history").json()[-1]["number"]

    def shown(number: int, label: str) -> list[str]:
        page = app.get(f"{PAGE}/history/{number}").text
        found = page.partition(f'aria-label="{label}"')[2].partition("</pre>")[0]
        lines = re.findall(r'class="(added|removed)">(.*?)</span>', found)
        return [html.unescape(text) for _, text in lines]

    assert shown(last, "What this edit changed") == ['− title = "First"', '+ title = "Second"']
    assert shown(last, "What differs from the file now") == []
    changed = shown(last - 1, "What this edit changed")
    assert changed == ['− title = "Talks on Ukraine, February 2025"', '+ title = "First"']
    differs = shown(last - 1, "What differs from the file now")
    assert differs == ['− title = "Second"', '+ title = "First"']
    first = text_of(app.get(f"{PAGE}/history/1").text)
    assert "With this version the history begins." in first


def test_two_servers_know_nothing_of_each_other(tmp_path: Path) -> None:
    servers = {}
    for port, name in ((8421, "one"), (8422, "two")):
        folder = tmp_path / name
        folder.mkdir()
        case_in(folder, "prisoners-dilemma" if port == 8421 else "chicken")
        servers[port] = Settings(folder=folder, port=port, token=f"token-of-{name}")
    model = "/api/models/prisoners-dilemma.toml"
    with (
        TestClient(app_for(servers[8421]), base_url="http://127.0.0.1:8421") as one,
        TestClient(app_for(servers[8422]), base_url="http://127.0.0.1:8422") as two,
    ):
        one.get("/?token=token-of-one")
        two.get("/?token=token-of-two")
        # A browser sends the cookies of a machine to all its ports: both are known by their names.
        cookies = {**one.cookies, **two.cookies}
        assert cookies == {
            "countermove-8421": "token-of-one",
            "countermove-8422": "token-of-two",
        }
        for stolen in ({"countermove-8422": "token-of-one"}, {"countermove-8421": "token-of-one"}):
            two.cookies.clear()
            two.cookies.update(stolen)
            assert two.get("/api/models").status_code == 403
        bearer = {"Authorization": "Bearer token-of-one"}
        assert two.get("/api/models", headers=bearer).status_code == 403

        two.cookies.clear()
        two.headers["Authorization"] = "Bearer token-of-two"
        one.headers["Authorization"] = "Bearer token-of-one"
        assert [found["name"] for found in two.get("/api/models").json()] == ["chicken.toml"]
        assert two.get(model).status_code == 404
        job = one.post(f"{model}/questions/solve", json={}).json()
        other = one.post(f"{model}/questions/evolve", json={}).json()
        assert one.get(f"/api/jobs/{job['id']}?wait=30").json()["status"] == "done"
        for client in (two.get, two.delete):
            assert client(f"/api/jobs/{job['id']}").status_code == 404
        # 128 bits or more, and nothing in common that could be counted on.
        assert all(re.fullmatch(r"[\w-]{22,}", found["id"]) for found in (job, other))
        assert job["id"][:4] != other["id"][:4]


def test_what_takes_the_place_of_a_removed_model_has_no_past(tmp_path: Path) -> None:
    name = case_in(tmp_path, "talks-2025")
    with client_of(tmp_path) as client:
        assert "36 outcomes" in client.get(f"/models/{name}/parties").text
        form = {"do": "remove", "name": name}
        assert client.post("/models", data=form, follow_redirects=False).status_code == 303
        case_in(tmp_path, "talks-2025")
        text = (tmp_path / name).read_text("utf-8")
        (tmp_path / name).write_text(text.replace('"deal"', '"dael"'), "utf-8")
        assert "36 outcomes" not in client.get(f"/models/{name}/parties").text
