"""Workbooks (.xlsx): written with lists and hints, and read as a stream, within limits."""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from countermove.errors import FileError, Place, Problem, missing_extra
from countermove.files.tables.cells import Cell, Fault, Sheet, Value
from countermove.files.tables.cells import written as cell_value
from countermove.files.tables.model_rows import GUIDANCE, GUIDE, ModelRows
from countermove.files.tables.sheets import Column, SheetKind
from countermove.packages import check_package

if TYPE_CHECKING:
    import xlsxwriter
    from openpyxl.workbook import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

MOST_ROWS = 20_000
"""So many rows that say something a sheet may have."""

MOST_COLUMNS = 100
_LAST_ROW, _LAST_COLUMN = 100_000, 1_000  # beyond which nothing may stand
_OFFERED = 500  # rows below the last in which lists are offered

_WHEN = datetime.datetime(2000, 1, 1)

_FORMULA = Fault(
    "this formula has no value: the workbook was saved by a program that doesn't compute.",
    "Open and save it in a spreadsheet, or write the value itself.",
)


# -- written --------------------------------------------------------------------------------------


def workbook(model: ModelRows) -> bytes:
    """Return a workbook with the rows of a model; the same bytes for the same model."""
    try:
        import xlsxwriter
    except ImportError as error:
        raise missing_extra("table", "Writing a workbook") from error
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        _BookWriter(book, model).write()
    return stream.getvalue()


class _BookWriter:
    def __init__(self, book: xlsxwriter.Workbook, model: ModelRows) -> None:
        self.book, self.model = book, model
        book.set_properties({"title": model.title, "created": _WHEN})
        top: dict[str, Any] = {"valign": "top", "text_wrap": True}
        grey = {"font_color": "#666666"}
        heads = {"bold": True, "bg_color": "#E8EEF4", "bottom": 1, "border_color": "#8899AA"}
        self.formats: dict[str, Format] = {
            "title": book.add_format({"bold": True, "font_size": 14}),
            "head": book.add_format({**top, **heads}),
            "text": book.add_format(top),
            "said": book.add_format({**top, **grey, "italic": True}),
            "id": book.add_format({**top, **grey}),
        }

    def write(self) -> None:
        """Write the guide and the sheets, of which the first is shown."""
        self.guide()
        for kind in self.model.kinds:
            self.sheet(kind)
        self.book.get_worksheet_by_name(self.model.kinds[0].title).activate()

    def guide(self) -> None:
        """Write what stands where, and how it is written."""
        sheet = self.book.add_worksheet(GUIDE)
        sheet.hide_gridlines(2)
        sheet.set_column(0, 0, 26)
        sheet.set_column(1, 1, 100)
        lines = [("title", "How this workbook is filled in", "")]
        lines += [("text", lead, text) for lead, text in GUIDANCE]
        for kind in self.model.kinds:
            lines += [("head", kind.title, kind.holds)]
            lines += [("text", c.head, _hint(c)) for c in self.model.columns(kind)]
        for row, (form, lead, text) in enumerate(lines):
            sheet.write_string(row, 0, lead, self.formats[form])
            sheet.write_string(row, 1, text, self.formats["head" if form == "head" else "text"])

    def sheet(self, kind: SheetKind) -> None:
        """Write a sheet: heads that stay in sight, lists to choose from, rows."""
        sheet = self.book.add_worksheet(kind.title)
        columns = self.model.columns(kind)
        rows, examples = self.model.rows.get(kind.title, []), self.model.examples(kind)
        sheet.freeze_panes(1, 0)
        for k, column in enumerate(columns):
            sheet.set_column(k, k, column.width, self.formats[_form(column)])
            sheet.write_string(0, k, column.head, self.formats["head"])
            message = {"input_title": column.head, "input_message": _hint(column)[:255]}
            sheet.data_validation(0, k, 0, k, {"validate": "any", **message})
            self.choices(sheet, k, column, len(rows) + _OFFERED)
        for number, row in enumerate([*examples, *rows], 1):
            for k, column in enumerate(columns):
                if row.get(column.key, "") != "":
                    form = "said" if number <= len(examples) else _form(column)
                    _write(sheet, number, k, cell_value(row[column.key]), self.formats[form])
        if rows and not self.model.to_fill_in:
            sheet.autofilter(0, 0, len(rows), len(columns) - 1)

    def choices(self, sheet: Worksheet, k: int, column: Column, last: int) -> None:
        """Offer what may stand in a column."""
        if column.choices:
            message = {"error_title": column.head, "error_message": _hint(column)[:255]}
            listed = {"validate": "list", "source": list(column.choices), **message}
            sheet.data_validation(1, k, last, k, listed)
            return
        kind = next((k for k in self.model.kinds if k.title == column.offers), None)
        if kind is not None and kind.title != sheet.name:
            begin = 2 + len(self.model.examples(kind))
            end = begin + len(self.model.rows.get(kind.title, ())) + _OFFERED
            source = f"={kind.title}!$A${begin}:$A${end}"
            # An id will do as well, so that what isn't in the list is no mistake.
            offered = {"validate": "list", "source": source, "show_error": False}
            sheet.data_validation(1, k, last, k, offered)


def _form(column: Column) -> str:
    return "said" if column.is_said else "id" if column.key == "id" else "text"


def _hint(column: Column) -> str:
    named = ", ".join(f"“{choice}”" for choice in column.choices)
    choices = f" One of: {named}." if named else ""
    return f"{column.hint}{choices}"


def _write(sheet: Worksheet, row: int, column: int, value: Value, form: Format) -> None:
    """Write a value as what it is: a text that begins with a sign of equality is one, too."""
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value, form)
    elif isinstance(value, (int, float)):
        sheet.write_number(row, column, value, form)
    else:
        sheet.write_string(row, column, str(value), form)


# -- read -----------------------------------------------------------------------------------------


def read_workbook(raw: bytes, name: str) -> list[Sheet]:
    """Return the sheets of a workbook, with the values that were computed when it was saved."""
    check_package(raw, name, "workbook", "model", _broken(name))
    values, formulas = open_workbook(raw, name, values=True), open_workbook(raw, name)
    try:
        return [
            Sheet(sheet.title, list(_rows(name, sheet, formulas[sheet.title])))
            for sheet in values.worksheets
        ]
    except FileError:
        raise
    except Exception as error:
        raise _broken(name) from error


def open_workbook(raw: bytes, name: str, *, values: bool = False, whole: bool = False) -> Workbook:
    """Open a workbook; links to others and programs in it are left alone."""
    try:
        import openpyxl
    except ImportError as error:
        raise missing_extra("table", "Reading a workbook") from error
    import warnings

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what it has and isn't kept
            return openpyxl.load_workbook(
                io.BytesIO(raw), read_only=not whole, data_only=values, keep_links=whole
            )
    except Exception as error:
        raise _broken(name) from error


def _broken(name: str) -> FileError:
    what = "this workbook can't be read: it is broken, or protected by a password."
    return FileError.of(name, what, "Open it in a spreadsheet, and save it again as .xlsx.")


def _rows(name: str, values: Any, formulas: Any) -> Iterator[list[Cell]]:
    count = 0
    for row, written in zip(_parsed(values), _parsed(formulas), strict=True):
        cells = [
            Cell(value, Place(name, cell["row"], cell["column"], values.title))
            for cell, source in zip(row, written, strict=True)
            if (value := _value(cell, source)) is not None
        ]
        if not cells:
            continue
        for cell in cells:
            if (cell.place.line or 0) > _LAST_ROW or cell.column > _LAST_COLUMN:
                what = f"this stands further off than row {_LAST_ROW:,} or column {_LAST_COLUMN:,}."
                advice = "No model needs that: remove it."
                raise FileError(Problem(what, advice=advice, place=cell.place))
        if len(cells) > MOST_COLUMNS:
            what = f"this row has more than {MOST_COLUMNS} cells."
            raise FileError.of(cells[0].place, what, "No model needs that: is it the right file?")
        count += 1
        if count > MOST_ROWS:
            what = f"this sheet has more than {MOST_ROWS:,} rows."
            raise FileError.of(
                f"{name}:{values.title}", what, "No model needs that: is it the right file?"
            )
        yield cells


def _parsed(sheet: Any) -> Iterator[list[dict[str, Any]]]:
    """Give the cells that the rows have in the file, without those that fill each up."""
    from openpyxl.worksheet._reader import WorkSheetParser

    book = sheet.parent
    with sheet._get_source() as source:
        parser = WorkSheetParser(
            source,
            sheet._shared_strings,
            data_only=book.data_only,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        for _, cells in parser.parse():
            yield cells


def _value(cell: Mapping[str, Any], source: Mapping[str, Any]) -> Value | None:
    value = cell["value"]
    if value is None:
        return _FORMULA if source["data_type"] == "f" else None
    if cell["data_type"] == "e":
        return Fault(f"this cell has the error {value}.", "Mend its formula, or write the value.")
    if isinstance(value, str):
        return value if value.strip() else None
    if isinstance(value, (bool, int, float, datetime.date)):
        return value
    return str(value)
