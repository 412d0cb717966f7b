"""Models as CSV: what they are known by; read they are in `tables`."""

from __future__ import annotations

import re

from countermove.errors import FileError, Problem
from countermove.files.importing import Imported, Importer

_HEAD = 2**14
# A section, or a first line with cells; nothing that a model begins with, so that those are fast.
_MAY_BE = re.compile(rb'(sep=.\r?\n)?"?(\[[A-Z]|[^\n={<%#]*[,;\t])')


def _sniff(raw: bytes) -> bool:
    start = raw[:_HEAD].removeprefix(b"\xef\xbb\xbf").lstrip()
    if b"\0" in start or _MAY_BE.match(start) is None:
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
