"""The published JSON Schema: it is the one of the code, and it takes what the loader takes."""

from __future__ import annotations

import datetime
import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given

from countermove.files.gallery import case_names, case_path
from countermove.files.model_file import loads
from countermove.files.schema import SCHEMA_ID, json_schema
from countermove.files.writing import to_json
from countermove.model.conflict import Conflict
from countermove.model.shapes import NOWHERE, shape_of
from strategies import conflicts

PUBLISHED = Path(__file__).parents[2] / "schema" / "countermove-1.schema.json"
VALIDATOR = jsonschema.Draft202012Validator(json_schema())


def with_dates_as_texts(data: Any) -> Any:
    """Write the dates of a TOML file as JSON must."""
    if isinstance(data, dict):
        return {key: with_dates_as_texts(value) for key, value in data.items()}
    if isinstance(data, list):
        return [with_dates_as_texts(value) for value in data]
    return data.isoformat() if isinstance(data, datetime.date) else data


def mistakes(data: Any) -> list[str]:
    return [error.message for error in VALIDATOR.iter_errors(data)]


def model(**more: Any) -> dict[str, Any]:
    return {
        "format": "countermove/1",
        "title": "T",
        "decision_makers": {"a": {"name": "A", "options": {"x": "X"}}},
        "preferences": {"a": {"statements": ["x"]}},
    } | more


def test_it_is_published_as_it_is() -> None:
    assert json.loads(PUBLISHED.read_text(encoding="utf-8")) == json_schema()


@pytest.mark.parametrize("to_file", [False, True])
def test_the_command_that_writes_it(to_file: bool, tmp_path: Path) -> None:
    path = tmp_path / "schema.json"
    done = subprocess.run(
        [sys.executable, "-m", "countermove.files.schema", *([path] if to_file else [])],
        capture_output=True,
        check=True,
        env=os.environ,
    )
    assert (path.read_bytes() if to_file else done.stdout) == PUBLISHED.read_bytes()
    assert done.stderr == b""


def test_it_is_a_schema() -> None:
    schema = json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"] == SCHEMA_ID
    assert schema["title"] == "Countermove model"
    assert schema["required"] == ["format", "title"]


def test_null_is_not_in_it() -> None:
    assert '"null"' not in json.dumps(json_schema())
    assert mistakes(model(summary=None)) == ["None is not of type 'string'"]


def test_its_parts_are_explained() -> None:
    schema = json_schema()
    assert schema["properties"]["status_quo"]["description"] == (
        "The options taken at the start, or one string naming a state."
    )
    for name, part in schema["$defs"].items():
        described = part if "description" in part else part["anyOf"][1]
        assert described["description"], name


@pytest.mark.parametrize("case", case_names())
def test_cases(case: str) -> None:
    data = tomllib.loads(case_path(case).read_text(encoding="utf-8"))
    assert mistakes(with_dates_as_texts(data)) == []


GRAPH = """
format = "countermove/1"
title = "Graph"
status_quo = "1"
[decision_makers]
a = { name = "A" }
[states]
1 = "Calm"
"ÿ-2" = "War"
[moves]
a = [["1", "ÿ-2"]]
[preferences]
a.ranking = [["ÿ-2", 1]]
"""

# What the loader accepts and a schema might not: each in place of, or added to, a plain model.
ODD = {
    "a date": """sources.s = { said = "S", on = 2025-02-12 }""",
    "a date with a time": """sources.s = { said = "S", on = 2025-02-12T10:00:00 }""",
    "a date with a time and a zone": """sources.s = { said = "S", on = 2025-02-12T10:00:00Z }""",
    "words for a date": """sources.s = { said = "S", on = "by 2025" }""",
    "the schema itself": """"$schema" = "./countermove-1.schema.json" """,
    "ids of other scripts": """terms = { "ça" = "x", "שלום" = "x", "हिन्दी-2" = "x", "_" = "x" }""",
    "ids that are numbers": """terms = { 1 = "x", 2025-02-12 = "x" }""",
    "the longest id": f"""terms = {{ {"t" * 100} = "x" }}""",
    "numbers of all kinds": """preferences.b.weights = { x = -1e-300 }""",
    "a long number": f"""preferences.b.weights = {{ x = 1{"0" * 300} }}""",
    "a fraction": """preferences.b.weights = { x = "-1/3" }""",
    "no weights": """preferences.b.weights = {}""",
    "a ranking of all kinds": """preferences.b.ranking = ["Y", [1, "N"], []]""",
    "nothing": """summary = ""\nnote = ""\nterms = {}\nrules = {}\nclaims = {}\nviews = {}""",
    "no rules": """rules = { infeasible = [], at_most_one = [], requires = {}, coalesce = [] }""",
    "a named start": """status_quo = "N" """,
    "nothing done at the start": """status_quo = []""",
    "lines and tabs": '''note = """a\tb\nc"""''',
    "a label": """labels = { s1 = "N", 2 = "Y" }""",
    "a label with marks": """labels = { "s3*" = "N", "S\u2084 (deal)" = "Y" }""",
    "a view": """views.a = { unknown = ["x"], moves = { x = "drop" }, views.b.note = "?" }""",
    "a document": """documents.d = { file = "d.txt", issued = 2025-07-03, origin = "A paper" }""",
    "a document that is known": f"""documents.d = {{ file = "d.txt", sha256 = "{"0F" * 32}" }}""",
    "quotations": """documents.d.file = "a/d.txt"
sources.s = { document = "d", quote = "So" }
sources.t = { document = "d", quote = ["So", "it is"], near = 0, said = "T" }""",
    "a scenario": """scenarios.s = { title = "S", decision_makers.a.options.x = "X" }""",
}


@pytest.mark.parametrize("odd", ODD)
def test_what_the_loader_takes_the_schema_takes(odd: str) -> None:
    text = "\n".join(
        [
            'format = "countermove/1"',
            'title = "T"',
            ODD[odd],
            'decision_makers.a = { name = "A", options = { x = "X" } }',
            'decision_makers.b = { name = "B" }',
            'preferences.a.statements = ["x"]',
            *([] if "preferences.b" in ODD[odd] else ["preferences.b.statements = []"]),
        ]
    )
    loads(text)
    assert mistakes(with_dates_as_texts(tomllib.loads(text))) == []


def test_a_model_in_graph_form() -> None:
    loads(GRAPH)
    assert mistakes(tomllib.loads(GRAPH)) == []


def test_a_json_file_may_name_its_schema() -> None:
    text = json.dumps({"$schema": "./countermove-1.schema.json", **model()})
    assert loads(text, "json") == loads(json.dumps(model()), "json")
    assert mistakes(json.loads(text)) == []


@given(conflicts())
def test_whatever_is_saved(conflict: Conflict) -> None:
    assert mistakes(json.loads(to_json(conflict))) == []


def test_weights_are_numbers() -> None:
    for weight in (1, -2.5, 0.1, "1/3", "-10/4"):
        assert mistakes(model(preferences={"a": {"weights": {"x": weight}}})) == []
    for weight in ("1", "1/0", True):
        assert mistakes(model(preferences={"a": {"weights": {"x": weight}}})) == [
            f"{weight!r} is not valid under any of the given schemas"
        ]


@pytest.mark.parametrize(
    "more",
    [
        {"format": "countermove/2"},
        {"titel": "T"},
        {"decision_makers": {"two words": {"name": "A"}}},
        {"decision_makers": {"-a": {"name": "A"}}},
        {"decision_makers": {"a": {}}},
        {"decision_makers": {"a": {"name": "A", "options": {"x": "X", "moves": "take"}}}},
        {"terms": {"note": "x"}},
        {"scenarios": {"s": {"title": "S", "terms": {"status_quo": "x"}}}},
        {"decision_makers": {"a": {"name": "A", "options": {"x": {"text": "X", "moves": "no"}}}}},
        {"decision_makers": {"a": {"name": "A", "options": {"x" * 101: "X"}}}},
        {"terms": {"t": ""}},
        {"preferences": {"a": {}}},
        {"preferences": {"a": {"statements": [], "ranking": []}}},
        {"preferences": {"a": {"ranking": [1.5]}}},
        {"claims": {"c": {"says": "C"}}},
        {"claims": {"c": {"says": "C", "never": "x", "always": "x"}}},
        {"sources": {"s": {"who": "S"}}},
        {"sources": {"s": {"said": "S", "quote": "S"}}},
        {"sources": {"s": {"said": "S", "document": "d"}}, "documents": {"d": {"file": "f"}}},
        {"sources": {"s": {"said": "S", "near": 1}}},
        {"sources": {"s": {"document": "d", "quote": []}}, "documents": {"d": {"file": "f"}}},
        {"documents": {"d": {"title": "D"}}},
        {"documents": {"d": {"file": "f", "sha256": "d3f0"}}},
        {"scenarios": {"s": {"title": "S", "documents": {}}}},
        {"scenarios": {"s": {"title": "S", "sources": {}}}},
        {"rules": {"at_most_one": ["x"]}},
    ],
)
def test_what_the_loader_refuses_is_refused(more: dict[str, Any]) -> None:
    assert mistakes(model()) == []
    assert mistakes(model(**more)) != []


@pytest.mark.parametrize("word", ["x", "x-1", "_", "9", "größe", "दाम", "水", "вода-2", "é" * 100])
def test_ids_of_any_script(word: str) -> None:
    assert mistakes(model(terms={word: "true"})) == []


def test_keys_of_scenarios() -> None:
    properties = json_schema()["$defs"]["Scenario"]["properties"]
    assert list(shape_of(("scenarios", "dry")).inside) == list(properties)
    assert shape_of(("scenarios", "dry", "terms", "t")) == shape_of(("terms", "t"))
    assert shape_of(("scenarios", "dry", "nothing")) is NOWHERE
