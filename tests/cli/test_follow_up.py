"""The commands of robustness: what is typed reaches the analysis, and mistakes are told."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

Command = Callable[..., Any]


def test_a_share_may_be_given_in_percent(command: Command) -> None:
    done = [
        command("sample", "syria-iraq-1975", "--within", within, "-n", "50", "-f", "json")
        for within in ("20%", "0.2", "3")
    ]
    far = [json.loads(one.out)["drawn"]["within"] for one in done]
    assert far[0] == far[1] == {"syria": 3, "iraq": 3}
    assert far[2] == far[0]


def test_parties_scenarios_and_seeds_are_passed_on(command: Command) -> None:
    typed = ("sample", "talks-2025", "--within", "2", "-n", "20", "--seed", "7", "-c", "SEQ")
    done = command(*typed, "-d", "Europe", "-d", "us", "-s", "any-terms", "--format", "json")
    data = json.loads(done.out)
    assert data["drawn"]["decision_makers"] == ["us", "europe"]
    assert data["drawn"]["seed"] == 7
    assert data["model"]["scenario"] == "any-terms"


def test_all_is_all(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("countermove.report.judgements._SHOWN", 5)
    few, every = (
        command("judgements", "talks-2025", "-c", "SEQ", *more).out for more in ((), ("--all",))
    )
    assert "See them with --all" in few
    assert "Nothing else changes any claim." in every


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (("sample", "talks-2025"), "Give --within 3"),
        (("sample", "talks-2025", "--within", "1", "--unknown", "ties"), "not both"),
        (("sample", "talks-2025", "--within", "near"), "no distance 'near'"),
        (("sample", "talks-2025", "--within", "10%junk"), "no distance '10%junk'. Give a number"),
        (("sample", "talks-2025", "--within", "1e999999999"), "no distance '1e999999999'"),
        (("sample", "talks-2025", "--within", "1e1"), "no distance '1e1'. Give a number of pairs"),
        (("sample", "talks-2025", "--within", "1_0"), "no distance '1_0'. Give a number of pairs"),
        (("sample", "talks-2025", "--within", "1/0"), "no distance '1/0'"),
        (("sample", "talks-2025", "--within", "200%"), "'200%' is more than all pairs"),
        (("sample", "talks-2025", "--within", "-1"), "no distance '-1'"),
        (("sample", "talks-2025", "--within", "1", "-n", "0"), "samples can't be 0"),
        (("sample", "talks-2025", "--within", "1", "-d", "uk"), "no party 'uk'"),
        (("judgements", "talks-2025", "--claim", "bakcs"), "Did you mean 'backs'"),
        (("judgements", "talks-2025", "-s", "none"), "no scenario 'none'"),
        (("judgements", "talks-2025", "-c", "NASHH"), "Did you mean 'NASH'"),
    ],
)
def test_mistakes_are_told(command: Command, typed: tuple[str, ...], told: str) -> None:
    done = command(*typed)
    assert done.code == 1
    assert told in " ".join(done.err.split())
    assert not done.out
