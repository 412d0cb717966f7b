"""The interview at the terminal: what is typed stands in the model file at once."""

from __future__ import annotations

import builtins
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from countermove.editing.edited_file import EditedFile
from countermove.editing.history import History

Command = Callable[..., Any]

WATER = """\
format = "countermove/1"
title = "Water"

[decision_makers.town]
name = "Town"
options = { pump = "Pump more water" }

[decision_makers.farm]
name = "Farm"
options = { dam = "Build a dam" }

[preferences.town]
statements = [
  { holds = "not dam", perhaps = true },  # a rumour
  { holds = "pump", either_way = true },
]

[preferences.farm]
statements = [{ any_order = ["dam", "not pump"] }]

[claims.quiet]
says = "They can live quietly"
possible = "not pump and not dam"

[claims.both]
says = "Both build"
possible = "pump and dam"
"""


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return a function that says what will be typed; an exception is raised as it is."""

    def will_be(*lines: str | type[BaseException]) -> None:
        left: Iterator[str | type[BaseException]] = iter(lines)

        def read(prompt: str) -> str:
            line = next(left, EOFError)
            if isinstance(line, str):
                return line
            raise line

        monkeypatch.setattr(builtins, "input", read)

    return will_be


def wants(path: str = "water.toml") -> Any:
    return tomllib.loads(Path(path).read_text())["preferences"]


@pytest.fixture
def water(command: Command) -> Path:
    path = Path("water.toml")
    path.write_text(WATER)
    return path


def test_answers_are_written_at_once(command: Command, water: Path, typed: Any) -> None:
    typed("2", KeyboardInterrupt)
    run = command("ask", str(water), "--interview", "--concept", "NASH", "--who", "The mayor")
    assert run.code == 130
    assert "1. Does Town want this to hold, or the opposite: “Pump more water”?" in run.out
    assert "“They can live quietly” is not true under NASH." not in run.out.split("2. ")[0]
    assert wants()["town"]["statements"][1] == {
        "holds": "not pump",
        "because": [source := next(iter(tomllib.loads(water.read_text())["sources"]))],
    }
    assert source.startswith("interview-")
    assert "# a rumour" in water.read_text()
    with History(Path()) as history:
        document = EditedFile(water, history)
        seen = document.current()
        assert seen.undo == "Town wants the opposite of this: “Pump more water” (interview)"
        document.undo(seen.revision)
    assert water.read_text() == WATER
    assert "countermove ask water.toml --interview" in run.out


def test_what_is_not_known_stays_open_and_is_named(
    command: Command, water: Path, typed: Any
) -> None:
    typed("nonsense", "?")
    run = command("ask", str(water), "--interview", "-c", "NASH", "--claim", "both")
    assert run.code == 0
    assert "“nonsense” is none of the answers." in run.out
    assert "as nobody knew: Does Town want this to hold" in " ".join(run.out.split())
    assert water.read_text() == WATER


def test_a_clash_is_settled_at_once(command: Command, water: Path, typed: Any) -> None:
    typed("1", "1", "1", "2", "q")
    run = command("ask", str(water), "--interview", "-c", "NASH", "--claim", "both")
    assert "Once more, the other way round" in run.out
    assert "These can't all be true. Which of them is to be taken back?" in run.out


def test_where_there_is_nothing_to_ask(command: Command, typed: Any) -> None:
    run = command("ask", "talks-2025", "--interview")
    assert run.code == 1
    assert "countermove export talks-2025 --output talks-2025.toml" in run.err
    command("export", "prisoners-dilemma", "--output", "dilemma.toml")
    run = command("ask", "dilemma.toml", "--interview")
    assert "What is settled" in run.out
    assert command("ask", "dilemma.toml", "--who", "x").code == 2
    assert command("ask", "dilemma.toml", "--interview", "--all").code == 2
