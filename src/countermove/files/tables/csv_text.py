"""Models as CSV: one file with a section for each sheet, and tables that people have."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence

from countermove.errors import FileError, Place, listed
from countermove.files.tables.cells import GUARD, Cell, Sheet, text_of
from countermove.files.tables.cells import written as cell_value
from countermove.files.tables.kinds import KINDS
from countermove.files.tables.model_rows import ModelRows
from countermove.files.tables.option_lines import looks_like_option_table
from countermove.files.tables.records import heads_in, known_sheet
from countermove.files.tables.sheets import SheetKind
from countermove.files.tables.workbook import MOST_ROWS
from countermove.table import guarded

_SECTION = re.compile(r"\[(.+)\]")
_SEPARATORS = (",", ";", "\t")
_MOST_SNIFFED = 20
_NUMBER = re.compile(r"0|-?[1-9]\d{0,14}")
_FIELD = '"(?:[^"]|"")*"?[^{0}\n]*|[^{0}\n]*'


# -- written --------------------------------------------------------------------------------------


def csv_text(model: ModelRows) -> str:
    """Return a model as CSV: for each sheet its title in brackets, its heads and its rows."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    for k, kind in enumerate(kind for kind in model.kinds if model.rows.get(kind.title)):
        columns = model.columns(kind)
        if k:
            writer.writerow([])
        writer.writerow([f"[{kind.title}]"])
        writer.writerow([column.head for column in columns])
        for row in model.rows[kind.title]:
            values = (cell_value(row.get(column.key, "")) for column in columns)
            writer.writerow([guarded(v) if isinstance(v, str) else text_of(v) for v in values])
    return text.getvalue()


# -- read -----------------------------------------------------------------------------------------


def looks_like_tables(text: str) -> bool:
    """Say whether a text begins with a section of a model, or with the heads of one."""
    start = "".join(text.lstrip("\ufeff").splitlines(keepends=True)[:_MOST_SNIFFED])
    rows = [row for row in _rows(start, _separator(start), "") if row][:2]
    if not rows:
        return False
    if section := _section(rows[0]):
        kind = known_sheet(section)
        return kind is not None and len(rows) > 1 and bool(heads_in(kind, rows[1]))
    return _kind_of(rows[0]) is not None and not looks_like_option_table(text)


def read_csv(text: str, name: str) -> list[Sheet]:
    """Return the sections of a CSV text as sheets; without any, what its heads say it is."""
    rows = [row for row in _rows(text.removeprefix("\ufeff"), _separator(text), name) if row]
    found: list[tuple[str, list[list[Cell]]]] = []
    if len(rows) > MOST_ROWS:
        what = f"this table has more than {MOST_ROWS:,} rows."
        raise FileError.of(name, what, "No model needs that: is it the right file?")
    for row in rows:
        if section := _section(row):
            found.append((section, []))
        elif found:
            found[-1][1].append(row)
        elif kind := _kind_of(row):
            found.append((kind.title, [row]))
        else:
            what = "no section begins here, and these are the heads of none."
            titles = listed([f"[{kind.title}]" for kind in KINDS], len(KINDS))
            advice = f"Begin with one of these in a line of its own: {titles}."
            raise FileError.of(row[0].place, what, advice)
    return [Sheet(title, rows) for title, rows in found]


def _section(row: Sequence[Cell]) -> str:
    match = _SECTION.fullmatch(row[0].text.strip()) if len(row) == 1 else None
    return match[1] if match else ""


def _kind_of(row: Sequence[Cell]) -> SheetKind | None:
    """Return the sheet that has such heads; those of all that it needs among them."""
    fitting = []
    for kind in KINDS:
        keys = {column.key for column in heads_in(kind, row).values()}
        if keys.issuperset(kind.needs) and len(keys) > 1:
            fitting.append((len(keys), kind))
    return max(fitting, key=lambda pair: pair[0])[1] if fitting else None


def _separator(text: str) -> str:
    """Return what parts the cells: the sign that the first lines have most of."""
    if declared := re.match(r"\ufeff?sep=(.)\r?\n", text):
        return declared[1]
    lines = [re.sub(r'"(?:[^"]|"")*"', "", line) for line in text.splitlines()[:5]]
    return max(_SEPARATORS, key=lambda sign: sum(line.count(sign) for line in lines))


def _rows(text: str, separator: str, name: str) -> Iterator[list[Cell]]:
    """Give the rows of a text, with where in it each cell stands."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    field = re.compile(_FIELD.format(re.escape(separator)))
    row: list[Cell] = []
    at, index, line, begun = 0, 1, 1, 0
    if text.startswith("sep="):
        at = begun = (text.find("\n") + 1) or len(text)
        line = 2
    while at < len(text):
        match = field.match(text, at)
        assert match is not None
        value = _value(match[0])
        if value != "":
            row.append(Cell(value, Place(name, line, at - begun + 1), index))
        if lines := match[0].count("\n"):
            line, begun = line + lines, at + match[0].rindex("\n") + 1
        at = match.end() + 1
        index += 1
        if match.end() >= len(text) or text[match.end()] == "\n":
            yield row
            row, index, line, begun = [], 1, line + 1, at


def _value(field: str) -> str | int:
    """Return what a field says: quotes undone, whole numbers as such, guards taken away."""
    text = field.strip() if field.strip()[:1] == '"' else field
    if text[:1] == '"':
        inner, _, after = text[1:].rpartition('"')
        text = (inner or text[1:]).replace('""', '"') + after
    if not text.strip():
        return ""
    return int(text) if _NUMBER.fullmatch(text) else GUARD.sub("", text)
