"""Models as CSV: what they are known by; read they are in `tables`."""

from __future__ import annotations

from countermove.errors import FileError, Problem
from countermove.files.importing import Imported, Importer

_HEAD = 2**14


def _sniff(raw: bytes) -> bool:
    start = raw[:_HEAD].removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start or b"\0" in start or start[:1] == b"{":
        return False
    from countermove.files.tables.csv_text import looks_like_tables

    return looks_like_tables(start.decode("utf-8", "replace"))


def _read(raw: bytes, name: str) -> Imported:
    from countermove.files.parsing import text_of
    from countermove.files.tables.csv_text import read_csv
    from countermove.files.tables.importing import model_of

    text = text_of(raw, name)
    if isinstance(text, Problem):
        raise FileError(text)
    return model_of(read_csv(text, name), name)


IMPORTER = Importer("a table", (".csv", ".tsv"), _sniff, _read, is_of_all=True)
