"""What is in the bytes of a model file: its text, how its lines end, the model and the data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Any

from countermove.editing.history import revision_of
from countermove.errors import FileError, Problem
from countermove.files.model_file import ReadFile, read_decoded
from countermove.files.parsing import LARGEST, decoded, whole
from countermove.files.text_parts import Format
from countermove.record.proving import documents_state

_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Contents:
    r"""What is in the bytes of a model file."""

    raw: bytes
    text: str
    revision: str
    reading: ReadFile

    @property
    def data(self) -> Mapping[str, Any]:
        """The plain data, not to be changed; empty where the text isn't well-formed."""
        return self.reading.data or {}

    @property
    def state(self) -> str:
        """What changes whenever an answer may: the revision, and the state of the documents."""
        conflict = self.reading.conflict
        return self.revision + (documents_state(conflict) if conflict else "")

    @property
    def is_well_formed(self) -> bool:
        """Whether the text is TOML or JSON at all: only then has it parts that can be edited."""
        return self.reading.data is not None

    def with_text(self, text: str, name: str) -> bytes:
        r"""Return the bytes of another text, written in the way of this one.

        >>> contents(b"a = 1\r\n", "talks.toml", "toml").with_text("a = 2\n", "talks.toml")
        b'a = 2\r\n'
        """
        try:
            raw = _with_ends(text, _line_end(self.raw)).encode()
        except UnicodeEncodeError:
            problem = whole(text, name)
            raise FileError(*([problem] if isinstance(problem, Problem) else [])) from None
        if len(raw) > LARGEST:
            what = f"the text is larger than {LARGEST // 2**20} MiB."
            raise FileError.of(name, what, "No model needs that.")
        return _BOM + raw if self.raw.startswith(_BOM) else raw


def text_of(raw: bytes) -> str:
    """Return what bytes say, as `Contents.text` has it; what is no UTF-8 is marked as that."""
    text = raw.removeprefix(_BOM).decode("utf-8", "replace")
    return text.replace("\r\n", "\n") if _line_end(raw) == "\r\n" else text


def contents(
    raw: bytes,
    name: str,
    format: Format,  # noqa: A002
    folder: FilePath | None = None,
) -> Contents:
    """Read the bytes of a model file; whatever is wrong with them is in its reading.

    >>> contents(b"title = 'Talks'", "talks.toml", "toml").data
    {'title': 'Talks'}
    """
    problem = decoded(raw, name)
    text = text_of(raw)
    if isinstance(problem, Problem):
        # In an empty text parts can be written, as long as it is no JSON.
        is_well_formed = format == "toml" and not text.strip()
        reading = ReadFile(None, (problem,), data={} if is_well_formed else None)
    else:
        reading = read_decoded(text, format, name, folder)
    return Contents(raw, text, revision_of(raw), reading)


def _line_end(raw: bytes) -> str | None:
    """Return how all lines of a file end; None where they end in several ways."""
    ends, returns = raw.count(b"\r\n"), raw.count(b"\r")
    if returns == 0:
        return "\n"
    return "\r\n" if ends == returns == raw.count(b"\n") else None


def _with_ends(text: str, end: str | None) -> str:
    # Forms in a browser send "\r\n", whatever the text had before.
    if end is None:
        return text
    text = text.replace("\r\n", "\n")
    return text if end == "\n" else text.replace("\n", end)
