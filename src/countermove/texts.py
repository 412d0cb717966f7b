"""Texts and numbers as they may be shown anywhere: nothing in them hides, moves or is cut."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from fractions import Fraction

# Marks that reorder what stands around them could make a name hide what a line says.
_UNWELCOME = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\ufeff")
# What Markdown would take for its own signs, and where a paragraph would become a list.
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~&$])")
_LIST = re.compile(r"^(\d*)([-+.)])(?=\s|$)")
_MOST_BITS = 14_000  # Python writes no whole number of more than 4,300 digits


def visible(text: str) -> str:
    r"""Leave out of a text what would steer whatever shows it; lines stay lines.

    >>> visible("a\x1b[31mb\x00\r\nc\u202ed")
    'a[31mb\ncd'
    """
    if text.isprintable() and _UNWELCOME.isdisjoint(text):
        return text
    kept = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        c for c in kept if c in "\n\t" or (unicodedata.category(c) != "Cc" and c not in _UNWELCOME)
    )


def one_line(text: str) -> str:
    r"""Make a text one line that is safe to show.

    >>> one_line(" a\r\n  b\x85c ")
    'a b c'
    """
    return visible(" ".join(text.split()))


def markdown(text: str) -> str:
    r"""Write a text as one line of Markdown in which nothing is a sign.

    >>> markdown("<b> & *c*"), markdown("1. d")
    ('\\<b\\> \\& \\*c\\*', '1\\. d')
    """
    return _LIST.sub(r"\1\\\2", _MARKDOWN.sub(r"\\\1", one_line(text)))


def counted(number: int, one: str, many: str | None = None) -> str:
    """Write a number of things.

    >>> counted(1, "party", "parties"), counted(4096, "state")
    ('1 party', '4,096 states')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def exactly(number: int | Fraction) -> str:
    """Write a number digit by digit, however many they are.

    >>> exactly(-12), exactly(Fraction(1, 3)), len(exactly(10**5000))
    ('-12', '1/3', 5001)
    """
    if isinstance(number, Fraction) and number.denominator != 1:
        return f"{exactly(number.numerator)}/{exactly(number.denominator)}"
    whole = int(number)
    return str(whole) if whole.bit_length() < _MOST_BITS else format(Decimal(whole), "f")
