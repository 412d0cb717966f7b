"""The command ``compare``: scenarios side by side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from countermove.analysis.comparison import Comparison
from countermove.analysis.comparison import compare as compare_scenarios
from countermove.analysis.equilibria import Solution
from countermove.cli import options
from countermove.cli.blocks import Row, in_line, legend, marked_rows, model_title, numbered
from countermove.cli.deliver import Delivery
from countermove.cli.following import Following
from countermove.cli.models import opened
from countermove.cli.show import Marks, Page
from countermove.model.conflict import Conflict
from countermove.report.amounts import counted

_FIRST = 20
BASE = "base"


def compare(
    model: options.Model,
    /,
    *,
    scenario: options.Scenarios = None,
    concept: options.Concepts = None,
    engine: options.Engine = "auto",
    all: options.All = False,  # noqa: A002
    to: Delivery = Delivery(),  # noqa: B008
) -> None:
    """Compare the scenarios of a model."""
    to.prepare()
    with opened(model) as conflict:
        with Following(conflict) as follow:
            codes = options.codes(concept)
            compared = compare_scenarios(conflict, scenario, codes, engine, follow=follow)
        to.send(compared, lambda page: _show(page, model, conflict, compared, everything=all))


@dataclass(frozen=True)
class _Column:
    """A scenario as a column: its letter, its id (None for the base), its title."""

    head: str
    scenario: str | None
    title: str
    solution: Solution
    holding: Mapping[str, Mapping[str, bool]]


@dataclass(frozen=True)
class _Outcome:
    """A state that holds somewhere: its number and text, and a key that is the same everywhere."""

    key: str
    number: str
    text: str


def _show(
    page: Page, name: str, conflict: Conflict, compared: Comparison, *, everything: bool
) -> None:
    model_title(page, conflict)
    columns = _columns(compared)
    if len(columns) == 1:
        page.blank()
        page.prose("The model has no scenarios to compare; a scenario is a table [scenarios.…].")
        page.blank()
        page.command("What holds in the model as it stands:", "solve", name)
        return
    _scenarios(page, columns)
    _claims(page, columns)
    outcomes = _outcomes(columns)
    shown = outcomes if everything else outcomes[:_FIRST]
    _holding(page, columns, shown, len(outcomes) - len(shown), name)
    page.blank()
    ceased = f"{page.symbols.fails} has ceased to hold"
    page.prose(f"What changes in each scenario: + has come to hold, {ceased}.")
    for column in columns[1:]:
        _changes(page, columns[0], column, outcomes, everything=everything)
    legend(page, compared.base.concepts)
    page.blank()
    scenario = columns[1].scenario or ""
    page.command("What holds in one of them:", "solve", name, "--scenario", scenario)


def _columns(compared: Comparison) -> list[_Column]:
    return [
        _Column(_letter(k), scenario, _title(compared, scenario), solution, _marks(solution))
        for k, (scenario, solution) in enumerate(compared)
    ]


def _title(compared: Comparison, scenario: str | None) -> str:
    conflict = compared.conflict
    return conflict.title if scenario is None else conflict.scenarios[scenario].title


def _letter(position: int) -> str:
    """Return the head of a column: base, A, B, …, Z, AA and so on."""
    text = ""
    while position:
        position, digit = divmod(position - 1, 26)
        text = chr(ord("A") + digit) + text
    return text or BASE


def _marks(solution: Solution) -> dict[str, dict[str, bool]]:
    """Return for each state that holds under some concept under which ones it does."""
    return {
        _key(e.state.pattern, e.state.label): {code: code in e.concepts for code in solution.codes}
        for e in solution
    }


def _key(pattern: str, label: str) -> str:
    # Numbers differ between scenarios, patterns (in graph form ids) don't.
    return pattern or label


def _scenarios(page: Page, columns: list[_Column]) -> None:
    page.blank()
    width = max(len(column.head) for column in columns)
    for column in columns:
        states = counted(len(column.solution.model.states), "state")
        title = "The model as it stands"
        if column.scenario is not None:
            title = f"{column.title} ({column.scenario})"
        page.prose(f"{title}: {states}", 1, f"{column.head.ljust(width)}  ", lead_style="bold")


def _claims(page: Page, columns: list[_Column]) -> None:
    says: dict[str, str] = {}
    for column in reversed(columns):
        says |= {a.claim: a.details.says for a in reversed(column.solution.claims)}
    if not says:
        return
    rows: list[Row] = []
    starred = False
    for claim in reversed(says):
        answers = [{a.claim: a for a in column.solution.claims}.get(claim) for column in columns]
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
    page.prose(_signs(page, "true", starred=starred), 1, style="dim")


def _signs(page: Page, word: str, *, starred: bool) -> str:
    signs = page.symbols
    text = f"{signs.holds} {word} under all concepts, {signs.depends} under some, "
    text += f"{signs.fails} under none"
    return f"{text}; * under others than in the base" if starred else text


def _outcomes(columns: list[_Column]) -> list[_Outcome]:
    """Return every state that holds somewhere, by its number in the base where it has one."""
    base = columns[0].solution.model
    in_base: dict[str, int] = {}
    found: dict[str, _Outcome] = {}
    order: dict[str, tuple[int, int]] = {}
    for k, column in enumerate(columns):
        model = column.solution.model
        for equilibrium in column.solution:
            state = equilibrium.state
            key = _key(state.pattern, state.label)
            if key in found:
                continue
            matches, _ = base.states.read(key)
            if len(matches) == 1:
                number, text = numbered(base, int(matches[0]))
                in_base[key] = int(matches[0])
                order[key] = (0, base.states.number(int(matches[0])))
            else:
                number, text = numbered(model, model.states.find(state.label))
                number = f"[{column.head} {number[1:]}"
                order[key] = (k, state.number)
            found[key] = _Outcome(key, number, text)
    return sorted(found.values(), key=lambda outcome: order[outcome.key])


def _holding(
    page: Page, columns: list[_Column], shown: list[_Outcome], hidden: int, name: str
) -> None:
    rows: list[Row] = []
    starred = False
    base = columns[0].holding
    for outcome in shown:
        cells: dict[str, str] = {}
        for column in columns:
            marks = column.holding.get(outcome.key)
            if marks is None:
                there = column.solution.model.states.read(outcome.key)[0]
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
        page.prose("Nothing, in none of the scenarios.", 1)
        return
    heads = tuple(column.head for column in columns)
    marked_rows(page, "What holds", in_line(rows), Marks(heads, 2))
    signs = page.symbols
    text = f"{signs.holds} holds under all concepts, {signs.depends} under some, {signs.no} under "
    text += "none, empty: ruled out"
    page.prose(f"{text}; * under others than in the base" if starred else text, 1, style="dim")
    if _renumbered(columns):
        page.prose("Numbers are those of the base.", 1, style="dim")
    if hidden:
        what = f"These are the first {len(shown)}; {hidden:,} more hold somewhere."
        page.command(f"{what} For all:", "compare", name, "--all")


def _renumbered(columns: list[_Column]) -> bool:
    sizes = {len(column.solution.model.states) for column in columns}
    return len(sizes) > 1


def _changes(
    page: Page, base: _Column, column: _Column, outcomes: list[_Outcome], *, everything: bool
) -> None:
    """Show what a scenario changes, concept by concept."""
    codes = base.solution.codes
    answers = {answer.claim: answer.holds for answer in base.solution.claims}
    rows = [
        Row(
            answer.details.says,
            _turned(page, answers[answer.claim], answer.holds),
            f" {page.symbols.verdict(answer.verdict)} ",
            wrap=True,
        )
        for answer in column.solution.claims
        if answers.get(answer.claim, answer.holds) != answer.holds
    ]
    nowhere = dict.fromkeys(codes, False)
    states = [
        Row(outcome.text, _turned(page, before, after), f" {outcome.number} ")
        for outcome in outcomes
        for before in [base.holding.get(outcome.key, nowhere)]
        for after in [column.holding.get(outcome.key, nowhere)]
        if before != after
    ]
    if not rows and not states:
        page.heading(f"{column.head} {column.title}")
        page.prose("Nothing changes: the same claims are true, the same outcomes hold.", 1)
        return
    shown = states if everything else states[:_FIRST]
    marked_rows(page, column.title, rows + in_line(shown), Marks(codes), sign=column.head)
    if len(states) > len(shown):
        page.prose(f"and {counted(len(states) - len(shown), 'more outcome')}", 1)


def _turned(page: Page, before: Mapping[str, bool], after: Mapping[str, bool]) -> dict[str, str]:
    """Return a mark for each concept: a plus where it has come to hold, a cross where it ceased."""
    signs = page.symbols
    return {
        code: ("+" if value else signs.fails) if before.get(code) != value else signs.yes(value)
        for code, value in after.items()
    }
