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
from countermove.report.check_words import SECOND_LOOK, in_order
from countermove.report.checking import CheckReport
from countermove.report.checking import check as check_model

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
    if report.conflict is None:
        return
    page.title(f"{name}: {report.conflict.title}", "in order")
    page.blank()
    for line in in_order(report):
        page.prose(line, 1, f"{page.symbols.dot} ")
    if report.advice:
        page.heading(SECOND_LOOK)
        for advice in report.advice:
            page.prose(str(advice), 1, f"{page.symbols.dot} ")
    page.blank()
    page.command("What holds:", "solve", name)
