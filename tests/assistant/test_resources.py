"""What a client may hand over itself: resources, prompts, and how names go on."""

from __future__ import annotations

import json
import pkgutil
import re
from pathlib import Path

import pytest
from mcp.shared.exceptions import MCPError
from mcp.types import PromptReference, ResourceTemplateReference

from assistants import Played
from countermove.assistant import tools as package
from countermove.assistant.tools import tools
from countermove.files.gallery import case_names, case_text
from countermove.files.schema import json_schema
from countermove.stability.registry import concepts


def read(assistant: Played, uri: str) -> str:
    (content,) = assistant.do(assistant.client.read_resource, uri).contents
    return str(content.text)


@pytest.fixture
def folder(assistant: Played, tmp_path: Path) -> Path:
    """Return the folder of the assistant, with a model and documents."""
    tmp_path.joinpath("water.toml").write_text("format = 'countermove/1'\n", "utf-8")
    tmp_path.joinpath("the report.txt").write_text("The well is ours.", "utf-8")
    tmp_path.joinpath("secret.key").write_text("1234", "utf-8")
    return tmp_path


def test_all_resources_can_be_read(assistant: Played, folder: Path) -> None:
    listed = assistant.do(assistant.client.list_resources).resources
    texts = {one.uri: read(assistant, one.uri) for one in listed}
    assert texts.keys() == {
        "countermove://guide",
        "countermove://schema",
        "countermove://concepts",
        "model://water.toml",
        "document://the%20report.txt",
    }
    assert json.loads(texts["countermove://schema"]) == json_schema()
    assert all(f"**{code}**" in texts["countermove://concepts"] for code in concepts())
    assert texts["model://water.toml"] == "format = 'countermove/1'\n"
    assert texts["document://the%20report.txt"] == "The well is ours."
    assert read(assistant, "countermove://case/elmira") == case_text("elmira")


@pytest.mark.parametrize(
    "uri",
    [
        "document://..%2Fsecret.txt",
        "document://%2Fetc%2Fpasswd",
        "document://secret.key",
        "model://..%2Fwater.toml",
        "model://none.toml",
        "countermove://case/none",
        "countermove://case/..%2Ftalks-2025",
    ],
)
def test_nothing_else_can(assistant: Played, folder: Path, uri: str) -> None:
    with pytest.raises(MCPError, match=r"Unknown resource|no (file|case)|aren't read"):
        read(assistant, uri)


def test_names_go_on_as_they_were_begun(assistant: Played, folder: Path) -> None:
    def values(ref: PromptReference | ResourceTemplateReference, **begun: str) -> list[str]:
        ((name, value),) = begun.items()
        argument = {"name": name, "value": value}
        found = assistant.do(assistant.client.complete, ref, argument).completion
        return [*found.values]

    case = ResourceTemplateReference(uri="countermove://case/{name}")
    assert values(case, name="EL") == [name for name in case_names() if name.startswith("el")]
    assert values(ResourceTemplateReference(uri="model://{name}"), name="") == ["water.toml"]
    prompt = PromptReference(name="record_a_report")
    assert values(prompt, document="the") == ["the report.txt"]
    assert values(prompt, model="x") == []


def test_prompts_name_tools_that_there_are(gallery: Played) -> None:
    listed = gallery.do(gallery.client.list_prompts).prompts
    assert [one.title for one in listed] == [
        "Record a report",
        "Model from the record",
        "Challenge the model",
        "Brief for a mediator",
        "Explain to a minister",
    ]
    known = {tool.name for tool in tools()}
    for one in listed:
        assert one.description
        given = {argument.name: f"«{argument.name}»" for argument in one.arguments}
        (message,) = gallery.do(gallery.client.get_prompt, one.name, given).messages
        assert all(value in message.content.text for value in given.values())
        named = set(re.findall(r"\b[a-z]+(?:_[a-z]+)+\b", message.content.text))
        assert named <= known | {"any_order", "keep_faulty"}


def test_each_tool_is_called_as_its_file() -> None:
    files = {module.name for module in pkgutil.iter_modules(package.__path__)}
    assert files == {tool.name for tool in tools()}
