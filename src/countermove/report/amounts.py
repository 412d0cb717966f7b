"""Numbers of things, and durations, as people write them."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from countermove.texts import counted

__all__ = ["amount", "counted", "lasted", "letter", "percent"]


def amount(number: int) -> str:
    """Write a number of any size, roughly where nobody would read all of its digits.

    >>> amount(4096), amount(2**100), amount(10**5000)
    ('4,096', 'about 1.3 × 10^30', 'about 1.0 × 10^5000')
    """
    if number < 10**15:
        return f"{number:,}"
    first, _, power = f"{Decimal(number):.1e}".partition("e+")
    return f"about {first} × 10^{power}"


def letter(position: int) -> str:
    """Return the letter that something is known by on the page.

    >>> letter(0), letter(25), letter(26)
    ('A', 'Z', 'AA')
    """
    before, last = divmod(position, 26)
    return (letter(before - 1) if before else "") + chr(ord("A") + last)


def percent(share: Fraction) -> str:
    """Write a share in a few characters; none and all only where it is none and all.

    >>> [percent(Fraction(count, 1000)) for count in (0, 3, 333, 998, 1000)]
    ['none', '<1%', '33%', '>99%', 'all']
    """
    if share in (0, 1):
        return "all" if share else "none"
    if share < Fraction(1, 100):
        return "<1%"
    return ">99%" if share > Fraction(99, 100) else f"{round(100 * share)}%"


def lasted(seconds: float) -> str:
    """Write a duration as people say it.

    >>> lasted(0.0031), lasted(2.34), lasted(75)
    ('3 ms', '2.3 s', '1 min 15 s')
    """
    if seconds < 0.9995:
        return f"{max(1, round(seconds * 1000))} ms"
    if seconds < 59.95:
        return f"{seconds:.1f} s"
    return f"{round(seconds) // 60} min {round(seconds) % 60} s"
