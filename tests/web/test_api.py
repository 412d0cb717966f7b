"""The JSON API: what the pages do, for programs; and how it refuses."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from starlette.testclient import TestClient

from countermove.analysis.sweep.sweep import sweep
from countermove.files.model_file import load
from countermove.report.exports import EXPORTS
from countermove.web.api.openapi import published
from web.app import case_in, client_of

PUBLISHED = Path(__file__).parents[2] / "schema" / "openapi.json"
TALKS = "/api/models/talks-2025.toml"
DISPUTE = {
    "decisionMakers": [{"name": "A", "options": [0], "preferences": []}],
    "options": [{"name": "Go", "permittedDirection": "both"}],
    "infeasibles": [],
    "useManualPreferenceRanking": False,
}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[TestClient, Path]]:
    folder = tmp_path_factory.mktemp("opened")
    with client_of(folder) as client:
        yield client, folder


@pytest.fixture
def folder(client: tuple[TestClient, Path]) -> Path:
    """The opened folder, with nothing in it but the talks."""
    _, folder = client
    for file in folder.iterdir():
        if file.is_file():
            file.unlink()
    case_in(folder, "talks-2025")
    return folder


@pytest.fixture
def api(client: tuple[TestClient, Path], folder: Path) -> TestClient:
    return client[0]


def large_model(options: int = 15) -> str:
    lines = ['format = "countermove/1"', 'title = "Large"']
    for dm in ("a", "b", "c"):
        lines += [f"[decision_makers.{dm}]", f'name = "{dm.upper()}"']
        lines += [f"[decision_makers.{dm}.options]"]
        lines += [f'{dm}{k} = "Do {k}"' for k in range(options // 3)]
    lines += [f'[preferences.{dm}]\nstatements = ["{dm}0"]' for dm in ("a", "b", "c")]
    return "\n".join(lines)


def problems(answer: Any, status: int) -> list[dict[str, Any]]:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/json"
    found: list[dict[str, Any]] = answer.json()["problems"]
    assert found
    for problem in found:
        assert set(problem) == {"what", "path", "advice", "line", "column", "sheet"}
        assert problem["what"].endswith((".", "?"))
    return found


def test_the_description_is_published_as_it_is(api: TestClient) -> None:
    assert json.loads(PUBLISHED.read_text("utf-8")) == api.get("/api/openapi.json").json()


def test_what_make_schema_writes() -> None:
    assert published() == PUBLISHED.read_text("utf-8")


def test_every_operation_is_explained() -> None:
    described = json.loads(PUBLISHED.read_text("utf-8"))
    ids = []
    for operations in described["paths"].values():
        for operation in operations.values():
            ids.append(operation["operationId"])
            assert operation["summary"]
            assert operation["description"].endswith(".")
            assert {"403", "413", "421", "422"} <= set(operation["responses"])
            for parameter in operation.get("parameters", ()):
                assert parameter["description"], (operation["operationId"], parameter["name"])
            for status, answer in operation["responses"].items():
                if status >= "4":
                    (content,) = answer["content"].values()
                    assert content["schema"] == {"$ref": "#/components/schemas/Refusal"}
    assert len(ids) == len(set(ids))
    assert described["security"] == [{"token": []}]
    for name, schema in described["components"]["schemas"].items():
        assert schema["description"], name
        assert "----" not in schema["description"], name


def test_models_come_and_go(api: TestClient, folder: Path) -> None:
    assert api.post("/api/models", json={"title": "The dam"}).json()["name"] == "the-dam.toml"
    copy = api.post("/api/models", json={"copy_of": "the-dam.toml"}).json()["name"]
    assert copy == "the-dam-2.toml"
    case = api.post("/api/models", json={"case": "talks-2025"})
    assert (case.status_code, case.json()["name"]) == (201, "talks-2025-2.toml")
    sent = {"text": (folder / "the-dam.toml").read_text(), "name": "sent.toml"}
    assert api.post("/api/models", json=sent).json() == {"name": "sent.toml", "notes": []}
    renamed = api.put("/api/models/sent.toml/name", json={"name": "better"}).json()["name"]
    names = [model["name"] for model in api.get("/api/models").json()]
    assert names == [
        *("better.toml", "talks-2025-2.toml", "talks-2025.toml", "the-dam-2.toml", "the-dam.toml")
    ]

    key = api.delete(f"/api/models/{renamed}").json()["key"]
    (removed,) = api.get("/api/removed").json()
    assert (removed["key"], removed["name"]) == (key, "better.toml")
    assert api.post(f"/api/removed/{key}").json()["name"] == "better.toml"
    assert (folder / "better.toml").read_text() == sent["text"]
    assert api.get("/api/removed").json() == []
    assert {case["name"] for case in api.get("/api/cases").json()} >= {"talks-2025", "elmira"}
    (found,) = api.get("/api/cases?text=cuban&happens=nothing-holds-at-once").json()
    assert found["name"] == "cuban-missile-crisis"
    assert len(api.get("/api/cases?games=true").json()) == 144
    assert api.get("/api/cases?happens=no-such-thing").status_code == 422


def test_a_file_of_gmcr_is_imported(api: TestClient, folder: Path) -> None:
    gmcr = json.dumps(DISPUTE)
    sent = api.post("/api/models", json={"text": gmcr, "name": "old.gmcr"}).json()
    (folder / "here.gmcr").write_text(gmcr)
    assert [file["name"] for file in api.get("/api/importable").json()] == ["here.gmcr"]
    found = api.post("/api/models", json={"import_file": "here.gmcr"}).json()
    assert (sent["name"], found["name"]) == ("old.toml", "here.toml")
    assert sent["notes"] == found["notes"]
    assert api.get("/api/models/here.toml").json()["problems"] == []


def test_what_a_model_quotes_is_proved(api: TestClient, folder: Path) -> None:
    assert api.get(TALKS).json()["quotations"] == {}
    path = folder / "talks-2025.toml"
    more = '[documents.post]\nfile = "post.txt"\n[sources.{}]\ndocument = "post"\nquote = "{}"\n'
    path.write_text(path.read_text() + more.format("seen", "talks begin at once"))

    def seen() -> dict[str, Any]:
        proof: dict[str, Any] = api.get(TALKS).json()["quotations"]["seen"]
        return proof

    assert seen() == {"standing": "not checked", "title": "post.txt"}
    (folder / "post.txt").write_text("The talks begin at once.")
    assert seen()["standing"] == "proved"
    (folder / "post.txt").write_text("The talks began at once.")
    assert seen()["differs"] == "“begin” stands as “began”"


def test_edits_undo_and_history(api: TestClient, folder: Path) -> None:
    before = api.get(TALKS).json()
    edits = [{"do": "put", "at": ["title"], "value": "Talks"}]
    asked = {"revision": before["revision"], "edits": edits, "said": "Rename it"}
    after = api.post(f"{TALKS}/edits", json=asked).json()
    assert (after["data"]["title"], after["undo"], after["redo"]) == ("Talks", "Rename it", None)
    undone = api.post(f"{TALKS}/undo", json={"revision": after["revision"]}).json()
    assert (undone["text"], undone["redo"]) == (before["text"], "Rename it")
    redone = api.post(f"{TALKS}/redo", json={"revision": undone["revision"]}).json()
    assert redone["text"] == after["text"]
    versions = api.get(f"{TALKS}/history").json()
    assert versions[-1]["said"] == "Rename it"
    assert versions[-2]["revision"] == before["revision"]
    first = versions[-2]["number"]
    assert api.get(f"{TALKS}/history/{first}").json()["text"] == before["text"]
    back = api.post(f"{TALKS}/history/{first}", json={"revision": redone["revision"]}).json()
    assert back["text"] == before["text"]
    text = before["text"].replace("title =", "# A note\ntitle =", 1)
    written = {"revision": back["revision"], "text": text}
    assert api.put(f"{TALKS}/text", json=written).status_code == 200
    assert "# A note" in (folder / "talks-2025.toml").read_text()


def test_answers(api: TestClient) -> None:
    answer = api.get(f"{TALKS}/answer").json()
    assert list(answer["equilibria"]) == ["NASH", "SEQ", "SSEQ", "GMR", "SMR"]
    assert list(api.get(f"{TALKS}/answer?concepts=NASH,GMR").json()["equilibria"]) == [
        *("NASH", "GMR")
    ]
    held = answer["equilibria"]["GMR"][0]
    told = api.get(f"{TALKS}/explain", params={"state": str(held), "concepts": "GMR"}).json()
    assert told["format"].startswith("countermove-")
    asked = {"package": "settle, accept", "concepts": "GMR"}
    tried = api.get(f"{TALKS}/deal", params=asked).json()
    assert (tried["state"], tried["nearest_feasible"]["states"]) == (None, [15, 16])
    assert api.get(f"{TALKS}/deal").json()["state"]["taken"] == ["terms is none"]
    assert len(api.get(f"{TALKS}/states").json()["states"]) == 36
    graph = api.get(f"{TALKS}/graph").json()
    assert len(graph["nodes"]) == 36
    assert graph["is_all"]
    assert len(api.get(f"{TALKS}/graph?improvements=true").json()["edges"]) < len(graph["edges"])
    typed = api.post(f"{TALKS}/check", json={"statement": "settle and accept"}).json()
    assert typed == {"fine": True, "text": "True in 8 of 36 outcomes.", "instead": ""}


@pytest.mark.parametrize("kind", EXPORTS)
def test_exports(kind: str, api: TestClient) -> None:
    api.post("/api/models", json={"case": "prisoners-dilemma"})
    answer = api.get(f"/api/models/prisoners-dilemma.toml/exports/{kind}")
    assert answer.status_code == 200
    name = answer.headers["content-disposition"].rpartition("'")[2]
    assert name == f"prisoners-dilemma{EXPORTS[kind].suffix}"
    assert "silent" in answer.text.casefold() or kind in ("csv", "xlsx")


def test_the_graph_is_drawn_for_paper_as_it_stands_on_the_page(api: TestClient) -> None:
    query = "wide=700&most=12"
    data = api.get(f"{TALKS}/graph?{query}").json()
    shown = api.get(f"{TALKS}/graph.svg?{query}&better=true&held=SEQ&hidden=us")
    assert shown.headers["content-type"] == "image/svg+xml"
    drawn = ElementTree.fromstring(shown.text)
    texts = ["".join(one.itertext()) for one in drawn.iter() if one.tag.endswith("}text")]
    assert {f"[{node['mark']}]" for node in data["nodes"]} <= set(texts)
    assert {"Russia", "holds under SEQ"} <= set(texts)
    assert "United States" not in texts
    at = {one.get("transform") for one in drawn.iter() if one.tag.endswith("}g")}
    for node in data["nodes"]:
        x, y = node["x"] - node["width"] / 2, node["y"] - node["height"] / 2
        assert f"translate({round(x, 2):g} {round(y, 2):g})" in at


def test_a_graph_of_what_is_there_no_more_is_none(api: TestClient, folder: Path) -> None:
    seen = {"revision": api.get(TALKS).json()["revision"]}
    assert api.get(f"{TALKS}/graph.svg", params=seen).status_code == 200
    (folder / "talks-2025.toml").write_text('title = "Nobody"\n', "utf-8")
    assert api.get(f"{TALKS}/graph").status_code == 422
    # A page that shows a version which isn't there any more is about to be changed itself.
    assert api.get(f"{TALKS}/graph", params=seen).status_code == 204
    # A picture that is saved is never of another model than the one on the screen.
    assert api.get(f"{TALKS}/graph.svg", params=seen).status_code == 204
    (folder / case_in(folder, "elmira")).replace(folder / "talks-2025.toml")
    assert api.get(f"{TALKS}/graph", params=seen).status_code == 200
    assert api.get(f"{TALKS}/graph.svg", params=seen).status_code == 204


def test_questions(api: TestClient) -> None:
    asked = {question["id"] for question in api.get("/api/questions").json()}
    assert {"evolve", "goals", "report"} <= asked
    job = api.post(f"{TALKS}/questions/evolve", json={})
    assert job.status_code == 202
    done = api.get(f"/api/jobs/{job.json()['id']}?wait=30").json()
    assert (done["status"], done["share"]) == ("done", 1.0)
    assert done["html"]
    assert done["data"]["format"].startswith("countermove-")
    stopped = api.delete(f"/api/jobs/{done['id']}").json()
    assert stopped["status"] == "done"
    (wrong,) = problems(api.post(f"{TALKS}/questions/evolve", json={"no": 1}), 422)
    assert wrong["path"] == ["no"]


def test_a_sweep_is_asked_and_fetched_as_a_table(api: TestClient) -> None:
    said = {"scenarios": ["any-terms"], "doubts": ["us.2"], "concepts": ["NASH", "SEQ"]}
    job = api.post(f"{TALKS}/questions/sweep", json=said).json()
    done = api.get(f"/api/jobs/{job['id']}?wait=30").json()
    assert done["status"] == "done"
    assert len(done["data"]["runs"]) == 4
    assert "In how many runs is it so?" in done["html"]
    table = api.get(f"/api/jobs/{job['id']}/table")
    assert table.headers["content-type"].startswith("text/csv")
    runs = sweep(load("talks-2025"), "any-terms", "us.2", ["NASH", "SEQ"])
    for row, own in zip(csv.DictReader(table.text.splitlines()), runs.table().rows, strict=True):
        assert (row["run"], row["scenario"], row["concept"]) == (str(own[0]), own[2] or "", own[5])
        assert row["equilibria"] == str(own[6])
    other = api.post(f"{TALKS}/questions/evolve", json={}).json()
    api.get(f"/api/jobs/{other['id']}?wait=30")
    (none,) = problems(api.get(f"/api/jobs/{other['id']}/table"), 422)
    assert none["what"].startswith("there is no such table")


def test_a_sweep_is_stopped_with_what_it_has(api: TestClient) -> None:
    said = {"samples": 1_000_000, "within": "3", "base": True, "concepts": ["SEQ"]}
    job = api.post(f"{TALKS}/questions/sweep", json=said).json()
    now = job
    while now["status"] == "waiting" or not now["share"]:
        now = api.get(f"/api/jobs/{job['id']}?wait=0.1").json()
    assert " runs" in now["doing"]
    api.delete(f"/api/jobs/{job['id']}")
    ended = api.get(f"/api/jobs/{job['id']}?wait=30").json()
    assert ended["status"] == "stopped"
    assert "still to be done" in str(ended["html"])
    both = {"base": True, "scenarios": ["any-terms"]}
    (problem,) = problems(api.post(f"{TALKS}/questions/sweep", json=both), 422)
    assert "scenarios, too" in problem["what"]


def test_what_cant_be_done_is_told_with_its_place(api: TestClient) -> None:
    problems(api.get("/api/models/none.toml"), 404)
    problems(api.get("/api/nothing"), 404)
    problems(api.delete("/api/models"), 405)
    problems(api.get(f"{TALKS}/answer?scenario=none"), 404)
    problems(api.get(f"{TALKS}/explain?state=99"), 404)
    problems(api.get(f"{TALKS}/deal?package=99"), 404)
    problems(api.get("/api/jobs/none"), 404)
    problems(api.post(f"{TALKS}/questions/none", json={}), 404)
    problems(api.get(f"{TALKS}/history/9999"), 422)
    (missing,) = problems(api.post(f"{TALKS}/undo", json={}), 422)
    assert missing["path"] == ["body", "revision"]
    problems(
        api.post(f"{TALKS}/undo", content=b"\xff", headers={"content-type": "application/json"}),
        400,
    )
    (none,) = problems(api.post("/api/models", json={}), 422)
    assert none["what"].startswith("exactly one of")

    seen = api.get(TALKS).json()["revision"]
    statement = ["preferences", "us", "statements", 0]
    put = {"do": "put", "at": statement, "value": "setle"}
    edited = api.post(f"{TALKS}/edits", json={"revision": seen, "edits": [put]}).json()
    (mistake,) = edited["problems"]
    assert mistake["path"] == statement
    assert (
        edited["text"]
        .splitlines()[mistake["line"] - 1][mistake["column"] - 1 :]
        .startswith(('"setle', "setle"))
    )
    assert problems(api.get(f"{TALKS}/answer"), 422) == [mistake]
    assert len(problems(api.put(f"{TALKS}/text", json={"revision": seen, "text": ""}), 409)) > 1


def test_who_may_not_ask_gets_the_same_shape(api: TestClient) -> None:
    (told,) = problems(api.get("/api/models", headers={"Authorization": "Bearer no"}), 403)
    assert "Authorization: Bearer TOKEN" in told["advice"]
    problems(api.get("/api/models", headers={"Host": "evil.example"}), 421)
    problems(api.post("/api/models", content=b"x" * (6 * 2**20)), 413)


def test_a_large_model_is_not_answered_at_once(api: TestClient, folder: Path) -> None:
    (folder / "large.toml").write_text(large_model())
    large = "/api/models/large.toml"
    assert api.get(large).json()["problems"] == []
    for address in ("answer", "explain?state=1", "deal", "states", "exports/csv"):
        (told,) = problems(api.get(f"{large}/{address}"), 413)
        assert "background" in told["advice"]
    assert len(api.get(f"{large}/graph?most=50").json()["nodes"]) == 50
    assert api.post(f"{large}/check", json={"statement": "a0"}).json()["fine"]
    job = api.post(f"{large}/questions/solve", json={}).json()
    assert api.get(f"/api/jobs/{job['id']}?wait=30").json()["status"] == "done"


@pytest.mark.parametrize(
    "text",
    [
        "x = nan",
        "x = inf",
        "x = 1979-05-27T07:32:00Z",
        "x = 07:32:00",
        "x = 123456789012345678901234567890",
        "= broken",
        '"\\u0000" = "\\u0000"',
        f"x = {'[' * 90}{']' * 90}",
        f"x = {'[' * 5000}{']' * 5000}",
        "",
    ],
    ids=lambda text: str(text)[:12],
)
def test_whatever_a_file_says_can_be_told(text: str, api: TestClient, folder: Path) -> None:
    (folder / "odd.toml").write_text(f'format = "countermove/1"\ntitle = "T"\n{text}')
    found = api.get("/api/models/odd.toml")
    assert found.status_code == 200
    assert found.json()["problems"]
    problems(api.get("/api/models/odd.toml/answer"), 422)


@pytest.mark.parametrize(
    ("method", "address", "body"),
    [
        ("POST", f"{TALKS}/questions/evolve", '{"a": ' + "[" * 500 + "]" * 500 + "}"),
        ("POST", f"{TALKS}/questions/evolve", '{"to": "\\ud800"}'),
        ("POST", f"{TALKS}/questions/evolve", '{"\\ud800": 1}'),
        ("POST", f"{TALKS}/questions/evolve", '{"to": NaN}'),
        ("POST", f"{TALKS}/check", '{"statement": "\\ud800"}'),
        ("POST", f"{TALKS}/check", '{"statement": ' + "[" * 100_000 + "]" * 100_000 + "}"),
        ("POST", "/api/models", '{"title": "\\ud800"}'),
        ("POST", "/api/models", '{"case": "\\ud800"}'),
        ("POST", "/api/models", '{"text": "\\ud800"}'),
        ("POST", "/api/models", '{"text": "", "name": "\\ud800.toml"}'),
        ("POST", "/api/models", '{"copy_of": "\\u0000.toml"}'),
        ("PUT", f"{TALKS}/name", '{"name": "\\ud800"}'),
        ("PUT", f"{TALKS}/text", '{"revision": "\\ud800", "text": ""}'),
        ("PUT", f"{TALKS}/text", '{"revision": "", "text": "\\ud800"}'),
        ("POST", f"{TALKS}/edits", '{"revision": "", "said": "\\ud800", "edits": []}'),
        ("POST", f"{TALKS}/undo", '{"revision": ' + "1" * 5000 + "}"),
    ],
)
def test_odd_bodies(method: str, address: str, body: str, api: TestClient) -> None:
    answer = api.request(
        method, address, content=body, headers={"content-type": "application/json"}
    )
    problems(answer, answer.status_code)
    assert answer.status_code in {400, 404, 409, 422}
    assert answer.text.encode()


def test_odd_words_for_the_history(api: TestClient) -> None:
    seen = api.get(TALKS).json()["revision"]
    edits = '[{"do": "put", "at": ["title"], "value": "T"}]'
    body = f'{{"revision": "{seen}", "said": "\\ud800", "edits": {edits}}}'
    answer = api.post(f"{TALKS}/edits", content=body, headers={"content-type": "application/json"})
    problems(answer, 422)
