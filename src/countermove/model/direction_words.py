"""How an option may be changed, in the words of tables and lists."""

from __future__ import annotations

from collections.abc import Mapping

DIRECTION_WORDS: Mapping[str, str] = {
    "both": "both ways",
    "take": "can't be undone",
    "drop": "can only be given up",
    "up": "only up",
    "down": "only down",
    "fixed": "neither way",
}
"""For each direction what people read and write."""

DIRECTIONS_READ: Mapping[str, str] = {
    **{way: way for way in DIRECTION_WORDS},
    **{words: way for way, words in DIRECTION_WORDS.items()},
    "cannot be undone": "take",
    "one-way": "take",
    "one way": "take",
    "irreversible": "take",
}
"""What people may write, and how the model has it."""


def direction_of(words: str) -> str | None:
    """Return how an option may be changed, as the model has it; None where words say another.

    >>> direction_of("Can’t be undone"), direction_of("drop"), direction_of("sometimes")
    ('take', 'drop', None)
    """
    return DIRECTIONS_READ.get(words.strip().casefold().replace("’", "'"))
