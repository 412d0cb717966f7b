"""What is asked of every run of a sweep, and a part of it, as they are sent to where it is run."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain

from countermove._version import __version__
from countermove.analysis.sample.batches import Doubtful, batch_size

FORMAT = "countermove-part/1"

Reading = tuple[tuple[str, str], ...]
"""Doubts by id, each with the value that it is resolved at."""


@dataclass(frozen=True)
class RunAsked:
    """What is asked in every run."""

    codes: tuple[str, ...]
    outcomes: bool
    samples: int
    seed: int
    doubtful: Doubtful | None

    @property
    def each(self) -> int:
        """How many runs there are for a reading."""
        return self.samples if self.doubtful else 1


@dataclass(frozen=True)
class RunPiece:
    """Some runs of one model in one scenario: some readings, and of one reading some draws."""

    text: str
    digest: str
    settled: Reading
    scenario: str | None
    doubts: tuple[tuple[str, tuple[str, ...]], ...]
    first: int
    """The number of the first run of the model in this scenario."""
    readings: range
    draws: range

    @property
    def runs(self) -> range:
        """The numbers of the runs."""
        return range(self.first, self.first + len(self.readings) * len(self.draws))

    def reading(self, number: int) -> Reading:
        """Return how a reading resolves the doubts that are gone through: the last turns first."""
        found: list[tuple[str, str]] = []
        for doubt, keys in reversed(self.doubts):
            number, k = divmod(number, len(keys))
            found.append((doubt, keys[k]))
        return tuple(reversed(found))

    def said(self) -> list[object]:
        """Return what it is, as plain data."""
        some = [[r.start, r.stop] for r in (self.readings, self.draws)]
        return [self.digest, self.settled, self.scenario, self.doubts, *some]

    def alone(self) -> Iterator[RunPiece]:
        """Give the pieces that it can be broken into: single readings, and batches of draws."""
        at_once = batch_size(1)
        for k, reading in enumerate(self.readings):
            first = self.first + k * len(self.draws)
            for start in range(self.draws.start, self.draws.stop, at_once):
                draws = range(start, min(start + at_once, self.draws.stop))
                here = first + start - self.draws.start
                yield replace(self, readings=range(reading, reading + 1), draws=draws, first=here)


@dataclass(frozen=True)
class RunPart:
    """Some pieces that are run one after the other, and kept together."""

    asked: RunAsked
    pieces: tuple[RunPiece, ...]
    seconds: float

    @property
    def name(self) -> str:
        """What it is called: a digest of all that its answer depends on."""
        asked = self.asked
        said: list[object] = [FORMAT, __version__, asked.codes, asked.outcomes]
        if asked.doubtful:
            said += [asked.seed, asked.doubtful.said()]
        said += [piece.said() for piece in self.pieces]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()

    @property
    def runs(self) -> Iterator[int]:
        """The numbers of the runs."""
        return chain.from_iterable(piece.runs for piece in self.pieces)

    def __len__(self) -> int:
        """Count the runs."""
        return sum(len(piece.runs) for piece in self.pieces)

    def alone(self) -> list[RunPart]:
        """Return the parts that it can be broken into."""
        single = [one for piece in self.pieces for one in piece.alone()]
        each = self.seconds / len(self)
        return [RunPart(self.asked, (one,), each * len(one.runs)) for one in single]
