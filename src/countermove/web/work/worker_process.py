"""What runs in a worker process: requests come through a pipe, answers and progress go back.

A request holds the text of a model and not the model, so that neither side needs to know how the
other was started.
"""

from __future__ import annotations

import contextlib
import json
import os
import pickle
import signal
import sys
import time
from ctypes import c_bool
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path as FilePath
from queue import SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING, Literal

from countermove.errors import CountermoveError, ModelError, Problem, StoppedError
from countermove.progress import Progress

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from multiprocessing.connection import Connection

    from countermove.analysis.open_solution import OpenSolution
    from countermove.files.model_file import ReadFile
    from countermove.model.conflict import Conflict
    from countermove.questions.base.question import Answer
    from countermove.report.formats.html import Folding
    from countermove.result import Result
    from countermove.web.work.open_answers import OpenShown

Format = Literal["toml", "json"]

_TOLD_EVERY = 0.05
"""Seconds between two messages about progress."""

_MOST_DATA = 1 << 25
"""Characters of data that are kept; what is longer is for files, and can be had in the terminal."""


_MOST_HANDED_OVER = 1 << 26
"""Bytes of a solution that go to the server; of a larger one it shows the words only."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked."""

    text: str
    format: Format
    question: str
    parameters: str
    folder: FilePath | None = None  # in which the documents of the model are


@dataclass(frozen=True, slots=True)
class WorkerProgress:
    """How far a worker is: the share done, what it does, what it expects and how long it takes."""

    share: float
    doing: str
    expected: str
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Rendered:
    """An answer as it is shown and handed on."""

    html: str
    data: str = ""
    made: str = ""
    reading: str = ""
    documents: Mapping[str, bytes] = field(default_factory=dict)
    solution: bytes = b""
    shown: OpenShown | None = None  # of a model with too many outcomes to list
    table: str = ""

    @property
    def size(self) -> int:
        """About how many bytes it takes."""
        said = (self.made, self.reading)
        parts = (self.html, self.data, self.table, *said, *self.documents.values(), self.solution)
        return sum(map(len, parts))


@dataclass(frozen=True, slots=True)
class KnownSoFar:
    """What is known of an answer while the rest of it is looked for."""

    found: Rendered


@dataclass(frozen=True, slots=True)
class Refused:
    """Why there is no answer."""

    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Stopped:
    """It was stopped: what had been found until then, which isn't all, or nothing."""

    found: Rendered | None = None


Outcome = Rendered | Refused | Stopped
"""What becomes of a request in the end."""

Told = WorkerProgress | KnownSoFar
"""What is told meanwhile."""


def serve(connection: Connection, stop: c_bool) -> None:
    """Answer requests until the other end of the pipe is closed; then end, whatever is going on."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is meant for the server
    if sys.platform == "linux":
        _give_way()
    requests: SimpleQueue[Request | None] = SimpleQueue()
    Thread(target=_read, args=(connection, requests), daemon=True).start()
    _warm_up()
    while True:
        request = requests.get()
        reply = None if request is None else _reply(request, connection.send, stop)
        with contextlib.suppress(OSError):  # nobody is there any more: the other thread ends it
            connection.send(reply)


def _warm_up() -> None:
    """Import all there is, and have what is made once made: an answer takes its time only."""
    from countermove.files.gallery import case_path

    text = case_path("prisoners-dilemma").read_text("utf-8")
    for question in ("solve", "worth"):
        _reply(Request(text, "toml", question, "{}"), lambda told: None, c_bool())


def _read(connection: Connection, requests: SimpleQueue[Request | None]) -> None:
    try:
        while True:
            requests.put(connection.recv())
    except (EOFError, OSError):
        os._exit(0)


def _give_way() -> None:
    """Let the system end this process with the server, and before the server."""
    import ctypes

    set_parent_death_signal = 1
    server = os.getppid()
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != server:
        os._exit(0)
    with contextlib.suppress(OSError), open("/proc/self/oom_score_adj", "w") as file:  # noqa: PTH123
        file.write("500")


def _reply(request: Request, send: Callable[[Told], None], stop: c_bool) -> Outcome:
    """Answer a request, or say in words why not."""
    try:
        return _answered(request, send, stop)
    except StoppedError:
        return Stopped()
    except CountermoveError as error:
        return Refused(error.problems)
    except MemoryError:
        return Refused((Problem("there is not enough memory for this model."),))
    except Exception as error:
        return Refused(
            (
                Problem(
                    f"this is a mistake in the program, not yours: {error!r}",
                    advice="Please report it.",
                ),
            )
        )


def _answered(request: Request, send: Callable[[Told], None], stop: c_bool) -> Rendered | Stopped:
    from countermove.questions.base.checked import read
    from countermove.questions.solve import SolveQuestion
    from countermove.report.checking import check_reading
    from countermove.report.shown import FULL
    from countermove.web.work.explaining import asked_as

    reading = _reading(request.text, request.format, request.folder)
    try:
        conflict = reading.checked()
        asked = read(asked_as(request.question), json.loads(request.parameters))
        follow = _Following(conflict, send, stop)
        if isinstance(asked, SolveQuestion) and (unlisted := asked.unlisted(conflict)):
            return _found_so_far(conflict, unlisted, follow, send)
        answer = asked.answer(conflict, follow)
    except ModelError as error:
        # All the mistakes at once; none means that what was asked can't be done.
        raise ModelError(*(check_reading("<text>", reading).problems or error.problems)) from error
    rendered = _rendered(answer, "all rows" if asked.shown == FULL else "tables")
    if asked.as_table and answer.result is not None:
        rendered = replace(rendered, table=_short(answer.result.table().csv_parts()))
    return Stopped(rendered) if follow.has_stopped else rendered


def _found_so_far(
    conflict: Conflict,
    unlisted: Callable[..., OpenSolution],
    follow: _Following,
    send: Callable[[Told], None],
) -> Rendered | Stopped:
    """Answer without a list of the outcomes, and tell what is known whenever that is more."""
    from countermove.web.work.open_answers import open_rendered

    latest: list[Rendered] = []

    def so_far(known: OpenSolution) -> None:
        latest[:] = [open_rendered(conflict, known)]
        with contextlib.suppress(OSError):
            send(KnownSoFar(latest[0]))

    try:
        found = open_rendered(conflict, unlisted(follow=follow, so_far=so_far))
    except StoppedError:
        return Stopped(latest[0] if latest else None)
    return Stopped(found) if follow.has_stopped else found


def _rendered(answer: Answer, folding: Folding) -> Rendered:
    from countermove.report.citing import Citing
    from countermove.report.formats.html import sections_html
    from countermove.report.rendering import renderings

    article, result = answer.article, answer.result
    folds = folding if result is not None else "sections"
    html = sections_html(article.sections, folding=folds, citing=Citing(article.conflict))
    shown = Rendered(html, _data(answer), article.made, article.reading)
    if result is not None:
        return replace(shown, solution=_handed_over(result))
    documents = {name: one.write(article) for name, one in renderings().items() if one.is_there}
    return replace(shown, documents=documents)


def _handed_over(result: Result) -> bytes:
    """Return a solution as the server's pages take it."""
    from countermove.analysis.equilibria import Solution

    if not isinstance(result, Solution):
        return b""
    whole = pickle.dumps(result)
    return whole if len(whole) <= _MOST_HANDED_OVER else b""


@lru_cache(maxsize=2)
def _reading(text: str, format: Format, folder: FilePath | None) -> ReadFile:  # noqa: A002
    from countermove.files.model_file import read_text

    return read_text(text, format, folder=folder)


def _data(answer: Answer) -> str:
    return "" if answer.result is None else _short(answer.result.json_parts())


def _short(pieces: Iterable[str]) -> str:
    """Join the pieces of a text; nothing of one that is too long."""
    parts, size = [], 0
    for part in pieces:
        parts.append(part)
        size += len(part)
        if size > _MOST_DATA:
            return ""
    return "".join(parts)


class _Following:
    """Passes on how far an analysis is, now and then; stops it when that is asked for."""

    def __init__(self, conflict: Conflict, send: Callable[[Told], None], stop: c_bool) -> None:
        self._conflict, self._send, self._stop = conflict, send, stop
        self._last = 0.0
        self.has_stopped = False
        """Whether it has: what was asked to stop may have been done before it noticed."""

    def __call__(self, progress: Progress) -> bool:
        """Pass on what is expected at once, the rest now and then; say whether to go on."""
        if self._stop.value:
            self.has_stopped = True
            return False
        now = time.monotonic()
        if progress.expected or now - self._last >= _TOLD_EVERY:
            from countermove.report.phrases import progress_phrase

            self._last = now
            doing = progress_phrase(self._conflict, progress)
            with contextlib.suppress(OSError):
                told = WorkerProgress(progress.share, doing, progress.expected, progress.seconds)
                self._send(told)
        return True
