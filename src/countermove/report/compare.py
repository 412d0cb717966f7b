"""Solved models side by side in words: scenarios, or a model before and after an edit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from countermove.analysis.changes import Renames
from countermove.analysis.claims import ClaimAnswer
from countermove.analysis.compare import Comparison
from countermove.analysis.differences import Differences
from countermove.analysis.equilibria import Solution
from countermove.graph.region import Positions
from countermove.graph.states import States
from countermove.report.amounts import counted, letter
from countermove.report.article import (
    Block,
    Cell,
    Grid,
    Line,
    Mark,
    Prose,
    Section,
    Starred,
    Words,
)
from countermove.report.assumptions import scenario_changes
from countermove.report.differences import differences_section
from countermove.report.phrases import numbered
from countermove.report.shown import FULL, SHORT, Shown
from countermove.report.standings import shares_cell
from countermove.report.ways import way_sentences

_SHOWN = 20
_MOST_LISTED = 1 << 12
BASE = "now"

Holding = Mapping[str, Mapping[str, bool]]


@dataclass(frozen=True)
class SolvedColumn:
    """A solved model as a column."""

    head: str
    title: str
    solution: Solution
    claims: Mapping[str, ClaimAnswer]
    holding: Holding
    there: Callable[[str], Positions]


@dataclass(frozen=True)
class HeldOutcome:
    """A state that holds somewhere: its number and text, and a key that is the same everywhere."""

    key: str
    number: str
    text: str


def of_scenarios(compared: Comparison, *, outcomes: bool = True) -> list[SolvedColumn]:
    """Return the base and its scenarios as columns, named by letters; without outcomes if asked."""
    return [
        column_of(solution, letter(k - 1) if k else BASE, compared.title(scenario), outcomes)
        for k, (scenario, solution) in enumerate(compared)
    ]


def column_of(solution: Solution, head: str, title: str, outcomes: bool = False) -> SolvedColumn:
    """Return a solution as a column; without outcomes unless these are asked for."""
    held: Holding = {}
    if outcomes:
        # Numbers differ between scenarios, patterns (in graph form ids) don't.
        held = {e.state.pattern or e.state.label: _marks(solution, e.concepts) for e in solution}
    claims = {answer.claim: answer for answer in solution.claims}
    there = _reader(solution.model.states)
    return SolvedColumn(head, title, solution, claims, held, there)


def _reader(states: States) -> Callable[[str], Positions]:
    return lambda key: states.read(key)[0]


def of_differences(found: Differences) -> list[SolvedColumn]:
    """Return a model before and after an edit as columns."""

    def column(head: str, solution: Solution, to: Positions, back: Positions) -> SolvedColumn:
        renames = found.renames if head == BEFORE else Renames()
        claims = {renames.of("claims", answer.claim): answer for answer in solution.claims}

        def key(state: int) -> str:
            return str(to[state]) if to[state] >= 0 else f"{head} {state}"

        def there(key: str) -> Positions:
            place, _, state = key.rpartition(" ")
            position = int(state) if place == head else -1 if place else int(back[int(state)])
            return np.array([position] if position >= 0 else [], dtype=np.intp)

        holding = {key(e.position): _marks(solution, e.concepts) for e in solution}
        return SolvedColumn(head, solution.model.conflict.title, solution, claims, holding, there)

    same = np.arange(len(found.origin))
    return [
        column(BEFORE, found.before, found.counterpart, found.origin),
        column(AFTER, found.after, same, same),
    ]


BEFORE, AFTER = "before", "after"


def _marks(solution: Solution, concepts: tuple[str, ...]) -> dict[str, bool]:
    return {code: code in concepts for code in solution.codes}


def scenarios(columns: list[SolvedColumn], *, with_ids: bool = False) -> list[Prose]:
    """Say what each column is, with the ids of scenarios if asked for or where titles are alike."""
    told = []
    uses = Counter(column.title for column in columns if column.solution.model.scenario)
    for column in columns:
        model = column.solution.model
        title = "The model itself"
        if model.scenario is not None:
            needs_id = with_ids or uses[column.title] > 1
            title = f"{column.title} ({model.scenario})" if needs_id else column.title
        told.append(Prose(f"{title}: {counted(len(model.states), 'outcome')}", column.head))
    return told


def claims(columns: list[SolvedColumn]) -> list[Block]:
    """Say which claims are true in each column; nothing where there are no claims."""
    says: dict[str, str] = {}
    for column in reversed(columns):
        told = reversed(list(column.claims.items()))
        says |= {claim: answer.details.says for claim, answer in told}
    if not says:
        return []
    lines: list[Line] = []
    for claim in reversed(says):
        answers = [column.claims.get(claim) for column in columns]
        lines.append(Line(says[claim], tuple(answered(answers[0], each) for each in answers)))
    return [
        _grid("Claims", columns, lines),
        Prose(with_star(SIGNS, columns, _cells(lines)), quiet=True),
    ]


SIGNS = "✓ true under all concepts, ~ under some, ✗ under none"


def claims_across(columns: list[SolvedColumn]) -> list[Block]:
    """Say in which readings claims are true in each column; nothing where nothing is in doubt."""
    if all(column.solution.across is None for column in columns):
        return []
    says: dict[str, str] = {}
    for column in columns:
        says |= {
            claim: answer.details.says
            for claim, answer in column.claims.items()
            if claim not in says
        }
    lines = [
        Line(text, tuple(share(column, claim) for column in columns))
        for claim, text in says.items()
    ]
    return [_grid(IN_WHICH, columns, lines), Prose(SHARE_SIGNS, quiet=True)] if lines else []


IN_WHICH = "Claims, across the readings"
SHARE_SIGNS = (
    "all, none: in all readings, in none; a percentage: in some; 25–50: so many by concept"
)


def share(column: SolvedColumn, claim: str) -> str:
    """Write in how many readings a claim is true, from the least to the most by concept."""
    across, answer = column.solution.across, column.claims.get(claim)
    if answer is None:
        return ""
    if across is None:
        # Either nothing is in doubt there, or the readings can't be told.
        is_sure = not column.solution.model.doubts
        return shares_cell(map(Fraction, answer.holds.values())) if is_sure else ""
    return shares_cell(one.share for one in across.claims[answer.claim].values())


def answered(base: ClaimAnswer | None, answer: ClaimAnswer | None) -> Cell:
    """Return the mark of an answer, with a star where it is true under others than in the base."""
    if answer is None:
        return ""
    other = base and base.verdict == answer.verdict and base.holds != answer.holds
    mark = Mark.verdict(answer.verdict)
    return Starred(mark) if other else mark


def _grid(heading: str, columns: list[SolvedColumn], lines: list[Line], *, of: int = 0) -> Grid:
    return Grid(heading, tuple(column.head for column in columns), tuple(lines), of)


def _cells(lines: Iterable[Line]) -> Iterator[Cell]:
    return (cell for line in lines for cell in line.cells)


def with_star(signs: str, columns: Sequence[SolvedColumn], cells: Iterable[Cell]) -> str:
    """Say what signs mean, and what a star does if there is one."""
    if not any(isinstance(cell, Starred) for cell in cells):
        return signs
    before = "before" if columns[-1].head == AFTER else "in the model itself"
    return f"{signs}; * under others than {before}"


def outcomes(columns: list[SolvedColumn], numbering: int = 0) -> list[HeldOutcome]:
    """Return every state that holds somewhere, by its number in one of the columns if it can be."""
    base = columns[numbering]
    found: dict[str, HeldOutcome] = {}
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
            found[key] = HeldOutcome(key, number, text)
    return sorted(found.values(), key=lambda outcome: order[outcome.key])


def holding(
    columns: list[SolvedColumn], outcomes: Sequence[HeldOutcome], shown: Shown
) -> list[Block]:
    """Say which of some outcomes hold in each column."""
    if not outcomes:
        return [Prose("Nothing, in none of them.", HOLDS)]
    lines = [
        Line(
            outcome.text,
            tuple(_holds(columns[0], column, outcome.key) for column in columns),
            outcome.number,
        )
        for outcome in shown.first(outcomes, _SHOWN)
    ]
    signs = "● holds under all concepts, ◐ under some, ○ under none, empty: ruled out"
    blocks: list[Block] = [
        _grid(HOLDS, columns, lines, of=len(outcomes)),
        Prose(with_star(signs, columns, _cells(lines)), quiet=True),
    ]
    if len({len(column.solution.model.states) for column in columns}) > 1:
        whose = "after the edit" if columns[-1].head == AFTER else "of the model itself"
        blocks.append(Prose(f"Numbers are those {whose}.", quiet=True))
    return blocks


HOLDS = "What holds"


def _holds(base: SolvedColumn, column: SolvedColumn, key: str) -> Cell:
    marks = column.holding.get(key)
    if marks is None:
        return Mark.LEFT if column.there(key).size else ""
    mark = Mark.STANDS if all(marks.values()) else Mark.PARTLY
    before = base.holding.get(key, marks)
    other = before != marks and not all(marks.values()) and not all(before.values())
    return Starred(mark) if other else mark


def changes(
    base: SolvedColumn, column: SolvedColumn, states: list[HeldOutcome], shown: Shown
) -> list[Block]:
    """Say what is otherwise in a column than in the base, concept by concept."""
    codes = base.solution.codes
    answers = {claim: answer.holds for claim, answer in base.claims.items()}
    lines = [
        Line(
            answer.details.says, _turned(answers[claim], answer.holds), Mark.verdict(answer.verdict)
        )
        for claim, answer in column.claims.items()
        if answers.get(claim, answer.holds) != answer.holds
    ]
    nowhere = dict.fromkeys(codes, False)
    turned = [
        Line(outcome.text, _turned(before, after, outcome=True), outcome.number)
        for outcome in states
        for before in [base.holding.get(outcome.key, nowhere)]
        for after in [column.holding.get(outcome.key, nowhere)]
        if before != after
    ]
    heading = f"{column.head} {column.title}".strip()
    if column.head == AFTER:
        heading = "What changed in the answers"
    if not lines and not turned:
        text = "Nothing changes: the same claims are true, the same outcomes hold."
        return [Prose(text, heading)]
    told, every = (*lines, *shown.first(turned, _SHOWN)), len(lines) + len(turned)
    return [Grid(heading, codes, told, of=every)]


def _turned(
    before: Mapping[str, bool], after: Mapping[str, bool], *, outcome: bool = False
) -> tuple[Cell, ...]:
    return tuple(
        Mark.turned(before.get(code, not value), value, outcome=outcome)
        for code, value in after.items()
    )


# -- as sections ------------------------------------------------------------------------------

CHANGE_SIGNS = "+ has come to hold, ⊖ has ceased to hold"


def comparison_sections(
    compared: Comparison,
    shown: Shown = SHORT,
    *,
    told: Mapping[str, Differences],
    with_ids: bool = False,
) -> tuple[Section, ...]:
    """Say what is otherwise in the scenarios of a model."""
    columns = of_scenarios(compared)
    if len(columns) == 1:
        return (Section("What if?", (Prose(NO_SCENARIOS),)),)
    states = outcomes(columns)
    way = way_sentences(compared.base.model, compared.concepts)
    side_by_side = [
        *map(Prose, way),
        *scenarios(columns, with_ids=with_ids),
        *claims(columns),
        *claims_across(columns),
        *holding(columns, states, shown),
    ]
    changed: list[Words] = [Prose(f"{CHANGE_SIGNS}.", quiet=True)]
    for column in columns[1:]:
        changed += changes(columns[0], column, states, shown)
        if (found := told.get(column.solution.model.scenario or "")) is not None:
            changed.append(Prose(f"{column.head} in the model:"))
            changed += differences_section(found).in_words
    return (
        Section("What if?", tuple(side_by_side)),
        Section("What changes in each scenario?", tuple(changed)),
    )


def difference_sections(found: Differences, shown: Shown = SHORT) -> tuple[Section, ...]:
    """Say what an edit changed in a model, and in the answers."""
    told = differences_section(found, FULL)
    way = map(Prose, way_sentences(found.after.model, found.after.concepts))
    told = replace(told, blocks=(*way, *told.blocks))
    if not found.changes and found.same_states:
        return (told,)
    columns = of_differences(found)
    states = outcomes(columns, numbering=1)
    answers = [
        *claims(columns),
        *claims_across(columns),
        *holding(columns, states, shown),
        *changes(columns[0], columns[1], states, shown),
        Prose(f"{CHANGE_SIGNS}.", quiet=True),
    ]
    return (told, Section("What changed in the answers", tuple(answers)))


# -- for the report ----------------------------------------------------------------------------


def scenarios_section(comparison: Comparison) -> Section | None:
    """Set claims and outcomes side by side in base and scenarios, and say what each changes."""
    if len(comparison) == 1:
        return None
    conflict = comparison.conflict
    is_listed = max(map(len, comparison.solutions)) <= _MOST_LISTED
    columns = of_scenarios(comparison, outcomes=is_listed)
    blocks = claims(columns)
    if is_listed:
        blocks += holding(columns, outcomes(columns), SHORT)
    for column in columns[1:]:
        name = str(column.solution.model.scenario)
        scenario = conflict.scenarios[name]
        blocks.append(Prose(column.title, column.head))
        about = " ".join(text for text in (scenario.summary, scenario.note) if text)
        changes = " ".join(scenario_changes(conflict, name))
        blocks += [Prose(text, quiet=True) for text in (about, changes) if text]
    return Section("What if?", tuple(blocks))


NO_SCENARIOS = "The model has no scenarios to compare; a scenario is a table [scenarios.…]."
