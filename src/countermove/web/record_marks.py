"""What was decided on the page Record and stands in no model: what was dismissed, and struck.

It lies beside the history, by the model and the digest of the document, and goes with its file.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import RLock
from typing import Any

from countermove.editing.history import History
from countermove.file_state import Stamp, stamp
from countermove.model.ids import numbered
from countermove.record.attribution import Span
from countermove.web.kept_beside import read_beside, write_beside

_NAME = "record.json"
_MOST = 5_000  # of one document
_MOST_UNDONE = 200


@dataclass(frozen=True, slots=True)
class DocumentMarks:
    """What was decided about one document.

    Parameters
    ----------
    dismissed : frozenset of tuple of int
        The statements that were looked at and not taken, by where they stand.
    parts : tuple of tuple of int and bool
        Stretches that were said to be the report, or not to be it, the last said last.
    """

    dismissed: frozenset[Span] = frozenset()
    parts: tuple[tuple[int, int, bool], ...] = ()

    def furniture(self, found: Iterable[Span]) -> tuple[Span, ...]:
        """Return what isn't the report, of what was found not to be it and what was said since.

        >>> DocumentMarks(parts=((5, 8, True), (20, 30, False))).furniture([(0, 10)])
        ((0, 5), (8, 10), (20, 30))
        """
        spans = list(found)
        for start, end, is_report in self.parts:
            spans = [part for span in spans for part in _without(span, start, end)]
            spans += [] if is_report else [(start, end)]
        return tuple(sorted(spans))


def _without(span: Span, start: int, end: int) -> Iterator[Span]:
    """Give what is left of a stretch without another."""
    if span[0] < min(span[1], start):
        yield span[0], min(span[1], start)
    if max(span[0], end) < span[1]:
        yield max(span[0], end), span[1]


@dataclass(frozen=True, slots=True)
class _Decision:
    """What was decided last about a document, and how that is taken back."""

    revision: str  # of the file of the model
    said: str
    digest: str
    back: Callable[[DocumentMarks], DocumentMarks]


_Known = dict[str, dict[str, DocumentMarks]]


class RecordMarks:
    """What was decided about the documents of every model in a folder.

    Several programs may have it open: what another decided meanwhile is kept, as the history is.
    """

    def __init__(self, folder: Path, history: History) -> None:
        self._path = folder / ".countermove" / _NAME
        self._history = history
        self._lock = RLock()
        self._known: _Known = {}
        self._seen: Stamp | None = None
        self._is_on_disk = True
        # Of each model what was decided before, to be undone as long as its file is the same.
        self._before: defaultdict[str, deque[_Decision]] = defaultdict(
            lambda: deque(maxlen=_MOST_UNDONE)
        )

    def of(self, model: str, digest: str) -> DocumentMarks:
        """Return what was decided about a document of a model."""
        with self._lock, suppress(ValueError):
            return self._read().get(model, {}).get(digest, DocumentMarks())
        return DocumentMarks()

    def dismiss(
        self, model: str, digest: str, span: Span, revision: str, *, is_dismissed: bool
    ) -> None:
        """Dismiss a statement, or bring it back; the file of the model says what it says now."""
        said = "Dismiss a statement" if is_dismissed else "Bring a statement back"
        with self._changed() as known:
            before = known.get(model, {}).get(digest, DocumentMarks())
            if (span in before.dismissed) is not is_dismissed:
                back = partial(_dismissed, span, not is_dismissed)
                known.setdefault(model, {})[digest] = _dismissed(span, is_dismissed, before)
                self._before[model].append(_Decision(revision, said, digest, back))

    def part(self, model: str, digest: str, span: Span, revision: str, *, is_report: bool) -> None:
        """Say whether a stretch is the report."""
        said = "Bring a passage back" if is_report else "Strike a passage"
        new = (*span, is_report)
        with self._changed() as known:
            before = known.get(model, {}).get(digest, DocumentMarks())
            parts = (*before.parts, new)[-_MOST:]
            known.setdefault(model, {})[digest] = DocumentMarks(before.dismissed, parts)
            self._before[model].append(
                _Decision(revision, said, digest, partial(_without_last, new))
            )

    def done_last(self, model: str, revision: str) -> str:
        """Say what was decided last since a file says what it says now; empty for nothing."""
        with self._lock:
            decided = self._before[model]
            return decided[-1].said if decided and decided[-1].revision == revision else ""

    def undo(self, model: str, revision: str) -> bool:
        """Take back what was decided last since a file says what it says now; say if it was."""
        with self._changed() as known:
            decided = self._before[model]
            if not decided or decided[-1].revision != revision:
                return False
            last = decided.pop()
            own = known.setdefault(model, {})
            own[last.digest] = last.back(own.get(last.digest, DocumentMarks()))
        return True

    def rename(self, model: str, to: str) -> None:
        """Let what was decided go along with a model to another name."""
        with self._changed() as known:
            if (own := known.pop(model, None)) is not None:
                known[to] = own
                self._before[to] = self._before.pop(model, deque(maxlen=_MOST_UNDONE))

    @contextmanager
    def _changed(self) -> Iterator[_Known]:
        """Let what is known be changed, alone among all programs, and keep it."""
        with self._history.change(), self._lock:
            try:
                known = self._read()
            except ValueError:  # somebody's, and nothing that can be read: it stays, beside
                known = self._known = {}
                self._set_aside()
            before = {model: dict(own) for model, own in known.items()}
            yield known
            if known != before and self._is_on_disk:
                self._seen = None
                self._is_on_disk = write_beside(self._path, _plain(known))

    def _read(self) -> _Known:
        """Return what is known, read again where another program changed it."""
        if not self._is_on_disk:
            return self._known
        seen = stamp(self._path)
        if seen is None or seen != self._seen:
            self._known = {}
            with suppress(OSError):
                self._known = _from_plain(read_beside(self._path))
            self._seen = seen
        return self._known

    def _set_aside(self) -> None:
        stems = numbered(f"{self._path.stem}-unread")
        free = (self._path.with_name(f"{stem}.json") for stem in stems)
        with suppress(OSError):
            self._path.replace(next(path for path in free if not path.exists()))


def _dismissed(span: Span, is_dismissed: bool, marks: DocumentMarks) -> DocumentMarks:
    """Return marks with a statement dismissed, or not."""
    others = marks.dismissed - {span}
    return DocumentMarks(others | {span} if is_dismissed else others, marks.parts)


def _without_last(part: tuple[int, int, bool], marks: DocumentMarks) -> DocumentMarks:
    """Return marks without what was said last of a stretch."""
    parts = list(marks.parts)
    if part in parts:
        del parts[len(parts) - 1 - parts[::-1].index(part)]
    return DocumentMarks(marks.dismissed, tuple(parts))


def _plain(known: _Known) -> dict[str, Any]:
    return {
        model: {
            digest: {"dismissed": sorted(marks.dismissed), "parts": marks.parts}
            for digest, marks in own.items()
        }
        for model, own in known.items()
    }


def _from_plain(found: Any) -> _Known:
    """Read what was kept; a ValueError where it is something else."""
    try:
        return {
            model: {digest: _marks(marks) for digest, marks in own.items()}
            for model, own in found.items()
        }
    except (TypeError, AttributeError, LookupError, OverflowError) as error:
        raise ValueError("no marks") from error


def _marks(found: dict[str, Any]) -> DocumentMarks:
    return DocumentMarks(
        frozenset((int(start), int(end)) for start, end in found["dismissed"]),
        tuple((int(start), int(end), bool(is_report)) for start, end, is_report in found["parts"]),
    )
