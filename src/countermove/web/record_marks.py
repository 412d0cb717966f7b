"""What was decided on the page Record and stands in no model: what was dismissed, and struck.

It lies beside the history, by the model and the digest of the document, and goes with its file.
"""

from __future__ import annotations

import json
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

from countermove.record.attribution import Span

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
    """What was decided last about a document, and what had been before."""

    revision: str  # of the file of the model
    said: str
    digest: str
    before: DocumentMarks


class RecordMarks:
    """What was decided about the documents of every model in a folder."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / ".countermove" / _NAME
        self._lock = Lock()
        self._known: dict[str, dict[str, DocumentMarks]] = {}
        # Of each model what was decided before, to be undone as long as its file is the same.
        self._before: defaultdict[str, deque[_Decision]] = defaultdict(
            lambda: deque(maxlen=_MOST_UNDONE)
        )
        with suppress(OSError, ValueError, TypeError, AttributeError):
            for model, own in json.loads(self._path.read_text("utf-8")).items():
                self._known[model] = {digest: _read(found) for digest, found in own.items()}

    def of(self, model: str, digest: str) -> DocumentMarks:
        """Return what was decided about a document of a model."""
        with self._lock:
            return self._known.get(model, {}).get(digest, DocumentMarks())

    def dismiss(self, model: str, digest: str, span: Span, revision: str) -> None:
        """Dismiss a statement, or bring it back; the file of the model says what it says now."""
        before = self.of(model, digest)
        said = "Bring a statement back" if span in before.dismissed else "Dismiss a statement"
        after = DocumentMarks(before.dismissed ^ {span}, before.parts)
        self._decide(model, after, _Decision(revision, said, digest, before))

    def part(self, model: str, digest: str, span: Span, revision: str, *, is_report: bool) -> None:
        """Say whether a stretch is the report."""
        before = self.of(model, digest)
        said = "Bring a passage back" if is_report else "Strike a passage"
        parts = (*before.parts, (*span, is_report))[-_MOST:]
        after = DocumentMarks(before.dismissed, parts)
        self._decide(model, after, _Decision(revision, said, digest, before))

    def done_last(self, model: str, revision: str) -> str:
        """Say what was decided last since a file says what it says now; empty for nothing."""
        with self._lock:
            decided = self._before[model]
            return decided[-1].said if decided and decided[-1].revision == revision else ""

    def undo(self, model: str, revision: str) -> bool:
        """Take back what was decided last since a file says what it says now; say if it was."""
        with self._lock:
            decided = self._before[model]
            if not decided or decided[-1].revision != revision:
                return False
            last = decided.pop()
        self._keep(model, last.digest, last.before)
        return True

    def rename(self, model: str, to: str) -> None:
        """Let what was decided go along with a model to another name."""
        with self._lock:
            known = self._known.pop(model, None)
            if known is None:
                return
            self._known[to] = known
            self._before[to] = self._before.pop(model, deque(maxlen=_MOST_UNDONE))
        self._save()

    def _decide(self, model: str, after: DocumentMarks, decision: _Decision) -> None:
        with self._lock:
            self._before[model].append(decision)
        self._keep(model, decision.digest, after)

    def _keep(self, model: str, digest: str, marks: DocumentMarks) -> None:
        with self._lock:
            self._known.setdefault(model, {})[digest] = marks
        self._save()

    def _save(self) -> None:
        with self._lock, suppress(OSError):
            written = {
                model: {
                    digest: {"dismissed": sorted(marks.dismissed), "parts": marks.parts}
                    for digest, marks in own.items()
                }
                for model, own in self._known.items()
            }
            beside = self._path.with_suffix(".new")
            beside.write_text(json.dumps(written), "utf-8")
            beside.replace(self._path)


def _read(found: dict[str, Any]) -> DocumentMarks:
    return DocumentMarks(
        frozenset((int(start), int(end)) for start, end in found["dismissed"]),
        tuple((int(start), int(end), bool(is_report)) for start, end, is_report in found["parts"]),
    )
