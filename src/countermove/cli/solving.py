"""The command ``solve``: which claims are true, which outcomes hold."""

from __future__ import annotations

from itertools import islice

from countermove.analysis.claims import ClaimAnswer
from countermove.analysis.equilibria import Solution
from countermove.analysis.equilibria import solve as solve_model
from countermove.cli import options
from countermove.cli.blocks import (
    Row,
    in_line,
    legend,
    marked_rows,
    marks_of,
    model_title,
    option_table,
    state_row,
)
from countermove.cli.deliver import Delivery
from countermove.cli.models import opened
from countermove.cli.show import Marks, Page, counted, lasted
from countermove.model.conflict import Conflict
from countermove.report.words import claim_story

_FIRST = 20
"""How many outcomes are shown when not all are asked for."""


def solve(
    model: options.Model,
    /,
    *,
    scenario: options.OneScenario = None,
    concept: options.Concepts = None,
    engine: options.Engine = "auto",
    all: options.All = False,  # noqa: A002
    to: Delivery = Delivery(),  # noqa: B008
) -> None:
    """Solve a model and show its claims and the outcomes that hold."""
    to.prepare()
    with opened(model) as conflict:
        solution = solve_model(conflict, options.codes(concept), engine, scenario=scenario)
        to.send(solution, lambda page: _show(page, model, conflict, solution, everything=all))


def _show(
    page: Page, name: str, conflict: Conflict, solution: Solution, *, everything: bool
) -> None:
    model = solution.model
    model_title(page, conflict, model)
    if solution.claims:
        rows = [
            Row(
                answer.details.says,
                marks_of(page, answer.holds),
                f" {page.symbols.verdict(answer.verdict)} ",
                wrap=True,
                story=claim_story(solution, answer),
            )
            for answer in solution.claims
        ]
        marked_rows(page, "Claims", rows, Marks(solution.codes))
    _outcomes(page, name, solution, everything=everything)
    legend(page, solution.concepts)
    _last_lines(page, name, solution)


def _outcomes(page: Page, name: str, solution: Solution, *, everything: bool) -> None:
    model = solution.model
    found = list(solution) if everything else solution.strongest(_FIRST)
    rows: list[Row] = []
    shown: list[int] = []
    for equilibrium in found:
        state = model.states.find(equilibrium.state.label)
        shown.append(state)
        marks = {code: code in equilibrium.concepts for code in solution.codes}
        rows.append(state_row(model, state, marks_of(page, marks)))
    start = model.states.status_quo
    if start is not None and start not in shown and len(found) == len(solution):
        nothing = dict.fromkeys(solution.codes, False)
        rows.append(state_row(model, start, marks_of(page, nothing), ": does not hold"))
    if not found:
        page.heading("What holds")
        page.prose("Nothing: from every state some party would leave.", 1)
        return
    marked_rows(page, "What holds", in_line(rows), Marks(solution.codes))
    if len(found) < len(solution):
        more = len(solution) - len(found)
        page.command(
            f"These {len(found)} hold under most concepts; {counted(more, 'more state')} hold "
            "too. For all:",
            *("solve", name, *_scenario(solution), "--all"),
        )
    if not model.conflict.is_graph_form:
        option_table(page, model, shown)


def _scenario(solution: Solution) -> tuple[str, ...]:
    scenario = solution.model.scenario
    return () if scenario is None else ("--scenario", scenario)


def _last_lines(page: Page, name: str, solution: Solution) -> None:
    provenance = solution.provenance
    page.blank()
    exactly = "Solved exactly" if provenance.complete else "A limit was reached: incomplete,"
    page.command(
        f"{exactly} in {lasted(provenance.seconds)} (engine: {provenance.engine}). "
        "Why a state holds or not:",
        *("explain", name, _worth_explaining(solution), *_scenario(solution)),
    )


def _worth_explaining(solution: Solution) -> str:
    """Return the state whose explanation says most: one that holds by foresight."""
    model = solution.model
    by_claims = [
        state
        for answer in solution.claims
        if answer.verdict == "depends"
        for state in _holding(answer)
    ]
    first = next(iter(solution), None)
    by_foresight = (e for e in islice(solution, _FIRST) if len(e.concepts) < len(solution.codes))
    if by_claims:
        return model.states.label(by_claims[0])
    if found := next(by_foresight, first):
        return found.state.label
    start = model.states.status_quo
    return model.states.label(start if start is not None else 0)


def _holding(answer: ClaimAnswer) -> list[int]:
    return [s for by in answer.deciding.values() if by.kind == "equilibrium" for s in by.states]
