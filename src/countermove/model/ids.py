"""Ids made from words: what people type, and names in files of other programs."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Container, Iterator

from countermove.model.reserved import is_reserved

_LONGEST = 24


def new_id(text: str, taken: Container[str], otherwise: str = "item") -> str:
    """Return an id for something new, made from its words.

    >>> new_id("Settle terms with Russia alone", {"settle-terms"})
    'settle-terms-with-russia'
    >>> new_id("Build a car park at the edge of the town", ())
    'build-a-car-park'
    >>> new_id("Négocier", {"negocier"})
    'negocier-2'
    """
    plain = unicodedata.normalize("NFKD", text)
    plain = "".join(c for c in plain if not unicodedata.combining(c)).casefold()
    # Letters and decimal digits of any script; signs of other numbers are no part of an id.
    words = "".join(c if c.isalpha() or c.isdecimal() or c == "_" else " " for c in plain).split()
    found = ""
    for word in words:
        longer = f"{found}-{word}" if found else word[:_LONGEST]
        if len(longer) > _LONGEST:
            # Cut short it doesn't end in the middle of "at the edge".
            found = re.sub(r"(-\w{1,3})+$", "", found)
            break
        found = longer
    found = found or otherwise
    if is_reserved(found):
        found = f"{found}-{otherwise}"
    return next(name for name in numbered(found) if name not in taken)


def numbered(stem: str) -> Iterator[str]:
    """Give the names to try, one after the other: as it is, with -2, with -3."""
    yield stem
    for number in itertools.count(2):
        yield f"{stem}-{number}"


def renewed_id(name: str, before: str, after: str, taken: Container[str], otherwise: str) -> str:
    """Return the id of something whose words change: a new one if it was made of the old words."""
    stem = new_id(before, (), otherwise)
    was_made = re.fullmatch(rf"{re.escape(stem)}(-\d+)?", name)
    if not was_made or new_id(after, (), otherwise) == stem:
        return name
    return new_id(after, taken, otherwise)
