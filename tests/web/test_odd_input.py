"""Models with any mistake at any place, and forms that no page of the app sends."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from web.app import client_of

NAME = "odd.json"
EVIL = "</script><img src=x onerror=alert(1)>\"'{{7*7}}"
MODEL: dict[str, Any] = {
    "format": "countermove/1",
    "title": "Odd",
    "decision_makers": {
        "us": {
            "name": "US",
            "options": {"a": "do a", "b": {"text": "do b", "moves": "take", "because": ["s1"]}},
        },
        "eu": {"name": "EU", "options": {"c": "do c"}},
    },
    "status_quo": ["a"],
    "terms": {"t": "a and c"},
    "labels": {"L": "YNN"},
    "rules": {
        "infeasible": ["a and b"],
        "requires": {"b": "c"},
        "at_most_one": [["a", "c"]],
        "coalesce": ["b and c"],
    },
    "preferences": {
        "us": {"statements": ["a", {"holds": "b", "because": ["s1"]}], "because": ["s1"]},
        "eu": {"ranking": ["YNN", ["NYN", "NNN"]]},
    },
    "sources": {"s1": {"who": "w", "said": "q", "on": "2025-01-01"}},
    "claims": {"c1": {"says": "x", "possible": "a"}},
    "scenarios": {"sc": {"title": "Sc", "preferences": {"us": {"statements": ["c"]}}}},
    "views": {"us": {"preferences": {"eu": {"statements": ["a"]}}}},
}
PAGES = ("parties", "rules", "preferences", "record", "answer")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("odd")


@pytest.fixture(scope="module")
def client(folder: Path) -> Iterator[TestClient]:
    with client_of(folder) as client:
        yield client


def places(data: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    entries = data.items() if isinstance(data, dict) else enumerate(data)
    for key, value in entries:
        yield (*path, key)
        if isinstance(value, (dict, list)):
            yield from places(value, (*path, key))


def with_value(path: tuple[Any, ...], value: Any) -> dict[str, Any]:
    model = copy.deepcopy(MODEL)
    here: Any = model
    for key in path[:-1]:
        here = here[key]
    here[path[-1]] = value
    return model


def show_all(client: TestClient, folder: Path, model: Any) -> None:
    (folder / NAME).write_text(json.dumps(model), "utf-8")
    for page in PAGES:
        answer = client.get(f"/models/{NAME}/{page}")
        assert answer.status_code == 200, (page, model)
        assert "<img src=x" not in answer.text, (page, model)


@pytest.mark.parametrize("part", list(MODEL))
def test_a_model_with_a_mistake_is_shown_on_every_page(
    client: TestClient, folder: Path, part: str
) -> None:
    values = (5, EVIL, [], {"because": ["s1"]})
    found = [path for path in places(MODEL) if path[0] == part]
    for k, path in enumerate(found):
        # Each place in turn with another: all of them at all places take too long.
        show_all(client, folder, with_value(path, values[k % len(values)]))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("decision_makers", "us"), "x"),
        (("decision_makers", "eu"), [[[1]]]),
        (("decision_makers", "eu", "options", "c"), 5),
        (("scenarios",), {"because": ["s1"]}),
        (("views",), {"because": ["s1"]}),
        (("scenarios", "sc", "rules"), {"infeasible": ["true"]}),
        (("views", "us"), {"infeasible": ["true"]}),
    ],
    ids=str,
)
def test_what_rests_on_a_part_with_a_mistake_is_shown(
    client: TestClient, folder: Path, path: tuple[Any, ...], value: Any
) -> None:
    show_all(client, folder, with_value(path, value))


@pytest.mark.parametrize(
    ("page", "form"),
    [
        ("parties", {"do": "start", "at": '["views", "us"]', "value": "x"}),
        ("parties", {"do": "start", "at": '["a", 1, "b", 2]', "value": "x"}),
        ("rules", {"do": "cite", "at": '["rules", "infeasible", 0]', "value": "s1"}),
        ("rules", {"do": "cite", "at": '["title"]', "value": "s1"}),
        ("preferences", {"do": "judge", "at": '["title"]', "value": "ranking"}),
        ("preferences", {"do": "apart", "at": '["preferences", "eu", "ranking", 1]'}),
        ("history", {"do": "restore", "version": "9" * 5000}),
        ("history", {"do": "restore", "version": "-1"}),
        ("parties", {"do": "move", "at": '["decision_makers", "us"]', "to": "9" * 5000}),
        ("parties", {"edits": '[{"do": "put", "at": ["title"], "value": NaN}]'}),
        ("parties", {"edits": '[{"do": "put", "at": ["title"], "value": "\\ud800"}]'}),
        ("parties", {"edits": "[" * 50_000}),
        ("parties", {"do": "put", "at": '["title", 0]', "value": "x"}),
    ],
    ids=lambda value: str(value)[:60],
)
def test_a_form_that_no_page_sends_is_refused_in_words(
    client: TestClient, folder: Path, page: str, form: Mapping[str, str]
) -> None:
    content = json.dumps(MODEL).encode()
    (folder / NAME).write_bytes(content)
    seen = client.get(f"/models/{NAME}/revision").text
    answer = client.post(f"/models/{NAME}/{page}", data=form, headers={"X-Revision": seen})
    assert answer.status_code == 422, answer.text
    assert "Not done." in answer.text
    assert (folder / NAME).read_bytes() == content


def test_a_rule_is_checked_whatever_its_position_is_said_to_be(
    client: TestClient, folder: Path
) -> None:
    (folder / NAME).write_text(json.dumps(MODEL), "utf-8")
    for rule in ("9" * 5000, "7", "²", "new"):
        query = {"statement": "a", "rule": rule}
        answer = client.get(f"/models/{NAME}/check", params=query)
        assert answer.json()["fine"] is True
