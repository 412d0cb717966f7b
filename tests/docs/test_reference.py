"""The reference is complete: every key, command, concept, error and public name is in it."""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import countermove
from countermove import errors
from countermove.analysis.coalitions.search import MOST_WORK
from countermove.cli.commands import GROUPS
from countermove.files.parsing import LARGEST
from countermove.graph.feasible import MOST_BITS, MOST_STATES
from countermove.model.logic import DEEPEST, RESERVED
from countermove.questions import follow_ups
from countermove.questions.base.parts import written_parts
from countermove.record import documents
from countermove.record.formats.pdf import MOST_PAGES
from countermove.stability.other_programs import MOST_OPPONENTS
from countermove.stability.registry import concepts

ROOT = Path(__file__).parent.parent.parent
REFERENCE = ROOT / "docs" / "reference"
MODEL_FILE = ("model-file.md", "model-file-doubts.md", "model-file-record.md")


def page(name: str) -> str:
    return (REFERENCE / name).read_text("utf-8")


def _keys(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        yield from schema.get("properties", {})
        for part in schema.values():
            yield from _keys(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from _keys(part)


SCHEMA = json.loads((ROOT / "schema" / "countermove-1.schema.json").read_text("utf-8"))
KEYS = sorted(set(_keys(SCHEMA)))


def test_the_keys_are_found() -> None:
    assert {"format", "statements", "coalesce", "stops", "where"} <= set(KEYS)


@pytest.mark.parametrize("key", KEYS)
def test_every_key_of_the_model_file_is_described(key: str) -> None:
    assert f"`{key}`" in "".join(map(page, MODEL_FILE))


@pytest.mark.parametrize("command", [c.name for group in GROUPS.values() for c in group])
def test_every_command_is_described_by_its_own_help(command: str) -> None:
    """The help of follow-up questions is put there when the documentation is built."""
    written = "".join(part.read_text("utf-8") for part in REFERENCE.glob("command-line*.md"))
    is_written = f"$ countermove {command} --help\n" in written
    assert is_written != (command in follow_ups() and "{follow-up-commands}" in written)


@pytest.mark.parametrize("command", [c.name for group in GROUPS.values() for c in group])
def test_of_every_command_is_said_what_answers_in_python(command: str) -> None:
    how_to = (ROOT / "docs" / "how-to" / "python.md").read_text("utf-8")
    rows = re.findall(r"^\| (`.*`) \| (.+) \|$", how_to, re.MULTILINE)
    if command in follow_ups():
        assert inspect.isfunction(getattr(countermove, command))
        return
    (answer,) = [answer for commands, answer in rows if f"`{command}`" in commands]
    functions = re.findall(r"`(\w+)`", answer)
    known = {name for name in countermove.__all__ if name.islower()}
    assert answer == "The command line only" or known & set(functions)


@pytest.mark.parametrize("concept", concepts().values(), ids=lambda concept: concept.code)
def test_every_concept_is_in_the_overview_and_the_glossary(concept: Any) -> None:
    assert f"\n{concept.code} " in page("concepts.md")
    assert f"| **{concept.code}** | {concept.name} |" in page("glossary.md")


def directives(page: Path) -> list[str]:
    """Return the names that a page describes."""
    described = r"^\.\. auto(?:function|class|exception):: countermove\.(\S+)$"
    return re.findall(described, page.read_text("utf-8"), re.MULTILINE)


def test_the_reference_describes_every_public_name_once_and_no_other() -> None:
    described = [name for part in REFERENCE.glob("python-*.rst") for name in directives(part)]
    assert len(set(described)) == len(described)
    # What is in a module that has a public name is described one by one.
    assert {name.partition(".")[0] for name in described} == {*countermove.__all__} - {
        "__version__"
    }


@pytest.mark.parametrize("name", [p.name for p in sorted(REFERENCE.glob("python-*.rst"))])
def test_what_a_page_describes_is_listed_at_its_head_and_in_the_overview(name: str) -> None:
    described = directives(REFERENCE / name)
    for listing in (page(name), page("python.rst")):
        listed = re.findall(r"^   ([\w.]+)$", listing, re.MULTILINE)
        assert set(described) <= set(listed)


ERRORS = [
    name
    for name, thing in vars(errors).items()
    if isinstance(thing, type) and issubclass(thing, Warning | Exception)
]


@pytest.mark.parametrize("name", ERRORS)
def test_every_error_is_described(name: str) -> None:
    assert f"`{name}`" in page("errors.md")


def test_the_words_that_no_id_may_be_are_listed() -> None:
    listed = page("model-file.md").partition("The words of statements can't be ids")[2]
    assert set(re.findall(r"`(\w+)`", listed.partition("pattern")[0])) == set(RESERVED)


def test_the_limits_are_those_of_the_program() -> None:
    limits = (ROOT / "docs" / "explanation" / "limits.md").read_text("utf-8")
    assert f"| options of a model; of levels the bits that number them | {MOST_BITS} |" in limits
    assert f"| feasible states | {MOST_STATES:,} (2²⁸) |" in limits
    assert f"as GMCR+ takes replies | {MOST_OPPONENTS + 1} parties |" in limits
    assert f"| nesting of a statement | {DEEPEST} levels |" in limits
    assert f"every coalition | {MOST_WORK:,} (2³⁴) pairs of states" in limits
    assert f"| model file | {LARGEST // 2**20} MiB |" in limits
    size, length = f"{documents.LARGEST // 2**20} MiB", f"{documents.LONGEST:,} characters of text"
    assert f"| {size}, {length}, as PDF {MOST_PAGES:,} pages |" in limits


@pytest.fixture
def question_tables(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(str(ROOT / "docs" / "_ext"))
    return import_module("question_tables")


def test_the_table_of_files_has_every_command_and_files_that_exist(question_tables: Any) -> None:
    named = set()
    for command in (command for group in GROUPS.values() for command in group):
        begins, algorithm, words, how_to = question_tables.files_of(command)
        named.add(command.name)
        for path in (begins, algorithm, words):
            assert (ROOT / "src" / "countermove" / path).exists(), f"{command.name}: {path}"
        assert f"countermove {command.name}" in (ROOT / how_to).read_text("utf-8"), how_to
        if command.name in follow_ups():
            assert algorithm.startswith("analysis/"), command.name
            assert words.startswith("report/"), command.name
        assert f"| `{command.name}` | `{begins}` |" in question_tables.table()
    assert named >= set(follow_ups())
    assert "{command-files}" in page("files.md")


def test_every_follow_up_is_listed_with_its_page(question_tables: Any) -> None:
    how_to = ROOT / "docs" / "how-to"
    assert "{follow-ups}" in (how_to / "index.md").read_text("utf-8")
    links = re.findall(r"\]\((\w+\.md)\)", question_tables.listed())
    assert links == [f"{name}.md" for name in follow_ups()]
    assert all((how_to / link).exists() for link in links)


def test_questions_are_worded_as_they_are_asked() -> None:
    explained = (ROOT / "docs" / "explanation" / "what-follows.md").read_text("utf-8")
    rows = re.findall(r"^\| (.+\?) \| \[`(\w+)`\]", explained, re.MULTILINE)
    assert len(rows) >= 9
    assert [asks for asks, _ in rows] == [follow_ups()[name].asks for _, name in rows]


def test_every_written_part_of_the_report_is_described() -> None:
    text = (ROOT / "docs" / "how-to" / "report.md").read_text("utf-8")
    assert [name for name in written_parts() if f"`{name}`" not in text] == []
