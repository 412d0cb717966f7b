"""Solved models side by side: scenarios, or a model before and after an edit."""

from __future__ import annotations

from collections.abc import Mapping

from countermove.cli.blocks import Row, in_line, marked_rows
from countermove.cli.show import Marks, Page
from countermove.report.amounts import counted
from countermove.report.columns import AFTER, BASE, BEFORE, FIRST, Column, Outcome, renumbered


def scenarios(page: Page, columns: list[Column]) -> None:
    """Say what each column is."""
    page.blank()
    width = max(len(column.head) for column in columns)
    for column in columns:
        states = counted(len(column.solution.model.states), "state")
        title = "The model as it stands" if column.head == BASE else column.title
        if column.head not in (BASE, BEFORE, AFTER):
            title = f"{column.title} ({column.solution.model.scenario})"
        page.prose(f"{title}: {states}", 1, f"{column.head.ljust(width)}  ", lead_style="bold")


def claims(page: Page, columns: list[Column]) -> None:
    """Show which claims are true in each column."""
    says: dict[str, str] = {}
    for column in reversed(columns):
        told = reversed(list(column.claims.items()))
        says |= {claim: answer.details.says for claim, answer in told}
    if not says:
        return
    rows: list[Row] = []
    starred = False
    for claim in reversed(says):
        answers = [column.claims.get(claim) for column in columns]
        cells: dict[str, str] = {}
        for column, answer in zip(columns, answers, strict=True):
            if answer is None:
                cells[column.head] = ""
                continue
            base = answers[0]
            other = base and base.verdict == answer.verdict and base.holds != answer.holds
            starred = starred or bool(other)
            cells[column.head] = page.symbols.verdict(answer.verdict) + ("*" if other else " ")
        rows.append(Row(says[claim], cells, wrap=True))
    marked_rows(page, "Claims", rows, Marks(tuple(column.head for column in columns), 2))
    page.prose(_signs(page, columns, "true", starred=starred), 1, style="dim")


def _signs(page: Page, columns: list[Column], word: str, *, starred: bool) -> str:
    signs = page.symbols
    text = f"{signs.holds} {word} under all concepts, {signs.depends} under some, "
    text += f"{signs.fails} under none"
    return f"{text}; {_starred(columns)}" if starred else text


def _starred(columns: list[Column]) -> str:
    return f"* under others than {'before' if columns[-1].head == AFTER else 'in the base'}"


def holding(
    page: Page, columns: list[Column], shown: list[Outcome], hidden: int, *command: str
) -> None:
    """Show which outcomes hold in each column; the command shows those that are hidden."""
    rows: list[Row] = []
    starred = False
    base = columns[0].holding
    for outcome in shown:
        cells: dict[str, str] = {}
        for column in columns:
            marks = column.holding.get(outcome.key)
            if marks is None:
                there = column.there(outcome.key)
                cells[column.head] = f"{page.symbols.no} " if there.size else "  "
                continue
            sign = page.symbols.holds if all(marks.values()) else page.symbols.depends
            before = base.get(outcome.key, marks)
            other = before != marks and not all(marks.values()) and not all(before.values())
            starred = starred or other
            cells[column.head] = sign + ("*" if other else " ")
        rows.append(Row(outcome.text, cells, f" {outcome.number} "))
    if not rows:
        page.heading("What holds")
        page.prose("Nothing, in none of them.", 1)
        return
    heads = tuple(column.head for column in columns)
    marked_rows(page, "What holds", in_line(rows), Marks(heads, 2))
    signs = page.symbols
    text = f"{signs.holds} holds under all concepts, {signs.depends} under some, {signs.no} under "
    text += "none, empty: ruled out"
    page.prose(f"{text}; {_starred(columns)}" if starred else text, 1, style="dim")
    if renumbered(columns):
        whose = "after the edit" if columns[-1].head == AFTER else "of the base"
        page.prose(f"Numbers are those {whose}.", 1, style="dim")
    if hidden:
        what = f"These are the first {len(shown)}; {hidden:,} more hold somewhere."
        page.command(f"{what} For all:", *command, "--all")


def changes(
    page: Page, base: Column, column: Column, states: list[Outcome], *, everything: bool
) -> None:
    """Show what is otherwise in a column than in the base, concept by concept."""
    codes = base.solution.codes
    answers = {claim: answer.holds for claim, answer in base.claims.items()}
    rows = [
        Row(
            answer.details.says,
            _turned(page, answers[claim], answer.holds),
            f" {page.symbols.verdict(answer.verdict)} ",
            wrap=True,
        )
        for claim, answer in column.claims.items()
        if answers.get(claim, answer.holds) != answer.holds
    ]
    sign, title = column.head, column.title
    if column.head == AFTER:
        sign, title = "", "What changed in the answers"
    nowhere = dict.fromkeys(codes, False)
    turned = [
        Row(outcome.text, _turned(page, before, after), f" {outcome.number} ")
        for outcome in states
        for before in [base.holding.get(outcome.key, nowhere)]
        for after in [column.holding.get(outcome.key, nowhere)]
        if before != after
    ]
    if not rows and not turned:
        page.heading(f"{sign} {title}".strip())
        page.prose("Nothing changes: the same claims are true, the same outcomes hold.", 1)
        return
    shown = turned if everything else turned[:FIRST]
    marked_rows(page, title, rows + in_line(shown), Marks(codes), sign=sign)
    if len(turned) > len(shown):
        page.prose(f"and {counted(len(turned) - len(shown), 'more outcome')}", 1)


def _turned(page: Page, before: Mapping[str, bool], after: Mapping[str, bool]) -> dict[str, str]:
    """Return a mark for each concept: a plus where it has come to hold, a cross where it ceased."""
    signs = page.symbols
    return {
        code: ("+" if value else signs.fails) if before.get(code) != value else signs.yes(value)
        for code, value in after.items()
    }
