"""Models with too many outcomes to list: solved, explained and checked in the terminal."""

from __future__ import annotations

import json
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from coalition import COALITION, MANY
from countermove.cli.following import Following

Command = Callable[..., Any]


@pytest.fixture
def coalition(tmp_path: Path) -> str:
    """Return the name of a file with a model of 64 options."""
    (tmp_path / "coalition.toml").write_text(COALITION)
    return "coalition.toml"


def test_what_holds_is_told_and_how_many(command: Command, coalition: str) -> None:
    """Claims, numbers of outcomes, and by how many something is done in them."""
    found = command("solve", coalition, "-c", "NASH")
    assert (found.code, found.err) == (0, "")
    assert "Of about 1.8 × 10^19 outcomes there hold:" in found.out
    # Everybody sends troops with the lead, and pays with ten others who pay or not at all.
    assert "NASH 2." in found.out
    assert "Always: Lead the force; " in found.out
    assert "Never: Stop the talks." in found.out
    assert "Member 0, Member 1 and 29 alike: Send troops: 31 of 31." in found.out
    assert "Member 0, Member 1 and 29 alike: Pay for it: 0 to 31 of 31." in found.out
    data = json.loads(command("solve", coalition, "-c", "NASH", "--format", "json").out)
    assert data["states"] == 2**64
    assert data["equilibria"] == {
        "NASH": {"count": 2, "patterns": data["equilibria"]["NASH"]["patterns"]}
    }
    assert [one["holds"] for one in data["claims"].values()] == [{"NASH": True}, {"NASH": True}]


def test_why_is_told_with_the_replies(command: Command, coalition: str) -> None:
    """An outcome is named by what is done in it; parties that are alike are told of once."""
    found = command("explain", coalition, "lead, stop", "-c", "SEQ")
    assert (found.code, found.err) == (0, "")
    assert found.out.count("Take Member 0.") == 1
    told = " ".join(found.out.split())
    drops = "would drop “Lead the force” and drop “Stop the talks”"
    assert f"The lead {drops}, and nothing that the others would do in their own" in told
    assert f"but then The lead {drops}, and that is no better for Member 0" in told
    assert "Member 0, Member 1 and 29 alike" in told
    data = json.loads(command("explain", coalition, "lead, stop", "--format", "json").out)
    assert data["state"]["number"] == 4
    assert data["alike"] == [[f"m{k}" for k in range(MANY)]]
    assert [one["decision_maker"] for one in data["verdicts"]] == 5 * ["lead", "m0"]


def test_such_a_model_is_checked_and_other_questions_say_why_not(
    command: Command, coalition: str
) -> None:
    """Check counts the outcomes; what has to list them is refused."""
    found = command("check", coalition)
    assert found.code == 0
    assert "18,446,744,073,709,551,616 outcomes" in found.out
    refused = command("evolve", coalition)
    assert refused.code == 1
    assert "listing its outcomes copes with 63" in refused.err
    assert "countermove solve" in refused.err
    assert command("solve", coalition, "--individual").code == 1
    assert command("solve", coalition, "--strength", "strong").code == 1
    nowhere = command("explain", coalition, "lead, nobody")
    assert nowhere.code == 1
    assert "'lead, nobody' is no outcome" in nowhere.err


def test_ctrl_c_shows_what_was_found_at_once(
    command: Command, coalition: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is told as incomplete, and what isn't known as open."""

    def interrupted(*_: object) -> None:
        signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(Following, "so_far", interrupted)
    done = command("solve", coalition)
    assert (done.code, done.err) == (130, "Stopped: this is what had been found until then.\n")
    assert "NASH 2." in done.out
    assert "SEQ Between 2 and " in done.out
    assert "A limit was reached: incomplete" in done.out


def test_the_time_is_limited(command: Command, coalition: str) -> None:
    """With no time at all little is known, and the rest is told as open."""
    done = command("solve", coalition, "--seconds", "0")
    assert (done.code, done.err) == (0, "")
    assert "SEQ Between " in done.out
    assert "The talks never stop" in done.out
    data = json.loads(command("solve", coalition, "--seconds", "0", "--format", "json").out)
    assert not data["provenance"]["complete"]
    least, most = data["equilibria"]["SEQ"]["between"]
    assert least < most
    assert None in data["claims"]["stop"]["holds"].values()
