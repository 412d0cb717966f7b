"""What is wrong where a text isn't TOML: the place, the words, and how to read on behind it."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from typing import NamedTuple

from countermove.files.parser_messages import TOML_FAULTS, in_plain_words
from countermove.model.texts import control_in

_CURLED_QUOTES = "“”„‟‘’‚«»"
_IN_ONE_LINE = (
    "Invalid value",
    "Expected '=' after a key",
    "Expected newline or end of document",
    "Invalid date",
    "Unescaped '\\'",
    "Invalid hex value",
    "Escaped character is not",
    "Illegal character '\\n'",
    "Invalid statement",
)
_ESCAPES = ("Unescaped '\\'", "Invalid hex value", "Escaped character is not")
_KEYS = ("Expected '=' after a key", "Invalid statement", "Invalid initial character")
_HEADERS = (*_KEYS, "Expected ']")
_DATE = re.compile(r"\d{1,4}[-./]\d{1,2}[-./]\d{1,4}(?!\d)")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_NUMBER = re.compile(r"[-+]?[\d.][\w.+-]*")
_GOOD_NUMBER = re.compile(r"[-+]?(0|[1-9](_?\d)*)(\.\d(_?\d)*)?([eE][-+]?\d+)?|0[xob]\w+")
_CONFLICT = ("<<<<<<< ", "=======", ">>>>>>> ")
_HOW_DATES = "Dates are written 2025-02-13; any other text stands in quotes."


class Position(NamedTuple):
    """Where in a text, counted from 1."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Slip:
    """A mistake in the way a text is written."""

    message: str
    at: Position
    what: str
    advice: str
    rest: str | None


def slip_of(error: tomllib.TOMLDecodeError, text: str) -> Slip:
    """Say what is wrong with a text that can't be parsed."""
    message, stopped = _parsed(error, text)
    lines = text.split("\n")
    at, what, advice = _told(message, stopped, lines)
    line = lines[at.line - 1]
    rest = None
    if line.lstrip().startswith("["):
        # Another table takes its keys, so that they don't come twice in the one before.
        rest = "\n".join([*lines[: at.line - 1], f"[slip-{at.line}]", *lines[at.line :]])
    elif message.startswith(_IN_ONE_LINE):
        rest = "\n".join([*lines[: at.line - 1], "", *lines[at.line :]])
    return Slip(message, at, what, advice, rest)


def _parsed(error: tomllib.TOMLDecodeError, text: str) -> tuple[str, Position]:
    message = str(error)
    match = re.fullmatch(r"(.*) \(at (?:line (\d+), column (\d+)|end of document)\)", message, re.S)
    if not match:
        return message, Position(1, 1)
    if match[2]:
        return match[1], Position(int(match[2]), int(match[3]))
    lines = text.split("\n")
    return match[1], Position(len(lines), len(lines[-1]) + 1)


def _told(message: str, at: Position, lines: list[str]) -> tuple[Position, str, str]:
    """Return where a mistake begins, what it is and what to do."""
    if message.startswith(_ESCAPES):
        at = _backslash(at, lines)
    line = lines[at.line - 1]
    here = line[at.column - 1 : at.column]
    what, advice = in_plain_words(message, TOML_FAULTS, "this isn't TOML")
    if here and here in _CURLED_QUOTES:
        what = f"this isn't TOML: {here} is a curled quote, as word processors write it."
        return at, what, 'Type straight quotes: "like this".'
    found: tuple[str, str] | None = None
    if line.startswith(_CONFLICT):
        found = "the marks of a conflict between two versions stand here.", "Settle it first."
    elif message.startswith(_HEADERS) and line.lstrip().startswith("["):
        found = _header(line)
    elif message.startswith("Invalid initial character") and here in {"", "}"}:
        found = _braces(here)
    elif message.startswith(_KEYS):
        found = _key(line, at.column)
    elif message.startswith(("Expected newline", "Invalid value", "Invalid date")):
        start = _value_start(line, at.column)
        if found := _number(line[start - 1 :]):
            at = Position(at.line, start)
    if found:
        what, advice = f"this isn't TOML: {found[0]}", found[1]
    return at, what, advice


def _backslash(at: Position, lines: list[str]) -> Position:
    """Return where an escape begins, behind which reading stopped."""
    before = "\n".join([*lines[: at.line - 1], lines[at.line - 1][: at.column - 1]])
    start = before.rfind("\\")
    if start < 0:
        return at
    return Position(before.count("\n", 0, start) + 1, start - before.rfind("\n", 0, start))


def _header(line: str) -> tuple[str, str] | None:
    match = re.match(r"\s*(\[\[?)([^\[\]]+?)(\]\]?)\s*(?:#.*)?$", line)
    if not match or len(match[1]) != len(match[3]):
        return None
    if not {'"', "'"}.isdisjoint(match[2]):
        return "a part of this table's name stands half in quotes.", "Put all of it in quotes."
    parts = [part.strip() for part in match[2].split(".")]
    if not all(parts):
        return None
    advice = f"Write: {match[1]}{_as_ids(parts)}{']' * len(match[1])}"
    if not any(len(part.split()) > 1 for part in parts):
        return "the name of this table needs quotes.", f"{advice}."
    if parts[0] == "decision_makers" and len(parts) == 2:
        advice += f' and below it name = "{parts[1]}"'
    return "the name of a table has no blanks.", f"{advice}."


def _key(line: str, column: int) -> tuple[str, str] | None:
    start = max(line.rfind(mark, 0, column - 1) for mark in "{,") + 1
    match = re.match(r"""\s*([^=#"'\[\]{},]*[^=#"'\[\]{},\s:])\s*([=:])""", line[start:])
    if match is None:
        return None
    if control := control_in(match[1]):
        return f"{control} stands here.", "Remove it."
    parts = [part.strip() for part in match[1].split(".")]
    if not all(parts) or (match[2] == "=" and all(map(_BARE.fullmatch, parts))):
        return None
    what = f"'{match[1]}' can't be a key as it stands."
    if match[2] == ":":
        what = "'=' stands between a key and its value."
    return what, f'Write: {_as_ids(parts)} = "…".'


def _as_ids(parts: list[str]) -> str:
    return ".".join(map(_as_id, parts))


def _as_id(words: str) -> str:
    """Write a key so that TOML takes it, and so that it can be an id."""
    if _BARE.fullmatch(words):
        return words
    if not re.fullmatch(r"\w+(-\w+)*", words):
        words = "-".join(re.findall(r"\w+", words.lower())) or "id"
    return words if words.isascii() else f'"{words}"'


def _braces(here: str) -> tuple[str, str]:
    if here == "}":
        return "a comma stands before the closing brace.", "Remove it."
    return (
        "a table in braces ends on the line on which it begins.",
        "Write it on one line, or as a [table] of its own.",
    )


def _value_start(line: str, column: int) -> int:
    """Return the column where the value begins in which, or behind which, reading stopped."""
    before = line[: column - 1]
    start = max(before.rfind(mark) for mark in "=[,") + 1
    return start + len(line[start:]) - len(line[start:].lstrip()) + 1


def _number(value: str) -> tuple[str, str] | None:
    if date := _DATE.match(value):
        is_written = re.fullmatch(r"\d{4}-\d\d-\d\d", date[0])
        return ("there is no such date." if is_written else "this isn't a date."), _HOW_DATES
    if (number := _NUMBER.match(value)) and not _GOOD_NUMBER.fullmatch(number[0]):
        return f"{number[0]} can't be read as a number.", "Write for example 12, -2 or 0.5."
    return None
