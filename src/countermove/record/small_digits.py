"""Digits above and below the line: written as they stand, for 10² isn't 102."""

from __future__ import annotations

import re
from typing import Literal

_ABOVE = str.maketrans("0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")
_BELOW = str.maketrans("0123456789+-−", "₀₁₂₃₄₅₆₇₈₉₊₋₋")
_NUMBERS = re.compile(r"[\d\s,+−-]*")


def small(text: str, where: Literal["above", "below"]) -> str:
    """Write numbers as they stand above or below the line; other words stay as they are.

    >>> small("2", "above"), small("10", "below"), small("th", "above")
    ('²', '₁₀', 'th')
    """
    if not _NUMBERS.fullmatch(text):
        return text
    return text.translate(_ABOVE if where == "above" else _BELOW)
