"""The command ``cases``: the conflicts that come with the program, and the search among them."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from inspect import Parameter, Signature, signature
from typing import Annotated, Any

from cyclopts import Parameter as Option
from rich.cells import cell_len

from countermove.cli.deliver import Delivery
from countermove.cli.page import Page
from countermove.graph.feasible import MOST_STATES
from countermove.report.cases import CASES, FACTS, NONE, CaseList, games_too
from countermove.report.cases import cases as search


def _cases(
    *,
    text: Annotated[
        str, Option(help="With these words in the title, the summary, parties or options.")
    ] = "",
    parties: Annotated[int | None, Option(help="With so many parties.")] = None,
    options: Annotated[int | None, Option(help="With so many options.")] = None,
    games: Annotated[
        bool,
        Option(
            negative=(),
            help="Among the 144 games of two parties with two choices each, not the gallery.",
        ),
    ] = False,
    to: Delivery = Delivery(),  # noqa: B008
    **happens: bool,
) -> None:
    """List the cases of the gallery."""
    to.prepare()
    facts = [name.replace("_", "-") for name, is_asked in happens.items() if is_asked]
    found = search(text, parties=parties, options=options, happens=facts, games=games)
    to.send(found, lambda page: _show(page, found))


def _with_a_flag_for_each_fact(command: Callable[..., None]) -> Callable[..., None]:
    *own, _ = signature(command, eval_str=True).parameters.values()
    flags = [
        Parameter(
            name.replace("-", "_"),
            Parameter.KEYWORD_ONLY,
            default=False,
            annotation=Annotated[
                bool, Option(negative=(), group="What happens", help=f"Where {fact.words}.")
            ],
        )
        for name, fact in FACTS.items()
    ]
    takes = [*own, *flags]

    @wraps(command)
    def asked(**given: Any) -> None:
        command(**given)

    asked.__annotations__ = {one.name: one.annotation for one in takes}
    asked.__signature__ = Signature(takes)  # type: ignore[attr-defined]
    return asked


cases = _with_a_flag_for_each_fact(_cases)


def _show(page: Page, found: CaseList) -> None:
    page.title(CASES, "parties / options / outcomes")
    page.blank()
    width = max((cell_len(case.name) for case in found), default=0)
    sizes = [
        f"{case.decision_makers} / {case.options or '-':>2} / {_short(case.states):>3}"
        for case in found
    ]
    last = max(map(cell_len, sizes), default=0)
    for case, size in zip(found, sizes, strict=True):
        span = min(page.width, 100) - last - 1
        page.row(case.title, span, f" {size.rjust(last)}", lead=f" {case.name.ljust(width)}  ")
        page.prose(case.teaches, indent=width + 3, style="dim")
    if not found.cases:
        page.prose(NONE)
    if found.among_games:
        page.blank()
        page.prose(f"{games_too(found)}: add --games.")
    if found.cases:
        page.blank()
        # One learns most from the last, among those that are answered at once.
        *_, last_one = sorted(found, key=lambda case: case.states <= MOST_STATES)
        page.command("What holds in one of them:", "solve", last_one.name)


def _short(states: int) -> str:
    """Write how many states there are in few characters, of very many the order of magnitude."""
    return f"{states}" if states <= MOST_STATES else f"10^{len(str(states)) - 1}"
