"""From the bytes of a file to plain data: decoding, TOML, JSON, and what can be wrong with them."""

from __future__ import annotations

import json
import os
import re
import tomllib
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from pathlib import Path as FilePath
from typing import Any

from countermove.errors import FileError, ModelError, Path, Place, Problem, suggestion, written_path
from countermove.files.gallery import is_case
from countermove.files.not_a_model import not_a_model
from countermove.files.parser_messages import JSON_FAULTS, in_plain_words
from countermove.files.positions import Duplicate, FilePlaces
from countermove.files.text_parts import MOST_DUPLICATES
from countermove.files.toml_slips import slip_of
from countermove.model.numbers import MOST_DIGITS, TOO_LARGE, TOO_LONG, exact
from countermove.texts import and_list

LARGEST = 16 * 2**20
"""How many bytes a model file may have."""

DEEPEST = 64
"""How deeply the lists and tables of a model file may be nested."""

_MOST_SYNTAX_ERRORS = 5


@dataclass(frozen=True, slots=True)
class Unusable:
    """A value that a file may have and no model can hold, with the words that say so."""

    written: str
    what: str
    advice: str


@dataclass(slots=True)
class Parsed:
    """What parsing a file gave."""

    data: Any = None
    problems: list[Problem] = field(default_factory=list)
    lost: bool = False


def file_bytes(path: FilePath, *suffixes: str) -> bytes | Problem:
    """Read a file, unless it is a folder or too large for a model."""
    place = Place(str(path))
    try:
        if path.is_dir():
            return Problem("this is a folder, not a file.", place=place)
        with path.open("rb") as file:
            # A device or a growing file has no size to believe: never read more than this.
            size = os.fstat(file.fileno()).st_size
            return too_large(str(path)) if size > LARGEST else file.read(LARGEST + 1)
    except FileNotFoundError:
        raise FileError(_missing(path, suffixes)) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise FileError.of(path, f"the file can't be read: {reason}.") from None


def _missing(path: FilePath, suffixes: tuple[str, ...]) -> Problem:
    if is_case(path.stem):
        advice = f"The gallery has a case '{path.stem}': write its name alone."
    elif path.parent.is_dir():
        files = (f for f in path.parent.iterdir() if f.suffix in suffixes and f.is_file())
        beside = sorted(f.name for f in files)
        meant = next((name for name in beside if FilePath(name).stem == path.stem), path.name)
        advice = suggestion(meant, beside, f"The {and_list(suffixes)} files there are")
    else:
        advice = f"There is no folder '{path.parent}' either."
    return Problem("there is no such file.", advice=advice, place=Place(str(path)))


def too_large(name: str) -> Problem:
    """Say that a file is larger than any model."""
    return Problem(
        f"the file is larger than {LARGEST // 2**20} MiB.",
        advice="No model needs that: is it the right file?",
        place=Place(name),
    )


def decoded(raw: bytes, name: str) -> str | Problem:
    """Return the text of a model file, or what it is instead, or what is wrong with it."""
    if len(raw) > LARGEST:
        return too_large(name)
    return not_a_model(raw, name) or text_of(raw, name)


def text_of(raw: bytes, name: str) -> str | Problem:
    """Return the text of a file, or what is wrong with its size or encoding."""
    if len(raw) > LARGEST:
        return too_large(name)
    if raw[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return Problem(
            "the file is written in UTF-16.", advice="Save it as UTF-8.", place=Place(name)
        )
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # The decoder counts from behind a byte order mark.
        start = error.start + (3 if raw.startswith(b"\xef\xbb\xbf") else 0)
        line_start = raw.rfind(b"\n", 0, start) + 1
        column = len(raw[line_start:start].decode("utf-8-sig", errors="replace")) + 1
        return Problem(
            f"the file isn't UTF-8: byte 0x{raw[start]:02x} at position {start} "
            "is no part of a character.",
            advice="Save it as UTF-8; Excel calls that “CSV UTF-8”."
            if FilePath(name).suffix.lower() in {".csv", ".tsv", ".txt"}
            else "Save it as UTF-8.",
            place=Place(name, raw.count(b"\n", 0, start) + 1, column),
        )
    if not text.strip():
        return Problem(
            "the file is empty.",
            advice="Write a starter file with: countermove new",
            place=Place(name),
        )
    return text


def whole(text: str, name: str) -> str | Problem:
    """Return a text as a file would hold it, or what is wrong with it."""
    try:
        return decoded(text.encode(), name)
    except UnicodeEncodeError as error:
        line_start = text.rfind("\n", 0, error.start) + 1
        line = text.count("\n", 0, error.start) + 1
        place = Place(name, line, error.start - line_start + 1)
        return Problem(_BROKEN_TEXT.what, advice=_BROKEN_TEXT.advice, place=place)


def parsed(text: str, places: FilePlaces) -> Parsed:
    """Parse a text whose places are known, and refuse what no model can hold."""
    deep = _too_deep(text, places)
    if deep:
        return Parsed(problems=[deep])
    result = _toml(text, places) if places.format == "toml" else _json(text, places)
    return cleaned(result, places)


def cleaned(result: Parsed, places: FilePlaces | None = None) -> Parsed:
    """Mark what no model can hold."""
    if isinstance(result.data, (dict, list)):
        deep_path = _clean(result.data)
        if deep_path is not None:
            place = places.find(deep_path) if places else None
            return Parsed(problems=[_nested_problem(place)])
    return result


def _nested_problem(place: Place | None) -> Problem:
    return Problem(
        f"lists and tables are nested more than {DEEPEST} deep here.",
        advice="No model needs that: is it the right file?",
        place=place,
    )


# Each alternative matches to the end of the text where its closing quote is missing, so that
# nothing is looked at twice.
_TOML_TOKEN = re.compile(
    r'''"""(?:[^"\\]|\\.|"(?!""))*+(?:"""|\Z)|\'\'\'(?:[^']|'(?!''))*+(?:\'\'\'|\Z)
    |"(?:[^"\\\n]|\\.)*+"?|'[^'\n]*+'?|\#[^\n]*+|[\[\]{}]''',
    re.VERBOSE | re.DOTALL,
)
_JSON_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*+"?|[\[\]{}]', re.DOTALL)


def _too_deep(text: str, places: FilePlaces) -> Problem | None:
    """Count brackets before a recursive parser does."""
    depth = 0
    token = _TOML_TOKEN if places.format == "toml" else _JSON_TOKEN
    for match in token.finditer(text):
        character = match[0]
        if character in {"[", "{"}:
            depth += 1
            if depth > DEEPEST:
                return _nested_problem(places.place_of(match.start()))
        elif character in {"]", "}"}:
            depth -= 1
    return None


def _number(text: str) -> Decimal | Unusable:
    try:
        number = Decimal(text)
        exact(number)
    except (InvalidOperation, ModelError) as error:
        (problem,) = error.problems if isinstance(error, ModelError) else (TOO_LONG,)
        return _unusable(text, problem)
    return number


def _integer(text: str) -> int | Unusable:
    return int(text) if len(text) <= MOST_DIGITS else _unusable(text, TOO_LONG)


def _unusable(text: str, problem: Problem) -> Unusable:
    shown = text if len(text) <= 20 else f"{text[:17]}…"
    return Unusable(shown, problem.what, problem.advice)


def _json(text: str, places: FilePlaces) -> Parsed:
    duplicated = False

    def table(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        nonlocal duplicated
        data = dict(reversed(pairs))  # the first one counts, as it does for the places
        duplicated |= len(data) < len(pairs)
        return dict(pairs) if len(data) == len(pairs) else dict(reversed(data.items()))

    try:
        data = json.loads(
            text,
            object_pairs_hook=table,
            parse_float=_number,
            parse_int=_integer,
            parse_constant=_number,
        )
    except json.JSONDecodeError as error:
        message, position = error.msg, error.pos
        before = text[:position].rstrip()
        # What Python says about a comma too many, and where, differs from version to version.
        if before.endswith(",") and text[position : position + 1] in {"]", "}"}:
            message, position = "Illegal trailing comma", len(before) - 1
        what, advice = in_plain_words(message, JSON_FAULTS, "this isn't JSON")
        place = places.place_of(position)
        return _only_written(Parsed(problems=[Problem(what, advice=advice, place=place)]))
    result = Parsed(_NULL if data is None else data)
    if duplicated:
        _report_duplicates(result, places.duplicates)
        if not places.duplicates:  # should the two parsers ever disagree
            place = Place(places.name)
            result.problems.append(Problem("a key is given twice.", place=place))
    return result


def _toml(text: str, places: FilePlaces) -> Parsed:
    result = Parsed()
    tried_without_duplicates = False
    last_line = -1
    while True:
        try:
            data = tomllib.loads(text, parse_float=_number)
        except tomllib.TOMLDecodeError as error:
            slip = slip_of(error, text)
            line, column = slip.at
            is_twice = slip.message.startswith(("Cannot", "Duplicate")) and last_line < 0
            if is_twice and not tried_without_duplicates and places.duplicates:
                tried_without_duplicates = True
                _report_duplicates(result, places.duplicates)
                if len(places.duplicates) == MOST_DUPLICATES:
                    return result
                text = _blanked(text, [d.span for d in places.duplicates])
                continue
            # A mistake on the next line is usually the same one, unless that line has a key.
            if last_line >= 0 and (line < last_line or not _may_be_another(text, line, last_line)):
                return _only_written(result)
            place = Place(places.name, line, column)
            result.problems.append(Problem(slip.what, advice=slip.advice, place=place))
            if slip.rest is None or len(result.problems) == _MOST_SYNTAX_ERRORS:
                return _only_written(result)
            last_line, text = line, slip.rest
        except ValueError:
            # int() refuses thousands of digits.
            number = re.search(r"\d[\d_]{4000,}", text)
            place = places.place_of(number.start()) if number else Place(places.name)
            result.problems.append(replace(TOO_LONG, place=place))
            return _only_written(result)
        else:
            if last_line < 0:
                result.data = data
                return result
            return _only_written(result)


def _only_written(result: Parsed) -> Parsed:
    """Say that only the way of writing has been looked at so far."""
    last = result.problems[-1]
    result.problems[-1] = replace(last, advice=f"{last.advice} The rest is checked after that.")
    return result


def _may_be_another(text: str, line: int, last_line: int) -> bool:
    words = text.split("\n")[line - 1]
    return line > last_line + 1 or bool(re.match(r"""\s*[\w."'-]+\s*=""", words))


def _blanked(text: str, spans: list[tuple[int, int]]) -> str:
    """Put spaces in place of parts of a text, so that the rest keeps its places."""
    source = bytearray(text.encode())
    for start, end in spans:
        part = bytes(source[start:end]).decode()
        # As many bytes as before, and the same lines.
        blank = re.sub(rb"[^\r\n]", b" ", part.encode())
        source[start:end] = blank
        comma = re.compile(rb",\s*\Z").search(source, max(0, start - 200), start)
        if comma:
            source[comma.start() : comma.start() + 1] = b" "
    return source.decode()


def _report_duplicates(result: Parsed, duplicates: list[Duplicate]) -> None:
    for duplicate in duplicates:
        key = written_path(duplicate.path)
        what = "table" if duplicate.is_table else "key"
        result.lost |= duplicate.is_table
        result.problems.append(
            Problem(
                f"the {what} '{key}' is given twice, first in line {duplicate.first.line}.",
                duplicate.path,
                "Put its keys together." if duplicate.is_table else "Remove one of the two.",
                place=duplicate.second,
            )
        )


def _clean(data: Any) -> Path | None:
    """Mark what no model can hold, and return the path of what is nested too deeply, if any."""
    pending: list[tuple[Path, Any]] = [((), data)]
    while pending:
        path, here = pending.pop()
        if len(path) > DEEPEST:
            return path
        if isinstance(here, dict):
            for key in [key for key in here if not _is_text(key)]:
                here[_escaped(key)] = here.pop(key)
        items = here.items() if isinstance(here, dict) else enumerate(here)
        for step, value in items:
            if isinstance(value, str):
                if not _is_text(value):
                    here[step] = _BROKEN_TEXT
            elif isinstance(value, (dict, list)):
                pending.append(((*path, step), value))
            elif value is None:
                here[step] = _NULL
            elif isinstance(value, int) and abs(value) >= TOO_LARGE:  # as 0xff… it came in
                here[step] = _unusable("a long number", TOO_LONG)
    return None


_NULL = Unusable("null", "null stands for nothing in a model.", "Leave the key out.")
_BROKEN_TEXT = Unusable(
    "a broken text", "the text holds half of a character (a lone surrogate).", "Write it whole."
)


def _is_text(text: str) -> bool:
    return text.isascii() or not _SURROGATE.search(text)


_SURROGATE = re.compile("[\ud800-\udfff]")


def _escaped(key: str) -> str:
    return key.encode("utf-8", "backslashreplace").decode()
