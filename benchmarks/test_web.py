"""How long the web app takes to show a page, and to answer an edit.

The app runs in this process, without a browser: what is timed is all that the server does, and
the clients of a test add a few milliseconds. The target for an edit on the published cases, saved,
checked, solved and shown again: under 100 ms.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from countermove.files.gallery import case_names, case_path
from countermove.web.app import create_app
from countermove.web.page_steps import BY_ID
from countermove.web.settings import Settings

Benchmark = Any

TALKS = "talks-2025.toml"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    folder: Path = tmp_path_factory.mktemp("opened")
    for case in case_names():
        (folder / f"{case}.toml").write_bytes(case_path(case).read_bytes())
    app = create_app(Settings(folder=folder, port=8421, token="token"))
    headers = {"Authorization": "Bearer token"}
    with TestClient(app, base_url="http://127.0.0.1:8421", headers=headers) as client:
        yield client


@pytest.mark.benchmark(group="web, pages")
@pytest.mark.parametrize("address", ["/", *(f"/models/{TALKS}/{step}" for step in BY_ID)])
def test_page(benchmark: Benchmark, client: TestClient, address: str) -> None:
    answer = benchmark.pedantic(client.get, (address,), rounds=10, warmup_rounds=1)
    assert answer.status_code == 200
    benchmark.extra_info["kB"] = len(answer.content) // 1000


@pytest.mark.benchmark(group="web, an edit answered")
@pytest.mark.parametrize("case", case_names())
def test_edit(benchmark: Benchmark, client: TestClient, case: str) -> None:
    """The title is no part of the analysis, and yet all is done again: that is the usual edit."""
    address = f"/models/{case}.toml"
    titles = count()

    def edited() -> tuple[tuple[str], dict[str, Any]]:
        seen = client.get(f"{address}/revision").text
        form = {"do": "put", "at": '["title"]', "value": f"Title {next(titles)}"}
        return (f"{address}/parties",), {"data": form, "headers": {"X-Revision": seen}}

    answer = benchmark.pedantic(client.post, setup=edited, rounds=15)
    assert answer.status_code == 200
