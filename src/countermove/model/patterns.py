"""Patterns: a choice on every option in one word, ``YN-``, and other spellings of it."""

from __future__ import annotations

import re

DASHES = "\u2010-\u2013\u2212-"
"""What stands for a hyphen in texts from elsewhere: for a class of a regular expression."""

_DASH = re.compile(f"[{DASHES}]")
_PATTERN = re.compile("[YN-]+")


def as_pattern(text: str) -> str | None:
    """Return a text as a pattern, however it is spaced, dashed and capitalised, or None.

    >>> as_pattern("y n –"), as_pattern("YN-"), as_pattern("full")
    ('YN-', 'YN-', None)
    """
    pattern = _DASH.sub("-", "".join(text.split())).upper()
    return pattern if _PATTERN.fullmatch(pattern) else None


def strict_pattern(text: str) -> str | None:
    """Return a text that is spelled as a pattern, whatever its dashes, or None.

    >>> strict_pattern("YN–"), strict_pattern("yn-")
    ('YN-', None)
    """
    pattern = _DASH.sub("-", text)
    return pattern if _PATTERN.fullmatch(pattern) else None


def from_digits(text: str) -> str | None:
    """Return the pattern that was meant by ones and zeros, ``10-``, or None.

    >>> from_digits("1 0 –"), from_digits("full")
    ('YN-', None)
    """
    digits = _DASH.sub("-", "".join(text.split()))
    return digits.replace("1", "Y").replace("0", "N") if re.fullmatch("[01-]+", digits) else None


def masks(pattern: str) -> tuple[int, int]:
    """Return a pattern as bits: the options that it fixes, and those of them that are taken.

    >>> masks("YN-")
    (3, 1)
    """
    fixed = sum(1 << bit for bit, letter in enumerate(pattern) if letter != "-")
    return fixed, sum(1 << bit for bit, letter in enumerate(pattern) if letter == "Y")
