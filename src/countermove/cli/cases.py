"""The command ``cases``: the conflicts that come with the program."""

from __future__ import annotations

from rich.cells import cell_len

from countermove.cli.deliver import Delivery
from countermove.cli.page import Page
from countermove.report.catalogue import CASES, CaseList, case_list


def cases(*, to: Delivery = Delivery()) -> None:  # noqa: B008
    """List the cases of the gallery."""
    to.prepare()
    found = case_list()
    to.send(found, lambda page: _show(page, found))


def _show(page: Page, found: CaseList) -> None:
    width = max(cell_len(case.name) for case in found)
    sizes = [
        f"{case.decision_makers} / {case.options or '-':>2} / {case.states:>3}" for case in found
    ]
    last = max(cell_len(size) for size in sizes)
    page.title(CASES, "parties / options / outcomes")
    page.blank()
    for case, size in zip(found, sizes, strict=True):
        span = min(page.width, 100) - last - 1
        page.row(case.title, span, f" {size.rjust(last)}", lead=f" {case.name.ljust(width)}  ")
        page.prose(case.teaches, indent=width + 3, style="dim")
    page.blank()
    page.command("What holds in one of them:", "solve", found.cases[-1].name)
