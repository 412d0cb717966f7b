"""Numbers of things, and durations, as people write them; imports nothing."""

from __future__ import annotations


def counted(number: int, one: str, many: str | None = None) -> str:
    """Write a number of things.

    >>> counted(1, "party", "parties"), counted(4096, "state")
    ('1 party', '4,096 states')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def letter(position: int) -> str:
    """Return the letter that something is known by on the page.

    >>> letter(0), letter(25), letter(26)
    ('A', 'Z', 'AA')
    """
    before, last = divmod(position, 26)
    return (letter(before - 1) if before else "") + chr(ord("A") + last)


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
