"""The command ``check``: all the mistakes in a model file."""

from __future__ import annotations

import sys
from typing import Annotated

from cyclopts import CycloptsError, Parameter

from countermove.cli import options
from countermove.cli.deliver import Delivery, write_error, write_out
from countermove.cli.look import Look
from countermove.cli.mistakes import mistakes
from countermove.cli.page import Page
from countermove.errors import CountermoveError
from countermove.report.amounts import counted
from countermove.report.checking import CheckReport, Rests
from countermove.report.checking import check as check_model
from countermove.texts import and_list

More = Annotated[str, Parameter(help="More of them.", completer=options.models)]


def check(model: options.Model, /, *more: More, to: Delivery = Delivery()) -> int:  # noqa: B008
    """Check a model and all its scenarios."""
    to.prepare(model, *more)
    if more:
        if to.notation != "table" or to.output:
            advice = "Leave out --format and --output, or give one model."
            raise CycloptsError(msg=f"Several models are checked for reading only. {advice}")
        return max([_one_of_many(name) for name in (model, *more)])
    report = check_model(model)
    if report or to.notation != "table":
        to.send(report, lambda page: _show(page, model, report))
    else:
        write_error(mistakes(model, report.problems, Look.of(sys.stderr)))
    return 0 if report else 1


def _one_of_many(name: str) -> int:
    """Check one model: its mistakes, or a line that says that there are none."""
    look = Look.of(sys.stderr)
    try:
        problems = check_model(name).problems
    except CountermoveError as error:
        problems = error.problems
    if problems:
        write_error("".join(f"{look.clean(str(problem))}\n" for problem in problems))
    else:
        page = Page(Look.of(sys.stdout))
        page.prose(f"{name}: in order")
        write_out(page.text())
    return 1 if problems else 0


def _show(page: Page, name: str, report: CheckReport) -> None:
    conflict, counts = report.conflict, report.counts
    if conflict is None:
        return
    page.title(f"{name}: {conflict.title}", "in order")
    page.blank()
    sizes = [
        counted(counts["decision_makers"], "party", "parties"),
        *([counted(counts["options"], "option")] if counts["options"] else []),
        counted(counts["states"], "outcome"),
    ]
    fine = [", ".join(sizes), _resting(report.wishes, and_list(report.wanted) or "no wishes")]
    if report.claims.judgements:
        fine.append(_resting(report.claims, counted(report.claims.judgements, "claim")))
    if conflict.scenarios:
        scenarios = counted(len(conflict.scenarios), "scenario")
        sizes = [
            f"{s} ({counted(n, 'outcome')})" for s, n in report.states.items() if s is not None
        ]
        fine.append(f"{scenarios}: {', '.join(sizes)}")
    for line in fine:
        page.prose(line, 1, f"{page.symbols.dot} ")
    if report.advice:
        page.heading("Worth a second look")
        for advice in report.advice:
            page.prose(str(advice), 1, f"{page.symbols.dot} ")
    page.blank()
    page.command("What holds:", "solve", name)


def _resting(rests: Rests, text: str) -> str:
    """Say how many judgements rest on the record."""
    alone = rests.judgements - rests.recorded
    if not rests.judgements:
        return text
    if not alone:
        return f"{text}: on record"
    if not rests.recorded:
        return f"{text}: by judgement, with no source given"
    return f"{text}: {rests.recorded} on record, {alone} by judgement alone"
