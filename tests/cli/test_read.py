"""Reading a document in the terminal: what is written as data and as a draft, what is refused."""

from __future__ import annotations

import json
import shutil
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

RIVER = Path(__file__).parent / "river.txt"
FORM = {"content", "mention", "cue", "speaker", "role", "day", "kind", "sure", "why"}


@pytest.fixture(autouse=True)
def river(tmp_path: Path) -> Path:
    return Path(shutil.copy(RIVER, tmp_path))


def test_what_is_found_is_data_with_places_in_the_file(
    command: Callable[..., Any], river: Path
) -> None:
    done = command("read", "river.txt", "--issued", "2025-07-05", "--json")
    assert (done.code, done.err) == (0, "")
    data, text = json.loads(done.out), river.read_text("utf-8")
    assert all(set(statement) == FORM for statement in data["statements"])
    first, second, *_ = data["statements"]
    assert first["day"] == "2025-07-03", "Thursday, looked at from Saturday"
    assert second["speaker"] == "Ana Ruiz"
    assert second["role"] == "chair of the farmers' union"
    assert next(text[a:b] for a, b in second["content"]) == "“Without water the maize is lost,”"
    assert text[slice(*second["mention"])] == "Ana Ruiz, chair of the farmers' union"
    assert text[slice(*second["cue"])] == "said"
    assert [party["name"] for party in data["silent"]] == ["Norway"]
    assert {party["name"] for party in data["parties"]} == {"farmers' union", "Elmford"}
    for candidate in data["candidates"]:
        found = " ".join(text[slice(*candidate["span"])].split())
        assert found == candidate["text"]
        assert 0 <= candidate["statement"] < len(data["statements"])
    assert command("read", "river.txt", "--issued", "2025-07-05", "--json").out == done.out


def test_a_draft_is_written_that_says_what_is_missing(
    command: Callable[..., Any], tmp_path: Path
) -> None:
    done = command("read", "river.txt", "--output", "river.toml")
    assert (done.code, done.err) == (0, "")
    assert "Wrote river.toml: 7 sources, each with the words of river.txt." in done.out
    assert "  countermove check river.toml" in done.out
    checked = command("check", "river.toml")
    assert checked.code == 1
    assert checked.err.count("river.toml:") == 1, "nothing is wrong with what was drafted"
    assert "has no key 'decision_makers'" in checked.err
    # What a person keeps is a model, which the next command asks.
    draft = (tmp_path / "river.toml").read_text("utf-8")
    (tmp_path / "river.toml").write_text(draft.replace("\n#? ", "\n"), "utf-8")
    assert command("check", "river.toml").code == 0
    solved = command("solve", "river.toml")
    assert (solved.code, solved.err) == (0, "")
    assert "countermove solve river.toml" in done.out


def test_no_file_is_overwritten_unasked(command: Callable[..., Any], river: Path) -> None:
    before = river.read_bytes()
    command("read", "river.txt", "--output", "river.toml")
    again = command("read", "river.txt", "--output", "river.toml")
    assert (again.code, again.out) == (1, "")
    assert "the file exists and was left as it is" in again.err
    assert command("read", "river.txt", "--output", "river.toml", "--force").code == 0
    assert command("read", "river.txt", "--output", "river.txt", "--force").code == 1
    assert river.read_bytes() == before
    assert "this is none of them" not in command("read", "river.txt", "-o", "river.csv").err
    assert command("read", "river.txt", "-o", "river.csv").code == 1


def test_a_document_elsewhere_is_to_be_put_beside_the_model(
    command: Callable[..., Any], tmp_path: Path
) -> None:
    (tmp_path / "models").mkdir()
    done = command("read", "river.txt", "--output", "models/river.toml")
    assert "Put river.txt beside it" in done.out
    (tmp_path / "papers").mkdir()
    shutil.move(tmp_path / "river.txt", tmp_path / "papers" / "river.txt")
    done = command("read", "papers/river.txt", "--output", "river.toml")
    assert "Put " not in done.out
    data = tomllib.loads((tmp_path / "river.toml").read_text("utf-8"))
    assert data["documents"]["report"]["file"] == "papers/river.txt"


def test_what_cannot_be_read_is_refused_in_words(
    command: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    german = "Die Mühle ist nicht für das Dorf und den Wald. Es war ein Tag wie jeder andere auch."
    (tmp_path / "mill.txt").write_text(german * 4, "utf-8")
    (tmp_path / "empty.txt").write_text(" \n", "utf-8")
    (tmp_path / "page.html").write_text("<p>We sign, said Ana Ruiz.", "utf-8")
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    for name, said in {
        "mill.txt": "the text is in German",
        "empty.txt": "nothing can be read",
        "gone.txt": "there is no such file",
        "page.html": "countermove[read]",
    }.items():
        done = command("read", name)
        assert (done.code, done.out) == (1, ""), name
        assert said in done.err
    assert command("read", "river.txt", "--issued", "yesterday").code == 2


def test_guesses_are_marked_and_can_be_left_out(
    command: Callable[..., Any], tmp_path: Path
) -> None:
    (tmp_path / "r.txt").write_text(
        "The mayor was firm. “We will never sell the mill to them.”\nNobody spoke of it again.",
        "utf-8",
    )
    (guess,) = json.loads(command("read", "r.txt", "--json").out)["statements"]
    assert (guess["speaker"], guess["sure"]) == ("The mayor", False)
    assert "The mayor, own words, a guess" in command("read", "r.txt").out
    assert "Nothing was found that anybody says." in command("read", "r.txt", "--sure").out
    draft = command("read", "r.txt", "--output", "-").out
    assert "sources" not in tomllib.loads(draft)
    assert "#? # line 1: The mayor: “‘We will never sell the mill to them.’”" in draft


def test_many_statements_are_cut_and_who_has_no_party_is_told(
    command: Callable[..., Any], tmp_path: Path
) -> None:
    (tmp_path / "r.txt").write_text("Ana Ruiz said she would wait.\n\n" * 203, "utf-8")
    done = command("read", "r.txt")
    assert done.out.count("Ana Ruiz said she would wait") == 200
    assert "… and 3 more, which --json writes" in done.out
    assert "For no party that it tells: Ana Ruiz (203)" in done.out


def test_an_option_that_is_refused_is_told_as_one(
    command: Callable[..., Any], tmp_path: Path
) -> None:
    (tmp_path / "r.txt").write_text("Karsa said it would not sign the treaty.", "utf-8")
    told = "Karsa: sign the treaty (they say that they would not)"
    assert told in command("read", "r.txt").out


@pytest.mark.parametrize("columns", [60, 80, 120])
def test_what_a_document_says_stays_in_its_columns(
    command: Callable[..., Any], tmp_path: Path, columns: int
) -> None:
    text = (
        "“[bold]谈判谈判谈判[/bold] is what we want, and \u202e nothing else,” said the "
        f"\x1b[31mGrowers' Union. 中华人民共和国外交部发言人办公室 agreed to {'négociate ' * 40}. "
        f"The Étät Union threatened to close {'averylongwordwithoutanend' * 6}. "
        "Norway was named. Norway was silent.\n"
    )
    (tmp_path / "strange.txt").write_text(text, "utf-8")
    done = command("read", "strange.txt", columns=columns)
    assert (done.code, done.err) == (0, "")
    assert "Union" in done.out
    assert [line for line in done.out.splitlines() if cell_len(line) > columns] == []
    assert "\x1b" not in done.out, "what a document says is no order to the terminal"
    assert "\u202e" not in done.out
    draft = command("read", "strange.txt", "--output", "-").out
    assert tomllib.loads(draft)
    assert "\x1b" not in draft
    assert "\u202e" not in draft.replace("\\u202e", "")
