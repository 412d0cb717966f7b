"""Sweeps in the terminal: as a table, in a folder, and what is said of runs that fail."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars
import pytest

Command = Callable[..., Any]

BROKEN = """
format = "countermove/1"
title = "Two"
[decision_makers.a]
name = "A"
options = { x = "X" }
[decision_makers.b]
name = "B"
options = { y = "Y" }
[preferences]
a = { statements = ["x"] }
b = { statements = ["y"] }
[scenarios.none]
title = "Nothing can be"
rules = { infeasible = ["x or not x"] }
"""


def test_a_sweep_is_a_table_of_runs(command: Command, tmp_path: Path) -> None:
    asked = ("sweep", "chicken", "--base", "-n", "40", "--unknown", "ties", "-c", "NASH,SEQ")
    rows = list(csv.DictReader(command(*asked, "-f", "csv").out.splitlines()))
    assert [(row["run"], row["draw"], row["concept"]) for row in rows] == [
        (str(k), str(k), code) for k in range(40) for code in ("NASH", "SEQ")
    ]
    assert command(*asked, "--output", "runs.parquet").out == "Wrote runs.parquet.\n"
    frame = polars.read_parquet(tmp_path / "runs.parquet")
    assert frame["claim crash"].sum() == sum(row["claim crash"] == "yes" for row in rows)


def test_parts_are_kept_in_a_folder(command: Command, tmp_path: Path) -> None:
    asked = ("sweep", "chicken", "--outcomes", "-f", "json", "--folder", "runs")
    done = command(*asked)
    (kept,) = (tmp_path / "runs").iterdir()
    shutil.copy(kept, tmp_path / "kept")
    assert command(*asked).out == done.out
    assert kept.read_bytes() == (tmp_path / "kept").read_bytes()


def test_a_run_that_fails_is_told(command: Command, tmp_path: Path) -> None:
    (tmp_path / "two.toml").write_text(BROKEN, "utf-8")
    done = command("sweep", "two.toml")
    assert done.code == 1
    assert " 2 runs: 1 model as it stands and in 1 scenario.\n" in done.out
    assert " Run 1 failed: " in done.out
    assert "still to be done" not in done.out


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("chicken", "chicken"), 1, "'chicken' is given twice. Name each model once."),
        (("talks-2025", "--base", "-s", "any-terms"), 1, "--base leaves scenarios out"),
        (("chicken", "-n", "5"), 1, "it isn't said which rankings may be wrong."),
        (("chicken", "--doubt", "a.1"), 1, "no doubt 'a.1'."),
        (("chicken", "--cluster", "nowhere"), 1, "no cluster answers at 'nowhere'."),
    ],
)
def test_what_is_wrong_is_said(
    command: Command, arguments: tuple[str, ...], code: int, said: str
) -> None:
    done = command("sweep", *arguments)
    assert (done.code, done.out) == (code, "")
    assert said in done.err


def test_a_sample_is_the_same_on_any_number_of_processors(command: Command) -> None:
    asked = ("sample", "chicken", "--unknown", "ties", "-n", "20000", "-f", "csv")
    assert command(*asked, "--jobs", "2").out == command(*asked).out
    assert "jobs can't be 0." in command(*asked, "--jobs", "0").err
