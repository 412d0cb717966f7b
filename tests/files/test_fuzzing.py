"""Whatever a file holds: a model comes out of it, or an error that says what is wrong and where."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from countermove.errors import FileError, ModelError
from countermove.files.gallery import case_names, case_path
from countermove.files.importing import imported
from countermove.files.model_file import ReadFile, load, loads, read, read_text
from countermove.files.writing import to_json, to_toml
from strategies import Data, conflict_data

CASES = [case_path(name).read_text(encoding="utf-8") for name in case_names()]
CASES_AS_JSON = [to_json(load(name)) for name in case_names()]
GMCR = json.dumps(
    {
        "options": [
            {"name": "Stay", "permittedDirection": "both"},
            {"name": "Leave", "permittedDirection": "fwd"},
        ],
        "decisionMakers": [
            {
                "name": "A",
                "options": [1],
                "preferences": [
                    [[0, "Y"]],
                    {"compound": True, "members": [[[0, "Y"], [1, "N"]], [[0, "N"]]]},
                ],
                "preferenceRanking": [1, [2, 3]],
            },
            {"name": "B", "options": [0], "preferences": [], "misperceptions": [[[1, "N"]]]},
        ],
        "infeasibles": [[[0, "Y"], [1, "Y"]]],
        "useManualPreferenceRanking": False,
        "coalitions": [0, [1]],
        "version": "0.3.12",
    }
)


def survives(reading: ReadFile, text: str) -> None:
    """Check that a reading is a model that can be saved, or is all explained."""
    lines = text.count("\n") + 1
    last = 0
    for problem in reading.problems:
        assert problem.what
        assert problem.place is not None
        if problem.place.line is not None:
            assert last <= problem.place.line <= lines
            assert problem.place.column is None or problem.place.column >= 1
            last = problem.place.line
        str(problem).encode()
    if reading.problems:
        with pytest.raises((FileError, ModelError)) as caught:
            reading.checked()
        assert caught.value.problems == reading.problems
    else:
        conflict = reading.checked()
        assert loads(to_toml(conflict)) == loads(to_json(conflict), "json") == conflict


def import_survives(text: str) -> None:
    try:
        conflict = imported(text.encode("utf-8", "surrogatepass"), "dispute.gmcr").conflict
    except (FileError, ModelError) as error:
        str(error).encode()
    else:
        assert loads(to_toml(conflict)) == conflict


@given(st.text())
@example("[[")
@example("null")
@example('"\ud800"')
def test_any_text(text: str) -> None:
    survives(read_text(text, "toml"), text)
    survives(read_text(text, "json"), text)
    import_survives(text)


@given(st.binary())
def test_any_bytes(tmp_path_factory: Any, content: bytes) -> None:
    path: Path = tmp_path_factory.getbasetemp() / "any.toml"
    path.write_bytes(content)
    reading = read(path)
    assert reading.problems
    assert path.read_bytes() == content


# -- files that were good -------------------------------------------------------------------------

TOKENS = st.sampled_from(
    [
        *("", "\n", '"', "'", '"""', "[", "]", "[[", "{", "}", "=", ",", ".", "#", "\\", "(", ")"),
        *("true", "nan", "1e999", "-", "null", "2025-02-30", "x", "é", "\x00", "not", "_", ":"),
    ]
)


@st.composite
def damaged(draw: st.DrawFn, good: list[str]) -> str:
    """Cut something out of a file, repeat something in it, put something into it; a few times."""
    text = draw(st.sampled_from(good))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        length = draw(st.integers(0, 30))
        piece = text[start : start + length]
        new = draw(st.one_of(TOKENS, st.just(piece * 2), st.just(piece[::-1]), st.text(max_size=3)))
        text = text[:start] + new + text[start + length :]
    return text


@given(damaged(CASES))
def test_damaged_toml(text: str) -> None:
    survives(read_text(text, "toml"), text)


@given(damaged(CASES_AS_JSON))
def test_damaged_json(text: str) -> None:
    survives(read_text(text, "json"), text)


@given(damaged([GMCR]))
def test_damaged_gmcr(text: str) -> None:
    import_survives(text)


# -- files of the right form and the wrong content ------------------------------------------------

VALUES = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(),
        st.text(max_size=5),
        st.sampled_from(["take", "YN-", "not a", "a and b", "a.b", "both", "x" * 101]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.one_of(TOKENS, st.text(max_size=4)), inner, max_size=3),
    ),
    max_leaves=4,
)
KEYS = st.one_of(
    st.text(max_size=4),
    st.sampled_from(["option", "statments", "holds", "titel", "because", "rules", "name", "a b"]),
)


@st.composite
def distorted(draw: st.DrawFn, data: Data) -> Data:
    """Change, remove, rename or add a few things anywhere in some data."""
    data = copy.deepcopy(data)
    for _ in range(draw(st.integers(1, 5))):
        spots: list[tuple[Any, Any]] = []
        pending: list[Any] = [data]
        while pending:
            here = pending.pop()
            items = here.items() if isinstance(here, dict) else enumerate(here)
            for step, value in items:
                spots.append((here, step))
                if isinstance(value, (dict, list)):
                    pending.append(value)
        if not spots:
            break
        owner, step = draw(st.sampled_from(spots))
        match draw(st.sampled_from(["change", "remove", "rename", "add"])):
            case "change":
                owner[step] = draw(VALUES)
            case "rename" if isinstance(owner, dict):
                owner[draw(KEYS)] = owner.pop(step)
            case "add" if isinstance(owner, dict):
                owner[draw(KEYS)] = draw(VALUES)
            case "add":
                owner.insert(step, draw(VALUES))
            case _:
                del owner[step]
    return data


def without_decimals(data: Any) -> Any:
    return json.loads(json.dumps(data, default=float))


@given(st.data())
def test_distorted_models(data: st.DataObject) -> None:
    model = without_decimals(data.draw(conflict_data()))
    text = json.dumps(data.draw(distorted(model)), indent=1)
    survives(read_text(text, "json"), text)


@given(distorted(json.loads(GMCR)))
def test_distorted_gmcr(data: Data) -> None:
    import_survives(json.dumps(data))
