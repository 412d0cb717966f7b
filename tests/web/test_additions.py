"""What is added with a mistake isn't saved, and the message says what to write."""

from __future__ import annotations

import html
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from countermove.files.gallery import case_path
from web.app import case_in, client_of

STATEMENTS = ["preferences", "us", "statements"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("additions")


@pytest.fixture(scope="module")
def client(folder: Path) -> Iterator[TestClient]:
    case_in(folder, "talks-2025")
    with client_of(folder) as client:
        yield client


@pytest.mark.parametrize(
    ("step", "form", "said"),
    [
        ("preferences", {"at": STATEMENTS, "value": "not deel"}, "Did you mean 'deal'?"),
        (
            "preferences",
            {"at": STATEMENTS, "value": "not Terms on offer: with Russia alone"},
            "Write: not terms is bilateral",
        ),
        ("rules", {"at": ["rules", "infeasible"], "value": "settle and"}, "ends too early"),
        (
            "rules",
            {
                "do": "require",
                "at": ["rules", "requires"],
                "option": "settle",
                "value": "Accept the terms on offer",
            },
            "Write: accept",
        ),
        ("rules", {"do": "term", "at": ["terms"], "id": "new", "value": "no"}, "No option or term"),
        ("rules", {"do": "term", "at": ["terms"], "id": "settle", "value": "deal"}, "settle"),
        (
            "answer",
            {"do": "claim", "at": ["claims"], "value": "peace", "kind": "never"},
            "No option or term 'peace'",
        ),
        ("parties", {"at": ["decision_makers"], "value": "Europe"}, "both called"),
        (
            "parties",
            {"at": ["decision_makers", "us", "options"], "value": "Terms on offer"},
            "United States has the option ‘Terms on offer’ already.",
        ),
        (
            "rules?in=scenarios.any-terms",
            {"at": ["scenarios", "any-terms", "rules", "infeasible"], "value": "peace"},
            "No option or term 'peace'",
        ),
    ],
)
def test_what_is_added_with_a_mistake_is_refused_and_nothing_is_saved(
    client: TestClient, folder: Path, step: str, form: dict[str, object], said: str
) -> None:
    address = f"/models/talks-2025.toml/{step}"
    data = {"do": "add", **form, "at": json.dumps(form["at"])}
    seen = client.get("/models/talks-2025.toml/revision").text
    answer = client.post(address, data=data, headers={"X-Revision": seen})
    assert answer.status_code == 422
    notice = html.unescape(answer.text.split('id="message"')[1].split("</div>")[0])
    assert said in notice
    assert (folder / "talks-2025.toml").read_bytes() == case_path("talks-2025").read_bytes()


def test_a_party_is_added_beside_mistakes_that_were_there(tmp_path: Path) -> None:
    name = case_in(tmp_path, "talks-2025")
    text = (tmp_path / name).read_text("utf-8")
    (tmp_path / name).write_text(
        text.replace('infeasible = ["', 'infeasible = ["peace", "'), "utf-8"
    )
    form = {"do": "add", "at": '["decision_makers"]', "value": "China"}
    with client_of(tmp_path) as client:
        seen = client.get(f"/models/{name}/revision").text
        answer = client.post(f"/models/{name}/parties", data=form, headers={"X-Revision": seen})
    assert answer.status_code == 200
    assert 'name = "China"' in (tmp_path / name).read_text("utf-8")
