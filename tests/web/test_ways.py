"""The papers' ways at the doors of the web: offered where a model has what they need, and kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from countermove.analysis.solving import solve
from countermove.files.model_file import load
from countermove.report.explain import explain
from web.app import client_of

DOUBTFUL = """
format = "countermove/1"
title = "Water"
status_quo = []
[decision_makers.town]
name = "Town"
options = { pump = "Pump more water" }
[decision_makers.farm]
name = "Farm"
options = { dam = "Build a dam" }
[preferences.town]
statements = ["not dam", { holds = "pump", perhaps = true, likely = 0.7 }]
[preferences.farm]
statements = ["dam implies pump", "dam"]
[scenarios.marked]
title = "Marked"
preferences.farm.statements = [{ holds = "dam", strongly = true }]
"""
SURE = DOUBTFUL.replace(', { holds = "pump", perhaps = true, likely = 0.7 }', "")
SURE = SURE[: SURE.index("[scenarios")]
ALL = {"unknown", "strength", "fuzzy", "probabilistic", "thresholds", "variants"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ways")
    (folder / "water.toml").write_text(DOUBTFUL, "utf-8")
    (folder / "sure.toml").write_text(SURE, "utf-8")
    return folder


@pytest.fixture(scope="module")
def client(folder: Path) -> Iterator[TestClient]:
    with client_of(folder) as client:
        yield client


def page(client: TestClient, step: str, **query: Any) -> str:
    answer = client.get(f"/models/{step}", params=query)
    assert answer.status_code == 200, answer.text
    return unescape(answer.text)


@pytest.mark.parametrize("step", ["answer", "report", "follow-up/compare"])
def test_a_form_has_a_way_where_the_model_has_what_it_needs(client: TestClient, step: str) -> None:
    offered = {
        name: set(re.findall(r'id="ask-(\w+)', page(client, f"{name}.toml/{step}"))) & ALL
        for name in ("water", "sure")
    }
    assert offered["sure"] == set()
    assert offered["water"] == ALL


def test_the_page_of_the_answer_is_in_the_way_of_its_address(
    client: TestClient, folder: Path
) -> None:
    solution = solve(load(folder / "water.toml"), unknown="d")
    html = page(client, "water.toml/answer", unknown="d", state="1")
    assert "Unknown preference, extension d: it stays when unsure." in html
    assert "Preferences: unknown preference, extension d." in html
    assert "Stable for Town" in html
    assert "GMR_d" in html
    assert '<option value="d" selected' in html
    counts = [f"<b>{code}</b> {len(solution.equilibria(code))} <small>" for code in solution.codes]
    assert all(count in html for count in counts)
    # What leads on from here stays in it: cells, filters, files.
    links = re.findall(r'(?:href|data-why)="(/models/water.toml/answer\?[^"#]*)', html)
    assert links
    assert all("unknown=d" in link for link in links)
    assert "/answer?unknown=d" in html
    told = explain(load(folder / "water.toml"), "1", "town", "NASH", unknown="d")
    assert told.stories[0].summary in page(
        client, "water.toml/answer", unknown="d", state="1", party="town", concept="NASH"
    )


def test_what_cannot_be_taken_so_is_said_and_the_form_stays(client: TestClient) -> None:
    html = page(client, "water.toml/answer", attitudes="true", fuzzy="true")
    assert "Several of the papers' ways are asked for at once." in html
    assert 'id="choose-way" open' in html
    html = page(client, "water.toml/answer", unknown="e")
    assert "“Unknown preference” must be" in html


def test_what_is_weakly_stable_is_told_twice(client: TestClient) -> None:
    asked = {"scenario": "marked", "strength": "weak", "state": "1"}
    html = page(client, "water.toml/answer", **asked)
    assert "By strong preference:" in html


def test_the_api_answers_in_a_way(client: TestClient, folder: Path) -> None:
    conflict, api = load(folder / "water.toml"), "/api/models/water.toml"
    way = {"probabilistic": True, "thresholds": ["alpha=0.2", "gamma=0.9"]}
    asked = {"probabilistic": "true", "thresholds": "alpha=0.2,gamma=0.9", "concepts": "NASH,SEQ"}
    found = client.get(f"{api}/answer", params=asked).json()
    there = solve(conflict, ["NASH", "SEQ"], **way).to_dict()
    assert found["model"]["way"] == there["model"]["way"]
    for key in ("stable", "equilibria", "codes_of_papers"):
        assert found[key] == there[key]
    found = client.get(f"{api}/explain", params={"state": "1", "strength": "strong"}).json()
    assert found["verdicts"] == explain(conflict, "1", strength="strong").to_dict()["verdicts"]
    for door in ("states", "graph", "exports/csv"):
        assert client.get(f"{api}/{door}", params={"unknown": "b"}).status_code == 200
    refused = client.get(f"{api}/answer", params={"thresholds": "alpha=2", "probabilistic": "1"})
    assert refused.status_code in {404, 422}
    assert "‘2’ is no threshold" in refused.json()["problems"][0]["what"]


def test_a_variant_is_offered_where_its_way_is(client: TestClient, folder: Path) -> None:
    (folder / "marked.toml").write_text(SURE.replace('"dam"]', '{ holds = "dam", degree = 3 }]'))
    html = page(client, "marked.toml/answer")
    offered = set(re.findall(r'name="variants" value="([\w-]+)"', html))
    assert offered == {"scores", "start", "return-void", "return-escapes", "gaining-escapes"}
    assert 'id="ask-strength"' in html
    assert 'id="ask-unknown"' not in html
    # What an address says stays in the form, so that it can be taken back.
    assert 'value="reversed" checked' in page(client, "marked.toml/answer", variants="reversed")
