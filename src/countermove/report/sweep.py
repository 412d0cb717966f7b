"""Many runs in words: in how many of them each claim holds, and what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import groupby

from countermove.analysis.sweep.result import Sweep
from countermove.report.amounts import percent
from countermove.report.article import Block, Cell, Grid, Line, Mark, Prose, Section
from countermove.report.phrases import alike
from countermove.report.shown import SHORT, Shown
from countermove.table import Cell as TableCell
from countermove.texts import counted

IN_HOW_MANY = "In how many runs is it so?"

_SHOWN = 8
_REASONS = 5


def sweep_section(runs: Sweep, shown: Shown = SHORT) -> Section:
    """Say in how many runs each claim holds, model by model and scenario by scenario."""
    places = [
        (model, scenario, list(rows))
        for (model, scenario), rows in groupby(runs.summary().rows, key=lambda row: row[:2])
    ]
    blocks: list[Block] = [Prose(_what_was_run(runs, len(places)))]
    for model, scenario, rows in shown.first(places, _SHOWN):
        title = runs.models[str(model)].scenarios[str(scenario)].title if scenario else ""
        heading = f"{model}: {title}" if title else str(model)
        of = int(rows[0][2] or 0)
        lines = [
            Line(str(says), tuple(_cell(count, of) for count in counts))
            for _, _, _, _, says, *counts in rows
        ]
        if of:
            head = f"{heading} ({counted(of, 'run')})"
            blocks.append(Grid(head, runs.codes, tuple(lines)))
    if (more := len(places) - len(shown.first(places, _SHOWN))) > 0:
        blocks.append(Prose(f"{more:,} more models and scenarios aren't shown.", quiet=True))
    blocks += _missing(runs)
    return Section(IN_HOW_MANY, tuple(blocks))


def _cell(count: TableCell, of: int) -> Cell:
    share = Fraction(int(count or 0), of or 1)
    return Mark.of(bool(share)) if of == 1 else percent(share)


def _what_was_run(runs: Sweep, places: int) -> str:
    models = counted(len(runs.models), "model")
    beside = places - len(runs.models)
    scenarios = f" as it stands and in {counted(beside, 'scenario')}" if beside else ""
    if len(runs.models) > 1 and beside:
        scenarios = f" as they stand and in {counted(beside, 'scenario')} of theirs"
    return f"{counted(len(runs), 'run')}: {models}{scenarios}."


def _missing(runs: Sweep) -> Iterator[Block]:
    """Say which runs failed, and how many were never begun."""
    reasons = alike(runs.failures, lambda run: runs.failures[run])
    for why, failed in list(reasons.items())[:_REASONS]:
        first = f"Run {failed[0]:,}"
        if len(failed) > 1:
            first += f" and {counted(len(failed) - 1, 'other')}"
        yield Prose(f"{first} failed: {why}")
    if len(reasons) > _REASONS:
        yield Prose(f"Other runs failed for {len(reasons) - _REASONS:,} more reasons.")
    if left := len(runs) - runs.done - len(runs.failures):
        yield Prose(f"{counted(left, 'run')} {'is' if left == 1 else 'are'} still to be done.")
