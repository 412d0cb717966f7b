"""From sheets, wherever they come from, to a model; every mistake with its cell."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Sequence

from countermove.errors import CountermoveError, ModelError, Problem, listed
from countermove.files.importing import Imported
from countermove.files.model_file import read_data
from countermove.files.tables.cells import Sheet, held
from countermove.files.tables.kinds import KINDS
from countermove.files.tables.reading import Tables, read_sheets
from countermove.files.tables.records import alike, cell_name, known_sheet
from countermove.model.checks import NO_OPTIONS, NO_PARTIES
from countermove.model.conflict import Conflict
from countermove.model.statement_words import statement_words
from countermove.model.vocabulary import Vocabulary

# What is said of a model as a whole, and has been said of its sheets already.
_SAID_BEFORE = frozenset({NO_PARTIES, NO_OPTIONS})


def model_of(sheets: Sequence[Sheet], name: str) -> Imported:
    """Make a model of sheets."""
    tables = read_sheets(sheets, name)
    reading = read_data(tables.data, tables.places)
    more = [problem for problem in reading.problems if problem.what not in _SAID_BEFORE]
    problems = in_order([*tables.problems, *(more if tables.problems else reading.problems)])
    if reading.conflict is None:
        raise ModelError(*problems)
    notes = (*tables.notes, *_other_words(reading.conflict, tables))
    return Imported(reading.conflict, notes, tuple(problems))


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Put problems in the order in which a workbook is read."""
    order = [kind.title for kind in KINDS]

    def key(problem: Problem) -> tuple[int, tuple[int, int]]:
        sheet = problem.place.sheet if problem.place else ""
        kind = known_sheet(sheet)
        return order.index(kind.title) if kind else len(order), problem.line_and_column

    return sorted(dict.fromkeys(problems), key=key)


def _other_words(conflict: Conflict, tables: Tables) -> Iterator[str]:
    """Say where the words beside a statement say something else."""
    vocabulary = Vocabulary(conflict)
    odd = []
    for statement, cell in tables.words:
        with contextlib.suppress(CountermoveError):
            if alike(held(statement_words(vocabulary, statement))) != alike(cell.text):
                odd.append(cell_name(cell.place))
    if odd:
        one = len(odd) == 1
        yield (
            f"What stands {'in ' if one else 'at '}{listed(odd)} says in words something else than "
            f"the {'statement' if one else 'statements'} beside {'it' if one else 'them'}; "
            f"the {'statement counts' if one else 'statements count'}."
        )
