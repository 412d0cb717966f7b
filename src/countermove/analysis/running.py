"""Work in parts, on one processor, on several, or on a cluster: whatever joblib runs on."""

from __future__ import annotations

import contextlib
import signal
import sys
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing import current_process
from typing import TypeVar, cast

from countermove.arguments import whole
from countermove.compiled import threads
from countermove.errors import ArgumentError, StoppedError, UnknownNameError, missing_extra

P = TypeVar("P")
R = TypeVar("R")

# What takes no longer isn't worth to start processes for, where nobody said how many.
_SECONDS_ALONE = 3.0

_SECONDS_TO_ANSWER = 10
_MOST_JOBS = 1 << 10


@dataclass(frozen=True)
class Failed:
    """Why there is no answer, and whether it may be worth the try to ask again."""

    why: str
    again: bool


def jobs_for(seconds: float, jobs: int | None) -> int:
    """Return how many parts are run at a time: as asked, as joblib is set, or what is worth it."""
    if jobs is not None and (jobs := whole(jobs, "jobs", -1, _MOST_JOBS)) == 0:
        advice = "Give how many parts are run at a time, or -1 for as many as there are processors."
        raise ArgumentError("jobs can't be 0.", advice=advice)
    if jobs == 1 or current_process().daemon:  # which may start no processes
        return 1
    is_set = "joblib" in sys.modules and _setting() is not None
    if jobs is None and not is_set:
        return 1 if seconds < _SECONDS_ALONE else threads()
    from joblib import effective_n_jobs

    return int(effective_n_jobs(jobs))


def _setting() -> int | None:
    from joblib.parallel import get_active_backend

    return cast("int | None", get_active_backend()[1])


def in_parts(
    work: Callable[[P], R], parts: Sequence[P], jobs: int
) -> Generator[tuple[int, R | Failed]]:
    """Give the answer to each part with its number, as they come in.

    Where a process ends all that run beside it are lost. They are run once more, and what is lost
    then alone, so that it can be said which part it was.
    """
    left = dict(enumerate(parts))
    for attempt in ("together", "again", "alone"):
        groups = [[k] for k in left] if attempt == "alone" else [list(left)]
        for group in groups:
            try:
                with contextlib.closing(_run(work, {k: parts[k] for k in group}, jobs)) as run:
                    for k, answer in run:
                        del left[k]
                        yield k, answer
            except _BrokenError as broken:
                if attempt == "alone":
                    del left[group[0]]
                    yield group[0], Failed(str(broken), again=True)
        if not left:
            return


class _BrokenError(Exception):
    """The processes that ran parts have ended."""


def _run(work: Callable[[P], R], parts: dict[int, P], jobs: int) -> Generator[tuple[int, R]]:
    from joblib import Parallel, delayed

    parallel = Parallel(jobs, return_as="generator_unordered", batch_size=1)
    with _out_of_reach():
        running = parallel(delayed(_numbered)(work, k, part) for k, part in parts.items())
    try:
        while (answer := next(running, None)) is not None:
            yield answer
    except (StoppedError, GeneratorExit):
        # Whoever asked wants no more: what runs is given up, without a warning.
        with contextlib.suppress(StoppedError):
            running.throw(StoppedError("stopped."))
        raise
    except Exception as error:
        raise _BrokenError(f"its process ended: {type(error).__name__}.") from error


@contextlib.contextmanager
def _out_of_reach() -> Iterator[None]:
    """Start processes within that Ctrl-C doesn't reach: whoever has started them ends them."""
    if not hasattr(signal, "pthread_sigmask"):  # as on Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _numbered(work: Callable[[P], R], number: int, part: P) -> tuple[int, R]:
    return number, work(part)


@contextlib.contextmanager
def on_cluster(address: str | None) -> Iterator[None]:
    """Run within on the cluster of dask whose scheduler has an address; None for here."""
    if address is None:
        yield
        return
    try:
        from distributed import Client
    except ImportError as error:
        raise missing_extra("dist", "A cluster") from error
    from joblib import parallel_config

    try:
        client = Client(address, timeout=_SECONDS_TO_ANSWER)
    except (OSError, ValueError) as error:
        advice = "Give the address of its scheduler, as in tcp://10.0.0.1:8786."
        raise UnknownNameError(f"no cluster answers at '{address}'.", advice=advice) from error
    with client, parallel_config("dask", client=client):
        yield


@contextlib.contextmanager
def on_processors(jobs: int | None) -> Iterator[None]:
    """Run so many parts at a time within, where nothing else is said; None for as is worth it."""
    if jobs is None:
        yield
        return
    jobs_for(0, jobs)  # which refuses what is no number of them
    from joblib import parallel_config

    with parallel_config(n_jobs=jobs):
        yield
