"""Solved models side by side: scenarios, or a model before and after an edit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from countermove.analysis.claims import ClaimAnswer
from countermove.analysis.comparison import Comparison
from countermove.analysis.differences import Differences
from countermove.analysis.equilibria import Solution
from countermove.cli.blocks import Row, in_line, marked_rows
from countermove.cli.show import Marks, Page
from countermove.graph.choices import Positions
from countermove.graph.states import States
from countermove.report.amounts import counted, letter
from countermove.report.phrases import numbered

FIRST = 20
BASE = "base"

Holding = Mapping[str, Mapping[str, bool]]


@dataclass(frozen=True)
class Column:
    """A solved model as a column.

    Parameters
    ----------
    head : str
        What stands above it.
    title : str
        What it is called.
    solution : Solution
        The solution.
    claims : mapping
        The answers to its claims, by an id that is the same in all columns.
    holding : mapping
        Under which concepts each state that holds does, by a key that is the same everywhere.
    there : callable
        Gives the states of the model that a key means.
    """

    head: str
    title: str
    solution: Solution
    claims: Mapping[str, ClaimAnswer]
    holding: Holding
    there: Callable[[str], Positions]


@dataclass(frozen=True)
class Outcome:
    """A state that holds somewhere: its number and text, and a key that is the same everywhere."""

    key: str
    number: str
    text: str


def of_scenarios(compared: Comparison) -> list[Column]:
    """Return the base and its scenarios as columns, named by letters."""
    return [
        Column(
            letter(k - 1) if k else BASE,
            compared.title(scenario),
            solution,
            {answer.claim: answer for answer in solution.claims},
            {_key(e.state.pattern, e.state.label): _marks(solution, e.concepts) for e in solution},
            _reader(solution.model.states),
        )
        for k, (scenario, solution) in enumerate(compared)
    ]


def _reader(states: States) -> Callable[[str], Positions]:
    return lambda key: states.read(key)[0]


def of_differences(found: Differences) -> list[Column]:
    """Return a model before and after an edit as columns."""

    def column(head: str, solution: Solution, to: Positions, back: Positions) -> Column:
        states, claims = solution.model.states, {}
        for answer in solution.claims:
            name = found.renames.of("claims", answer.claim) if head == BEFORE else answer.claim
            claims[name] = answer

        def key(label: str) -> str:
            state = states.find(label)
            return str(to[state]) if to[state] >= 0 else f"{head} {state}"

        def there(key: str) -> Positions:
            place, _, state = key.rpartition(" ")
            position = int(state) if place == head else -1 if place else int(back[int(state)])
            return np.array([position] if position >= 0 else [], dtype=np.intp)

        holding = {key(e.state.label): _marks(solution, e.concepts) for e in solution}
        return Column(head, solution.model.conflict.title, solution, claims, holding, there)

    same = np.arange(len(found.origin))
    return [
        column(BEFORE, found.before, found.counterpart, found.origin),
        column(AFTER, found.after, same, same),
    ]


BEFORE, AFTER = "before", "after"


def _marks(solution: Solution, concepts: tuple[str, ...]) -> dict[str, bool]:
    return {code: code in concepts for code in solution.codes}


def _key(pattern: str, label: str) -> str:
    # Numbers differ between scenarios, patterns (in graph form ids) don't.
    return pattern or label


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


def outcomes(columns: list[Column], numbering: int = 0) -> list[Outcome]:
    """Return every state that holds somewhere, by its number in one of the columns if it can be.

    Parameters
    ----------
    columns : list of Column
        The columns.
    numbering : int
        Which of them gives the numbers.
    """
    base = columns[numbering]
    found: dict[str, Outcome] = {}
    order: dict[str, tuple[int, int]] = {}
    for k, column in enumerate(columns):
        model = column.solution.model
        for key in column.holding:
            if key in found:
                continue
            matches, here = base.there(key), base.solution.model
            if len(matches) == 1:
                number, text = numbered(here, int(matches[0]))
                order[key] = (-1, here.states.number(int(matches[0])))
            else:
                state = int(column.there(key)[0])
                number, text = numbered(model, state)
                number = f"[{column.head} {number[1:]}"
                order[key] = (k, model.states.number(state))
            found[key] = Outcome(key, number, text)
    return sorted(found.values(), key=lambda outcome: order[outcome.key])


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
    if _renumbered(columns):
        whose = "after the edit" if columns[-1].head == AFTER else "of the base"
        page.prose(f"Numbers are those {whose}.", 1, style="dim")
    if hidden:
        what = f"These are the first {len(shown)}; {hidden:,} more hold somewhere."
        page.command(f"{what} For all:", *command, "--all")


def _renumbered(columns: list[Column]) -> bool:
    sizes = {len(column.solution.model.states) for column in columns}
    return len(sizes) > 1


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
