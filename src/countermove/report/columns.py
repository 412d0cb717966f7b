"""Solved models side by side: what is the same in all of them, and a section that shows it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from countermove.analysis.claims import ClaimAnswer
from countermove.analysis.comparison import Comparison
from countermove.analysis.differences import Differences
from countermove.analysis.equilibria import Solution
from countermove.graph.choices import Positions
from countermove.graph.states import States
from countermove.report.amounts import counted, letter
from countermove.report.article import Block, Cell, Grid, Line, Mark, Prose, Section
from countermove.report.phrases import numbered

FIRST = 20
BASE, BEFORE, AFTER = "base", "before", "after"

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


def _marks(solution: Solution, concepts: tuple[str, ...]) -> dict[str, bool]:
    return {code: code in concepts for code in solution.codes}


def _key(pattern: str, label: str) -> str:
    # Numbers differ between scenarios, patterns (in graph form ids) don't.
    return pattern or label


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


def renumbered(columns: list[Column]) -> bool:
    """Say whether the numbers of states may differ between the columns."""
    sizes = {len(column.solution.model.states) for column in columns}
    return len(sizes) > 1


def holding_section(compared: Comparison, *, everything: bool = False) -> Section | None:
    """Set what holds in the base and in the scenarios side by side.

    Parameters
    ----------
    compared : Comparison
        The base and the scenarios.
    everything : bool
        Whether all outcomes that hold somewhere are shown, however many.

    Returns
    -------
    Section or None
        None where there is nothing but the base.
    """
    columns = of_scenarios(compared)
    if len(columns) == 1:
        return None
    found = outcomes(columns)
    if not found:
        return Section(HOLDS, (Prose("Nothing, in none of them."),))
    shown = found if everything else found[:FIRST]
    lines = tuple(
        Line(outcome.text, tuple(_cell(column, outcome.key) for column in columns), outcome.number)
        for outcome in shown
    )
    blocks: list[Block] = [Grid("Outcome", tuple(c.head for c in columns), lines), _SIGNS]
    if renumbered(columns):
        blocks.append(Prose("Numbers are those of the base.", quiet=True))
    if hidden := len(found) - len(shown):
        blocks.append(Prose(f"{counted(hidden, 'more outcome')} hold somewhere.", quiet=True))
    if not compared.conflict.claims:  # else the section with the claims says it
        blocks += [Prose(column.title, column.head) for column in columns[1:]]
    return Section(HOLDS, tuple(blocks))


HOLDS = "What holds in each?"
_SIGNS = Prose(
    "✓ holds under all concepts, ~ under some, – under none, empty: ruled out", quiet=True
)


def _cell(column: Column, key: str) -> Cell:
    marks = column.holding.get(key)
    if marks is None:
        return Mark.NO if column.there(key).size else ""
    return Mark.HOLDS if all(marks.values()) else Mark.DEPENDS
