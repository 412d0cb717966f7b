"""Whether a file is still what it was, told without reading it wherever its times tell that."""

from __future__ import annotations

import hashlib
import time
from functools import lru_cache
from pathlib import Path as FilePath

# Two changes of a file within one tick of its clock look the same, and some clocks tick in 2 s.
_CLOCK_TICK = 2 * 10**9

Stamp = tuple[int, int, int, int]
"""What changes whenever a file does: its times, its size, and which file it is on the disk."""


def stamp(path: FilePath) -> Stamp | None:
    """Return what changes whenever a file does; None where that can't be told yet."""
    try:
        found = path.stat()
    except (OSError, ValueError):
        return None
    if time.time_ns() - max(found.st_mtime_ns, found.st_ctime_ns) < _CLOCK_TICK:
        return None
    return found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino


def digest(path: FilePath, most: int) -> str:
    """Return the SHA-256 of at most so many bytes of a file, read once while it stays the same."""
    known = stamp(path)
    return _digest(path, most) if known is None else _kept(path, most, known)


@lru_cache(maxsize=256)
def _kept(path: FilePath, most: int, stamp: Stamp) -> str:
    return _digest(path, most)


def _digest(path: FilePath, most: int) -> str:
    with path.open("rb") as file:
        return hashlib.sha256(file.read(most)).hexdigest()
