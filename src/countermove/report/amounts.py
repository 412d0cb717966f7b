"""Numbers of things, and durations, as people write them."""

from __future__ import annotations

from fractions import Fraction

from countermove.texts import amount, counted, number_word

__all__ = ["amount", "counted", "in_words", "lasted", "letter", "percent"]


def in_words(number: int, one: str = "", many: str | None = None) -> str:
    """Write a number of things as sentences do, small ones as words."""
    _, *rest = counted(number, one, many).split(" ", 1)
    word = number_word(number)
    return " ".join([word, *rest]) if one else word


def letter(position: int) -> str:
    """Return the letter that something is known by on the page."""
    before, last = divmod(position, 26)
    return (letter(before - 1) if before else "") + chr(ord("A") + last)


def percent(share: Fraction) -> str:
    """Write a share in a few characters; none and all only where it is none and all."""
    if share in (0, 1):
        return "all" if share else "none"
    if share < Fraction(1, 100):
        return "<1%"
    return ">99%" if share > Fraction(99, 100) else f"{round(100 * share)}%"


def lasted(seconds: float) -> str:
    """Write a duration as people say it."""
    if seconds < 0.9995:
        return f"{max(1, round(seconds * 1000))} ms"
    if seconds < 59.95:
        return f"{seconds:.1f} s"
    return f"{round(seconds) // 60} min {round(seconds) % 60} s"
