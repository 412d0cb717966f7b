"""What a question takes stands once, with the question: its command has nothing of it again."""

from __future__ import annotations

import ast
import inspect
from pathlib import Path
from typing import Any

import pytest

import countermove.cli
from countermove.cli.program import application
from countermove.questions import questions
from countermove.report.parameters import QuestionField, fields_of

COMMANDS = Path(countermove.cli.__file__).parent
FIELDS = [(name, field) for name, one in questions().items() for field in fields_of(one)]
OPTIONS = [(name, field) for name, field in FIELDS if not field.is_required]


@pytest.mark.parametrize("name", questions())
def test_a_command_takes_its_question_as_it_is_asked(name: str) -> None:
    """What it has besides is of the terminal: other files, more columns, where the answer goes."""
    command: Any = application()[name].default_command
    written = list(inspect.signature(inspect.unwrap(command)).parameters)
    assert written[:2] == ["model", "asked"]


@pytest.mark.parametrize(
    ("name", "field"), OPTIONS, ids=[f"{name} {field.name}" for name, field in OPTIONS]
)
def test_an_option_is_there_once_and_as_its_parameter_says(name: str, field: QuestionField) -> None:
    called, *_ = field.says.options
    every = application()[name].assemble_argument_collection()
    (option,) = [option for option in every if called in option.names]
    assert set(field.says.options) <= set(option.names)
    assert option.parameter.help == (field.says.typed or field.says.description)
    # A flag turns its default round where it stands; of several values there are none.
    usual = {bool: False, tuple: None, dict: None}.get(field.kind, field.default)
    assert option.field_info.default == usual


@pytest.mark.parametrize(
    ("name", "field"), OPTIONS, ids=[f"{name} {field.name}" for name, field in OPTIONS]
)
def test_a_value_is_in_words_everywhere_or_nowhere(name: str, field: QuestionField) -> None:
    words = set(field.says.words)
    # Of what the model has, words are those of the values that stand for many.
    assert not words or not field.choices or words == set(map(str, field.choices)), name


@pytest.mark.parametrize("path", sorted(COMMANDS.glob("*.py")), ids=lambda path: path.name)
def test_no_command_writes_the_words_of_a_parameter(path: Path) -> None:
    words = {
        text for _, field in FIELDS for text in (field.says.typed, field.says.description) if text
    }
    nodes = ast.walk(ast.parse(path.read_text("utf-8")))
    written = {node.value for node in nodes if isinstance(node, ast.Constant)}
    assert not words & written
