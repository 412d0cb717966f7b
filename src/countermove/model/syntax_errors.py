"""What is wrong with a text that isn't a statement, and what was probably meant."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from countermove.errors import Problem
from countermove.model.patterns import as_pattern, from_digits

if TYPE_CHECKING:
    from lark.exceptions import UnexpectedInput

# The grammar's terminals in the order in which an error lists them; synonyms aren't listed.
_SPELLED = {
    "NAME": "a name",
    "_NOT": "not",
    "TRUE": "true",
    "FALSE": "false",
    "LPAR": "'('",
    "_AND": "and",
    "_OR": "or",
    "_IMPLIES": "implies",
    "_IF": "if",
    "_THEN": "then",
    "_IFF": "iff",
    "RPAR": "')'",
    "$END": "the end",
}
_NOT_CHAINED = frozenset({"_IMPLIES", "_IF", "_ONLY_IF", "_UNLESS", "_IFF", "_XOR"})

_HOW_MANY = "Write how many in digits, and of what: 'at least 2 of (a, b, c)'."

_HINTS = {
    "nor": "Write 'not x and not y'.",
    "neither": "Write 'not x and not y'.",
    "either": "Write 'x or y', or 'x xor y' where not both can be.",
    "both": "Write 'x and y'.",
    "when": "Write 'if'.",
    "at least": _HOW_MANY,
    "at most": _HOW_MANY,
    "of": _HOW_MANY,
    "with": "Write 'and'.",
    "without": "Write 'and not'.",
    ",": "Write 'and' or 'or' in its place.",
    ";": "Write 'and' or 'or' in its place.",
    "+": "Write 'and' or 'or' in its place.",
    "*": "Write 'and' in its place.",
    "/": "Write 'or' in its place.",
    "^": "Some read it as 'and', some as 'xor'. Write the word that is meant.",
    "=": "Write 'iff' in its place, or 'implies' where it goes one way only; before a level 'is'.",
    ">": "Of levels, write 'at least' and the level.",
    "<": "Of levels, write 'at most' and the level.",
    "at": "Write 'at least' or 'at most', and a level.",
    "[": "Write round brackets, '('.",
    "]": "Write round brackets, ')'.",
    "{": "Write round brackets, '('.",
    "}": "Write round brackets, ')'.",
}
_MADE_OF = (
    "A statement is made of names, not, and, or, implies, if, iff, true, false and parentheses."
)


def syntax_problem(text: str, error: UnexpectedInput) -> Problem:
    """Say what is wrong with a text that couldn't be parsed as a statement."""
    from lark.exceptions import UnexpectedToken

    if pattern := pattern_meant(text):
        return Problem(f"'{text}' is no statement.", advice=f"As a pattern, write '{pattern}'.")
    if not isinstance(error, UnexpectedToken):
        offset = cast("int", error.pos_in_stream)
        return Problem(
            f"{text[offset]!r} has no meaning in a statement.",
            advice=_HINTS.get(text[offset], _MADE_OF),
            offset=offset,
        )
    wanted = [word for terminal, word in _SPELLED.items() if terminal in error.accepts]
    head = ", ".join(wanted[:-1])
    advice = f"Expected: {head} or {wanted[-1]}." if head else f"Expected: {wanted[0]}."
    if error.token.type == "$END":
        return Problem("the statement ends too early.", advice=advice, offset=len(text.rstrip()))
    offset = cast("int", error.token.start_pos)
    what = f"'{error.token}' can't stand here."
    if error.token.type in _NOT_CHAINED and "NAME" not in error.accepts:
        what = f"'{error.token}' can't be chained without parentheses."
    before = text[:offset].split()
    meant = hint(str(error.token)) or (hint(before[-1]) if before else None)
    return Problem(what, advice=meant or advice, offset=offset)


def hint(word: str) -> str | None:
    """Return what to write in place of a word that people use and a statement doesn't have."""
    return _HINTS.get(word.lower())


def pattern_meant(text: str) -> str | None:
    """Return the pattern that a whole text is in another spelling, or None.

    >>> pattern_meant("y n -"), pattern_meant("10-"), pattern_meant("a and b")
    ('YN-', 'YN-', None)
    """
    pattern = as_pattern(text) or from_digits(text)
    return pattern if pattern is not None and len(pattern) > 1 else None
