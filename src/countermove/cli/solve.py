"""The command ``solve``: which claims are true, which outcomes hold."""

from __future__ import annotations

from itertools import islice
from typing import Annotated

from cyclopts import Parameter

from countermove.analysis.equilibria import Solution
from countermove.analysis.open_solution import SECONDS, OpenSolution
from countermove.analysis.state_lists import first_of
from countermove.cli import options
from countermove.cli.articles import ALL, show_grid, show_section
from countermove.cli.asking import asks
from countermove.cli.blocks import in_way, legend, model_title
from countermove.cli.deliver import Delivery
from countermove.cli.following import Following
from countermove.cli.models import opened, scenario_given
from countermove.cli.outcomes import outcomes
from countermove.cli.page import Page
from countermove.errors import TooLargeError
from countermove.model.conflict import Conflict
from countermove.questions.solve import SolveQuestion
from countermove.report.amounts import lasted
from countermove.report.answer import claims_grid
from countermove.report.individual import individual_section
from countermove.report.open_answer import known_sentence, open_sections, worth_explaining
from countermove.report.quotations import lost_sentence
from countermove.report.readings import across_section
from countermove.report.shown import FULL, SHORT, Shown
from countermove.report.ways import printed_section

_LOOKED_AT = 20
"""Among how many outcomes one is sought whose explanation says something."""


@asks(SolveQuestion)
def solve(
    model: str,
    asked: SolveQuestion,
    /,
    *,
    individual: Annotated[
        bool,
        Parameter(
            name="--individual",
            negative=(),
            help="Say for whom each outcome is stable, as papers print it: r, s, u and E.",
        ),
    ] = False,
    all: options.All = False,  # noqa: A002
    seconds: options.Seconds = SECONDS,
    verbose: options.Verbose = False,
    to: Delivery = Delivery(),  # noqa: B008
) -> int:
    """Solve a model and show its claims and the outcomes that hold."""
    to.prepare(model)
    with opened(model) as conflict:
        if unlisted := asked.unlisted(conflict):
            if individual:
                raise TooLargeError(
                    "for whom each outcome is stable can't be told of so many outcomes.",
                    advice=f"Ask it of one: countermove explain {model} OUTCOME",
                )
            with Following(conflict) as follow:
                found = unlisted(
                    seconds=seconds,
                    follow=follow,
                    so_far=lambda known: follow.so_far(known_sentence(known)),
                )
            to.send(found, lambda page: _show_unlisted(page, model, conflict, found))
            return follow.ended()
        with Following(conflict) as follow:
            solution = asked.run(conflict, follow)

        def show(page: Page) -> None:
            shown = FULL if all else SHORT
            _show(page, model, conflict, solution, shown, individual=individual)
            _last_lines(page, model, solution, verbose=verbose)

        to.send(solution.individual() if individual else solution, show)
    return follow.ended()


def _show(
    page: Page,
    name: str,
    conflict: Conflict,
    solution: Solution,
    shown: Shown,
    *,
    individual: bool,
) -> None:
    model = solution.model
    model_title(page, conflict, model)
    in_way(page, solution)
    if solution.claims:
        show_grid(page, claims_grid(solution))
    outcomes(page, name, solution, shown)
    if individual:
        show_section(page, name, individual_section(solution, shown), hint=ALL)
    elif printed := printed_section(solution, shown):
        show_section(page, name, printed, hint=ALL)
    if across := across_section(solution):
        show_section(page, name, across)
    legend(page, solution.concepts)


def _show_unlisted(page: Page, name: str, conflict: Conflict, found: OpenSolution) -> None:
    """Show what holds in a model with too many outcomes to list."""
    model_title(page, conflict)
    for section in open_sections(found, SolveQuestion.asks):
        show_section(page, name, section)
    legend(page, found.concepts)
    page.blank()
    made = found.provenance
    how = "Solved exactly" if made.complete else "A limit was reached: incomplete, solved"
    page.prose(f"{how} in {lasted(made.seconds)} (engine: {made.engine}; {made.why}).")
    page.command(
        "Why an outcome holds or not:",
        *("explain", name, str(worth_explaining(found).number), *scenario_given(found.model)),
    )


def _last_lines(page: Page, name: str, solution: Solution, *, verbose: bool) -> None:
    """Say how it was made, where that was asked for or matters, and what to ask next."""
    made = solution.provenance
    page.blank()
    if verbose or not made.complete:
        how = "Solved exactly" if made.complete else "A limit was reached: incomplete, solved"
        page.prose(f"{how} in {lasted(made.seconds)} (engine: {made.engine}; {made.why}).")
    if lost := lost_sentence(solution.model.conflict):
        page.command(f"{lost}:", "check", name)
    if solution.strong is not None:
        return
    page.command(
        "Why an outcome holds or not:",
        *("explain", name, _worth_explaining(solution), *scenario_given(solution.model)),
    )


def _worth_explaining(solution: Solution) -> str:
    """Return the state whose explanation says most: one that holds by foresight."""
    model = solution.model
    by_claims = (
        first_of(model.states, by.found)
        for answer in solution.claims
        if answer.verdict == "depends"
        for by in answer.deciding.values()
        if by.kind == "equilibrium"
    )
    first = next(iter(solution), None)
    by_foresight = (
        e for e in islice(solution, _LOOKED_AT) if len(e.concepts) < len(solution.codes)
    )
    if (state := next(by_claims, None)) is not None:
        return model.states.label(state)
    if found := next(by_foresight, first):
        return found.state.label
    start = model.states.status_quo
    return model.states.label(start if start is not None else 0)
