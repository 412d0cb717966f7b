"""The skill in the package: of the form that assistants know, and true."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import skills_ref

import countermove
from assistants import Played
from countermove.assistant.tools import tools
from countermove.cli import program
from countermove.report.checking import check
from countermove.report.on_record import unsupported

SKILL = Path(countermove.__file__).parent / ".agents" / "skills" / "countermove"
HOW_TO = Path(__file__).parents[2] / "docs" / "how-to" / "assistant.md"


def test_it_is_of_the_form_of_skills() -> None:
    assert skills_ref.validate(SKILL) == []
    assert "Use it when" in skills_ref.read_properties(SKILL).description


def test_what_it_refers_to_is_there() -> None:
    text = SKILL.joinpath("SKILL.md").read_text("utf-8")
    assert text.count("\n") < 500
    links = re.findall(r"\]\(([^)]+)\)", text)
    assert links
    assert all(SKILL.joinpath(link).is_file() for link in links)


def test_its_commands_are_those_of_the_program() -> None:
    known = {command.name for group in program.GROUPS.values() for command in group}
    for text in (SKILL.joinpath("SKILL.md").read_text("utf-8"), HOW_TO.read_text("utf-8")):
        named = re.findall(r"`countermove ([a-z]+)", text)
        assert named
        assert set(named) <= known


def test_the_page_tells_of_every_tool() -> None:
    table = re.findall(r"^\| (`.+?) \|", HOW_TO.read_text("utf-8"), re.M)
    assert sorted(re.findall(r"`(\w+)`", " ".join(table))) == [tool.name for tool in tools()]


def test_the_models_of_the_guide_are_models(gallery: Played, tmp_path: Path) -> None:
    text = gallery.ask("guide")["text"]
    assert text == SKILL.joinpath("references", "format.md").read_text("utf-8")
    whole, record = re.findall(r"```toml\n(.*?)```", text, re.S)
    path = tmp_path / "guide.toml"
    path.write_text(whole, "utf-8")
    report = check(path)
    assert report
    assert not report.advice
    assert report.conflict is not None
    assert all(is_noted for _, is_noted in unsupported(report.conflict))
    quoted = tomllib.loads(record)["sources"]["union"]["quote"]
    tmp_path.joinpath("report.html").write_text(f"<p>“{quoted}”</p>", "utf-8")
    # The digest is left to who reads the document.
    path.write_text(f"{whole}{re.sub('sha256.*', '', record)}", "utf-8")
    assert check(path)


def test_the_guide_is_two_pages() -> None:
    words = SKILL.joinpath("references", "format.md").read_text("utf-8").split()
    assert len(words) < 1_000
