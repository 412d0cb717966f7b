"""Uses the question that CONTRIBUTING.md adds to a copy of the package.

Run by uses.py, with that copy first on the path, in an empty folder.
"""

from __future__ import annotations

import json
import shutil
import sys
import time
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path

import countermove
from countermove.cli.app import main as countermove_command
from countermove.files.gallery import case_path
from web.app import client_of

ASKS = "Who wants the same?"


def command(*arguments: str) -> str:
    out, err = StringIO(), StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        countermove_command(list(arguments))
    return out.getvalue() + err.getvalue()


def command_line() -> None:
    assert "alike       Say who wants the same." in command("--help")
    shown = command("alike", "--help")
    assert "--scenario -s STR  The scenario to look at" in shown
    assert "countermove alike talks-2025" in shown
    shown = command("alike", "prisoners-dilemma")
    assert f"\n{ASKS}\n" in shown
    assert "First prisoner and Second prisoner" in shown
    assert " 17%" in shown  # Of six pairs only one: both would rather be silent than both talk.
    data = json.loads(command("alike", "prisoners-dilemma", "--format", "json"))
    assert data["format"] == "countermove-alike/1"
    assert data["alike"] == [["first", "second", 1 / 6]]


def report() -> None:
    assert ASKS in command("report", "prisoners-dilemma", "--part", "alike")
    assert ASKS in command("report", "prisoners-dilemma", "--format", "markdown")


def web() -> None:
    shutil.copyfile(case_path("talks-2025"), "talks.toml")
    with client_of(Path()) as client:
        (question,) = [q for q in client.get("/api/questions").json() if q["id"] == "alike"]
        assert question["asks"] == ASKS
        assert question["parameters"]["properties"].keys() == {
            "scenario",
            "everything",
            "reading",
        }
        there = "/models/talks.toml/follow-up"
        assert f'href="{there}/alike"' in client.get(there).text
        page = client.get(f"{there}/alike").text
        assert 'name="scenario"' in page
        assert "Show everything" in page
        asked = client.post("/api/models/talks.toml/questions/alike", json={}).json()
        while asked["status"] in ("waiting", "running"):
            time.sleep(0.01)
            asked = client.get(f"/api/jobs/{asked['id']}", params={"wait": 5}).json()
        assert asked["status"] == "done", asked
        assert ASKS in client.get(f"{there}/alike").text


def documentation(root: Path) -> None:
    sys.path.insert(0, str(root / "docs" / "_ext"))
    import question_tables

    assert f"- [{ASKS}](alike.md) (`alike`): How many pairs" in question_tables.listed()
    row = "| `alike` | `questions/alike.py` | `analysis/alike.py` | `report/alike.py` |"
    assert row in question_tables.table()
    assert "Usage: countermove alike [OPTIONS] MODEL" in question_tables.help_of("alike")


def laws() -> None:
    from laws.test_every_analysis import asked_of

    solution = countermove.solve(countermove.load("chicken"))
    assert "alike" in {asked.id for asked in asked_of(solution, 0)}


def main() -> None:
    command_line()
    report()
    web()
    documentation(Path(__file__).parents[2])
    laws()
