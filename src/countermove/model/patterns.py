"""Patterns: what is chosen on every option, in one word, and other spellings of it.

A pattern has a letter for each option that is done or not: ``Y``, ``N``, or ``-`` where both may
be. Where options have levels, strokes stand around each of these, and between them its level's id,
several with ``|`` between them, or ``-``: ``YN/table/-``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

DASHES = "\u2010-\u2013\u2212-"
"""What stands for a hyphen in texts from elsewhere: for a class of a regular expression."""

OPEN = "-"
"""What stands in a pattern for an option on which nothing is fixed."""

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


@dataclass(frozen=True)
class Spelling:
    """How patterns are written over some options.

    Parameters
    ----------
    values : tuple of tuple of str
        For each option what it can be: ``N`` and ``Y``, or the ids of its levels.

    Examples
    --------
    >>> spelling = Spelling((("N", "Y"), ("none", "table", "all"), ("N", "Y"), ("N", "Y")))
    >>> spelling.letters("Y/table|all/-N")
    ('Y', 'table|all', '-', 'N')
    >>> spelling.pattern(("N", "none", "Y", "-")), spelling.read(" y / table/n n")
    ('N/none/Y-', 'Y/table/NN')
    """

    values: tuple[tuple[str, ...], ...]

    @cached_property
    def has_levels(self) -> bool:
        """Whether some option has levels."""
        return any(values != YES_OR_NO for values in self.values)

    @cached_property
    def _parts(self) -> tuple[tuple[bool, int, int], ...]:
        """The parts between strokes: whether each is of one level, its first option, its end."""
        parts: list[tuple[bool, int, int]] = []
        places = groupby(range(len(self.values)), key=lambda k: self.values[k] == YES_OR_NO)
        for are_letters, some in places:
            own = list(some)
            parts += [(False, own[0], own[-1] + 1)] if are_letters else []
            parts += [] if are_letters else [(True, k, k + 1) for k in own]
        return tuple(parts)

    def pattern(self, letters: Sequence[str]) -> str:
        """Write what is chosen on each option as a pattern."""
        if not self.has_levels:
            return "".join(letters)
        return "/".join("".join(letters[first:end]) for _, first, end in self._parts)

    def letters(self, pattern: str) -> tuple[str, ...]:
        """Return what a pattern has for each option."""
        if not self.has_levels:
            return tuple(pattern)
        each = zip(self._parts, pattern.split("/"), strict=True)
        return tuple(
            letter for (is_level, _, _), part in each for letter in ([part] if is_level else part)
        )

    def read(self, text: str, *, strictly: bool = False) -> str | None:
        """Return a text as a pattern over these options, None where it isn't one."""
        if not self.has_levels:
            pattern = strict_pattern(text) if strictly else as_pattern(text)
            return pattern if pattern is not None and len(pattern) == len(self.values) else None
        written = text.split("/")
        if len(written) != len(self._parts):
            return None
        parts = [
            self._level(first, part) if is_level else self._letters(end - first, part, strictly)
            for (is_level, first, end), part in zip(self._parts, written, strict=True)
        ]
        return "/".join(part for part in parts if part) if all(parts) else None

    def wrong_level(self, text: str) -> tuple[int, str] | None:
        """Return the first option that a text names a level of which it hasn't, and that level."""
        written = text.split("/")
        if len(written) != len(self._parts):
            return None
        levels = (
            (first, level.strip())
            for (is_level, first, _), part in zip(self._parts, written, strict=True)
            if is_level and not _DASH.fullmatch(part.strip())
            for level in part.split("|")
        )
        return next(((k, level) for k, level in levels if level not in self.values[k]), None)

    def _level(self, option: int, text: str) -> str | None:
        if _DASH.fullmatch(text.strip()):
            return OPEN
        levels = self.values[option]
        named = set(map(str.strip, text.split("|")))
        if not named <= set(levels):
            return None
        return OPEN if named == set(levels) else "|".join(one for one in levels if one in named)

    @staticmethod
    def _letters(size: int, text: str, strictly: bool) -> str | None:
        pattern = strict_pattern(text) if strictly else as_pattern(text)
        return pattern if pattern is not None and len(pattern) == size else None

    def allowed(self, pattern: str) -> Iterator[tuple[int, tuple[int, ...]]]:
        """Give each option that a pattern fixes with the places of the values that it allows."""
        for option, letter in enumerate(self.letters(pattern)):
            if letter != OPEN:
                named = letter.split("|")
                values = self.values[option]
                yield option, tuple(k for k, value in enumerate(values) if value in named)


YES_OR_NO = ("N", "Y")
"""What an option can be that is done or not."""
