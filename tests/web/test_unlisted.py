"""The app and its API with a model that has too many outcomes to list."""

from __future__ import annotations

import html
import re
import time
from collections.abc import Callable, Iterator

import pytest
from starlette.testclient import TestClient
from tests.web.app import case_in, client_of

from countermove.questions import questions

CASE = "talks-2025-members"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    pytest.importorskip("oxidd")
    folder = tmp_path_factory.mktemp("unlisted")
    case_in(folder, CASE)
    with client_of(folder) as client:
        yield client


def page(client: TestClient, step: str = "answer") -> str:
    found = client.get(f"/models/{CASE}.toml/{step}")
    assert found.status_code == 200
    return html.unescape(found.text)


def api(path: str) -> str:
    return f"/api/models/{CASE}.toml/{path}"


def until(told: Callable[[], str], words: str) -> str:
    """Return what is told as soon as it says something."""
    until = time.monotonic() + 60
    while words not in (found := told()) and time.monotonic() < until:
        time.sleep(0.1)
    assert words in found
    return found


def test_what_is_soon_known_is_shown_stopped_and_kept(client: TestClient) -> None:
    found = until(lambda: page(client), "Known so far: NASH ")
    assert 'id="cancel"' in found
    assert "What is done in them?" in found
    (job,) = set(re.findall(r"/api/jobs/([\w-]+)", found))
    so_far = client.get(f"/api/jobs/{job}").json()
    assert so_far["data"]["format"] == "countermove-open-result/1"
    client.delete(f"/api/jobs/{job}")
    found = until(lambda: page(client), "Stopped after")
    assert "Known so far: NASH " in found
    assert re.search(r'class="claim (holds|depends|fails|open)', found)
    assert "Ask again" in found
    assert client.get(f"/api/jobs/{job}").json()["status"] == "stopped"


def test_why_is_told_of_any_outcome(client: TestClient) -> None:
    story = until(lambda: page(client, "answer?state=nothing done"), "Who would stay, who would")
    assert "[1]" in story
    wrong = until(lambda: page(client, "answer?state=no such thing"), "is no outcome")
    assert 'role="alert"' in wrong


def test_who_chooses_by_party_asks_of_all_that_is_done(client: TestClient) -> None:
    form = page(client).partition('id="ask-why-done"')[2]
    names = re.findall(r'<input type="checkbox" name="state" value="([^"]+)"', form)
    assert len(names) > 60
    told = until(lambda: page(client, f"answer?state={names[0]}"), "Who would stay, who would")
    assert f'value="{names[0]}" checked' in told


@pytest.mark.parametrize("step", ["deal", "report", "follow-up/evolve", "follow-up/goals"])
def test_what_takes_a_list_is_refused_with_what_can_be_asked(client: TestClient, step: str) -> None:
    found = page(client, step)
    assert "more outcomes than can be listed" in found
    assert "What can be asked" in found
    assert 'id="progress-card"' not in found
    assert 'id="answer-now"' not in found


@pytest.mark.parametrize(
    "step", ["parties", "rules", "preferences", "record", "text", "history", "room", "follow-up"]
)
def test_all_other_pages_are_there(client: TestClient, step: str) -> None:
    assert "Traceback" not in page(client, step)


def test_every_question_says_at_once_that_it_takes_a_list(client: TestClient) -> None:
    offered = page(client, "follow-up")
    others = set(questions()) - {"solve", "report", "deal", "sweep"}
    assert offered.count("Takes a list of the outcomes") == len(others)


def test_the_api_gives_what_was_found_and_refuses_the_rest(client: TestClient) -> None:
    for path in ("states", "graph", "deal", "exports/csv", "explain?state=2"):
        refused = client.get(api(path))
        assert refused.status_code == 413
        (problem,) = refused.json()["problems"]
        assert "more outcomes than can be listed" in problem["what"]
        assert "questions/explain" in problem["advice"]
    job = client.post(api("questions/explain"), json={"state": "2"}).json()
    while job["status"] not in ("done", "failed"):
        job = client.get(f"/api/jobs/{job['id']}", params={"wait": 5}).json()
    assert job["status"] == "done"
    told = client.get(api("explain?state=2"))
    assert told.status_code == 200
    assert told.json() == job["data"]
    assert told.json()["format"] == "countermove-open-explanation/1"
    assert told.json()["state"]["number"] == 2
