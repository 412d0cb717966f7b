"""Worker processes: what they say, and that none of them outlives whoever started it."""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import psutil
import pytest

from countermove.web.work.worker_pool import Task, Workers
from countermove.web.work.worker_process import (
    Outcome,
    Refused,
    Rendered,
    Request,
    Stopped,
    WorkerProgress,
)
from processes import started
from web.app import Stopping

posix = pytest.mark.skipif(sys.platform == "win32", reason="no such signals")

SERVER = """
import json, os, signal, sys, time
from importlib.resources import files
from countermove.web.work.jobs import Work

def main():
    text = (files("countermove") / "cases" / "talks-2025" / "model.toml").read_text("utf-8")
    work = Work(1)
    job = work.ask(text, "toml", "r", "solve", {})
    job.wait(60)
    print(job.status, flush=True)
    if sys.argv[-1] == "busy":
        job = work.ask(text, "toml", "r", "sample", {"within": "3", "samples": 10**8})
        while job.share == 0:
            time.sleep(0.01)
    import multiprocessing
    try:
        print(*(child.pid for child in multiprocessing.active_children()), flush=True)
        time.sleep(60)
    except KeyboardInterrupt:
        sys.exit(130)

if __name__ == "__main__":
    main()
"""


def gone(pid: int, seconds: float = 60) -> bool:
    """Wait until a process is no more."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
            return True
        time.sleep(0.02)
    return False


@posix
@pytest.mark.parametrize(
    ("end", "work"),
    [(signal.SIGKILL, "busy"), (signal.SIGINT, "busy"), (signal.SIGTERM, "idle")],
)
def test_no_worker_outlives_the_server(tmp_path: Path, end: signal.Signals, work: str) -> None:
    script = tmp_path / "server.py"
    script.write_text(SERVER)
    options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with started(sys.executable, str(script), work, **options, start_new_session=True) as server:
        assert server.stdout is not None
        assert server.stdout.readline() == "done\n"
        pids = [int(pid) for pid in server.stdout.readline().split()]
        assert len(pids) == 1
        os.killpg(server.pid, end) if end == signal.SIGINT else server.send_signal(end)
        _, errors = server.communicate(timeout=60)
    assert all(map(gone, pids))
    assert "Traceback" not in errors


@posix
def test_the_command_itself_can_start_workers() -> None:
    """A worker imports the main module of the server again; that does nothing."""
    script = (
        "import sys, runpy\n"
        "from unittest.mock import patch\n"
        "def serving(arguments=None):\n"
        "    from countermove.web.work.jobs import Work\n"
        "    work = Work(1)\n"
        "    job = work.ask('', 'toml', 'r', 'solve', {})\n"
        "    print(job.wait(60), job.status)\n"
        "    work.close()\n"
        "with patch('countermove.cli.app.main', serving):\n"
        "    runpy.run_module('countermove', run_name='__main__', alter_sys=True)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60
    )
    assert (done.stdout, done.stderr) == ("True failed\n", "")


def ask(workers: Workers, request: Request) -> Outcome:
    replies: queue.SimpleQueue[Outcome] = queue.SimpleQueue()
    workers.put(Task(request, lambda: None, lambda told: None, replies.put))
    return replies.get(timeout=30)


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    workers = Workers(1)
    yield workers
    workers.close()


def test_a_wrong_model_is_refused_with_all_its_mistakes(workers: Workers, talks: str) -> None:
    wrong = talks.replace('format = "countermove/1"', 'format = "countermove/1"\nkind = 3', 1)
    wrong = wrong.replace('"concede implies settle"', '"concede implies setle"', 1)
    reply = ask(workers, Request(wrong, "toml", "solve", "{}"))
    assert isinstance(reply, Refused)
    assert [problem.what for problem in reply.problems] == [
        "unknown key 'kind'.",
        "no option or term 'setle'.",
    ]
    assert [problem.place is not None for problem in reply.problems] == [True, True]


def test_what_the_model_does_not_have_is_refused(workers: Workers, talks: str) -> None:
    reply = ask(workers, Request(talks, "toml", "solve", '{"scenario": "any-term"}'))
    assert isinstance(reply, Refused)
    assert "Did you mean 'any-terms'" in str(reply.problems[0])


def test_a_report_comes_as_documents_too(workers: Workers, talks: str) -> None:
    reply = ask(workers, Request(talks, "toml", "report", '{"parts": ["evolve"]}'))
    assert isinstance(reply, Rendered)
    assert reply.documents["html"].startswith(b"<!doctype html>")
    assert reply.documents["markdown"].startswith(b"# Talks on Ukraine")
    assert reply.documents["pdf"].startswith(b"%PDF-")
    assert reply.documents["docx"].startswith(b"PK")
    assert "Solved exactly" in reply.made
    assert reply.data == ""


def test_a_warm_worker_is_quick(workers: Workers, talks: str) -> None:
    ask(workers, Request(talks, "toml", "solve", "{}"))
    seconds = []
    for _ in range(5):
        started = time.perf_counter()
        assert isinstance(ask(workers, Request(talks, "toml", "evolve", "{}")), Rendered)
        seconds.append(time.perf_counter() - started)
    assert min(seconds) < 0.5


def test_progress_is_told_in_words(workers: Workers, talks: str) -> None:
    told: queue.SimpleQueue[WorkerProgress] = queue.SimpleQueue()
    ended: queue.SimpleQueue[Outcome] = queue.SimpleQueue()
    request = Request(talks, "toml", "sample", '{"within": "3", "samples": 10000000}')
    task = Task(request, lambda: None, told.put, ended.put)
    workers.put(task)
    first, second = told.get(timeout=30), told.get(timeout=30)
    workers.cut_off(task)
    assert first.share <= second.share < 1
    assert "NASH" in second.doing
    assert ended.get(timeout=5) == Stopped()


def test_asked_to_stop_a_worker_does_and_goes_on_with_the_next_request(
    workers: Workers, talks: str
) -> None:
    told: queue.SimpleQueue[WorkerProgress] = queue.SimpleQueue()
    ended: queue.SimpleQueue[Outcome] = queue.SimpleQueue()
    request = Request(talks, "toml", "sample", '{"within": "3", "samples": 1000000000}')
    task = Task(request, lambda: None, told.put, ended.put)
    workers.put(task)
    told.get(timeout=30)
    worker = task._worker
    assert worker is not None
    workers.cut_off(task, patience=60)
    assert ended.get(timeout=30) == Stopped()
    assert isinstance(ask(workers, Request(talks, "toml", "judgements", "{}")), Rendered)
    assert worker.usable


def test_what_was_found_until_it_was_stopped_is_told_as_such(talks: str) -> None:
    request = Request(talks, "toml", "judgements", "{}")
    outcome = Stopping().answer(request, lambda told: None)
    assert isinstance(outcome, Stopped)
    assert outcome.found is not None
    assert "It was stopped: " in outcome.found.html
    assert json.loads(outcome.found.data)["provenance"]["complete"] is False


def test_nothing_is_found_where_an_analysis_gives_all_or_nothing(talks: str) -> None:
    request = Request(talks, "toml", "sample", '{"samples": 100000, "within": "3"}')
    assert Stopping().answer(request, lambda told: None) == Stopped()


def test_a_worker_that_is_deaf_is_killed(talks: str) -> None:
    class Deaf:
        asked, killed = Event(), Event()

        def answer(self, request: Request, told: object) -> None:
            task.cut_off(patience=0.01)
            assert self.killed.wait(30)

        def stop(self) -> None:
            self.asked.set()

        def kill(self) -> None:
            assert self.asked.is_set()
            self.killed.set()

    ended: list[Outcome] = []
    task = Task(Request(talks, "toml", "solve", "{}"), lambda: None, print, ended.append)
    task.work(Deaf())  # type: ignore[arg-type]
    assert ended == [Stopped()]
    task.cut_off()
    assert ended == [Stopped()]
