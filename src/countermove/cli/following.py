"""A bar on the terminal for whatever takes longer than two seconds; Ctrl-C meanwhile."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from threading import Lock, Timer, current_thread, main_thread
from types import FrameType
from typing import TYPE_CHECKING, Any, TextIO

from countermove.cli.app import DONE, INTERRUPTED
from countermove.cli.deliver import write_error
from countermove.cli.look import Look, is_terminal
from countermove.errors import StoppedError
from countermove.model.conflict import Conflict
from countermove.progress import Progress
from countermove.report.phrases import progress_phrase

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.progress import Progress as Bar

SHOWN_AFTER = 2.0
"""After so many seconds the bar is shown."""

KNOWN_AFTER = 0.5
"""So long it waits for the rest of an answer before it shows what is known so far."""


class Following:
    """Follows a computation, and shows how far it is where somebody is watching."""

    def __init__(self, conflict: Conflict, stream: TextIO | None = None) -> None:
        self._conflict = conflict
        self._stream = sys.stderr if stream is None else stream
        self._look = Look.of(self._stream)
        self._latest = Progress(0.0, 0)
        self._expected = ""
        self._bar: Bar | None = None
        self._lock = Lock()
        self._known = ""
        self._timer = self._timer_of(SHOWN_AFTER)
        self._is_watched = is_terminal(self._stream) and not _is_dumb()
        self._interrupt: Any = None
        self.was_stopped = False

    def __enter__(self) -> Following:
        """Begin to count the time."""
        if current_thread() is main_thread():
            self._interrupt = signal.signal(signal.SIGINT, self._stop)
        if self._is_watched:
            self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Take the bar away."""
        self._give_back()
        self._timer.cancel()
        with self._lock:
            if self._bar is not None:
                self._bar.stop()

    def ended(self) -> int:
        """Return the exit code of a command that shows what was found until it was stopped."""
        if self.was_stopped:
            write_error("Stopped: this is what had been found until then.\n")
        return INTERRUPTED if self.was_stopped else DONE

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self._give_back()
        self.was_stopped = True
        raise StoppedError("stopped.")

    def _give_back(self) -> None:
        """Leave Ctrl-C to what it meant before."""
        if self._interrupt is not None:
            signal.signal(signal.SIGINT, self._interrupt)
            self._interrupt = None

    def __call__(self, progress: Progress) -> bool:
        """Note how far it is, and show it if the bar is there; say whether to go on."""
        with self._lock:
            self._latest = progress
            self._expected = progress.expected or self._expected
            self._update()
        return not self.was_stopped

    def so_far(self, known: str) -> None:
        """Show above the bar, for as long as it is there, what is known so far."""
        with self._lock:
            is_first, self._known = not self._known, self._look.clean(known)
            is_waiting = is_first and self._is_watched and self._bar is None
            if is_waiting:
                self._timer.cancel()
                self._timer = self._timer_of(KNOWN_AFTER)
                self._timer.start()

    def _timer_of(self, seconds: float) -> Timer:
        timer = Timer(seconds, self._show)
        timer.daemon = True
        return timer

    def _show(self) -> None:
        from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeElapsedColumn
        from rich.progress import Progress as Bar
        from rich.text import Text

        following = self

        class KnownAbove(Bar):
            def get_renderables(self) -> Iterator[RenderableType]:
                if following._known:
                    yield Text(following._known)
                yield from super().get_renderables()

        with self._lock:
            if self._bar is not None:
                return
            self._bar = KnownAbove(
                TextColumn("{task.description}"),
                BarColumn(),
                TaskProgressColumn(),
                TimeElapsedColumn(),
                console=self._look.console(self._stream, live=True),
                transient=True,
            )
            self._bar.add_task("", total=1.0)
            self._bar.start()
            self._update()

    def _update(self) -> None:
        if self._bar is None:
            return
        if self._expected:
            self._bar.console.print(self._look.printable(self._expected))
            self._expected = ""
        (task,) = self._bar.task_ids
        words = self._look.clean(progress_phrase(self._conflict, self._latest))
        self._bar.update(task, completed=self._latest.share, description=words)


def _is_dumb() -> bool:
    return os.environ.get("TERM", "").casefold() == "dumb"
