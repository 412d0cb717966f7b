"""Jobs: questions that are being answered, and the answers, kept for who asks again."""

from __future__ import annotations

import pickle
import secrets
import time
from collections import OrderedDict
from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass
from pathlib import Path as FilePath
from threading import Event, RLock
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from countermove.errors import Problem, UnknownNameError
from countermove.progress import about
from countermove.questions.base.checked import read
from countermove.questions.base.question import Question
from countermove.web.work.explaining import asked_as
from countermove.web.work.worker_pool import PATIENCE, Task, Workers
from countermove.web.work.worker_process import (
    Format,
    KnownSoFar,
    Outcome,
    Refused,
    Rendered,
    Request,
    Told,
)

if TYPE_CHECKING:
    from countermove.analysis.equilibria import Solution

Status = Literal["waiting", "running", "done", "failed", "stopped"]

_PATIENCE_WITH_TABLES = 30.0
"""A part of a sweep is ended first, and what there is by then written: that takes longer."""

MOST_JOBS = 100
MOST_BYTES = 1 << 27


class Key(NamedTuple):
    """What makes two jobs the same."""

    revision: str
    format: Format
    question: str
    parameters: str


_TELLING = 0.1
"""From such a share on it says how long the rest takes."""


@dataclass(eq=False)
class Job:
    """A question that was asked, and what has become of it."""

    id: str
    question: type[Question]
    key: Key
    status: Status = "waiting"
    share: float = 0.0
    doing: str = ""
    expected: str = ""
    answer: Rendered | None = None
    so_far: Rendered | None = None
    problems: tuple[Problem, ...] = ()
    stopping: bool = False

    def __post_init__(self) -> None:
        """Prepare for those who wait for it."""
        self._over = Event()
        self._solutions: list[Solution] = []
        self._begun_at: float | None = None
        self._expects = 0.0
        self._ended_at: float | None = None

    @property
    def over(self) -> bool:
        """Whether nothing more will become of it."""
        return self._over.is_set()

    @property
    def seconds(self) -> float:
        """How long it has been worked on, or was."""
        if self._begun_at is None:
            return 0.0
        return (self._ended_at or time.monotonic()) - self._begun_at

    @property
    def solution(self) -> Solution | None:
        """What holds, as an object, where that was asked and isn't too much to be handed over."""
        if not self._solutions and self.answer is not None and self.answer.solution:
            self._solutions.append(pickle.loads(self.answer.solution))
        return self._solutions[0] if self._solutions else None

    def as_it_is(self) -> Job:
        """Return it as it is now: what is said of it in several places of a page is one thing."""
        over = Event()
        if self.over:  # looked at first: what is over has its answer
            over.set()
        now = copy(self)
        now._over = over
        return now

    def wait(self, seconds: float) -> bool:
        """Wait for its end, for so many seconds at most, and return whether it is over."""
        return self._over.wait(seconds)

    def begin(self) -> None:
        """Note that a worker has taken it up."""
        self._begun_at = time.monotonic()
        self.status = "running"

    @property
    def known(self) -> Rendered | None:
        """The answer, or as much of it as is known."""
        return self.answer or self.so_far

    def tell(self, told: Told) -> None:
        """Note how far it is, or what is known."""
        if isinstance(told, KnownSoFar):
            self.so_far = told.found
            return
        self.share, self.doing = told.share, told.doing
        if told.expected:
            self.expected, self._expects = told.expected, told.seconds

    @property
    def outlook(self) -> str:
        """What was expected, as long as that may be; then what is left, by what is done."""
        if not self._expects or self.seconds < 1 + self._expects:
            return self.expected
        left = self.seconds * (1 - self.share) / self.share if self.share > _TELLING else 0.0
        return f"It takes longer than expected; {about(left)} more" if left else ""

    def end(self, outcome: Outcome) -> None:
        """Note what became of it: an answer, a refusal, or what was found until it was stopped."""
        self._ended_at = time.monotonic()
        if isinstance(outcome, Rendered):
            self.answer, self.share, self.status = outcome, 1.0, "done"
        elif isinstance(outcome, Refused):
            self.problems, self.status = outcome.problems, "failed"
        else:
            self.answer, self.status = outcome.found or self.so_far, "stopped"
        self._over.set()


class Work:
    """All that a server works on. Every method may be called from any thread."""

    def __init__(
        self,
        limit: int | None = None,
        *,
        folder: FilePath | None = None,
        most_jobs: int = MOST_JOBS,
        most_bytes: int = MOST_BYTES,
    ) -> None:
        self._workers = Workers(limit)
        self._folder = folder
        self._most_jobs, self._most_bytes = most_jobs, most_bytes
        self._lock = RLock()
        self._jobs: OrderedDict[str, tuple[Job, Task]] = OrderedDict()
        self._by_key: dict[Key, str] = {}

    def ask(
        self,
        text: str,
        format: Format,  # noqa: A002
        revision: str,
        question: str,
        parameters: Mapping[str, Any],
    ) -> Job:
        """Ask a question of a model; the same job again if it was asked already."""
        asked = asked_as(question)
        said = read(asked, parameters).to_json()
        key = Key(revision, format, question, said)
        with self._lock:
            if (name := self._by_key.get(key)) is not None:
                job = self.find(name)
                if job.status not in ("failed", "stopped"):
                    return job
            job = Job(secrets.token_urlsafe(16), asked, key)
            task = Task(
                Request(text, format, question, said, self._folder), job.begin, job.tell, job.end
            )
            self._jobs[job.id] = job, task
            self._by_key[key] = job.id
            self._workers.put(task)
            self._forget()
        return job

    def done(
        self,
        format: Format,  # noqa: A002
        revision: str,
        question: str,
        parameters: Mapping[str, Any],
    ) -> Job | None:
        """Return the job that has answered a question, if it was asked and is done."""
        job = self.latest(format, revision, question, parameters)
        return job if job is not None and job.status == "done" else None

    def latest(
        self,
        format: Format,  # noqa: A002
        revision: str,
        question: str,
        parameters: Mapping[str, Any],
    ) -> Job | None:
        """Return the job that was asked a question last, whatever has become of it."""
        said = read(asked_as(question), parameters).to_json()
        with self._lock:
            name = self._by_key.get(Key(revision, format, question, said))
            return None if name is None else self.find(name)

    def find(self, name: str) -> Job:
        """Return a job by its id."""
        with self._lock:
            if name not in self._jobs:
                raise UnknownNameError(
                    "this work isn't known any more.", advice="Ask the question again."
                )
            self._jobs.move_to_end(name)
            return self._jobs[name][0]

    def cancel(self, name: str) -> Job:
        """Stop a job, if it isn't over yet; it is, within moments, with what it has found."""
        with self._lock:
            job = self.find(name)
            if not (job.over or job.stopping):
                job.stopping = True
                patience = _PATIENCE_WITH_TABLES if job.question.as_table else PATIENCE
                self._workers.cut_off(self._jobs[name][1], patience)
        return job

    def close(self) -> None:
        """Stop all work, and end all processes."""
        self._workers.close()

    def _forget(self) -> None:
        """Let go of what was asked the longest ago, as long as there is too much."""
        size = sum(job.answer.size for job, _ in self._jobs.values() if job.answer)
        while len(self._jobs) > 1 and (
            len(self._jobs) > self._most_jobs or size > self._most_bytes
        ):
            _, (job, task) = self._jobs.popitem(last=False)
            self._workers.cut_off(task)
            size -= job.answer.size if job.answer else 0
            if self._by_key.get(job.key) == job.id:
                del self._by_key[job.key]
