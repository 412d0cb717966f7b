"""A paper's option table: what it is known by; it is read by `tables`, once there is one."""

from __future__ import annotations

import re

from countermove.errors import FileError, Problem
from countermove.files.importing import Imported, Importer

_HEAD = 2**14
# What a model, a page or another program's file has: so that those are fast.
_IS_NONE = re.compile(rb"countermove|decision_makers|\A\s*([{<]|%PDF)")


def _sniff(raw: bytes) -> bool:
    start = raw[:_HEAD]
    if b"\0" in start or _IS_NONE.search(start):
        return False
    from countermove.files.tables.option_lines import looks_like_option_table

    return looks_like_option_table(start.decode("utf-8-sig", "replace"))


def _read(raw: bytes, name: str) -> Imported:
    from countermove.files.parsing import text_of
    from countermove.files.tables.option_table import read_option_table

    text = text_of(raw, name)
    if isinstance(text, Problem):
        raise FileError(text)
    return read_option_table(text, name)


IMPORTER = Importer("an option table as papers print it", (".txt",), _sniff, _read, is_of_all=True)
