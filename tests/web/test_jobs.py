"""Jobs: asked once and found again, cut off, forgotten; and what happens when a worker dies."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable
from unittest.mock import patch

import pytest

from countermove import UnknownNameError
from countermove.web.work.jobs import Job, Work
from countermove.web.work.worker_pool import PATIENCE
from web.app import Stopping

ENDLESS = {"within": "3", "samples": 10**9}


def until(what: Callable[[], bool], seconds: float = 60) -> None:
    """Wait for something."""
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.005)


def endless(work: Work, talks: str, revision: str) -> Job:
    return work.ask(talks, "toml", revision, "sample", ENDLESS)


def test_a_quick_answer_is_there_at_once(work: Work, talks: str) -> None:
    job = work.ask(talks, "toml", "quick", "evolve", {})
    assert job.wait(60)
    assert (job.status, job.share, job.problems) == ("done", 1.0, ())
    assert job.answer is not None
    assert job.answer.html.startswith("<section")
    assert '"format": "countermove-' in job.answer.data
    assert job.seconds > 0


def test_the_same_question_is_the_same_job(work: Work, talks: str) -> None:
    def ask(revision: str = "same", **values: object) -> Job:
        return work.ask(talks, "toml", revision, "worth", values)

    job = ask()
    assert ask() is job
    assert ask(concepts=[], state=None) is job
    assert work.find(job.id) is job
    job.wait(60)
    assert ask() is job
    others = [ask("other"), ask(concepts=["SEQ"])]
    assert len({job.id, *(other.id for other in others)}) == 3
    assert len(job.id) >= 20


def test_work_that_would_take_minutes_is_stopped_at_once(work: Work, talks: str) -> None:
    job = endless(work, talks, "stopped")
    until(lambda: job.share > 0)
    assert job.status == "running"
    assert job.doing
    assert job.expected.startswith("1,000,000,000 draws in 36 outcomes: about ")
    assert work.cancel(job.id) is job
    assert job.wait(60)
    assert (job.status, job.answer) == ("stopped", None)
    again = endless(work, talks, "stopped")
    assert again is not job
    work.cancel(again.id)
    assert again.wait(60)


def test_what_was_found_until_it_was_stopped_is_no_answer_to_who_asks_again(talks: str) -> None:
    with patch("countermove.web.work.jobs.Workers", Stopping):
        work = Work()
    job = work.ask(talks, "toml", "partial", "judgements", {})
    for _ in range(2):
        assert work.cancel(job.id) is job
    assert work._workers.patience == [PATIENCE]  # type: ignore[attr-defined]
    assert (job.over, job.status) == (True, "stopped")
    assert 0.5 <= job.share < 1
    assert job.answer is not None
    assert job.answer.size > 0
    assert work.find(job.id) is job
    assert work.done("toml", "partial", "judgements", {}) is None
    assert work.ask(talks, "toml", "partial", "judgements", {}) is not job


def test_two_run_at_once_and_more_wait(work: Work, talks: str) -> None:
    jobs = [endless(work, talks, str(number)) for number in range(3)]
    until(lambda: jobs[0].share > 0 and jobs[1].share > 0)
    assert [job.status for job in jobs] == ["running", "running", "waiting"]
    assert jobs[2].seconds == 0
    waiting = endless(work, talks, "given up")
    work.cancel(waiting.id)
    assert waiting.status == "stopped"
    work.cancel(jobs[0].id)
    until(lambda: jobs[2].status == "running")
    for job in jobs:
        work.cancel(job.id)
        assert job.wait(60)


def test_when_a_worker_is_killed_its_job_fails_and_the_next_one_works(
    work: Work, talks: str
) -> None:
    job = endless(work, talks, "killed")
    until(lambda: job.share > 0)
    for child in multiprocessing.active_children():
        if child.name == "countermove-worker":
            child.kill()
    assert job.wait(60)
    assert job.status == "failed"
    assert "ended before it was done" in job.problems[0].what
    after = work.ask(talks, "toml", "after", "evolve", {})
    assert after.wait(60)
    assert after.status == "done"


def test_what_is_refused_fails_in_words(work: Work, talks: str) -> None:
    job = work.ask(talks, "toml", "refused", "goals", {"goals": ["setle"]})
    assert job.wait(60)
    assert job.status == "failed"
    assert "Did you mean 'settle'" in str(job.problems[0])
    with pytest.raises(UnknownNameError, match="is needed"):
        work.ask(talks, "toml", "refused", "goals", {})


def test_what_is_not_known_any_more_is_said(work: Work) -> None:
    for asked in (work.find, work.cancel):
        with pytest.raises(UnknownNameError, match="Ask the question again"):
            asked("nothing")


def test_what_was_asked_longest_ago_is_forgotten(talks: str) -> None:
    work = Work(1, most_jobs=2)
    try:
        first = endless(work, talks, "first")
        second = work.ask(talks, "toml", "second", "worth", {})
        assert work.find(first.id) is first
        third = work.ask(talks, "toml", "third", "worth", {})
        assert second.status == "stopped"
        with pytest.raises(UnknownNameError):
            work.find(second.id)
        fourth = work.ask(talks, "toml", "fourth", "worth", {})
        assert first.wait(60)
        assert first.status == "stopped"
        assert [job.wait(60) for job in (third, fourth)] == [True, True]
        assert fourth.answer is not None
        work._most_bytes = fourth.answer.size
        fifth = work.ask(talks, "toml", "fifth", "worth", {})
        with pytest.raises(UnknownNameError):
            work.find(third.id)
        assert work.find(fifth.id) is fifth
    finally:
        work.close()


def test_closing_stops_all(talks: str) -> None:
    work = Work(1)
    jobs = [endless(work, talks, "running"), endless(work, talks, "waiting")]
    work.close()
    assert [job.status for job in jobs] == ["stopped", "stopped"]
