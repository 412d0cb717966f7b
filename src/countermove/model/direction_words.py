"""How an option may be changed, in the words of tables and lists."""

from __future__ import annotations

from collections.abc import Mapping

DIRECTION_WORDS: Mapping[str, str] = {
    "both": "both ways",
    "take": "can't be undone",
    "drop": "can only be given up",
    "fixed": "neither way",
}
"""For each direction what people read and write."""

_ALSO = {
    "cannot be undone": "take",
    "one-way": "take",
    "one way": "take",
    "irreversible": "take",
}
_READ = {words: way for way, words in DIRECTION_WORDS.items()} | _ALSO


def direction_of(words: str) -> str | None:
    """Return how an option may be changed, as the model has it; None where words say another.

    >>> direction_of("Can’t be undone"), direction_of("drop"), direction_of("sometimes")
    ('take', 'drop', None)
    """
    plain = words.strip().casefold().replace("’", "'")
    return plain if plain in DIRECTION_WORDS else _READ.get(plain)
