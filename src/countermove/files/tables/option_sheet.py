"""A paper's option table that stands in a workbook: read as text, its mistakes told with cells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from countermove.errors import FileError, Place, Problem, listed
from countermove.files.importing import Imported
from countermove.files.tables.cells import Sheet
from countermove.files.tables.kinds import KINDS
from countermove.files.tables.option_lines import looks_like_option_table
from countermove.files.tables.option_table import read_option_table
from countermove.files.tables.records import known_sheet


def option_table_in(sheets: Sequence[Sheet], name: str) -> Imported | None:
    """Return the model of the first option table in a workbook that has no sheet of a model."""
    if any(known_sheet(sheet.title) for sheet in sheets):
        return None
    for sheet in sheets:
        lines = _lines(sheet)
        text = "\n".join(lines)
        if looks_like_option_table(text, least=1):
            try:
                new = read_option_table(text, name)
            except FileError as error:
                raise FileError(*_in_cells(error.problems, lines, sheet.title)) from None
            return replace(new, problems=tuple(_in_cells(new.problems, lines, sheet.title)))
    what = "no sheet of this workbook is one of a model, and none has an option table of a paper."
    advice = f"The sheets of a model are: {listed([k.title for k in KINDS], len(KINDS))}."
    raise FileError.of(name, what, f"{advice} Begin with an empty one to fill in.")


def _lines(sheet: Sheet) -> list[str]:
    """Return the rows of a sheet as lines, cells parted by tabs."""
    rows: dict[int, dict[int, str]] = {}
    for row in sheet.rows:
        for cell in row:
            text = " ".join(cell.text.split())
            rows.setdefault(cell.place.line or 1, {})[cell.column] = text
    return [
        "\t".join(row.get(k, "") for k in range(1, max(row, default=0) + 1))
        for row in (rows.get(number, {}) for number in range(1, max(rows, default=0) + 1))
    ]


def _in_cells(problems: Iterable[Problem], lines: Sequence[str], title: str) -> list[Problem]:
    """Return problems with the cells that stand at their lines and columns."""
    found = []
    for problem in problems:
        place = problem.place
        if place is not None and place.line is not None:
            before = lines[place.line - 1][: (place.column or 1) - 1]
            place = Place(place.file, place.line, before.count("\t") + 1, title)
        found.append(replace(problem, place=place))
    return found
