r"""Documents: pages, minutes, reports, as one text in which every place can be told.

>>> report = read_bytes("report.txt", b"The chair said: \"No plan holds without us.\"")
>>> quotation = find(report, "no plan holds without us")
>>> quotation.words, quotation.rung, report.line_and_column(quotation.start)
('No plan holds without us', 'case', (1, 18))
>>> find(report, "no plan can hold without us") is None
True
"""

from __future__ import annotations

import datetime
import hashlib
import os
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from importlib import import_module
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Any

from countermove.arguments import boolean, several, whole, wrong_type
from countermove.arguments import path as path_given
from countermove.errors import FileError, suggestion
from countermove.record.attribution import Span
from countermove.record.formats import formats
from countermove.record.furniture import blanked
from countermove.record.grounding import Passages, Quotation, locate
from countermove.record.marks import within_marks
from countermove.record.transcripts import transcript
from countermove.texts import or_list

if TYPE_CHECKING:
    from countermove.record.attribution import Attribution
    from countermove.record.document_format import DocumentFormat, Particulars
    from countermove.record.who_says_what import WhoSaysWhat

_LOADED_WHEN_USED = {
    "Attribution": "attribution",
    "Candidate": "candidates",
    "Party": "parties",
    "WhoSaysWhat": "who_says_what",
}

LARGEST = 64 * 2**20
"""So many bytes a document may have."""

LONGEST = 8_000_000
"""So many characters the text of a document may have."""


@dataclass(frozen=True)
class Document:
    """A document as one text. Every place in it counts the characters of this text.

    Parameters
    ----------
    name : str
        What its file is called.
    text : str
        All that can be seen in it; of a text file, the file.
    sha256 : str
        The digest of its bytes.
    """

    name: str
    text: str
    sha256: str
    _data: bytes = field(default=b"", repr=False, compare=False)

    @cached_property
    def _particulars(self) -> Particulars:
        return _format_of(self.name).particulars(self._data, self.text)

    @property
    def title(self) -> str | None:
        """Its title, where it says one."""
        return self._particulars.title

    @property
    def issued(self) -> datetime.date | None:
        """The day on which it came out, where it says one."""
        return self._particulars.issued

    @property
    def furniture(self) -> tuple[Span, ...]:
        """The stretches that aren't the report: menus, captions, teasers, comments."""
        return self._particulars.furniture

    @cached_property
    def body(self) -> str:
        """The text with furniture turned to spaces: line ends and places are those of `text`."""
        return blanked(self.text, self.furniture)

    @cached_property
    def passages(self) -> Passages:
        """The text, ready for quotations to be looked for."""
        return Passages(self.text)

    @cached_property
    def own_words(self) -> list[Span]:
        """The stretches between quotation marks, and the speeches of a transcript; none overlap."""
        text = self.passages.unwrapped
        spans: list[Span] = []
        for start, end in sorted([*within_marks(text), *(words for _, words in transcript(text))]):
            if spans and start < spans[-1][1]:
                spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
            else:
                spans.append((start, end))
        return spans

    @cached_property
    def language_fault(self) -> str:
        """Why nobody is found to say anything in it; nothing where it is in English."""
        from countermove.record.languages import refuse_other_languages

        try:
            refuse_other_languages(self.body, self.name)
        except FileError as error:
            return error.problems[0].said
        return ""

    @cached_property
    def attributions(self) -> tuple[Attribution, ...]:
        """Who says what in it, where it is in English; weekdays count back from its own day."""
        from countermove.record.attributing import attributions

        return () if self.language_fault else attributions(self.body, self.issued)

    @cached_property
    def _line_starts(self) -> list[int]:
        starts, place = [0], self.text.find("\n")
        while place >= 0:
            starts.append(place + 1)
            place = self.text.find("\n", place + 1)
        return starts

    def line_and_column(self, place: int) -> tuple[int, int]:
        r"""Return the line and the column of a place.

        Parameters
        ----------
        place : int
            A place in the text: how many characters are before it.

        Returns
        -------
        tuple of int
            Line and column, both counted from 1.

        Examples
        --------
        >>> read_bytes("minutes.txt", b"One.\nTwo.").line_and_column(5)
        (2, 1)
        """
        place = whole(place, "the place", 0, len(self.text))
        line = bisect_right(self._line_starts, place)
        return line, place - self._line_starts[line - 1] + 1


def read(path: str | os.PathLike[str]) -> Document:
    """Read a document: a text, a page of the web, a file for Word, a PDF.

    Parameters
    ----------
    path : str or path
        The file. What it is, is told by how its name ends.

    Returns
    -------
    Document

    Raises
    ------
    FileError
        If there is no such file, or nothing in it can be read.
    MissingExtraError
        If it is a PDF, and the extra `read` isn't installed.

    See Also
    --------
    find : look for words in it.
    """
    file = FilePath(path_given(path, "the path"))
    try:
        if file.is_dir():
            raise FileError.of(file, "this is a folder, not a document.", _readable())
        with file.open("rb") as stream:
            # A device or a growing file has no size to believe: never read more than this.
            data = stream.read(LARGEST + 1)
    except FileError:
        raise
    except FileNotFoundError:
        raise FileError.of(file, "there is no such file.", _beside(file)) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise FileError.of(file, f"the file can't be read: {reason}.") from None
    return read_bytes(str(file), data)


def read_bytes(name: str, data: bytes) -> Document:
    r"""Read a document of which the name and the bytes are at hand.

    Parameters
    ----------
    name : str
        What its file is called: what it is, is told by how that ends.
    data : bytes
        The file.

    Returns
    -------
    Document

    Raises
    ------
    FileError
        If nothing in it can be read.
    MissingExtraError
        If it is a PDF, and the extra `read` isn't installed.

    Examples
    --------
    >>> read_bytes("page.html", b"<p>We sign <b>today</b>.<p>Or never.").text
    'We sign today.\nOr never.'
    """
    name = path_given(name, "the name")
    if not isinstance(data, bytes):
        raise wrong_type("the data", "the bytes of a file", data)
    if len(data) > LARGEST:
        raise FileError.of(
            name,
            f"the file is larger than {LARGEST // 2**20} MiB.",
            "Is it the right file? Keep the pages that you quote in a file of their own.",
        )
    text = _format_of(name).text(data, name)
    if len(text) > LONGEST:
        raise FileError.of(
            name,
            f"the text of this file has more than {LONGEST:,} characters.",
            "Keep the pages that you quote in a file of their own.",
        )
    if not text.strip():
        raise FileError.of(
            name, "nothing can be read in this file.", "Is it the right file, saved as a whole?"
        )
    return Document(name, text, hashlib.sha256(data).hexdigest(), data)


def find(
    document: Document, words: str | Sequence[str], near: int | None = None
) -> Quotation | None:
    r"""Look for words in a document: whether they stand there, and where.

    How a text is set doesn't matter: white space, kinds of marks and dashes, words broken at the
    end of a line, capital letters. What it says does: with one word more, less or other, or another
    digit, it isn't found.

    Parameters
    ----------
    document : Document
        Where to look.
    words : str or sequence of str
        The words; an ellipsis stands for what was left out. Or several passages, in order.
    near : int, optional
        Of several places, the one nearest to this is meant; the first, where it isn't given.

    Returns
    -------
    Quotation or None
        Where they stand; None where they don't.

    Examples
    --------
    >>> minutes = read_bytes("minutes.txt", "HOLT: “No agree-\nment will hold.”".encode())
    >>> find(minutes, '"No agreement will hold."')
    Quotation(rung='layout', spans=((7, 31),), words='No agreement will hold', ...)
    """
    if not isinstance(document, Document):
        raise wrong_type("the document", "a document", document)
    parts = several(words)
    for part in parts:
        if not isinstance(part, str):
            raise wrong_type("the words", "a text, or several", words)
    place = None if near is None else whole(near, "the place", 0)
    return locate(document.passages, parts, place)


def who_says_what(
    document: Document, issued: datetime.date | None = None, *, sure: bool = False
) -> WhoSaysWhat:
    """Find who says what in a document, by fixed rules.

    Marks, verbs of saying and names tell it; nothing is understood. Of political news in English it
    names the right speaker of about nine in ten quotations and seven in ten reported statements.

    Parameters
    ----------
    document : Document
        What :func:`read` returned; in English.
    issued : date, optional
        The day on which it came out: weekdays are counted back from it. Where it isn't given, the
        day that the document says.
    sure : bool
        Leave out what is only guessed.

    Returns
    -------
    WhoSaysWhat

    Raises
    ------
    FileError
        If it is in another language than English.

    Examples
    --------
    >>> report = read_bytes("report.txt", b'"We will sign," said Ana Ruiz, the Spanish minister.')
    >>> found = who_says_what(report)
    >>> [(says.speaker, says.role, found.words(says)) for says in found]
    [('Ana Ruiz', 'Spanish minister', '"We will sign,"')]
    >>> [party.name for party in found.parties]
    ['Spain']
    >>> [(may.kind, may.party, may.text) for may in found.candidates]
    [('option', 'Spain', 'sign')]
    """
    from countermove.record.attributing import attributions
    from countermove.record.languages import refuse_other_languages
    from countermove.record.who_says_what import WhoSaysWhat

    if not isinstance(document, Document):
        raise wrong_type("the document", "a document", document)
    if issued is not None and not isinstance(issued, datetime.date):
        raise wrong_type("the day", "a date", issued)
    refuse_other_languages(document.body, document.name)
    found = document.attributions if issued is None else attributions(document.body, issued)
    kept = tuple(says for says in found if says.sure) if boolean(sure, "sure") else found
    return WhoSaysWhat(document, kept, issued or document.issued)


def __getattr__(name: str) -> Any:
    """Load what only the reader needs when it is first used."""
    if name not in _LOADED_WHEN_USED:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"countermove.record.{_LOADED_WHEN_USED[name]}"), name)


def _format_of(name: str) -> DocumentFormat:
    """Return the format of files with such a name; refuse what isn't read."""
    suffix = FilePath(name).suffix.lower()
    for kind in formats():
        if suffix in kind.suffixes:
            return kind
    what = f"documents that end in '{suffix}' aren't read." if suffix else "the name has no ending."
    raise FileError.of(name, what, _readable())


def _readable() -> str:
    kinds = or_list([f"{kind.words} ({', '.join(kind.suffixes)})" for kind in formats()])
    return f"Give {kinds}."


def _beside(file: FilePath) -> str:
    if not file.parent.is_dir():
        return f"There is no folder '{file.parent}' either."
    known = {suffix for kind in formats() for suffix in kind.suffixes}
    beside = sorted(
        f.name for f in file.parent.iterdir() if f.suffix.lower() in known and f.is_file()
    )
    return suggestion(file.name, beside, "The documents there are")
