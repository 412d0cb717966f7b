"""The notations for other programs say what Python says."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from countermove.analysis.compare import compare
from countermove.analysis.differences import differences
from countermove.analysis.solving import solve
from countermove.analysis.worth.worth import worth
from countermove.building import build
from countermove.files.model_file import load
from countermove.report.claims import claims_in_full
from countermove.report.explain import explain
from countermove.report.states import StateList
from kinds_of_cases import PUBLISHED


def timeless(data: dict[str, Any]) -> dict[str, Any]:
    for part in (data, data.get("across", {}), *data.get("scenarios", ())):
        part.get("provenance", {}).pop("seconds", None)
    return data


@pytest.mark.parametrize("case", PUBLISHED)
def test_solve_prints_the_solution(command: Callable[..., Any], case: str) -> None:
    done = command("solve", case, "--format", "json")
    assert done.code == 0
    assert timeless(json.loads(done.out)) == timeless(solve(load(case)).to_dict())


def test_the_options_reach_the_solution(command: Callable[..., Any]) -> None:
    done = command(
        *("solve", "talks-2025", "-s", "any-terms", "-c", "SEQ,gmr", "--engine", "definition"),
        *("-f", "json"),
    )
    data = json.loads(done.out)
    assert list(data["equilibria"]) == ["SEQ", "GMR"]
    assert data["model"]["scenario"] == "any-terms"
    assert data["provenance"]["engine"] == "definition"
    expected = solve(load("talks-2025"), ["SEQ", "GMR"], "definition", scenario="any-terms")
    assert timeless(data) == timeless(expected.to_dict())


def test_explain_prints_the_explanation(command: Callable[..., Any]) -> None:
    done = command("explain", "talks-2025", "--state", "36", "-d", "us", "-c", "SEQ", "-f", "json")
    printed, found = json.loads(done.out), explain(load("talks-2025"), 36, "us", "SEQ").to_dict()
    for one in (printed, found):
        del one["across"]["provenance"]["seconds"]
    assert printed == found


@pytest.mark.parametrize("state", ["36", "table/YYYY", "--state=table/YYYY"])
def test_a_state_is_named_by_number_or_pattern(command: Callable[..., Any], state: str) -> None:
    done = command("explain", "talks-2025", state, "-f", "json")
    assert json.loads(done.out)["state"]["number"] == 36


def test_compare_prints_the_comparison(command: Callable[..., Any]) -> None:
    done = command("compare", "talks-2025", "-s", "any-terms", "-s", "revocable", "-f", "json")
    expected = compare(load("talks-2025"), ["any-terms", "revocable"]).to_dict()
    assert timeless(json.loads(done.out)) == timeless(expected)


def test_compare_prints_the_differences(command: Callable[..., Any]) -> None:
    done = command("compare", "elmira", "elmira-coalesced", "-c", "SEQ", "-f", "json")
    expected = differences(load("elmira"), load("elmira-coalesced"), concepts="SEQ").to_dict()
    assert timeless(json.loads(done.out)) == timeless(expected)


def test_the_full_table_is_that_of_every_notation(command: Callable[..., Any]) -> None:
    rows = list(csv.reader(command("compare", "talks-2025", "-f", "csv").out.splitlines()))
    comparison = compare(load("talks-2025"))
    assert len(rows) == 1 + len(comparison) * (1 + len(comparison.base.claims))
    shown = command("compare", "talks-2025", "--table").out
    for scenario, solution in comparison:
        title = "The model as it stands" if scenario is None else comparison.title(scenario)
        assert title.split()[0] in shown
        counts = [str(solution.holding[code].count()) for code in solution.codes]
        counted = [line.split()[-5:] for line in shown.splitlines() if "Number of outcomes" in line]
        assert counts in counted
    assert shown.count("Number of outcomes that hold") == len(comparison)


def test_read_prints_the_reading(command: Callable[..., Any]) -> None:
    done = command("worth", "talks-2025", "36", "-F", "us=NASH", "-F", "Europe=SEQ", "-f", "json")
    expected = worth(load("talks-2025"), states=36, foresight={"us": "NASH", "europe": "SEQ"})
    assert timeless(json.loads(done.out)) == timeless(expected.to_dict())


def test_claims_print_answers_and_record(command: Callable[..., Any]) -> None:
    data = json.loads(command("claims", "talks-2025", "--claim", "backs", "-f", "json").out)
    expected = claims_in_full(compare(load("talks-2025")), ["backs"]).to_dict()
    assert timeless(data) == timeless(expected)
    (claim,) = data["claims"]
    assert claim["record"]["backs"]["who"] == "Kaja Kallas"
    assert [answer["scenario"] for answer in claim["answers"]][:2] == [None, "nothing-conceded"]


def test_states_print_rankings(command: Callable[..., Any]) -> None:
    data = json.loads(command("states", "talks-2025", "-f", "json").out)
    assert data == StateList(build(load("talks-2025"))).to_dict()
    assert data["rankings"]["us"][0] == [33, 35]
    assert data["status_quo"] == 1


def test_check_prints_mistakes_as_data(command: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "bad.toml").write_bytes((Path(__file__).parent / "bad.toml").read_bytes())
    done = command("check", "bad.toml", "--format", "json")
    assert done.code == 1
    data = json.loads(done.out)
    assert not data["in_order"]
    assert data["problems"][0]["line"] == 4
    rows = list(csv.DictReader(command("check", "bad.toml", "-f", "csv").out.splitlines()))
    assert [row["line"] for row in rows] == [str(p["line"]) for p in data["problems"]]


@pytest.mark.parametrize(
    "arguments",
    [
        ("solve", "talks-2025"),
        ("explain", "talks-2025", "36"),
        ("claims", "talks-2025", "-c", "SEQ"),
        ("compare", "talks-2025", "-c", "SEQ"),
        ("compare", "elmira", "elmira-coalesced"),
        ("worth", "talks-2025"),
        ("states", "talks-2025"),
        ("check", "talks-2025"),
        ("cases",),
        ("concepts",),
    ],
    ids=lambda a: a[0],
)
def test_every_notation_of_every_result(
    command: Callable[..., Any], arguments: tuple[str, ...]
) -> None:
    json.loads(command(*arguments, "--format", "json").out)
    rows = list(csv.reader(command(*arguments, "--format", "csv").out.splitlines()))
    assert len({len(row) for row in rows}) == 1
    markdown = command(*arguments, "--format", "markdown").out.splitlines()
    assert all(line.startswith("|") for line in markdown)
    assert len(markdown) == len(rows) + 1
    latex = command(*arguments, "--format", "latex").out
    assert latex.startswith("% Needs \\usepackage{booktabs,")
    kind = "longtable" if "longtable" in latex else "table"
    assert latex.count(f"\\begin{{{kind}}}") == latex.count(f"\\end{{{kind}}}") > 0


@pytest.mark.parametrize(
    ("file", "begin"),
    [("r.json", "{"), ("r.csv", "state,"), ("r.md", "| state"), ("r.tex", "% Needs"), ("r", "Tal")],
)
def test_the_suffix_says_the_notation(
    command: Callable[..., Any], tmp_path: Path, file: str, begin: str
) -> None:
    done = command("solve", "talks-2025", "-o", file)
    assert (done.code, done.out) == (0, f"Wrote {file}.\n")
    assert (tmp_path / file).read_text("utf-8").startswith(begin)


def test_a_format_that_is_given_weighs_more_than_the_suffix(
    command: Callable[..., Any], tmp_path: Path
) -> None:
    command("solve", "talks-2025", "-o", "r.txt", "-f", "json")
    assert json.loads((tmp_path / "r.txt").read_text("utf-8"))["format"] == "countermove-result/1"
