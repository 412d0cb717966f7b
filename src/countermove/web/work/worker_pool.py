"""Processes that answer questions, so that the server stays free and work can be cut off.

Asked to stop, an analysis does so when it tells how far it is, and shows what it has found. It can
be deaf to that for long, in the search of a SAT solver; a process can be killed.
"""

from __future__ import annotations

import atexit
import contextlib
import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable
from ctypes import c_bool
from multiprocessing import resource_tracker
from threading import Condition, Lock, Thread, Timer, current_thread

from countermove.errors import Problem
from countermove.web.work.worker_process import (
    Outcome,
    Refused,
    Request,
    Stopped,
    Told,
    serve,
)

_SPAWN = multiprocessing.get_context("spawn")
_PROCESSES = Lock()
"""Starting and burying processes isn't safe in several threads at once."""

_IDLE_SECONDS = 60.0
"""How long a worker beyond the first is kept when there is nothing to do."""

PATIENCE = 2.0
"""Seconds in which a worker that is asked to stop can say what it has found; then it is killed."""


class Worker:
    """One process, and the pipe to it; used by one thread, but for `stop` and `kill`."""

    def __init__(self) -> None:
        self._ended = False
        with _PROCESSES:
            ours, theirs = _SPAWN.Pipe()
            self._stop = _SPAWN.RawValue(c_bool)
            self._process = _SPAWN.Process(
                target=serve, args=(theirs, self._stop), name="countermove-worker", daemon=True
            )
            self._process.start()
            theirs.close()
        self._pipe = ours

    @property
    def usable(self) -> bool:
        """Whether it can be asked."""
        with _PROCESSES:
            return not self._ended and self._process.is_alive()

    def opens(self) -> bool:
        """Knock, and say whether it answers: one that was just killed may still seem alive."""
        self._stop.value = False
        try:
            self._pipe.send(None)
            self._pipe.recv()
        except (EOFError, OSError):
            self._ended = True
        return not self._ended

    def answer(self, request: Request, told: Callable[[Told], None]) -> Outcome | None:
        """Ask it, and pass on how far it is; None if the process ended instead of answering."""
        try:
            self._pipe.send(request)
            while isinstance(reply := self._pipe.recv(), Told):
                told(reply)
        except (EOFError, OSError):
            self._ended = True
            return None
        outcome: Outcome = reply
        return outcome

    def stop(self) -> None:
        """Ask it to stop what it is doing, and to answer with what it has found."""
        self._stop.value = True

    def kill(self) -> None:
        """End the process at once, whatever it is doing."""
        self._ended = True
        self._process.kill()

    def close(self) -> None:
        """End it and let go of all that it took."""
        with _PROCESSES:
            self.kill()
            self._process.join()
            self._process.close()
        self._pipe.close()


class Task:
    """A request on its way: waiting, with a worker, or cut off."""

    def __init__(
        self,
        request: Request,
        begun: Callable[[], None],
        told: Callable[[Told], None],
        ended: Callable[[Outcome], None],
    ) -> None:
        self.request = request
        self._begun, self._told, self._ended = begun, told, ended
        self._lock = Lock()
        self._worker: Worker | None = None
        self._cut_off = False

    def forget(self) -> None:
        """Say that it won't be answered."""
        self._ended(Stopped())

    def cut_off(self, patience: float = 0.0) -> None:
        """Have it stopped by the worker that is at it, which is killed unless it soon has."""
        with self._lock:
            self._cut_off = True
            if self._worker is not None and patience:
                self._worker.stop()
                timer = Timer(patience, self.cut_off)
                timer.daemon = True
                timer.start()
            elif self._worker is not None:
                self._worker.kill()

    def work(self, worker: Worker | None) -> None:
        """Have it answered by a worker, in this thread."""
        with self._lock:
            self._worker = worker
            cut_off = self._cut_off
        if cut_off:
            self.forget()
            return
        if worker is None:
            self._ended(Refused((_NONE,)))
            return
        self._begun()
        reply = worker.answer(self.request, self._told)
        with self._lock:
            self._worker = None
        if reply is None:
            reply = Stopped() if self._cut_off else Refused((_DIED,))
        self._ended(reply)


_NONE = Problem(
    "no process could be started for this.",
    advice="Too much is going on; close other programs, and ask again.",
)
_DIED = Problem(
    "the process that worked on this ended before it was done.",
    advice="Most likely memory ran out. Ask for less at once, or ask again.",
)


class Workers:
    """A number of workers and those who wait for one. The first is always there, warm."""

    def __init__(self, limit: int | None = None) -> None:
        self.limit = max(1, limit if limit is not None else os.cpu_count() or 1)
        self._waiting: deque[Task] = deque()
        self._changed = Condition()
        self._threads: set[Thread] = set()
        self._at_work: set[Task] = set()
        self._idle = 0
        self._closed = False
        with self._changed:
            self._start_thread(keep=True)
        # Were they ended one by one at the end of the program, each would be replaced.
        atexit.register(self.close)

    def put(self, task: Task) -> None:
        """Have a task done as soon as a worker is free."""
        with self._changed:
            if self._closed:
                raise RuntimeError("the workers have been dismissed")
            self._waiting.append(task)
            if len(self._waiting) > self._idle and len(self._threads) < self.limit:
                self._start_thread(keep=False)
            self._changed.notify()

    def cut_off(self, task: Task, patience: float = 0.0) -> None:
        """Have a task not done, or not to its end; nothing happens to one that is done."""
        with self._changed:
            if waiting := task in self._waiting:
                self._waiting.remove(task)
        if waiting:
            task.forget()
        else:
            task.cut_off(patience)

    def close(self) -> None:
        """Cut off all work, and end all processes."""
        with self._changed:
            self._closed = True
            tasks = [*self._waiting, *self._at_work]
            threads = list(self._threads)
            self._changed.notify_all()
        for task in tasks:
            self.cut_off(task)
        for thread in threads:
            thread.join()
        atexit.unregister(self.close)

    def _start_thread(self, *, keep: bool) -> None:
        thread = Thread(target=self._run, args=(keep,), name="countermove-work", daemon=True)
        self._threads.add(thread)
        thread.start()

    def _run(self, keep: bool) -> None:
        """Do tasks with a worker of this thread's own, until there is nothing to do for long."""
        _shield()
        worker = _usable(None)
        while (task := self._next(keep)) is not None:
            worker = _usable(worker)
            if worker is not None and not worker.opens():
                worker = _usable(worker)
            task.work(worker)
            with self._changed:
                self._at_work.discard(task)
            if not self._closed:
                worker = _usable(worker)  # the next one finds it warm
        if worker is not None:
            worker.close()

    def _next(self, keep: bool) -> Task | None:
        """Wait for the next task; None when the thread shall end."""
        with self._changed:
            self._idle += 1
            self._changed.wait_for(
                lambda: self._waiting or self._closed, None if keep else _IDLE_SECONDS
            )
            self._idle -= 1
            if self._waiting:
                task = self._waiting.popleft()
                self._at_work.add(task)
                return task
            self._threads.discard(current_thread())
            return None


def _usable(worker: Worker | None) -> Worker | None:
    """Return a worker that can be asked: this one or another; None if there can't be any."""
    if worker is not None:
        if worker.usable:
            return worker
        worker.close()
    try:
        return Worker()
    except OSError:  # too many processes or open files
        return None


def _shield() -> None:
    """Keep Ctrl-C, which is meant for the server, from what this thread starts."""
    with contextlib.suppress(AttributeError):  # not on Windows
        resource_tracker.ensure_running()  # it unblocks the signal, once
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
