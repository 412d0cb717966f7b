"""Where the parts of a model stand in a text."""

from __future__ import annotations

import json
import pickle
import sys
import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermove.errors import MissingExtraError, Path, Place
from countermove.files.model_file import load, loads, read_text
from countermove.files.positions import FilePlaces, raw_offset
from countermove.files.text_parts import TextParts
from countermove.files.writing import to_json, to_toml
from countermove.model.conflict import Conflict
from strategies import conflicts

TOML = '''\
title = "Ä"   # é
a.b."c d" = [1, # one
  "two", { x = 1, y.z = 'q' }]
[t]
k = """
first \\
   second"""
[[arr.x]]
n = 2025-01-01
[arr.x.sub]
deep = true
[[arr.x]]
n = 3
[t."ü ü".v]
w = { }
'''
JSON = """{"title": "Ä", "a": {"b": {"c d": [1,
  "two", {"x": 1, "y": {"z": "q"}}]}},
 "t\\u00e9": null, "é": {"deep": [[], [true]]}
}"""


@pytest.mark.parametrize(
    ("path", "line", "column"),
    [
        ((), 1, 1),
        (("title",), 1, 9),
        (("a",), 2, 1),
        (("a", "b"), 2, 3),
        (("a", "b", "c d"), 2, 13),
        (("a", "b", "c d", 0), 2, 14),
        (("a", "b", "c d", 1), 3, 3),
        (("a", "b", "c d", 2), 3, 10),
        (("a", "b", "c d", 2, "x"), 3, 16),
        (("a", "b", "c d", 2, "y"), 3, 19),
        (("a", "b", "c d", 2, "y", "z"), 3, 25),
        (("t",), 4, 2),
        (("t", "k"), 5, 5),
        (("arr",), 8, 3),
        (("arr", "x"), 8, 7),
        (("arr", "x", 0), 8, 7),
        (("arr", "x", 0, "n"), 9, 5),
        (("arr", "x", 0, "sub"), 10, 8),
        (("arr", "x", 0, "sub", "deep"), 11, 8),
        (("arr", "x", 1), 12, 7),
        (("arr", "x", 1, "n"), 13, 5),
        (("t", "ü ü", "v"), 14, 10),
        (("t", "ü ü", "v", "w"), 15, 1),
        # What isn't there is where it should be.
        (("nothing",), 1, 1),
        (("t", "nothing"), 4, 2),
        (("a", "b", "c d", 7), 2, 13),
        (("arr", "x", 1, "nothing"), 12, 7),
        (("title", 3), 1, 9),
    ],
)
def test_parts_of_toml(path: Path, line: int, column: int) -> None:
    assert FilePlaces(TOML, "m.toml", "toml").find(path) == Place("m.toml", line, column)


@pytest.mark.parametrize(
    ("path", "line", "column"),
    [
        ((), 1, 1),
        (("title",), 1, 11),
        (("a",), 1, 16),
        (("a", "b", "c d"), 1, 35),
        (("a", "b", "c d", 0), 1, 36),
        (("a", "b", "c d", 1), 2, 3),
        (("a", "b", "c d", 2), 2, 10),
        (("a", "b", "c d", 2, "y", "z"), 2, 30),
        (("té",), 3, 13),
        (("é",), 3, 19),
        (("é", "deep", 1, 0), 3, 39),
        (("é", "deep", 1, 4), 3, 38),
        (("é", "nothing"), 3, 19),
    ],
)
def test_parts_of_json(path: Path, line: int, column: int) -> None:
    assert FilePlaces(JSON, "m.json", "json").find(path) == Place("m.json", line, column)


def test_keys() -> None:
    places = FilePlaces(TOML, "m.toml", "toml")
    assert places.find_key(("title",)) == Place("m.toml", 1, 1)
    assert places.find_key(("a", "b", "c d", 2, "y", "z")) == Place("m.toml", 3, 21)
    assert places.find_key(("a", "b", "c d", 1)) == Place("m.toml", 3, 3)


@pytest.mark.parametrize(
    ("value", "text", "line", "column"),
    [
        ('"abc"', "abc", 1, 6),
        ("'a\\tb'", "a\\tb", 1, 6),
        ('"\\tb"', "\tb", 1, 6),
        ('"""abc"""', "abc", 1, 8),
        ('"""\nabc"""', "abc", 2, 1),
        ('"""\r\nabc"""', "abc", 2, 1),
        ("'''\nabc'''", "abc", 2, 1),
        ('"""\\\n   abc"""', "abc", 2, 4),
        ('""', "", 1, 6),
    ],
)
def test_the_first_character_of_a_text(value: str, text: str, line: int, column: int) -> None:
    places = FilePlaces(f"k = {value}\n", "m.toml", "toml")
    assert tomllib.loads(places.text)["k"] == text
    assert places.find(("k",), 0) == Place("m.toml", line, column)


PIECES = st.lists(
    st.sampled_from(
        [
            ("a", "a"),
            ("é", "é"),
            ("😀", "😀"),
            ("\\n", "\n"),
            ("\\\\", "\\"),
            ('\\"', '"'),
            ("\\u00e9", "é"),
            ("\\U0001F600", "😀"),
        ]
    )
)


@given(PIECES, st.sampled_from(['"', '"""', '"""\n']))
def test_every_character_of_a_toml_text_is_found(pieces: list[tuple[str, str]], quote: str) -> None:
    raw = quote + "".join(written for written, _ in pieces) + quote.strip()
    assert tomllib.loads(f"k = {raw}")["k"] == "".join(meant for _, meant in pieces)
    position = len(quote)
    for offset, (written, _) in enumerate(pieces):
        assert raw_offset(raw, offset) == position
        position += len(written)
    assert raw_offset(raw, len(pieces)) == raw_offset(raw, len(pieces) + 9) == position


@given(
    st.lists(
        st.sampled_from([("a", "a"), ("\\ud83d\\ude00", "😀"), ("\\u0061", "a"), ("\\/", "/")])
    )
)
def test_every_character_of_a_json_text_is_found(pieces: list[tuple[str, str]]) -> None:
    raw = '"' + "".join(written for written, _ in pieces) + '"'
    assert json.loads(raw) == "".join(meant for _, meant in pieces)
    position = 1
    for offset, (written, _) in enumerate(pieces):
        assert raw_offset(raw, offset) == position
        position += len(written)


@given(conflicts())
def test_values_are_found_where_they_are_written(conflict: Conflict) -> None:
    for text, language in ((to_toml(conflict), "toml"), (to_json(conflict), "json")):
        places = FilePlaces(text, "m", language)  # type: ignore[arg-type]
        data = tomllib.loads(text) if language == "toml" else json.loads(text)
        lines = text.split("\n")
        for path, value in scalars(data):
            place = places.find(path)
            assert place.line is not None
            assert place.column is not None
            rest = "\n".join([lines[place.line - 1][place.column - 1 :], *lines[place.line :]])
            assert rest.startswith(beginnings(value)), (path, value)


def scalars(data: Any) -> list[tuple[Path, Any]]:
    """List all that isn't a list or a table, with its path."""
    found: list[tuple[Path, Any]] = []
    pending: list[tuple[Path, Any]] = [((), data)]
    while pending:
        path, here = pending.pop()
        if isinstance(here, dict):
            pending += [((*path, key), value) for key, value in here.items()]
        elif isinstance(here, list):
            pending += [((*path, k), value) for k, value in enumerate(here)]
        else:
            found.append((path, here))
    return found


def beginnings(value: Any) -> tuple[str, ...]:
    """Return how the writing of a value may begin."""
    if not isinstance(value, str):
        return (json.dumps(value) if isinstance(value, bool) else str(value),)
    first = value[:1]
    plain = first.isalnum() and first.isascii()
    return (f'"{first}', f'"""\n{first}') if plain else ('"', "'")


def test_places_travel_to_other_processes() -> None:
    places = FilePlaces(TOML, "m.toml", "toml")
    assert places.find(("t", "k")) == Place("m.toml", 5, 5)
    again = pickle.loads(pickle.dumps(places))
    assert again.find(("t", "k")) == Place("m.toml", 5, 5)
    assert len(pickle.dumps(places)) < 2 * len(TOML)


@pytest.mark.parametrize("language", ["toml", "json"])
def test_deep_files_need_no_recursion(language: Any) -> None:
    depth = 100_000
    text = ("k = " if language == "toml" else '{"k": ') + "[" * depth + "7" + "]" * depth
    places = FilePlaces(text + ("" if language == "toml" else "}"), "m", language)
    assert places.find(("k", *[0] * depth)).column == text.index("7") + 1


def test_without_tree_sitter_messages_name_the_file_and_the_part(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "tree_sitter", None)
    text = 'format = "countermove/1"\ntitle = 3\ntitel = "T"\n[decision_makers]\n'
    assert sorted(map(str, read_text(text, name="m.toml").problems)) == [
        "m.toml: decision_makers: the model has no parties. Add one: [decision_makers.us] "
        'with name = "…" and its options.',
        "m.toml: titel: unknown key 'titel'. Did you mean 'title'? The keys here are: format, "
        "title, summary, note, status_quo, decision_makers, families, groups and 12 more.",
        "m.toml: title: 'title' must be a text in quotes; found the number 3. Put it in quotes.",
    ]
    twice = 'format = "countermove/1"\ntitle = "T"\ntitle = "U"\n'
    (problem,) = read_text(twice, name="m.toml").problems
    assert str(problem).startswith("m.toml:3:12: this isn't TOML: this key is given twice.")
    as_json = '{"format": "countermove/1", "title": "T", "title": "U", "decision_makers": {}}'
    assert "m.json: a key is given twice." in map(
        str, read_text(as_json, "json", "m.json").problems
    )
    assert loads(to_toml(load("chicken"))) == load("chicken")
    with pytest.raises(MissingExtraError, match="can't be edited without tree-sitter"):
        TextParts(b"a = 1\n")
