"""Every kind of broken file, with all that is said about it: the words, the line, the column."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from countermove.errors import CountermoveError, FileError, ModelError
from countermove.files.importing import imported
from countermove.files.model_file import loads, read_text

HERE = Path(__file__).parent


@dataclass(frozen=True)
class BadFile:
    """A file with mistakes, and what is said about them, in the order of the file."""

    text: str
    says: tuple[str, ...]


def bad_files(table: str) -> list[Any]:
    """Return the files of a table, each called after what is wrong with it."""
    found = []
    data = tomllib.loads((HERE / table).read_text(encoding="utf-8"))
    for row in data["files"]:
        text = data["model"]
        for old, new in zip(listed(row["old"]), listed(row["new"]), strict=True):
            assert unfolded(old) in text
            text = text.replace(unfolded(old), unfolded(new), 1)
        found.append(pytest.param(BadFile(text, tuple(row["says"])), id=row["why"]))
    return found


def listed(texts: str | list[str]) -> list[str]:
    return [texts] if isinstance(texts, str) else texts


def unfolded(text: str) -> str:
    """Write out repetitions, as in ``{[*10000}``."""
    return re.sub(r"\{([^*]+)\*(\d+)\}", lambda match: match[1] * int(match[2]), text)


def said(load: Callable[[], object]) -> tuple[str, ...]:
    """Return what is wrong with a file, one problem after the other."""
    with pytest.raises((FileError, ModelError)) as caught:
        load()
    assert str(caught.value) == "\n".join(map(str, caught.value.problems))
    return tuple(map(str, caught.value.problems))


@pytest.mark.parametrize("bad", bad_files("bad_models.toml"))
def test_bad_toml(bad: BadFile) -> None:
    assert said(lambda: loads(bad.text, name="water.toml")) == bad.says


@pytest.mark.parametrize("bad", bad_files("bad_json.toml"))
def test_bad_json(bad: BadFile) -> None:
    assert said(lambda: loads(bad.text, "json", "water.json")) == bad.says


@pytest.mark.parametrize("bad", bad_files("bad_gmcr.toml"))
def test_bad_gmcr(bad: BadFile) -> None:
    assert said(lambda: imported(bad.text.encode(), "dispute.gmcr")) == bad.says


@pytest.mark.parametrize("table", ["bad_models.toml", "bad_json.toml", "bad_gmcr.toml"])
def test_the_file_without_its_mistakes_is_good(table: str) -> None:
    text = tomllib.loads((HERE / table).read_text(encoding="utf-8"))["model"]
    if table == "bad_gmcr.toml":
        assert imported(text.encode(), "dispute.gmcr").conflict.title == "dispute"
    else:
        assert loads(text, "toml" if table == "bad_models.toml" else "json").title == "Water"


def test_what_is_left_can_be_checked_further() -> None:
    reading = read_text(
        'format = "countermove/1"\ntitle = 3\n[decision_makers.a]\nname = "A"\n'
        '[decision_makers.a.options]\nx = "X"\ny = 4\n[preferences.a]\nstatements = [1, "y"]\n'
    )
    assert reading.conflict is not None
    assert reading.mended == {"title", "decision_makers", "preferences"}
    assert list(reading.conflict.decision_makers["a"].options) == ["x", "y"]
    statements = reading.conflict.preferences["a"].statements
    assert [statement.holds for statement in statements or ()] == ["true", "y"]
    with pytest.raises(ModelError):
        reading.checked()


def test_places_of_what_is_left_are_those_of_the_file() -> None:
    reading = read_text(
        'format = "countermove/1"\ntitle = "T"\n[decision_maker.a]\nname = "A"\n'
        '[decision_maker.a.options]\nx = "X"\n[preferences.a]\nranking = [true, "N", "Y"]\n',
        name="m.toml",
    )
    assert reading.conflict is not None
    assert reading.conflict.preferences["a"].ranking == ("N", "Y")
    places = reading.conflict.places
    assert places is not None
    assert str(places.find(("preferences", "a", "ranking", 1))) == "m.toml:8:23"
    assert str(places.find(("decision_makers", "a", "options", "x"))) == "m.toml:6:5"


def test_a_key_that_is_called_like_pydantic_calls_keys() -> None:
    text = """
format = "countermove/1"
title = "T"
[decision_makers."[key]"]
name = "A"
options = { x = "X" }
[preferences]
"[key]" = 3
[terms]
"[key]" = ""
"""
    rule = "An id is one word of letters, digits and underscores, with hyphens inside if you like."
    assert [str(problem) for problem in read_text(text, name="m.toml").problems] == [
        f"m.toml:4:18: '[key]' can't be an id. {rule}",
        f"m.toml:8:1: '[key]' can't be an id. {rule}",
        "m.toml:8:11: '[key]' must be a table with statements, a ranking or weights; "
        "found the number 3.",
        f"m.toml:10:1: '[key]' can't be an id. {rule}",
        "m.toml:10:11: the statement is empty. Write 'true' for one that always holds.",
    ]


def test_hundreds_of_mistakes_are_counted() -> None:
    text = 'format = "countermove/1"\ntitle = "T"\n[terms]\n'
    text += "".join(f"t{k} = {k}\n" for k in range(900))
    reading = read_text(text, name="m.toml")
    assert len(reading.problems) == 501
    assert str(reading.problems[-1]) == "m.toml: and 401 more mistakes."


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(CountermoveError, match=r"no format 'yaml'\. A model is written as 'toml'"):
        loads("", "yaml")  # type: ignore[arg-type]
