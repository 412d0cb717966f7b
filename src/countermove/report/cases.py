"""The cases that come with the program, as a list, and the search among them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import cache
from textwrap import fill, indent
from typing import Any

import numpy as np

from countermove import arguments
from countermove.analysis.equilibria import Solution
from countermove.analysis.solving import solve
from countermove.arguments import boolean, one_of, several, whole
from countermove.files.gallery import lessons, unlisted_cases
from countermove.files.model_file import load
from countermove.files.two_by_two import games as all_games
from countermove.model.conflict import Conflict
from countermove.model.doubts import every_doubt
from countermove.preferences.relations import Truth
from countermove.report.amounts import amount
from countermove.report.article import Block, Grid, Line, Mark, Prose, Section
from countermove.result import ListResult
from countermove.table import Table
from countermove.texts import or_list

CASES = "Conflicts that come with the program"
NONE = "None of them is as you ask."


@dataclass(frozen=True, slots=True)
class Case:
    """A conflict that comes with the program, its size, and what happens in it.

    Parameters
    ----------
    name : str
        What it is called in commands.
    title : str
        Its title.
    decision_makers, options, states, claims, scenarios : int
        How many there are.
    teaches : str
        What one learns from it.
    happens : tuple of str
        What happens in it, as one searches for it.
    """

    name: str
    title: str
    decision_makers: int
    options: int
    states: int
    claims: int
    scenarios: int
    teaches: str
    happens: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that may happen in a conflict: in words, and whether it does."""

    words: str
    is_so: Callable[[Solution], bool]


def _only_under(solution: Solution, concept: str, *others: str) -> bool:
    """Say whether a state holds under a concept and under none of others."""
    holding = set(solution.positions(concept))
    return bool(holding.difference(*(solution.positions(other) for other in others)))


def _one_holds(solution: Solution) -> bool:
    return len(solution) == 1 and all(solution.positions(code) for code in solution.codes)


def _trap_holds(solution: Solution) -> bool:
    """Say whether a state holds at once from which another is better for everybody."""
    model = solution.model
    every = np.arange(len(model.states))
    return any(
        all(found)
        for state in solution.positions("NASH")
        for found in zip(
            *(model.preferences[dm].better(every, state) == Truth.YES for dm in model.preferences),
            strict=True,
        )
    )


def _status_quo_lasts(solution: Solution) -> bool:
    start = solution.model.states.status_quo
    return start is not None and start in solution.positions("SEQ")


def _cannot_be_undone(solution: Solution) -> bool:
    conflict = solution.model.conflict
    options = (o for party in conflict.decision_makers.values() for o in party.options.values())
    return any(option.moves in ("take", "drop") for option in options) or any(
        (end, start) not in moves for moves in conflict.moves.values() for start, end in moves
    )


FACTS: Mapping[str, Fact] = {
    "holds-only-with-foresight": Fact(
        "an outcome holds only with foresight: under SEQ, and not under NASH",
        lambda solution: _only_under(solution, "SEQ", "NASH"),
    ),
    "holds-by-fear-alone": Fact(
        "an outcome holds by fear alone: under GMR, and neither under NASH nor under SEQ",
        lambda solution: _only_under(solution, "GMR", "NASH", "SEQ"),
    ),
    "nothing-holds-at-once": Fact(
        "no outcome holds without foresight: there is no Nash equilibrium",
        lambda solution: not solution.positions("NASH"),
    ),
    "one-outcome-holds": Fact("one outcome holds, however far the parties look", _one_holds),
    "a-trap-holds": Fact("an outcome holds though another is better for everybody", _trap_holds),
    "status-quo-lasts": Fact("the status quo holds under SEQ", _status_quo_lasts),
    "cannot-be-undone": Fact("a move can't be taken back", _cannot_be_undone),
    "in-doubt": Fact(
        "the model says what isn't sure",
        lambda solution: bool(every_doubt(solution.model.conflict.with_doubts)),
    ),
}
"""What may be searched for, by its name in commands."""


@dataclass(frozen=True, eq=False, repr=False)
class CaseList(ListResult[Case]):
    """Cases in the order of learning; iterate over it for them.

    Parameters
    ----------
    cases : tuple of Case
        Those that are as was asked.
    among_games : int
        How many of the 144 games of two parties are as was asked, too; 0 when the games themselves
        are listed.
    """

    format = "countermove-cases/1"
    _list = "cases"
    model = provenance = None
    concepts = ()

    cases: tuple[Case, ...]
    among_games: int = 0

    def _brief(self) -> str:
        return f"of {len(self)} conflicts"

    def table(self) -> Table:
        """Return the cases as a table."""
        sizes = ("parties", "options", "states", "claims", "scenarios")
        columns = ("case", "title", *sizes, "teaches", "happens")
        rows = ({**asdict(case), "happens": ", ".join(case.happens)} for case in self)
        return Table("Cases", columns, tuple(tuple(row.values()) for row in rows))

    def _content(self) -> dict[str, Any]:
        return {
            "cases": [{**asdict(case), "happens": list(case.happens)} for case in self],
            "among_games": self.among_games,
        }


def cases(
    text: str = "",
    *,
    parties: int | None = None,
    options: int | None = None,
    happens: str | Iterable[str] = (),
    games: bool = False,
) -> CaseList:
    """Search the conflicts that come with the program: all that is asked must be so.

    Parameters
    ----------
    text : str
        Words, or how words begin, in its name, title, summary, lesson, parties and options.
    parties, options : int, optional
        How many it has.
    happens : str or list of str
        What happens in it.
    games : bool
        Search the 144 games of two parties with two choices each instead of the gallery.

    Returns
    -------
    CaseList

    Raises
    ------
    UnknownNameError
        If nothing that may happen is called so.

    Examples
    --------
    >>> [case.name for case in cases("cuban", parties=2, happens="nothing-holds-at-once")]
    ['cuban-missile-crisis']
    >>> len(cases(games=True)), cases("stag hunt", games=True).cases[0].name
    (144, '2x2-stag-hunt')
    """
    asked = several(happens)
    for fact in asked:
        one_of(fact, list(FACTS), "such happening", "What may happen is")
    words = [
        re.compile(rf"(?<!\w){re.escape(word)}")
        for word in arguments.text(text, "what is searched for").casefold().split()
    ]
    parties = None if parties is None else whole(parties, "the number of parties")
    options = None if options is None else whole(options, "the number of options")
    is_asked = bool(words or asked or parties is not None or options is not None)

    def found(listed: Iterable[_Listed]) -> Iterator[Case]:
        for case, told in listed:
            if (
                all(word.search(told) for word in words)
                and set(asked) <= set(case.happens)
                and parties in (None, case.decision_makers)
                and options in (None, case.options)
            ):
                yield case

    if boolean(games, "games"):
        return CaseList(tuple(found(_games())))
    also = sum(1 for _ in found(_games())) if is_asked else len(all_games())
    return CaseList(tuple(found(_gallery())), also)


_KINDS = fill(
    "What happens in it: " + or_list([f'"{name}"' for name in FACTS]) + ".",
    88,
    break_on_hyphens=False,
)
cases.__doc__ = str(cases.__doc__).replace("What happens in it.", indent(_KINDS, " " * 8).strip())

_Listed = tuple[Case, str]
"""A case, and all that is searched for words."""


@cache
def _gallery() -> tuple[_Listed, ...]:
    return tuple(_listed(name, teaches) for name, teaches in lessons().items())


@cache
def _games() -> tuple[_Listed, ...]:
    return tuple(_listed(name, game.teaches) for name, game in all_games().items())


def _listed(name: str, teaches: str) -> _Listed:
    conflict = load(name)
    if (unlisted := unlisted_cases().get(name)) is not None:
        states, happens = unlisted.states, unlisted.happens
    else:
        solution = solve(conflict)
        states = len(solution.model.states)
        happens = tuple(key for key, fact in FACTS.items() if fact.is_so(solution))
    case = Case(
        name,
        conflict.title,
        len(conflict.decision_makers),
        sum(len(party.options) for party in conflict.decision_makers.values()),
        states,
        len(conflict.claims),
        len(conflict.scenarios),
        teaches,
        happens,
    )
    return case, " ".join([name, teaches, *_told(conflict)]).casefold()


def _told(conflict: Conflict) -> Iterator[str]:
    yield from (conflict.title, conflict.summary or "")
    for party in conflict.decision_makers.values():
        yield party.name
        yield from (option.text for option in party.options.values())
    yield from conflict.states.values()


def games_too(found: CaseList) -> str:
    """Say how many of the games are as was asked, besides the cases."""
    count, every = found.among_games, len(all_games())
    if count == every:
        return f"All {every} games of two parties with two choices each can be named, too"
    be = "is so" if count == 1 else "are so"
    too = ", too" if found.cases else ""
    return f"Of the {every} games of two parties with two choices each {count} {be}{too}"


def _size(states: int) -> int | str:
    """Write a number of states roughly where it is too large to be read."""
    told = amount(states)
    return told if told.startswith("about") else states


def cases_section(found: CaseList) -> Section:
    """Say which conflicts there are, how large they are and what one learns from each."""
    lines = tuple(
        Line(
            case.title,
            (case.decision_makers, case.options or Mark.NO, _size(case.states)),
            case.name,
            story=case.teaches,
        )
        for case in found
    )
    blocks: list[Block] = [Grid("Case", ("parties", "options", "outcomes"), lines)]
    if not lines:
        blocks = [Prose(NONE)]
    if found.among_games:
        blocks.append(Prose(f"{games_too(found)}: with games=True."))
    return Section(CASES, tuple(blocks))
