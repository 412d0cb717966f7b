"""Texts and numbers as they may be shown anywhere: nothing in them hides, moves or is cut."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from html import escape

# Marks that reorder what stands around them could make a name hide what a line says.
_UNWELCOME = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\ufeff")
# What Markdown would take for its own signs, and where a paragraph would become a list.
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~&$])")
_LIST = re.compile(r"^(\d*)([-+.)])(?=\s|$)")
# What XML can't hold, not even escaped.
_NOT_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_MOST_BITS = 14_000  # Python writes no whole number of more than 4,300 digits


def visible(text: str) -> str:
    r"""Leave out of a text what would steer whatever shows it; lines stay lines."""
    if text.isprintable() and _UNWELCOME.isdisjoint(text):
        return text
    kept = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        c for c in kept if c in "\n\t" or (unicodedata.category(c) != "Cc" and c not in _UNWELCOME)
    )


def one_line(text: str) -> str:
    r"""Make a text one line that is safe to show."""
    return visible(" ".join(text.split()))


def markdown(text: str) -> str:
    r"""Write a text as one line of Markdown in which nothing is a sign."""
    return _LIST.sub(r"\1\\\2", _MARKDOWN.sub(r"\\\1", one_line(text)))


def xml(text: str) -> str:
    r"""Write a text so that it is one in XML, in attributes, too.

    >>> xml("<b>'A' & \uffff\x00B")
    '&lt;b&gt;&#x27;A&#x27; &amp; B'
    """
    return escape(_NOT_XML.sub("", visible(text)))


def by_number(character: str) -> str:
    """Write a letter that no font has by its number in Unicode; nothing for what isn't seen.

    >>> by_number("中"), by_number("\u200d")
    ('[4E2D]', '')
    """
    return "" if unicodedata.category(character) == "Cf" else f"[{ord(character):04X}]"


def amount(number: int) -> str:
    """Write a number of any size, roughly where nobody would read all of its digits.

    >>> amount(2097192), amount(83 * 10**18)
    ('2,097,192', 'about 8.3 × 10^19')
    """
    if number < 10**15:
        return f"{number:,}"
    first, _, power = f"{Decimal(number):.1e}".partition("e+")
    return f"about {first} × 10^{power}"


def counted(number: int, one: str, many: str | None = None) -> str:
    """Write a number of things."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def number_word(number: int) -> str:
    """Write a number as sentences do, small ones as words.

    >>> number_word(5), number_word(10000)
    ('five', '10,000')
    """
    return _NUMBERS[number] if number < len(_NUMBERS) else f"{number:,}"


def in_quotes(text: str) -> str:
    """Put a text in quotes; those within it become single ones.

    >>> in_quotes("“Strike” can last")
    '“‘Strike’ can last”'
    """
    return f"“{text.replace('“', '‘').replace('”', '’')}”"


def and_list(parts: Sequence[str]) -> str:
    """Join parts as a sentence does."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


def or_list(parts: Sequence[str]) -> str:
    """Join parts as a sentence does that leaves a choice."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} or {parts[-1]}"


def exactly(number: int | Fraction) -> str:
    """Write a number digit by digit, however many they are."""
    if isinstance(number, Fraction) and number.denominator != 1:
        return f"{exactly(number.numerator)}/{exactly(number.denominator)}"
    whole = int(number)
    return str(whole) if whole.bit_length() < _MOST_BITS else format(Decimal(whole), "f")
