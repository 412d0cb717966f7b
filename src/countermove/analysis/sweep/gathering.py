"""The runs of a sweep as they come in: what is found, what has failed, and what is left to do."""

from __future__ import annotations

from bisect import bisect
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from functools import partial

from countermove.analysis.running import Failed, in_parts, jobs_for
from countermove.analysis.sweep.asked import RunAsked, RunPart
from countermove.analysis.sweep.kept import Kept
from countermove.analysis.sweep.plan import SweptModel
from countermove.analysis.sweep.result import SweptRuns
from countermove.analysis.sweep.work import FoundRuns, done, read
from countermove.errors import StoppedError
from countermove.progress import Follow, Progress, tell, tell_first
from countermove.texts import counted

_OTHER = Failed("it was run by another version of the program.", again=False)


class Gathering:
    """Has parts run, and puts what comes in where it belongs."""

    def __init__(
        self,
        asked: RunAsked,
        variants: Sequence[SweptModel],
        kept: Kept,
        limit: float | None,
        retries: int,
    ) -> None:
        self._asked, self._kept, self._limit, self._retries = asked, kept, limit, retries
        self._firsts = [one.first for one in variants]
        self.found = [SweptRuns(one, len(asked.codes)) for one in variants]
        self.failures: dict[int, str] = {}
        self._tries: Counter[str] = Counter()

    @property
    def is_complete(self) -> bool:
        """Whether all runs are there."""
        return all(one.done.all() for one in self.found)

    def run(self, parts: Sequence[RunPart], jobs: int | None, follow: Follow | None) -> None:
        """Run all parts that aren't kept yet, until somebody stops it."""
        left = self._left(parts)
        seconds = sum(part.seconds for part in left)
        at_once = max(1, min(jobs_for(seconds, jobs), len(left)))
        what = f"{counted(sum(map(len, parts)), 'run')} in {counted(len(parts), 'part')}"
        if there := len(parts) - len(left):
            what += f", {there:,} of them done before"
        try:
            tell_first(follow, self._progress(), what, seconds / at_once)
            while left:
                again: list[RunPart] = []
                for part, why in self._failing(left, at_once, follow):
                    # Of a part of several runs it isn't known which of them it was.
                    if len(single := part.alone()) > 1:
                        again += single
                    elif why.again and self._tries[part.name] < self._retries:
                        self._tries[part.name] += 1
                        again.append(part)
                    else:
                        self.failures |= dict.fromkeys(part.runs, why.why)
                left = self._left(again)
        except StoppedError:
            return

    def _failing(
        self, parts: Sequence[RunPart], at_once: int, follow: Follow | None
    ) -> Iterator[tuple[RunPart, Failed]]:
        """Run some parts, and give those that fail."""
        work = partial(done, threads=1 if at_once > 1 else None, limit=self._limit)
        with closing(in_parts(work, parts, at_once)) as answers:
            for k, answer in answers:
                if isinstance(answer, Failed):
                    yield parts[k], answer
                elif (runs := read(answer, parts[k])) is None:
                    yield parts[k], _OTHER
                else:
                    self._kept.keep(parts[k], answer)
                    self._put(parts[k], runs)
                tell(follow, self._progress())

    def _left(self, parts: Sequence[RunPart]) -> list[RunPart]:
        """Return the parts that aren't there yet; take those that are."""
        left = []
        for part in parts:
            if (runs := self._kept.find(part)) is None:
                left.append(part)
            else:
                self._put(part, runs)
        return left

    def _put(self, part: RunPart, runs: Sequence[FoundRuns]) -> None:
        for piece, own in zip(part.pieces, runs, strict=True):
            self.found[bisect(self._firsts, piece.first) - 1].add(piece.runs, own)

    def _progress(self) -> Progress:
        total = sum(len(one.done) for one in self.found)
        there = sum(int(one.done.sum()) for one in self.found)
        doing = f"{there:,} of {counted(total, 'run')}"
        return Progress(there / total, 0, self._asked.codes, doing=doing)
