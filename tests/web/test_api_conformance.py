"""Whatever the published description of the API allows or forbids is answered as it says."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from web.app import TOKEN, case_in, served

API = json.loads((Path(__file__).parents[2] / "schema" / "openapi.json").read_text("utf-8"))
HEADERS = {"Authorization": f"Bearer {TOKEN}"}
NAMES = ("prisoners-dilemma.toml", "elmira-graph.toml")
OPERATIONS = [one["operationId"] for path in API["paths"].values() for one in path.values()]
# What a file is called and which version of it is meant is known here; the rest is made up.
KNOWN = {
    "name": NAMES,
    "question": ("evolve", "worth"),
    "kind": ("csv", "nfg"),
    "scenario": ("",),
    "number": (1,),
    "state": ("1",),
    "claims": ("",),
    "concepts": ("",),
}

# Nobody guesses a key or an id, or a usable name; and there may be nothing to undo or redo.
GUESSED = (
    *("bring_back", "get_job", "get_table", "get_document", "stop_job"),
    *("rename_model", "undo", "redo", "answer_question", "take_answer_back"),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("api")


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    with served(folder) as address:
        yield address


@pytest.fixture(scope="module")
def operations() -> dict[str, Any]:
    """Give the operations of the published API as Schemathesis reads them."""
    import schemathesis  # which takes long to load: here, so that one process of a run does

    found = schemathesis.openapi.from_dict(API).get_all_operations()
    return {one.ok().definition.raw["operationId"]: one.ok() for one in found}


@pytest.mark.parametrize("mode", ["positive", "negative"])
@pytest.mark.parametrize("name", OPERATIONS)
def test_operation(
    operations: dict[str, Any], name: str, mode: str, address: str, folder: Path
) -> None:
    import requests
    from schemathesis import GenerationMode
    from schemathesis.specs.openapi.checks import positive_data_acceptance

    operation = operations[name]
    is_allowed = mode == "positive"
    for file in NAMES:
        case_in(folder, file.removesuffix(".toml"))

    statuses: set[int] = set()

    @settings(
        max_examples=12,
        derandomize=True,
        deadline=None,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(
        case=operation.as_strategy(GenerationMode(mode)),
        known=st.sampled_from([True, True, True, False]),
        data=st.data(),
    )
    def run(case: Any, known: bool, data: st.DataObject) -> None:
        if known and is_allowed:
            for given in (case.path_parameters, case.query):
                for key in KNOWN.keys() & given.keys():
                    given[key] = data.draw(st.sampled_from(KNOWN[key]))
            file = case.path_parameters.get("name")
            if isinstance(case.body, dict) and "revision" in case.body:
                seen = requests.get(f"{address}/api/models/{file}", headers=HEADERS, timeout=9)
                case.body["revision"] = seen.json().get("revision", "")
            if name == "edit_model":
                case.body["edits"] = [{"do": "put", "at": ["title"], "value": data.draw(st.text())}]
        answer = case.call_and_validate(
            address,
            headers=HEADERS,
            # What is of the right form can still be wrong: a statement, a name that is taken.
            excluded_checks=[positive_data_acceptance],
        )
        statuses.add(answer.status_code)

    run()
    if is_allowed and name not in GUESSED:
        assert statuses & {200, 201, 202}, statuses
