"""Many runs: each answers as it does alone, and the same bytes come out however they are run."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import joblib
import pytest

import countermove as cm
from countermove.analysis import running
from countermove.analysis.sweep import plan
from countermove.errors import FileError, TooLargeError, UnknownNameError
from models import conflict_of

TALKS = cm.load("talks-2025")
DOUBTS = ["us.2", "ukraine.3", "europe.1"]
DRAWN: dict[str, Any] = {"scenarios": "any-terms", "samples": 3000, "unknown": "ties", "seed": 3}


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan, "_PART", 1e-3)


def said(runs: cm.Sweep) -> str:
    return runs.to_csv() + runs.to_json()


def counted(sample: cm.Sample) -> dict[str, Any]:
    return {key: value for key, value in sample.to_dict().items() if key != "provenance"}


# -- each run answers as it does alone -----------------------------------------------------------


def test_readings_answer_as_each_of_them_alone() -> None:
    runs = cm.sweep(TALKS, ["any-terms", "any-format"], DOUBTS, outcomes=True)
    assert len(runs) == runs.done == 3 * 2 * 6 * 2
    assert len({tuple(run["reading"].items()) for run in runs}) == 24
    for run in list(runs)[::7]:
        solution = cm.solve(TALKS.in_reading(run["reading"]), scenario=run["scenario"])
        assert run["claims"] == {one.claim: dict(one.holds) for one in solution.claims}
        states = {code: solution.equilibria(code) for code in solution.codes}
        assert run["states"] == {code: [s.pattern for s in own] for code, own in states.items()}
        assert run["equilibria"] == {code: len(own) for code, own in states.items()}


@pytest.mark.parametrize("case", ["fuzzy-preference", "elmira-graph", "uncertain-rankings"])
def test_other_kinds_of_models_answer_as_alone(case: str) -> None:
    conflict = cm.load(case)
    runs = cm.sweep(conflict, doubts="all", concepts=["NASH", "SEQ", "L2"], outcomes=True)
    for run in runs:
        reading = run.get("reading", {})
        solution = cm.solve(conflict.in_reading(reading), runs.codes, scenario=run["scenario"])
        states = {code: solution.equilibria(code) for code in runs.codes}
        named = {code: [s.pattern or s.label for s in own] for code, own in states.items()}
        assert run["states"] == named


def test_draws_are_those_of_a_sample(small_parts: None) -> None:
    runs = cm.sweep(TALKS, **DRAWN)
    for scenario in (None, "any-terms"):
        sample = cm.sample(TALKS, samples=3000, unknown="ties", seed=3, scenario=scenario)
        held = [run["claims"] for run in runs if run["scenario"] == scenario]
        counts = {
            claim: {code: sum(run[claim][code] for run in held) for code in runs.codes}
            for claim in sample.claim_counts
        }
        assert counts == {claim: dict(own) for claim, own in sample.claim_counts.items()}


def test_draws_in_a_reading_are_those_of_a_sample_in_it() -> None:
    runs = cm.sweep(TALKS, (), "us.2", "SEQ", samples=40, within=2, seed=1)
    settled = TALKS.in_reading({"us.2": "no"})
    sample = cm.sample(settled, samples=40, within=2, seed=1, concepts="SEQ")
    held = [run["claims"]["backs"]["SEQ"] for run in runs if run["reading"] == {"us.2": "no"}]
    assert (len(held), sum(held)) == (40, sample.claim_counts["backs"]["SEQ"])


def test_many_models_stand_side_by_side() -> None:
    games = {name: cm.load(name) for name in ("chicken", "prisoners-dilemma", "talks-2025")}
    runs = cm.sweep(games, (), concepts="SEQ")
    assert [run["model"] for run in runs] == list(games)
    counts = [len(cm.solve(game).equilibria("SEQ")) for game in games.values()]
    assert [run["equilibria"]["SEQ"] for run in runs] == counts
    rows = runs.to_frame()
    assert rows["claim backs"].isna().tolist() == [True, True, False]
    assert [run["model"] for run in cm.sweep([TALKS, TALKS], ())] == [
        "Talks on Ukraine, February 2025",
        "Talks on Ukraine, February 2025 (2)",
    ]


def test_a_model_in_a_reading_stays_in_it() -> None:
    settled = TALKS.in_reading({"us.2": "no"})
    (run,) = cm.sweep(settled, ())
    solution = cm.solve(settled)
    assert run["claims"] == {one.claim: dict(one.holds) for one in solution.claims}
    assert [r["reading"] for r in cm.sweep(settled, (), "us.3")] == [
        {"us.3": "yes"},
        {"us.3": "no"},
    ]


# -- the same bytes, however it is run -----------------------------------------------------------


class Stops:
    """Stops a sweep, or kills its process, when it is told of progress so many times."""

    def __init__(self, after: int, *, kills: bool = False) -> None:
        self.left, self.kills = after, kills

    def __call__(self, _: cm.Progress) -> bool:
        self.left -= 1
        if not self.left and self.kills:
            os.kill(os.getpid(), signal.SIGKILL)
        return self.left > 0


@pytest.fixture(scope="module")
def whole() -> str:
    return said(cm.sweep(TALKS, **DRAWN))


def test_what_was_stopped_goes_on_where_it_was(
    small_parts: None, tmp_path: Path, whole: str
) -> None:
    stopped = cm.sweep(TALKS, **DRAWN, folder=tmp_path, follow=Stops(3))
    assert not stopped.provenance.complete
    assert repr(stopped) == "<Sweep of 1 model: 2,048 of 6,000 runs done; incomplete>"
    assert stopped.missing == tuple(range(2048, 6000))
    kept = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert len(kept) == 2
    torn = min(tmp_path.iterdir())
    torn.write_bytes(kept[torn.name][:-20])
    heard: list[str] = []
    runs = cm.sweep(TALKS, **DRAWN, folder=tmp_path, follow=lambda p: heard.append(p.expected))
    assert heard[0].startswith("6,000 runs in 6 parts, 1 of them done before: ")
    assert said(runs) == whole
    assert {name: (tmp_path / name).read_bytes() for name in kept} == kept


@pytest.mark.skipif(not hasattr(os, "fork"), reason="a process is killed that was forked")
def test_what_was_killed_goes_on_where_it_was(
    small_parts: None, tmp_path: Path, whole: str
) -> None:
    child = os.fork()
    if not child:
        cm.sweep(TALKS, **DRAWN, folder=tmp_path, follow=Stops(4, kills=True))
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == signal.SIGKILL
    assert len(list(tmp_path.glob("*.json"))) == 3
    assert said(cm.sweep(TALKS, **DRAWN, folder=tmp_path)) == whole


@pytest.mark.slow
def test_processes_and_a_cluster_give_the_same_bytes(
    small_parts: None, tmp_path: Path, whole: str
) -> None:
    from distributed import Client, LocalCluster

    by_processes = cm.sweep(TALKS, **DRAWN, folder=tmp_path / "a", jobs=2, follow=Stops(4))
    assert 0 < by_processes.done < 6000
    # Two workers as threads: what is sent to processes is tried above, and they take seconds.
    two: dict[str, Any] = {"n_workers": 2, "threads_per_worker": 1, "processes": False}
    cluster = LocalCluster(**two, dashboard_address=None)
    with cluster, Client(cluster), joblib.parallel_config("dask"):
        assert said(cm.sweep(TALKS, **DRAWN, folder=tmp_path / "a")) == whole
        cm.sweep(TALKS, **DRAWN, folder=tmp_path / "b")
        drawn = counted(cm.sample(TALKS, samples=3000, within=2))
    files = [{f.name: f.read_bytes() for f in (tmp_path / name).iterdir()} for name in ("a", "b")]
    assert files[0] == files[1]
    assert len(files[0]) == 6
    assert drawn == counted(cm.sample(TALKS, samples=3000, within=2))


# -- what fails ----------------------------------------------------------------------------------


BROKEN = conflict_of(
    title="Two",
    decision_makers={
        "a": {"name": "A", "options": {"x": "X"}},
        "b": {"name": "B", "options": {"y": "Y"}},
    },
    preferences={"a": {"statements": ["x"]}, "b": {"statements": ["y"]}},
    scenarios={
        "none": {"title": "Nothing can be", "rules": {"infeasible": ["x or not x"]}},
        "last": {"title": "Last", "preferences": {"b": {"statements": ["not y"]}}},
    },
)


def test_a_run_that_fails_is_listed_and_the_others_are_done(tmp_path: Path) -> None:
    runs = cm.sweep(BROKEN, concepts="NASH", folder=tmp_path)
    assert [run["run"] for run in runs] == [0, 2]
    assert (list(runs.failures), runs.missing) == ([1], (1,))
    assert "no outcome is feasible" in runs.failures[1]
    assert not runs.provenance.complete
    assert json.loads(runs.to_json())["failures"] == {"1": runs.failures[1]}
    assert repr(runs) == "<Sweep of 1 model: 2 of 3 runs done, 1 failed; incomplete>"


def test_what_takes_too_long_is_given_up() -> None:
    runs = cm.sweep(TALKS, (), concepts="NASH", limit=1e-9)
    assert dict(runs.failures) == {0: "it took longer than 1e-09 s, with what is done with it."}


def test_of_a_process_that_dies_it_is_said_which_part_it_ran(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def dying(work: Any, parts: dict[int, int], jobs: int) -> Iterator[tuple[int, int]]:
        for k, part in parts.items():
            if part == 3:
                raise running._BrokenError("its process ended.")
            yield k, work(part)

    monkeypatch.setattr(running, "_run", dying)
    answers = dict(running.in_parts(lambda part: part * part, range(6), 2))
    assert answers.pop(3) == running.Failed("its process ended.", again=True)
    assert answers == {k: k * k for k in (0, 1, 2, 4, 5)}


def test_what_may_work_later_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    from countermove.analysis.sweep import work

    calls: list[int] = []

    def scarce(*given: Any, **named: Any) -> cm.Solution:
        calls.append(1)
        if len(calls) < 3:
            raise MemoryError
        return cm.solve(*given, **named)

    monkeypatch.setattr(work, "solve", scarce)
    assert cm.sweep(TALKS, (), concepts="NASH", retries=2).provenance.complete
    calls.clear()
    runs = cm.sweep(TALKS, (), concepts="NASH", retries=1)
    assert dict(runs.failures) == {0: "there was not enough memory."}


# -- what is refused -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "error", "message"),
    [
        ({"scenarios": "any-term"}, UnknownNameError, "no scenario 'any-term'. Did you mean"),
        ({"doubts": "us.9"}, UnknownNameError, "no doubt 'us.9'. .*Those that can be gone through"),
        ({"samples": 5}, UnknownNameError, "isn't said which rankings may be wrong"),
        ({"within": 3}, UnknownNameError, "how many times rankings are drawn. Give samples"),
        ({"samples": 10**9, "within": 3}, TooLargeError, "would be 9,000,000,000 runs"),
        ({"samples": 5, "within": 3, "concepts": "L2"}, TypeError, "many profiles"),
        ({"jobs": 0}, cm.ArgumentError, "jobs can't be 0"),
        ({"limit": 0}, cm.ArgumentError, "limit can't be 0"),
        ({"conflicts": []}, cm.ArgumentError, "no model to sweep over"),
        ({"folder": __file__}, FileError, "no folder can be made here"),
    ],
)
def test_what_cannot_be_asked_is_said(
    asked: dict[str, Any], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        cm.sweep(**{"conflicts": TALKS, **asked})
