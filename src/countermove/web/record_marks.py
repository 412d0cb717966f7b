"""What was decided on the page Record and stands in no model: what was dismissed, and struck.

It lies beside the history, by the model and the digest of the document, and goes with its file.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from countermove.editing.history import History
from countermove.record.attribution import Span
from countermove.share.kept_beside import KeptByModel, beside

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


class RecordMarks:
    """What was decided about the documents of every model in a folder."""

    def __init__(self, folder: Path, history: History) -> None:
        self._kept = KeptByModel(beside(folder, _NAME), history, _from_plain, _plain)
        # Of each model what was decided before, to be undone as long as its file is the same.
        self._before: defaultdict[str, deque[_Decision]] = defaultdict(
            lambda: deque(maxlen=_MOST_UNDONE)
        )

    def of(self, model: str, digest: str) -> DocumentMarks:
        """Return what was decided about a document of a model."""
        return (self._kept.of(model) or {}).get(digest, DocumentMarks())

    def dismiss(
        self, model: str, digest: str, span: Span, revision: str, *, is_dismissed: bool
    ) -> None:
        """Dismiss a statement, or bring it back; the file of the model says what it says now."""
        said = "Dismiss a statement" if is_dismissed else "Bring a statement back"
        with self._kept.changed() as known:
            before = known.get(model, {}).get(digest, DocumentMarks())
            if (span in before.dismissed) is not is_dismissed:
                back = partial(_dismissed, span, not is_dismissed)
                known.setdefault(model, {})[digest] = _dismissed(span, is_dismissed, before)
                self._before[model].append(_Decision(revision, said, digest, back))

    def part(self, model: str, digest: str, span: Span, revision: str, *, is_report: bool) -> None:
        """Say whether a stretch is the report."""
        said = "Bring a passage back" if is_report else "Strike a passage"
        new = (*span, is_report)
        with self._kept.changed() as known:
            before = known.get(model, {}).get(digest, DocumentMarks())
            parts = (*before.parts, new)[-_MOST:]
            known.setdefault(model, {})[digest] = DocumentMarks(before.dismissed, parts)
            self._before[model].append(
                _Decision(revision, said, digest, partial(_without_last, new))
            )

    def done_last(self, model: str, revision: str) -> str:
        """Say what was decided last since a file says what it says now; empty for nothing."""
        decided = self._before[model]
        return decided[-1].said if decided and decided[-1].revision == revision else ""

    def undo(self, model: str, revision: str) -> bool:
        """Take back what was decided last since a file says what it says now; say if it was."""
        with self._kept.changed() as known:
            decided = self._before[model]
            if not decided or decided[-1].revision != revision:
                return False
            last = decided.pop()
            own = known.setdefault(model, {})
            own[last.digest] = last.back(own.get(last.digest, DocumentMarks()))
        return True

    def rename(self, model: str, to: str) -> None:
        """Let what was decided go along with a model to another name."""
        self._kept.rename(model, to)
        self._before[to] = self._before.pop(model, deque(maxlen=_MOST_UNDONE))


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


def _plain(own: dict[str, DocumentMarks]) -> dict[str, Any]:
    return {
        digest: {"dismissed": sorted(marks.dismissed), "parts": marks.parts}
        for digest, marks in own.items()
    }


def _from_plain(found: Any) -> dict[str, DocumentMarks]:
    """Read what was kept of a model; an error where it is something else."""
    return {digest: _marks(marks) for digest, marks in found.items()}


def _marks(found: dict[str, Any]) -> DocumentMarks:
    return DocumentMarks(
        frozenset((int(start), int(end)) for start, end in found["dismissed"]),
        tuple((int(start), int(end), bool(is_report)) for start, end, is_report in found["parts"]),
    )
