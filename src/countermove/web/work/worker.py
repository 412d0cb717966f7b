"""What runs in a worker process: requests come through a pipe, answers and progress go back.

A request holds the text of a model and not the model, so that neither side needs to know how the
other was started.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
import sys
import time
from dataclasses import dataclass
from functools import lru_cache
from queue import SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING, Literal

from countermove.errors import CountermoveError, ModelError, Problem
from countermove.progress import Progress

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection

    from countermove.files.model_file import Reading
    from countermove.model.conflict import Conflict
    from countermove.table import Result
    from countermove.web.work.answering import Answer

Format = Literal["toml", "json"]

_TOLD_EVERY = 0.05
"""Seconds between two messages about progress."""

_MOST_DATA = 1 << 25
"""Characters of data that are kept; what is longer is for files, and can be had in the terminal."""


_MOST_HANDED_OVER = 1 << 26
"""Bytes of a solution that go to the server; of a larger one it shows the words only."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked.

    Parameters
    ----------
    text : str
        The text of the model file.
    format : {"toml", "json"}
        How it is written.
    question : str
        The id of the question.
    parameters : str
        What is said along with it, as JSON.
    """

    text: str
    format: Format
    question: str
    parameters: str


@dataclass(frozen=True, slots=True)
class Told:
    """How far a worker is: the share that is done, what it does and what it expects, in words."""

    share: float
    doing: str
    expected: str


@dataclass(frozen=True, slots=True)
class Rendered:
    """An answer as it is shown and handed on.

    Parameters
    ----------
    html : str
        The sections as a piece of HTML.
    data : str
        What was found as JSON, as the command prints it; empty where there is none, or too much.
    made : str
        How it was made, in a sentence; may be empty.
    page, markdown : str
        The whole answer as a document of its own; for the report only.
    solution : bytes
        What holds, pickled, for the pages about it; empty otherwise, or where it is too much.
    """

    html: str
    data: str = ""
    made: str = ""
    page: str = ""
    markdown: str = ""
    solution: bytes = b""

    @property
    def size(self) -> int:
        """About how many bytes it takes."""
        parts = (self.html, self.data, self.made, self.page, self.markdown, self.solution)
        return sum(map(len, parts))


@dataclass(frozen=True, slots=True)
class Refused:
    """Why there is no answer."""

    problems: tuple[Problem, ...]


Reply = Told | Rendered | Refused


def serve(connection: Connection) -> None:
    """Answer requests until the other end of the pipe is closed; then end, whatever is going on.

    Parameters
    ----------
    connection : Connection
        The pipe: a :class:`Request` in, any number of :class:`Told` out, and then
        :class:`Rendered` or :class:`Refused`. None in is a knock, and gets None out.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is meant for the server
    if sys.platform == "linux":
        _give_way()
    requests: SimpleQueue[Request | None] = SimpleQueue()
    Thread(target=_read, args=(connection, requests), daemon=True).start()
    _warm_up()
    while True:
        request = requests.get()
        reply = None if request is None else _reply(request, connection.send)
        with contextlib.suppress(OSError):  # nobody is there any more: the other thread ends it
            connection.send(reply)


def _warm_up() -> None:
    """Import all there is, and have what is made once made: an answer takes its time only."""
    from countermove.files.gallery import case_path

    text = case_path("prisoners-dilemma").read_text("utf-8")
    for question in ("solve", "read"):
        _reply(Request(text, "toml", question, "{}"), lambda told: None)


def _read(connection: Connection, requests: SimpleQueue[Request | None]) -> None:
    try:
        while True:
            requests.put(connection.recv())
    except (EOFError, OSError):
        os._exit(0)


def _give_way() -> None:
    """Let the system end this process with the server, and before the server.

    The thread that waits for the end of the pipe doesn't get its turn while a SAT solver runs. And
    when memory runs out, it is better that an answer is lost than the server.
    """
    import ctypes

    set_parent_death_signal = 1
    server = os.getppid()
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != server:
        os._exit(0)
    with contextlib.suppress(OSError), open("/proc/self/oom_score_adj", "w") as file:  # noqa: PTH123
        file.write("500")


def _reply(request: Request, send: Callable[[Reply], None]) -> Rendered | Refused:
    """Answer a request, or say in words why not."""
    try:
        return _rendered(request, send)
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


def _rendered(request: Request, send: Callable[[Reply], None]) -> Rendered:
    from countermove.report.checking import check_reading
    from countermove.report.rendering import sections_html, to_html, to_markdown
    from countermove.web.work.questions import find

    reading = _reading(request.text, request.format)
    try:
        conflict = reading.checked()
        question = find(request.question)
        parameters = question.parameters.model_validate_json(request.parameters)
        answer = question.run(conflict, parameters, _teller(conflict, send))
    except ModelError as error:
        # All the mistakes at once; none means that what was asked can't be done.
        raise ModelError(*(check_reading("<text>", reading).problems or error.problems)) from error
    html, data, made = sections_html(answer.sections), _data(answer), answer.article.made
    if answer.result is not None:
        return Rendered(html, data, made, solution=_handed_over(answer.result))
    return Rendered(html, data, made, to_html(answer.article), to_markdown(answer.article))


def _handed_over(result: Result) -> bytes:
    """Return a solution as the server's pages take it."""
    from countermove.analysis.equilibria import Solution

    if not isinstance(result, Solution):
        return b""
    whole = pickle.dumps(result)
    return whole if len(whole) <= _MOST_HANDED_OVER else b""


@lru_cache(maxsize=2)
def _reading(text: str, format: Format) -> Reading:  # noqa: A002
    from countermove.files.model_file import read_text

    return read_text(text, format)


def _data(answer: Answer) -> str:
    if answer.result is None:
        return ""
    parts, size = [], 0
    for part in answer.result.json_parts():
        parts.append(part)
        size += len(part)
        if size > _MOST_DATA:
            return ""
    return "".join(parts)


def _teller(conflict: Conflict, send: Callable[[Reply], None]) -> Callable[[Progress], None]:
    """Return what passes progress on: what is expected at once, the rest now and then."""
    from countermove.report.phrases import progress_phrase

    last = 0.0

    def tell(progress: Progress) -> None:
        nonlocal last
        now = time.monotonic()
        if progress.expected or now - last >= _TOLD_EVERY:
            last = now
            told = Told(progress.share, progress_phrase(conflict, progress), progress.expected)
            with contextlib.suppress(OSError):
                send(told)

    return tell
