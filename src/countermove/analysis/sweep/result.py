"""What a sweep found: a row for each run and concept, and what is missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import numpy as np

from countermove.analysis.sample.draws import GENERATOR
from countermove.analysis.sweep.asked import RunAsked
from countermove.analysis.sweep.plan import SweptModel
from countermove.analysis.sweep.work import FoundRuns
from countermove.memory import refuse_beyond_memory
from countermove.model.conflict import Conflict
from countermove.result import Provenance, Result
from countermove.stability.registry import SolutionConcept
from countermove.streams import Long
from countermove.table import Cell, Row, Table
from countermove.texts import counted

_ROWS_AT_ONCE = 1 << 10


class SweptRuns:
    """What was found in the runs of a model in one scenario."""

    def __init__(self, variant: SweptModel, concepts: int) -> None:
        count = len(variant.runs)
        needed = count * (1 + 8 * concepts)
        what = f"keeping what holds in {count:,} runs"
        refuse_beyond_memory(needed, what, lambda _: "Sweep over fewer runs at a time.")
        self.variant = variant
        self.done = np.zeros(count, np.bool_)
        self.equilibria = np.zeros((concepts, count), np.int64)
        """By concept and run how many states hold."""
        self.claims: tuple[str, ...] = ()
        self.held = np.zeros((0, concepts, count), np.bool_)
        """By claim, concept and run."""
        self.states: dict[int, list[list[str]]] = {}
        """By run and concept the states that hold, where they were asked for."""

    def add(self, numbers: range, runs: FoundRuns) -> None:
        """Put some runs where they belong."""
        if runs.claims and not self.claims:
            self.claims = runs.claims
            self.held = np.zeros((len(self.claims), *self.held.shape[1:]), np.bool_)
        start = numbers.start - self.variant.first
        here = slice(start, start + len(numbers))
        self.done[here] = True
        self.equilibria[:, here], self.held[:, :, here] = runs.equilibria, runs.held
        self.states |= {start + k: names for k, names in enumerate(runs.states or ())}


@dataclass(frozen=True, eq=False, repr=False)
class Sweep(Result):
    """What holds in many runs: models in scenarios, readings and draws.

    Iterate over it for what was found in each run that is done, as plain data in the order of
    their numbers. The length is the number of runs, done or not.

    Parameters
    ----------
    models : mapping of str to Conflict
        What was swept over, by name.
    concepts : tuple of SolutionConcept
        What was asked.
    failures : mapping of int to str
        By run why it failed.
    provenance : Provenance
        How it was made.
    """

    format = "countermove-sweep/1"

    models: Mapping[str, Conflict]
    concepts: tuple[SolutionConcept, ...]
    failures: Mapping[int, str]
    provenance: Provenance
    _asked: RunAsked = field(repr=False)
    _variants: tuple[SweptRuns, ...] = field(repr=False)

    @property
    def model(self) -> None:
        """None: it may be about many models."""
        return

    def __len__(self) -> int:
        """Count the runs, done or not."""
        return sum(len(one.done) for one in self._variants)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """Give what was found in each run that is done."""
        for one in self._variants:
            for k in np.flatnonzero(one.done).tolist():
                yield self._run(one, k)

    @property
    def done(self) -> int:
        """How many runs are done."""
        return sum(int(one.done.sum()) for one in self._variants)

    @property
    def missing(self) -> tuple[int, ...]:
        """The numbers of the runs that aren't done: they failed, or it was stopped before."""
        parts = (np.flatnonzero(~one.done) + one.variant.first for one in self._variants)
        return tuple(number for part in parts for number in part.tolist())

    def summary(self) -> Table:
        """Return in how many runs each claim holds and some state does, by model and scenario.

        Examples
        --------
        >>> from countermove import load, sweep
        >>> runs = sweep(load("prisoners-dilemma"), samples=100, within=2, concepts="NASH")
        >>> print(runs.summary().to_csv(), end="")
        model,scenario,runs,claim,says,NASH
        Prisoner's dilemma,,100,silence,Both can keep silent and leave it at that,16
        Prisoner's dilemma,,100,betrayal,Nobody keeps silent while the other talks,64
        Prisoner's dilemma,,100,talking,Both giving evidence is a trap that holds,42
        Prisoner's dilemma,,100,,Some outcome holds,90
        """
        rows: list[Row] = []
        for one in self._variants:
            first = (one.variant.model, one.variant.scenario, int(one.done.sum()))
            details = one.variant.claims if one.claims else {}
            for j, name in enumerate(one.claims):
                counts = one.held[j].sum(axis=1).tolist()
                rows.append((*first, name, details[name].says, *counts))
            some = np.count_nonzero(one.equilibria, axis=1).tolist()
            rows.append((*first, None, "Some outcome holds", *some))
        heads = ("model", "scenario", "runs", "claim", "says", *self.codes)
        return Table("In how many runs it is so", heads, tuple(rows))

    def _brief(self) -> str:
        models = counted(len(self.models), "model")
        failed = f", {len(self.failures):,} failed" if self.failures else ""
        return f"of {models}: {self.done:,} of {len(self):,} runs done{failed}"

    def _place(self, one: SweptRuns, k: int) -> tuple[dict[str, str], int | None]:
        """Return the reading of a run, and the number of its draw, from 0."""
        number, draw = divmod(k, self._asked.each)
        reading = dict(one.variant.whole.reading(number))
        return reading, draw if self._asked.doubtful else None

    def _run(self, one: SweptRuns, k: int) -> dict[str, Any]:
        reading, draw = self._place(one, k)
        run: dict[str, Any] = {"run": one.variant.first + k, "model": one.variant.model}
        run["scenario"] = one.variant.scenario
        if reading:
            run["reading"] = reading
        if draw is not None:
            run["draw"] = draw
        run["equilibria"] = dict(zip(self.codes, one.equilibria[:, k].tolist(), strict=True))
        if one.claims:
            pairs = zip(one.claims, one.held[:, :, k].tolist(), strict=True)
            run["claims"] = {claim: dict(zip(self.codes, own, strict=True)) for claim, own in pairs}
        if self._asked.outcomes:
            run["states"] = dict(zip(self.codes, one.states[k], strict=True))
        return run

    def table(self) -> Table:
        """Return a row for each run that is done and each concept; a column for each claim."""
        claims = list(dict.fromkeys(claim for one in self._variants for claim in one.claims))
        doubts = [doubt for one in self._variants for doubt, _ in one.variant.keys]
        doubts = list(dict.fromkeys(doubts))
        states = ("states",) if self._asked.outcomes else ()

        def rows() -> Iterator[list[Row]]:
            for one in self._variants:
                columns = [
                    one.claims.index(name) if name in one.claims else None for name in claims
                ]
                done = np.flatnonzero(one.done)
                for start in range(0, len(done), _ROWS_AT_ONCE):
                    some = done[start : start + _ROWS_AT_ONCE]
                    yield [
                        row for k in some.tolist() for row in self._rows(one, k, doubts, columns)
                    ]

        count = len(self.codes) * self.done
        heads = ("run", "model", "scenario", *(f"doubt {doubt}" for doubt in doubts), "draw")
        heads = (*heads, "concept", "equilibria", *(f"claim {name}" for name in claims), *states)
        return Table("Sweep", heads, Long(count, rows))

    def _rows(
        self, one: SweptRuns, k: int, doubts: Sequence[str], claims: Sequence[int | None]
    ) -> Iterator[Row]:
        reading, draw = self._place(one, k)
        first: list[Cell] = [one.variant.first + k, one.variant.model, one.variant.scenario]
        first += [*(reading.get(doubt) for doubt in doubts), draw]
        counts, held = one.equilibria[:, k].tolist(), one.held[:, :, k].tolist()
        for c, code in enumerate(self.codes):
            answers = (None if j is None else held[j][c] for j in claims)
            named = (" ".join(one.states[k][c]),) if self._asked.outcomes else ()
            yield (*first, code, counts[c], *answers, *named)

    def _content(self) -> dict[str, Any]:
        asked = self._asked
        data: dict[str, Any] = {
            "models": [
                {"name": name, "title": one.title, "digest": one.with_doubts.digest}
                for name, one in self.models.items()
            ]
        }
        if asked.doubtful:
            within, unknown, whose = asked.doubtful.said()
            data["drawn"] = {
                "draws": asked.samples,
                "seed": asked.seed,
                "generator": GENERATOR,
                "within": within,
                "unknown": unknown,
                "decision_makers": whose,
            }

        def parts() -> Iterator[list[dict[str, Any]]]:
            runs = iter(self)
            while part := list(islice(runs, _ROWS_AT_ONCE)):
                yield part

        data["runs"] = Long(self.done, parts)
        data["missing"] = list(self.missing)
        data["failures"] = {str(run): why for run, why in self.failures.items()}
        return data

    def _made(self) -> dict[str, Any]:
        """Say no more than what is the same wherever it is run."""
        made = self.provenance
        return {"provenance": {"complete": made.complete, "version": made.version}}
