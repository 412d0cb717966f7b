"""Workbooks of spreadsheets: what they are known by; read they are in `tables`."""

from __future__ import annotations

from countermove.files.importing import Imported, Importer


def _sniff(raw: bytes) -> bool:
    return raw.startswith(b"PK\x03\x04") and b"xl/workbook" in raw


def _read(raw: bytes, name: str) -> Imported:
    from countermove.files.tables.importing import model_of
    from countermove.files.tables.workbook import read_workbook

    return model_of(read_workbook(raw, name), name)


IMPORTER = Importer("a workbook", (".xlsx", ".xlsm"), _sniff, _read, can_be_marked=True)
