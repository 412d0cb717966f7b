"""The part of a page that shows which outcomes hold: one by one, or many of them in groups."""

from __future__ import annotations

import string
from collections.abc import Collection, Iterator, Sequence
from functools import reduce
from operator import and_, or_

from rich.text import Text

from countermove.analysis.equilibria import Solution
from countermove.analysis.state_lists import firmest, one_by_one
from countermove.cli.articles import cell_text
from countermove.cli.blocks import (
    MarkedRow,
    dots_of,
    in_line,
    marked_rows,
    option_table,
    pattern_table,
    state_row,
)
from countermove.cli.models import scenario_given
from countermove.cli.page import Marks, Page
from countermove.graph.patterns import Pattern, matching
from countermove.graph.region import Region
from countermove.graph_model import GraphModel
from countermove.model.levels import levels_text
from countermove.questions import find
from countermove.report.amounts import counted
from countermove.report.answer import MOST_SHOWN, left_out_sentence, nothing_holds, start_sentence
from countermove.report.article import Cell
from countermove.report.leading import REACHED, way_to, ways_legend, ways_to, ways_to_groups
from countermove.report.phrases import mark_of, state_text
from countermove.report.shown import FULL, Shown

_MOST_GROUPS = 20
"""How many groups of outcomes are shown."""

_MOST_COLUMNS = 20
"""Up to how many outcomes the table of options has a column for each."""

_MOST_PARTED = 1 << 22
"""Up to so many outcomes none of the groups bridges an option that can't be undone."""

_MANY = 200
"""From how many outcomes on a page isn't put together before it is written."""


def outcomes(page: Page, name: str, solution: Solution, shown: Shown) -> None:
    """Add what holds: all of it, or as much as can be read."""
    if not len(solution):
        page.heading("What holds")
        page.prose(nothing_holds(solution), 1)
    elif shown == FULL and len(solution) > _MANY:
        _streamed(page, solution)
    elif shown == FULL or len(solution) <= MOST_SHOWN:
        _one_by_one(page, name, solution, len(solution))
    elif groups := _groups(solution):
        _in_groups(page, name, solution, groups, shown)
    else:
        _one_by_one(page, name, solution, shown.of(len(solution), MOST_SHOWN))


def _one_by_one(page: Page, name: str, solution: Solution, count: int) -> None:
    model = solution.model
    found = solution.strongest(count)
    shown = [equilibrium.position for equilibrium in found]
    rows = [_state(page, solution, state) for state in shown]
    ways = ways_to(solution, shown)
    columns = _with_ways(page, rows, solution, ways)
    start = model.states.status_quo
    if start is not None and count >= len(solution) and start not in shown:
        rows.append(_state(page, solution, start))
    marked_rows(page, "What holds", in_line(rows), columns)
    _legend(page, solution, ways)
    if count < len(solution):
        page.command(
            f"{left_out_sentence(solution, count)} For all:",
            *("solve", name, *scenario_given(solution.model), "--all"),
        )
    if not model.conflict.is_graph_form:
        option_table(page, model, shown[:_MOST_COLUMNS])
        if len(shown) > _MOST_COLUMNS:
            page.prose(f"These are the {_MOST_COLUMNS} firmest.", 1, style="dim")


def _streamed(page: Page, solution: Solution) -> None:
    """Add all that holds, line by line as it is written; then there is no table of options."""
    ways = ways_to_groups(solution, [solution.holding_somehow])
    codes = (*solution.codes, REACHED) if ways else solution.codes
    for marks in Marks(codes).blocks(page.width):
        span = page.width - marks.width
        page.blank()
        page.row("What holds", span, marks.heads(), style="bold")
        page.stream(_lines(page, solution, marks, span))
    _legend(page, solution, ways)
    start = solution.model.states.status_quo
    if start is not None and start not in solution.holding_somehow:
        _status_quo(page, solution, start)


def _status_quo(page: Page, solution: Solution, start: int) -> None:
    """Say whether the status quo holds, where it has no row of its own."""
    page.blank()
    page.prose(start_sentence(solution, start))


def _lines(page: Page, solution: Solution, marks: Marks, span: int) -> Iterator[Text]:
    states = solution.model.states
    told = REACHED in marks.codes
    widest = max(len(mark_of(solution.model, state)) for state in range(len(states)))
    for state in firmest(states, solution.holding.values()):
        row = _state(page, solution, state)
        if told:
            row.cells[REACHED] = cell_text(page, way_to(solution, state))
        cells = marks.line([row.cells[code] for code in marks.codes])
        lead = row.lead.ljust(widest + 4)
        yield from page.rows_text(f"{row.text}{row.note}", span, cells, lead=lead)


def _state(page: Page, solution: Solution, state: int) -> MarkedRow:
    holds = {code: state in holding for code, holding in solution.holding.items()}
    note = "" if any(holds.values()) else ": does not hold"
    return state_row(solution.model, state, dots_of(page, holds) | {REACHED: ""}, note)


def _with_ways(
    page: Page, rows: Sequence[MarkedRow], solution: Solution, ways: Sequence[Cell]
) -> Marks:
    """Return the columns of a table, and put into its rows what leads there."""
    for row, way in zip(rows, ways, strict=False):
        row.cells[REACHED] = cell_text(page, way)
    return Marks((*solution.codes, REACHED) if ways else solution.codes)


def _legend(page: Page, solution: Solution, ways: Sequence[Cell]) -> None:
    if prose := ways_legend(solution, ways, find("evolve").asks):
        page.prose(prose.text, 1, style="dim")


# -- in groups ----------------------------------------------------------------------------------


def _groups(solution: Solution) -> list[list[Pattern]]:
    """Return for each set of states that holds under some concepts the patterns that cover it."""
    states = solution.model.states
    if solution.model.conflict.is_graph_form:
        return []
    one_way = [
        place
        for place, option in enumerate(states.vocabulary.options.values())
        if option.moves != "both"
    ]
    if one_way and len(states) <= _MOST_PARTED and (groups := _covered(solution, one_way)):
        return groups
    return _covered(solution, ())


def _covered(solution: Solution, apart: Sequence[int]) -> list[list[Pattern]]:
    sets: list[Region] = []
    for holding in solution.holding.values():
        if holding.any() and holding not in sets:
            sets.append(holding)
    groups: list[list[Pattern]] = []
    known: set[str] = set()
    for holding in sorted(sets, key=lambda held: held.count()):
        found = holding.patterns(solution.model.states, apart)
        if found is None:
            return []
        groups.append([pattern for pattern in found if pattern.text not in known])
        known |= {pattern.text for pattern in found}
    return groups if len(known) <= len(solution) // 2 else []


def _largest(groups: list[list[Pattern]], shown: Shown) -> list[list[Pattern]]:
    """Choose the largest patterns of each group in turn, until there are as many as are shown."""
    most = shown.of(sum(map(len, groups)), _MOST_GROUPS)
    chosen: list[list[Pattern]] = [[] for _ in groups]
    for place in range(max(map(len, groups))):
        for group, some in zip(groups, chosen, strict=True):
            if place < len(group) and sum(map(len, chosen)) < most:
                some.append(group[place])
    return chosen


def _in_groups(
    page: Page, name: str, solution: Solution, groups: list[list[Pattern]], shown: Shown
) -> None:
    """Add what holds under all concepts by name, and then all that holds in groups."""
    states, codes = solution.model.states, solution.codes
    firm = reduce(and_, solution.holding.values())
    total = f"{len(solution):,} of {counted(len(states), 'outcome')}"
    by_name = 0 < firm.count() <= MOST_SHOWN
    if by_name:
        named = list(one_by_one(states, firm))
        rows = [_state(page, solution, state) for state in named]
        ways = ways_to(solution, named)
        columns = _with_ways(page, rows, solution, ways)
        if states.status_quo is not None and states.status_quo not in firm:
            rows.append(_state(page, solution, states.status_quo))
        under = f"{firm.count():,} of them under all {len(codes)} concepts:"
        marked_rows(page, f"What holds: {total}", in_line(rows), columns, below=under)
    lettered, rows = _lettered(
        page, solution, [p for some in _largest(groups, shown) for p in some]
    )
    those = [
        solution.holding_somehow & matching(states, pattern.text) for pattern in lettered.values()
    ]
    ways = ways_to_groups(solution, those)
    columns = _with_ways(page, rows, solution, ways)
    yes, some, no = page.symbols.stands, page.symbols.partly, page.symbols.left
    marked_rows(
        page,
        "All that hold, in groups" if by_name else f"What holds: {total}, in groups",
        in_line(rows),
        columns,
        below="An outcome may stand in more than one group. "
        f"{yes} all of the group hold, {some} some, {no} none",
    )
    _legend(page, solution, ways)
    _not_shown(page, solution, groups, lettered.values())
    if not by_name and states.status_quo is not None:
        _status_quo(page, solution, states.status_quo)
    page.command(
        "All that hold, one by one:", "solve", name, *scenario_given(solution.model), "--all"
    )
    pattern_table(page, solution.model, {k: pattern.text for k, pattern in lettered.items()})


def _lettered(
    page: Page, solution: Solution, shown: Sequence[Pattern]
) -> tuple[dict[str, Pattern], list[MarkedRow]]:
    """Return the letters by which groups are known, and their rows."""
    lettered = dict(zip(string.ascii_uppercase, shown, strict=False))
    width = max(len(counted(pattern.states, "outcome")) for pattern in shown)
    rows: list[MarkedRow] = []
    for letter, pattern in lettered.items():
        those = matching(solution.model.states, pattern.text)
        lead = f" {letter}  {counted(pattern.states, 'outcome').rjust(width)}  "
        text = (
            state_text(solution.model, those.positions().item())
            if pattern.states == 1
            else _described(solution.model, pattern.text)
        )
        rows.append(MarkedRow(text, _marks(page, solution, those), lead))
    return lettered, rows


def _not_shown(
    page: Page, solution: Solution, groups: list[list[Pattern]], shown: Collection[Pattern]
) -> None:
    """Say how many outcomes stand only in groups that are left out, if there are any."""
    states = solution.model.states
    matched = reduce(or_, (matching(states, pattern.text) for pattern in shown))
    left = len(solution) - (solution.holding_somehow & matched).count()
    if left:
        smaller = counted(sum(map(len, groups)) - len(shown), "smaller group")
        page.prose(f"Left out here: {counted(left, 'more outcome')}, in {smaller}.")


def _marks(page: Page, solution: Solution, those: Region) -> dict[str, str]:
    """Return for each concept whether all of some states hold, some of them or none."""
    count = those.count()
    signs = {0: page.symbols.left, count: page.symbols.stands}
    return {
        code: signs.get((those & holding).count(), page.symbols.partly)
        for code, holding in solution.holding.items()
    }


def _described(model: GraphModel, pattern: str) -> str:
    """Say in words what is done in the states that match a pattern."""
    vocabulary = model.states.vocabulary
    called, options = list(vocabulary.called.values()), list(vocabulary.options.values())
    said, left_out = [], []
    for place, values in vocabulary.spelling.allowed(pattern):
        if options[place].levels:
            said.append(f"{called[place]}: {levels_text(options[place], values)}")
        elif values == (1,):
            said.append(called[place])
        else:
            left_out.append(f"not {called[place]}")
    return "; ".join([*said, *left_out]) or "any outcome"
