"""Whether the words that the sources of a model quote stand in its documents, and where.

Documents are files in the folder of the model; nothing is read outside of it, and nothing fetched.
What was found is kept for as long as a file stays what it was.
"""

from __future__ import annotations

import stat
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Any, Literal

from immutabledict import immutabledict

from countermove.errors import CountermoveError, FileError, MissingExtraError, Problem
from countermove.file_state import digest
from countermove.model.conflict import Conflict
from countermove.model.record_checks import leads_out

if TYPE_CHECKING:
    # What reads documents is imported where one is read: most models have none.
    from countermove.record.documents import Document
    from countermove.record.grounding import Quotation
    from countermove.record.nearest import Nearest

Whose = Literal["own", "reported", "mixed"]
"""Whose words are quoted: the speaker's own, the reporter's, or some of each."""


@dataclass(frozen=True, slots=True)
class OpenedDocument:
    """A document of a model, and the file that it is.

    Parameters
    ----------
    name : str
        Its id in the model.
    title : str
        What it is called, or else its file.
    document : Document or None
        What stands in it; None where it can't be read.
    is_changed : bool
        Whether it is another file than the one whose SHA-256 the model has.
    missing : str
        Why nothing of it is known, where that is no mistake: it isn't there.
    is_absent : bool
        Whether there is no such file.
    problem : Problem or None
        What is wrong with it.
    """

    name: str
    title: str
    document: Document | None = None
    is_changed: bool = False
    missing: str = ""
    is_absent: bool = False
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Proof:
    """Whether the words of a source stand in its document, and where.

    Parameters
    ----------
    source, document : str
        Their ids.
    title : str
        What the document is called.
    quotation : Quotation or None
        Where they stand; None where they don't, or where that isn't known.
    nearest : Nearest or None
        What stands there instead.
    whose : {"own", "reported", "mixed"} or None
        Whose words they are, by the marks around them or the name of a speaker before them.
    place : tuple of int or None
        The line and the column in the document.
    is_checked : bool
        Whether the document could be looked at.
    """

    source: str
    document: str
    title: str
    quotation: Quotation | None = None
    nearest: Nearest | None = None
    whose: Whose | None = None
    place: tuple[int, int] | None = None
    is_checked: bool = True

    @property
    def is_lost(self) -> bool:
        """Whether the words aren't in the document."""
        return self.is_checked and self.quotation is None

    @property
    def standing(self) -> Literal["proved", "lost", "not checked"]:
        """What is known of the words."""
        return "not checked" if not self.is_checked else "lost" if self.is_lost else "proved"

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        told: dict[str, Any] = {"standing": self.standing, "title": self.title}
        if self.quotation is not None and self.place is not None:
            told |= {"words": self.quotation.words, "rung": self.quotation.rung}
            told |= {"spans": [list(span) for span in self.quotation.spans], "whose": self.whose}
            told |= {"line": self.place[0], "column": self.place[1]}
        if self.nearest is not None:
            told |= {"nearest": self.nearest.words, "differs": self.nearest.differs}
        return told


def proofs(conflict: Conflict) -> Mapping[str, Proof]:
    """Return by source whether the words that it quotes stand in its document.

    >>> from countermove.files.model_file import load
    >>> dict(proofs(load("prisoners-dilemma")))
    {}
    """
    quoting = {name: source for name, source in conflict.sources.items() if source.quoted}
    opened = opened_documents(conflict) if quoting else {}
    found: dict[str, Proof] = {}
    for name, source in quoting.items():
        of = str(source.document)
        held = opened.get(of, OpenedDocument(of, of))
        if held.document is None:
            found[name] = Proof(name, of, held.title, is_checked=False)
        else:
            looked = looked_for(held.document, source.quoted, source.near)
            found[name] = Proof(name, of, held.title, *looked)
    return immutabledict(found)


def opened_documents(conflict: Conflict) -> Mapping[str, OpenedDocument]:
    """Return the documents of a model as they stand in its folder."""
    return {name: _opened(conflict, name) for name in conflict.documents}


def documents_state(conflict: Conflict) -> str:
    """Return what changes whenever a document of a model does; nothing for one without."""
    states: list[str] = []
    for document in conflict.documents.values() if conflict.folder else ():
        assert conflict.folder is not None
        try:
            states.append(_digest(document_path(conflict.folder, document.file)))
        except (OSError, FileError):
            states.append("")
    return repr(states) if states else ""


def _opened(conflict: Conflict, name: str) -> OpenedDocument:
    listed = conflict.documents[name]
    opened = OpenedDocument(name, listed.title or listed.file)
    if conflict.folder is None:
        return replace(opened, missing="the model is in no folder.")
    try:
        document = _document(conflict.folder, listed.file)
    except FileNotFoundError:
        missing = f"there is no file '{listed.file}' beside the model."
        return replace(opened, missing=missing, is_absent=True)
    if isinstance(document, str):
        return replace(opened, missing=document)
    if isinstance(document, Problem):
        return replace(opened, problem=replace(document, path=("documents", name, "file")))
    return replace(
        opened,
        document=document,
        is_changed=listed.sha256 not in (None, document.sha256),
    )


def document_path(folder: FilePath, file: str) -> FilePath:
    """Return where a document is that a model in a folder names: in there, and nothing hidden."""
    whole = folder.resolve()
    try:
        path = (whole / file).resolve()
    except (RuntimeError, ValueError) as error:
        is_loop = isinstance(error, RuntimeError)
        what = "this is a link that leads to itself." if is_loop else "no file has such a name."
        raise _unfit(file, what) from None
    if leads_out(file) or not path.is_relative_to(whole):
        raise _unfit(file, "this leads out of the folder of the model.")
    if any(step.startswith(".") for step in path.relative_to(whole).parts):
        raise _unfit(file, "this is hidden in the folder of the model.")
    if not stat.S_ISREG(path.stat().st_mode):
        raise _unfit(file, "this isn't an ordinary file.")
    return path


def _unfit(file: str, what: str) -> FileError:
    advice = "Copy the document itself into the folder of the model, and name it there."
    return FileError.of(file, what, advice)


def _document(folder: FilePath, file: str) -> Document | Problem | str:
    """Read a document; else what is wrong with it, or in a text what is missing to read it."""
    try:
        return read_once(document_path(folder, file))
    except MissingExtraError as error:
        return error.problems[0].said
    except CountermoveError as error:
        return replace(error.problems[0], place=None)


def read_once(path: FilePath) -> Document:
    """Read a document; once for as long as its file stays what it is."""
    try:
        return _kept(path.resolve(), _digest(path))
    except OSError as error:
        raise FileError.of(path, f"the file can't be read: {error.strerror}.") from None


def _digest(path: FilePath) -> str:
    from countermove.record.documents import LARGEST

    return digest(path, LARGEST + 1)


@lru_cache(maxsize=16)
def _kept(path: FilePath, sha256: str) -> Document:
    from countermove.record.documents import read

    document = read(path)
    if document.sha256 != sha256:  # what is raised isn't kept
        raise FileError.of(path, "this file was changed while it was read.", "Do it once more.")
    return document


@lru_cache(maxsize=4096)
def looked_for(
    document: Document, words: tuple[str, ...], near: int | None
) -> tuple[Quotation | None, Nearest | None, Whose | None, tuple[int, int] | None]:
    """Return where words stand, what stands there instead, whose they are, the line and column."""
    from countermove.record.documents import find
    from countermove.record.grounding import whose
    from countermove.record.nearest import nearest

    quotation = find(document, words, near)
    if quotation is None:
        return None, nearest(document, words, near), None, None
    place = document.line_and_column(quotation.start)
    return quotation, None, whose(document, quotation.spans), place
