"""What a text of a model may hold: something to see, and nothing that steers a terminal."""

from __future__ import annotations

import re
import unicodedata

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
# Letters and symbols to Unicode, but nothing to see.
_FILLERS = "\u115f\u1160\u2800\u3164\uffa0"


def control_in(text: str) -> str:
    r"""Name the first control character of a text; line ends and tabs aren't meant.

    >>> control_in("a\x1b[31mb"), control_in("a\tb\n")
    ('a control character (U+001B)', '')
    """
    found = _CONTROL.search(text)
    return f"a control character (U+{ord(found[0]):04X})" if found else ""


def without_control(text: str) -> str:
    """Leave the control characters of a text out."""
    return _CONTROL.sub("", text)


def is_blank(text: str) -> bool:
    r"""Say whether there is nothing to see in a text.

    >>> is_blank(" \u200b"), is_blank("ש\u200f")
    (True, False)
    """
    return not _PLAIN.search(text) and all(
        c.isspace() or c in _FILLERS or unicodedata.category(c) in _UNSEEN for c in text
    )


_PLAIN = re.compile(r"[!-~]")  # seen without asking of each character what it is
_UNSEEN = frozenset({"Cc", "Cf"})
