"""A workbook given back with its mistakes marked, all else in it as it was."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

from countermove.errors import Problem
from countermove.files.tables.workbook import open_workbook

MISTAKES = "Mistakes"
"""The sheet that lists them."""

_AUTHOR = "Countermove"
_COLOUR = "FFFFC7CE"
_HEADS = ("Where", "What is wrong", "What to do")
_WIDTHS = (24, 70, 70)


def marked(raw: bytes, name: str, problems: Sequence[Problem]) -> bytes:
    """Return a workbook with mistakes coloured and commented, and a first sheet that lists them."""
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    book = open_workbook(raw, name, whole=True)
    _unmark(book)
    fill = PatternFill("solid", fgColor=_COLOUR, bgColor=_COLOUR)
    said: dict[tuple[str, str], list[str]] = {}
    for problem in problems:
        place = problem.place
        if place is not None and place.cell and place.sheet in book.sheetnames:
            said.setdefault((place.sheet, place.cell), []).append(problem.said)
    for (title, where), texts in said.items():
        cell = _outermost(book[title], where)
        cell.fill = fill
        before = [cell.comment.text] if cell.comment else []
        cell.comment = Comment("\n\n".join([*before, *texts]), _AUTHOR, height=140, width=320)
    _list(book, problems)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _unmark(book: Any) -> None:
    """Remove what was marked before."""
    from openpyxl.styles import PatternFill

    if MISTAKES in book.sheetnames and book[MISTAKES]["A1"].value == _HEADS[0]:
        del book[MISTAKES]
    for sheet in book.worksheets:
        for cell in sheet._cells.values():  # going by rows would make those between them, too
            if cell.comment is not None and cell.comment.author == _AUTHOR:
                cell.comment = None
                if cell.fill.fgColor.rgb == _COLOUR:
                    cell.fill = PatternFill()


def _outermost(sheet: Any, where: str) -> Any:
    """Return a cell, or that of several that are merged which shows."""
    for area in sheet.merged_cells.ranges:
        if where in area:
            return sheet.cell(area.min_row, area.min_col)
    return sheet[where]


def _list(book: Any, problems: Iterable[Problem]) -> None:
    from openpyxl.styles import Alignment, Font

    sheet = book.create_sheet(MISTAKES, 0)
    book.active = 0
    for other in book.worksheets[1:]:
        other.sheet_view.tabSelected = False
    rows: list[tuple[str, str, str]] = [_HEADS]
    for problem in problems:
        place = problem.place
        where = f"{place.sheet}!{place.cell}".rstrip("!") if place else ""
        rows.append((where, problem.what, problem.advice))
    for number, row in enumerate(rows, 1):
        for column, text in enumerate(row, 1):
            cell = sheet.cell(number, column, text)
            cell.data_type = "s"  # whatever it begins with
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.font = Font(bold=number == 1)
        title, _, inner = row[0].rpartition("!")
        if number > 1 and inner and title in book.sheetnames:
            sheet.cell(number, 1).hyperlink = f"#{title}!{inner}"
            sheet.cell(number, 1).style = "Hyperlink"
    for letter, width in zip("ABC", _WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"
