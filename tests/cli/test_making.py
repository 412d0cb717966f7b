"""New models, imports from GMCR+, exports for other programs."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from countermove.files.model_file import load, loads
from countermove.files.schema import SCHEMA_FILE, json_schema
from countermove.model.scenarios import apply_scenario
from countermove.record.proving import proofs

GMCR = {
    "options": [
        {"name": "Release", "permittedDirection": "both"},
        {"name": "Attack", "permittedDirection": "fwd"},
    ],
    "decisionMakers": [
        {"name": "Upstream", "options": [0], "preferences": [[[1, "N"]], [[0, "N"]]]},
        {"name": "Downstream", "options": [1], "preferences": [[[0, "Y"]], [[1, "N"]]]},
    ],
    "infeasibles": [],
    "useManualPreferenceRanking": False,
    "coalitions": [[0, 1]],
}


def test_new_writes_a_model_that_can_be_solved(command: Callable[..., Any]) -> None:
    done = command("new", "mine.toml")
    assert done.code == 0
    assert done.out.endswith("  countermove solve mine.toml\n")
    assert command("check", "mine.toml").code == 0
    assert "Water for the valley" in command("solve", "mine.toml").out
    again = command("new", "mine.toml")
    assert again.code == 1
    assert "left as it is" in again.err


def test_new_leads_editors_to_the_schema_beside_it(command: Callable[..., Any]) -> None:
    done = command("new", "mine.toml")
    assert "By countermove-1.schema.json beside it, editors for TOML check it as you type.\n" in (
        done.out
    )
    first = Path("mine.toml").read_text("utf-8").split("\n")[0]
    assert first == "#:schema ./countermove-1.schema.json"
    schema = Path("mine.toml").parent / first.removeprefix("#:schema ")
    assert json.loads(schema.read_text("utf-8")) == json_schema()
    # An old one of ours is renewed, what belongs to others stays.
    schema.write_text('{"$id": "urn:countermove:model:1"}')
    command("new", "second.toml")
    assert json.loads(schema.read_text("utf-8")) == json_schema()
    schema.write_text("{}")
    done = command("new", "third.toml")
    assert (done.code, schema.read_text()) == (0, "{}")
    assert "editors" not in done.out


@pytest.mark.parametrize("title", ['Say "yes" \\ or no', "和平", "a\nb", "#", "''' \"\"\""])
def test_new_takes_any_title(command: Callable[..., Any], title: str) -> None:
    assert command("new", "mine.toml", "--title", title).code == 0
    assert load("mine.toml").title == title


@pytest.mark.parametrize(
    ("title", "says"), [(" ", "is blank"), ("a\x1bb", "holds a control character (U+001B)")]
)
def test_new_refuses_a_title_that_no_model_has(
    command: Callable[..., Any], title: str, says: str
) -> None:
    done = command("new", "mine.toml", "--title", title)
    assert (done.code, done.err) == (
        1,
        f"countermove: the title {says}. Give another one, or none.\n",
    )
    assert not Path("mine.toml").exists()


def test_new_prints_to_the_terminal(command: Callable[..., Any]) -> None:
    text = command("new", "-").out
    assert loads(text).title == "Water for the valley"


def test_import_writes_a_model_and_notes_once_what_differs(
    command: Callable[..., Any], tmp_path: Path
) -> None:
    (tmp_path / "d.gmcr").write_text(json.dumps(GMCR), "utf-8")
    done = command("import", "d.gmcr", "-o", "d.toml")
    assert done.code == 0
    assert done.err
    assert all(line.startswith("Note: ") for line in done.err.splitlines())
    assert command("check", "d.toml").code == 0
    printed = command("import", "d.gmcr")
    assert loads(printed.out) == load(str(tmp_path / "d.toml"))
    assert command("import", "d.gmcr", "-o", "d.json").code == 0
    assert load(str(tmp_path / "d.json")) == load(str(tmp_path / "d.toml"))


def test_import_tells_the_mistakes_of_a_file(command: Callable[..., Any], tmp_path: Path) -> None:
    broken = GMCR | {"options": [{"name": "Release", "permittedDirection": "sideways"}]}
    (tmp_path / "d.gmcr").write_text(json.dumps(broken), "utf-8")
    done = command("import", "d.gmcr", "-o", "d.toml")
    assert (done.code, done.out) == (1, "")
    assert done.err.count("\n") > 1
    assert all(line.startswith("d.gmcr:") for line in done.err.splitlines())
    assert not (tmp_path / "d.toml").exists()


def test_a_workbook_is_filled_in_read_and_given_back_marked(
    command: Callable[..., Any], tmp_path: Path
) -> None:
    assert command("new", "--table", "w.xlsx", "--title", "Pay").code == 0
    empty = command("import", "w.xlsx", "-o", "w.toml")
    assert (empty.code, empty.out) == (1, "")
    assert empty.err.startswith("w.xlsx:Parties: no party is named.")
    assert "countermove import w.xlsx --marked w-marked.xlsx" in empty.err
    before = (tmp_path / "w.xlsx").read_bytes()
    assert command("import", "w.xlsx", "--marked", "w.xlsx", "--force").code == 1
    assert (tmp_path / "w.xlsx").read_bytes() == before
    assert "marked in m.xlsx" in command("import", "w.xlsx", "--marked", "m.xlsx").err
    assert command("import", "m.xlsx").err.startswith("m.xlsx:Parties: no party is named.")
    assert command("export", "chicken", "-o", "c.xlsx").code == 0
    assert command("import", "c.xlsx", "-o", "c.toml").code == 0
    assert load(str(tmp_path / "c.toml")) == load("chicken")
    (tmp_path / "d.gmcr").write_text(json.dumps(GMCR), "utf-8")
    assert "in workbooks" in command("import", "d.gmcr", "--marked", "n.xlsx").err


@pytest.mark.parametrize("kind", ["toml", "json"])
def test_export_writes_the_model(command: Callable[..., Any], tmp_path: Path, kind: str) -> None:
    assert command("export", "talks-2025", "-o", f"t.{kind}").code == 0
    assert load(str(tmp_path / f"t.{kind}")) == load("talks-2025")
    done = command("export", "talks-2025", "--to", kind, "-s", "any-terms")
    expected = apply_scenario(load("talks-2025"), "any-terms")
    assert loads(done.out, kind) == expected


def test_a_model_is_exported_with_the_documents_that_it_quotes(
    command: Callable[..., Any], tmp_path: Path
) -> None:
    (tmp_path / "night-ward-minutes.txt").write_text("mine", "utf-8")
    done = command("export", "night-ward", "-o", "n.toml")
    assert done.out == "Wrote n.toml.\nWrote night-ward-report.html.\n"
    assert (tmp_path / "night-ward-minutes.txt").read_text("utf-8") == "mine"
    (tmp_path / "night-ward-minutes.txt").unlink()
    # From a workbook in the same folder, too, they are proved again.
    assert command("export", "n.toml", "-o", "n.xlsx").out == "Wrote n.xlsx.\n"
    assert command("export", "night-ward", "-o", "again.json").code == 0
    assert command("import", "n.xlsx", "-o", "m.toml").code == 0
    found = proofs(load(str(tmp_path / "m.toml")))
    assert all(proof.quotation for proof in found.values())


@pytest.mark.parametrize(
    ("kind", "begin"),
    [("csv", "state,label,"), ("graphml", "<?xml"), ("nfg", "NFG 1 R"), ("toml", "format = ")],
)
def test_export_goes_to_the_terminal_or_a_file(
    command: Callable[..., Any], tmp_path: Path, kind: str, begin: str
) -> None:
    printed = command("export", "chicken", "--to", kind)
    assert printed.out.startswith(begin)
    assert command("export", "chicken", "-o", f"c.{kind}").out == f"Wrote c.{kind}.\n"
    assert (tmp_path / f"c.{kind}").read_text("utf-8") == printed.out


def test_check_points_at_what_is_worth_a_second_look(command: Callable[..., Any]) -> None:
    Path("dam.toml").write_text(
        'format = "countermove/1"\ntitle = "A dam"\nstatus_quo = []\n'
        '[decision_makers.up]\nname = "Upstream"\noptions = { fill = "Fill", talk = "Talk" }\n'
        '[preferences]\nup.statements = ["fill"]\n'
    )
    done = command("check", "dam.toml")
    assert (done.code, done.err) == (0, "")
    assert (
        "\nWorth a second look\n"
        " · dam.toml:6:35: no wish, rule or claim names “Talk”. Nobody cares then whether\n"
        "   it is done: name it where it matters, or leave it out.\n"
    ) in done.out
    (told,) = json.loads(command("check", "dam.toml", "--format", "json").out)["advice"]
    assert (told["line"], told["column"], told["what"]) == (
        6,
        35,
        "no wish, rule or claim names “Talk”.",
    )


def test_check_takes_several_models(command: Callable[..., Any]) -> None:
    command("new", "good.toml")
    Path("bad.toml").write_text('format = "countermove/1"\ntitle = 3\n')
    done = command("check", "good.toml", "bad.toml", "missing.toml", "chicken")
    assert done.code == 1
    assert done.out == "good.toml: in order\nchicken: in order\n"
    assert "bad.toml:2:9: 'title' must be a text" in done.err
    assert "missing.toml: there is no such file." in done.err
    assert command("check", "good.toml", "chicken").code == 0
    assert command("check", "good.toml", "chicken", "--format", "json").code == 2


def test_the_hook_for_pre_commit_runs_check(command: Callable[..., Any]) -> None:
    text = (Path(__file__).parents[2] / ".pre-commit-hooks.yaml").read_text("utf-8")
    hook = dict(line.strip("- ").split(": ", 1) for line in text.splitlines()[1:])
    command("new", "good.toml")
    program, *words = hook["entry"].split()
    assert program == "countermove"
    assert command(*words, "good.toml", "chicken").code == 0
    assert re.search(hook["files"], "models/water.toml")
    assert not re.search(hook["files"], "pyproject.toml")
    assert re.search(hook["exclude"], f"models/{SCHEMA_FILE}")
