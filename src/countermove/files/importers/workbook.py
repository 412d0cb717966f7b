"""Workbooks of spreadsheets: what they are known by; read they are in `tables`."""

from __future__ import annotations

from countermove.files.importing import Imported, Importer


def _sniff(raw: bytes) -> bool:
    return raw.startswith(b"PK\x03\x04") and b"xl/workbook" in raw


def _read(raw: bytes, name: str) -> Imported:
    from countermove.files.tables.importing import model_of
    from countermove.files.tables.option_sheet import option_table_in
    from countermove.files.tables.workbook import read_workbook

    sheets = read_workbook(raw, name)
    return option_table_in(sheets, name) or model_of(sheets, name)


IMPORTER = Importer("a workbook", (".xlsx", ".xlsm"), _sniff, _read, can_be_marked=True)
