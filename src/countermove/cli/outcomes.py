"""The part of a page that shows which outcomes hold: one by one, or many of them in patterns."""

from __future__ import annotations

import string
from collections.abc import Iterator

from rich.text import Text

from countermove.analysis.equilibria import Solution
from countermove.analysis.lists import in_order
from countermove.analysis.patterns import Pattern, cover, matching
from countermove.cli.blocks import (
    Row,
    in_line,
    marked_rows,
    marks_of,
    option_table,
    pattern_table,
    state_row,
)
from countermove.cli.show import Marks, Page
from countermove.graph.bits import Bits
from countermove.graph_model import GraphModel
from countermove.report.amounts import counted
from countermove.report.phrases import mark_of, scenario_given, state_text

_FIRST = 20
"""How many outcomes, or patterns of outcomes, are shown when not all are asked for."""

_MANY = 200
"""From how many outcomes on a page isn't put together before it is written."""


def outcomes(page: Page, name: str, solution: Solution, *, everything: bool) -> None:
    """Add what holds: all of it, or as much as can be read."""
    if not len(solution):
        page.heading("What holds")
        page.prose("Nothing: from every state some party would leave.", 1)
    elif everything and len(solution) > _MANY:
        _streamed(page, solution)
    elif everything or len(solution) <= _FIRST:
        _one_by_one(page, name, solution, len(solution))
    elif patterns := _patterns(solution):
        _in_patterns(page, name, solution, patterns)
    else:
        _one_by_one(page, name, solution, _FIRST)


def _one_by_one(page: Page, name: str, solution: Solution, count: int) -> None:
    model = solution.model
    found = solution.strongest(count)
    shown = [model.states.find(equilibrium.state.label) for equilibrium in found]
    rows = [_state(page, solution, state) for state in shown]
    start = model.states.status_quo
    if start is not None and count >= len(solution) and start not in shown:
        rows.append(_state(page, solution, start))
    marked_rows(page, "What holds", in_line(rows), Marks(solution.codes))
    if count < len(solution):
        more = counted(len(solution) - count, "more state")
        page.command(
            f"These {count} hold under most concepts; {more} hold too. For all:",
            *("solve", name, *scenario_given(solution.model), "--all"),
        )
    if not model.conflict.is_graph_form:
        option_table(page, model, shown)


def _streamed(page: Page, solution: Solution) -> None:
    """Add all that holds, line by line as it is written; then there is no table of options."""
    model = solution.model
    for marks in Marks(solution.codes).blocks(page.width):
        span = page.width - marks.width
        page.blank()
        page.row("What holds", span, marks.heads(), style="bold")
        page.stream(_lines(page, solution, marks, span))
    start = model.states.status_quo
    if start is not None and not solution.holding_somehow[start]:
        page.blank()
        page.prose(f"{state_text(model, start)} (the status quo) does not hold.")


def _lines(page: Page, solution: Solution, marks: Marks, span: int) -> Iterator[Text]:
    states = solution.model.states
    widest = max(len(mark_of(solution.model, state)) for state in range(len(states)))
    for part in in_order(states, solution.holding_somehow):
        for state in part.tolist():
            row = _state(page, solution, state)
            cells = marks.line([row.cells[code] for code in marks.codes])
            yield page.row_text(
                row.text, span, cells, lead=row.lead.ljust(widest + 4), note=row.note
            )


def _state(page: Page, solution: Solution, state: int) -> Row:
    holds = {code: holding[state] for code, holding in solution.holding.items()}
    note = "" if any(holds.values()) else ": does not hold"
    return state_row(solution.model, state, marks_of(page, holds), note)


# -- in patterns --------------------------------------------------------------------------------


def _patterns(solution: Solution) -> list[list[Pattern]]:
    """Return for each set of states that holds under some concepts the patterns that cover it.

    The smallest set comes first. Empty where patterns would say no more than the states.
    """
    if solution.model.conflict.is_graph_form:
        return []
    sets: list[Bits] = []
    for holding in solution.holding.values():
        if holding.any() and holding not in sets:
            sets.append(holding)
    groups: list[list[Pattern]] = []
    known: set[str] = set()
    for holding in sorted(sets, key=Bits.count):
        found = cover(solution.model.states, holding)
        if found is None:
            return []
        groups.append([pattern for pattern in found if pattern.text not in known])
        known |= {pattern.text for pattern in found}
    return groups if len(known) <= len(solution) // 2 else []


def _largest(groups: list[list[Pattern]]) -> list[list[Pattern]]:
    """Choose the largest patterns of each group in turn, until there are as many as are shown."""
    chosen: list[list[Pattern]] = [[] for _ in groups]
    for place in range(max(map(len, groups))):
        for group, some in zip(groups, chosen, strict=True):
            if place < len(group) and sum(map(len, chosen)) < _FIRST:
                some.append(group[place])
    return chosen


def _in_patterns(page: Page, name: str, solution: Solution, groups: list[list[Pattern]]) -> None:
    states = solution.model.states
    shown = [pattern for some in _largest(groups) for pattern in some]
    lettered = dict(zip(string.ascii_uppercase, shown, strict=False))
    width = max(len(f"{pattern.states:,}") for pattern in shown)
    matched = Bits.all_or_none(len(states), False)
    rows: list[Row] = []
    for letter, pattern in lettered.items():
        those = matching(states, pattern.text)
        matched |= those
        count = f"{pattern.states:,}".rjust(width)
        lead = f" {letter}  {count} {'state' if pattern.states == 1 else 'states'} "
        rows.append(
            Row(_described(solution.model, pattern.text), _marks(page, solution, those), lead)
        )
    if states.status_quo is not None:
        rows.append(_state(page, solution, states.status_quo))
    yes, some, no = page.symbols.holds, page.symbols.depends, page.symbols.no
    marked_rows(
        page,
        f"What holds: {len(solution):,} of {counted(len(states), 'state')}, in patterns",
        in_line(rows),
        Marks(solution.codes),
        below="States that are alike (some in several lines): "
        f"{yes} all hold, {some} some, {no} none",
    )
    if rest := sum(map(len, groups)) - len(shown):
        left = counted(len(solution) - (matched & solution.holding_somehow).count(), "more state")
        page.prose(f"Left out here: {left} in {counted(rest, 'smaller pattern')}.")
    page.command(
        "All that hold, one by one:", "solve", name, *scenario_given(solution.model), "--all"
    )
    pattern_table(page, solution.model, {k: pattern.text for k, pattern in lettered.items()})


def _marks(page: Page, solution: Solution, those: Bits) -> dict[str, str]:
    """Return for each concept whether all of some states hold, some of them or none."""
    count = those.count()
    signs = {0: page.symbols.no, count: page.symbols.holds}
    return {
        code: signs.get((those & holding).count(), page.symbols.depends)
        for code, holding in solution.holding.items()
    }


def _described(model: GraphModel, pattern: str) -> str:
    """Say in words what is done in the states that match a pattern."""
    names = list(zip(model.states.option_names, pattern, strict=True))
    taken = ", ".join(option for option, letter in names if letter == "Y")
    left = ", ".join(option for option, letter in names if letter == "N")
    return "; ".join(filter(None, [taken, f"not {left}" if left else ""])) or "any state"
