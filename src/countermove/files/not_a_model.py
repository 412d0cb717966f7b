"""What a file is that isn't a model: named, with what to do about it. No other place knows."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path as FilePath

from countermove.errors import Place, Problem
from countermove.files.importing import MODELS, by_content, readable

_READ = "{readable}"
_WRITE = (
    "What is in it has to be written as a model; countermove new FILE.toml writes a small one, "
    "with comments."
)
_NOT_BACK = f"Countermove writes such files, but doesn't read them. {_WRITE}"
_UNPACK = f"Unpack it first. {_READ}"

# How a file begins, what it is then, and what to do about it.
_KINDS = {
    # Protocols 2 to 5; gmcr-py wrote the third.
    rb"\x80[\x02-\x05]": (
        "a Python pickle, as gmcr-py before 0.3 wrote its files; it isn't read, because reading "
        "one can run a program",
        "Open it in that program and save it again.",
    ),
    rb"\x1f\x8b|7z\xbc\xaf|Rar!\x1a|\xfd7zXZ|BZh\d|\x28\xb5\x2f\xfd": (
        "a compressed file",
        _UNPACK,
    ),
    rb"\xd0\xcf\x11\xe0": ("a file of an older office program (.xls, .doc)", _WRITE),
    rb"%PDF-": ("a PDF", _WRITE),
    rb"\{\\rtf": ("a document of a word processor", _WRITE),
    rb"\x89PNG|\xff\xd8\xff|GIF8[79]a|BM.{4}\0{4}|II\*\0|MM\0\*|RIFF.{4}WEBP": (
        "a picture",
        _WRITE,
    ),
    rb"SQLite format 3\0": ("a database", _READ),
    rb"\x93NUMPY": ("an array of NumPy", f"In Python, solve_many takes such arrays. {_READ}"),
    # What follows is text. Nothing of it can begin TOML or JSON.
    rb"\s*(?:NFG|EFG) \d": ("a game of Gambit", _NOT_BACK),
    rb"\s*(?:<[?!][^>]*>\s*)*<svg\b": ("a picture", _WRITE),
    rb"\s*(?:<[?!][^>]*>\s*)*<graphml\b": ("a graph (GraphML)", _NOT_BACK),
    rb"(?i)\s*(?:<[?!][^>]*>\s*)*<html\b": ("a web page", _WRITE),
    rb"(?i)\s*<[?!a-z]": ("XML", _READ),
    rb"\s*\\[a-z]": ("a text in LaTeX", _WRITE),
}

_OF_OTHERS = " that isn't known as one of a model"
_TABLES = (
    "Such a table begins with the heads of its columns, as Party and Option; or each option has a "
    "line that ends with Y or N for each outcome."
)

# Nobody can be sure of these: a model may begin with such a mistake.
_GUESSES = {
    rb"\s*(?:---\s*\n|%YAML|[A-Za-z_][\w-]*:\s)": ("YAML", f"YAML isn't read. {_READ}"),
    rb"\s*\|": (f"a table (Markdown){_OF_OTHERS}", f"{_TABLES} {_WRITE}"),
    # The first line has separators, and neither a key nor a bracket.
    rb"\s*[^\s#\[{=][^\n=]*[,;\t|][^\n=]*(?:\n|\Z)": (
        f"a table (CSV){_OF_OTHERS}",
        f"{_TABLES} {_WRITE}",
    ),
}

_IN_A_ZIP = {
    r"xl/|.*\.spreadsheet": (
        "a spreadsheet of another kind",
        f"Save it as .xlsx. {_READ}",
    ),
    r"word/|.*opendocument\.text": ("a document of a word processor", _WRITE),
    r"ppt/|.*\.presentation": ("a presentation", _WRITE),
}


_MODEL = re.compile(rb"""\bformat["']?\s*[=:]\s*["']countermove/|\bdecision_makers\b""")
_SCHEMA = re.compile(rb'"\$id"\s*:\s*"urn:countermove:')


def looks_like_model(head: bytes) -> bool:
    """Say whether what begins like this is a model, with however many mistakes."""
    return _MODEL.search(head) is not None and _SCHEMA.search(head) is None


def not_a_model(raw: bytes, name: str) -> Problem | None:
    """Return what a file is, where it begins as no model does; None where it may be one."""
    if importer := by_content(raw):
        what, advice = importer.name, "Read it with: countermove import FILE"
    elif raw.startswith(b"PK\x03\x04"):
        what, advice = _zipped(raw)
    else:
        start = raw[:4096].removeprefix(b"\xef\xbb\xbf")
        sure = FilePath(name).suffix.lower() in {*MODELS, ""}
        kinds = _KINDS if sure else _KINDS | _GUESSES
        found = (kind for how, kind in kinds.items() if re.match(how, start, re.DOTALL))
        what, advice = next(found, ("", ""))
    if not what:
        return None
    advice = advice.replace(_READ, readable())
    return Problem(f"this is {what}.", advice=advice, place=Place(name))


def _zipped(raw: bytes) -> tuple[str, str]:
    """Say what a ZIP archive holds: office programs write them, too."""
    names = []
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            names = archive.namelist()
            if "mimetype" in names:
                with archive.open("mimetype") as kind:
                    names.append(kind.read(100).decode("ascii", "replace"))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError):
        pass  # a broken one is told as an archive
    kinds = (kind for how, kind in _IN_A_ZIP.items() if any(re.match(how, n) for n in names))
    return next(kinds, ("a ZIP archive", _UNPACK))
